"""How fresh a page's statements are: counted from `checked`, never typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeGuard

from dermatheca import cite
from dermatheca.model.base import Model, Prose, Source
from dermatheca.model.walk import models

REVIEW_AFTER = dt.timedelta(days=365)


@dataclass(frozen=True)
class Freshness:
    """Statements of a page: how many, how many checked, between which days."""

    statements: int
    checked: int
    oldest: dt.date | None
    newest: dt.date | None

    @property
    def review_due(self) -> dt.date | None:
        """A year after the oldest check."""
        return self.oldest + REVIEW_AFTER if self.oldest else None


def _claims(value: Model) -> TypeGuard[Source | Prose]:
    return isinstance(value, Source) or (isinstance(value, Prose) and bool(cite.keys(value.text)))


def freshness(entities: Iterable[Model]) -> Freshness:
    """Count the citations of statements and the pieces of cited prose below `entities`."""
    days = [value.checked for entity in entities for _, value in models(entity) if _claims(value)]
    checked = [day for day in days if day]
    return Freshness(len(days), len(checked), min(checked, default=None), max(checked, default=None))
