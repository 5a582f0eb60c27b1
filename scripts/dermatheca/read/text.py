"""Read a file as text, or say at which byte it is not text."""

from __future__ import annotations

import re
from pathlib import Path

from dermatheca.problem import Place, Problem

MEGABYTE = 1_000_000

# Control characters other than tab, LF and CR; the bidirectional overrides and isolates that can make
# a line look like another; zero-width characters; the byte order mark anywhere but at the start.
_HIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


def place_at(file: str, text: str, offset: int) -> Place:
    """The place of character `offset` (from 0) of `text`."""
    line = text.count("\n", 0, offset) + 1
    return Place(file, line, offset - text.rfind("\n", 0, offset))


def read_text(path: Path, file: str, limit: int = MEGABYTE) -> tuple[str, list[Problem]]:
    """The text of `path` with LF line ends, and what is wrong with it; '' when it can't be used.

    `file` is the name shown in problems, `limit` the largest size in bytes.
    """
    try:
        size = path.stat().st_size
        if size > limit:
            return "", [Problem(Place(file), "file-size", f"must be at most {limit:,} bytes, is {size:,}", "split it")]
        raw = path.read_bytes()
    except OSError as error:
        return "", [Problem(Place(file), "file-readable", f"must be readable: {error.strerror}")]
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8", errors="replace")
        return "", [
            Problem(
                place_at(file, before, len(before)),
                "utf-8",
                f"must be UTF-8 text; found byte 0x{raw[error.start]:02x}",
                "save the file as UTF-8 in your editor",
            )
        ]
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    problems = [
        Problem(
            place_at(file, text, match.start()),
            "hidden-character",
            f"must not hold the invisible character U+{ord(match.group()):04X}",
            "delete it",
        )
        for match in _HIDDEN.finditer(text)
    ]
    return ("" if problems else text), problems
