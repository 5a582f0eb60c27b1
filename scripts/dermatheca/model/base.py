"""What all entities share: frozen models, slugs, sources, and prose with its citations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Annotated

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

SLUG = r"^[a-z0-9]+(-[a-z0-9]+)*$"
PARTIAL_DATE = r"^(19|20)[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


def _real_day(value: str) -> str:
    if len(value) == 10:
        dt.date.fromisoformat(value)
    return value


def _iso_day(value: object) -> object:
    if isinstance(value, str) and len(value) != 10:
        raise ValueError("must be a day as YYYY-MM-DD")
    return value


Slug = Annotated[str, StringConstraints(pattern=SLUG, max_length=60)]


@dataclass(frozen=True)
class Link:
    """Marks an id as pointing to an entity of `kind`; linking and rules read it from the annotation."""

    kind: str


AgentId = Annotated[Slug, Link("agent")]
ChapterId = Annotated[Slug, Link("chapter")]
ClassId = Annotated[Slug, Link("class")]
ConditionId = Annotated[Slug, Link("condition")]
OutcomeId = Annotated[Slug, Link("outcome")]
RefKey = Annotated[Slug, Link("reference")]
TargetId = Annotated[Slug, Link("target")]
TermId = Annotated[Slug, Link("term")]

# Text is not taken for a number: 0300, 3_00 and 2e1 mean different things to different readers.
Whole = Annotated[int, Field(strict=True)]
Real = Annotated[float, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]
Line = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[^\n]+$")]
Text = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Day = Annotated[dt.date, BeforeValidator(_iso_day)]
PartialDate = Annotated[str, StringConstraints(pattern=PARTIAL_DATE), AfterValidator(_real_day)]


class Model(BaseModel):
    """Frozen, and closed: an unknown field is an error."""

    # Built when first used: most models are only ever used inside another, and building each would double the start.
    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)


class Source(Model):
    """Where a statement comes from."""

    ref: RefKey = Field(description="Key of an entry in references.bib.")
    at: Line | None = Field(None, description="Where in it: section of a label, table or page of a paper.")
    checked: Day | None = Field(
        None,
        description="Day on which someone compared this very statement with this source (YYYY-MM-DD). Absent where nobody has.",
    )


class Statement(Model):
    """Anything that carries a fact."""

    sources: tuple[Source, ...] = Field(min_length=1, description="Where this comes from; at least one.")


class Prose(Model):
    """A short text whose sources are its citations."""

    text: Text = Field(
        description="Plain sentences, each claim followed by its citation: [@key], [@key, p. 3] or [@a; @b]."
    )
    checked: Day | None = Field(
        None, description="Day on which someone compared every sentence with the sources it cites (YYYY-MM-DD)."
    )


class Entity(Model):
    """A thing with a page."""

    id: Slug = Field(description="Lower-case slug; the page's address. Never reused.")
    name: Line = Field(description="Name as the field uses it; for a drug its INN.")
    former_ids: tuple[Slug, ...] = Field((), description="Ids this entity had before; their addresses redirect here.")


class AgeRange(Model):
    """Ages in years; 6 months is 0.5."""

    min: Real | None = Field(None, ge=0, le=120, description="Youngest age in years.")
    max: Real | None = Field(None, ge=0, le=120, description="Oldest age in years, inclusive.")


class Who(Model):
    """The people a statement is about."""

    who: Line = Field(
        description="The population in the source's terms, e.g. 'adults with moderate to severe disease'."
    )
    age_years: AgeRange | None = Field(None, description="Their ages in years, where the source gives them.")
