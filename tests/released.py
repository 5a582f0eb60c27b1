"""A project with a history: released, changed, released again, and assembled as it is deployed."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from unittest import mock

from commands import call
from conftest import ROOT
from project import make_project, snapshot

DOIS = '2026.11: 10.5281/zenodo.1\n"2026.12": 10.5281/zenodo.12345\n'
EPOCH = "1795000000"  # 2026-11-18
LATER = "1797600000"  # 2026-12-18


def git(root: Path, *arguments: str) -> str:
    """Run git as a person would."""
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    return subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True, text=True).stdout


def edit(root: Path, file: str, old: str, new: str) -> None:
    """Replace a text that a file must hold."""
    path = root / file
    text = path.read_text(encoding="utf-8")
    assert old in text, old
    path.write_text(text.replace(old, new), encoding="utf-8")


@dataclass(frozen=True)
class Released:
    """The project and what its first snapshot was when it was made."""

    root: Path
    first: dict[str, str]
    printed: str  # by the second release

    @property
    def site(self) -> Path:
        return self.root / "build/site"

    @property
    def frozen(self) -> Path:
        return self.root / "releases/v/2026.11"


def new_project(target: Path) -> Path:
    """A project under git."""
    root = make_project(target)
    for name in ("CITATION.cff", ".gitignore"):
        shutil.copy(ROOT / name, root / name)
    git(root, "init", "--initial-branch", "main")
    git(root, "add", ".")
    git(root, "commit", "--message", "The sample")
    return root


def make_released(target: Path) -> Released:
    """Release a project, change it, release it again, and build the site with both."""
    root = new_project(target)
    done = call("release.py", "--root", str(root), "--version", "2026.11", SOURCE_DATE_EPOCH=EPOCH)
    assert done.returncode == 0, done.stderr
    first = snapshot(root / "releases/v/2026.11")
    agents = root / "data/agents"
    edit(root, "data/agents/examplimab.yaml", "regimen: 100 mg every 4 weeks", "regimen: 100 mg every 2 weeks")
    edit(root, "data/agents/examplimab.yaml", "text: Invented harm", "text: Invented harm, and another harm")
    edit(root, "data/agents/examplimab.yaml", "agents: [specimenib]", "agents: [secundinib]")
    other = (agents / "specimenib.yaml").read_text(encoding="utf-8")
    (agents / "tertinib.yaml").write_text(other.replace("specimenib", "tertinib"), encoding="utf-8")
    renamed = other.replace(
        "id: specimenib\nname: specimenib", "id: secundinib\nname: secundinib\nformer_ids: [specimenib]"
    )
    (agents / "secundinib.yaml").write_text(renamed, encoding="utf-8")
    (agents / "specimenib.yaml").unlink()
    git(root, "add", ".")
    git(root, "commit", "--message", "Release 2026.11, and changes")
    with mock.patch("release.today", return_value=dt.date(2026, 12, 18)):
        made = call("release.py", "--root", str(root), SOURCE_DATE_EPOCH=LATER)
    assert made.returncode == 0, made.stderr
    (root / "releases/dois.yaml").write_text(DOIS, encoding="utf-8")
    done = call("build.py", "--root", str(root), "--releases", SOURCE_DATE_EPOCH=LATER)
    assert done.returncode == 0, done.stderr
    return Released(root, first, made.stdout)
