"""How fresh a page's statements are: counted from `checked`, never typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from dermatheca import cite
from dermatheca.model.base import Model, Prose, Statement
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


def compared(value: Model) -> tuple[bool, dt.date | None]:
    """Whether `value` is a statement, and the latest day on which it was compared with one of its sources."""
    if isinstance(value, Prose):
        return bool(cite.keys(value.text)), value.checked
    if isinstance(value, Statement):
        return True, max((s.checked for s in value.sources if s.checked), default=None)
    return False, None


def freshness(entities: Iterable[Model]) -> Freshness:
    """Count the statements and the pieces of cited prose below `entities`."""
    found = [compared(value) for entity in entities for _, value in models(entity)]
    days = [day for counts, day in found if counts]
    checked = [day for day in days if day]
    return Freshness(len(days), len(checked), min(checked, default=None), max(checked, default=None))
