"""Statements that nobody compared with their source, or not within a year: what harms most comes first."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from dermatheca.audit.statements import Cited, citations
from dermatheca.audit.task import SLIGHT, USUAL, Finding, Subject
from dermatheca.link import Catalogue
from dermatheca.model.agent import Approval, BoxedWarning, Contraindication, Dosing, Monitoring
from dermatheca.view.freshness import REVIEW_AFTER

_GRAVEST = (BoxedWarning, Contraindication, Dosing, Monitoring, Approval)


def findings(catalogue: Catalogue, today: dt.date) -> Iterator[Finding]:
    """Every statement that is unchecked or was last compared more than a year before `today`."""
    for one in citations(catalogue):
        if one.checked and one.checked > today - REVIEW_AFTER:
            continue
        rank = USUAL if isinstance(one.statement, _GRAVEST) else SLIGHT
        yield Subject("stale", one.subject, one.place).finding(
            rank, _words(one), f"compare it with '{one.ref}', then set `checked`"
        )


def _words(one: Cited) -> str:
    what = type(one.statement).__name__
    name = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in what).strip()
    return f"{name} last compared on {one.checked}" if one.checked else f"{name} never compared with its source"
