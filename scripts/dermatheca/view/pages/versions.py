"""The page of all releases: what each changed, where it is read, what it weighs, how it is proved unchanged."""

from __future__ import annotations

from dermatheca.problem import Place
from dermatheca.view.page import Page
from dermatheca.view.site import Release, Site, record_url, snapshot_url

CHANGES = 8  # lines of a release's changes that are told here


def versions_page(site: Site) -> Page:
    """Every release, the newest first."""
    return Page(
        url="versions/",
        title="Versions",
        description="Every release of the catalogue: a permanent snapshot with its changes, checksums and download.",
        template="versions",
        data={"releases": [_shown(site, release) for release in site.releases]},
        place=Place("scripts/dermatheca/release"),
        boost=0.1,
        hub=True,
    )


def _shown(site: Site, release: Release) -> dict[str, object]:
    def record(name: str) -> str:
        return site.current(record_url(release.version, name))

    return {
        "release": release,
        "anchor": f"v{release.version.replace('.', '-')}",
        "address": site.current(snapshot_url(release.version)),
        "catalogue": site.current(f"{snapshot_url(release.version)}catalogue.zip"),
        "changes": release.changes[:CHANGES],
        "more": max(0, len(release.changes) - CHANGES),
        "holds": "; ".join(f"{name}: {number}" for name, number in release.counts.items()),
        "size": _size(release.size),
        "archive_size": _size(release.archive_size),
        "records": {
            "changes": record("CHANGES.md"),
            "archive": record(f"dermatheca-{release.version}.zip"),
            "sums": record("SHA256SUMS"),
            "manifest": record("manifest.json"),
            "json": record("datacite.json"),
            "xml": record("datacite.xml"),
        },
        "source": f"{site.repo_url.rstrip('/')}/tree/{release.commit}" if release.commit else "",
    }


def _size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.0f} kB"
