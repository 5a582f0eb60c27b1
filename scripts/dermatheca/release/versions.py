"""Versions by the calendar: 2026.11 is the first release of that month, 2026.11.1 the next."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

FORM = re.compile(r"[0-9]{4}\.(?:[1-9]|1[0-2])(?:\.[1-9][0-9]{0,2})?")


def is_version(text: str) -> bool:
    """Whether a text has the form of a version; what has not must not become a path."""
    return FORM.fullmatch(text) is not None


def order(version: str) -> tuple[int, ...]:
    """For sorting by age."""
    return tuple(int(part) for part in version.split("."))


def next_version(day: dt.date, taken: Iterable[str]) -> str:
    """The next free version of a day's month."""
    month = f"{day.year}.{day.month}"
    used = [order(version) for version in taken if order(version)[:2] == (day.year, day.month)]
    return f"{month}.{(max(used)[2:] or (0,))[0] + 1}" if used else month
