"""The form 'Correction': the change is drafted where page, field and value are plain; otherwise an editor takes it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dermatheca.forms.answers import Answers
from dermatheca.forms.lookup import entry, names_of, source_key
from dermatheca.forms.submission import Proposal
from dermatheca.link import LIST_FILES, Catalogue
from dermatheca.model.base import Day, Line, Model, Text
from dermatheca.model.fields import FieldInfo, field_of
from dermatheca.read.yaml import Path_
from dermatheca.scaffold.draft import Change
from dermatheca.scaffold.insert import replace_value
from dermatheca.scaffold.kinds import KINDS, RefusedError
from dermatheca.scaffold.values import as_value, dotted, faults

# The folders and files in which an entry's address or name can stand.
_PLACES = {
    "agents": "agent", "conditions": "condition", "targets": "target", "outcomes": "outcome", "classes": "class",
    "therapies": "class", "pharmacogenomics": "pair",
}  # fmt: skip
_ADDRESS = re.compile(rf"(?:^|/)({'|'.join(_PLACES)})/([a-z0-9-]{{1,60}})(?:\.yaml|\.md|/|#|$)")
_UNCHANGEABLE = ("id", "former_ids", "ref", "checked")


class Correction(Model):
    """A correction as it was sent."""

    where: Line
    field: Line
    found: Line | None = None
    value: Text
    source: Line
    checked: Day | None = None


@dataclass(frozen=True)
class _Spot:
    """One value of the catalogue: its entry, its path in it, its field and the value it has."""

    kind: str
    ident: str
    path: Path_
    info: FieldInfo
    value: Any


class _EditorError(Exception):
    """Why an editor must take it; the message holds checked values only."""


def read(answers: Answers) -> Correction | None:
    """The correction that the form describes; None if something must be mended."""
    answers.text("why", limit=20_000, plain=False)
    data = {
        "where": answers.line("where"),
        "field": answers.line("field"),
        "found": answers.line("found") or None,
        "value": answers.text("value"),
        "source": answers.line("source"),
        "checked": answers.checked() or None,
    }
    return None if answers.faults else Correction.model_validate(data)


def propose(root: Path, catalogue: Catalogue, answers: Answers) -> Proposal | None:
    """The corrected file, or why an editor takes it; None if something must be mended."""
    correction = read(answers)
    if correction is None:
        return None
    try:
        spot = _spot(catalogue, *_entry(catalogue, correction.where), correction.field)
        return _drafted(root, catalogue, correction, spot)
    except _EditorError as reason:
        return Proposal("Correction", "correction", editor=(str(reason),))
    except RefusedError:
        return Proposal("Correction", "correction", editor=("The value is not written on one line of its file.",))


def _entry(catalogue: Catalogue, where: str) -> tuple[str, str]:
    """The kind and id of the entry that an address, a file or a name means."""
    match = _ADDRESS.search(where)
    if match and match[2] in catalogue.of_kind(_PLACES[match[1]]):
        return _PLACES[match[1]], match[2]
    kinds = ("agent", *LIST_FILES)
    found = [(kind, ident) for kind in kinds if (ident := entry(names_of(catalogue, kind), where))]
    if len(found) != 1:
        raise _EditorError("The page or file is not the address or the name of one entry of the catalogue.")
    return found[0]


def _spot(catalogue: Catalogue, kind: str, ident: str, field: str) -> _Spot:
    data, model = catalogue.homes[kind, ident].data, KINDS[kind].model
    path: list[str | int] = []
    info: FieldInfo | None = None
    for part in re.findall(r"[^.\[\]\s]+", field):
        if isinstance(data, list):
            index = _index(data, part)
            path.append(index)
            data = data[index]
            continue
        info = field_of(model, part)
        if info is None or not isinstance(data, dict) or part not in data:
            raise _EditorError("The field is not the path of one value in the file.")
        model = info.model or model
        path.append(part)
        data = data[part]
    if info is None or info.model or info.long or isinstance(data, (dict, list)):
        raise _EditorError("The field is not the path of one value of one line in the file.")
    if info.name in _UNCHANGEABLE:
        raise _EditorError(f"The field `{info.name}` is not changed by a form.")
    return _Spot(kind, ident, tuple(path), info, data)


def _index(items: list[Any], part: str) -> int:
    named = [i for i, item in enumerate(items) if isinstance(item, dict) and item.get("id") == part]
    if re.fullmatch(r"[0-9]{1,3}", part) and not named:
        named = [int(part)] if int(part) < len(items) else []
    if len(named) != 1:
        raise _EditorError("The field is not the path of one value in the file.")
    return named[0]


def _drafted(root: Path, catalogue: Catalogue, correction: Correction, spot: _Spot) -> Proposal:
    info, where = spot.info, f"{spot.kind} {spot.ident}, {dotted(spot.path)}"
    if correction.found is None or as_value(info, correction.found) != spot.value:
        raise _EditorError(f"What the form says that the page says now is not what stands at {where}.")
    value = as_value(info, correction.value)
    if value == spot.value:
        raise _EditorError(f"The value at {where} is that already.")
    probe = {info.name: [value] if info.many else value}
    if faults(_model_at(spot), probe, catalogue):
        raise _EditorError(f"The new value does not have the form that is needed at {where}.")
    home = catalogue.homes[spot.kind, spot.ident]
    file, path = home.document.file, home.path + spot.path
    before = (root / file).read_bytes()
    after = replace_value(before, file, path, value)
    todo = []
    renewed = _renewed(catalogue, correction, spot)
    if renewed is None:
        todo.append("The statement carries no `checked` day; nobody has stated that it was compared with its source.")
    elif correction.checked:
        day = correction.checked.isoformat()
        after = replace_value(after, file, home.path + renewed, day)
    change = Change(file, before, after)
    return Proposal(f"Correction: {where}", f"{spot.ident}-{info.name}".replace("_", "-"), (change,), tuple(todo))


def _model_at(spot: _Spot) -> type[Model]:
    """The model that holds the value."""
    model = KINDS[spot.kind].model
    for part in spot.path[:-1]:
        info = field_of(model, part) if isinstance(part, str) else None
        model = info.model if info and info.model else model
    return model


def _renewed(catalogue: Catalogue, correction: Correction, spot: _Spot) -> Path_ | None:
    """The path of the `checked` day that goes with the value; None where the statement has none."""
    key = source_key(catalogue, correction.source)
    data = catalogue.homes[spot.kind, spot.ident].data
    found: tuple[Path_, list[Any]] = ((), [])
    for length in range(len(spot.path)):
        if isinstance(data, dict) and isinstance(data.get("sources"), list):
            found = (spot.path[:length], data["sources"])
        data = data[spot.path[length]]
    path, sources = found
    if len(sources) != 1 or not key or sources[0].get("ref") != key:
        raise _EditorError("The source is not the only one that the statement names now.")
    if "checked" not in sources[0]:
        return None
    if not correction.checked:
        raise _EditorError(
            "The statement was compared with its source on a day that no longer holds for the new value."
        )
    return (*path, "sources", 0, "checked")
