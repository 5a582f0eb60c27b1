"""The lines of an entry: YAML with comments, made from the model and the facts known so far."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

import yaml

from dermatheca.link import Catalogue
from dermatheca.model.base import Model
from dermatheca.model.fields import FieldInfo, fields
from dermatheca.model.trial import Trial

WIDTH = 118
_LISTED = 24  # so many ids of a kind are written out; more would bury the words


@dataclass(frozen=True)
class Line:
    """One line: its text from column `indent`; commented out at column `off`; `todo` names the fact it lacks."""

    text: str
    comment: str = ""
    indent: int = 0
    off: int | None = None
    todo: str = ""


def scalar(value: Any) -> str:
    """A value as YAML on one line, quoted where it must be."""
    if isinstance(value, str) and not value.isprintable():
        return str(yaml.safe_dump(value, default_style='"', allow_unicode=False, width=10**6)).strip()
    dumped = str(yaml.safe_dump(value, allow_unicode=True, width=10**6, default_flow_style=True))
    return dumped.removesuffix("\n").removesuffix("\n...")


class Lines:
    """Makes the lines of entries. With `guide`, optional parts that are not given are written as comments."""

    def __init__(self, catalogue: Catalogue, guide: bool = True) -> None:
        self.catalogue = catalogue
        self.guide = guide

    def entry(self, model: type[Model], data: dict[str, Any], path: str = "") -> Iterator[Line]:
        """The fields of `model`: those in `data`, those that must still be given, and the optional ones as comments."""
        for field in fields(model):
            here = f"{path}.{field.name}" if path else field.name
            if field.name in data:
                yield from self._given(field, data[field.name], here)
            elif field.required:
                yield from self._missing(field, here)
            elif self.guide:
                yield from (replace(line, off=0) for line in self._template(field))

    def items(self, model: type[Model], items: list[dict[str, Any]], path: str = "") -> Iterator[Line]:
        """Entries of a list, each with its dash."""
        for index, item in enumerate(items):
            yield from dashed(self.entry(model, item, f"{path}.{index}" if path else ""))

    def _given(self, field: FieldInfo, value: Any, path: str) -> Iterator[Line]:
        if field.model is None:
            yield from _long(field.name, value) if field.long else [Line(f"{field.name}: {scalar(value)}")]
            return
        yield Line(f"{field.name}:")
        inner = self.items(field.model, value, path) if field.many else self.entry(field.model, value, path)
        yield from _indented(inner)

    def _missing(self, field: FieldInfo, path: str) -> Iterator[Line]:
        if field.model is None:
            yield Line(_empty(field), f"TODO: {self.words(field)}", todo=path)
            return
        yield Line(f"{field.name}:")
        inner = self.items(field.model, [{}], path) if field.many else self.entry(field.model, {}, path)
        yield from _indented(inner)

    def _template(self, field: FieldInfo) -> Iterator[Line]:
        """The lines of an optional field that is not given; the words 'needed' mark what it cannot do without."""
        needed = "needed: " if field.required else ""
        if field.model is None:
            yield Line(_empty(field), needed + self.words(field))
        elif field.model is Trial:
            yield Line("(a trial is added with: make new KIND=trial)")
        else:
            yield Line(f"{field.name}:", needed + self.words(field))
            inner = (line for one in fields(field.model) for line in self._template(one))
            yield from _indented(dashed(inner) if field.many else inner)

    def words(self, field: FieldInfo, spoken: bool = False) -> str:
        """What the field holds, and the values it may have: as YAML writes them, or as one says them."""
        which = "Any of" if field.many else "One of"
        if field.choices:
            choices = field.choices if spoken else map(scalar, field.choices)
            return f"{field.description} {which}: {', '.join(choices)}."
        if field.base is bool:
            return f"{field.description} One of: true, false."
        ids = sorted(self.catalogue.ids(field.link)) if field.link else []
        if ids and len(ids) <= _LISTED and field.link != "reference":
            return f"{field.description} {which}: {', '.join(ids)}."
        return field.description


def _empty(field: FieldInfo) -> str:
    if field.many:
        return f"{field.name}: []"
    return f"{field.name}: >-" if field.long else f"{field.name}:"


def tidy(text: str) -> str:
    """A long text as it is kept: paragraphs, each with single spaces."""
    return "\n\n".join(" ".join(part.split()) for part in re.split(r"\n\s*\n", text.strip()))


def _long(name: str, value: str) -> Iterator[Line]:
    """A text as a folded block; quoted on one line where a block could not hold it."""
    paragraphs = tidy(value).split("\n\n")
    if not all(paragraph and paragraph.isprintable() for paragraph in paragraphs):
        yield Line(f"{name}: {scalar(value)}")
        return
    yield Line(f"{name}: >-")
    for index, paragraph in enumerate(paragraphs):
        if index:  # two empty lines in a folded block are one empty line in its text
            yield from (Line(""), Line(""))
        for row in textwrap.wrap(paragraph, WIDTH - 8, break_long_words=False, break_on_hyphens=False):
            yield Line(row, indent=2)


def _indented(lines: Iterator[Line]) -> Iterator[Line]:
    for line in lines:
        yield replace(line, indent=line.indent + 2, off=None if line.off is None else line.off + 2)


def dashed(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines of one item of a list: a dash before its first line, the others below it."""
    first = next(lines)
    yield replace(first, text=f"- {first.text}")
    yield from _indented(lines)


def lay_out(lines: Iterator[Line], base: int = 0) -> Iterator[tuple[str, str]]:
    """Every line as written at column `base`, with the path of the fact it lacks ('' for none)."""
    for line in lines:
        column = base + line.indent
        margin = " " * column
        if line.off is not None:
            margin = " " * (base + line.off) + "# " + " " * (line.indent - line.off)
        mark, _, words = line.comment.partition(": ") if line.todo else ("", "", line.comment)
        inline = f"{margin}{line.text}  # {line.comment}" if line.comment else f"{margin}{line.text}"
        if len(inline) > WIDTH and line.comment:
            for row in textwrap.wrap(words, max(40, WIDTH - len(margin) - 2), break_on_hyphens=False):
                # two signs: taking '# ' away from the lines below leaves it a comment
                yield f"{margin}{'##' if line.off is None else '#'} {row}", ""
            inline = f"{margin}{line.text}  # {mark}" if mark else f"{margin}{line.text}"
        yield inline.rstrip() if line.text else "", line.todo
