"""Mend references.bib: blanks, the form of dates and identifiers, entries in the order of their keys."""

from __future__ import annotations

import re
from itertools import pairwise

from dermatheca.fix.change import Mended, tidy
from dermatheca.fix.forms import in_form
from dermatheca.model.fields import field_of
from dermatheca.model.reference import Reference
from dermatheca.problem import Place
from dermatheca.read.bibtex import parse_bibtex


def mend_bibtex(text: str, file: str) -> tuple[str, list[Mended]]:
    """`text` mended, and what was done; a broken text comes back as it is, for nobody can say what was meant."""
    before, problems = parse_bibtex(text.removeprefix("\ufeff").replace("\r\n", "\n"), file)
    if problems:
        return text, []
    made, mended = tidy(text, file)
    if parse_bibtex(made, file)[0].data != before.data:
        return text, []
    made, more = _mend_values(made, file)
    mended += more
    after = parse_bibtex(made, file)[0].data
    moved, more = _mend_order(made, file)
    document, problems = parse_bibtex(moved, file)
    if problems or document.data != after:
        return made, sorted(mended)
    return moved, sorted(mended + more)


def _mend_values(text: str, file: str) -> tuple[str, list[Mended]]:
    document, _ = parse_bibtex(text, file)
    lines, mended = text.split("\n"), []
    for path, place in document.values.items():
        name = str(path[-1]) if len(path) == 2 else ""
        new = _mended_value(name, str((document.data[path[0]] or {}).get(name, ""))) if name else ""
        line = lines[place.line - 1]
        match = re.match(rf"(\s*{re.escape(name)}\s*=\s*[{{\"])([^{{}}\"]*)[}}\"],?\s*}}?$", line, re.IGNORECASE)
        if new and match:
            lines[place.line - 1] = line[: match.end(1)] + new + line[match.end(2) :]
            spot = Place(file, place.line, match.start(2) + 1)
            mended.append(Mended(spot, f"{name}: {match[2]} is now {new}"))
    return "\n".join(lines), mended


def _mended_value(name: str, value: str) -> str:
    """What to write for a value in the wrong form; '' where nothing is to be mended."""
    info = field_of(Reference, name)
    new = in_form(value, info) if info and value else ""
    return new if new != value else ""


def _mend_order(text: str, file: str) -> tuple[str, list[Mended]]:
    """Entries by key; comments right above an entry go with it."""
    lines = text.splitlines(keepends=True)
    document, _ = parse_bibtex(text, file)
    keys = [str(key) for key in document.data]
    if keys == sorted(keys):
        return text, []
    tops = []
    for key in keys:
        top = document.values[key,].line - 1
        while top and lines[top - 1].startswith("%"):
            top -= 1
        tops.append(top)
    ends = [*tops[1:], len(lines)]
    pieces = {key: "".join(lines[top:end]).rstrip("\n") for key, top, end in zip(keys, tops, ends, strict=True)}
    mended = [
        Mended(Place(file, document.values[key,].line), f"'{key}' stands at its place among the keys")
        for before, key in pairwise(keys)
        if key < before
    ]
    return "".join(lines[: tops[0]]) + "\n\n".join(pieces[key] for key in sorted(keys)) + "\n", mended
