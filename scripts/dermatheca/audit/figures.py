"""Numbers in the text of an abstract: which there are, and whether a given one is among them.

A mechanical second look: it finds that a number stands in the text, not that it stands for the same thing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

_SPACES = "\u00a0\u2002\u2003\u2007\u2008\u2009\u200a\u202f"
_MARKS = str.maketrans(
    {"∙": ".", "⋅": ".", "‧": ".", "−": "-", "–": "-", "‐": "-", "‑": "-", "‒": "-", "—": " - ", "＜": "<", "％": "%"}
)
_MIDDLE_DOT = re.compile(r"(?<=\d)·(?=\d)|(?<!\w)·(?=\d)")
_SPACED_THOUSANDS = re.compile(rf"(?<![\d.,])\d{{1,3}}(?:[{_SPACES}]\d{{3}})+(?![\d])")

# A number that is part of no word, code or longer number; groups of three after commas are thousands.
_NUMBER = re.compile(
    r"(?<![\w^])(?<![A-Za-z]-)(?<!\d[.,])(?<!\.)"
    r"(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+\.\d+|\.\d+|\d+)"
    r"(?![\w^])(?![.,]\d)"
)
_PERCENT = re.compile(r"\s?(?:%|percent\b|per cent\b|percentage[- ]points?\b)", re.IGNORECASE)
_LEVEL = re.compile(
    r"\s?(?:%|percent|per cent)[\s\-]*[(\[]?\s*(?:CI|CIs|CrI|BCI|confidence|credib\w+)\b", re.IGNORECASE
)
_JOINS = re.compile(r"\s*(?:-|/)\s*|\s+(?:and|or|to|v|vs\.?|versus)\s+", re.IGNORECASE)
_NAME_BEFORE = re.compile(r"(?<![A-Za-z])([A-Za-z]*[A-Z][A-Za-z]*[A-Z]|[A-Z]{2,})[\s-]?$")

# Short forms after which a number is a result; after others, such as PASI or ACR, it is part of a name.
_MEASURES = frozenset(
    [
        "HR",
        "AHR",
        "OR",
        "AOR",
        "RR",
        "ARR",
        "RD",
        "MD",
        "SMD",
        "LSM",
        "LSMD",
        "IRR",
        "NNT",
        "CI",
        "CRI",
        "BCI",
        "SD",
        "SE",
        "SEM",
        "IQR",
        "ORR",
        "CR",
        "PR",
        "OS",
        "PFS",
        "EFS",
        "RFS",
        "DFS",
        "DMFS",
        "DOR",
        "MRD",
        "TEAE",
        "TEAES",
        "AE",
        "AES",
        "SAE",
        "SAES",
        "ITT",
    ]
)


class Verdict(StrEnum):
    """What became of the search for a number."""

    FOUND = "found"
    OTHERWISE = "found in another form"
    MISSING = "not found"


@dataclass(frozen=True)
class Figure:
    """A number of the text."""

    value: Decimal
    negative: bool
    percent: bool
    shown: str


def figures(text: str) -> list[Figure]:
    """Every number of a text, without the levels of intervals, and without what is part of a name."""
    text = _plain(text)
    matches = [match for match in _NUMBER.finditer(text) if not _is_name(text, match)]
    percents = _percents(text, matches)
    return [
        Figure(
            Decimal(match["number"].replace(",", "")),
            _is_negative(text, match.start()),
            percent,
            text[match.start() : match.end()] + ("%" if percent else ""),
        )
        for match, percent in zip(matches, percents, strict=True)
        if not _LEVEL.match(text, match.end())
    ]


def look_for(number: float, found: list[Figure], percent: bool, loose: bool) -> tuple[Verdict, str]:
    """Whether `number` is among the numbers found, and in which other form if it is not there as such.

    With `percent` it must stand as a percentage, else it must not; with `loose` it may stand either way, as bounds of
    intervals and differences of percentages do.
    """
    wanted = Decimal(str(number))
    same = [figure for figure in found if figure.value == abs(wanted)]
    fitting = [figure for figure in same if loose or figure.percent == percent]
    if any(figure.negative == (wanted < 0) for figure in fitting):
        return Verdict.FOUND, ""
    if fitting:
        return Verdict.OTHERWISE, "without its minus sign" if wanted < 0 else "with a minus sign"
    if same:
        return Verdict.OTHERWISE, "but not as a percentage" if percent else "but as a percentage"
    return Verdict.MISSING, next(_roundings(wanted, [f for f in found if loose or f.percent == percent]), "")


def _roundings(wanted: Decimal, found: list[Figure]) -> Iterator[str]:
    """Numbers that are the wanted one with more or fewer digits."""
    for figure in found:
        for exact, rounded in ((figure.value, abs(wanted)), (abs(wanted), figure.value)):
            digits = Decimal(1).scaleb(min(0, int(rounded.normalize().as_tuple().exponent)))
            if exact != rounded and exact.quantize(digits, ROUND_HALF_UP) == rounded:
                yield f"{figure.shown} stands there, the same with {'more' if exact == figure.value else 'fewer'} digits"


def _plain(text: str) -> str:
    """Decimal points, minus signs and thousands in one form."""
    text = _MIDDLE_DOT.sub(".", text.translate(_MARKS))
    text = _SPACED_THOUSANDS.sub(lambda match: re.sub(f"[{_SPACES}]", "", match.group()), text)
    return re.sub(f"[{_SPACES}]", " ", text)


def _is_name(text: str, match: re.Match[str]) -> bool:
    """Whether a whole number belongs to the short form before it, as in PASI 75."""
    before = _NAME_BEFORE.search(text, 0, match.start())
    return bool(before and match["number"].isdigit() and before[1].upper() not in _MEASURES)


def _is_negative(text: str, start: int) -> bool:
    """Whether a hyphen before the number is a minus sign, not part of a range or of a word."""
    before = text[:start].rstrip(" ") if text[:start].endswith("- ") else text[:start]
    if not before.endswith("-"):
        return False
    gap = len(before) < start
    rest = before[:-1]
    if not rest or rest[-1] in "([=<>,;:/":
        return not gap
    return rest[-1].isspace() and not gap and not re.search(r"[\d%)]\s+$", rest)


def _percents(text: str, matches: list[re.Match[str]]) -> list[bool]:
    """For each number whether it is a percentage: by its own sign, or by that at the end of '38 and 36%'."""
    marks: list[bool] = []
    following: re.Match[str] | None = None
    for match in reversed(matches):
        own = bool(_PERCENT.match(text, match.end()))
        joined = bool(following and marks[-1] and _JOINS.fullmatch(text, match.end(), following.start()))
        marks.append(own or joined)
        following = match
    return marks[::-1]
