"""Make a release: check, freeze, write its records; all or nothing, and never a byte of an older one."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dermatheca.build import build_time
from dermatheca.git import git
from dermatheca.link import Catalogue, load
from dermatheca.read.yaml import read_yaml
from dermatheca.release.changes import changes, counts, first_changes
from dermatheca.release.freeze import freeze, frozen_site, unpack
from dermatheca.release.manifest import (
    MANIFEST,
    SUMS,
    ReleaseError,
    archive_name,
    dois,
    manifest,
    read_manifest,
    sums,
    verify,
    versions_in,
    write_versions,
)
from dermatheca.release.metadata import About, as_bytes, changelog, citation, datacite, datacite_xml, project, zenodo
from dermatheca.release.versions import is_version, order
from dermatheca.view.site import Site
from dermatheca.write.archive import write_archive
from dermatheca.write.atomic import write_whole

ZENODO = ".zenodo.json"


@dataclass(frozen=True)
class Made:
    """A release that was made."""

    version: str
    pages: int
    files: int
    size: int
    archive_size: int
    day: str
    changed: tuple[str, ...]  # files of the working tree


def taken(root: Path, releases: Path) -> tuple[list[str], list[str]]:
    """The versions that stand in `releases`, the newest first, and those that git has a tag for."""
    tags = [tag[1:] for tag in (git(root, "tag", "--list", "v*") or "").split() if is_version(tag[1:])]
    return versions_in(releases), tags


def refuse(root: Path, releases: Path, version: str, allow_dirty: bool) -> str:
    """The commit of which a release can be made, '' outside git. Raises ReleaseError if none can be made now."""
    if not is_version(version):
        raise ReleaseError(f"must be a version such as 2026.11 or 2026.11.1; found '{version}'")
    commit = git(root, "rev-parse", "HEAD")
    changed = git(root, "status", "--porcelain")
    if not allow_dirty and commit is None:
        raise ReleaseError("must be made of a commit; this folder is no git checkout")
    if not allow_dirty and changed:
        raise ReleaseError(f"must be made of a commit; commit or put away first:\n{changed}")
    there, tags = taken(root, releases)
    if version in there or version in tags:
        raise ReleaseError(f"{version} was released already; a release is never made again")
    if missing := sorted(set(tags) - set(there), key=order):
        raise ReleaseError(
            f"{', '.join(missing)} was released but is not in {releases}; fetch it first: git worktree add releases releases"
        )
    if there and order(version) < order(there[0]):
        raise ReleaseError(f"must be newer than {there[0]}, the latest release; found {version}")
    if wrong := verify(releases):
        raise ReleaseError("\n".join([*wrong, "a released snapshot must never change; put these files back first"]))
    return commit or ""


def make_release(catalogue: Catalogue, root: Path, releases: Path, version: str, commit: str) -> Made:
    """Release a valid catalogue. Raises ReleaseError, BuildError or OSError with everything as it was before."""
    site = frozen_site(root, version, commit)
    seconds = build_time(root)
    snapshot, records = releases / "v" / version, releases / version
    snapshot.parent.mkdir(parents=True, exist_ok=True)
    earlier = next(iter(versions_in(releases)), "")
    found = counts(catalogue)
    with ExitStack() as undo:
        if earlier:
            undo.callback(write_versions, releases, site.url)  # undone last, when this release is gone again
        for place in (snapshot, records):
            undo.callback(shutil.rmtree, place, ignore_errors=True)
        pages = freeze(catalogue, site, root, snapshot, seconds)
        with tempfile.TemporaryDirectory(prefix=".new-", dir=releases) as folder:
            new = Path(folder)
            told = _told(releases, earlier, site, catalogue, found)
            (new / "CHANGES.md").write_text(told, encoding="utf-8")
            archived = write_archive(snapshot, new / archive_name(version), archive_name(version)[:-4], seconds)
            about = _about(root, site, releases, earlier, found, (new / archive_name(version)).stat().st_size)
            (new / "datacite.json").write_bytes(as_bytes(datacite(about)))
            (new / "datacite.xml").write_bytes(datacite_xml(about))
            (new / ZENODO).write_bytes(as_bytes(zenodo(about)))
            facts = {
                "name": site.name,
                "version": version,
                "date": about.day,
                "address": about.address,
                "commit": commit,
                "counts": found,
            }
            listed = manifest(snapshot, facts, releases / earlier / SUMS if earlier else None)
            (new / MANIFEST).write_bytes(as_bytes(listed))
            new.chmod(0o755)
            shutil.copytree(new, records)
        (records / SUMS).write_text(sums(releases, version, listed), encoding="utf-8")
        assert archived == len(listed["files"])
        write_versions(releases, site.url)
        (releases / ".gitattributes").write_text("* -text\n", encoding="utf-8")  # git must not touch a line end
        changed = _working_tree(root, about)
        undo.pop_all()
    archive_size = (records / archive_name(version)).stat().st_size
    return Made(version, len(pages), archived, listed["bytes"], archive_size, about.day, changed)


def _told(releases: Path, earlier: str, site: Site, catalogue: Catalogue, found: dict[str, int]) -> str:
    """CHANGES.md, from the data that the snapshot of the release before keeps."""
    if not earlier:
        return first_changes(site.version, site.built.isoformat(), found)
    with tempfile.TemporaryDirectory() as folder:
        before = load(unpack(releases / "v" / earlier, Path(folder)))[0]
        return changes(site.version, site.built.isoformat(), earlier, before, catalogue)


def _about(root: Path, site: Site, releases: Path, earlier: str, found: dict[str, int], size: int) -> About:
    document, problems = read_yaml(root / "CITATION.cff", "CITATION.cff")
    if document is None:
        raise ReleaseError("\n".join(map(str, problems)))
    data: dict[str, Any] = document.data
    known = dois(releases)
    holds = "; ".join(f"{name}: {number}" for name, number in found.items())
    return About(
        title=data["title"],
        creators=tuple(one["name"] for one in data["authors"]),
        publisher=site.name,
        description=f"{data['title']}. What this release holds: {holds}. Education, not prescribing advice.",
        version=site.version,
        day=site.built.isoformat(),
        address=site.address(""),
        root=site.url,
        repository=site.repo_url,
        doi=known.get(site.version, ""),
        earlier=known.get(earlier, "") or (read_manifest(releases, earlier)["address"] if earlier else ""),
        sizes=(f"{size} bytes",),
    )


def _working_tree(root: Path, about: About) -> tuple[str, ...]:
    """Bring the files that name the version up to date; those that were written come back."""
    edits: dict[str, Callable[[str], str]] = {
        "CITATION.cff": lambda text: citation(text, about),
        "pyproject.toml": lambda text: project(text, about.version),
        "CHANGELOG.md": lambda text: changelog(text, about.version, about.day),
    }
    for name, edit in edits.items():
        path = root / name
        write_whole(path, edit(path.read_text(encoding="utf-8")).encode())
    write_whole(root / ZENODO, as_bytes(zenodo(about)))
    return (*edits, ZENODO)


def commands(made: Made, worktree: bool) -> list[str]:
    """What a maintainer runs next."""
    kept = [f"git -C releases add --all && git -C releases commit --quiet -m 'Release {made.version}'"]
    return [
        f"git add {' '.join(made.changed)} && git commit -m 'Release {made.version}'",
        f"git tag --annotate v{made.version} -m 'Dermatheca {made.version}'",
        *(kept if worktree else []),
        "make site-with-releases",
    ]
