"""Mend a YAML file: blanks, the form of dates and identifiers, the order of fields.

PyYAML's nodes say from which character to which a value stands, so that only these characters are replaced. (A round
trip through ruamel.yaml was measured first: it wraps long texts anew and moves comments, up to 170 lines of a file in
which nothing was wrong.)
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import yaml

from dermatheca.fix.change import Mended, tidy
from dermatheca.fix.forms import IDENTIFIERS, in_form
from dermatheca.model.base import Model
from dermatheca.model.fields import FieldInfo, field_of
from dermatheca.problem import Place
from dermatheca.read.yaml import parse_yaml


@dataclass(frozen=True)
class _Group:
    """A mapping of the file with the model of which it should be."""

    node: yaml.MappingNode
    model: type[Model]


class _Text:
    """A text with the offset of every mark."""

    def __init__(self, text: str, file: str) -> None:
        self.text, self.file = text, file
        self.lines = text.splitlines(keepends=True)
        self._root = yaml.compose(text, Loader=yaml.CSafeLoader)
        self._starts = [0]
        for line in self.lines:
            self._starts.append(self._starts[-1] + len(line))

    def groups(self, model: type[Model]) -> list[_Group]:
        """Every mapping, the inner ones first."""
        return list(_groups(self._root, model)) if self._root else []

    def offset(self, mark: yaml.Mark) -> int:
        """Where a mark points to; the parser's own index counts otherwise after some characters."""
        return self._starts[min(mark.line, len(self._starts) - 1)] + mark.column

    def place(self, node: yaml.Node) -> Place:
        return Place(self.file, node.start_mark.line + 1, node.start_mark.column + 1)


def _groups(node: yaml.Node, model: type[Model]) -> Iterator[_Group]:
    """Every mapping below `node`, the inner ones first."""
    if isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _groups(item, model)
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            info = _field(model, key)
            if info and info.model:
                yield from _groups(value, info.model)
        yield _Group(node, model)


def _field(model: type[Model], key: yaml.Node) -> FieldInfo | None:
    return field_of(model, str(key.value))


def mend_yaml(text: str, file: str, model: type[Model]) -> tuple[str, list[Mended]]:
    """`text`, an entry of `model` or a list of such entries, mended, and what was done.

    A text that is no YAML, or one that could not be proven to say the same afterwards, comes back as it is.
    """
    before, problems = parse_yaml(text.removeprefix("\ufeff").replace("\r\n", "\n"), file)
    if before is None or problems:
        return text, []
    mended_text, mended = tidy(text, file)
    if not _same(mended_text, _plain(before.data), file):
        return text, []
    mended_text, more = _mend_values(mended_text, file, model)
    mended += more
    after, problems = parse_yaml(mended_text, file)
    if after is None or problems:
        return text, []
    mended_text, more = _mend_order(mended_text, file, model)
    if more and not _same(mended_text, _plain(after.data), file):
        return text, []
    return mended_text, sorted(mended + more)


def _plain(data: object) -> object:
    """`data` with the blanks inside its texts made one, for those at the ends of lines are no part of a text."""
    if isinstance(data, dict):
        return {key: _plain(value) for key, value in data.items()}
    if isinstance(data, list):
        return [_plain(value) for value in data]
    return " ".join(data.split()) if isinstance(data, str) else data


def _same(text: str, data: object, file: str) -> bool:
    document, problems = parse_yaml(text, file)
    return document is not None and not problems and _plain(document.data) == data


def _mend_values(text: str, file: str, model: type[Model]) -> tuple[str, list[Mended]]:
    source = _Text(text, file)
    edits: list[tuple[int, int, str]] = []
    mended = []
    for group in source.groups(model):
        for key, value in group.node.value:
            info = _field(group.model, key)
            items = value.value if isinstance(value, yaml.SequenceNode) else [value]
            for item in items:
                written = _mended_value(item, info) if info and isinstance(item, yaml.ScalarNode) else ""
                start, end = source.offset(item.start_mark), source.offset(item.end_mark)
                if written and written != text[start:end] and "\n" not in text[start:end]:
                    edits.append((start, end, written))
                    mended.append(Mended(source.place(item), f"{key.value}: {text[start:end]} is now {written}"))
    for start, end, written in sorted(edits, reverse=True):
        text = text[:start] + written + text[end:]
    return text, mended


def _mended_value(node: yaml.ScalarNode, info: FieldInfo) -> str:
    """What to write for a value in the wrong form, in the quotes that it has; '' where nothing is to be mended."""
    new = in_form(node.value, info)
    if info.name in IDENTIFIERS and new.isdigit() and not node.style:
        return f'"{new}"'  # digits without quotes are a number, and lose their zeros
    quote = node.style if node.style in ("'", '"') else ""
    return f"{quote}{new}{quote}" if new and new != node.value else ""


def _wanted(group: _Group) -> list[int]:
    """The order in which the fields should stand, as indices of those that are there: the model's, sources last."""
    names = list(group.model.model_fields)
    rank = {name: (name == "sources", index) for index, name in enumerate(names)}
    keys = [str(key.value) for key, _ in group.node.value]
    return sorted(range(len(keys)), key=lambda index: rank.get(keys[index], (True, len(names))))


def _mend_order(text: str, file: str, model: type[Model]) -> tuple[str, list[Mended]]:
    """The fields of every mapping in the order of the model; one mapping after the other, for places change."""
    mended: list[Mended] = []
    source = _Text(text, file)
    groups = source.groups(model)
    for number in range(len(groups)):
        group = groups[number]
        wanted = _wanted(group)
        if wanted == list(range(len(wanted))):
            continue
        moved = _flow(source, group, wanted) if group.node.flow_style else _block(source, group, wanted)
        if moved:
            names = ", ".join(str(group.node.value[index][0].value) for index in wanted)
            mended.append(Mended(source.place(group.node), f"fields are in their order: {names}"))
            source = _Text(moved, file)
            groups = source.groups(model)  # inner ones come first, so what was seen stays before
    return source.text, mended


def _flow(source: _Text, group: _Group, wanted: list[int]) -> str:
    """A {...} with its fields in another order; what stands between them stays."""
    spans = [(source.offset(key.start_mark), source.offset(value.end_mark)) for key, value in group.node.value]
    whole = source.text[spans[0][0] : spans[-1][1]]
    if "#" in whole:
        return ""
    pieces = [source.text[start:end] for start, end in spans]
    made = source.text[: spans[0][0]]
    for index, (_, end) in enumerate(spans):
        until = spans[index + 1][0] if index + 1 < len(spans) else len(source.text)
        made += pieces[wanted[index]] + source.text[end:until]
    return made


def _block(source: _Text, group: _Group, wanted: list[int]) -> str:
    """Fields a line each in another order; comments and empty lines above a field go with it."""
    keys = [key for key, _ in group.node.value]
    column, lines = keys[0].start_mark.column, source.lines
    starts = [key.start_mark.line for key in keys]
    if len(set(starts)) < len(starts) or any(key.start_mark.column != column for key in keys):
        return ""
    head, tops = lines[starts[0]][:column], [starts[0]]
    for line, above in zip(starts[1:], starts, strict=False):
        while line - 1 > above and _goes_with_next(lines[line - 1], column):
            line -= 1
        tops.append(line)
    tops.append(_last_line(group.node) + 1)
    pieces = [lines[start:end] for start, end in pairwise(tops)]
    pieces[0] = [" " * column + pieces[0][0][column:], *pieces[0][1:]]
    made = [line for index in wanted for line in pieces[index]]
    if not made[-1].endswith("\n"):
        return ""
    first = next(index for index, line in enumerate(made) if line.strip() and not line.lstrip().startswith("#"))
    made[first] = head + made[first][column:]
    return "".join([*lines[: tops[0]], *made, *lines[tops[-1] :]])


def _goes_with_next(line: str, column: int) -> bool:
    bare = line.lstrip(" ")
    return not bare.strip() or (bare.startswith("#") and len(line) - len(bare) == column)


def _last_line(node: yaml.Node) -> int:
    """The index of the last line of a node; its end mark may stand behind comments and empty lines."""
    if isinstance(node, yaml.MappingNode) and node.value and not node.flow_style:
        return _last_line(node.value[-1][1])
    if isinstance(node, yaml.SequenceNode) and node.value and not node.flow_style:
        return _last_line(node.value[-1])
    end = node.end_mark
    return int(end.line) - (end.column == 0 and end.line > node.start_mark.line)
