"""The static API: the collections, the whole catalogue, the JSON-LD context, and the OpenAPI description of all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic.json_schema import models_json_schema

from dermatheca.link import LIST_FILES, Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model
from dermatheca.model.reference import Reference
from dermatheca.view.data.documents import API, COLLECTIONS, Document, attribution, record, to_json
from dermatheca.view.metadata import LICENCE
from dermatheca.view.site import Site, url_of

OPENAPI = "3.1.0"
_MODELS: Mapping[str, type[Model]] = {
    "agent": Agent,
    "reference": Reference,
    **{kind: model for kind, (_, model) in LIST_FILES.items()},
}


def api_documents(c: Catalogue, site: Site, entities: Mapping[tuple[str, str], Document]) -> list[Document]:
    """Everything below api/v1/ but the documents of single entities, whose hashes the collections name."""
    head = {"name": site.name, "version": site.version, "date": site.built.isoformat(), "license": LICENCE}
    credit = {"attribution": attribution(site, site.address(""))}
    collections = {
        name: to_json(
            {
                **head,
                **credit,
                "kind": kind,
                "items": [
                    {
                        "id": ident,
                        "name": getattr(entity, "name", ident),
                        "url": site.address(url_of(kind, ident)),
                        "document": site.address(entities[kind, ident].path),
                        "sha256": entities[kind, ident].sha256,
                    }
                    for ident, entity in c.of_kind(kind).items()
                ],
            }
        )
        for name, kind in COLLECTIONS.items()
    }
    references = {key: record(reference) for key, reference in c.references.items()}
    whole = {name: [record(one) for one in c.of_kind(kind).values()] for name, kind in COLLECTIONS.items()}
    index = {
        **head,
        **credit,
        "description": "Education, not prescribing advice.",
        "openapi": site.address(f"{API}openapi.json"),
        "context": site.address(f"{API}context.jsonld"),
        "catalogue": site.address(f"{API}catalogue.json"),
        "collections": {
            **{name: site.address(f"{API}{name}.json") for name in COLLECTIONS},
            "references": site.address(f"{API}references.json"),
        },
        "counts": {
            **{name: len(c.of_kind(kind)) for name, kind in COLLECTIONS.items()},
            "references": len(references),
        },
    }
    return [
        Document(f"{API}index.json", to_json(index)),
        *(Document(f"{API}{name}.json", data) for name, data in collections.items()),
        Document(
            f"{API}references.json",
            to_json({**head, **credit, "kind": "reference", "items": list(references.values())}),
        ),
        Document(f"{API}catalogue.json", to_json({**head, **credit, **whole, "references": list(references.values())})),
        Document(f"{API}context.jsonld", to_json(context())),
        Document(f"{API}openapi.json", to_json(openapi(site))),
    ]


def context() -> dict[str, Any]:
    """The JSON-LD context: what schema.org has a term for means that, all else is our own."""
    own = "https://dermatheca.github.io/dermatheca/api/v1/terms#"
    return {
        "@context": {
            "@version": 1.1,
            "@vocab": own,
            "schema": "https://schema.org/",
            "dcterms": "http://purl.org/dc/terms/",
            **{
                name: f"schema:{name}"
                for name in (
                    "Drug",
                    "DrugClass",
                    "MedicalCondition",
                    "MedicalEntity",
                    "DefinedTerm",
                    "Article",
                    "MedicalCode",
                    "name",
                    "alternateName",
                    "nonProprietaryName",
                    "administrationRoute",
                    "code",
                    "codingSystem",
                    "codeValue",
                    "version",
                )
            },
            "license": {"@id": "schema:license", "@type": "@id"},
            "url": {"@id": "schema:url", "@type": "@id"},
            "isVersionOf": {"@id": "dcterms:isVersionOf", "@type": "@id"},
            "attribution": "schema:creditText",
            "record": {"@id": f"{own}record", "@type": "@json"},
            "statements": {"@id": f"{own}statements", "@container": "@set"},
            "path": {"@id": f"{own}path", "@type": "@json"},
            "id": "@id",
            "text": "schema:text",
        }
    }


def openapi(site: Site) -> dict[str, Any]:
    """The description of the API; the schemas are those of the model."""
    _, made = models_json_schema(
        [(model, "serialization") for model in _MODELS.values()], ref_template="#/components/schemas/{model}"
    )
    schemas: dict[str, Any] = made["$defs"]
    text = {"type": "string"}
    address = {"type": "string", "format": "uri"}
    head = {
        "name": text,
        "version": text,
        "date": {"type": "string", "format": "date"},
        "license": address,
        "attribution": text,
        "kind": text,
    }
    schemas["ReviewChapter"] = {
        "type": "object",
        "required": ["id", "number", "title", "text"],
        "properties": {"id": text, "number": {"type": "integer"}, "title": text, "description": text, "text": text},
    }
    schemas["Item"] = {
        "type": "object",
        "required": ["id", "name", "url", "document", "sha256"],
        "properties": {"id": text, "name": text, "url": address, "document": address, "sha256": text},
    }
    schemas["Statement"] = {
        "type": "object",
        "required": ["id", "path", "text"],
        "properties": {
            "id": {**address, "description": "Address of the statement."},
            "path": {"type": "array", "description": "Where it stands in `record`."},
            "text": {**text, "description": "The statement in words."},
        },
    }
    paths: dict[str, Any] = {"/index.json": _get("What there is.", {"type": "object"})}
    for name, kind in COLLECTIONS.items():
        items = {"type": "array", "items": {"$ref": "#/components/schemas/Item"}}
        paths[f"/{name}.json"] = _get(
            f"All entities of the kind {kind}.", {"type": "object", "properties": {**head, "items": items}}
        )
        model = {"$ref": f"#/components/schemas/{_MODELS[kind].__name__ if kind in _MODELS else 'ReviewChapter'}"}
        properties = {
            "@context": address,
            "@id": address,
            "@type": text,
            **head,
            "record": model,
            "statements": {"type": "array", "items": {"$ref": "#/components/schemas/Statement"}},
        }
        ident = {"name": "id", "in": "path", "required": True, "schema": text}
        paths[f"/{name}/{{id}}.json"] = {
            "parameters": [ident],
            **_get(f"One entity of the kind {kind}.", {"type": "object", "properties": properties}),
        }
    refs = {"type": "array", "items": {"$ref": "#/components/schemas/Reference"}}
    paths["/references.json"] = _get("All references.", {"type": "object", "properties": {**head, "items": refs}})
    paths["/catalogue.json"] = _get("All records of all kinds.", {"type": "object"})
    return {
        "openapi": OPENAPI,
        "info": {
            "title": f"{site.name} API",
            "version": site.version,
            "summary": "Systemic therapies of dermatology, each statement with its source.",
            "description": "Static JSON files. Education, not prescribing advice.",
            "license": {"name": "CC BY 4.0", "url": LICENCE},
        },
        "servers": [{"url": site.address(API).rstrip("/")}],
        "paths": paths,
        "components": {"schemas": schemas},
    }


def _get(summary: str, schema: Mapping[str, Any]) -> dict[str, Any]:
    name = summary.rstrip(".").replace(" ", "-").casefold()
    content = {"application/json": {"schema": schema}}
    answers = {"200": {"description": summary, "content": content}, "404": {"description": "There is no such file."}}
    return {"get": {"operationId": name, "summary": summary, "responses": answers}}
