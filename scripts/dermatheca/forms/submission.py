"""What a form becomes: a typed submission, and then a proposal to change the catalogue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from dermatheca import cite
from dermatheca.forms.answers import Answers
from dermatheca.model.base import Model, Source
from dermatheca.model.parse import parse
from dermatheca.problem import Place
from dermatheca.read.yaml import Document, Path_
from dermatheca.scaffold.draft import Change
from dermatheca.scaffold.lines import tidy

M = TypeVar("M", bound=Model)


@dataclass(frozen=True)
class Submission(Generic[M]):
    """A valid entity, and the plain data that it was made from, with its numbers as they were printed."""

    entity: M
    data: dict[str, Any]


@dataclass(frozen=True)
class Proposal:
    """What to change. `title` and `slug` are made of checked values only.

    `todo` is what an editor still does; `editor` says why an editor takes it from here, and then nothing is changed.
    """

    title: str
    slug: str
    changes: tuple[Change, ...] = ()
    todo: tuple[str, ...] = ()
    editor: tuple[str, ...] = ()


def typed(answers: Answers, model: type[M], data: dict[str, Any], fields: dict[str, str]) -> Submission[M] | None:
    """`data` as a `model`; what is wrong becomes a fault of the form's field that `fields` names for it."""
    data = {name: value for name, value in data.items() if value not in (None, "", [], {})}
    places: dict[Path_, Place] = {(name,): Place(fields.get(name, name)) for name in data}
    document = Document("", data, {(): Place(""), **places}, {})
    entity, problems = parse(model, data, document)
    ids, told = {field.id for field in answers.form.fields}, answers.told()
    # What follows from an answer that is missing or faulty has been said.
    for problem in [p for p in problems if p.place.file and p.place.file not in told] or ([] if told else problems):
        name, (must, _, found) = problem.place.file, problem.message.partition("; found ")
        answers.fault(name if name in ids else answers.form.fields[0].id, must, found, problem.hint)
    return None if entity is None or answers.faults else Submission(entity, data)


def plain(sources: tuple[Source, ...]) -> list[dict[str, Any]]:
    """Sources as plain data."""
    return [source.model_dump(mode="json", exclude_none=True) for source in sources]


def cited(text: str, sources: tuple[Source, ...], checked: str) -> dict[str, Any]:
    """A text that cites: its own citations, or the sources at its end."""
    text = tidy(text)
    if text and sources and not cite.keys(text):
        keys = "; ".join(f"@{key}" for key in dict.fromkeys(source.ref for source in sources))
        text = f"{text.removesuffix('.')} [{keys}]."
    return {"text": text, **({"checked": checked} if checked else {})} if text else {}
