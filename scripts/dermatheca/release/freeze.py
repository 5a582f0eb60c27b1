"""Freeze: the complete site of a catalogue as a snapshot that needs nothing outside its folder."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from dataclasses import replace
from pathlib import Path

from dermatheca.build import KEPT, read_site, run_mkdocs
from dermatheca.link import Catalogue
from dermatheca.rest import collector_at_rest
from dermatheca.view.page import Page
from dermatheca.view.site import Frozen, Site
from dermatheca.write.archive import for_a_folder, write_zip
from dermatheca.write.stage import stage

SOURCES = ("data", "content", "references.bib")
CATALOGUE = "catalogue.zip"  # what people wrote, kept in the snapshot: the next release is compared with it
NOT_FROZEN = ("404.html", "sitemap.xml", "sitemap.xml.gz")  # these speak for the whole site, from its root alone


def freeze(catalogue: Catalogue, site: Site, root: Path, target: Path, seconds: int) -> list[Page]:
    """Build the snapshot of a valid catalogue in the absent folder `target`; its pages come back.

    The site builder is told the current site's address, so that every page names the current one as canonical, while
    all that is ours (citations, metadata, downloads) bears the snapshot's. Links name files, so that a snapshot also
    opens from a folder. Raises BuildError.
    """
    with tempfile.TemporaryDirectory(prefix=".new-", dir=target.parent) as folder:
        new = Path(folder)
        kept = new / "made-before.sqlite"  # a copy: what only this snapshot needs is not kept
        if (root / KEPT).exists():
            shutil.copyfile(root / KEPT, kept)
        with collector_at_rest():
            pages = stage(catalogue, site, root, new / "docs", kept)
        run_mkdocs(root, new)
        for name in NOT_FROZEN:
            (new / "site" / name).unlink(missing_ok=True)
        for path in (new / "site").rglob("*.html"):
            path.write_bytes(for_a_folder(path.read_bytes().decode("utf-8")).encode())
        pack(root, new / "site" / CATALOGUE, seconds)
        (new / "site").rename(target)
    return pages


def frozen_site(root: Path, version: str, commit: str) -> Site:
    """The site of a snapshot."""
    return replace(read_site(root), version=version, frozen=Frozen(version, commit))


def pack(root: Path, target: Path, seconds: int) -> None:
    """Pack what people wrote; the same files give the same bytes."""
    found = [path for name in SOURCES for path in sorted((root / name).rglob("*")) or [root / name]]
    files = (path for path in found if path.is_file())
    write_zip(target, ((path.relative_to(root).as_posix(), path.read_bytes()) for path in files), seconds)


def unpack(snapshot: Path, target: Path) -> Path:
    """The catalogue that a snapshot keeps, unpacked below `target`."""
    with zipfile.ZipFile(snapshot / CATALOGUE) as archive:
        archive.extractall(target)
    return target
