"""Manifests: what a release consists of, byte for byte, and the proof that nobody changed it since.

    releases/
      v/<version>/      the snapshot of the site, listed in the manifest
      v/versions.json   every release, the newest first: made anew from the manifests
      <version>/        its records: manifest.json, CHANGES.md, the archive and more, listed in SHA256SUMS
      dois.yaml         DOIs by version, written by people once they know them

A manifest also holds the hash of the checksums before it, so that no older release is changed without notice.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dermatheca.read.yaml import read_yaml
from dermatheca.release.versions import is_version, order
from dermatheca.view.site import Release, record_url, snapshot_url
from dermatheca.write.atomic import write_whole

FOLDER = "releases"
MANIFEST = "manifest.json"
SUMS = "SHA256SUMS"
DOIS = "dois.yaml"
DOI = re.compile(r"10\.[0-9]{4,9}/[^\s\"<>]+")
_LINE = re.compile(r"^- (.*)$", re.MULTILINE)


class ReleaseError(Exception):
    """Why no release was made, or why one may not be used; the message says what to do."""


def sha256(path: Path) -> str:
    """The hash of a file, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files_of(folder: Path) -> dict[str, Path]:
    """Every file below a folder by its path, in the order of their names."""
    found = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    return dict(sorted(found.items()))


def manifest(snapshot: Path, facts: Mapping[str, Any], previous: Path | None) -> dict[str, Any]:
    """The manifest of a snapshot; `previous` is the SHA256SUMS of the release before it."""
    files = [
        {"path": name, "bytes": path.stat().st_size, "sha256": sha256(path)}
        for name, path in files_of(snapshot).items()
    ]
    before = {"version": previous.parent.name, "sha256": sha256(previous)} if previous else None
    return {**facts, "bytes": sum(one["bytes"] for one in files), "previous": before, "files": files}


def sums(releases: Path, version: str, found: Mapping[str, Any]) -> str:
    """The checksums of a release in the form of sha256sum, to be checked in `releases`: its records, then its snapshot."""
    records = {f"{version}/{name}": sha256(path) for name, path in files_of(releases / version).items() if name != SUMS}
    snapshot = {f"v/{version}/{one['path']}": one["sha256"] for one in found["files"]}
    return "".join(f"{digest}  {name}\n" for name, digest in (records | snapshot).items())


def read_manifest(releases: Path, version: str) -> dict[str, Any]:
    """The manifest of a release. Raises ReleaseError if there is none or it cannot be used."""
    path = releases / version / MANIFEST
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        usable = found["version"] == version and all(
            isinstance(one["path"], str) and isinstance(one["bytes"], int) and isinstance(one["sha256"], str)
            for one in found["files"]
        )
    except (OSError, ValueError, KeyError, TypeError):
        usable = False
    if not usable:
        raise ReleaseError(f"{path} must be the manifest of {version}; put back the file as it was released")
    return dict(found)


def versions_in(releases: Path) -> list[str]:
    """The versions that a folder holds, a snapshot or a record or both, the newest first."""
    names = {
        path.name
        for place in (releases, releases / "v")
        if place.is_dir()
        for path in place.iterdir()
        if path.is_dir() and is_version(path.name)
    }
    return sorted(names, key=order, reverse=True)


def verify(releases: Path) -> list[str]:
    """What is not as it was released, a line a file; nothing if every release is whole."""
    wrong: list[str] = []
    hashes: dict[str, str] = {}
    for version in reversed(versions_in(releases)):
        try:
            found = read_manifest(releases, version)
        except ReleaseError as error:
            wrong.append(str(error))
            continue
        if not (releases / version / SUMS).is_file():
            wrong.append(f"{releases / version / SUMS} is missing")
            continue
        hashes[version] = sha256(releases / version / SUMS)
        before = found.get("previous")
        if before and hashes.get(before["version"]) != before["sha256"]:
            wrong.append(f"{releases / before['version'] / SUMS} is not the one that {version} followed")
        stated = {f"v/{version}/{one['path']}": one["sha256"] for one in found["files"]}
        stated |= _records(releases, version)
        there = {f"v/{version}/{name}": path for name, path in files_of(releases / "v" / version).items()}
        there |= {f"{version}/{name}": path for name, path in files_of(releases / version).items() if name != SUMS}
        for name in sorted(stated.keys() | there.keys()):
            if name not in there:
                wrong.append(f"{releases / name} is missing")
            elif name not in stated:
                wrong.append(f"{releases / name} was added after the release")
            elif sha256(there[name]) != stated[name]:
                wrong.append(f"{releases / name} was changed after the release")
    return wrong


def _records(releases: Path, version: str) -> dict[str, str]:
    """The stated hashes of a release's records by their path."""
    lines = (releases / version / SUMS).read_text(encoding="utf-8").splitlines()
    pairs = (line.partition("  ") for line in lines)
    return {name: digest for digest, _, name in pairs if name.startswith(f"{version}/")}


def dois(releases: Path) -> dict[str, str]:
    """DOIs by version from dois.yaml. Raises ReleaseError if the file is not a list of them."""
    path = releases / DOIS
    if not path.exists():
        return {}
    document, problems = read_yaml(path, str(path))
    data = document.data if document else None
    if problems or not isinstance(data, dict):
        raise ReleaseError("\n".join(map(str, problems)) or f'{path} must hold lines like "2026.11": 10.5281/zenodo.1')
    for version, doi in data.items():
        if not is_version(str(version)) or not DOI.fullmatch(str(doi)):
            raise ReleaseError(f"{path} must name a DOI for each version; found '{version}': '{doi}'")
    return {str(version): str(doi) for version, doi in data.items()}


def read_releases(releases: Path) -> tuple[Release, ...]:
    """Every release of a folder as pages tell of it, the newest first. Raises ReleaseError."""
    known = dois(releases)
    return tuple(_release(releases, version, known.get(version, "")) for version in versions_in(releases))


def _release(releases: Path, version: str, doi: str) -> Release:
    found = read_manifest(releases, version)
    records = releases / version
    try:
        changes = (records / "CHANGES.md").read_text(encoding="utf-8")
        summary = changes.partition("\n## ")[2].partition("\n## ")[0]
        return Release(
            version=version,
            day=found["date"],
            commit=found["commit"],
            counts=found["counts"],
            files=len(found["files"]),
            size=found["bytes"],
            archive_size=(records / archive_name(version)).stat().st_size,
            checksum=sha256(records / SUMS),
            pages=frozenset(
                one["path"].removesuffix("index.html") for one in found["files"] if one["path"].endswith("index.html")
            ),
            changes=tuple(re.sub(r"\\(.)", r"\1", line) for line in _LINE.findall(summary)),
            doi=doi,
        )
    except (OSError, KeyError) as error:
        raise ReleaseError(f"{records} is not whole: {error}; run scripts/release.py --verify") from error


def archive_name(version: str) -> str:
    """The file in which a whole snapshot is handed out."""
    return f"dermatheca-{version}.zip"


def write_versions(releases: Path, address: str) -> None:
    """Write v/versions.json, which frozen pages read to tell that a newer release exists."""
    root = address.rstrip("/") + "/"
    listed = [
        {
            "version": one.version,
            "date": one.day,
            "url": root + snapshot_url(one.version),
            "manifest": root + record_url(one.version, MANIFEST),
            "checksums": root + record_url(one.version, SUMS),
            "sha256": one.checksum,
            "files": one.files,
            "bytes": one.size,
            "commit": one.commit,
            **({"doi": one.doi} if one.doi else {}),
        }
        for one in read_releases(releases)
    ]
    text = json.dumps({"latest": listed[0]["version"] if listed else None, "versions": listed}, indent=1)
    write_whole(releases / "v/versions.json", f"{text}\n".encode())
