"""The metadata inside pages, tag by tag: Highwire Press (Google Scholar's inclusion guidelines), Dublin Core, schema.org."""

from __future__ import annotations

import json
import re
from pathlib import Path

import lxml.html
import pytest

from dermatheca.validate import Report

PAGES = [
    "agents/dupilumab",
    "agents/dupilumab/cite",
    "conditions/plaque-psoriasis",
    "conditions/plaque-psoriasis/compare",
    "classes/jak-inhibitors",
    "targets/jak1",
    "outcomes/pasi-75",
    "pharmacogenomics/tpmt-azathioprine",
    "review/biologics",
    "data",
    "map",
]
DRUG = {"Drug", "DrugClass", "MedicalCondition", "MedicalEntity"}


def head(built: Path, page: str) -> tuple[dict[str, list[str]], dict[str, object], str]:
    """The tags of a page by name, its JSON-LD, and its canonical address."""
    tree = lxml.html.parse(str(built / "site" / page / "index.html")).getroot()
    tags: dict[str, list[str]] = {}
    for tag in tree.xpath("//head/meta[@name]"):
        tags.setdefault(tag.get("name"), []).append(tag.get("content"))
    (data,) = tree.xpath("//script[@type='application/ld+json']/text()")
    (canonical,) = tree.xpath("//link[@rel='canonical']/@href")
    return tags, json.loads(data), canonical


@pytest.mark.parametrize("page", PAGES)
def test_highwire_and_dublin_core_say_what_the_page_is(page: str, built: Path) -> None:
    tags, data, canonical = head(built, page)
    one = {name: values[0] for name, values in tags.items() if len(values) == 1}
    assert one["citation_title"] == one["DC.title"] == data["name"]
    assert one["citation_author"] == one["DC.creator"] == "Dermatheca editors"
    assert re.fullmatch(r"20\d\d/[01]\d/[0-3]\d", one["citation_publication_date"])
    assert one["citation_publication_date"].replace("/", "-") == one["DC.date"] == data["dateModified"]
    assert one["citation_public_url"] == one["citation_fulltext_html_url"] == one["DC.identifier"] == canonical
    assert one["citation_publisher"] == one["DC.publisher"] == "Dermatheca"
    assert (one["citation_language"], one["DC.language"]) == ("en", "en-GB")
    assert one["DC.rights"] == data["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert one["DC.type"] == "Text"


@pytest.mark.parametrize("page", PAGES)
def test_schema_org_says_what_the_page_is_about(page: str, built: Path) -> None:
    _, data, canonical = head(built, page)
    assert data["@context"] == "https://schema.org"
    assert data["@type"] in ("WebPage", "MedicalWebPage")
    assert data["url"] == canonical
    assert data["isPartOf"] == {
        "@type": "WebSite",
        "name": "Dermatheca",
        "url": "https://dermatheca.github.io/dermatheca/",
    }
    assert (data["@type"] == "MedicalWebPage") == ("about" in data)
    if "about" in data:
        about = data["about"]
        assert isinstance(about, dict)
        assert about["@type"] in DRUG
        assert about["name"]


def test_codes_are_those_of_the_catalogue(built: Path, real: Report) -> None:
    _, data, _ = head(built, "agents/dupilumab")
    about = data["about"]
    assert isinstance(about, dict)
    told = {code["codingSystem"]: code["codeValue"] for code in about["code"]}
    agent = real.catalogue.agents["dupilumab"]
    assert told["ATC"] == agent.identifiers.atc[0]
    assert told["UNII"] == agent.identifiers.unii[0]
    assert set(agent.codes) <= set(about["alternateName"])
