"""Names in plain ASCII letters, for keys, ids and comparisons."""

from __future__ import annotations

import re
import unicodedata

# Letters that do not decompose into an ASCII letter and a mark.
LETTERS = str.maketrans({"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"})


def ascii_fold(text: str) -> str:
    """Lower-case ASCII as far as letters allow: 'Müller-Łø' -> 'muller-lo'."""
    text = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return text.encode("ascii", "ignore").decode()


def slug(text: str) -> str:
    """Lower-case ASCII letters and digits, joined by hyphens wherever there is anything else."""
    return re.sub(r"[^a-z0-9]+", "-", ascii_fold(text.replace("’", "'"))).strip("-")
