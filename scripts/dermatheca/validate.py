"""Validate: load the catalogue and run every rule; the gate before anything is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from dermatheca.check import RULES, Context, run
from dermatheca.link import Catalogue, load
from dermatheca.problem import Problem
from dermatheca.rest import collector_at_rest


@dataclass(frozen=True)
class Report:
    """The outcome of a validation."""

    catalogue: Catalogue
    problems: list[Problem]

    def summary(self, shown: int) -> str:
        """One line that says what was checked."""
        c = self.catalogue
        counts = (
            f"{len(c.agents)} agents, {len(c.trials)} trials, {len(c.conditions)} conditions, {len(c.targets)} targets, "
            f"{len(c.outcomes)} outcomes, {len(c.pairs)} gene-drug pairs, {len(c.chapters)} chapters, "
            f"{len(c.references)} references; {len(RULES)} rules"
        )
        verdict = "no problems" if not shown else f"{shown} problem{'s' if shown != 1 else ''}"
        return f"{verdict}: checked {counts}"


def today() -> dt.date:
    """The day that bounds every date."""
    return dt.date.today()


def validate(root: Path, day: dt.date | None = None, files: frozenset[str] = frozenset()) -> Report:
    """Load everything below `root` and check it as of `day` (default: today); with `files`, only what is wrong in them."""
    with collector_at_rest():
        catalogue, problems = load(root)
        context = Context(catalogue, day or today(), files)
        found = {*problems, *run(context, RULES)}
    return Report(catalogue, sorted(p for p in found if not files or p.place.file in files))
