"""What Crossref and PubMed say of a paper, in one shape, and how two sayings are compared."""

from __future__ import annotations

import difflib
import html
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from dermatheca.latin import LETTERS, ascii_fold
from dermatheca.model.reference import Author
from dermatheca.model.vocabulary import RefStatus

_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_NOTICE_PREFIX = re.compile(r"^\W*(retracted|withdrawn)( article)?\W*:\s*", re.IGNORECASE)

# Part of a title that a service may leave out, such as a subtitle, leaves at least this much of it.
_ENOUGH_OF_A_TITLE = 30


@dataclass(frozen=True)
class Notice:
    """A retraction, correction or expression of concern about a paper, and the DOI or PubMed id of the notice."""

    status: RefStatus
    where: str


@dataclass(frozen=True)
class Record:
    """A paper as one service describes it."""

    service: str
    title: str
    authors: tuple[Author, ...] = ()
    journals: tuple[str, ...] = ()  # its names, the one to print first
    issns: tuple[str, ...] = ()
    years: tuple[int, ...] = ()  # the one to print first; online and print may differ
    volume: str = ""
    number: str = ""
    pages: str = ""
    publisher: str = ""
    doi: str = ""
    pmid: str = ""
    kind: str = ""  # Crossref's type of work
    types: tuple[str, ...] = ()  # PubMed's publication types
    abstract: str = ""
    notices: tuple[Notice, ...] = ()


def plain(text: str) -> str:
    """Text without markup, entities, control characters and doubled spaces."""
    text = html.unescape(_TAG.sub("", text))
    text = "".join(" " if unicodedata.category(c) in ("Cc", "Zl", "Zp") else c for c in text)
    text = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return " ".join(unicodedata.normalize("NFC", text).split())


def title_key(title: str) -> str:
    """A title for comparison: words only, no case, no accents, no notice of retraction before it."""
    title = unicodedata.normalize("NFKD", _NOTICE_PREFIX.sub("", plain(title)).casefold().translate(LETTERS))
    return " ".join(re.findall(r"\w+", "".join(c for c in title if not unicodedata.combining(c))))


def same_title(one: str, other: str) -> bool:
    """Whether two titles name one paper: equal but for form and slips, or one is the other without its subtitle."""
    short, long = sorted((title_key(one), title_key(other)), key=len)
    if not short:
        return False
    if len(short) >= _ENOUGH_OF_A_TITLE and long.startswith(short + " "):
        return True
    # Numbers in a title ('part 2') are never slips.
    if re.findall(r"\d+", short) != re.findall(r"\d+", long):
        return False
    return difflib.SequenceMatcher(None, short, long, autojunk=False).ratio() >= 0.95


def same_family(one: str, other: str) -> bool:
    """Whether two family names are one, however written."""
    keys = {re.sub(r"[^a-z]", "", ascii_fold(name)) or name.casefold() for name in (one, other)}
    return len(keys) == 1


def differences(one: Record, other: Record) -> list[str]:
    """In what two services disagree about a paper: title, first author, journal, year. Empty if they agree."""
    found = []
    if not same_title(one.title, other.title):
        found.append(f"title ('{one.title}' and '{other.title}')")
    families = [record.authors[0].family if record.authors else "none" for record in (one, other)]
    if not same_family(*families):
        found.append(f"first author ('{families[0]}' and '{families[1]}')")
    if not (_keys(one.journals) & _keys(other.journals) or set(one.issns) & set(other.issns)):
        names = [(record.journals or ("none",))[0] for record in (one, other)]
        found.append(f"journal ('{names[0]}' and '{names[1]}')")
    if not set(one.years) & set(other.years):
        years = [", ".join(map(str, record.years)) or "none" for record in (one, other)]
        found.append(f"year ({years[0]} and {years[1]})")
    return found


def _keys(names: Iterable[str]) -> set[str]:
    """Names of journals for comparison: 'The Lancet (London, England)' is 'lancet'."""
    keys = {title_key(re.sub(r"\([^()]*\)", "", name)).removeprefix("the ") for name in names}
    return {key.replace(" and ", " ") for key in keys if key}


def worst(notices: Iterable[Notice]) -> Notice | None:
    """The gravest notice: a retraction before a concern before a correction."""
    order = (RefStatus.RETRACTED, RefStatus.CONCERN, RefStatus.CORRECTED)
    return min(notices, key=lambda notice: (order.index(notice.status), notice.where), default=None)
