"""Every statement of an entity, with a key that outlives reordering and the anchor at which its page shows it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

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
from dermatheca.model.trial import Arm, Effect, Result, Trial, Value
from dermatheca.read.yaml import Path_

Key = tuple[str, ...]

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
class Stated:
    """A statement, a prose, or the entity itself: what it is called, where it is written, and the trial it belongs to."""

    key: Key
    path: Path_
    noun: str
    model: Model = field(repr=False)
    trial: Trial | None = field(default=None, repr=False)

    @cached_property
    def anchor(self) -> str:
        """Its place on the page; it stays the same while the statement is about the same thing."""
        if isinstance(self.model, Trial):
            return self.model.id
        name = self.noun.rpartition(", ")[2].replace(" ", "-") or "entry"
        return f"s-{name}-{hashlib.sha256(chr(31).join(self.key[2:]).encode()).hexdigest()[:8]}"


def plain(value: object) -> str:
    """A value as text in which layout does not matter."""
    if isinstance(value, tuple):
        return ", ".join(sorted(map(str, value)))
    if isinstance(value, float):
        return f"{value:g}"
    return "" if value is None else " ".join(str(value).split()).removesuffix(".")


def identity(model: Model) -> tuple[str, ...]:
    """What a part of an entity is about: the values of the fields that tell it from its neighbours."""
    found = []
    for name in IDENTITY.get(type(model), ()):
        value: object = model
        for part in name.split("."):
            value = getattr(value, part)
        found.append("-".join(map(str, value)) if isinstance(value, tuple) else plain(value))
    return tuple(found)


def statements_of(kind: str, ident: str, entity: Model) -> Iterator[Stated]:
    """An entity and every statement in it."""
    yield Stated((kind, ident), (), "", entity)
    yield from _below((kind, ident), (), "", entity, None)


def _below(key: Key, path: Path_, context: str, model: Model, trial: Trial | None) -> Iterator[Stated]:
    for name in type(model).model_fields:
        value = getattr(model, name)
        items = value if isinstance(value, tuple) else (value,)
        taken: dict[Key, int] = {}
        for index, item in enumerate(items):
            if not isinstance(item, Model) or isinstance(item, Source):
                continue
            where: Path_ = (*path, name, index) if isinstance(value, tuple) else (*path, name)
            about = identity(item)
            number = taken[about] = taken.get(about, 0) + 1
            own: Key = (*key, name, *about, *([str(number)] if number > 1 else []))
            if isinstance(item, (Statement, Prose)):
                yield Stated(own, where, f"{context}{NOUNS.get(name, name.replace('_', ' '))}", item, trial)
            if isinstance(item, Trial):
                yield from _below(own, where, f"{item.name}, ", item, item)
            else:
                yield from _below(own, where, context, item, trial)
