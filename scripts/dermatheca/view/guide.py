"""The fields of every kind of entry, as the curation guide lists them: read off the model, so that they cannot drift."""

from __future__ import annotations

import inspect
import re
from dataclasses import dataclass

from dermatheca.link import LIST_FILES
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model
from dermatheca.model.fields import FieldInfo, fields
from dermatheca.model.reference import Reference


@dataclass(frozen=True)
class FieldRow:
    """One field: what it holds, and where its own fields are told."""

    name: str
    required: bool
    many: bool
    description: str
    choices: tuple[str, ...]
    link: str
    inner: str


@dataclass(frozen=True)
class FieldTable:
    """The fields of one part of an entry."""

    anchor: str
    title: str
    summary: str
    where: str
    rows: tuple[FieldRow, ...]


def _title(model: type[Model]) -> str:
    words = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", model.__name__)
    return words[0] + words[1:].lower()


def _anchor(model: type[Model]) -> str:
    return "fields-" + _title(model).lower().replace(" ", "-")


def _row(field: FieldInfo) -> FieldRow:
    inner = _anchor(field.model) if field.model else ""
    return FieldRow(field.name, field.required, field.many, field.description, field.choices, field.link, inner)


def field_tables() -> tuple[FieldTable, ...]:
    """A table for every kind of entry and every part of one, in the order in which they are met."""
    places: dict[type[Model], str] = {Agent: "data/agents/<id>.yaml"}
    places |= {model: file for file, model in LIST_FILES.values()}
    places[Reference] = "references.bib"
    found: dict[type[Model], FieldTable] = {}

    def add(model: type[Model]) -> None:
        if model in found:
            return
        rows = tuple(_row(field) for field in fields(model))
        summary = (inspect.getdoc(model) or "").split("\n\n")[0]
        found[model] = FieldTable(_anchor(model), _title(model), summary, places.get(model, ""), rows)
        for field in fields(model):
            if field.model:
                add(field.model)

    for model in places:
        add(model)
    return tuple(found.values())
