"""A whole project in a temporary folder: the sample catalogue with the real templates and theme."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from conftest import ROOT, SAMPLE


def make_project(target: Path) -> Path:
    """Copy what a build needs to `target`."""
    shutil.copytree(SAMPLE, target)
    for name in ("mkdocs.yml", "pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, target / name)
    for name in ("theme", "scripts/templates"):
        shutil.copytree(ROOT / name, target / name)
    return target


def snapshot(folder: Path) -> dict[str, str]:
    """The hash of every file below `folder`."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
