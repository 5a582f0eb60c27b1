"""The rules engine: a registry, a context, and a run that no rule can take down."""

from __future__ import annotations

import datetime as dt
import inspect
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from dermatheca.link import Catalogue
from dermatheca.model.base import Model
from dermatheca.model.walk import models
from dermatheca.problem import Place, Problem, nearest
from dermatheca.read.yaml import Path_
from dermatheca.spread import spread

M = TypeVar("M", bound=Model)
MANY = 5_000  # models that take longer to check than a process needs to start


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
    crashed: bool = False


@dataclass(frozen=True)
class Context:
    """What rules see.

    With `files`, only the models written in them are handed to rules one by one (`items`, `each`): enough for the
    problems of those files, as long as references.bib, which is judged by what all others cite, is not among them.
    """

    catalogue: Catalogue
    today: dt.date
    files: frozenset[str] = frozenset()

    @cached_property
    def items(self) -> tuple[Item, ...]:
        """Every model of every entity."""
        every = not self.files or "references.bib" in self.files
        return tuple(
            Item(kind, ident, path, value)
            for kind, ident, entity in self.catalogue.entities()
            if every or self.catalogue.homes[kind, ident].document.file in self.files
            for path, value in models(entity)
        )

    @cached_property
    def _by_type(self) -> Mapping[type[Model], list[Item]]:
        found: dict[type[Model], list[Item]] = defaultdict(list)
        for item in self.items:
            found[type(item.value)].append(item)
        return found

    def each(self, model: type[M]) -> Iterator[tuple[Item, M]]:
        """Every item that is a `model`, with its value."""
        for kind, items in self._by_type.items():
            if issubclass(kind, model):
                yield from ((item, item.value) for item in items)  # type: ignore[misc]

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
    """A registered rule."""

    id: str
    check: Check

    @property
    def help(self) -> str:
        """The docstring: what must hold, and why."""
        return inspect.getdoc(self.check) or ""


RULES: dict[str, Rule] = {}


def rule(ident: str) -> Callable[[Check], Check]:
    """Register a generator of findings as the rule `ident`."""

    def register(check: Check) -> Check:
        if ident in RULES:
            raise ValueError(f"rule id given twice: {ident}")
        RULES[ident] = Rule(ident, check)
        return check

    return register


def run(context: Context, rules: Mapping[str, Rule]) -> list[Problem]:
    """All problems of all rules, sorted. A rule that crashes is a problem itself, and the others go on.

    An exception of data/exceptions.yaml silences one rule for one entity; one that nothing needs is a problem.
    """
    excepted: dict[tuple[str, str], Place] = {}
    found: set[Problem] = set()
    for index, one in enumerate(context.catalogue.exceptions):
        place = context.catalogue.exceptions_home.place((index, "rule"))
        excepted[one.rule, one.subject] = place
        if one.rule not in RULES:
            message = f"must name a rule; '{one.rule}' is none"
            found.add(
                Problem(
                    place, "exception-known", message, nearest(one.rule, RULES) or "see the list of rules on the site"
                )
            )
    needed: set[tuple[str, str]] = set()
    for rule_, findings in zip(rules.values(), _all_findings(context, list(rules.values())), strict=True):
        for finding in findings:
            if (rule_.id, finding.subject) in excepted:
                needed.add((rule_.id, finding.subject))
            else:
                rule_id = rule_.id if not finding.crashed else "rule-crashed"
                found.add(Problem(finding.place, rule_id, finding.message, finding.hint))
    for (ident, subject), place in excepted.items():
        if ident in rules and (ident, subject) not in needed:
            message = f"must be needed; '{subject}' keeps the rule '{ident}'"
            found.add(Problem(place, "exception-unused", message, "delete the exception"))
    return sorted(found)


def _all_findings(context: Context, rules: Sequence[Rule]) -> list[list[Finding]]:
    """What each rule finds; of a large catalogue by all processors."""
    few = 2 if len(context.items) > MANY else len(rules) + 1  # what `items` holds is then known to all processes
    return spread(lambda number: list(_findings(context, rules[number])), len(rules), few)


def _findings(context: Context, one: Rule) -> Iterator[Finding]:
    try:
        yield from one.check(context)
    except Exception as error:  # a rule never takes the run down, and never passes silently
        message = f"must run to its end; stopped by {type(error).__name__}: {error}"
        line = one.check.__code__.co_firstlineno
        yield Finding(Place(f"rule {one.id}", line), message, "please report this", crashed=True)
