"""Entities as JSON documents: the same bytes for the same facts, so that their hash names what a page rests on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from dermatheca.link import Catalogue, ReviewChapter
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model
from dermatheca.model.entities import Condition
from dermatheca.view.metadata import LICENCE, about_agent, about_condition
from dermatheca.view.site import Site, url_of
from dermatheca.view.words import said

API = "api/v1/"
# Kinds with a document for each entity, by the name of their collection.
COLLECTIONS = {
    "classes": "class",
    "agents": "agent",
    "conditions": "condition",
    "targets": "target",
    "outcomes": "outcome",
    "pharmacogenomics": "pair",
    "glossary": "term",
    "review": "chapter",
}


@dataclass(frozen=True)
class Document:
    """A JSON document: its place below the site's root and its bytes."""

    path: str
    data: bytes

    @cached_property
    def sha256(self) -> str:
        """The hash of the bytes, in hexadecimal."""
        return hashlib.sha256(self.data).hexdigest()


def to_json(value: object) -> bytes:
    """UTF-8, keys in the order of the model, no blanks, a line end."""
    return (json.dumps(value, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def record(entity: Model | ReviewChapter) -> dict[str, Any]:
    """An entity as plain data: what `model` declares, what is empty or usual left out; a chapter with its Markdown."""
    if isinstance(entity, ReviewChapter):
        meta = entity.meta.model_dump(mode="json", exclude_defaults=True)
        return {"id": entity.id, "number": entity.number, **meta, "text": entity.source.body}
    return entity.model_dump(mode="json", exclude_defaults=True)


def attribution(site: Site, address: str) -> str:
    """What to write beside anything taken from the site."""
    return f"{site.name}, {address}, CC BY 4.0"


def _about(kind: str, entity: Model | ReviewChapter) -> Mapping[str, Any]:
    if isinstance(entity, Agent):
        return about_agent(entity)
    if isinstance(entity, Condition):
        return about_condition(entity)
    kinds = {"class": "DrugClass", "term": "DefinedTerm", "chapter": "Article"}
    return {"@type": kinds.get(kind, "MedicalEntity"), "name": entity.name}  # type: ignore[union-attr]


def _version(site: Site, url: str) -> dict[str, str]:
    return {"version": site.version, "isVersionOf": site.current(url)} if site.frozen else {}


def document(c: Catalogue, site: Site, collection: str, ident: str) -> Document:
    """The document of an entity: schema.org terms, licence, the record, and every statement with its anchor in words.

    In a frozen snapshot every address is the snapshot's: to say that the current page states what was stated then would be
    untrue as soon as it changes. `isVersionOf` names the current page, and `version` the release. Its hash is therefore its own.
    """
    kind = COLLECTIONS[collection]
    entity = c.of_kind(kind)[ident]
    address = site.address(url_of(kind, ident))
    statements = c.statements.get((kind, ident), ())
    data = {
        "@context": site.address(f"{API}context.jsonld"),
        "@id": address,
        **_version(site, url_of(kind, ident)),
        **_about(kind, entity),
        "license": LICENCE,
        "attribution": attribution(site, address),
        "kind": kind,
        "record": record(entity),
        "statements": [
            {"id": f"{address}#{one.anchor}" if kind != "term" else address, "path": list(one.path), "text": text}
            for one in statements
            if (text := said(c, one))
        ],
    }
    return Document(f"{API}{collection}/{ident}.json", to_json(data))


def documents(c: Catalogue, site: Site) -> dict[tuple[str, str], Document]:
    """The document of every entity by kind and id."""
    return {
        (kind, ident): document(c, site, collection, ident)
        for collection, kind in COLLECTIONS.items()
        for ident in c.of_kind(kind)
    }
