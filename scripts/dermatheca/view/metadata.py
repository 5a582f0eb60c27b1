"""Machine-readable metadata of a page: schema.org JSON-LD, `citation_*` tags, and the page as a citable item."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from dermatheca.model.agent import Agent
from dermatheca.model.entities import Condition
from dermatheca.view.page import Page
from dermatheca.view.site import Site

EDITORS = "Dermatheca editors"
TITLE = 140  # letters of a statement in the title of its citation
LICENCE = "https://creativecommons.org/licenses/by/4.0/"

REGISTRIES = {
    "atc": ("ATC", "https://atcddd.fhi.no/atc_ddd_index/?code={}"),
    "unii": ("UNII", "https://precision.fda.gov/uniisearch/srs/unii/{}"),
    "chembl": ("ChEMBL", "https://www.ebi.ac.uk/chembl/explore/compound/{}"),
    "drugbank": ("DrugBank", "https://go.drugbank.com/drugs/{}"),
    "rxnorm": ("RxNorm", "https://mor.nlm.nih.gov/RxNav/search?searchBy=RXCUI&searchTerm={}"),
    "pubchem": ("PubChem", "https://pubchem.ncbi.nlm.nih.gov/compound/{}"),
    "mondo": ("MONDO", "https://monarchinitiative.org/{}"),
    "doid": ("Disease Ontology", "https://disease-ontology.org/?id={}"),
    "icd10": ("ICD-10", "https://icd.who.int/browse10/2019/en#/{}"),
    "mesh": ("MeSH", "https://meshb.nlm.nih.gov/record/ui?ui={}"),
    "orphanet": ("Orphanet", "https://www.orpha.net/en/disease/detail/{}"),
    "uniprot": ("UniProt", "https://www.uniprot.org/uniprotkb/{}/entry"),
    "hgnc": ("HGNC", "https://www.genenames.org/tools/search/#!/?query={}"),
}


def identifiers(model: Any) -> list[tuple[str, str, str]]:
    """The identifiers in a model as (registry, id, address)."""
    found = []
    for field, (name, pattern) in REGISTRIES.items():
        value = getattr(model, field, None) or ()
        found += [(name, one, pattern.format(one)) for one in ((value,) if isinstance(value, str) else value)]
    return found


def _codes(model: Any) -> list[dict[str, str]]:
    return [
        {"@type": "MedicalCode", "codingSystem": name, "codeValue": code, "url": url}
        for name, code, url in identifiers(model)
    ]


def about_agent(agent: Agent) -> Mapping[str, Any]:
    """An agent as a schema.org Drug."""
    names = [b.name for b in agent.brands] + list(agent.codes) + list(agent.synonyms)
    about: dict[str, Any] = {"@type": "Drug", "name": agent.name, "nonProprietaryName": agent.name}
    if names:
        about["alternateName"] = names
    about["administrationRoute"] = [route.label for route in agent.routes]
    codes = _codes(agent.identifiers)
    return about | ({"code": codes} if codes else {})


def about_condition(condition: Condition) -> Mapping[str, Any]:
    """A condition as a schema.org MedicalCondition."""
    about: dict[str, Any] = {"@type": "MedicalCondition", "name": condition.name}
    names = [*([condition.abbreviation] if condition.abbreviation else []), *condition.synonyms]
    codes = _codes(condition.identifiers)
    return about | ({"alternateName": names} if names else {}) | ({"code": codes} if codes else {})


def json_ld(page: Page, site: Site, edited: str, reviewed: str | None) -> str:
    """The page's JSON-LD; `<` is escaped so that no text can end the script element."""
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "MedicalWebPage" if page.about else "WebPage",
        "name": page.title,
        "description": page.description,
        "url": site.address(page.url),
        "inLanguage": "en-GB",
        "license": LICENCE,
        "dateModified": edited,
        "isPartOf": {"@type": "WebSite", "name": site.name, "url": site.url},
        "publisher": {"@type": "Organization", "name": site.name, "url": site.url},
    }
    if page.about:
        data["about"] = page.about
        data["audience"] = {"@type": "MedicalAudience", "audienceType": "Clinician"}
    if reviewed:
        data["lastReviewed"] = reviewed
    return json.dumps(data, ensure_ascii=False, sort_keys=True).replace("<", "\\u003c")


def page_item(page: Page, site: Site, edited: str, fingerprint: str = "") -> dict[str, Any]:
    """The page as a CSL-JSON item; `fingerprint` names the data behind it."""
    return {
        "id": "dermatheca-" + (page.url.strip("/").replace("/", "-") or "home"),
        "type": "webpage",
        "title": page.title,
        "container-title": site.name,
        "author": [{"literal": EDITORS}],
        "publisher": site.name,
        "issued": {"date-parts": [[int(part) for part in edited.split("-")]]},
        "URL": site.address(page.url),
        "version": f"{site.version}, data {fingerprint}" if fingerprint else site.version,
        "language": "en-GB",
    }


def statement_item(page: Mapping[str, Any], anchor: str, text: str) -> dict[str, Any]:
    """A statement of a page as a CSL-JSON item."""
    words = text.rstrip(".") if len(text) <= TITLE else f"{text[:TITLE].rpartition(' ')[0]} […]"
    return {
        **page,
        "id": f"{page['id']}-{anchor}",
        "title": f"{page['title']}: {words}",
        "URL": f"{page['URL']}#{anchor}",
    }


def dataset_item(page: Mapping[str, Any], site: Site) -> dict[str, Any]:
    """The whole catalogue as a CSL-JSON item; `page` is the item of the page of its data."""
    title = f"{site.name}: an open, citable knowledge base of the systemic therapies of dermatology"
    return {**page, "id": "dermatheca-dataset", "type": "dataset", "title": title, "URL": site.address("")}


def meta_tags(page: Page, site: Site, edited: str) -> list[tuple[str, str]]:
    """`citation_*` and Dublin Core tags, as (name, content), that reference managers read."""
    day = edited.replace("-", "/")
    address = site.address(page.url)
    return [
        ("citation_title", page.title),
        ("citation_author", EDITORS),
        ("citation_publication_date", day),
        ("citation_online_date", day),
        ("citation_publisher", site.name),
        ("citation_language", "en"),
        ("citation_fulltext_html_url", address),
        ("citation_public_url", address),
        ("DC.title", page.title),
        ("DC.creator", EDITORS),
        ("DC.date", edited),
        ("DC.identifier", address),
        ("DC.publisher", site.name),
        ("DC.language", "en-GB"),
        ("DC.rights", LICENCE),
        ("DC.type", "Text"),
    ]
