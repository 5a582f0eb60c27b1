"""Add to a file, or replace one value in it, and leave every other byte as it is.

What was written is read again and compared with what was meant; a file whose layout makes that fail is refused, so that
no text, however made, can change more than its own place.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from typing import Any

import yaml

from dermatheca.model.base import Model
from dermatheca.problem import Place
from dermatheca.read.yaml import Document, Path_, parse_yaml
from dermatheca.scaffold.kinds import RefusedError
from dermatheca.scaffold.lines import scalar

Make = Callable[[int], list[str]]
"""Makes the lines to insert, for the column at which they begin."""


_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Source:
    """A YAML file as lines (with their line ends) and as data with places."""

    def __init__(self, raw: bytes, file: str) -> None:
        self.file = file
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            raise RefusedError(f"{file}: must be UTF-8 text") from None
        self.mark = "\ufeff" if text.startswith("\ufeff") else ""  # what some editors put first
        text = text.removeprefix(self.mark)
        self.lines = re.findall(r"[^\n]*\n|[^\n]+", text)
        self.newline = "\r\n" if self.lines and self.lines[0].endswith("\r\n") else "\n"
        self.document = self._parse(text)

    def _parse(self, text: str) -> Document:
        document, problems = parse_yaml(text.replace("\r\n", "\n"), self.file)
        if document is None or problems:
            raise RefusedError(*map(str, problems))
        return document

    def value(self, path: Path_) -> Any:
        """The data at `path`; None where there is none."""
        data = self.document.data
        for part in path:
            try:
                data = data[part]
            except (KeyError, IndexError, TypeError):
                return None
        return data

    def line(self, path: Path_, key: bool = False) -> int:
        """The index of the line on which the value (or its key) at `path` begins."""
        return self.document.place(path, key).line - 1

    def end(self, path: Path_, column: int) -> int:
        """The index of the line after the node at `path`; comments up to `column` belong to what follows."""
        inside, after = 0, len(self.lines)
        places = [*self.document.values.items(), *self.document.keys.items()]
        for where, place in places:
            if where[: len(path)] == path:
                inside = max(inside, place.line)
        for where, place in places:
            if where[: len(path)] != path and place.line > inside:
                after = min(after, place.line - 1)
        while after > inside and self._passed_by(self.lines[after - 1], column):
            after -= 1
        return after

    @staticmethod
    def _passed_by(line: str, column: int) -> bool:
        text = line.lstrip(" ")
        return not text.strip() or text.rstrip() == "-" or (text.startswith("#") and len(line) - len(text) <= column)

    def put(self, at: int, new: list[str], meant: Any) -> bytes:
        """The file with `new` before line `at`; `meant` is the data that it must then hold.

        :raises RefusedError: if it does not.
        """
        lines = [line + self.newline for line in new]
        before = self.lines[:at]
        if before and not before[-1].endswith("\n"):
            before[-1] += self.newline
            lines[-1] = lines[-1].removesuffix(self.newline)
        return self.proven("".join([*before, *lines, *self.lines[at:]]), meant)

    def proven(self, text: str, meant: Any) -> bytes:
        """`text` as bytes, if it reads as `meant`.

        :raises RefusedError: if it does not.
        """
        if self._parse(text).data != meant:
            raise RefusedError(
                f"{self.file}: its layout does not allow this to be written safely; please edit it by hand"
            )
        return (self.mark + text).encode("utf-8")


def append(raw: bytes, file: str, path: Path_, make: Make, model: type[Model] | None = None) -> bytes:
    """`raw` with one more item at the end of the list at `path`.

    :param make: makes the lines of the item
    :param model: what holds the list; gives a list that is not there yet its place among the fields
    :raises RefusedError: if the list is written in another layout than one item a line.
    """
    item = item_of(make)
    source = Source(raw, file)
    found = source.value(path)
    meant = copy.deepcopy(source.document.data)
    if found is None and model is not None:
        _parent(meant, path)[path[-1]] = [item]
        return _append_key(source, path, make, model, meant)
    if not isinstance(found, list) or not found:
        where = source.document.place(path)
        raise RefusedError(f"{where}: must be a list with an item a line to add to; mend it, then try again")
    line = source.lines[source.line((*path, 0))]
    dash = re.match(r" *(?=- )", line)
    if dash is None:
        where = source.document.place((*path, 0))
        raise RefusedError(f"{where}: must begin each item on a line of its own with '- '; mend it, then try again")
    column = dash.end()
    _at(meant, path).append(item)
    return source.put(source.end(path, column), make(column), meant)


def item_of(make: Make) -> Any:
    """The data that the lines of an item hold."""
    document, problems = parse_yaml("\n".join(make(0)), "the new entry")
    if document is None or problems:
        raise RefusedError(*map(str, problems))
    return document.data[0]


def _append_key(source: Source, path: Path_, make: Make, model: type[Model], meant: Any) -> bytes:
    """Add a list that is not there yet, after the fields that come before it."""
    parent, name = path[:-1], path[-1]
    assert isinstance(name, str)
    siblings = list(source.value(parent) or {})
    column = source.document.place((*parent, siblings[0]), key=True).column - 1
    if (*parent, name) in source.document.keys:  # the key stands there without a value
        at, head = source.line((*parent, name), key=True) + 1, []
    else:
        order = list(model.model_fields)
        earlier = [s for s in siblings if s not in order or order.index(s) < order.index(name)]
        last = max(earlier or siblings, key=lambda sibling: source.line((*parent, sibling), key=True))
        at, head = source.end((*parent, last), column), [" " * column + f"{name}:"]
    return source.put(at, head + make(column + 2), meant)


def _at(data: Any, path: Path_) -> Any:
    for part in path:
        data = data[part]
    return data


def _parent(data: Any, path: Path_) -> Any:
    return _at(data, path[:-1])


def replace_value(raw: bytes, file: str, path: Path_, value: Any) -> bytes:
    """`raw` with the one-line value at `path` replaced by `value`.

    :raises RefusedError: if the value is not there, or takes more than one line.
    """
    source = Source(raw, file)
    place = source.document.values.get(path)
    span = None if place is None else _span(source, place)
    if place is None or span is None:
        raise RefusedError(
            f"{file}: must have a value of one line at {'.'.join(map(str, path))}; please edit it by hand"
        )
    meant = copy.deepcopy(source.document.data)
    _parent(meant, path)[path[-1]] = value
    row = place.line - 1
    line, old = source.lines[row], source.lines[row][span[0] : span[1]]
    if _DAY.fullmatch(old) and _DAY.fullmatch(str(value)):
        written = str(value)  # the file writes days without quotes; keep its way
    else:  # between braces or brackets some signs end a value
        written = scalar([value])[1:-1] if re.search(r"[,\[\]{}]", str(value)) else scalar(value)
    lines = [*source.lines[:row], line[: span[0]] + written + line[span[1] :], *source.lines[row + 1 :]]
    return source.proven("".join(lines), meant)


def _span(source: Source, place: Place) -> tuple[int, int] | None:
    """The columns between which the value at `place` is written; None if it is none of one line."""
    for event in yaml.parse("".join(source.lines), Loader=yaml.CSafeLoader):
        start, end = event.start_mark, event.end_mark
        if (
            isinstance(event, yaml.ScalarEvent)
            and start
            and end
            and (start.line, start.column) == (place.line - 1, place.column - 1)
        ):
            one_line = end.line == start.line and event.style not in ("|", ">") and end.column > start.column
            return (start.column, end.column) if one_line else None
    return None
