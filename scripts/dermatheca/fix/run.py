"""Mend files of the catalogue, each whole or not at all."""

from __future__ import annotations

from pathlib import Path

from dermatheca.fix.bibliography import mend_bibtex
from dermatheca.fix.change import Mended, tidy
from dermatheca.fix.data import mend_yaml
from dermatheca.link import EXCEPTIONS, LIST_FILES
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model
from dermatheca.model.entities import RuleException
from dermatheca.read.text import read_text
from dermatheca.write.atomic import write_whole

BIBLIOGRAPHY = "references.bib"
LARGEST = 10_000_000  # bytes
MODELS: dict[str, type[Model]] = dict(LIST_FILES.values()) | {EXCEPTIONS: RuleException}


def catalogue_files(root: Path) -> list[str]:
    """Every file of the catalogue below `root`, as paths within it."""
    patterns = ("data/*.yaml", "data/agents/*.yaml", BIBLIOGRAPHY, "content/*.md", "content/review/*.md")
    return sorted(path.relative_to(root).as_posix() for pattern in patterns for path in root.glob(pattern))


def mend_text(text: str, file: str) -> tuple[str, list[Mended]]:
    """`text` of the file called `file`, mended, and what was done."""
    if file.endswith(".md"):
        return tidy(text, file, hard_breaks=True)
    if file == BIBLIOGRAPHY:
        return mend_bibtex(text, file)
    if file.startswith("data/agents/"):
        return mend_yaml(text, file, Agent)
    return mend_yaml(text, file, MODELS[file]) if file in MODELS else (text, [])


def mend(root: Path, files: list[str]) -> list[Mended]:
    """Mend `files` below `root`. A file that cannot be read as text is left to validation, which tells why.

    :raises OSError: if a file cannot be written
    """
    mended: list[Mended] = []
    for file in files:
        path = root / file
        if read_text(path, file, limit=LARGEST)[1]:
            continue
        text = path.read_bytes().decode("utf-8")
        made, done = mend_text(text, file)
        if done:
            write_whole(path, made.encode("utf-8"))
            mended += done
    return mended
