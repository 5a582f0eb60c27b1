"""Builds are all or nothing, and repeatable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import ROOT
from dermatheca import weight
from dermatheca.build import BuildError, build, build_time, latest_changes, rebuild, swap
from dermatheca.link import load
from project import make_project, run, snapshot


def test_two_builds_of_one_commit_are_byte_identical(built: Path, tmp_path: Path) -> None:
    """The site that all tests share, and one by the command in a process that orders its sets in its own way."""
    done = run("build.py", "--output", str(tmp_path), PYTHONHASHSEED="1")
    assert done.returncode == 0, done.stderr
    first, second = snapshot(built), snapshot(tmp_path)
    assert len(first) > 100
    assert first == second


def test_a_valid_catalogue_is_built(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    done = run("build.py", "--root", str(root))
    assert done.returncode == 0, done.stderr
    assert "no problems: checked 2 agents" in done.stdout
    assert (root / "build/site/agents/examplimab/index.html").exists()
    assert sorted(p.name for p in (root / "build").iterdir()) == ["docs", "site"]


def test_nothing_is_written_if_there_is_a_problem(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    (root / "data/glossary.yaml").write_text("- id: Arm\n", encoding="utf-8")
    done = run("build.py", "--root", str(root))
    assert done.returncode == 1
    assert "data/glossary.yaml:1:7: field-form: must have 'id' in its form; found 'Arm'" in done.stderr
    assert done.stderr.rstrip().endswith("nothing was built")
    assert not (root / "build").exists()


@pytest.mark.parametrize("again", [build, rebuild])
def test_a_refusal_of_the_site_builder_leaves_the_old_site(tmp_path: Path, again: Callable[..., int]) -> None:
    root = make_project(tmp_path / "project")
    build(load(root)[0], root, root / "build")
    before = snapshot(root / "build")
    chapter = root / "content/review/02-next-steps.md"
    chapter.write_text(chapter.read_text(encoding="utf-8") + "\n[broken](nowhere.md)\n", encoding="utf-8")
    with pytest.raises(BuildError, match=r"nowhere\.md"):
        again(load(root)[0], root, root / "build")
    assert snapshot(root / "build") == before
    assert sorted(p.name for p in (root / "build").iterdir()) == ["docs", "site"]


def test_a_second_build_replaces_the_first(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    build(load(root)[0], root, root / "build")
    (root / "data/agents/specimenib.yaml").write_text(
        (root / "data/agents/specimenib.yaml").read_text(encoding="utf-8").replace("phase 2", "phase 2 today"),
        encoding="utf-8",
    )
    build(load(root)[0], root, root / "build")
    assert "phase 2 today" in (root / "build/site/agents/specimenib/index.html").read_text(encoding="utf-8")


def test_swap_puts_the_old_one_back_if_the_new_one_is_missing(tmp_path: Path) -> None:
    place = tmp_path / "site"
    place.mkdir()
    (place / "old").touch()
    with pytest.raises(OSError, match="missing"):
        swap(tmp_path / "missing", place, tmp_path / "old-site")
    assert (place / "old").exists()


def test_latest_changes_are_the_bullets_of_the_first_section(tmp_path: Path) -> None:
    (tmp_path / "CHANGELOG.md").write_text(
        "# C\n\n## 2\n\n- One\n  more.\n- Two.\n\n## 1\n\n- Old.\n", encoding="utf-8"
    )
    assert latest_changes(tmp_path) == ("One more.", "Two.")


def test_staged_and_built_pages_agree(built: Path) -> None:
    staged = {p.relative_to(built / "docs").with_suffix("").as_posix() for p in (built / "docs").rglob("*.md")}
    pages = {p.parent.relative_to(built / "site").as_posix() for p in (built / "site").rglob("index.html")}
    expected = {"." if name == "index" else name.removesuffix("/index") for name in staged}
    assert expected <= pages


@pytest.mark.parametrize(
    ("file", "old", "new", "whole"),
    [
        ("data/agents/specimenib.yaml", "phase 2", "phase 2 today", False),
        ("data/conditions.yaml", "- id: sample-eczema", "- id: sample-eczema  # a comment", False),
        ("theme/assets/dermatheca.css", ":root {", ":root { /* new */", False),
        ("content/review/01-first-steps.md", "# ", "# More, ", False),
        ("data/agents/examplimab.yaml", "former_ids: [exemplimab]", "former_ids: [exemplimab, exemplumab]", True),
    ],
)
def test_a_rebuild_is_the_same_as_a_whole_build(
    tmp_path: Path, file: str, old: str, new: str, whole: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_project(tmp_path / "project")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(build_time(ROOT)))
    all_pages = build(load(root)[0], root, root / "build")
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    count = rebuild(load(root)[0], root, root / "build")
    assert (count >= all_pages) is whole
    build(load(root)[0], root, root / "again")
    assert snapshot(root / "build") == snapshot(root / "again")


def test_a_page_over_its_budget_stops_the_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = make_project(tmp_path / "project")
    monkeypatch.setitem(weight.BUDGETS, "agent", 20)
    with pytest.raises(
        BuildError, match=r"agents/\w+/ weighs \d+ kB, more than the 20 kB of a page of its kind \(agent\)"
    ):
        build(load(root)[0], root, root / "build")
    assert not (root / "build/site").exists()
    build(load(root)[0], root, root / "build", budgets=False)
    monkeypatch.setattr(weight, "REQUESTS", 3)
    with pytest.raises(BuildError, match=r"makes \d+ requests, more than 3"):
        build(load(root)[0], root, root / "build")
