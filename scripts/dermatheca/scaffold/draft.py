"""From the facts known so far to the change of one file that begins an entry."""

from __future__ import annotations

import datetime as dt
import textwrap
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model
from dermatheca.model.fields import fields
from dermatheca.problem import nearest
from dermatheca.read.yaml import Path_
from dermatheca.scaffold.insert import append, item_of
from dermatheca.scaffold.kinds import KINDS, Kind, RefusedError
from dermatheca.scaffold.lines import WIDTH, Line, Lines, dashed, lay_out
from dermatheca.scaffold.names import check_id, refuse_taken, slug
from dermatheca.scaffold.values import faults

SCHEMA_LINE = "# yaml-language-server: $schema=../schema/agent.schema.json"


@dataclass(frozen=True)
class Change:
    """A file's bytes before (None: it is not there yet) and after."""

    file: str
    before: bytes | None
    after: bytes


@dataclass(frozen=True)
class Draft:
    """A new entry: its kind and id, the change that writes it, and the facts it still lacks, by their path."""

    kind: str
    ident: str
    change: Change
    todo: tuple[str, ...]


def draft(
    root: Path, catalogue: Catalogue, kind: str, data: dict[str, Any], agent: str = "", guide: dt.date | None = None
) -> Draft:
    """The change that writes `data` as a new entry of `kind`; a trial goes into the file of `agent`.

    :param guide: the day to write into the comments that guide the contributor; None for an entry without comments
    :raises RefusedError: if a fact is wrong, the id or a name is taken, or the file does not allow it.
    """
    data = completed(catalogue, kind, data, agent)
    one = KINDS[kind]
    wrong = faults(one.model, data, catalogue, frozenset({data["id"]}))
    if wrong:
        raise RefusedError(*wrong)
    refuse_taken(catalogue, kind, data)
    lines = list(Lines(catalogue, guide is not None).entry(one.model, data))
    todo = tuple(line.todo for line in lines if line.todo)
    head = _header(one, data["name"], lines, catalogue, guide) if guide else []
    return Draft(kind, data["id"], _change(root, one, data, agent, lines, head), todo)


def completed(catalogue: Catalogue, kind: str, data: dict[str, Any], agent: str) -> dict[str, Any]:
    """`data` with what follows from it: name and id, the class from a subclass, a trial's own agent.

    :raises RefusedError: if there is neither a name nor what it is made from, or no such agent.
    """
    data = named(catalogue, kind, data)
    if kind == "agent" and "therapy_class" not in data and "subclass" in data:
        parents = [c.id for c in catalogue.classes.values() if data["subclass"] in {s.id for s in c.subclasses}]
        if len(parents) == 1:
            data["therapy_class"] = parents[0]
    if kind == "trial":
        if agent not in catalogue.ids("agent"):
            hint = nearest(agent, catalogue.ids("agent")) or "begin the agent first"
            raise RefusedError(f"agent: must name the agent in whose file the trial goes; '{agent}' is none ({hint})")
        data.setdefault("arms", first_arms(agent))
    return data


def named(catalogue: Catalogue, kind: str, data: dict[str, Any]) -> dict[str, Any]:
    """`data` with a name and an id: the id from the name, a pair's name from its gene and its drug.

    :raises RefusedError: if there is neither a name nor what it is made from.
    """
    data = dict(data)
    if kind == "pair":
        _complete_pair(catalogue, data)
    if not str(data.get("name", "")).strip():
        raise RefusedError("name: must be given")
    if "id" not in data:
        data["id"] = slug(data["name"].replace(" and ", " ") if kind == "pair" else data["name"])
        if not data["id"]:
            raise RefusedError(f"id: must be given, for '{data['name']}' has no letter or digit to make one from")
    check_id(data["id"])
    return data


def first_arms(agent: str) -> list[dict[str, Any]]:
    """What is known of a trial's arms: the agent in whose file it stands is tried in one."""
    return [{"role": "experimental", "agents": [agent]}]


def _complete_pair(catalogue: Catalogue, data: dict[str, Any]) -> None:
    gene, drug = data.get("variant") or data.get("gene"), data.get("drug")
    if "name" not in data and gene and drug:
        data["name"] = f"{gene} and {drug}"
    if drug and "agents" not in data:
        known = [agent.id for agent in catalogue.agents.values() if agent.name.casefold() == drug.casefold()]
        if known:
            data["agents"] = known


def _change(root: Path, kind: Kind, data: dict[str, Any], agent: str, lines: list[Line], head: list[str]) -> Change:
    def make(column: int) -> list[str]:
        margin = " " * column
        body = [text for text, _ in lay_out(dashed(iter(lines)), column)]
        return [f"{margin}{line}".rstrip() for line in head] + body

    item = item_of(make)
    if not _holds(item, data):
        raise RefusedError(
            f"the {kind.name} must read back as it was given; one of its values cannot be written as YAML"
        )
    if kind.name == "agent":
        file = f"data/agents/{data['id']}.yaml"
        if (root / file).exists():
            raise RefusedError(f"{file}: is there already; add to it instead")
        rows = [SCHEMA_LINE, *head, *(text for text, _ in lay_out(iter(lines)))]
        return Change(file, None, ("\n".join(rows) + "\n").encode("utf-8"))
    file = kind.file or f"data/agents/{agent}.yaml"
    before = _read(root, file)
    if kind.file:
        return Change(file, before, append(before, file, (), make))
    return Change(file, before, append(before, file, ("trials",), make, Agent))


def add_to(
    root: Path,
    catalogue: Catalogue,
    file: str,
    path: Path_,
    model: type[Model],
    data: dict[str, Any],
    holder: type[Model],
) -> Change:
    """`file` with `data`, a `model` without comments, at the end of the list at `path`, which belongs to a `holder`.

    :raises RefusedError: if the file does not allow it.
    """

    def make(column: int) -> list[str]:
        lines = Lines(catalogue, guide=False).entry(model, data)
        return [text for text, _ in lay_out(dashed(lines), column)]

    if item_of(make) != data:
        raise RefusedError(f"{file}: must read back as it was given; one of its values cannot be written as YAML")
    before = _read(root, file)
    return Change(file, before, append(before, file, path, make, holder))


def _read(root: Path, file: str) -> bytes:
    try:
        return (root / file).read_bytes()
    except OSError as error:
        raise RefusedError(f"{file}: must be readable: {error.strerror}") from None


def _holds(item: Any, data: Any) -> bool:
    """Whether `item` says everything that `data` says."""
    if isinstance(data, dict):
        return isinstance(item, dict) and all(key in item and _holds(item[key], data[key]) for key in data)
    if isinstance(data, (list, tuple)):
        return isinstance(item, list) and len(item) == len(data) and all(map(_holds, item, data))
    return bool(item == data)


def _header(kind: Kind, name: str, lines: list[Line], catalogue: Catalogue, today: dt.date) -> list[str]:
    """Comments that say what is left to do."""
    words = Lines(catalogue)
    todo = [line.todo for line in lines if line.todo]
    count = f"the {len(todo)} values" if len(todo) != 1 else "the value"
    steps = [
        f"{count} marked TODO below; `make validate` names each one that is still empty, with its line:",
        "For every other part that you have a source for, take the '# ' away from the front of its lines and fill them in.",
        "Set `checked` only where you compared that very statement with its source, to the day on which you did.",
        "Delete the comments that are left, and run `make validate` once more.",
    ]
    if todo:
        steps[0] = f"Fill in {steps[0]}"
    else:
        del steps[0]
    text = ["", f"A new {kind.name}: {name}. Begun on {today.isoformat()}. What is left to do:", ""]
    for number, step in enumerate(steps, 1):
        text += textwrap.wrap(f"{number}. {step}", WIDTH - 4, subsequent_indent="   ", break_on_hyphens=False)
        if todo and number == 1:
            for path in todo:
                item = f"   - {path}: {_words_at(words, kind.model, path)}"
                text += textwrap.wrap(item, WIDTH - 4, subsequent_indent="     ", break_on_hyphens=False)
    return [f"# {line}".rstrip() for line in [*text, ""]]


def _words_at(words: Lines, model: type[Model], path: str) -> str:
    """What the field at `path` holds, in words."""
    names = [part for part in path.split(".") if not part.isdigit()]
    for name in names:
        field = next(f for f in fields(model) if f.name == name)
        if field.model is not None:
            model = field.model
    return words.words(field)


def write(root: Path, changes: list[Change]) -> None:
    """Write the changes; a file that is new is never written over another.

    :raises RefusedError: if a new file is there already.
    """
    for change in changes:
        path = root / change.file
        if change.before is None:
            try:
                with path.open("xb") as out:
                    out.write(change.after)
            except FileExistsError:
                raise RefusedError(f"{change.file}: is there already; nothing was written") from None
        else:
            aside = path.with_name(f".{path.name}.new")
            aside.write_bytes(change.after)
            aside.chmod(path.stat().st_mode)
            aside.replace(path)
