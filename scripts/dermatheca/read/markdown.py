"""Read hand-written Markdown: YAML front matter, and a body that knows on which line it begins."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from dermatheca.problem import Place, Problem
from dermatheca.read.text import read_text
from dermatheca.read.yaml import Document, parse_yaml


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
    return MarkdownFile(file, front, "\n".join(lines[end + 1 :]), end + 2), problems


def read_markdown(path: Path, file: str) -> tuple[MarkdownFile | None, list[Problem]]:
    """Read the Markdown file at `path`, called `file` in problems."""
    text, problems = read_text(path, file)
    if problems:
        return None, problems
    return parse_markdown(text, file)
