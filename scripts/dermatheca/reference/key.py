"""The scheme of citation keys: family name of the first author, year, first significant word of the title."""

from __future__ import annotations

from collections.abc import Collection
from itertools import chain
from string import ascii_lowercase

from dermatheca.latin import slug

SKIPPED = frozenset({"a", "an", "the", "of", "on", "in", "for", "and", "with", "to"})
LONGEST = 60


def family_part(family: str) -> str:
    """The family name as a key begins with it; 'anonymous' for one without a Latin letter."""
    return slug(family)[:30].strip("-") or "anonymous"


def propose(family: str, year: int, title: str, taken: Collection[str]) -> str:
    """The key of a paper, e.g. 'simpson-2016-two'; one that is taken gets a letter: 'simpson-2016-two-b'."""
    words = [word for word in (slug(part) for part in title.split()) if word and word not in SKIPPED]
    parts = (family_part(family), str(year), words[0] if words else "untitled")
    base = "-".join(parts)[: LONGEST - 3].strip("-")
    letters = chain([""], (f"-{letter}" for letter in ascii_lowercase[1:]), (f"-{n}" for n in range(27, 1000)))
    return next(base + letter for letter in letters if base + letter not in taken)
