"""Read hand-written Markdown: YAML front matter, and a body that knows on which line it begins."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from dermatheca.problem import Place, Problem
from dermatheca.read.text import place_at, read_text
from dermatheca.read.yaml import Document, parse_yaml

MAX_BRACKETS = 3  # levels
_CODE = re.compile(r"^```.*?^```|`[^`\n]*`", re.MULTILINE | re.DOTALL)
_BRACKET = re.compile(r"\\.|[\[\]]|\n[ \t]*(?=\n)")


@dataclass(frozen=True)
class MarkdownFile:
    """A Markdown file; `first_line` is the line of the file on which `body` begins."""

    file: str
    front: Document
    body: str
    first_line: int


def parse_markdown(text: str, file: str) -> tuple[MarkdownFile | None, list[Problem]]:
    """Split front matter from body."""
    lines = text.split("\n")
    end = next((i for i, line in enumerate(lines[1:], 1) if line.rstrip() == "---"), None)
    if lines[0].rstrip() != "---" or end is None:
        hint = "begin the file with '---', 'title: ...', 'description: ...', '---'"
        return None, [
            Problem(Place(file), "front-matter", "must begin with front matter between two lines of '---'", hint)
        ]
    front, problems = parse_yaml("\n".join(lines[1:end]), file, first_line=2)
    if front is None:
        return None, problems
    body = "\n".join(lines[end + 1 :])
    return MarkdownFile(file, front, body, end + 2), problems + _brackets(body, file, end + 2)


def _brackets(body: str, file: str, first_line: int) -> list[Problem]:
    """The first bracket that its paragraph does not close, or that stands too deep in others.

    Python-Markdown looks for the end of every bracket anew: twenty thousand open ones would take it half a minute.
    """
    text = _CODE.sub(lambda code: re.sub(r"[^\n]", "x", code.group()), body)
    open_: list[int] = []
    for match in _BRACKET.finditer(f"{text}\n\n"):
        if match.group() == "[":
            open_.append(match.start())
        elif match.group() == "]" and open_:
            open_.pop()
        if len(open_) > MAX_BRACKETS or (match.group().startswith("\n") and open_):
            place = place_at(file, text, open_[0])
            message = (
                f"must close a bracket within its paragraph, at most {MAX_BRACKETS} deep; found '[' without its ']'"
            )
            return [
                Problem(
                    Place(file, place.line + first_line - 1, place.column),
                    "markdown-brackets",
                    message,
                    "close it, or write \\[ for a bracket that is no link or citation",
                )
            ]
    return []


def read_markdown(path: Path, file: str) -> tuple[MarkdownFile | None, list[Problem]]:
    """Read the Markdown file at `path`, called `file` in problems."""
    text, problems = read_text(path, file)
    if problems:
        return None, problems
    return parse_markdown(text, file)
