"""Read a file as text, or say at which byte it is not text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from pathlib import Path

from dermatheca.problem import Place, Problem

MEGABYTE = 1_000_000
scale = 1  # of every limit of size; the benchmark raises it, for its catalogues are larger than any
MOST = 20  # characters told a file: one that is not text would have a million

# Control characters other than tab, LF and CR; what formats text and is not seen (zero width, soft hyphen, byte order
# mark, tags); the bidirectional overrides and isolates that can make a line look like another; fillers, line and
# paragraph separators, private use, and what is no character.
_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ue000-\uf8ff\ufdd0-\ufdef\ufeff\uffa0\ufff0-\uffff"
    "\U000e0000-\U0010ffff]"
)


def shown(text: str, most: int = 76) -> str:
    """`text` as a message may quote it: on one line, with nothing invisible in it, and short."""
    line = _HIDDEN.sub(lambda match: f"\\u{ord(match.group()):04x}", " ".join(text[: 2 * most].split()))
    return line if len(line) <= most and len(text) <= 2 * most else line[:most] + "..."


def hidden(text: str) -> Iterator[tuple[int, str]]:
    """Every invisible character of `text`: where it stands, counted from 0, and what is wrong."""
    for match in _HIDDEN.finditer(text):
        yield match.start(), f"must not hold the invisible character U+{ord(match.group()):04X}"


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
        if size > limit * scale:
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
    found = list(islice(hidden(text), MOST + 1))
    problems = [
        Problem(place_at(file, text, offset), "hidden-character", message, "delete it") for offset, message in found
    ]
    if len(found) > MOST:
        problems[MOST] = replace(problems[MOST], message=f"{found[MOST][1]}; more such characters follow")
    return ("" if problems else text), problems
