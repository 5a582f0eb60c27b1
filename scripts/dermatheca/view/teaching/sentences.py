"""Cited prose as single points: a sentence or two that can stand alone, with the sources that it cites."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from markdown.extensions.toc import slugify

from dermatheca import cite
from dermatheca.link import CROSS_LINK, ReviewChapter
from dermatheca.model.base import Model, Prose, Source

_END = re.compile(r"(?<=[.!?])\s+(?=[\"'(\ue000]*[A-Z0-9])")
_PLACE = re.compile(r"\s*\ue000(\d+)\ue001")
_NUMBERED = re.compile(r"^[ \t]*(?:[-*]|\d+\.)[ \t]+", re.MULTILINE)
# A sentence that begins so is not understood without the one before it.
_LEANING = re.compile(
    r"(?:It|Its|They|Their|Them|These|Those|This|That|There|Both|Neither|Either|Another|Others|The (?:figures?|same|latter|former|"
    r"others?|difference|rate|shares?|hazard ratios?|price|total|second|median|control|comparator|drug|trial)|At (?:week|month|day)|"
    r"In (?:this|that|both|it|the (?:same|second|other|control))|Of (?:those|them|these)|Here|Then|So|Such|By (?:week|month|then)|"
    r"After (?:this|that|\d)|A (?:second|third|further|stronger)|On (?:placebo|the)|Only|Again|Yet|But|And|He|She|Until|Two others?)\b"
)
_NO_BRACKETS = str.maketrans("", "", "[]")  # what stands as code is no citation
SHORT = 60
_MEASURED = re.compile(r"\d%|\d points|\d\.\d|\d+ of \d+")
_TIME = re.compile(r"\b(?:weeks?|days?|months?|years?|hours?)\b")


@dataclass(frozen=True)
class Point:
    """What is said, where from, on which page and place the site says it; `model` is the statement behind it."""

    text: str
    sources: tuple[Source, ...]
    url: str
    model: Model


@dataclass(frozen=True)
class Section:
    """A section of a chapter: its heading and its points in order."""

    heading: str
    points: tuple[Point, ...]


def points_of(prose: Prose, url: str) -> tuple[Point, ...]:
    """The points of a prose; what cites nothing is left out."""
    return tuple(
        Point(text, sources, url, prose)
        for paragraph in prose.text.split("\n\n")
        for text, sources in _points(paragraph, prose)
    )


def sections_of(chapter: ReviewChapter, url: str) -> tuple[Section, ...]:
    """The sections of a chapter with the points in each; a section without a cited sentence is left out."""
    found = []
    for part in re.split(r"^## ", chapter.source.body, flags=re.MULTILINE):
        heading, _, text = part.partition("\n")
        points: list[Point] = []
        for block in re.split(r"\n[ \t]*\n|\n(?=[ \t]*(?:[-*]|\d+\.)[ \t])", text):
            prose = Prose(text=_plain(block) or "-", checked=chapter.meta.checked)
            points += points_of(prose, f"{url}#{slugify(heading, '-')}")
        if points and heading.strip():
            found.append(Section(" ".join(heading.split()), tuple(points)))
    return tuple(found)


def _plain(markdown: str) -> str:
    """A block of a chapter without its markup; citations stay."""
    text = cite.CODE.sub(lambda code: code[0].strip("`~").translate(_NO_BRACKETS), markdown.strip())
    text = CROSS_LINK.sub("]", _NUMBERED.sub("", text))
    text = re.sub(r"\[(?!@)([^\]]*)\](?:\([^)]*\))?", r"\1", text)
    text = re.sub(r"\*\*|__|`|(?<![\w\\*])\*(?=\S)|(?<=\S)(?<!\\)\*(?![\w*])", "", text)
    return re.sub(r"\\([\\`*_{}\[\]()#+\-.!|>])", r"\1", text)


def _points(paragraph: str, prose: Prose) -> Iterator[tuple[str, tuple[Source, ...]]]:
    groups = list(cite.groups(paragraph))
    text, end = "", 0
    for number, group in enumerate(groups):
        text += paragraph[end : group.start] + f"\ue000{number}\ue001"
        end = group.end
    text += paragraph[end:]
    held: list[str] = []
    for sentence in [*_END.split(" ".join(text.split())), ""]:
        complete = any(map(_PLACE.search, held))
        if complete and not (sentence and _leans(sentence)):
            said = " ".join(held)
            cited = [c for number in _PLACE.findall(said) for c in groups[int(number)].citations]
            sources = {
                (c.key, c.locator): Source(ref=c.key, at=c.locator or None, checked=prose.checked) for c in cited
            }
            yield _PLACE.sub("", said), tuple(sources.values())
            held = []
        held.append(sentence)


def _leans(sentence: str) -> bool:
    """Whether a sentence needs the one before it: by its first words, its brevity, or numbers whose time stands there."""
    brief = bool(_PLACE.search(sentence)) and len(_PLACE.sub("", sentence)) < SHORT
    timeless = _MEASURED.search(sentence) and not _TIME.search(sentence)
    return bool(_LEANING.match(sentence) or brief or timeless)
