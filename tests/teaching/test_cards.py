"""Packages for Anki, opened as the databases they are: guids that outlive reordering, tags, answers, the same bytes."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from dermatheca.link import Catalogue, load
from dermatheca.view.site import Site
from lessons import files_of, packs_by_id

NAME = "conditions-sample-eczema"


def database(data: bytes, folder: Path) -> sqlite3.Connection:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        assert package.namelist() == ["collection.anki2", "media"]
        assert json.loads(package.read("media")) == {}
        package.extract("collection.anki2", folder)
    return sqlite3.connect(folder / "collection.anki2")


def notes(data: bytes, folder: Path) -> dict[str, tuple[list[str], set[str]]]:
    """Fields and tags by guid."""
    found = database(data, folder).execute("SELECT guid, flds, tags FROM notes")
    return {guid: (fields.split("\x1f"), set(tags.split())) for guid, fields, tags in found}


def packed(catalogue: Catalogue, site: Site, name: str = NAME) -> bytes:
    return files_of(catalogue, site, name)[f"{name}.apkg"]


def changed(c: Catalogue, **fields: Any) -> Catalogue:
    """The catalogue with other fields of its agent."""
    agent = c.agents["examplimab"].model_copy(update=fields)
    return replace(c, agents={**c.agents, agent.id: agent})


def test_a_note_holds_question_answer_source_and_page(sample: Catalogue, site: Site, tmp_path: Path) -> None:
    found = {fields[0]: (fields, tags) for fields, tags in notes(packed(sample, site), tmp_path).values()}
    fields, tags = found["What does the US boxed warning of examplimab name?"]
    assert fields[1] == "Invented harm"
    assert fields[2].startswith("Sample and Sons. ")
    assert '<a href="https://example.org/agents/examplimab/#s-boxed-warning-431ec017">' in fields[3]
    assert "CC BY 4.0" in fields[3]
    assert {"Dermatheca", "class::sample-antibodies", "condition::sample-eczema", "boxed-warning"} <= tags
    result = next(
        fields for question, (fields, _) in found.items() if "SAMPLE-75" in question and "SAMPLE-1" in question
    )
    assert "<li>examplimab 100 mg: 61.5% (95% CI 55 to 68; n=200)</li>" in result[1]
    survival = next(fields for question, (fields, _) in found.items() if "Sample survival" in question)
    assert "Unchecked" in survival[2]


def test_the_deck_and_the_type_of_note_are_the_same_at_every_build(
    sample: Catalogue, site: Site, tmp_path: Path
) -> None:
    models, decks = database(packed(sample, site), tmp_path).execute("SELECT models, decks FROM col").fetchone()
    assert list(json.loads(models)) == ["1764115200"]
    deck = next(deck for deck in json.loads(decks).values() if deck["name"] != "Default")
    assert deck["name"] == "Dermatheca::Conditions::Sample eczema"
    assert deck["id"] == 723412905720, "a learner's cards stay in their deck"
    assert "https://example.org/teach/conditions/sample-eczema/" in deck["desc"]
    cards = database(packed(sample, site), tmp_path).execute("SELECT nid, did, due FROM cards ORDER BY due").fetchall()
    assert {did for _, did, _ in cards} == {deck["id"]}
    assert [due for _, _, due in cards] == list(range(1, len(cards) + 1))


def test_guids_outlive_another_order(sample: Catalogue, site: Site, tmp_path: Path) -> None:
    agent = sample.agents["examplimab"]
    (trial,) = agent.trials
    turned = changed(
        sample,
        approvals=agent.approvals[::-1],
        monitoring=agent.monitoring[::-1],
        trials=(trial.model_copy(update={"results": trial.results[::-1], "arms": trial.arms[::-1]}),),
    )
    turned = replace(turned, agents=dict(reversed(turned.agents.items())))
    before, after = notes(packed(sample, site), tmp_path), notes(packed(turned, site), tmp_path)
    assert len(before) > 8
    assert {guid: fields[0] for guid, (fields, _) in after.items()} == {
        guid: fields[0] for guid, (fields, _) in before.items()
    }


def test_a_corrected_answer_keeps_its_note(sample: Catalogue, site: Site, tmp_path: Path) -> None:
    safety = sample.agents["examplimab"].safety
    (box,) = safety.boxed_warnings
    corrected = safety.model_copy(update={"boxed_warnings": (box.model_copy(update={"text": "Another harm"}),)})
    before = notes(packed(sample, site), tmp_path)
    after = notes(packed(changed(sample, safety=corrected), site), tmp_path)
    assert set(after) == set(before)
    assert [after[guid][0][1] for guid in before if before[guid][0][1] == "Invented harm"] == ["Another harm"]


def test_a_renamed_agent_keeps_its_notes(sample: Catalogue, sample_root: Path, site: Site, tmp_path: Path) -> None:
    """Its first id was exemplimab before and after."""
    before = set(notes(packed(sample, site), tmp_path))
    for path in [*sample_root.rglob("*.yaml"), *sample_root.rglob("*.md")]:
        text = path.read_text(encoding="utf-8")
        text = text.replace("id: examplimab\n", "id: examplumab\n").replace("[examplimab]", "[examplumab]")
        text = text.replace("agent:examplimab", "agent:examplumab").replace("[exemplimab]", "[exemplimab, examplimab]")
        path.write_text(text, encoding="utf-8")
    old = sample_root / "data/agents/examplimab.yaml"
    old.rename(old.with_name("examplumab.yaml"))
    catalogue, problems = load(sample_root)
    assert problems == []
    assert set(notes(packed(catalogue, site), tmp_path)) == before


def test_a_question_in_two_packs_is_one_note(sample: Catalogue, site: Site, tmp_path: Path) -> None:
    one = notes(packed(sample, site), tmp_path)
    two = notes(packed(sample, site, "classes-sample-antibodies"), tmp_path)
    both = set(one) & set(two)
    assert len(both) > 4
    assert {guid: one[guid] for guid in both} == {guid: two[guid] for guid in both}


@pytest.mark.parametrize("name", ["conditions-plaque-psoriasis", "classes-biologics"])
def test_real_packages_hold_every_question(built: Path, real: Any, tmp_path: Path, name: str) -> None:
    data = (built / f"docs/assets/teaching/{name}.apkg").read_bytes()
    pack = packs_by_id(real.catalogue)[name]
    assert len(notes(data, tmp_path)) == len(pack.questions) > 100
