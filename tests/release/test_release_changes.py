"""CHANGES.md in clinical words, the gravest first."""

from __future__ import annotations

from pathlib import Path

import pytest

from dermatheca.link import Catalogue, load
from dermatheca.release.changes import changes, counts, first_changes
from released import Released, edit

AGENT = "data/agents/examplimab.yaml"


def test_the_first_release_is_told_by_its_counts(sample: Catalogue) -> None:
    told = first_changes("2026.2", "2026-02-01", counts(sample))
    assert told.startswith("# Dermatheca 2026.2 (2026-02-01)\n\n## In short\n\n- the first release\n")
    assert "\n- agents: 2\n- trials: 1\n" in told


def test_a_second_release_is_told(released: Released) -> None:
    told = (released.root / "releases/2026.12/CHANGES.md").read_text(encoding="utf-8")
    assert told == (
        """# Dermatheca 2026.12 (2026-12-18)

What changed since 2026.11.

## In short

- 1 boxed warning changed
- 1 dose changed
- 1 trial or result changed
- 1 other fact changed
- 1 new agent: tertinib
- 1 renamed

## Boxed warnings

- **examplimab**: boxed warning (`US`) was `Invented harm`, is now `Invented harm, and another harm`

## Doses

- **examplimab**: dose (`US, sample-eczema, adults`) was `100 mg every 4 weeks`, is now `100 mg every 2 weeks`

"""
        + told[told.index("## Trials and results") :]
    )
    titles = [line for line in told.splitlines() if line.startswith("## ")]
    assert titles == [
        "## In short",
        "## Boxed warnings",
        "## Doses",
        "## Trials and results",
        "## Other facts",
        "## New agents",
        "## Renamed",
    ]
    assert "- specimenib is now secundinib\n" in told
    assert "renewed" not in told


def test_nothing_is_told_where_nothing_changed(sample: Catalogue) -> None:
    told = changes("2026.3", "2026-03-01", "2026.2", sample, sample)
    assert told.endswith("## In short\n\n- no statement changed\n")


@pytest.mark.parametrize(
    ("old", "new", "title"),
    [
        ("      text: Invented harm\n", "      text: Worse harm\n", "Boxed warnings"),
        ("regimen: 100 mg every 4", "regimen: 50 mg every 4", "Doses"),
        ("status: withdrawn\n", "status: refused\n", "Approvals"),
        ("value: 61.5, low", "value: 60.5, low", "Trials and results"),
        ("    - text: Invented reaction", "    - text: An invented reaction", "Adverse reactions"),
        ("test: Sample count", "test: Sample counts", "Monitoring"),
        ("codes: [EX-001]", "codes: [EX-002]", "Other facts"),
    ],
)
def test_a_change_stands_where_it_belongs(sample: Catalogue, sample_root: Path, old: str, new: str, title: str) -> None:
    edit(sample_root, AGENT, old, new)
    told = changes("2026.3", "2026-03-01", "2026.2", sample, load(sample_root)[0])
    assert [line for line in told.splitlines() if line.startswith("## ")][1] == f"## {title}"


def test_other_sources_and_second_readings_are_counted(sample: Catalogue, sample_root: Path) -> None:
    edit(sample_root, AGENT, "{ref: label-us-exemplar, at: section 2, checked", "{ref: doe-2021-second, checked")
    edit(sample_root, AGENT, "codes: [EX-001]\n", "codes: [EX-001]\nsecond_reading: 2026-02-01\n")
    told = changes("2026.3", "2026-03-01", "2026.2", sample, load(sample_root)[0])
    assert told.endswith(
        "## In short\n\n"
        "- 1 statement says the same and rests on other sources\n"
        "- 1 agent had a second reading: examplimab\n"
    )


def test_a_warning_that_was_added_is_told_in_full(sample: Catalogue, sample_root: Path) -> None:
    long = "A harm that " + "goes on and " * 25 + "ends"
    edit(sample_root, AGENT, "    - region: US\n      text: Invented harm\n", f"    - region: EU\n      text: {long}\n")
    told = changes("2026.3", "2026-03-01", "2026.2", sample, load(sample_root)[0])
    assert f"- **examplimab**: boxed warning added, `EU`, `{long}`\n" in told
    assert "- **examplimab**: boxed warning removed, `US`, `Invented harm`\n" in told


def test_removed_and_added_agents_are_told(sample: Catalogue, sample_root: Path) -> None:
    (sample_root / "data/agents/specimenib.yaml").unlink()
    smaller = load(sample_root)[0]
    assert "## Removed agents\n\n- specimenib\n" in changes("2", "d", "1", sample, smaller)
    assert "## New agents\n\n- specimenib\n" in changes("2", "d", "1", smaller, sample)


def test_a_new_agent_with_a_boxed_warning_says_so(sample: Catalogue, sample_root: Path) -> None:
    text = (sample_root / AGENT).read_text(encoding="utf-8")
    (sample_root / "data/agents/otherimab.yaml").write_text(
        text.replace("id: examplimab\nname: examplimab", "id: otherimab\nname: otherimab").replace(
            "former_ids: [exemplimab]\n", ""
        ),
        encoding="utf-8",
    )
    assert "- otherimab, with a boxed warning\n" in changes("2", "d", "1", sample, load(sample_root)[0])


def test_text_of_others_takes_no_effect(sample: Catalogue, sample_root: Path) -> None:
    attack = "@everyone <img src=x> [link](https://example.org) `code`"
    edit(sample_root, AGENT, "when: before treatment", f"when: '{attack}'")
    edit(sample_root, AGENT, "name: examplimab\n", "name: '<b>*x*</b> [y](z)'\n")
    told = changes("2026.3", "2026-03-01", "2026.2", sample, load(sample_root)[0])
    outside = "".join(told.split("`")[::2])
    assert "](" not in outside.replace("\\]", "")
    assert "<" not in outside.replace("\\<", "")
    assert "@" not in outside


def test_an_earlier_entry_that_todays_model_does_not_know_is_not_called_new(
    sample: Catalogue, sample_root: Path
) -> None:
    edit(sample_root, "data/agents/specimenib.yaml", "routes: [oral]", "pathways: [oral]")
    told = changes("2", "d", "1", load(sample_root)[0], sample)
    assert "New agents" not in told
    assert "- agent specimenib: its earlier entry does not fit the catalogue's present form" in told
