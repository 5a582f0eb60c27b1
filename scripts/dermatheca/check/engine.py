"""The rules engine: a registry, a context, and a run that no rule can take down."""

from __future__ import annotations

import datetime as dt
import inspect
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar

from dermatheca.link import Catalogue
from dermatheca.model.base import Model
from dermatheca.model.walk import models
from dermatheca.problem import Place, Problem
from dermatheca.read.yaml import Path_

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Item:
    """A model somewhere in the catalogue: of which entity (kind, id), at which path."""

    kind: str
    id: str
    path: Path_
    value: Model

    def below(self, value: Model, *path: str | int) -> Item:
        """The item at `path` below this one."""
        return Item(self.kind, self.id, (*self.path, *path), value)


@dataclass(frozen=True)
class Finding:
    """What a rule found; `subject` ('agent:dupilumab') is what an exception names."""

    place: Place
    message: str
    hint: str = ""
    subject: str = ""


@dataclass(frozen=True)
class Context:
    """What rules see."""

    catalogue: Catalogue
    today: dt.date

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every model of every entity."""
        return tuple(
            Item(kind, ident, path, value)
            for kind, ident, entity in self.catalogue.entities()
            for path, value in models(entity)
        )

    def each(self, model: type[M]) -> Iterator[tuple[Item, M]]:
        """Every item that is a `model`, with its value."""
        for item in self.items:
            if isinstance(item.value, model):
                yield item, item.value

    def at(self, kind: str, ident: str, path: Path_, message: str, hint: str = "") -> Finding:
        """A finding about a field of an entity."""
        return Finding(self.place(kind, ident, path), message, hint, f"{kind}:{ident}")

    def find(self, item: Item, field_name: str, message: str, hint: str = "") -> Finding:
        """A finding about a field of an item."""
        path = (*item.path, field_name) if field_name else item.path
        return self.at(item.kind, item.id, path, message, hint)

    def place(self, kind: str, ident: str, path: Path_ = ()) -> Place:
        """Where a field of an entity is written."""
        return self.catalogue.homes[kind, ident].place(path)


Check = Callable[[Context], Iterator[Finding]]


@dataclass(frozen=True)
class Rule:
    """A registered rule; `exceptions` maps subjects to the reason why they are excepted."""

    id: str
    check: Check
    exceptions: Mapping[str, str] = field(default_factory=dict)

    @property
    def help(self) -> str:
        """The docstring: what must hold, and why."""
        return inspect.getdoc(self.check) or ""


RULES: dict[str, Rule] = {}


def rule(ident: str, exceptions: Mapping[str, str] | None = None) -> Callable[[Check], Check]:
    """Register a generator of findings as the rule `ident`."""

    def register(check: Check) -> Check:
        if ident in RULES:
            raise ValueError(f"rule id given twice: {ident}")
        RULES[ident] = Rule(ident, check, exceptions or {})
        return check

    return register


def run(context: Context, rules: Mapping[str, Rule]) -> list[Problem]:
    """All problems of all rules, sorted. A rule that crashes is a problem itself, and the others go on."""
    return sorted({problem for one in rules.values() for problem in _run_one(context, one)})


def _run_one(context: Context, one: Rule) -> Iterator[Problem]:
    unused = set(one.exceptions)
    try:
        for finding in one.check(context):
            if finding.subject in one.exceptions:
                unused.discard(finding.subject)
            else:
                yield Problem(finding.place, one.id, finding.message, finding.hint)
    except Exception as error:  # a rule never takes the run down, and never passes silently
        code = one.check.__code__
        message = f"must run to its end; stopped by {type(error).__name__}: {error}"
        yield Problem(Place(f"rule {one.id}", code.co_firstlineno), "rule-crashed", message, "please report this")
        return
    for subject in sorted(unused):
        place = Place(f"rule {one.id}", one.check.__code__.co_firstlineno)
        yield Problem(
            place, "exception-unused", f"must not list an exception that nothing needs: '{subject}'", "delete it"
        )
