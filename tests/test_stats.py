"""Counts of the sample, and of one statement made unchecked."""

from __future__ import annotations

from pathlib import Path

from commands import call
from dermatheca.link import Catalogue, load
from dermatheca.stats import counts, shares, unchecked


def test_the_parts_add_up(sample: Catalogue) -> None:
    *parts, whole = shares(sample)
    assert whole.agents == counts(sample)["agents"] == 2
    assert whole.statements == sum(part.statements for part in parts) > whole.checked
    assert len(list(unchecked(sample))) == sum(
        part.statements - part.checked for part in parts if part.name != "review chapters"
    )


def test_what_loses_its_day_is_listed_with_its_line(sample: Catalogue, sample_root: Path) -> None:
    path = sample_root / "data/agents/examplimab.yaml"
    text = path.read_text(encoding="utf-8")
    before = {str(place) for place, _, _ in unchecked(sample)}
    line = next(line for line in text.splitlines() if "section 11" in line and "checked" in line)
    path.write_text(text.replace(line, line.replace(", checked: 2026-01-15", ""), 1), encoding="utf-8")
    after = {str(place) for place, _, _ in unchecked(load(sample_root)[0])}
    assert len(after - before) == 1


def test_the_command_prints_a_table(sample_root: Path) -> None:
    done = call("stats.py", "--root", str(sample_root))
    assert done.returncode == 0
    assert "     2 agents" in done.stdout
    assert done.stdout.splitlines()[-1].startswith("all ")
