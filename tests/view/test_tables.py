"""Standings, options, result tables."""

from __future__ import annotations

from conftest import SAMPLE
from dermatheca.link import Catalogue, load
from dermatheca.model.vocabulary import Region
from dermatheca.view.tables import options_for, standings, trial_view


def test_standings_by_region(sample: Catalogue) -> None:
    found = standings(sample.agents["examplimab"].approvals)
    assert [(s.region, s.words) for s in found] == [
        (Region.US, "approved 2019, now from 6 months"),
        (Region.EU, "withdrawn 2022"),
    ]
    assert [a.date for a in found[0].approvals] == ["2021-05", "2019-03-01"]


def test_the_words_of_a_standing_cite_what_they_say(sample: Catalogue) -> None:
    us = standings(sample.agents["examplimab"].approvals)[0]
    assert {s.ref for s in us.sources} == {"label-us-exemplar"}
    assert us.first.date == "2019-03-01"
    assert us.youngest is not None
    assert us.youngest.date == "2021-05"


def test_options_put_decided_agents_first(sample: Catalogue) -> None:
    groups = options_for(sample, "sample-eczema")
    assert [(g.therapy_class.id, [o.agent.id for o in g.options]) for g in groups] == [
        ("sample-antibodies", ["examplimab"]),
        ("sample-molecules", ["specimenib"]),
    ]
    assert groups[1].options[0].furthest == "phase 3"


def test_result_table(sample: Catalogue) -> None:
    view = trial_view(sample, sample.trials["sample-one"][1])
    responders, survival = view.tables
    assert responders.when == "at week 16"
    assert [(r.arm.id, r.n, r.text, r.interval, r.kind) for r in responders.rows] == [
        ("active", 200, "61.5%", "95% CI 55 to 68", "study"),
        ("control", 100, "20%", "", "comparator"),
    ]
    bar = responders.rows[0].bar
    assert bar is not None
    assert (bar.width, bar.low, bar.high) == (61.5, 55, 68)
    assert responders.effects == (
        "examplimab 100 mg v specimenib 5 mg: risk difference 41.5 (95% CI 31 to 52), P<0.001",
    )
    assert [(r.text, r.bar) for r in survival.rows] == [("not reached", None), ("11.5 months", None)]


def test_loading_twice_gives_equal_catalogues() -> None:
    assert load(SAMPLE)[0].agents == load(SAMPLE)[0].agents
