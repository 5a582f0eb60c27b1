"""A catalogue as statements: each with a key that outlives reordering, its facts as text, and its day of comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from dermatheca import cite
from dermatheca.link import Catalogue
from dermatheca.model.agent import (
    Approval,
    Biosimilar,
    BoxedWarning,
    Brand,
    Contraindication,
    Dosing,
    Monitoring,
    Reaction,
    SpecialPopulation,
    TargetAction,
)
from dermatheca.model.base import Model, Prose, Source, Statement
from dermatheca.model.entities import LabelStatement, Recommendation, Subclass
from dermatheca.model.reference import Author, Reference
from dermatheca.model.trial import Arm, Effect, Result, Trial, Value
from dermatheca.read.yaml import Path_

Key = tuple[str, ...]

# What a change means for a patient, gravest first; what is not named comes after these.
GRAVITY = ("boxed_warnings", "dosing", "contraindications", "approvals", "results", "serious", "monitoring")
NOUNS = {
    "approvals": "approval",
    "biosimilars": "biosimilar",
    "boxed_warnings": "boxed warning",
    "common": "common reaction",
    "contraindications": "contraindication",
    "dosing": "dose",
    "labels": "label statement",
    "recommendations": "recommendation",
    "results": "result",
    "safety": "shared risk",
    "serious": "serious reaction",
    "special_populations": "advice",
    "targets": "target",
    "trials": "trial",
}
IDENTITY: dict[type[Model], tuple[str, ...]] = {
    Approval: ("region", "condition", "population.who"),
    Arm: ("id",),
    Biosimilar: ("name", "region"),
    BoxedWarning: ("region",),
    Brand: ("name",),
    Contraindication: ("region", "text"),
    Dosing: ("condition", "region", "population.who", "route"),
    Effect: ("measure", "arms"),
    LabelStatement: ("region",),
    Monitoring: ("test",),
    Reaction: ("text",),
    Recommendation: ("by",),
    Result: ("outcome", "time", "time_kind", "unit", "analysis"),
    Source: ("ref", "at"),
    SpecialPopulation: ("population",),
    Subclass: ("id",),
    TargetAction: ("target",),
    Trial: ("id",),
    Value: ("arm",),
}


@dataclass(frozen=True)
class Unit:
    """One statement, prose or entity: `facts` by name as text, `checked` the latest day of comparison."""

    kind: str
    id: str
    key: Key
    path: Path_
    noun: str
    about: str
    facts: dict[str, str] = field(hash=False)
    sources: frozenset[str]
    checked: dt.date | None

    @property
    def gravity(self) -> int:
        """The place in `GRAVITY`, for sorting."""
        ranks = [GRAVITY.index(part) for part in self.key if part in GRAVITY]
        return min(ranks, default=len(GRAVITY))


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ", ".join(sorted(map(str, value)))
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else " ".join(str(value).split()).removesuffix(".")  # layout is no change


def _identity(model: Model) -> tuple[str, ...]:
    found = []
    for name in IDENTITY.get(type(model), ()):
        value: object = model
        for part in name.split("."):
            value = getattr(value, part)
        found.append("-".join(map(str, value)) if isinstance(value, tuple) else _text(value))
    return tuple(found)


def _flat(model: Model, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Facts of a model that is no statement, by name."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        yield from _facts(name, value, prefix)


def _facts(name: str, value: object, prefix: str) -> Iterator[tuple[str, str]]:
    shown = f"{prefix}{name.replace('_', ' ')}"
    if isinstance(value, (Statement, Prose)):
        return
    if isinstance(value, Model):
        yield from _flat(value, f"{shown} ")
    elif isinstance(value, tuple) and any(isinstance(item, Model) for item in value):
        for index, item in enumerate(value):
            if isinstance(item, Author):
                yield f"{shown} {index + 1}", _text(f"{item.family} {item.given}")
            elif isinstance(item, Model) and not isinstance(item, (Statement, Source)):
                yield from _flat(item, f"{shown} {' '.join(_identity(item)) or index + 1} ")
    else:
        yield shown, _text(value)


def _about(model: Model) -> str:
    """What an added or removed statement says, in a few words."""
    if isinstance(model, Approval):
        return ", ".join(filter(None, (model.region, model.condition, model.population.who, model.status, model.date)))
    if isinstance(model, Dosing):
        return f"{model.region}, {model.condition}, {model.population.who}: {model.regimen}"
    if isinstance(model, Result):
        return ", ".join(filter(None, (model.outcome, model.time)))
    return ", ".join(filter(None, _identity(model)))


def _unit(kind: str, ident: str, key: Key, path: Path_, noun: str, model: Model) -> Unit:
    if isinstance(model, Prose):
        facts = {"text": _text(model.text)}
        return Unit(kind, ident, key, path, noun, "", facts, frozenset(cite.keys(model.text)), model.checked)
    sources = getattr(model, "sources", ())
    facts = dict(_flat(model))
    day = max((s.checked for s in sources if s.checked), default=None)
    if isinstance(model, Reference):
        facts.pop("checked")
        day = model.checked
    return Unit(kind, ident, key, path, noun, _about(model), facts, frozenset(s.ref for s in sources), day)


def units_of(kind: str, ident: str, entity: Model) -> Iterator[Unit]:
    """An entity and every statement in it."""
    yield _unit(kind, ident, (kind, ident), (), "", entity)
    yield from _below(kind, ident, (kind, ident), (), "", entity)


def _below(kind: str, ident: str, key: Key, path: Path_, context: str, model: Model) -> Iterator[Unit]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        items = value if isinstance(value, tuple) else (value,)
        taken: dict[Key, int] = {}
        for index, item in enumerate(items):
            if not isinstance(item, Model) or isinstance(item, Source):
                continue
            where: Path_ = (*path, name, index) if isinstance(value, tuple) else (*path, name)
            identity = _identity(item)
            number = taken[identity] = taken.get(identity, 0) + 1
            own: Key = (*key, name, *identity, *([str(number)] if number > 1 else []))
            noun = f"{context}{NOUNS.get(name, name.replace('_', ' '))}"
            if isinstance(item, (Statement, Prose)):
                yield _unit(kind, ident, own, where, noun, item)
            inner = f"{item.name}, " if isinstance(item, Trial) else context
            yield from _below(kind, ident, own, where, inner, item)


def units(catalogue: Catalogue) -> dict[Key, Unit]:
    """Every statement of a catalogue by its key; review chapters and pages count as one statement each."""
    found = {u.key: u for kind, ident, entity in catalogue.entities() for u in units_of(kind, ident, entity)}
    for chapter in catalogue.chapters.values():
        facts = {"text": _text(chapter.source.body)}
        keys = frozenset(cite.keys(chapter.source.body))
        key = ("chapter", chapter.id)
        found[key] = Unit("chapter", chapter.id, key, (), "text", "", facts, keys, chapter.meta.checked)
    return found
