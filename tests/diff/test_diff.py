"""What a change does, in words: a table of small changes with their exact sentences, and the command in a real repository."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from bad_input import apply
from dermatheca.diff.compare import What, compare
from dermatheca.diff.tell import MOST, as_markdown, as_text, problems, summary
from dermatheca.diff.units import units
from dermatheca.link import Catalogue, load
from dermatheca.validate import Report
from project import run

CHANGES = json.loads((Path(__file__).parent / "changes.json").read_text(encoding="utf-8"))
AGENT = "data/agents/examplimab.yaml"


@pytest.mark.parametrize("change", CHANGES, ids=lambda c: c["told"][0][:60])
def test_a_change_is_told(change: dict[str, str], sample: Catalogue, sample_root: Path) -> None:
    apply(sample_root, [{key: change[key] for key in ("file", "replace", "with")}])
    after = load(sample_root)[0]
    assert as_text(compare(units(sample), units(after)), after, sample).splitlines() == change["told"]


def test_the_table_is_long_enough() -> None:
    assert len(CHANGES) >= 25


def test_a_catalogue_does_not_differ_from_itself(real: Report) -> None:
    assert compare(units(real.catalogue), units(real.catalogue)) == []


def test_every_statement_of_the_catalogue_has_a_key_of_its_own(real: Report) -> None:
    found = units(real.catalogue)
    assert len({(u.kind, u.id, u.path) for u in found.values()}) == len(found)


def test_reordering_is_no_change(sample: Catalogue, sample_root: Path) -> None:
    path = sample_root / AGENT
    text = path.read_text(encoding="utf-8")
    start, middle, end = (
        text.index(mark)
        for mark in (
            "approvals:\n  - ",
            "  - region: US\n    condition: sample-eczema\n    population:\n      who: children",
            "dosing:",
        )
    )
    first, second = text[start:middle].removeprefix("approvals:\n"), text[middle:end]
    path.write_text(text[:start] + "approvals:\n" + second + first + text[end:], encoding="utf-8")
    assert compare(units(sample), units(load(sample_root)[0])) == []


def test_an_added_agent_is_told_once(sample: Catalogue, sample_root: Path) -> None:
    text = (sample_root / "data/agents/specimenib.yaml").read_text(encoding="utf-8")
    (sample_root / "data/agents/otherib.yaml").write_text(text.replace("specimenib", "otherib"), encoding="utf-8")
    differences = compare(units(sample), units(load(sample_root)[0]))
    assert [(d.what, d.unit.key) for d in differences] == [(What.ADDED, ("agent", "otherib"))]


def test_a_changed_number_whose_check_was_not_renewed_is_a_problem(sample: Catalogue, sample_root: Path) -> None:
    apply(sample_root, [{"file": AGENT, "replace": "value: 61.5, low", "with": "value: 60.5, low"}])
    after = load(sample_root)[0]
    assert [str(p) for p in problems(compare(units(sample), units(after)), after)] == [
        f"{AGENT}:84:9: checked-renewed: must be compared with its source anew: SAMPLE-1, result changed "
        "(values active value), still checked 2026-01-15 (compare it and set `checked` to that day, or delete `checked`)"
    ]


def test_hostile_text_stays_text_in_a_comment(sample: Catalogue, sample_root: Path) -> None:
    attack = "@everyone `code` <img src=x> [link](https://example.org) ![x](https://example.org/x.png)"
    apply(sample_root, [{"file": AGENT, "replace": "when: before treatment", "with": f"when: '{attack}'"}])
    after = load(sample_root)[0]
    told = as_markdown(compare(units(sample), units(after)), after, sample, [])
    outside = "".join(told.split("`")[::2])
    assert attack.replace("`", "'") in told
    assert not any(mark in outside for mark in ("@", "<", "]("))


def test_a_comment_fits_into_a_comment(real: Report, sample: Catalogue) -> None:
    differences = compare(units(sample), units(real.catalogue))
    told = as_markdown(differences, real.catalogue, sample, [])
    assert len(told) < MOST + 200
    assert "more lines, which are too many for one comment" in told
    assert any("marked as compared on one day" in line for line in summary(differences))


def git(root: Path, *arguments: str) -> None:
    who = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *who, *arguments], cwd=root, check=True, capture_output=True)


@pytest.fixture
def repository(sample_root: Path) -> Path:
    git(sample_root, "init", "--initial-branch", "main")
    git(sample_root, "add", ".")
    git(sample_root, "commit", "--message", "The sample")
    return sample_root


def test_the_command_compares_the_files_with_a_commit(repository: Path) -> None:
    apply(repository, [{"file": AGENT, "replace": "regimen: 100 mg every 4", "with": "regimen: 100 mg every 2"}])
    done = run("diff.py", "--root", str(repository), "--base", "main")
    assert done.returncode == 1
    assert "regimen changed 100 mg every 4 weeks -> 100 mg every 2 weeks" in done.stdout
    assert f"{AGENT}:62:5: checked-renewed: " in done.stdout


def test_the_command_compares_two_commits_and_writes_markdown(repository: Path, tmp_path: Path) -> None:
    apply(repository, [{"file": AGENT, "replace": "at: section 1}", "with": "at: section 1, checked: 2026-01-20}"}])
    git(repository, "commit", "--all", "--message", "Compared")
    output = tmp_path / "new/diff.md"
    done = run(
        "diff.py",
        "--root",
        str(repository),
        "--base",
        "main~1",
        "--head",
        "main",
        "--format",
        "markdown",
        "--output",
        str(output),
    )
    assert (done.returncode, done.stdout) == (0, "")
    told = output.read_text(encoding="utf-8")
    assert "### agent: `examplimab`" in told
    assert "compared again" in told
    assert f"`{AGENT}:43`" in told


def test_annotations_are_for_problems_only(repository: Path) -> None:
    apply(repository, [{"file": AGENT, "replace": "codes: [EX-001]", "with": "codes: [EX-002]"}])
    done = run("diff.py", "--root", str(repository), "--base", "main", "--format", "github")
    assert done.stdout.startswith(f"::error file={AGENT},line=1,col=1,title=checked-renewed::must be compared")


@pytest.mark.parametrize("base", ["no-such-branch", "--output=/tmp/x"])
def test_a_commit_that_is_none_is_told(repository: Path, base: str) -> None:
    done = run("diff.py", "--root", str(repository), f"--base={base}")
    assert done.returncode == 2
    assert "must be a commit" in done.stderr
    assert "Traceback" not in done.stderr


def test_outside_a_repository_it_says_so(tmp_path: Path) -> None:
    done = run("diff.py", "--root", str(tmp_path), "--base", "main")
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_a_broken_catalogue_is_compared_as_far_as_it_goes(repository: Path) -> None:
    (repository / "data/targets.yaml").write_text("a: [", encoding="utf-8")
    done = run("diff.py", "--root", str(repository), "--base", "main")
    assert "target" in done.stdout
    assert "the catalogue has" in done.stderr
