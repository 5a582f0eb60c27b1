"""What an audit does and says: tasks, findings, notes, and what could not be checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from dermatheca.model.base import Model
from dermatheca.problem import Place

# The checks, in the order of the report, and what each one looks at.
CHECKS = {
    "references": "references against Crossref and PubMed: retraction, correction, title, year, kind",
    "numbers": "numbers of trial results against the PubMed abstracts of their sources",
    "registry": "registry numbers against ClinicalTrials.gov: existence, title, status, results",
    "labels": "United States labels against openFDA: a newer one",
    "links": "addresses of references: do they answer?",
    "stale": "statements that nobody compared with their source within a year",
}

# How much a finding matters.
URGENT, GRAVE, USUAL, SLIGHT = range(4)


class Finding(Model):
    """Something to mend."""

    check: str
    rank: int
    place: Place
    subject: str  # 'reference:roe-2020-sample'
    message: str
    mend: str

    @property
    def order(self) -> tuple[object, ...]:
        """The report's order: the gravest first."""
        return (self.rank, list(CHECKS).index(self.check), self.place, self.message)


class Note(Model):
    """Something that was looked at and needs no mending; `tag` counts alike ones."""

    check: str
    tag: str
    place: Place
    subject: str
    text: str


class Unchecked(Model):
    """Something that could not be checked, and why."""

    check: str
    service: str
    place: Place
    subject: str
    reason: str


class Outcome(Model):
    """What one task came to."""

    findings: tuple[Finding, ...] = ()
    notes: tuple[Note, ...] = ()
    unchecked: tuple[Unchecked, ...] = ()


@dataclass(frozen=True)
class Subject:
    """What a task is about: of which check, and where it stands."""

    check: str
    id: str
    place: Place

    def finding(self, rank: int, message: str, mend: str, place: Place | None = None) -> Finding:
        """A finding about it, or about a field of it at `place`."""
        return Finding(
            check=self.check, rank=rank, place=place or self.place, subject=self.id, message=message, mend=mend
        )

    def note(self, tag: str, text: str, place: Place | None = None) -> Note:
        """A note about it."""
        return Note(check=self.check, tag=tag, place=place or self.place, subject=self.id, text=text)

    def unchecked(self, service: str, reason: str) -> Unchecked:
        """That it could not be checked."""
        return Unchecked(check=self.check, service=service, place=self.place, subject=self.id, reason=reason)


@dataclass(frozen=True)
class Task:
    """One question to one service; `look` raises FetchError. `inputs` is all of the catalogue that it depends on."""

    subject: Subject
    service: str
    inputs: str
    look: Callable[[], Outcome]
