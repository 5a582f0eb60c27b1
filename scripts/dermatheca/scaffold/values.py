"""Facts for a new entry: text under a field's path becomes plain data, and plain data is checked as far as it goes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from dermatheca.link import Catalogue
from dermatheca.model.base import Model
from dermatheca.model.parse import parse
from dermatheca.problem import Place, Problem, nearest
from dermatheca.read.yaml import Document, Path_
from dermatheca.scaffold.fields import FieldInfo, field_of, fields
from dermatheca.scaffold.kinds import RefusedError

_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?$")


def assign(model: type[Model], data: dict[str, Any], path: str, text: str) -> None:
    """Put `text` at `path` ('summary.text', 'sources.ref', 'arms.1.n') into `data`.

    A list of values is separated by commas, or given by several calls; a list of parts takes a number from 0, which may
    be left out for the first.

    :raises RefusedError: if the model has no such field.
    """
    parts = path.split(".")
    for depth, part in enumerate(parts):
        field = field_of(model, part)
        if field is None:
            hint = nearest(part, [f.name for f in fields(model)])
            known = hint or "fields: " + ", ".join(f.name for f in fields(model))
            raise RefusedError(f"{path}: must be a field of the entry; '{part}' is none ({known})")
        rest = parts[depth + 1 :]
        if field.model is None:
            if rest:
                raise RefusedError(f"{path}: must end at '{part}', which holds no fields of its own")
            _put(field, data, text)
            return
        if not rest or rest == ["0"]:
            inside = ", ".join(f"{path}.{f.name}" for f in fields(field.model))
            raise RefusedError(f"{path}: must go on to a value: {inside}")
        if field.many:
            index = int(rest[0]) if re.fullmatch(r"[0-9]{1,2}", rest[0]) else None
            items = data.setdefault(part, [])
            if index is not None and index > len(items):
                raise RefusedError(f"{path}: must count from 0 without a gap; the next is {len(items)}")
            if (index or 0) == len(items):
                items.append({})
            if index is not None:
                del parts[depth + 1]
                assign(field.model, items[index], ".".join(rest[1:]), text)
            else:
                assign(field.model, items[0], ".".join(rest), text)
            return
        data = data.setdefault(part, {})
        model = field.model


def _put(field: FieldInfo, data: dict[str, Any], text: str) -> None:
    if field.many:
        data.setdefault(field.name, []).extend(as_list(field, text))
    else:
        data[field.name] = as_value(field, text)


def as_list(field: FieldInfo, text: str) -> list[Any]:
    """The values that `text` lists between commas."""
    return [as_value(field, part) for part in text.split(",") if part.strip()]


def as_value(field: FieldInfo, text: str) -> Any:
    """`text` as the plain value that the field holds; as it is where it cannot be one, for the check to say so."""
    text = text.strip()
    if field.base is bool and text.lower() in ("yes", "no", "true", "false"):
        return text.lower() in ("yes", "true")
    if field.base in (int, float) and _NUMBER.match(text) and len(text) < 16:
        return float(text) if "." in text else int(text)
    return text


def faults(
    model: type[Model], data: dict[str, Any], catalogue: Catalogue, new: frozenset[str] = frozenset()
) -> list[str]:
    """What is wrong with the facts given; a fact that is not given yet is no fault. `new`: ids that will be there."""
    document = Document("", data, {path: Place(dotted(path)) for path in _paths(data)}, {})
    problems = [p for p in parse(model, data, document)[1] if p.rule != "field-required"]
    found = [_say(p) for p in problems]
    found += [f"{dotted(path)}: {text}" for path, text in _invisible(data)]
    if not problems:
        found += [f"{dotted(path)}: {text}" for path, text in _unknown(model, data, catalogue, new, ())]
    return found


def _say(problem: Problem) -> str:
    hint = f" ({problem.hint})" if problem.hint else ""
    return f"{problem.place.file or 'the entry'}: {problem.message}{hint}"


def dotted(path: Path_) -> str:
    """A path as people write it: ('sources', 0, 'ref') is 'sources.0.ref'."""
    return ".".join(map(str, path))


def _paths(data: Any, path: Path_ = ()) -> Iterator[Path_]:
    yield path
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from _paths(value, (*path, key))


def _invisible(data: Any, path: Path_ = ()) -> Iterator[tuple[Path_, str]]:
    """Every text that holds a character which nobody sees; line ends may stand in a text."""
    if isinstance(data, str):
        for character in sorted({c for c in data if not c.isprintable() and c != "\n"}):
            yield path, f"must not hold the invisible character U+{ord(character):04X} (delete it)"
    items = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for key, value in items:
        yield from _invisible(value, (*path, key))


def _unknown(
    model: type[Model], data: dict[str, Any], catalogue: Catalogue, new: frozenset[str], path: Path_
) -> Iterator[tuple[Path_, str]]:
    """Every id in `data` that leads nowhere."""
    for field in fields(model):
        value = data.get(field.name)
        for index, item in enumerate(value if isinstance(value, list) else [value]):
            where: Path_ = (*path, field.name, index) if field.many else (*path, field.name)
            if field.model and isinstance(item, dict):
                yield from _unknown(field.model, item, catalogue, new, where)
            elif field.link and isinstance(item, str) and not (item in new or catalogue.knows(field.link, item)):
                hint = nearest(item, catalogue.ids(field.link)) or f"add the {field.link} first"
                yield where, f"must name an existing {field.link}; '{item}' is none ({hint})"
