"""Dates and identifiers in the form that the model asks for, where what was meant is beyond doubt."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator

from dermatheca.model.base import PARTIAL_DATE
from dermatheca.model.fields import FieldInfo

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
NAMES = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december", "sept",
)  # fmt: skip
_MONTH = "([A-Za-z]{3,9})[.]?"

_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?", re.ASCII)
_YEAR_LAST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})", re.ASCII)
_DAY_NAMED = re.compile(rf"(\d{{1,2}})(?:st|nd|rd|th)? {_MONTH} (\d{{4}})", re.ASCII)
_NAMED_DAY = re.compile(rf"{_MONTH} (\d{{1,2}})(?:st|nd|rd|th)?,? (\d{{4}})", re.ASCII)
_NAMED = re.compile(rf"{_MONTH} (\d{{4}})", re.ASCII)

# What people copy together with an identifier.
_AROUND = re.compile(
    r"^(?:https?://(?:dx\.)?doi\.org/|doi: ?"
    r"|https?://(?:www\.)?(?:pubmed\.ncbi\.nlm\.nih\.gov|ncbi\.nlm\.nih\.gov/pubmed)/|pmid: ?"
    r"|https?://(?:www\.)?clinicaltrials\.gov/(?:ct2/show|study)/"
    r"|https?://purl\.obolibrary\.org/obo/|https?://identifiers\.org/[a-z]+[:/]"
    r"|unii: ?|atc: ?|uniprot: ?|rxcui: ?|cid: ?|mesh: ?|orpha: ?|orphanet: ?)",
    re.IGNORECASE,
)
IDENTIFIERS = frozenset(
    {
        "atc", "chembl", "doi", "doid", "drugbank", "icd10", "mesh", "mondo", "orphanet", "pmid", "pubchem",
        "registry", "rxnorm", "unii", "uniprot",
    }
)  # fmt: skip


def _month(name: str) -> int:
    """1 to 12; 0 for what is no month's name."""
    low = name.lower()
    return MONTHS.index(low[:3]) + 1 if low in NAMES or low in MONTHS else 0


def _joined(year: str, month: int | str, day: str | None) -> str:
    """The parts as YYYY-MM-DD or YYYY-MM; '' for a day that does not exist."""
    try:
        made = dt.date(int(year), int(month), int(day) if day else 1)
    except ValueError:
        return ""
    return made.isoformat() if day else made.isoformat()[:7]


def iso_date(text: str) -> str:
    """`text` as YYYY-MM-DD or YYYY-MM; '' where it is no date, or could be two: 03/04/2024 is March or April."""
    text = " ".join(text.split())
    if match := _YEAR_FIRST.fullmatch(text):
        return _joined(match[1], match[2], match[3])
    if match := _DAY_NAMED.fullmatch(text):
        return _joined(match[3], _month(match[2]), match[1])
    if match := _NAMED_DAY.fullmatch(text):
        return _joined(match[3], _month(match[1]), match[2])
    if match := _NAMED.fullmatch(text):
        return _joined(match[2], _month(match[1]), None)
    if match := _YEAR_LAST.fullmatch(text):
        read = {_joined(match[3], match[2], match[1]), _joined(match[3], match[1], match[2])} - {""}
        return read.pop() if len(read) == 1 else ""
    return ""


def _ways(text: str) -> Iterator[str]:
    """`text` without what people copy with it, then in other letters."""
    bare = _AROUND.sub("", " ".join(text.split())).rstrip("/.,; ")
    yield from (bare, bare.upper(), bare.upper().replace("_", ":"), re.sub(r"[\s:-]", "", bare.upper()))


def identifier(text: str, pattern: str) -> str:
    """`text` as an identifier of the form `pattern`; '' where no mere change of writing makes it one."""
    form = re.compile(pattern)
    return next((way for way in _ways(text) if form.match(way)), "")


def in_form(text: str, field: FieldInfo) -> str:
    """`text` in the form that a field of dates or identifiers asks for; '' for other fields, and where it is in doubt."""
    if field.base is dt.date:
        day = iso_date(text)
        return day if len(day) == 10 else ""
    if field.pattern == PARTIAL_DATE:
        return iso_date(text)
    return identifier(text, field.pattern) if field.name in IDENTIFIERS and field.pattern else ""
