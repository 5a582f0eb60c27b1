"""The rules engine: crashes, exceptions, order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

from conftest import TODAY
from dermatheca.check import engine
from dermatheca.check.engine import Context, Finding, Rule, rule, run
from dermatheca.link import Catalogue
from dermatheca.model.entities import RuleException
from dermatheca.problem import Place


@pytest.fixture(params=["by this process", "by all processors"], autouse=True)
def done_by(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "by all processors":
        monkeypatch.setattr(engine, "MANY", 0)


def one(context: Context) -> Iterator[Finding]:
    """A sample rule that finds two things."""
    yield Finding(Place("b.yaml", 2), "must not be b", subject="agent:b")
    yield Finding(Place("a.yaml", 10), "must not be a", subject="agent:a")


def crash(context: Context) -> Iterator[Finding]:
    """A sample rule that falls over."""
    yield Finding(Place("c.yaml"), "must be seen before the crash")
    raise KeyError("gone")


def test_problems_are_sorted_by_place(sample: Catalogue) -> None:
    found = run(Context(sample, TODAY), {"one": Rule("one", one)})
    assert [str(p) for p in found] == ["a.yaml:10:1: one: must not be a", "b.yaml:2:1: one: must not be b"]


def test_a_crashing_rule_is_a_problem_and_the_others_go_on(sample: Catalogue) -> None:
    found = run(Context(sample, TODAY), {"crash": Rule("crash", crash), "one": Rule("one", one)})
    assert {p.rule for p in found} == {"crash", "one", "rule-crashed"}
    assert "must run to its end; stopped by KeyError: 'gone'" in {p.message for p in found}


def test_exceptions_silence_their_subject_and_unused_ones_fail(sample: Catalogue) -> None:
    exceptions = tuple(RuleException(rule="one", subject=s, reason="a reason") for s in ("agent:a", "agent:z"))
    found = run(Context(replace(sample, exceptions=exceptions), TODAY), {"one": Rule("one", one)})
    assert [(p.rule, p.message) for p in found if p.rule != "exception-known"] == [
        ("one", "must not be b"),
        ("exception-unused", "must be needed; 'agent:z' keeps the rule 'one'"),
    ]


def test_an_exception_must_name_a_rule(sample: Catalogue) -> None:
    exceptions = (RuleException(rule="link-knwon", subject="agent:a", reason="a reason"),)
    found = run(Context(replace(sample, exceptions=exceptions), TODAY), {})
    assert [(p.rule, p.message, p.hint) for p in found] == [
        ("exception-known", "must name a rule; 'link-knwon' is none", "did you mean 'link-known'?")
    ]


def test_a_rule_id_is_given_once() -> None:
    with pytest.raises(ValueError, match="twice"):
        rule("link-known")(one)
