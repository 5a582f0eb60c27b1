"""What a page needs to know of the site around it: addresses, dates, version."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
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
class Frozen:
    """The release whose snapshot is built: its version and the commit it was made from, '' outside git."""

    version: str
    commit: str = ""


@dataclass(frozen=True)
class Release:
    """A release as its manifest tells it; `pages` are the addresses of its pages below its own root."""

    version: str
    day: str
    commit: str
    counts: Mapping[str, int] = field(repr=False)
    files: int
    size: int  # bytes of the snapshot
    archive_size: int
    checksum: str  # SHA-256 of its SHA256SUMS
    pages: frozenset[str] = field(repr=False, default=frozenset())
    changes: tuple[str, ...] = ()  # the first lines of its CHANGES.md
    doi: str = ""


@dataclass(frozen=True)
class Site:
    """The site as configured in mkdocs.yml and seen by git; or a frozen snapshot of it, below v/<version>/."""

    name: str
    url: str
    repo_url: str
    version: str
    built: dt.date
    edited: Mapping[str, str] = field(repr=False, default_factory=dict)
    changes: tuple[str, ...] = ()
    examples: Mapping[str, Example] = field(repr=False, default_factory=dict)
    history: Mapping[str, tuple[Changes, ...]] = field(repr=False, default_factory=dict)
    frozen: Frozen | None = None
    releases: tuple[Release, ...] = ()  # the newest first

    def address(self, url: str) -> str:
        """The permanent address of a page: in a frozen snapshot the snapshot's own."""
        return self.current(f"{snapshot_url(self.frozen.version)}{url}" if self.frozen else url)

    def current(self, url: str) -> str:
        """The address of a page of the current site."""
        return self.url.rstrip("/") + "/" + url

    def frozen_address(self, urls: Iterable[str]) -> str:
        """Where the latest release shows the page that has or had one of these addresses; '' if nowhere."""
        latest = self.releases[0] if self.releases and not self.frozen else None
        found = next((url for url in urls if latest and url in latest.pages), None)
        return self.current(snapshot_url(latest.version) + found) if latest and found is not None else ""

    def edited_on(self, files: tuple[str, ...]) -> str:
        """Day of the latest commit to any of `files`; the day of the build where git knows none."""
        days = [self.edited[f] for f in files if f in self.edited]
        return max(days, default=self.built.isoformat())

    def source_link(self, file: str, line: int) -> str:
        """Where to read a line of a source file: in a frozen snapshot as it was then."""
        commit = self.frozen.commit if self.frozen else ""
        return f"{self.repo_url.rstrip('/')}/blob/{commit or 'main'}/{file}?plain=1#L{line}"

    def edit_link(self, file: str) -> str:
        """Where to edit a source file in the browser."""
        return f"{self.repo_url.rstrip('/')}/edit/main/{file}"


def snapshot_url(version: str) -> str:
    """The address of a release's snapshot below the site's root."""
    return f"v/{version}/"


def record_url(version: str, name: str) -> str:
    """The address of a release's record (its changes, checksums, archive) below the site's root."""
    return f"v/files/{version}/{name}"


def url_of(kind: str, ident: str = "") -> str:
    """The address of an entity's page, or of its kind's hub, below the site's root."""
    if kind == "term":
        return f"glossary/#{ident}"
    if kind == "reference":
        return f"references/#ref-{ident}" if ident else "references/"
    return f"{FOLDERS[kind]}/{ident}/" if ident else f"{FOLDERS[kind]}/"


def relative(from_url: str, to_url: str) -> str:
    """`to_url` as seen from the page at `from_url`; both below the site's root, pages end in '/'."""
    return ("../" * from_url.count("/") + to_url) or "./"
