"""What is fed to fuzzers: each target takes any bytes, and must neither raise nor point outside of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable

from dermatheca import cite
from dermatheca.fix.bibliography import mend_bibtex
from dermatheca.fix.data import mend_yaml
from dermatheca.forms.answers import Answers
from dermatheca.forms.body import cut, decode, recognise
from dermatheca.forms.spec import FORMS
from dermatheca.model.agent import Agent
from dermatheca.model.parse import parse
from dermatheca.problem import Problem
from dermatheca.read.bibtex import parse_bibtex
from dermatheca.read.markdown import parse_markdown
from dermatheca.read.text import hidden
from dermatheca.read.yaml import parse_yaml
from dermatheca.reference.identifier import read_doi, read_pmid

FILE = "data/x"


def _text(data: bytes) -> str:
    """The bytes as the readers get them: what is not text never reaches them."""
    text = data.decode("utf-8", "ignore").replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    return "".join(text) if next(hidden(text), None) is None else ""


def _inside(problems: Iterable[Problem], text: str) -> None:
    """Every problem points into the text, is of one line, and shows nothing invisible."""
    lines = text.split("\n")
    for problem in problems:
        assert 1 <= problem.place.line <= len(lines) + 1, problem
        assert problem.place.column >= 1, problem
        for words in (problem.message, problem.hint):
            assert "\n" not in words
            assert next(hidden(words), None) is None, repr(words)


def yaml(data: bytes) -> None:
    """The reader of YAML, the model, and mending."""
    text = _text(data)
    document, problems = parse_yaml(text, FILE)
    _inside(problems, text)
    assert (document is None) <= bool(problems)
    if document is not None:
        _inside(parse(Agent, document.data, document)[1], text)
        made, mended = mend_yaml(text, FILE, Agent)
        assert mended or made == text


def bibtex(data: bytes) -> None:
    """The reader of BibTeX, and mending."""
    text = _text(data)
    document, problems = parse_bibtex(text, FILE)
    _inside(problems, text)
    assert parse_bibtex(text, FILE)[0].data == document.data
    made, mended = mend_bibtex(text, FILE)
    assert mended or made == text


def citations(data: bytes) -> None:
    """The parser of citations."""
    text = _text(data)
    keys = cite.keys(text)
    assert all(key in text for key in keys)
    for group in cite.groups(text):
        assert text[group.start] == "[" and text[group.end - 1] == "]"  # noqa: PT018
        assert all(
            text[one.offset - 1 : one.offset + len(one.key)] in (f"@{one.key}", one.key) or one.key in text
            for one in group.citations
        )


def markdown(data: bytes) -> None:
    """The reader of Markdown."""
    text = _text(data)
    source, problems = parse_markdown(text, FILE)
    _inside(problems, text)
    assert source is None or source.body in text


def form(data: bytes) -> None:
    """The reader of issue forms, as far as the answers."""
    text, faults = decode(data)
    assert isinstance(text, str)
    if not faults:
        recognise(text, "")
        for one in FORMS.values():
            answers = Answers(cut(text, one), dt.date(2026, 1, 31))
            for field in one.fields:
                answers.text(field.id)


def identifiers(data: bytes) -> None:
    """DOIs and PubMed ids as people paste them."""
    for read in (read_doi, read_pmid):
        try:
            assert read(_text(data)).isprintable()
        except ValueError:
            continue


TARGETS: dict[str, Callable[[bytes], None]] = {
    "yaml": yaml,
    "bibtex": bibtex,
    "citations": citations,
    "markdown": markdown,
    "form": form,
    "identifiers": identifiers,
}
