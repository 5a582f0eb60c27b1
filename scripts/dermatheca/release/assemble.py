"""Put the frozen snapshots beside the built site: what is deployed is build/site with v/."""

from __future__ import annotations

import shutil
from pathlib import Path

from dermatheca.release.manifest import versions_in, write_versions
from dermatheca.view.site import record_url


def assemble(releases: Path, site: Path, address: str) -> None:
    """Copy every snapshot to `site`/v/<version>/ and its records to v/files/; that they are whole was verified before.

    Files are copied, not linked, for the site may be written to.
    """
    found = versions_in(releases)
    if found:
        write_versions(releases, address)
        shutil.copytree(releases / "v", site / "v", ignore=shutil.ignore_patterns(".new-*"))
    for version in found:
        shutil.copytree(releases / version, site / record_url(version, ""))
