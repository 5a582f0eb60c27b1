"""What changed, as feeds: for the whole site, for each class of therapy and for each condition."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from dermatheca.link import Catalogue
from dermatheca.view.site import FOLDERS, Site, url_of

ENTRIES = 100  # that a feed holds, the newest first


@dataclass(frozen=True)
class Entry:
    """What changed on one page on one day."""

    day: str
    title: str
    url: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Feed:
    """A feed: its place below the site's root without ending, its title, the page it belongs to, its entries."""

    path: str
    title: str
    url: str
    entries: tuple[Entry, ...]


def feeds(c: Catalogue, site: Site) -> list[Feed]:
    """Every feed; those of a class or condition tell of its own page and of its agents."""
    found = [_feed(c, site, "feeds/all", site.name, "", list(_pages(c)))]
    for kind, entities, members in (
        ("class", c.classes, c.agents_in),
        ("condition", c.conditions, c.agents_for),
    ):
        for ident, entity in entities.items():
            pages = [(kind, ident), *(("agent", a.id) for a in members.get(ident, ()))]
            path = f"feeds/{FOLDERS[kind]}/{ident}"
            found.append(_feed(c, site, path, f"{site.name}: {entity.name}", url_of(kind, ident), pages))
    return found


def _pages(c: Catalogue) -> Iterator[tuple[str, str]]:
    for kind in ("class", "agent", "condition", "target", "outcome", "pair"):
        yield from ((kind, ident) for ident in c.of_kind(kind))


def _feed(c: Catalogue, site: Site, path: str, title: str, url: str, pages: list[tuple[str, str]]) -> Feed:
    entries = [
        Entry(
            changes.day,
            f"{getattr(c.of_kind(kind)[ident], 'name', ident)}: {_count(changes.sentences)}",
            page,
            changes.sentences,
        )
        for kind, ident in pages
        for page in [url_of(kind, ident)]
        for changes in site.history.get(page, ())
    ]
    newest = sorted(entries, key=lambda entry: (entry.day, entry.url), reverse=True)[:ENTRIES]
    return Feed(path, title, url, tuple(newest))


def _count(sentences: tuple[str, ...]) -> str:
    return sentences[0] if len(sentences) == 1 else f"{len(sentences)} changes"
