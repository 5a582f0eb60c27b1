"""A reference as BibTeX, laid out as references.bib is."""

from __future__ import annotations

import re

from dermatheca.model.reference import Author, Reference

ORDER = [
    "author",
    "title",
    "journal",
    "booktitle",
    "publisher",
    "year",
    "date",
    "volume",
    "number",
    "pages",
    "doi",
    "pmid",
    "url",
    "design",
    "status",
    "note",
    "checked",
]

# What makes our reader take a text for LaTeX; in such a text everything special is written as LaTeX.
_LATEX = re.compile(r"[\\$~]|``|''")
_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: "\\" + char for char in "$%&#_"},
}


def to_bibtex(reference: Reference) -> str:
    """The entry, without a line end after it."""
    values = {name: _value(name, getattr(reference, name)) for name in ORDER if getattr(reference, name)}
    width = max(map(len, values))
    body = ",\n".join(f"  {name:<{width}} = {{{value}}}" for name, value in values.items())
    return f"@{reference.type}{{{reference.key},\n{body}\n}}"


def _value(name: str, value: object) -> str:
    if name == "author":
        assert isinstance(value, tuple)
        return " and ".join(map(_author, value))
    return str(value) if name in ("doi", "url") else _text(str(value))


def _author(author: Author) -> str:
    """'Family, Given', or '{A body}' for a name that is none or would be read as two."""
    if author.given and not re.search(r",|\sand\s", author.family + author.given):
        return f"{_text(author.family)}, {_text(author.given)}"
    return f"{{{_text(' '.join(filter(None, (author.given, author.family))))}}}"


def _text(text: str) -> str:
    text = text.replace("{", "(").replace("}", ")")
    if not _LATEX.search(text):
        return text
    text = text.replace("``", "“").replace("''", "”")
    return "".join(_SPECIAL.get(char, char) for char in text) if re.search(r"[\\$~]", text) else text
