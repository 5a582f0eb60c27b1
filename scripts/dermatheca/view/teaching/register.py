"""Sources outside the site's pages: numbered in order of appearance, named in short, given in full."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from urllib.parse import urlsplit

from markupsafe import Markup

from dermatheca.model.base import Source, Statement
from dermatheca.model.reference import Reference
from dermatheca.model.vocabulary import RefStatus


class Register:
    """Numbers the references of one deck or sheet while it is put together."""

    def __init__(self, references: Mapping[str, Reference], texts: Mapping[str, Markup]) -> None:
        self._references = references
        self._texts = texts
        self._numbers: dict[str, int] = {}

    @property
    def keys(self) -> tuple[str, ...]:
        """What was cited, in order."""
        return tuple(self._numbers)

    def mark(self, sources: Iterable[Source]) -> str:
        """'[1, 2]', and whether nobody has compared the statement with any of its sources."""
        sources = tuple(sources)
        numbers = dict.fromkeys(self.number(source.ref) for source in sources)
        unchecked = "" if any(source.checked for source in sources) else " (unchecked)"
        return f"[{', '.join(map(str, numbers))}]{unchecked}" if numbers else ""

    def number(self, key: str) -> int:
        """The number of a reference; a new one if it was not cited before."""
        return self._numbers.setdefault(key, len(self._numbers) + 1)

    def short(self, key: str) -> str:
        """'4 Gordon 2018'."""
        ref = self._references[key]
        retracted = " (retracted)" if ref.status is RefStatus.RETRACTED else ""
        return f"{self.number(key)} {ref.author[0].family} {ref.year}{retracted}"

    def brief(self, key: str) -> tuple[str, str]:
        """The short form with its DOI, PubMed number or the place where it stands; and its whole address."""
        ref = self._references[key]
        name, address = next(iter(ref.addresses), ("", ""))
        where = urlsplit(address).hostname or "" if address == ref.url else name
        return f"{self.short(key)}{f', {where}' if where else ''}", address

    def full(self, key: str) -> str:
        """The whole reference with its number."""
        return f"[{self.number(key)}] {whole(self._references[key], self._texts[key])}"


def whole(ref: Reference, formatted: Markup) -> str:
    """A reference as plain text, with its status and an address."""
    text = " ".join(html.unescape(formatted.striptags()).split())
    address = next((address for _, address in ref.addresses), "")
    status = f" ({ref.status.label})" if ref.status else ""
    return f"{text}{status} {address}".rstrip()


def one_each(statements: Iterable[Statement]) -> tuple[Source, ...]:
    """One source of each statement, where there is one a source that it was compared with; the page has them all."""
    found = [next((s for s in one.sources if s.checked), one.sources[0]) for one in statements]
    return tuple({source.ref: source for source in found}.values())
