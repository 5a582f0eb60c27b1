"""A catalogue as statements: each with a key that outlives reordering, its facts as text, and its day of comparison."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field

from dermatheca import cite
from dermatheca.link import Catalogue
from dermatheca.model.agent import Approval, Dosing
from dermatheca.model.base import Model, Prose, Source, Statement
from dermatheca.model.reference import Author, Reference
from dermatheca.model.trial import Result
from dermatheca.read.yaml import Path_
from dermatheca.statements import Key, identity, plain, statements_of

# What a change means for a patient, gravest first; what is not named comes after these.
GRAVITY = ("boxed_warnings", "dosing", "contraindications", "approvals", "results", "serious", "monitoring")


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
                yield f"{shown} {index + 1}", plain(f"{item.family} {item.given}")
            elif isinstance(item, Model) and not isinstance(item, (Statement, Source)):
                yield from _flat(item, f"{shown} {' '.join(identity(item)) or index + 1} ")
    else:
        yield shown, plain(value)


def _about(model: Model) -> str:
    """What an added or removed statement says, in a few words."""
    if isinstance(model, Approval):
        return ", ".join(filter(None, (model.region, model.condition, model.population.who, model.status, model.date)))
    if isinstance(model, Dosing):
        return f"{model.region}, {model.condition}, {model.population.who}: {model.regimen}"
    if isinstance(model, Result):
        return ", ".join(filter(None, (model.outcome, model.time)))
    return ", ".join(filter(None, identity(model)))


def _unit(kind: str, ident: str, key: Key, path: Path_, noun: str, model: Model) -> Unit:
    if isinstance(model, Prose):
        facts = {"text": plain(model.text)}
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
    for stated in statements_of(kind, ident, entity):
        yield _unit(kind, ident, stated.key, stated.path, stated.noun, stated.model)


def units(catalogue: Catalogue) -> dict[Key, Unit]:
    """Every statement of a catalogue by its key; review chapters and pages count as one statement each."""
    found = {u.key: u for kind, ident, entity in catalogue.entities() for u in units_of(kind, ident, entity)}
    for chapter in catalogue.chapters.values():
        facts = {"text": plain(chapter.source.body)}
        keys = frozenset(cite.keys(chapter.source.body))
        key = ("chapter", chapter.id)
        found[key] = Unit("chapter", chapter.id, key, (), "text", "", facts, keys, chapter.meta.checked)
    return found
