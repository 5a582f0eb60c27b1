"""references.bib as a file that gets one more entry: duplicates, the sorted place, everything else untouched."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dermatheca.fetch.record import title_key
from dermatheca.model.parse import parse
from dermatheca.model.reference import Reference
from dermatheca.problem import Place
from dermatheca.read.bibtex import parse_bibtex, read_bibtex
from dermatheca.read.text import place_at
from dermatheca.read.yaml import Document
from dermatheca.reference.entry import to_bibtex

NAME = "references.bib"


class CannotAddError(Exception):
    """Why an entry is not added, and what to do."""


@dataclass(frozen=True)
class Bibliography:
    """The file as it is: its bytes, and what they say."""

    raw: bytes
    document: Document

    @property
    def keys(self) -> set[str]:
        """Every key in use."""
        return set(self.document.data)

    def duplicate(self, **fields: str) -> str:
        """Where an entry with the same doi, pmid or title stands: 'references.bib:12:1: key, same doi'; '' if none."""
        for key, data in self.document.data.items():
            for name, value in fields.items():
                if value and _same(name, str(data.get(name, "")), value):
                    return f"{self.document.place((key, name))}: '{key}' has the same {name.upper()}"
        return ""


def read_bibliography(root: Path) -> Bibliography:
    """Read references.bib. Raises CannotAddError if it is missing or broken."""
    document, problems = read_bibtex(root / NAME, NAME)
    if document is None or problems:
        raise CannotAddError(f"{NAME} must be in order before an entry is added: {problems[0]}")
    return Bibliography((root / NAME).read_bytes(), document)


def insert(bibliography: Bibliography, reference: Reference) -> tuple[bytes, Place]:
    """The file with one more entry, and the place of the entry. Raises CannotAddError if that would change others."""
    text = bibliography.raw.decode("utf-8")
    line_end = "\r\n" if "\r\n" in text else "\n"
    entry = to_bibtex(reference).replace("\n", line_end)
    offset = _offset(text, bibliography.document, reference.key)
    before, after = text[:offset], text[offset:]
    if before.strip("\ufeff"):
        lines = before.replace("\r\n", "\n")
        entry = line_end * (2 - min(2, len(lines) - len(lines.rstrip("\n")))) + entry
    lead = len(entry) - len(entry.lstrip())
    new = before + entry + line_end * (2 if after.strip() else 1) + after
    _prove(new, bibliography.document, reference)
    return new.encode("utf-8"), place_at(
        NAME, new.replace("\r\n", "\n"), len((before + entry[:lead]).replace("\r\n", "\n"))
    )


def _offset(text: str, document: Document, key: str) -> int:
    """Where the first entry with a greater key begins, with the comment above it; the end if there is none."""
    following = next((other for other in document.data if other > key), None)
    if following is None:
        return len(text)
    starts = [0, *(match.end() for match in re.finditer(r"\r\n|\r|\n", text))]
    line = document.place((following,)).line - 1
    while line > 0 and text[starts[line - 1] : starts[line]].lstrip("\ufeff").startswith("%"):
        line -= 1
    # A comment at the very top is about the file, not about its first entry.
    return starts[line] if line else starts[document.place((following,)).line - 1]


def _prove(new: str, old: Document, reference: Reference) -> None:
    """Read the new file as every command will, and see that it says the same and the new entry."""
    document, problems = parse_bibtex(new.lstrip("\ufeff").replace("\r\n", "\n"), NAME)
    read, more = parse(Reference, document.data.get(reference.key), document, (reference.key,))
    others: dict[str, Any] = {key: data for key, data in document.data.items() if key != reference.key}
    if problems or more or others != old.data or not _equal(read, reference):
        first = f": {(problems + more)[0]}" if problems or more else ""
        raise CannotAddError(
            f"the entry cannot be written so that {NAME} reads back as it should{first}; write this entry by hand"
        )


def _equal(read: Reference | None, meant: Reference) -> bool:
    """Whether what is read is what was meant; only braces, quotes and the form of a body's name may differ."""
    if read is None:
        return False

    def loose(reference: Reference) -> dict[str, Any]:
        data = reference.model_dump()
        data["author"] = [" ".join(filter(None, (a.given, a.family))) for a in reference.author]
        return {name: re.sub(r"[{}()“”'`\s]+", " ", str(value)).strip() for name, value in data.items()}

    return loose(read) == loose(meant)


def _same(name: str, one: str, other: str) -> bool:
    return title_key(one) == title_key(other) if name == "title" else one.lower() == other.lower()
