"""What changed on a page, from a real repository."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from dermatheca.build import read_site
from dermatheca.history import DAYS, LETTERS, SENTENCES, histories
from dermatheca.link import load
from dermatheca.view.pages.entities import agent_page
from dermatheca.write.cache import Cache
from dermatheca.write.render import Renderer
from project import make_project

AGENT = "data/agents/specimenib.yaml"
URL = "agents/specimenib/"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    root = make_project(tmp_path / "project")
    git(root, "init", "--quiet", "--initial-branch=main")
    commit(root, "2026-01-01")
    return root


def git(root: Path, *arguments: str, **environment: str) -> None:
    person = {f"GIT_{who}_{what}": "x@example.org" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    subprocess.run(["git", "-C", str(root), *arguments], check=True, env=os.environ | person | environment)


def commit(root: Path, day: str) -> None:
    time = f"{day}T12:00:00Z"
    git(root, "add", "--all")
    git(root, "commit", "--quiet", "-m", day, GIT_AUTHOR_DATE=time, GIT_COMMITTER_DATE=time)


def change(root: Path, day: str, old: str, new: str, file: str = AGENT) -> None:
    text = (root / file).read_text(encoding="utf-8")
    assert old in text
    (root / file).write_text(text.replace(old, new, 1), encoding="utf-8")
    commit(root, day)


def told(root: Path, url: str = URL) -> list[tuple[str, tuple[str, ...]]]:
    return [(changes.day, changes.sentences) for changes in histories(root, Cache()).get(url, ())]


def test_a_page_that_never_changed_tells_nothing(repository: Path) -> None:
    assert histories(repository, Cache()) == {}


def test_changes_are_told_by_day_the_newest_first(repository: Path) -> None:
    change(repository, "2026-01-02", "routes: [oral]", "routes: [oral, topical]")
    change(repository, "2026-01-02", "routes: [oral, topical]", "routes: [intravenous]")
    change(repository, "2026-01-05", "routes: [intravenous]", "routes: [oral]")
    assert told(repository) == [
        ("2026-01-05", ("routes changed intravenous -> oral",)),
        ("2026-01-02", ("routes changed oral -> intravenous",)),
    ]


def test_an_entry_of_a_list_has_its_own_history(repository: Path) -> None:
    change(repository, "2026-01-02", "name: Sample eczema", "name: Sample dermatitis", "data/conditions.yaml")
    assert told(repository, "conditions/sample-eczema/") == [
        ("2026-01-02", ("name changed Sample eczema -> Sample dermatitis",))
    ]
    assert told(repository) == []


def test_old_days_and_many_changes_are_cut_short(repository: Path) -> None:
    for day in range(2, 10):
        change(repository, f"2026-01-0{day}", "name: specimenib", f"name: specimenib {'x' * 300} {day}")
        change(
            repository,
            f"2026-01-0{day}",
            f"name: specimenib {'x' * 300} {day}",
            f"name: specimenib\ncodes: [D{day}]" if day == 2 else "name: specimenib",
        )
        change(repository, f"2026-01-0{day}", "codes: [", f"codes: [C{day}, ")
    found = told(repository)
    assert len(found) == DAYS
    assert found[0][0] == "2026-01-09"
    assert all(len(one) <= LETTERS and len(sentences) <= SENTENCES + 1 for _, sentences in found for one in sentences)


def test_what_today_s_model_does_not_understand_is_passed_over(repository: Path) -> None:
    change(repository, "2026-01-02", "routes: [oral]", "routes: [telepathic]")
    change(repository, "2026-01-03", "routes: [telepathic]", "routes: [oral]")
    assert told(repository) == []


def test_without_git_there_is_no_history(tmp_path: Path) -> None:
    root = make_project(tmp_path / "project")
    assert histories(root, Cache()) == {}


def test_the_page_tells_it_escaped(repository: Path) -> None:
    change(repository, "2026-01-02", "routes: [oral]", "routes: [oral]\ncodes: ['</dd><script>alert(1)</script>']")
    catalogue, _ = load(repository)
    renderer = Renderer(catalogue, read_site(repository), repository / "scripts/templates", Cache())
    text = renderer.render(agent_page(catalogue, catalogue.agents["specimenib"])).text
    part = text[text.index("{#history}") : text.index("{#cite-this-page}")]
    assert "codes added" in part
    assert "<script" not in part
    assert "1 change<" in part
