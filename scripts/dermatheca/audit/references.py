"""References against Crossref and PubMed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dermatheca.audit.papers import Papers
from dermatheca.audit.task import GRAVE, SLIGHT, URGENT, USUAL, Finding, Outcome, Subject, Task
from dermatheca.fetch import crossref, pubmed
from dermatheca.fetch.crossref import Crossref
from dermatheca.fetch.errors import unless_unknown
from dermatheca.fetch.record import Record, same_title, worst
from dermatheca.link import Catalogue, Home
from dermatheca.model.reference import Reference
from dermatheca.model.vocabulary import RefStatus
from dermatheca.reference.draft import design_of

_GRAVITY = {RefStatus.RETRACTED: URGENT, RefStatus.CONCERN: GRAVE, RefStatus.CORRECTED: USUAL}


def tasks(catalogue: Catalogue, asked: Crossref, papers: Papers) -> Iterator[Task]:
    """One task for each DOI and each PubMed id."""
    for key, reference in catalogue.references.items():
        home = catalogue.homes["reference", key]
        subject = Subject("references", f"reference:{key}", home.place())
        inputs = reference.model_dump_json()
        look = _Look(reference, subject, home)
        if reference.doi:
            yield Task(subject, crossref.NAME, inputs, partial(look.crossref, asked))
        if reference.pmid:
            yield Task(subject, pubmed.NAME, inputs, partial(look.pubmed, papers))


class _Look:
    """One reference and one service."""

    def __init__(self, reference: Reference, subject: Subject, home: Home) -> None:
        self.reference = reference
        self.subject = subject
        self.home = home

    def crossref(self, asked: Crossref) -> Outcome:
        """Ask Crossref. Raises FetchError."""
        doi = self.reference.doi or ""
        record = unless_unknown(lambda: asked.work(doi))
        if record is None:
            mend = "correct the DOI; if https://doi.org knows it, it is registered elsewhere and may stay"
            return self._unknown(f"Crossref does not know the DOI {doi}", mend, "doi")
        return self._compared(record)

    def pubmed(self, papers: Papers) -> Outcome:
        """Ask PubMed. Raises FetchError."""
        pmid = self.reference.pmid or ""
        record = unless_unknown(lambda: papers.get(pmid))
        if record is None:
            return self._unknown(f"PubMed does not know the number {pmid}", "correct the PubMed id", "pmid")
        return self._compared(record)

    def _unknown(self, message: str, mend: str, field: str) -> Outcome:
        return Outcome(findings=(self.subject.finding(GRAVE, message, mend, self.home.place((field,))),))

    def _compared(self, record: Record) -> Outcome:
        findings = (*self._status(record), *self._identity(record), *self._design(record))
        note = self.subject.note(f"known to {record.service}", f"{record.service} has it")
        return Outcome(findings=findings, notes=(note,))

    def _status(self, record: Record) -> Iterator[Finding]:
        notice, status = worst(record.notices), self.reference.status
        if notice and notice.status is not status and status is not RefStatus.RETRACTED:
            mend = f"look at every statement that rests on it, and set status = {{{notice.status.value}}}"
            what = "retracted" if notice.status is RefStatus.RETRACTED else f"under a {notice.status.label} notice"
            where = f" ({notice.where})" if notice.where != record.service else ""
            yield self.subject.finding(_GRAVITY[notice.status], f"{record.service} says that it is {what}{where}", mend)

    def _identity(self, record: Record) -> Iterator[Finding]:
        reference = self.reference
        if not same_title(record.title, reference.title):
            yield self.subject.finding(
                GRAVE,
                f"its title differs from {record.service}'s: '{record.title[:200]}'",
                "see which one is wrong: the title, or the number that leads to another paper",
                self.home.place(("title",)),
            )
        if record.years and reference.year not in record.years:
            years = " or ".join(map(str, sorted(record.years)))
            yield self.subject.finding(
                USUAL,
                f"its year {reference.year} differs from {record.service}'s: {years}",
                "correct the year",
                self.home.place(("year",)),
            )
        known = (reference.doi or "").lower()
        if record.service == pubmed.NAME and record.doi and known and record.doi.lower() != known:
            yield self.subject.finding(
                GRAVE,
                f"its DOI {reference.doi} differs from that of its PubMed record: {record.doi}",
                "see which number leads to another paper",
                self.home.place(("doi",)),
            )

    def _design(self, record: Record) -> Iterator[Finding]:
        says, design = design_of(record.types), self.reference.design
        if says and says is not design:
            yield self.subject.finding(
                SLIGHT,
                f"PubMed calls it '{says}' ({', '.join(record.types)}), the entry '{design}'",
                "read which it is, for the level of evidence follows from it",
            )
