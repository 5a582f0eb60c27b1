"""References: the fields of an entry in references.bib."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from dermatheca.model.base import Day, Line, Model, PartialDate, Slug
from dermatheca.model.vocabulary import Design, RefStatus

EntryType = Literal["article", "book", "incollection", "inproceedings", "manual", "techreport", "misc", "online"]


class Author(Model):
    """A person, or a body with only a family name."""

    family: Line = Field(description="Family name, or the name of a body.")
    given: str = Field("", description="Given names or initials; empty for a body.")


class Reference(Model):
    """One source."""

    key: Slug = Field(description="Citation key, e.g. 'simpson-2016-solo' or 'label-us-dupixent'.")
    type: EntryType = Field(description="BibTeX entry type.")
    title: Annotated[str, StringConstraints(min_length=1, max_length=1000)] = Field(
        description="Title in sentence case as printed."
    )
    author: tuple[Author, ...] = Field(
        min_length=1, description="Authors, in BibTeX's 'Family, Given and Family, Given'; a body in braces."
    )
    year: int = Field(ge=1900, le=2100, description="Year of publication.")
    date: PartialDate | None = Field(None, description="Exact date, for labels and notices (revision date).")
    journal: Line | None = Field(None, description="Journal, as abbreviated in PubMed or in full.")
    booktitle: Line | None = Field(None, description="Book or proceedings.")
    publisher: Line | None = Field(None, description="Publisher, manufacturer or agency.")
    volume: Line | None = Field(None, description="Volume.")
    number: Line | None = Field(None, description="Issue, or application number of a label.")
    pages: Line | None = Field(None, description="Pages or article number.")
    doi: Annotated[str, StringConstraints(pattern=r"^10\.[0-9]{4,9}/[^\s\"<>]+$")] | None = Field(
        None, description="DOI without https://doi.org/."
    )
    pmid: Annotated[str, StringConstraints(pattern=r"^[1-9][0-9]{0,8}$")] | None = Field(None, description="PubMed id.")
    url: Annotated[str, StringConstraints(pattern=r"^https?://[^\s\"<>\\]+$", max_length=500)] | None = Field(
        None, description="Address, where there is no DOI."
    )
    design: Design = Field(description="What kind of source it is.")
    status: RefStatus | None = Field(None, description="Retracted, corrected, preprint, expression of concern.")
    note: Line | None = Field(None, description="What a reader must know of this source.")
    checked: Day | None = Field(
        None,
        description="Day on which its identity was proven by two independent places. Absent where nobody has; pages say so.",
    )

    @property
    def addresses(self) -> tuple[tuple[str, str], ...]:
        """What each address is called, and the address, the most lasting first."""
        found = (
            (f"doi:{self.doi}", f"https://doi.org/{self.doi}") if self.doi else None,
            (f"PubMed {self.pmid}", f"https://pubmed.ncbi.nlm.nih.gov/{self.pmid}/") if self.pmid else None,
            ("source", self.url) if self.url else None,
        )
        return tuple(filter(None, found))
