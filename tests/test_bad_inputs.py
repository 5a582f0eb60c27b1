"""Every bad input of tests/bad raises exactly its problems; every rule has at least one."""

from __future__ import annotations

from pathlib import Path

import pytest

from bad_input import apply, files, good_files, load_bad
from conftest import SAMPLE, TODAY, problems_of
from dermatheca.check import RULES, Context, run
from dermatheca.link import load


@pytest.mark.parametrize("path", files(), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_exact_problems(path: Path, sample_root: Path) -> None:
    edits, expected = load_bad(path)
    apply(sample_root, edits)
    found = problems_of(sample_root)
    assert found == expected
    assert expected, "a bad input must raise a problem"
    assert any(path.stem.startswith(line.split(": ")[1]) for line in found), "the file is named after its rule"


def test_every_rule_has_a_bad_input() -> None:
    raised = {line.split(": ")[1] for path in files() for line in load_bad(path)[1]}
    assert sorted(set(RULES) - raised) == []


@pytest.mark.parametrize("path", good_files(), ids=lambda p: p.stem)
def test_edge_cases_pass(path: Path, sample_root: Path) -> None:
    apply(sample_root, load_bad(path)[0])
    assert problems_of(sample_root) == []


def test_the_sample_is_good() -> None:
    assert problems_of(SAMPLE) == []


def test_every_rule_explains_itself() -> None:
    unexplained = [rule.id for rule in RULES.values() if len(rule.help.split()) < 6]
    assert unexplained == []


@pytest.mark.parametrize("path", files(), ids=lambda p: f"{p.parent.name}/{p.stem}")
def test_one_file_shows_its_own_problems(path: Path, sample_root: Path) -> None:
    edits, expected = load_bad(path)
    apply(sample_root, edits)
    catalogue, problems = load(sample_root)
    for file in {line.split(":")[0] for line in expected}:
        found = {*problems, *run(Context(catalogue, TODAY, frozenset([file])), RULES)}
        assert {str(p) for p in found if p.place.file == file} == {line for line in expected if line.startswith(file)}
