"""One page: where it lies, what fills its template, what it rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from dermatheca.model.base import Model
from dermatheca.problem import Place
from dermatheca.view.figures.figure import Figure


@dataclass(frozen=True)
class Page:
    """A page of the site; `url` is '' for home and ends in '/' otherwise."""

    url: str
    title: str
    description: str
    template: str
    data: Mapping[str, Any] = field(repr=False)
    place: Place
    entities: tuple[Model, ...] = field(default=(), repr=False)
    files: tuple[str, ...] = ()
    about: Mapping[str, Any] | None = None
    boost: float = 1.0  # in a site builder's own search; 0 keeps the page out of it
    former_urls: tuple[str, ...] = ()
    hub: bool = False
    wide: bool = False  # without the columns at its sides
    scripts: tuple[str, ...] = ()  # below assets/, loaded by this page alone
    repeats: bool = False  # facts of other pages; it does not count among the pages that cite a source
    entity: tuple[str, str] | None = None  # kind and id of the one entity that it tells
    citable: bool = False  # each of its statements has a citation of its own, on the page below it at cite/

    @property
    def feed(self) -> str:
        """Where the feed of its changes lies, without ending; '' for a page that has none."""
        if not self.url:
            return "feeds/all"
        kind = self.entity[0] if self.entity else ""
        return f"feeds/{self.url.rstrip('/')}" if kind in ("class", "condition") else ""

    @property
    def file(self) -> str:
        """The staged Markdown file."""
        return "index.md" if not self.url else f"{self.url}index.md" if self.hub else f"{self.url.rstrip('/')}.md"

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures among its data, alone or in a tuple or mapping."""
        found: list[Any] = []
        for value in self.data.values():
            found += value if isinstance(value, tuple) else value.values() if isinstance(value, Mapping) else [value]
        return tuple(one for one in found if isinstance(one, Figure))

    @property
    def edited_files(self) -> tuple[str, ...]:
        """The source files whose history is this page's history."""
        return self.files or (self.place.file,)
