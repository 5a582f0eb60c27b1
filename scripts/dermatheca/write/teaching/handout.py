"""Set the handout of a pack as a PDF of exactly one page: rows are left out, the least important first, until it fits."""

from __future__ import annotations

import datetime as dt
import json
import os
from collections.abc import Callable
from dataclasses import asdict

import typst

from dermatheca.view.teaching.handout import Sheet

_first: int | None = None


def settable() -> bool:
    """Whether this process may set a handout.

    The library has threads from its first use on, which a fork does not take along: a fork of a process that has used it
    would wait for them for ever.
    """
    return _first in (None, os.getpid())


def handout_file(template: str, of: Callable[[int], Sheet], count: int, day: dt.date) -> bytes:
    """The handout with as many of its `count` rows as one page holds; `of` gives the sheet with the first rows."""
    global _first
    _first = os.getpid()
    most, too_many = 0, count + 1
    while too_many - most > 1:
        tried = (most + too_many) // 2
        if _pages(template, of(tried)) == 1:
            most = tried
        else:
            too_many = tried
    midnight = int(dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC).timestamp())
    made: bytes = typst.compile(
        template.encode(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs=_inputs(of(most)),
        timestamp=midnight,
    )
    return made


def _pages(template: str, sheet: Sheet) -> int:
    found = typst.query(
        template.encode(), "<end>", field="value", one=True, ignore_system_fonts=True, sys_inputs=_inputs(sheet)
    )
    return int(json.loads(found))


def _inputs(sheet: Sheet) -> dict[str, str]:
    return {"sheet": json.dumps(asdict(sheet), ensure_ascii=False)}
