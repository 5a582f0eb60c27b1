"""What a page weighs when it is first opened: requests, and bytes as a server sends them compressed; with budgets."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from dermatheca.view.page import Page

REQUESTS = 12
# The most that the heaviest page of a template may weigh, in kB (1000 bytes); templates not named have the first.
# Lists, the map, the references, and an outcome with every result of it grow with the catalogue, for each holds the whole of it,
# also without script.
BUDGETS = {
    "": 110,
    "agent": 120,
    "chapter": 140,
    "condition": 200,
    "condition-compare": 200,
    "class": 160,
    "map": 200,
    "references": 300,
    "references-kind": 260,
    "trials-list": 200,
    "approvals-list": 200,
    "agents-hub": 200,
    "targets-hub": 160,
    "outcome": 160,
}


@dataclass(frozen=True)
class Weight:
    """The first load of a page: the page, its style sheets, scripts and pictures."""

    template: str
    url: str
    requests: int
    size: int

    @property
    def budget(self) -> int:
        """The most bytes that it may have."""
        return 1000 * BUDGETS.get(self.template, BUDGETS[""])

    @property
    def over(self) -> str:
        """What is too much, in words; '' if nothing is."""
        if self.size > self.budget:
            return f"{self.url or 'home'} weighs {self.size / 1000:.0f} kB, more than the {self.budget // 1000} kB of a page of its kind ({self.template})"
        if self.requests > REQUESTS:
            return f"{self.url or 'home'} makes {self.requests} requests, more than {REQUESTS}"
        return ""


class _Loads(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, None] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        loads = tag == "link" and {"stylesheet", "icon"} & set((given.get("rel") or "").split())
        url = given.get("href") if loads else given.get("src") if tag in ("script", "img") else None
        if url and not urlsplit(url).scheme and given.get("loading") != "lazy":
            self.found[url] = None


def _size(path: Path, known: dict[Path, int]) -> int:
    if path not in known:
        known[path] = len(gzip.compress(path.read_bytes(), 6, mtime=0))
    return known[path]


def _weigh(site: Path, page: Page, known: dict[Path, int]) -> Weight:
    place = site / page.url
    parser = _Loads()
    parser.feed((place / "index.html").read_text(encoding="utf-8"))
    files = dict.fromkeys((place / unquote(urlsplit(url).path)).resolve() for url in parser.found)
    size = _size(place / "index.html", known) + sum(_size(path, known) for path in files)
    return Weight(page.template, page.url, 1 + len(files), size)


def heaviest(site: Path, pages: Iterable[Page]) -> list[Weight]:
    """The largest page of each template, weighed; by template."""
    largest: dict[str, tuple[int, Page]] = {}
    for page in pages:
        size = (site / page.url / "index.html").stat().st_size
        if size > largest.get(page.template, (-1, page))[0]:
            largest[page.template] = (size, page)
    known: dict[Path, int] = {}
    return [_weigh(site, page, known) for _, (_, page) in sorted(largest.items())]
