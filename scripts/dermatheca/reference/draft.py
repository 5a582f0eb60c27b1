"""Records of Crossref and PubMed become one reference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection

from pydantic import ValidationError

from dermatheca.fetch.record import Record, worst
from dermatheca.model.reference import EntryType, Reference
from dermatheca.model.vocabulary import Design, RefStatus
from dermatheca.reference.bibliography import CannotAddError
from dermatheca.reference.key import propose

TYPES: dict[str, EntryType] = {
    "journal-article": "article",
    "book": "book",
    "monograph": "book",
    "reference-book": "book",
    "edited-book": "book",
    "book-chapter": "incollection",
    "reference-entry": "incollection",
    "proceedings-article": "inproceedings",
    "report": "techreport",
}

_DESIGNS = {
    "Meta-Analysis": Design.META_ANALYSIS,
    "Network Meta-Analysis": Design.META_ANALYSIS,
    "Systematic Review": Design.META_ANALYSIS,
    "Practice Guideline": Design.GUIDELINE,
    "Guideline": Design.GUIDELINE,
    "Randomized Controlled Trial": Design.RCT,
    "Case Reports": Design.CASE_SERIES,
    "Review": Design.REVIEW,
    "Scoping Review": Design.REVIEW,
}


def design_of(types: Collection[str]) -> Design | None:
    """The design that PubMed's publication types say, or None where they say none, or two."""
    found = {_DESIGNS[kind] for kind in types if kind in _DESIGNS}
    if len(found) > 1:
        found.discard(Design.REVIEW)  # said of guidelines and meta-analyses too
    if Design.GUIDELINE in found:
        found.discard(Design.META_ANALYSIS)  # a guideline with its systematic review
    return found.pop() if len(found) == 1 else None


def draft(
    main: Record, other: Record | None, design: Design, key: str, taken: Collection[str], checked: dt.date | None
) -> Reference:
    """One reference of the record asked for and, where there is one, the other service's record of the same paper.

    Raises CannotAddError if they do not hold what an entry must have.
    """
    records = [main] + ([other] if other else [])
    pubmed = next((record for record in records if record.service == "PubMed"), main)
    crossref = next((record for record in records if record.service == "Crossref"), main)
    authors = pubmed.authors or crossref.authors
    # PubMed gives the year of the issue; where the two differ, the record asked for counts.
    years = pubmed.years if set(pubmed.years) & set(crossref.years) else main.years
    year = years[0] if years else None
    if not authors or year is None:
        missing = "author" if not authors else "year"
        raise CannotAddError(f"{main.service} names no {missing} of '{main.title[:80]}'; write this entry by hand")
    kind = TYPES.get(crossref.kind, "misc") if crossref.kind else "article"
    container = next(iter((*pubmed.journals, *crossref.journals)), None)
    in_book = kind in ("incollection", "inproceedings")
    try:
        return Reference(
            key=key or propose(authors[0].family, year, pubmed.title, taken),
            type=kind,
            title=pubmed.title,
            author=authors,
            year=year,
            journal=None if in_book else container,
            booktitle=container if in_book else None,
            publisher=None if kind == "article" else crossref.publisher or None,
            volume=pubmed.volume or crossref.volume or None,
            number=pubmed.number or crossref.number or None,
            pages=crossref.pages or pubmed.pages or None,
            doi=crossref.doi or pubmed.doi or None,
            pmid=pubmed.pmid or None,
            design=design,
            status=status_of(records),
            checked=checked,
        )
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(map(str, first["loc"]))
        raise CannotAddError(f"what {main.service} says as '{name}' does not fit: {first['msg']}") from error


def status_of(records: Collection[Record]) -> RefStatus | None:
    """Retracted, concern or corrected, whoever says so; else preprint if it is one."""
    notice = worst(notice for record in records for notice in record.notices)
    if notice:
        return notice.status
    preprint = any(record.kind == "posted-content" or "Preprint" in record.types for record in records)
    return RefStatus.PREPRINT if preprint else None
