"""What archives and indexes read of a release: DataCite 4.5 as JSON and XML, Zenodo's deposit, CITATION.cff.

DataCite: https://datacite-metadata-schema.readthedocs.io/en/4.5/; Zenodo: https://developers.zenodo.org/#representation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from dermatheca.view.metadata import LICENCE

KERNEL = "http://datacite.org/schema/kernel-4"
LOCATION = f"{KERNEL} https://schema.datacite.org/meta/kernel-4.5/metadata.xsd"
UNKNOWN_DOI = "(:tba)"  # DataCite's word for what will be assigned or announced later
KEYWORDS = (
    "dermatology",
    "systemic therapy",
    "drug therapy",
    "immunomodulation",
    "pharmacogenomics",
    "evidence-based medicine",
)
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


@dataclass(frozen=True)
class About:
    """A release as its metadata describe it."""

    title: str
    creators: tuple[str, ...]
    publisher: str
    description: str
    version: str
    day: str
    address: str  # of the snapshot
    root: str  # of the current site
    repository: str
    doi: str = ""
    earlier: str = ""  # DOI, or else address, of the release before
    sizes: tuple[str, ...] = field(default=())


def _kind(identifier: str) -> str:
    return "URL" if identifier.startswith("http") else "DOI"


def _related(about: About) -> list[tuple[str, str]]:
    """What the release is related to, as (relation, identifier)."""
    earlier = [("IsNewVersionOf", about.earlier)] if about.earlier else []
    return [("IsVersionOf", about.root), *earlier, ("IsDerivedFrom", about.repository)]


def datacite(about: About) -> dict[str, Any]:
    """The release as DataCite's JSON; it has no DOI until one is known."""
    return {
        **({"doi": about.doi} if about.doi else {}),
        "url": about.address,
        "creators": [{"name": name, "nameType": "Organizational"} for name in about.creators],
        "titles": [{"title": about.title, "lang": "en"}],
        "publisher": {"name": about.publisher},
        "publicationYear": about.day[:4],
        "subjects": [{"subject": word, "lang": "en"} for word in KEYWORDS],
        "dates": [{"date": about.day, "dateType": "Issued"}],
        "language": "en",
        "types": {"resourceType": "Knowledge base", "resourceTypeGeneral": "Dataset"},
        "relatedIdentifiers": [
            {"relatedIdentifier": one, "relatedIdentifierType": _kind(one), "relationType": relation}
            for relation, one in _related(about)
        ],
        "sizes": list(about.sizes),
        "formats": ["text/html", "application/json", "application/yaml", "application/x-bibtex"],
        "version": about.version,
        "rightsList": [
            {
                "rights": "Creative Commons Attribution 4.0 International",
                "rightsUri": LICENCE,
                "rightsIdentifier": "CC-BY-4.0",
                "rightsIdentifierScheme": "SPDX",
                "schemeUri": "https://spdx.org/licenses/",
            }
        ],
        "descriptions": [{"description": about.description, "descriptionType": "Abstract", "lang": "en"}],
        "schemaVersion": KERNEL,
    }


def datacite_xml(about: About) -> bytes:
    """The same as DataCite's XML."""
    data = datacite(about)
    ET.register_namespace("", KERNEL)
    root = ET.Element(f"{{{KERNEL}}}resource", {"{http://www.w3.org/2001/XMLSchema-instance}schemaLocation": LOCATION})

    def put(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
        made = ET.SubElement(parent, f"{{{KERNEL}}}{name}", attributes)
        made.text = text or None
        return made

    put(root, "identifier", about.doi or UNKNOWN_DOI, identifierType="DOI")
    creators = put(root, "creators")
    for one in data["creators"]:
        put(put(creators, "creator"), "creatorName", one["name"], nameType=one["nameType"])
    put(put(root, "titles"), "title", about.title, **{_XML_LANG: "en"})
    put(root, "publisher", about.publisher)
    put(root, "publicationYear", data["publicationYear"])
    types = data["types"]
    put(root, "resourceType", types["resourceType"], resourceTypeGeneral=types["resourceTypeGeneral"])
    subjects = put(root, "subjects")
    for one in data["subjects"]:
        put(subjects, "subject", one["subject"], **{_XML_LANG: "en"})
    put(put(root, "dates"), "date", about.day, dateType="Issued")
    put(root, "language", data["language"])
    put(put(root, "alternateIdentifiers"), "alternateIdentifier", about.address, alternateIdentifierType="URL")
    related = put(root, "relatedIdentifiers")
    for one in data["relatedIdentifiers"]:
        put(
            related,
            "relatedIdentifier",
            one["relatedIdentifier"],
            relatedIdentifierType=one["relatedIdentifierType"],
            relationType=one["relationType"],
        )
    for many, name in (("sizes", "size"), ("formats", "format")):
        shelf = put(root, many)
        for text in data[many]:
            put(shelf, name, text)
    put(root, "version", about.version)
    rights = data["rightsList"][0]
    put(
        put(root, "rightsList"),
        "rights",
        rights["rights"],
        rightsURI=rights["rightsUri"],
        rightsIdentifier=rights["rightsIdentifier"],
        rightsIdentifierScheme=rights["rightsIdentifierScheme"],
        schemeURI=rights["schemeUri"],
    )
    put(
        put(root, "descriptions"),
        "description",
        about.description,
        descriptionType="Abstract",
        **{_XML_LANG: "en"},
    )
    ET.indent(root)
    return b'<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode").encode() + b"\n"


def zenodo(about: About) -> dict[str, Any]:
    """The release as Zenodo's deposit metadata (.zenodo.json)."""
    relations = [(relation[:1].lower() + relation[1:], one) for relation, one in _related(about)[1:]]
    return {
        "title": f"{about.title} ({about.version})",
        "upload_type": "dataset",
        "description": about.description,
        "creators": [{"name": name} for name in about.creators],
        "version": about.version,
        "publication_date": about.day,
        "access_right": "open",
        "license": "cc-by-4.0",
        "language": "eng",
        "keywords": list(KEYWORDS),
        "related_identifiers": [
            {"identifier": one, "relation": relation, "resource_type": "dataset"}
            for relation, one in [("isIdenticalTo", about.address), *relations]
        ],
    }


def as_bytes(data: Mapping[str, Any]) -> bytes:
    """JSON as people read it."""
    return (json.dumps(data, ensure_ascii=False, indent=2) + "\n").encode()


def citation(text: str, about: About) -> str:
    """CITATION.cff of a release: version, day and DOI set, everything else as it was."""
    lines = [f'version: "{about.version}"', f'date-released: "{about.day}"']  # quoted: 2026.10 is not the number 2026.1
    lines += [f"doi: {about.doi}"] if about.doi else []
    kept = re.sub(r"^(?:date-released|doi): .*\n", "", text, flags=re.MULTILINE)
    found, times = re.subn(r"^version: .*$", "\n".join(lines), kept, flags=re.MULTILINE)
    return found if times else f"{kept.rstrip()}\n" + "\n".join(lines) + "\n"


def project(text: str, version: str) -> str:
    """pyproject.toml with this version."""
    return re.sub(r'^version = ".*"$', f'version = "{version}"', text, count=1, flags=re.MULTILINE)


def changelog(text: str, version: str, day: str) -> str:
    """CHANGELOG.md with this version and day over what was unreleased."""
    return re.sub(r"^## .* \(unreleased\)$", f"## {version} ({day})", text, count=1, flags=re.MULTILINE)
