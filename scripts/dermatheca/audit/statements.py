"""Every statement of the catalogue with what it cites, and when it was compared; every trial with its place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from dermatheca import cite
from dermatheca.link import Catalogue
from dermatheca.model.base import Model, Prose, Source, Statement
from dermatheca.model.trial import Trial
from dermatheca.model.walk import models
from dermatheca.problem import Place
from dermatheca.read.yaml import Path_


@dataclass(frozen=True)
class Cited:
    """A statement and one source of it; for prose, one of its citations."""

    subject: str  # 'agent:dupilumab'
    statement: Model
    ref: str
    checked: dt.date | None
    place: Place


def citations(catalogue: Catalogue) -> Iterator[Cited]:
    """Every pair of a statement and a source."""
    for kind, ident, entity in catalogue.entities():
        home, subject = catalogue.homes[kind, ident], f"{kind}:{ident}"
        holder: Model = entity
        for path, model in models(entity):
            if isinstance(model, Statement):
                holder = model
            if isinstance(model, Source):
                yield Cited(subject, holder, model.ref, model.checked, home.place(path))
            elif isinstance(model, Prose):
                for key in cite.keys(model.text):
                    yield Cited(subject, model, key, model.checked, home.place(path))


def trials(catalogue: Catalogue) -> Iterator[tuple[str, Trial, Path_]]:
    """Every trial with the agent in whose file it is written, and its path there."""
    for owner, trial in catalogue.trials.values():
        index = next(index for index, one in enumerate(catalogue.agents[owner].trials) if one is trial)
        yield owner, trial, ("trials", index)
