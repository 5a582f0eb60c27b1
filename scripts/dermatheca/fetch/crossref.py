"""Crossref's REST API: https://api.crossref.org (`/works/{doi}`, and the notices about a work)."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import quote

from pydantic import BaseModel, Field

from dermatheca.fetch.client import Client
from dermatheca.fetch.record import Notice, Record, plain
from dermatheca.model.reference import Author
from dermatheca.model.vocabulary import RefStatus

NAME = "Crossref"

_NOTICES = {
    "retraction": RefStatus.RETRACTED,
    "removal": RefStatus.RETRACTED,
    "withdrawal": RefStatus.RETRACTED,
    "partial_retraction": RefStatus.CORRECTED,
    "expression_of_concern": RefStatus.CONCERN,
    "correction": RefStatus.CORRECTED,
    "corrigendum": RefStatus.CORRECTED,
    "erratum": RefStatus.CORRECTED,
}


class _Person(BaseModel):
    family: str = ""
    given: str = ""
    name: str = ""
    sequence: str = ""


class _Date(BaseModel):
    parts: list[list[int | None]] = Field([], alias="date-parts")

    @property
    def year(self) -> int | None:
        return self.parts[0][0] if self.parts and self.parts[0] else None


class _Update(BaseModel):
    doi: str = Field("", alias="DOI")
    type: str = ""


class _Work(BaseModel):
    """The fields used of a work; Crossref has many more, and leaves out what a publisher has not deposited."""

    doi: str = Field(alias="DOI")
    title: list[str] = []
    author: list[_Person] = []
    container: list[str] = Field([], alias="container-title")
    container_short: list[str] = Field([], alias="short-container-title")
    issn: list[str] = Field([], alias="ISSN")
    issued: _Date = _Date()
    in_print: _Date = Field(_Date(), alias="published-print")
    online: _Date = Field(_Date(), alias="published-online")
    volume: str = ""
    issue: str = ""
    page: str = ""
    article_number: str = Field("", alias="article-number")
    publisher: str = ""
    type: str = ""
    updated_by: list[_Update] = Field([], alias="updated-by")
    update_to: list[_Update] = Field([], alias="update-to")


class _Answer(BaseModel):
    status: str
    message: _Work


class _Found(BaseModel):
    items: list[_Work] = []


class _List(BaseModel):
    status: str
    message: _Found


@dataclass(frozen=True)
class Crossref:
    """Crossref at `base`."""

    client: Client
    base: str

    def work(self, doi: str) -> Record:
        """What Crossref says of a DOI, with every notice that it knows about it. Raises FetchError."""
        record = self.client.ask(
            NAME, f"{self.base}/works/{quote(doi, safe='')}", {}, "json", lambda body: _read(body, doi), f"DOI {doi}"
        )
        # A work does not always name its notices; a notice always names its work.
        more = self.client.ask(
            NAME,
            f"{self.base}/works",
            {"filter": f"updates:{doi}", "select": "DOI,update-to", "rows": "20"},
            "json",
            lambda body: _read_notices(body, doi),
            f"notices about DOI {doi}",
        )
        return replace(record, notices=tuple(dict.fromkeys((*record.notices, *more))))


def _loads(body: bytes) -> object:
    return json.loads(body.decode("utf-8"))


def _read(body: bytes, doi: str) -> Record:
    answer = _Answer.model_validate(_loads(body))
    work = answer.message
    if answer.status != "ok":
        raise ValueError(f"its status is '{answer.status[:40]}'")
    if work.doi.lower() != doi.lower():
        raise ValueError(f"it is about another DOI, {work.doi[:80]}")
    if not work.title or not plain(work.title[0]):
        raise ValueError("it has no title")
    first = [p for p in work.author if p.sequence == "first"]
    people = first + [p for p in work.author if p.sequence != "first"]
    years = (work.in_print.year, work.issued.year, work.online.year)
    return Record(
        service=NAME,
        title=plain(work.title[0]),
        authors=tuple(author for author in map(_author, people) if author),
        journals=_clean(*work.container_short, *work.container),
        issns=tuple(work.issn),
        years=tuple(dict.fromkeys(year for year in years if year)),
        volume=plain(work.volume),
        number=plain(work.issue),
        pages=plain(work.page or work.article_number),
        publisher=plain(work.publisher),
        doi=work.doi,
        kind=work.type,
        notices=_notices(work.updated_by),
    )


def _read_notices(body: bytes, doi: str) -> tuple[Notice, ...]:
    answer = _List.model_validate(_loads(body))
    if answer.status != "ok":
        raise ValueError(f"its status is '{answer.status[:40]}'")
    return _notices(
        _Update(DOI=item.doi, type=update.type)
        for item in answer.message.items
        for update in item.update_to
        if update.doi.lower() == doi.lower()
    )


def _notices(updates: Iterable[_Update]) -> tuple[Notice, ...]:
    return tuple(
        Notice(_NOTICES[update.type], f"DOI {plain(update.doi)}" if update.doi else NAME)
        for update in updates
        if update.type in _NOTICES
    )


def _clean(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in map(plain, names) if name))


def _author(person: _Person) -> Author | None:
    family, given = plain(person.family or person.name), plain(person.given)
    return Author(family=family[:400], given=given if person.family else "") if family else None
