"""Linking: indexes both ways, and broken entries that stay known."""

from __future__ import annotations

from pathlib import Path

import pytest

from dermatheca import link
from dermatheca.link import Catalogue, load


def test_indexes_both_ways(sample: Catalogue) -> None:
    assert [a.id for a in sample.agents_in["sample-antibodies"]] == ["examplimab"]
    assert [a.id for a in sample.agents_on["il99"]] == ["examplimab"]
    assert [a.id for a in sample.agents_for["sample-eczema"]] == ["examplimab", "specimenib"]
    assert [p.id for p in sample.pairs_of["examplimab"]] == ["hla-b-99-01-examplimab"]
    assert [t.id for t in sample.trials_using["sample-75"]] == ["sample-one"]
    assert [c.id for c in sample.conditions_using["sample-75"]] == ["sample-eczema"]
    assert [c.id for c in sample.forms_of["sample-eczema"]] == ["sample-hand-eczema"]
    assert [(g.id, b.id) for g, b in sample.branches_on["il99"]] == [("sample-antibodies", "il-99")]
    assert [c.id for c in sample.conditions_of(sample.agents.values())] == ["sample-eczema"]


def test_a_trial_is_written_once_and_shown_with_every_agent_in_it(sample: Catalogue) -> None:
    assert sample.trials["sample-one"][0] == "examplimab"
    assert [t.id for t in sample.trials_of["specimenib"]] == ["sample-one"]


def test_chapters_are_ordered_by_their_number(sample: Catalogue) -> None:
    assert [(c.number, c.id) for c in sample.chapters.values()] == [(1, "first-steps"), (2, "next-steps")]


def test_chapters_are_found_by_what_they_link(sample: Catalogue) -> None:
    found = {entity: [c.id for c in chapters] for entity, chapters in sample.chapters_on.items()}
    assert found["agent", "examplimab"] == ["first-steps"]
    assert found["condition", "sample-eczema"] == ["first-steps"]


def test_a_broken_agent_stays_known(sample_root: Path) -> None:
    path = sample_root / "data/agents/specimenib.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("routes: [oral]", "routes: [orally]"), encoding="utf-8")
    catalogue, problems = load(sample_root)
    assert "specimenib" not in catalogue.agents
    assert catalogue.knows("agent", "specimenib")
    assert [p.rule for p in problems] == ["field-choice"]


def test_an_empty_folder_is_full_of_problems_but_loads(tmp_path: Path) -> None:
    catalogue, problems = load(tmp_path)
    assert catalogue.agents == {}
    assert {p.rule for p in problems} == {"file-readable"}
    assert len(problems) == 7


def test_a_large_bibliography_is_read_aside_with_the_same_problems(
    sample_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bib = sample_root / "references.bib"
    bib.write_text(bib.read_text(encoding="utf-8") + "@misc{broken-one,\n", encoding="utf-8")
    whole, told = load(sample_root)
    assert [problem.place.file for problem in told] == ["references.bib"]
    monkeypatch.setattr(link, "LARGE", 0)
    aside, told_aside = load(sample_root)
    assert told_aside == told
    assert aside.references == whole.references
    assert aside.homes == whole.homes
