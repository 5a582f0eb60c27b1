"""What a page needs to know of the site around it: addresses, dates, version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

FOLDERS = {
    "class": "classes",
    "agent": "agents",
    "condition": "conditions",
    "target": "targets",
    "outcome": "outcomes",
    "pair": "pharmacogenomics",
    "chapter": "review",
}


@dataclass(frozen=True)
class Example:
    """A change to a file that breaks a rule, and the message it raises."""

    file: str
    before: str
    after: str
    message: str


@dataclass(frozen=True)
class Changes:
    """What changed in the data of a page on one day, in sentences."""

    day: str
    sentences: tuple[str, ...]


@dataclass(frozen=True)
class Site:
    """The site as configured in mkdocs.yml and seen by git."""

    name: str
    url: str
    repo_url: str
    version: str
    built: dt.date
    edited: Mapping[str, str] = field(repr=False, default_factory=dict)
    changes: tuple[str, ...] = ()
    examples: Mapping[str, Example] = field(repr=False, default_factory=dict)
    history: Mapping[str, tuple[Changes, ...]] = field(repr=False, default_factory=dict)

    def address(self, url: str) -> str:
        """The permanent address of a page."""
        return self.url.rstrip("/") + "/" + url

    def edited_on(self, files: tuple[str, ...]) -> str:
        """Day of the latest commit to any of `files`; the day of the build where git knows none."""
        days = [self.edited[f] for f in files if f in self.edited]
        return max(days, default=self.built.isoformat())

    def source_link(self, file: str, line: int) -> str:
        """Where to read a line of a source file."""
        return f"{self.repo_url.rstrip('/')}/blob/main/{file}?plain=1#L{line}"

    def edit_link(self, file: str) -> str:
        """Where to edit a source file in the browser."""
        return f"{self.repo_url.rstrip('/')}/edit/main/{file}"


def url_of(kind: str, ident: str = "") -> str:
    """The address of an entity's page, or of its kind's hub, below the site's root."""
    if kind == "term":
        return f"glossary/#{ident}"
    if kind == "reference":
        return f"references/#ref-{ident}"
    return f"{FOLDERS[kind]}/{ident}/" if ident else f"{FOLDERS[kind]}/"


def relative(from_url: str, to_url: str) -> str:
    """`to_url` as seen from the page at `from_url`; both below the site's root, pages end in '/'."""
    return ("../" * from_url.count("/") + to_url) or "./"
