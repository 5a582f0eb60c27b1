"""Agents side by side: for each question a reader asks of a drug, what the catalogue records, fact by fact.

The same facts fill the page of a condition, which needs no script, and the files from which the compare page draws a choice.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.base import Source
from dermatheca.model.entities import Condition
from dermatheca.model.vocabulary import ApprovalStatus
from dermatheca.view.tables import first_results, standings
from dermatheca.view.words import dose, outcome

# The questions in the order in which they are answered. Of the discrete ones, single facts can be told apart.
QUESTIONS = {
    "kind": "What it is",
    "target": "Target",
    "route": "Route",
    "approvals": "Approvals",
    "dosing": "Dosing on the label",
    "trials": "Key trial results",
    "boxed": "Boxed warning",
    "contraindications": "Contraindications",
    "monitoring": "Monitoring",
    "populations": "Special populations",
    "genes": "Pharmacogenomics",
}
DISCRETE = ("kind", "target", "route", "approvals", "boxed")
CHOSEN = 3  # agents that a condition brings along
MOST = 5  # agents side by side


@dataclass(frozen=True)
class Fact:
    """One statement about an agent.

    `condition` is the id of the condition it is about, '' if it holds for all; `mark` is equal for facts that say the
    same, whatever their words; `anchor` is where the agent's page says more.
    """

    text: str
    sources: tuple[Source, ...] = ()
    condition: str = ""
    mark: str = ""
    anchor: str = ""

    @property
    def same(self) -> str:
        """What two agents must share for this fact to be the same."""
        return self.mark or self.text


Facts = Mapping[str, tuple[Fact, ...]]


def facts(c: Catalogue, agent: Agent) -> Facts:
    """All facts about an agent by question; a question without facts has an empty tuple."""
    answers = {
        "kind": _kind(c, agent),
        "target": _targets(c, agent),
        "route": tuple(Fact(route.label) for route in agent.routes),
        "approvals": tuple(_approvals(c, agent)),
        "dosing": tuple(_dosing(c, agent)),
        "trials": tuple(_trials(c, agent)),
        "boxed": tuple(
            Fact(f"{b.region}: {b.text if b.present else 'none'}", b.sources, mark=f"{b.region}{b.present}")
            for b in agent.safety.boxed_warnings
        ),
        "contraindications": tuple(
            Fact(f"{one.region}: {one.text}", one.sources) for one in agent.safety.contraindications
        ),
        "monitoring": tuple(Fact(f"{m.test}: {m.when}", m.sources) for m in agent.monitoring),
        "populations": tuple(
            Fact(f"{p.population.label.capitalize()}: {p.text}", p.sources) for p in agent.special_populations
        ),
        "genes": tuple(
            Fact(f"{pair.name}{'; ' + labels if labels else ''}", pair.sources)
            for pair in c.pairs_of.get(agent.id, ())
            for labels in ["; ".join(f"{s.region} label: {s.testing.label}" for s in pair.labels)]
        ),
    }
    return {question: answers[question] for question in QUESTIONS}


def _kind(c: Catalogue, agent: Agent) -> tuple[Fact, ...]:
    group = c.classes[agent.therapy_class]
    branch = next((b.name for b in group.subclasses if b.id == agent.subclass), None)
    words = (agent.modality.label, group.name, branch)
    return tuple(Fact(word, agent.sources) for word in words if word)


def _targets(c: Catalogue, agent: Agent) -> tuple[Fact, ...]:
    return tuple(Fact(f"{t.action.label} {c.targets[t.target].name}", t.sources, mark=t.target) for t in agent.targets)


def _approvals(c: Catalogue, agent: Agent) -> Iterator[Fact]:
    for condition in dict.fromkeys(a.condition for a in agent.approvals):
        for standing in standings(a for a in agent.approvals if a.condition == condition):
            youngest = standing.youngest
            age = youngest.population.age_years.min if youngest and youngest.population.age_years else None
            stands = any(a.status is ApprovalStatus.APPROVED for a in standing.approvals)
            mark = f"{condition} {standing.region} {stands} {age}"
            yield Fact(f"{standing.region}: {standing.words}", standing.sources, condition, mark, "approvals")


def _dosing(c: Catalogue, agent: Agent) -> Iterator[Fact]:
    for d in agent.dosing:
        yield Fact(dose(d), d.sources, d.condition, anchor="dosing")


def _trials(c: Catalogue, agent: Agent) -> Iterator[Fact]:
    for trial in c.trials_of.get(agent.id, ()):
        told = first_results(c, trial)
        for table in told:
            yield Fact(outcome(trial, table), table.result.sources, trial.condition, anchor=trial.id)
        if not told:
            text = f"{trial.name} ({trial.phase.label}): no result recorded here"
            yield Fact(text, trial.sources, trial.condition, anchor=trial.id)


def for_condition(answers: Facts, condition: str) -> Facts:
    """The facts about one condition, and those that hold for all."""
    return {
        question: tuple(fact for fact in found if fact.condition in ("", condition))
        for question, found in answers.items()
    }


def ranked(c: Catalogue, condition: Condition) -> tuple[Agent, ...]:
    """The agents recorded for a condition: approved ones first, then by their trials in it, most first, then by name."""

    def rank(agent: Agent) -> tuple[bool, int, str]:
        approved = any(a.condition == condition.id and a.status is ApprovalStatus.APPROVED for a in agent.approvals)
        tried = sum(t.condition == condition.id and bool(t.results) for t in c.trials_of.get(agent.id, ()))
        return not approved, -tried, agent.name

    return tuple(sorted(c.agents_for.get(condition.id, ()), key=rank))


def comparable(c: Catalogue) -> list[tuple[Condition, tuple[Agent, ...]]]:
    """The conditions for which there is something to compare: two agents or more."""
    found = [(condition, ranked(c, condition)) for condition in c.conditions.values()]
    return [(condition, agents) for condition, agents in found if len(agents) > 1]
