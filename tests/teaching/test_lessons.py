"""What packs say: sentences that stand alone, objectives, questions whose answers are the catalogue's values."""

from __future__ import annotations

import re

import pytest

from conftest import ROOT
from dermatheca.link import Catalogue, load
from dermatheca.model.base import Prose
from dermatheca.validate import Report
from dermatheca.view.site import Site
from dermatheca.view.tables import result_table
from dermatheca.view.teaching.handout import items
from dermatheca.view.teaching.pack import Pack, packs
from dermatheca.view.teaching.questions import Question, chosen
from dermatheca.view.teaching.register import Register
from dermatheca.view.teaching.sentences import points_of, sections_of
from dermatheca.view.teaching.slides import topics
from lessons import formatted, packs_by_id


@pytest.fixture(scope="module")
def taught(real: Report) -> dict[str, Pack]:
    return packs_by_id(real.catalogue)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("One [@a]. Two [@b, p. 3].", ["One. Two."]),  # too short to stand alone
        (
            "A first sentence that is long enough to stand all by itself [@a]. Later comes a sentence that is long enough to stand by itself [@b].",
            [
                "A first sentence that is long enough to stand all by itself.",
                "Later comes a sentence that is long enough to stand by itself.",
            ],
        ),
        (
            "In the trial 40% of adults reached the outcome at week 16, against 9% on placebo [@a]. In the extension of the same trial the share rose to 55% on the drug [@a].",
            [
                "In the trial 40% of adults reached the outcome at week 16, against 9% on placebo. In the extension of the same trial the share rose to 55% on the drug."
            ],
        ),
        ("Nobody is cited here, and so it is left out of every list of points.", []),
    ],
)
def test_a_point_is_a_sentence_that_stands_alone(text: str, points: list[str]) -> None:
    assert [point.text for point in points_of(Prose(text=text), "x/")] == points


def test_the_sections_of_a_chapter_keep_their_sources_and_lose_their_markup(sample: Catalogue) -> None:
    (section,) = sections_of(sample.chapters["first-steps"], "review/first-steps/")
    (point,) = section.points
    assert section.heading == "Why"
    assert point.text == "Examplimab is invented. So is sample eczema."
    assert [(s.ref, s.at) for s in point.sources] == [
        ("roe-2020-sample", "p. 3"),
        ("doe-2021-second", None),
        ("label-us-exemplar", None),
    ]
    assert all(s.checked for s in point.sources)
    assert point.url == "review/first-steps/#why"


def test_every_class_condition_with_an_agent_and_chapter_has_a_pack(sample: Catalogue, taught: dict[str, Pack]) -> None:
    assert list(packs_by_id(sample)) == [
        "classes-sample-antibodies",
        "classes-sample-molecules",
        "conditions-sample-eczema",
        "review-first-steps",
        "review-next-steps",
    ]
    assert len(taught) > 40
    assert "conditions-paediatric-psoriasis" not in taught


def test_every_pack_has_objectives_and_cited_key_points(taught: dict[str, Pack]) -> None:
    for name, pack in taught.items():
        assert 3 <= len(pack.objectives) <= 5, name
        assert len(set(pack.objectives)) == len(pack.objectives)
        assert pack.points, name
        assert all(point.sources for point in pack.points), name
        assert all(question.sources and question.answers for question in pack.questions), name
        assert len({question.key for question in pack.questions}) == len(pack.questions), name


def asked(pack: Pack, topic: str) -> list[Question]:
    return [question for question in pack.questions if question.topic == topic]


def test_questions_of_the_sample(sample: Catalogue) -> None:
    pack = packs_by_id(sample)["conditions-sample-eczema"]
    found = {question.topic: question for question in reversed(pack.questions)}
    assert (found["target"].text, found["target"].answers) == (
        "On which target does examplimab act, and how?",
        ("It blocks IL-99",),
    )
    assert found["boxed warning"].text == "What does the US boxed warning of examplimab name?"
    assert found["boxed warning"].answers == ("Invented harm",)
    assert found["approvals"].answers == (
        "United States: approved 2019, now from 6 months",
        "European Union: withdrawn 2022",
    )
    result = found["trial result"]
    assert result.text == (
        "In SAMPLE-1, what share reached SAMPLE-75 at week 16 on examplimab 100 mg and on specimenib 5 mg?"
    )
    assert result.answers == (
        "examplimab 100 mg: 61.5% (95% CI 55 to 68; n=200)",
        "specimenib 5 mg: 20% (n=100)",
        "Analysis: non-responder imputation",
    )
    assert result.url == "agents/examplimab/#s-result-d73a67f1"
    assert set(result.tags) == {"class::sample-antibodies", "class::sample-molecules", "condition::sample-eczema"}


def test_answers_about_trials_are_the_values_of_the_real_catalogue(real: Report, taught: dict[str, Pack]) -> None:
    c = real.catalogue
    found = asked(taught["conditions-plaque-psoriasis"], "trial result")
    seen = 0
    for question in found:
        (result,) = question.models
        trial = next(trial for _, trial in c.trials.values() if any(one is result for one in trial.results))
        table = result_table(c, trial, result)  # type: ignore[arg-type]
        for row, answer in zip(table.rows, question.answers, strict=False):
            assert answer.startswith(f"{row.arm.name}: {row.text}")
            assert row.n is None or f"n={row.n}" in answer
            assert row.arm.name in question.text
            seen += 1
        assert table.outcome.name in question.text
        assert not table.when or table.when in question.text
        assert question.sources == result.sources  # type: ignore[attr-defined]
    assert seen > 80


def test_answers_about_boxes_are_those_of_the_real_catalogue(real: Report, taught: dict[str, Pack]) -> None:
    for question in asked(taught["classes-jak-inhibitors"], "boxed warning"):
        agent = real.catalogue.agents[question.url.split("/")[1]]
        texts = {box.text for box in agent.safety.boxed_warnings if box.present}
        assert set(question.answers) <= texts or question.answers == ("No, the label has no boxed warning",)


def test_a_quiz_asks_of_every_topic_and_is_always_the_same(taught: dict[str, Pack]) -> None:
    pack = taught["classes-biologics"]
    assert len(pack.quiz) == 14
    assert {q.topic for q in pack.quiz} == {q.topic for q in pack.questions}
    assert len({q.url.partition("#")[0] for q in pack.quiz}) > 4, "not all about one agent"
    assert chosen(pack.questions) == pack.quiz


def test_loading_again_gives_the_same_packs(taught: dict[str, Pack]) -> None:
    again = {pack.subject.file: pack for pack in packs(load(ROOT)[0])}
    for name in ("classes-jak-inhibitors", "review-biologics"):
        assert again[name].objectives == taught[name].objectives
        assert again[name].points == taught[name].points
        assert [q.key for q in again[name].questions] == [q.key for q in taught[name].questions]


def test_every_row_of_a_deck_and_of_a_handout_has_a_source(real: Report, taught: dict[str, Pack]) -> None:
    c = real.catalogue
    texts = formatted(c)
    for name in (
        "conditions-atopic-dermatitis",
        "classes-jak-inhibitors",
        "review-biologics",
        "classes-pharmacogenomics",
    ):
        register = Register(c.references, texts)
        rows = 0
        for topic in topics(c, taught[name], register):
            for line in (line for block in topic.blocks for line in block):
                assert line.keys, (name, topic.title, line.cells)
                assert re.search(r"\[\d+", " ".join(line.cells)), line.cells
                rows += 1
        assert rows > 5, name
        assert all(item.sources for item in items(c, taught[name])), name


def test_what_nobody_has_compared_is_marked(sample: Catalogue, site: Site) -> None:
    register = Register(sample.references, formatted(sample))
    pack = packs_by_id(sample)["conditions-sample-eczema"]
    lines = [line for t in topics(sample, pack, register) for block in t.blocks for line in block if t.caution]
    survival = [line for line in lines if line.cells[1].startswith("Sample survival")]
    assert {line.cells[-1] for line in survival} == {"[1] (unchecked)"}
    assert "unchecked" not in next(line for line in lines if line.cells[1].startswith("SAMPLE-75")).cells[-1]
