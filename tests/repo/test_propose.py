"""From a filled-in form to a draft pull request: scripts/form.py and scripts/propose.py against a real repository and a `gh`
that writes down what it is asked."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT
from project import make_project

GH = f"""#!{sys.executable}
import json, os, pathlib, sys
log = pathlib.Path(os.environ["GH_LOG"])
arguments = sys.argv[1:]
body = pathlib.Path(arguments[arguments.index("--body-file") + 1]).read_text() if "--body-file" in arguments else ""
with log.open("a") as out:
    out.write(json.dumps([arguments, body]) + "\\n")
if arguments[:2] == ["pr", "list"] and os.environ.get("GH_KNOWN"):
    print("https://example.org/repo/pull/9")
if arguments[:2] == ["pr", "create"]:
    print("Creating draft pull request\\nhttps://example.org/repo/pull/8")
if os.environ.get("GH_FAILS"):
    print("HTTP 503", file=sys.stderr)
    sys.exit(1)
"""


class Repository:
    """A clone as a runner has it, with a bare repository to push to."""

    def __init__(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.origin, self.root, self.form = tmp_path / "origin.git", tmp_path / "clone", tmp_path / "clone/build/form"
        project = make_project(tmp_path / "project")
        shutil.copy(ROOT / ".gitignore", project)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        self.git("init", "--quiet", "--initial-branch", "main", at=project)
        self.git("add", "--all", at=project)
        self.commit("Start", at=project)
        self.git("clone", "--quiet", "--bare", str(project), str(self.origin), at=tmp_path)
        self.git("clone", "--quiet", str(self.origin), str(self.root), at=tmp_path)
        tools = tmp_path / "tools"
        tools.mkdir()
        (tools / "gh").write_text(GH, encoding="utf-8")
        (tools / "gh").chmod(stat.S_IRWXU)
        self.log = tmp_path / "gh.log"
        monkeypatch.setenv("PATH", f"{tools}{os.pathsep}{os.environ['PATH']}")
        monkeypatch.setenv("GH_LOG", str(self.log))

    def git(self, *arguments: str, at: Path | None = None) -> str:
        return subprocess.run(
            ["git", *arguments], cwd=at or self.root, capture_output=True, text=True, check=True
        ).stdout.strip()  # fmt: skip

    def commit(self, message: str, at: Path | None = None, mail: str = "editor@example.org") -> None:
        self.git("-c", "user.name=E", "-c", f"user.email={mail}", "commit", "--all", "--message", message, at=at)

    def read(self, body: Path) -> None:
        """What the first job does: the form becomes a change, a reply and a summary."""
        self.git("switch", "--quiet", "--detach", "origin/main")
        self.git("reset", "--quiet", "--hard")
        self.form.mkdir(parents=True, exist_ok=True)
        command = ["form.py", "--root", str(self.root), "--body", str(body), "--issue", "7"]
        command += ["--reply", str(self.form / "reply.md"), "--summary", str(self.form / "summary.json")]
        done = subprocess.run([sys.executable, ROOT / "scripts" / command[0], *command[1:]], capture_output=True)
        assert done.returncode in (0, 1), done.stderr
        self.git("add", "--all")
        patch = subprocess.run(["git", "diff", "--cached", "--binary"], cwd=self.root, capture_output=True).stdout
        (self.form / "change.patch").write_bytes(patch)
        self.git("reset", "--quiet", "--hard")

    def propose(self) -> subprocess.CompletedProcess[str]:
        """What the second job does."""
        command = [ROOT / "scripts/propose.py", "--root", self.root, "--form", self.form, "--issue", "7"]
        return subprocess.run([sys.executable, *map(str, command)], capture_output=True, text=True)

    def asked(self) -> list[tuple[list[str], str]]:
        """What `gh` was asked for, each with the body that it was given."""
        lines = self.log.read_text(encoding="utf-8").splitlines() if self.log.exists() else []
        self.log.unlink(missing_ok=True)
        return [tuple(json.loads(line)) for line in lines]

    def branches(self) -> list[str]:
        return self.git("for-each-ref", "--format=%(refname:short)", "refs/heads", at=self.origin).split()


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    return Repository(tmp_path, monkeypatch)


GOOD, BAD = ROOT / "tests/forms/agent-good-approved.md", ROOT / "tests/forms/agent-mend-name-taken.md"


def test_a_sound_form_becomes_a_draft_and_an_answer(repository: Repository) -> None:
    repository.read(GOOD)
    assert repository.propose().returncode == 0
    assert repository.branches() == ["form/7-novelimab", "main"]
    files = repository.git("diff", "--name-only", "main", "form/7-novelimab", at=repository.origin)
    assert files == "data/agents/novelimab.yaml"
    listed, created, answered = repository.asked()
    assert listed[0][:2] == ["pr", "list"]
    assert created[0][:3] == ["pr", "create", "--draft"]
    assert created[0][created[0].index("--title") + 1] == "New agent: novelimab"
    assert created[1].startswith(
        "Made from the form in #7 and checked with `make validate`. Closes #7.\n\nWhat changes"
    )
    assert answered[0][:3] == ["issue", "comment", "7"]
    assert answered[1].startswith("Thank you. A draft was made from your form")
    assert answered[1].endswith("The draft: https://example.org/repo/pull/8\n")


def test_an_edited_form_renews_its_draft(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    repository.read(GOOD)
    repository.propose()
    repository.asked()
    edited = tmp_path / "edited.md"
    edited.write_text(GOOD.read_text(encoding="utf-8").replace("Novelix", "Novelex"), encoding="utf-8")
    monkeypatch.setenv("GH_KNOWN", "1")
    repository.read(edited)
    assert repository.propose().returncode == 0
    text = repository.git("show", "form/7-novelimab:data/agents/novelimab.yaml", at=repository.origin)
    assert "name: Novelex" in text
    assert repository.git("rev-list", "--count", "main..form/7-novelimab", at=repository.origin) == "1"
    assert [asked[0][:2] for asked in repository.asked()] == [["pr", "list"], ["pr", "edit"], ["issue", "comment"]]


def test_what_an_editor_wrote_on_the_branch_is_never_written_over(repository: Repository) -> None:
    repository.read(GOOD)
    repository.propose()
    repository.asked()
    repository.git("switch", "--quiet", "--force-create", "work", "origin/form/7-novelimab")
    path = repository.root / "data/agents/novelimab.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("Novelix", "Novelux"), encoding="utf-8")
    repository.commit("By an editor")
    repository.git("push", "--quiet", "origin", "work:form/7-novelimab")
    theirs = repository.git("rev-parse", "form/7-novelimab", at=repository.origin)
    repository.read(GOOD)
    assert repository.propose().returncode == 0
    assert repository.git("rev-parse", "form/7-novelimab", at=repository.origin) == theirs
    ((arguments, body),) = repository.asked()
    assert arguments[:2] == ["issue", "comment"]
    assert "already worked on the draft" in body


def test_a_form_to_mend_is_answered_and_nothing_is_pushed(repository: Repository) -> None:
    repository.read(BAD)
    assert repository.propose().returncode == 0
    assert repository.branches() == ["main"]
    ((arguments, body),) = repository.asked()
    assert arguments[:3] == ["issue", "comment", "7"]
    assert body == (repository.form / "reply.md").read_text(encoding="utf-8")
    assert "needs mending before a draft can be made" in body


def test_two_forms_do_not_stand_in_each_others_way(repository: Repository) -> None:
    repository.read(BAD)
    repository.propose()
    repository.read(GOOD)
    assert repository.propose().returncode == 0
    assert repository.branches() == ["form/7-novelimab", "main"]


def test_a_failure_is_told(repository: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.read(BAD)
    monkeypatch.setenv("GH_FAILS", "1")
    done = repository.propose()
    assert (done.returncode, done.stderr) == (1, "gh issue comment: HTTP 503\n")


@pytest.mark.parametrize("branch", ["main", "form/7-x;rm", "--force", "form/../main", ""])
def test_only_a_branch_of_a_form_is_ever_pushed(repository: Repository, branch: str) -> None:
    repository.read(GOOD)
    summary = json.loads((repository.form / "summary.json").read_text(encoding="utf-8"))
    (repository.form / "summary.json").write_text(json.dumps(summary | {"branch": branch}), encoding="utf-8")
    done = repository.propose()
    assert done.returncode == 2
    assert f"found '{branch}'" in done.stderr
    assert repository.branches() == ["main"]
