"""Citations in prose: Pandoc's `[@key]`, `[@key, p. 3]`, `[@a; @b]`, found with their place in the text.

Syntax: https://pandoc.org/MANUAL.html#citation-syntax (the bracketed form with an optional locator; no prefixes,
no suppressed authors).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

GROUP = re.compile(r"\[(?=@)([^\[\]\n]*(?:\n(?!\s*\n)[^\[\]\n]*)*)\]")
ITEM = re.compile(r"\s*@([^\s,;@\[\]]+)(?:\s*,\s*([^;]*?))?\s*$")
CODE = re.compile(r"^(```|~~~)[^\n]*\n.*?^\1[^\n]*$|`[^`\n]+`", re.MULTILINE | re.DOTALL)


@dataclass(frozen=True)
class Citation:
    """One `@key` in a text; `offset` counts characters from 0."""

    key: str
    locator: str
    offset: int


@dataclass(frozen=True)
class Group:
    """A bracket with one or more citations; `broken` holds the first part that is none."""

    start: int
    end: int
    citations: tuple[Citation, ...]
    broken: str = ""


def groups(text: str) -> Iterator[Group]:
    """Every citation bracket of `text` outside code, in order."""
    masked = CODE.sub(lambda match: " " * len(match.group()), text)
    for match in GROUP.finditer(masked):
        citations, broken, offset = [], "", match.start(1)
        for part in match.group(1).split(";"):
            item = ITEM.match(part)
            if item:
                locator = " ".join((item[2] or "").split())
                citations.append(Citation(item[1], locator, offset + item.start(1)))
            else:
                broken = broken or part.strip() or match.group()
            offset += len(part) + 1
        yield Group(match.start(), match.end(), tuple(citations), broken)


def keys(text: str) -> list[str]:
    """The keys cited in `text`, in order of first appearance."""
    return list(dict.fromkeys(c.key for group in groups(text) for c in group.citations))
