"""A whole project in a temporary folder: the sample catalogue with the real templates and theme."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from conftest import ROOT, SAMPLE
from dermatheca.build import KEPT, read_site
from dermatheca.link import load
from dermatheca.write.stage import stage


def make_project(target: Path) -> Path:
    """Copy what a build needs to `target`."""
    shutil.copytree(SAMPLE, target)
    for name in ("mkdocs.yml", "pyproject.toml", "CHANGELOG.md"):
        shutil.copy(ROOT / name, target / name)
    for name in ("theme", "scripts/templates"):
        shutil.copytree(ROOT / name, target / name)
    (target / KEPT).parent.mkdir()
    shutil.copy(_made_before(), target / KEPT)
    return target


def _made_before() -> Path:
    """What a build of the sample keeps, made once: drawings and slides take longer than all else that tests look at."""
    kept = ROOT / ".cache/sample.sqlite"
    kept.parent.mkdir(exist_ok=True)
    with (ROOT / ".cache/sample.lock").open("w") as lock, tempfile.TemporaryDirectory() as folder:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not kept.exists():
            stage(load(SAMPLE)[0], read_site(ROOT), ROOT, Path(folder) / "docs", Path(folder) / "kept.sqlite")
            shutil.move(Path(folder) / "kept.sqlite", kept)
    return kept


def run(script: str, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command of the project as a user does."""
    command = [sys.executable, str(ROOT / "scripts" / script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, env=os.environ | environment, timeout=120)


def snapshot(folder: Path) -> dict[str, str]:
    """The hash of every file below `folder`."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
