"""The repository's machinery: workflows that are safe for forks, hooks that stop a broken commit."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conftest import ROOT
from project import make_project

BIN = Path(sys.executable).parent
WORKFLOWS = sorted((ROOT / ".github/workflows").glob("*.yml"))


def test_zizmor_finds_nothing() -> None:
    command = [
        str(BIN / "zizmor"),
        "--offline",
        "--persona",
        "pedantic",
        "--no-progress",
        str(ROOT / ".github/workflows"),
    ]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_nothing() -> None:
    command = [str(BIN / "jactionlint"), "--strict-exit", "--no-hints", *map(str, WORKFLOWS)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_every_action_is_pinned_and_every_permission_is_asked_for(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    uses = re.findall(r"uses: (.+)", text)
    assert uses
    assert all(re.fullmatch(r"[\w./-]+@[0-9a-f]{40} # v\d+(\.\d+)*", used) for used in uses)
    assert "pull_request_target" not in text
    workflow = yaml.safe_load(text)
    assert workflow["permissions"] == {}
    assert all(job["timeout-minutes"] <= 60 for job in workflow["jobs"].values())


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda p: p.name)
def test_no_script_holds_an_expression_and_every_command_exists(path: Path) -> None:
    jobs = yaml.safe_load(path.read_text(encoding="utf-8"))["jobs"].values()
    scripts = [step["run"] for job in jobs for step in job["steps"] if "run" in step]
    assert scripts
    assert not [script for script in scripts if "${{" in script]
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for script in scripts:
        assert all((ROOT / name).is_file() for name in re.findall(r"scripts/\w+\.py", script))
        assert all(f"\n{task}: " in makefile for task in re.findall(r"make ([a-z]+)$", script, flags=re.MULTILINE))


def test_a_commit_that_breaks_the_catalogue_is_stopped(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    shutil.copy(ROOT / ".pre-commit-config.yaml", root)
    # In place of the project's Makefile, which would set up an environment of its own.
    validate = f"{sys.executable} {ROOT / 'scripts/validate.py'} --root ."
    (root / "Makefile").write_text(f"validate:\n\t@{validate}\nlint:\n\t@true\n", encoding="utf-8")

    def git(*arguments: str) -> subprocess.CompletedProcess[str]:
        who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
        return subprocess.run(["git", *who, *arguments], cwd=root, capture_output=True, text=True)

    git("init")
    git("add", ".")
    subprocess.run([str(BIN / "pre-commit"), "install"], cwd=root, check=True, capture_output=True)
    assert git("commit", "--message", "Good").returncode == 0
    agent = root / "data/agents/specimenib.yaml"
    agent.write_text(agent.read_text(encoding="utf-8").replace("routes: [oral]", "routes: [orl]"), encoding="utf-8")
    stopped = git("commit", "--all", "--message", "Bad")
    assert stopped.returncode != 0
    assert "data/agents/specimenib.yaml:5:10: field-choice" in stopped.stdout + stopped.stderr
    assert git("log", "--format=%s").stdout == "Good\n"
