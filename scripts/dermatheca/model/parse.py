"""From plain values to typed entities; every pydantic error becomes a problem with a place."""

from __future__ import annotations

from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from dermatheca.model.base import Model
from dermatheca.problem import Problem, nearest
from dermatheca.read.text import shown
from dermatheca.read.yaml import Document, Path_

M = TypeVar("M", bound=Model)

_FORMS = {
    "doi": "write it as 10.1056/NEJMoa1610020, without https://doi.org/",
    "pmid": "write the digits only",
    "atc": "a fifth-level ATC code looks like D11AH05",
    "unii": "a UNII has ten capitals and digits, like 420K487FSG",
    "chembl": "a ChEMBL id looks like CHEMBL2108675",
    "drugbank": "a DrugBank id looks like DB12159",
    "uniprot": "a UniProt accession looks like P24394",
    "registry": "a registry number looks like NCT02277743",
    "mondo": "a MONDO id looks like MONDO:0004980",
    "icd10": "an ICD-10 code looks like L40.1",
    "time": "write a number and a unit, like '16 weeks'",
    "date": "write YYYY-MM-DD, YYYY-MM or YYYY",
    "withdrawn": "write YYYY-MM-DD, YYYY-MM or YYYY",
    "checked": "write the day as YYYY-MM-DD",
    "id": "use lower-case letters, digits and single hyphens",
    "former_ids": "use lower-case letters, digits and single hyphens",
    "ref": "use the key of an entry in references.bib",
    "url": "begin it with https://",
    "rxnorm": "write the digits in quotes",
    "pubchem": "write the digits in quotes",
}


GUIDE = "the curation guide tells what this field holds"
_KINDS = {"string_too_long": "shorten it", "string_too_short": "write it, or delete the field"}
_TYPES = {
    "a list": "write it as [one, two], or a line each beginning with '- '",
    "a whole number": "write digits only, without a unit",
    "a number": "write digits, with a point for decimals and without a unit",
    "true or false": "write true or false without quotes",
    "fields": "write its fields below it, one a line",
    "a day": "write the day as YYYY-MM-DD",
    "text": "write one text",
}


def parse(model: type[M], data: Any, document: Document, path: Path_ = ()) -> tuple[M | None, list[Problem]]:
    """Validate `data`, which stands at `path` of `document`; all errors at once."""
    try:
        return model.model_validate(data), []
    except ValidationError as error:
        return None, [_problem(e, model, document, path) for e in error.errors(include_url=False) if not _echo(e)]


def _echo(error: ErrorDetails) -> bool:
    """Whether pydantic only says that a list is too short because its faulty items were dropped."""
    return error["type"] == "too_short" and bool(error["input"])


def _problem(error: ErrorDetails, model: type[Model], document: Document, path: Path_) -> Problem:
    kind, loc = error["type"], tuple(error["loc"])
    name = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    found = _show(error["input"])
    hint = ""
    if kind == "missing":
        rule, message = "field-required", f"must have the field '{name}'"
        return Problem(document.place(path + loc[:-1]), rule, message, "add it")
    if kind == "extra_forbidden":
        known = _fields_at(model, loc[:-1])
        if error["input"] is None and " " in name:  # {who: adults, children too} reads as two fields
            hint = "a comma inside {...} begins a new field; put the text before it in quotes, together with this"
        else:
            hint = nearest(name, known) or f"the fields here are: {', '.join(known)}"
        return Problem(
            document.place(path + loc, key=True),
            "field-known",
            f"must not have the unknown field '{shown(name)}'",
            hint,
        )
    if kind in ("enum", "literal_error"):
        allowed = str(error.get("ctx", {}).get("expected", "")).replace(" or ", ", ").replace("'", "").split(", ")
        message = f"must have as '{name}' one of: {', '.join(allowed)}; found {found}"
        return Problem(
            document.place(path + loc),
            "field-choice",
            message,
            nearest(str(error["input"]), allowed) or "write one of these",
        )
    if kind == "too_short":
        return Problem(document.place(path + loc), "field-value", f"must have at least one item in '{name}'", "add one")
    if kind == "string_pattern_mismatch":
        rule, message = "field-form", f"must have '{name}' in its form; found {found}"
    elif kind.endswith("_type") or kind.endswith("_parsing"):
        expected = {
            "string": "text",
            "tuple": "a list",
            "int": "a whole number",
            "float": "a number",
            "bool": "true or false",
            "model": "fields",
            "date": "a day",
        }
        what = expected.get(kind.split("_")[0], "another kind of value")
        rule, message = "field-type", f"must have {what} as '{name}'; found {found}"
        hint = (
            "put it in quotes"
            if what == "text" and not isinstance(error["input"], (dict, list))
            else _TYPES.get(what, "")
        )
    else:
        rule, message = (
            "field-value",
            f"must have a valid '{name}': {error['msg'].removeprefix('Value error, ')}; found {found}",
        )
    return Problem(document.place(path + loc), rule, message, hint or _FORMS.get(name) or _KINDS.get(kind) or GUIDE)


def _show(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, (str, int, float)):
        return f"'{shown(str(value), 72)}'"
    return "a " + ("list" if isinstance(value, list) else "group of fields")


def _fields_at(model: type[Model], loc: Path_) -> list[str]:
    """The fields allowed where `loc` leads."""
    for part in loc:
        if isinstance(part, str) and part in model.model_fields:
            inner = inner_model(model.model_fields[part].annotation)
            if inner is None:
                return []
            model = inner
    return list(model.model_fields)


def inner_model(annotation: Any) -> type[Model] | None:
    """The model inside `Model`, `Model | None`, `tuple[Model, ...]`."""
    if isinstance(annotation, type) and issubclass(annotation, Model):
        return annotation
    for argument in getattr(annotation, "__args__", ()):
        found = inner_model(argument)
        if found:
            return found
    return None
