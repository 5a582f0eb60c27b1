"""The abbreviations that a page uses, explained: those of conditions, outcome measures and the glossary."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dermatheca.link import Catalogue
from dermatheca.view.site import url_of

_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Abbreviation:
    """A short form, what it stands for, and the page that explains it."""

    short: str
    long: str
    url: str


def abbreviations(catalogue: Catalogue) -> dict[str, Abbreviation]:
    """Every abbreviation of the catalogue; one that means two things is left out, for nobody can say which is meant."""
    found: dict[str, list[Abbreviation]] = {}
    for kind, entities in (
        ("condition", catalogue.conditions),
        ("outcome", catalogue.outcomes),
        ("term", catalogue.terms),
    ):
        for ident, entity in entities.items():
            if entity.abbreviation and entity.abbreviation != entity.name:
                one = Abbreviation(entity.abbreviation, entity.name, url_of(kind, ident))
                found.setdefault(one.short, []).append(one)
    return {short: ones[0] for short, ones in sorted(found.items()) if len(ones) == 1}


def by_word(known: Mapping[str, Abbreviation]) -> dict[str, list[str]]:
    """The abbreviations by the first word in each."""
    found: dict[str, list[str]] = {}
    for short in known:
        first = _WORD.search(short)
        found.setdefault(first[0] if first else "", []).append(short)
    return found


def _pattern(shorts: Iterable[str]) -> re.Pattern[str]:
    """What finds any of them as a word of its own, the longest first."""
    words = "|".join(re.escape(short) for short in sorted(shorts, key=len, reverse=True))
    return re.compile(rf"(?<![\w*/-])(?:{words or '(?!)'})(?![\w*/])")


def used(
    known: Mapping[str, Abbreviation],
    words_of: Mapping[str, list[str]],
    markup: str,
    own: str,
    linked: Callable[[str], str],
) -> list[Abbreviation]:
    """Those that stand in the words of a page, in their order; not the one of the page `own` itself.

    BP is bullous pemphigoid on one page and blood pressure on another: an abbreviation is explained only where the page
    also names or links what it is taken to stand for. `words_of` is what `by_word` gives, `linked` the address of a page as
    this page links it.
    """
    text = html.unescape(_TAG.sub(" ", markup))
    possible = [short for word in {*_WORD.findall(text), ""} for short in words_of.get(word, ())]
    shorts, words = set(_pattern(possible).findall(text)), text.casefold()
    return [
        known[short]
        for short in sorted(shorts)
        if known[short].url != own
        and (known[short].long.casefold() in words or f'href="{linked(known[short].url)}"' in markup)
    ]
