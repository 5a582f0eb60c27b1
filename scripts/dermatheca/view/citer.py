"""Citations of one page: numbered in order of appearance, with links both ways."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup, escape

from dermatheca import cite
from dermatheca.model.base import Prose, Source
from dermatheca.model.reference import Reference
from dermatheca.model.vocabulary import RefStatus

UNCHECKED = Markup('<span class="dm-unchecked" title="Nobody has yet compared this with its source">unchecked</span>')

RETRACTED = Markup(' <strong class="dm-status">retracted</strong>')

_GAP = re.compile(r"[ \t]*\n?[ \t]*$")  # a citation stands close to its word


@dataclass(frozen=True)
class BackLink:
    """One place of the page that cites a reference; a locator is shown the first time only."""

    anchor: str
    locator: str


@dataclass
class Entry:
    """One reference of the page's list."""

    number: int
    reference: Reference
    back_links: list[BackLink] = field(default_factory=list)

    @property
    def back(self) -> Markup:
        """The links back to where the page cites it."""
        return Markup(
            " ".join(
                f'<a href="#{link.anchor}" aria-label="back to citation {at} of reference {self.number}">↩</a>'
                f"{' ' + escape(link.locator) if link.locator else ''}"
                for at, link in enumerate(self.back_links, 1)
            )
        )


class Citer:
    """Numbers the references of one page while its template is filled in."""

    def __init__(self, references: Mapping[str, Reference]) -> None:
        self._references = references
        self._entries: dict[str, Entry] = {}

    @property
    def entries(self) -> list[Entry]:
        """The page's references in order of first appearance."""
        return list(self._entries.values())

    def _link(self, key: str, locator: str, note: str = "") -> Markup:
        reference = self._references[key]
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = Entry(len(self._entries) + 1, reference)
        anchor = f"cite-{entry.number}-{len(entry.back_links) + 1}"
        known = {back.locator for back in entry.back_links}
        entry.back_links.append(BackLink(anchor, "" if locator in known else locator))
        title = "; ".join(filter(None, (reference.design.label, locator, note)))
        said = f"reference {entry.number}{f', {locator}' if locator else ''}"
        link = Markup(  # a key is a slug
            f'<a href="#ref-{key}" id="{anchor}" title="{escape(title)}" aria-label="{escape(said)}">{entry.number}</a>'
        )
        return link + RETRACTED if reference.status is RefStatus.RETRACTED else link

    def sources(self, sources: Iterable[Source]) -> Markup:
        """The citation of a statement, and a mark where nobody compared it with any of its sources."""
        sources = tuple(sources)
        links = [
            self._link(s.ref, s.at or "", note=f"checked {s.checked}" if s.checked else "not yet checked")
            for s in sources
        ]
        mark = "" if any(s.checked for s in sources) else f" {UNCHECKED}"
        return Markup(f'<sup class="dm-cite">{",".join(links)}</sup>{mark}')

    def key(self, key: str) -> Markup:
        """A bare citation of a reference."""
        return Markup('<sup class="dm-cite">{}</sup>').format(self._link(key, ""))

    def prose(self, prose: Prose, attributes: Markup | None = None) -> Markup:
        """A text with its citations, escaped; paragraphs are separated by blank lines, the first has `attributes`."""
        paragraphs = [self.inline(part.strip(), escape) for part in prose.text.split("\n\n") if part.strip()]
        if not prose.checked and cite.keys(prose.text):
            paragraphs[-1] += Markup(" ") + UNCHECKED
        starts = [Markup("<p{}>").format(attributes or ""), *[Markup("<p>")] * (len(paragraphs) - 1)]
        return Markup("\n").join(
            start + paragraph + Markup("</p>") for start, paragraph in zip(starts, paragraphs, strict=True)
        )

    def inline(self, text: str, convert: Callable[[str], Markup] = Markup) -> Markup:
        """`text` with its citations replaced; `convert` turns what lies between into safe markup."""
        parts, end = [], 0
        for group in cite.groups(text):
            before = text[end : group.start]
            parts.append(convert(_GAP.sub("", before)))
            links = [self._link(c.key, c.locator) for c in group.citations]
            parts.append(Markup(f'<sup class="dm-cite">{",".join(links)}</sup>'))
            end = group.end
        parts.append(convert(text[end:]))
        return Markup("").join(parts)
