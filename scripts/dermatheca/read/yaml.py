"""Read YAML into plain values with a place for every key and value.

Works on libyaml's events, so that nothing is built that the file does not spell out: anchors, aliases, tags, merge
keys and further documents are refused, nesting is bounded, and a key given twice is a problem. Plain scalars follow
the YAML 1.2 core schema without octal, hexadecimal and infinities, so `no`, `on`, `12:30` and `1_000` stay text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dermatheca.problem import Place, Problem
from dermatheca.read.text import hidden, place_at, read_text, shown

MAX_DEPTH = 24
MAX_KEY = 100

Path_ = tuple[str | int, ...]

_NODES = (yaml.ScalarEvent, yaml.CollectionStartEvent)
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)$")
_FLOAT = re.compile(r"[-+]?(0|[1-9][0-9]*)\.[0-9]+$")
_CONSTANTS = {"": None, "~": None, "null": None, "true": True, "false": False}


@dataclass(frozen=True)
class Document:
    """One YAML file: `data` is its value, `values` and `keys` the places of each value and key by path."""

    file: str
    data: Any
    values: dict[Path_, Place] = field(repr=False)
    keys: dict[Path_, Place] = field(repr=False)

    def place(self, path: Path_ = (), key: bool = False) -> Place:
        """Where the value (or its key) at `path` stands; for an absent one, where its nearest parent stands."""
        if key and path in self.keys:
            return self.keys[path]
        for length in range(len(path), -1, -1):
            if path[:length] in self.values:
                return self.values[path[:length]]
        return Place(self.file)


class _RefusedError(Exception):
    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def _scalar(event: yaml.ScalarEvent) -> Any:
    text = event.value
    if event.style:  # quoted or block
        return text
    if text in _CONSTANTS:
        return _CONSTANTS[text]
    if _INT.match(text) and len(text) < 19:
        return int(text)
    return float(text) if _FLOAT.match(text) else text


@dataclass
class _Frame:
    """An open list or mapping while events stream by."""

    container: Any
    path: Path_
    key: str | None = None
    awaits_key: bool = True


class _Builder:
    """Turns events into one value; refuses what a catalogue file has no use for."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.values: dict[Path_, Place] = {}
        self.keys: dict[Path_, Place] = {}
        self.problems: list[Problem] = []
        self.root: Any = None
        self.stack: list[_Frame] = []
        self.documents = 0

    def place(self, event: yaml.Event) -> Place:
        mark = event.start_mark
        return Place(self.file, mark.line + 1, mark.column + 1) if mark else Place(self.file)

    def refuse(self, event: yaml.Event, rule: str, message: str, hint: str = "") -> _RefusedError:
        return _RefusedError(Problem(self.place(event), rule, message, hint))

    def feed(self, event: yaml.Event) -> None:
        if isinstance(event, _NODES):
            self.node(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self.stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
            if self.documents > 1:
                raise self.refuse(event, "yaml-one-document", "must hold one document", "delete the '---'")
        elif isinstance(event, yaml.AliasEvent):
            raise self.refuse(
                event, "yaml-no-anchor", f"must not use the alias '*{shown(event.anchor or '')}'", "write it out"
            )

    def node(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent) -> None:
        if event.anchor:
            raise self.refuse(event, "yaml-no-anchor", f"must not use the anchor '&{shown(event.anchor)}'", "delete it")
        if event.tag is not None and event.tag != "!":
            raise self.refuse(event, "yaml-no-tag", f"must not use the tag '{shown(event.tag)}'", "delete it")
        if isinstance(event, yaml.ScalarEvent) and event.style == '"':
            self.characters(event)
        frame = self.stack[-1] if self.stack else None
        if frame is not None and isinstance(frame.container, dict) and frame.awaits_key:
            self.key(event, frame)
            return
        path: Path_ = () if frame is None else self.child(frame)
        if len(path) > MAX_DEPTH:
            raise self.refuse(
                event, "yaml-depth", f"must not nest deeper than {MAX_DEPTH} levels", "compare it with its neighbours"
            )
        value: Any
        if isinstance(event, yaml.ScalarEvent):
            value = _scalar(event)
        else:
            value = {} if isinstance(event, yaml.MappingStartEvent) else []
        self.values.setdefault(path, self.place(event))
        if frame is None:
            self.root = value
        elif isinstance(frame.container, list):
            frame.container.append(value)
        else:
            frame.container.setdefault(frame.key, value)  # a key given twice is reported; its first value stays
            frame.awaits_key = True
        if not isinstance(event, yaml.ScalarEvent):
            self.stack.append(_Frame(value, path))

    def key(self, event: yaml.ScalarEvent | yaml.CollectionStartEvent, frame: _Frame) -> None:
        if not isinstance(event, yaml.ScalarEvent):
            raise self.refuse(event, "yaml-key-text", "must have text as a key", "give the field a name")
        name = event.value
        if name == "<<" and not event.style:
            raise self.refuse(event, "yaml-no-merge", "must not use the merge key '<<'", "write the fields out")
        if len(name) > MAX_KEY or "\n" in name:
            message = f"must have a field's name of one line and at most {MAX_KEY} characters; found '{shown(name)}'"
            raise self.refuse(event, "yaml-key-text", message, "the quotes or the indentation may be wrong")
        path = (*frame.path, name)
        if name in frame.container:
            first = self.keys[path].line
            self.problems.append(
                Problem(
                    self.place(event),
                    "yaml-duplicate-key",
                    f"must give '{name}' once; it is given first on line {first}",
                    "delete one of the two",
                )
            )
        self.keys.setdefault(path, self.place(event))
        frame.key, frame.awaits_key = name, False

    def characters(self, event: yaml.ScalarEvent) -> None:
        """Refuse what an escape such as \\u202e brings past the check of the file's own characters."""
        found = next(hidden(event.value), None)
        if found or "\r" in event.value:
            message = found[1] if found else "must not hold the invisible character U+000D"
            raise self.refuse(event, "hidden-character", message, "delete the escape that makes it")

    @staticmethod
    def child(frame: _Frame) -> Path_:
        if isinstance(frame.container, list):
            return (*frame.path, len(frame.container))
        assert frame.key is not None
        return (*frame.path, frame.key)


def parse_yaml(text: str, file: str, first_line: int = 1) -> tuple[Document | None, list[Problem]]:
    """Parse `text`; `first_line` is the line of `file` on which it begins (for front matter)."""
    builder = _Builder(file)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            builder.feed(event)
    except _RefusedError as refused:
        builder.problems.append(refused.problem)
        builder.root = None
    except yaml.MarkedYAMLError as error:
        builder.problems.append(_syntax_problem(error, file))
        builder.root = None
    except yaml.reader.ReaderError as error:
        place = place_at(file, text, error.position)
        builder.problems.append(Problem(place, "yaml-syntax", f"must be valid YAML: {error.reason}"))
        builder.root = None
    shift = first_line - 1
    problems = [_shifted(p, shift) for p in builder.problems]
    if builder.root is None:
        if not problems:
            problems = [
                Problem(Place(file), "yaml-not-empty", "must not be empty", "write its entries, or delete the file")
            ]
        return None, problems
    if shift:
        for places in (builder.values, builder.keys):
            for path, place in places.items():
                places[path] = Place(place.file, place.line + shift, place.column)
    return Document(file, builder.root, builder.values, builder.keys), problems


def _shifted(problem: Problem, shift: int) -> Problem:
    place = problem.place
    return Problem(Place(place.file, place.line + shift, place.column), problem.rule, problem.message, problem.hint)


def _syntax_problem(error: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)
    what = error.problem or "it cannot be parsed"
    if "cannot start any token" in what:
        return Problem(
            place,
            "yaml-syntax",
            f"must be valid YAML: {what}",
            "indent with spaces, and quote text that begins with @, `, % or a tab",
        )
    hint = "quote text that holds ': '" if "mapping values" in what else "check the indentation and quotes above"
    return Problem(place, "yaml-syntax", f"must be valid YAML: {what}", hint)


def read_yaml(path: Path, file: str) -> tuple[Document | None, list[Problem]]:
    """Read the YAML file at `path`, called `file` in problems; None when it can't be used."""
    text, problems = read_text(path, file)
    if problems:
        return None, problems
    return parse_yaml(text, file)
