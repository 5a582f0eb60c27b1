"""Facts about agents, as they stand side by side."""

from __future__ import annotations

import json

from markupsafe import Markup

from dermatheca.link import Catalogue
from dermatheca.view.bibliography import format_references
from dermatheca.view.compare import QUESTIONS, comparable, facts, for_condition, ranked
from dermatheca.view.site import Site
from dermatheca.write.compare import compare_file, compare_index


def texts(sample: Catalogue, agent: str, question: str) -> list[str]:
    return [fact.text for fact in facts(sample, sample.agents[agent])[question]]


def test_every_question_is_answered_or_empty(sample: Catalogue) -> None:
    for agent in sample.agents.values():
        assert list(facts(sample, agent)) == list(QUESTIONS)


def test_approvals_say_region_status_and_age(sample: Catalogue) -> None:
    assert texts(sample, "examplimab", "approvals") == [
        "US: approved 2019, now from 6 months",
        "EU: withdrawn 2022",
    ]


def test_a_result_names_trial_outcome_time_arms_and_numbers(sample: Catalogue) -> None:
    assert texts(sample, "examplimab", "trials") == [
        "SAMPLE-1: SAMPLE-75 at week 16, 61.5% (95% CI 55 to 68) on examplimab 100 mg (n=200) v 20% on specimenib 5 mg (n=100)",
        "SAMPLE-1: Sample survival, not reached on examplimab 100 mg (n=200) v 11.5 months on specimenib 5 mg (n=100)",
    ]


def test_both_agents_of_a_trial_show_the_same_result(sample: Catalogue) -> None:
    assert texts(sample, "specimenib", "trials") == texts(sample, "examplimab", "trials")


def test_a_condition_leaves_out_what_is_about_others(sample: Catalogue) -> None:
    answers = facts(sample, sample.agents["examplimab"])
    elsewhere = for_condition(answers, "no-such-condition")
    assert elsewhere["approvals"] == elsewhere["trials"] == elsewhere["dosing"] == ()
    assert elsewhere["target"] == answers["target"] != ()
    assert for_condition(answers, "sample-eczema") == answers


def test_agents_with_an_approval_that_stands_come_first(sample: Catalogue) -> None:
    condition = sample.conditions["sample-eczema"]
    assert [agent.id for agent in ranked(sample, condition)] == ["examplimab", "specimenib"]
    assert condition.id in [found.id for found, _ in comparable(sample)]


def test_every_fact_but_the_route_has_a_source(sample: Catalogue) -> None:
    for agent in sample.agents.values():
        for question, answers in facts(sample, agent).items():
            assert question == "route" or all(fact.sources for fact in answers), (agent.id, question)


def test_the_files_of_the_page_are_scripts_that_assign_data(sample: Catalogue, site: Site) -> None:
    index = compare_index(sample, site)
    start = "(window.dermatheca = window.dermatheca || {}).comparable = "
    assert index.startswith(start)
    known = json.loads(index.removeprefix(start).rstrip(";\n"))
    assert set(known["agents"]) == set(sample.agents)
    assert known["address"] == "https://example.org/compare/"

    agent = sample.agents["examplimab"]
    text = compare_file(sample, agent, format_references(sample.references.values()))
    start = 'dermatheca.compared["examplimab"] = '
    assert text.startswith(start)
    data = json.loads(text.removeprefix(start).rstrip(";\n"))
    cited = {key for answers in data["facts"].values() for fact in answers for key, _, _ in fact[4]}
    assert cited == set(data["references"])


def test_a_source_reaches_the_page_escaped(sample: Catalogue) -> None:
    agent = sample.agents["examplimab"]
    formatted = {key: Markup("x {}").format("<b>") for key in sample.references}
    assert "<b>" not in compare_file(sample, agent, formatted)
