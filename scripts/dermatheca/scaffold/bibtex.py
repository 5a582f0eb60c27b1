"""Write an entry into references.bib at its place among the keys, and leave every other byte as it is."""

from __future__ import annotations

import re
from typing import Any

from dermatheca.model.reference import Reference
from dermatheca.read.bibtex import parse_bibtex
from dermatheca.scaffold.kinds import RefusedError
from dermatheca.scaffold.names import slug

_ORDER = (
    "author", "title", "journal", "booktitle", "publisher", "year", "date", "volume", "number", "pages", "doi", "pmid",
    "url", "design", "status", "note", "checked",
)  # fmt: skip
_SMALL = (
    "a", "an", "and", "are", "as", "at", "between", "by", "for", "from", "in", "into", "is", "of", "on", "or", "the", "to",
    "using", "versus", "vs", "with", "without",
)  # fmt: skip
_START = re.compile(r"^@\w+\{([^,\s]+),", re.MULTILINE)


def key_for(reference: dict[str, Any]) -> str:
    """The key of a reference: first author's family name, year, first significant word of the title."""
    family = slug(reference["author"][0]["family"])
    words = [word for word in slug(reference["title"]).split("-") if word not in _SMALL]
    return slug(f"{family} {reference['year']} {next(iter(words), '')}")


def written(reference: dict[str, Any]) -> str:
    """The entry as text.

    :raises RefusedError: if a value does not read back as it was given, because BibTeX gives one of its signs a meaning.
    """
    names = [name for name in _ORDER if reference.get(name) is not None]
    width = max(map(len, names))
    rows = [f"  {name:<{width}} = {{{_value(name, reference[name])}}}" for name in names]
    text = f"@{reference['type']}{{{reference['key']},\n" + ",\n".join(rows) + "\n}\n"
    document, problems = parse_bibtex(text, "references.bib")
    read = document.data.get(reference["key"]) if not problems else None
    if read is None or Reference.model_validate(read) != Reference.model_validate(reference):
        raise RefusedError("must not hold signs that BibTeX reads otherwise, such as braces, $, ~ or a backslash")
    return text


def _value(name: str, value: Any) -> str:
    if name != "author":
        return str(value)
    people = (f"{a['family']}, {a['given']}" if a.get("given") else f"{{{a['family']}}}" for a in value)
    return " and ".join(people)


def insert(raw: bytes, key: str, entry: str) -> bytes:
    """The bibliography with `entry` before the first entry of a greater key, or at its end."""
    text = raw.decode("utf-8")
    newline = "\r\n" if "\r\n" in text[:2000] else "\n"
    entry = entry.replace("\n", newline)
    at = next((match.start() for match in _START.finditer(text) if match[1] > key), None)
    if at is None:
        gap = newline if text.endswith("\n") else newline * 2
        new = text + (gap if text else "") + entry
    else:
        new = text[:at] + entry + newline + text[at:]
    before, after = parse_bibtex(text, "")[0].data, parse_bibtex(new, "")[0].data
    if {k: v for k, v in after.items() if k != key} != before:
        raise RefusedError(
            "references.bib: its layout does not allow this to be written safely; please edit it by hand"
        )
    return new.encode("utf-8")
