"""Read references.bib through bibtexparser, with the line of every entry and field.

The values come back as plain UTF-8 text: LaTeX is decoded where a field holds any, protecting braces are dropped, and
names are split. A broken entry, a duplicate key and stray text are problems with their line, and so is LaTeX beyond
accents, symbols and the shape of letters: nothing here may read a file, define a macro or nest without end.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from itertools import accumulate
from pathlib import Path
from typing import Any

from bibtexparser.entrypoint import parse_string
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    ExplicitComment,
    Field,
    ImplicitComment,
    ParsingFailedBlock,
)
from pylatexenc.latex2text import LatexNodes2Text, get_default_latex_context_db

from dermatheca.problem import Place, Problem
from dermatheca.read.text import MEGABYTE, read_text, shown
from dermatheca.read.yaml import Document, Path_

# What the parser logs comes back as failed blocks, which we report with their place.
logging.getLogger("bibtexparser").setLevel(logging.CRITICAL)

_DECODER = LatexNodes2Text(math_mode="text", keep_braced_groups=False)
_KEY = re.compile(r"\s*@\w+\s*\{\s*([^,\s]+)")
_LATEX = re.compile(r"[\\$~]|``|''")
_BRACE = re.compile(r"[{}]")
_COMMAND = re.compile(r"\\([a-zA-Z]+|.)", re.DOTALL)

MAX_VALUE = 50_000  # characters
MAX_BRACES = 8  # levels

_ACCENTS = frozenset("\"'`^~=.cdbkruvtH")
_SHAPES = frozenset(
    ("emph", "mathrm", "textbf", "textit", "textrm", "textsc", "textsf", "textsubscript", "textsuperscript", "textup")
)
_OTHERS = frozenset("&%$#_{} ,;!-/")
_SYMBOLS = get_default_latex_context_db()


def _is_harmless(command: str) -> bool:
    """Whether a LaTeX command is an accent, a shape of letters or a symbol."""
    if command in _ACCENTS | _SHAPES | _OTHERS:
        return True
    text = getattr(_SYMBOLS.get_macro_spec(command), "simplify_repl", None)
    return isinstance(text, str) and len(text) == 1


def _too_much(value: str) -> tuple[str, str]:
    """Why a value can't be one of a bibliography, and how to mend it; two empty texts if it can."""
    if len(value) > MAX_VALUE:
        return f"must be at most {MAX_VALUE:,} characters, is {len(value):,}", "check the braces, or shorten it"
    depths = accumulate(1 if brace == "{" else -1 for brace in _BRACE.findall(value))
    if max(depths, default=0) > MAX_BRACES:
        return f"must not nest braces deeper than {MAX_BRACES} levels", "check the braces"
    wrong = next((match[1] for match in _COMMAND.finditer(value) if not _is_harmless(match[1])), None)
    if wrong is None:
        return "", ""
    message = f"must hold no LaTeX but accents, symbols and the shape of letters; found '\\{shown(wrong)}'"
    return message, "write the character itself"


def decode(text: str) -> str:
    """LaTeX to plain text; text without LaTeX only loses its protecting braces."""
    if _LATEX.search(text):
        text = _DECODER.latex_to_text(text)
    return " ".join(text.replace("{", "").replace("}", "").split())


def _split_names(text: str) -> Iterator[str]:
    """Split at ' and ' outside braces."""
    depth, start = 0, 0
    for match in re.finditer(r"[{}]|\sand\s", text):
        token = match.group()
        if token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
        elif depth == 0:
            yield text[start : match.start()].strip()
            start = match.end()
    yield text[start:].strip()


def _author(name: str) -> dict[str, str] | None:
    """'Family, Given' or '{A body}'; None for anything else."""
    if name.startswith("{") and name.endswith("}"):
        return {"family": decode(name[1:-1])}
    family, comma, given = name.partition(",")
    return {"family": decode(family), "given": decode(given)} if comma and family.strip() and given.strip() else None


def _bare(value: str) -> str | None:
    """The value without its braces or quotes; None if it is neither enclosed nor a number."""
    if len(value) >= 2 and value[0] + value[-1] in ("{}", '""'):
        return value[1:-1]
    return value if value.isdigit() else None


class _Reader:
    def __init__(self, file: str) -> None:
        self.file = file
        self.data: dict[str, dict[str, Any] | None] = {}
        self.values: dict[Path_, Place] = {(): Place(file)}
        self.problems: list[Problem] = []

    def place(self, line: int | None) -> Place:
        return Place(self.file, (line or 0) + 1)

    def complain(self, line: int | None, rule: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(self.place(line), rule, message, hint))

    def remember(self, block: Block) -> None:
        """Keep the key of an entry that can't be used, so that citing it is no second problem."""
        key = _KEY.match(block.raw or "")
        if key:
            self.data.setdefault(key[1], None)

    def block(self, block: object) -> None:
        if isinstance(block, Entry):
            self.entry(block)
        elif isinstance(block, DuplicateBlockKeyBlock):
            first = (block.previous_block.start_line or 0) + 1
            self.complain(
                block.start_line,
                "bib-duplicate-key",
                f"must have a key of its own; '{shown(block.key)}' is taken on line {first}",
                "choose another key, or delete the duplicate",
            )
        elif isinstance(block, DuplicateFieldKeyBlock):
            self.remember(block)
            keys = ", ".join(f"'{shown(k)}'" for k in sorted(block.duplicate_keys))
            self.complain(
                block.start_line,
                "bib-duplicate-field",
                f"must give each field once; found twice: {keys}",
                "delete one of the two",
            )
        elif isinstance(block, ParsingFailedBlock):
            self.remember(block)
            self.complain(
                block.start_line,
                "bib-syntax",
                "must be a whole BibTeX entry; a brace or comma is missing",
                "compare it with its neighbours",
            )
        elif isinstance(block, ImplicitComment):
            lines = [line for line in block.comment.splitlines() if line.strip() and not line.lstrip().startswith("%")]
            if lines:
                self.complain(
                    block.start_line,
                    "bib-stray-text",
                    f"must be an entry or a comment; found '{shown(lines[0].strip(), 60)}'",
                    "begin comments with %",
                )
        elif not isinstance(block, ExplicitComment):
            kind = type(block).__name__.lower()
            self.complain(
                getattr(block, "start_line", 0),
                "bib-entry-only",
                f"must hold entries only, not a {kind}",
                "write the text out in the entries",
            )

    def entry(self, entry: Entry) -> None:
        path: Path_ = (entry.key,)
        self.values[path] = self.place(entry.start_line)
        data: dict[str, Any] = {"key": entry.key, "type": entry.entry_type.lower()}
        for item in entry.fields:
            self.values[(*path, item.key.lower())] = self.place(item.start_line)
            self.field(item, data)
        self.data[entry.key] = data

    def field(self, item: Field, data: dict[str, Any]) -> None:
        name, value = item.key.lower(), str(item.value).strip()
        bare, (too_much, mend) = _bare(value), _too_much(value)
        if bare is None:
            self.complain(
                item.start_line,
                "bib-value",
                f"must have '{shown(name)}' in braces; found '{shown(value, 60)}'",
                f"write {shown(name)} = {{...}}",
            )
        elif too_much:
            self.complain(item.start_line, "bib-value", f"{too_much}, in '{shown(name)}'", mend)
            found = shown(value) or "?"  # stands in for the value, so that it does not seem to be missing as well
            data[name] = [{"family": found}] if name == "author" else found
        elif name == "author":
            names = list(_split_names(bare))
            data[name] = [author for author in map(_author, names) if author]
            for wrong in (n for n in names if not _author(n)):
                self.complain(
                    item.start_line,
                    "bib-author",
                    f"must name authors as 'Family, Given'; found '{shown(wrong)}'",
                    "join authors with ' and '; put the name of a body in braces",
                )
        elif name in ("doi", "url"):
            data[name] = bare.strip().replace("\\_", "_").replace("\\%", "%").replace("\\&", "&")
        elif name == "pages":
            data[name] = re.sub(r"--+|–", "-", decode(bare))
        else:
            data[name] = decode(bare)


def parse_bibtex(text: str, file: str) -> tuple[Document, list[Problem]]:
    """Parse BibTeX; the document's data maps keys to plain fields, or to None for an entry that can't be used."""
    reader = _Reader(file)
    for block in parse_string(text, parse_stack=[]).blocks:
        reader.block(block)
    return Document(file, reader.data, reader.values, {}), reader.problems


def read_bibtex(path: Path, file: str) -> tuple[Document | None, list[Problem]]:
    """Read the BibTeX file at `path`, called `file` in problems."""
    text, problems = read_text(path, file, limit=10 * MEGABYTE)
    if problems:
        return None, problems
    return parse_bibtex(text, file)
