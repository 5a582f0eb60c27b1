"""What is wrong, where, and how to mend it: the one shape in which every step reports."""

from __future__ import annotations

import difflib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple


class Place(NamedTuple):
    """A spot in a source file; `line` and `column` count from 1."""

    file: str
    line: int = 1
    column: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


@dataclass(frozen=True, order=True)
class Problem:
    """One violated requirement, printed as `file:line:col: rule-id: message (hint)`."""

    place: Place
    rule: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        hint = f" ({self.hint})" if self.hint else ""
        return f"{self.place}: {self.rule}: {self.message}{hint}"


def nearest(value: str, allowed: Iterable[str]) -> str:
    """A hint naming the allowed value closest to `value`, or '' when none is close."""
    found = difflib.get_close_matches(value, list(allowed), n=1, cutoff=0.6)
    return f"did you mean '{found[0]}'?" if found else ""
