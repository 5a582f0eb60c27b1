"""Add one reference: ask both services, compare, propose, write. Nothing is written unless all of it succeeds."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dermatheca.fetch.errors import FetchError, Trouble, unless_unknown
from dermatheca.fetch.record import Record, differences, worst
from dermatheca.fetch.services import Services
from dermatheca.model.base import SLUG
from dermatheca.model.reference import Reference
from dermatheca.model.vocabulary import Design, RefStatus
from dermatheca.problem import Place
from dermatheca.reference.bibliography import NAME, Bibliography, CannotAddError, insert, read_bibliography
from dermatheca.reference.draft import design_of, draft
from dermatheca.reference.entry import to_bibtex
from dermatheca.write.atomic import write_whole


@dataclass(frozen=True)
class Wanted:
    """What to add: a DOI or a PubMed id, and what the contributor says of it."""

    doi: str = ""
    pmid: str = ""
    design: Design | None = None
    key: str = ""


@dataclass(frozen=True)
class Added:
    """The entry that was written, where, and what its contributor must know."""

    reference: Reference
    place: Place
    text: str
    notes: tuple[str, ...]


@dataclass(frozen=True)
class _Found:
    """The record asked for, the other service's record of it, and in what they differ."""

    main: Record
    other: Record | None
    differences: tuple[str, ...] = ()

    @property
    def records(self) -> tuple[Record, ...]:
        return (self.main, self.other) if self.other else (self.main,)


def add(root: Path, services: Services, wanted: Wanted, today: dt.date) -> Added:
    """Append the reference to references.bib below `root`.

    Raises CannotAddError for what the contributor can mend, FetchError where a service fails, OSError.
    """
    bibliography = read_bibliography(root)
    _refuse_key(wanted, bibliography)
    _refuse_duplicate(bibliography, doi=wanted.doi, pmid=wanted.pmid)
    found = _find(services, wanted)
    # A record that differs in who wrote what is of another paper: nothing is taken from it.
    other = None if any(text.startswith(("title", "first author")) for text in found.differences) else found.other
    checked = today if found.other and not found.differences else None
    design = _design(found, wanted)
    reference = draft(found.main, other, design, wanted.key, bibliography.keys, checked)
    _refuse_duplicate(bibliography, doi=reference.doi or "", pmid=reference.pmid or "", title=reference.title)
    if (reference.design is Design.LABEL) != reference.key.startswith("label-"):
        raise CannotAddError("a label, and nothing else, has a key that begins with 'label-': give --key or --design")
    data, place = insert(bibliography, reference)
    write_whole(root / NAME, data)
    return Added(reference, place, to_bibtex(reference), tuple(_notes(found, reference, wanted)))


def _refuse_key(wanted: Wanted, bibliography: Bibliography) -> None:
    if wanted.key and (not re.match(SLUG, wanted.key) or len(wanted.key) > 60):
        raise CannotAddError(
            f"a key has lower-case letters, digits and single hyphens, at most 60; found '{wanted.key}'"
        )
    if wanted.key in bibliography.keys:
        place = bibliography.document.place((wanted.key,))
        raise CannotAddError(f"the key '{wanted.key}' is taken at {place}; choose another, or leave out --key")


def _refuse_duplicate(bibliography: Bibliography, **fields: str) -> None:
    place = bibliography.duplicate(**fields)
    if place:
        raise CannotAddError(f"this source is there already: {place}; cite that one")


def _find(services: Services, wanted: Wanted) -> _Found:
    """Both services' records. Raises FetchError where one fails, or neither knows the paper."""
    if wanted.pmid:
        main = services.pubmed.article(wanted.pmid)
        return _compared(main, unless_unknown(lambda: services.crossref.work(main.doi)) if main.doi else None)
    crossref, pubmed = unless_unknown(lambda: services.crossref.work(wanted.doi)), services.pubmed.find(wanted.doi)
    if crossref:
        return _compared(crossref, pubmed)
    if pubmed:
        return _compared(pubmed, None)
    raise FetchError("Crossref", Trouble.NOT_FOUND, f"DOI {wanted.doi}, and PubMed has no record with it")


def _compared(main: Record, other: Record | None) -> _Found:
    return _Found(main, other, tuple(differences(main, other)) if other else ())


def _design(found: _Found, wanted: Wanted) -> Design:
    if wanted.design:
        return wanted.design
    types = [kind for record in found.records for kind in record.types]
    proposed = design_of(types)
    if proposed:
        return proposed
    said = f"PubMed's publication types do not say it ({', '.join(types)})" if types else "PubMed does not say it"
    choices = ", ".join(design.value for design in Design)
    raise CannotAddError(f"say what kind of source it is with --design; {said}. One of: {choices}")


def _notes(found: _Found, reference: Reference, wanted: Wanted) -> Iterator[str]:
    """What to say after writing."""
    notice = worst(notice for record in found.records for notice in record.notices)
    if notice and notice.status is RefStatus.RETRACTED:
        yield (
            f"WARNING: this paper is retracted ({notice.where}). Do not rest a fact on it; if it must stay, say why in "
            "its `note`, or validation fails."
        )
    elif notice:
        yield f"WARNING: there is a {notice.status.label} notice about this paper ({notice.where}); read it first."
    if found.differences:
        yield (
            f"No `checked`: {found.main.service} and {found.other.service if found.other else ''} differ in "
            f"{' and '.join(found.differences)}. Compare both with the paper, mend the entry, then add "
            "checked = {YYYY-MM-DD}."
        )
    elif not found.other:
        absent = "PubMed" if found.main.service == "Crossref" else "Crossref"
        yield (
            f"No `checked`: only {found.main.service} knows this paper ({absent} does not). Compare it with a second "
            "place, such as the publisher's page, then add checked = {YYYY-MM-DD}."
        )
    proposed = design_of([kind for record in found.records for kind in record.types])
    if not wanted.design:
        yield f"The design '{reference.design}' is what PubMed says; change it if the paper says otherwise."
    elif proposed and proposed is not wanted.design:
        yield f"PubMed calls it '{proposed}', you say '{wanted.design}': make sure."
    yield f"Cite it: [@{reference.key}] in prose, `ref: {reference.key}` in a list of sources. Then run make validate."
