"""Metadata for archives: valid against DataCite's own schemas, and the working tree's files."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from lxml import etree

from conftest import ROOT
from dermatheca.release.metadata import About, changelog, citation, datacite, datacite_xml, project, zenodo
from released import Released

FOLDER = Path(__file__).parent / "datacite"
ABOUT = About(
    title="Dermatheca: a <knowledge> base & more",
    creators=("Dermatheca editors", "A second author"),
    publisher="Dermatheca",
    description="Words with < and & in them.",
    version="2026.10",
    day="2026-10-31",
    address="https://example.org/v/2026.10/",
    root="https://example.org/",
    repository="https://example.org/repo",
    doi="10.5281/zenodo.2",
    earlier="10.5281/zenodo.1",
    sizes=("12 bytes",),
)


@pytest.fixture(scope="module")
def xsd() -> etree.XMLSchema:
    return etree.XMLSchema(file=str(FOLDER / "metadata.xsd"))


@pytest.fixture(scope="module")
def schema() -> dict[str, Any]:
    return dict(json.loads((FOLDER / "datacite-v4.5.json").read_text(encoding="utf-8")))


ABOUTS = [ABOUT, replace(ABOUT, doi="", earlier="https://example.org/v/2026.9/"), replace(ABOUT, earlier="", sizes=())]


@pytest.mark.parametrize("about", ABOUTS)
def test_the_metadata_are_valid(about: About, xsd: etree.XMLSchema, schema: dict[str, Any]) -> None:
    jsonschema.Draft201909Validator(schema).validate(datacite(about))
    xsd.assertValid(etree.fromstring(datacite_xml(about)))


def test_the_metadata_of_a_release_are_valid(released: Released, xsd: etree.XMLSchema, schema: dict[str, Any]) -> None:
    folder = released.root / "releases/2026.12"
    found = json.loads((folder / "datacite.json").read_text(encoding="utf-8"))
    jsonschema.Draft201909Validator(schema).validate(found)
    tree = etree.parse(folder / "datacite.xml")
    xsd.assertValid(tree)
    assert found["url"] == "https://dermatheca.github.io/dermatheca/v/2026.12/"
    related = {one["relationType"]: one["relatedIdentifier"] for one in found["relatedIdentifiers"]}
    assert related["IsNewVersionOf"] == "https://dermatheca.github.io/dermatheca/v/2026.11/"
    assert "agents: 3" in found["descriptions"][0]["description"]
    assert tree.findtext("{*}identifier") == "(:tba)"
    assert (released.root / ".zenodo.json").read_bytes() == (folder / ".zenodo.json").read_bytes()


@pytest.mark.parametrize(
    ("field", "value"), [("types", {"resourceTypeGeneral": "Website"}), ("doi", "zenodo.1"), ("publicationYear", 26)]
)
def test_the_check_of_json_can_fail(field: str, value: object, schema: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft201909Validator(schema).validate(datacite(ABOUT) | {field: value})


@pytest.mark.parametrize(
    ("old", "new"),
    [(b'"Issued"', b'"Printed"'), (b"<publicationYear>2026", b"<publicationYear>26"), (b"IsVersionOf", b"IsLike")],
)
def test_the_check_of_xml_can_fail(old: bytes, new: bytes, xsd: etree.XMLSchema) -> None:
    text = datacite_xml(ABOUT)
    assert old in text
    assert not xsd.validate(etree.fromstring(text.replace(old, new)))


def test_json_and_xml_say_the_same() -> None:
    tree = etree.fromstring(datacite_xml(ABOUT))
    data = datacite(ABOUT)
    assert tree.findtext("{*}identifier") == data["doi"]
    assert tree.findtext("{*}titles/{*}title") == data["titles"][0]["title"]
    assert [one.text for one in tree.iterfind(".//{*}subject")] == [one["subject"] for one in data["subjects"]]
    assert [one.text for one in tree.iterfind(".//{*}relatedIdentifier")] == [
        one["relatedIdentifier"] for one in data["relatedIdentifiers"]
    ]
    assert tree.findtext("{*}version") == "2026.10"


def test_zenodo_reads_what_it_knows() -> None:
    found = zenodo(ABOUT)
    assert found["upload_type"] == "dataset"
    assert found["license"] == "cc-by-4.0"
    assert found["creators"] == [{"name": "Dermatheca editors"}, {"name": "A second author"}]
    assert {one["relation"]: one["identifier"] for one in found["related_identifiers"]} == {
        "isIdenticalTo": "https://example.org/v/2026.10/",
        "isNewVersionOf": "10.5281/zenodo.1",
        "isDerivedFrom": "https://example.org/repo",
    }


def test_the_citation_file_keeps_the_rest() -> None:
    text = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    once = citation(text, ABOUT)
    assert citation(once, ABOUT) == once
    data = yaml.safe_load(once)
    assert (data["version"], data["date-released"], data["doi"]) == ("2026.10", "2026-10-31", "10.5281/zenodo.2")
    kept = {
        name: value for name, value in yaml.safe_load(text).items() if name not in ("version", "date-released", "doi")
    }
    assert kept.items() <= data.items()
    assert "doi" not in yaml.safe_load(citation(once, replace(ABOUT, doi="")))


def test_only_what_was_unreleased_gets_the_day() -> None:
    text = "# Changelog\n\n## 2026.11 (unreleased)\n\n- One.\n\n## 2026.10 (2026-10-02)\n\n- Two (unreleased)\n"
    found = changelog(text, "2026.11.1", "2026-11-30")
    assert found == text.replace("2026.11 (unreleased)", "2026.11.1 (2026-11-30)")
    assert changelog(found, "2026.12", "2026-12-01") == found


def test_only_the_projects_own_version_is_set() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    found = project(text, "2026.10")
    assert re.findall(r'^version = "(.*)"$', found, flags=re.MULTILINE) == ["2026.10"]
    assert len(found.splitlines()) == len(text.splitlines())
