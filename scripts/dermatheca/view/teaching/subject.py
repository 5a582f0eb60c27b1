"""What a teaching pack is about: a class, a condition or a chapter, with the agents, trials and pairs that belong to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dermatheca.link import CROSS_LINK, Catalogue
from dermatheca.model.agent import Agent, Approval
from dermatheca.model.entities import Condition, GeneDrugPair, TherapyClass
from dermatheca.model.trial import Trial
from dermatheca.model.vocabulary import ApprovalStatus
from dermatheca.view.compare import ranked
from dermatheca.view.site import FOLDERS, url_of
from dermatheca.view.tables import ResultTable, first_results

RESULTS = 14  # trials whose results a deck shows


@dataclass(frozen=True)
class Subject:
    """`kind` is class, condition or chapter; `condition` narrows approvals to one, '' to none; `named` are the trials that a chapter names."""

    kind: str
    id: str
    name: str
    former_ids: tuple[str, ...]
    agents: tuple[Agent, ...] = field(repr=False)
    trials: tuple[Trial, ...] = field(repr=False)
    pairs: tuple[GeneDrugPair, ...] = field(repr=False)
    classes: tuple[TherapyClass, ...] = field(repr=False)
    condition: str = ""
    named: tuple[Trial, ...] = field(default=(), repr=False)

    @property
    def page(self) -> str:
        """The address of the page on which the pack rests."""
        return url_of(self.kind, self.id)

    @property
    def url(self) -> str:
        """The address of the pack."""
        return f"teach/{self.page}"

    @property
    def file(self) -> str:
        """The name of its files below assets/teaching, without their endings."""
        return f"{FOLDERS[self.kind]}-{self.id}"

    def approvals(self, agent: Agent) -> tuple[Approval, ...]:
        """The decisions about an agent that are its business here."""
        return tuple(a for a in agent.approvals if self.condition in ("", a.condition))

    def approved(self, agent: Agent) -> bool:
        """Whether an approval of the agent stands."""
        return any(a.status is ApprovalStatus.APPROVED for a in self.approvals(agent))


def subjects(c: Catalogue) -> Iterator[Subject]:
    """Every class of therapy, every condition with an agent, every chapter."""
    yield from (_class(c, group) for group in c.classes.values())
    yield from (_condition(c, condition) for condition in c.conditions.values() if c.agents_for.get(condition.id))
    yield from (_chapter(c, ident) for ident in sorted(c.chapters, key=lambda ident: c.chapters[ident].number))


def _class(c: Catalogue, group: TherapyClass) -> Subject:
    agents = c.agents_in.get(group.id, ())

    def rank(agent: Agent) -> tuple[bool, str]:
        return not any(a.status is ApprovalStatus.APPROVED for a in agent.approvals), agent.name

    agents = tuple(sorted(agents, key=rank))
    pairs = tuple(c.pairs.values()) if group.id == "pharmacogenomics" else _pairs(c, agents)
    return Subject("class", group.id, group.name, group.former_ids, agents, _trials(c, agents), pairs, (group,))


def _condition(c: Catalogue, condition: Condition) -> Subject:
    agents = ranked(c, condition)
    used = {agent.therapy_class for agent in agents}
    return Subject(
        "condition",
        condition.id,
        condition.name,
        condition.former_ids,
        agents,
        c.trials_for.get(condition.id, ()),
        _pairs(c, agents),
        tuple(group for group in c.classes.values() if group.id in used),
        condition.id,
    )


def _chapter(c: Catalogue, ident: str) -> Subject:
    chapter = c.chapters[ident]
    linked = list(dict.fromkeys(CROSS_LINK.findall(chapter.source.body)))
    agents = tuple(c.agents[one] for kind, one in linked if kind == "agent")
    pairs = tuple(c.pairs[one] for kind, one in linked if kind == "pair")
    classes = tuple(group for group in c.classes.values() if group.chapter == ident)
    words = " ".join(chapter.source.body.split())
    named = [trial for _, trial in c.trials.values() if _named(trial.name, words)]
    named = sorted(named, key=lambda trial: words.find(trial.name))
    trials = tuple({trial.id: trial for trial in (*named, *_trials(c, agents))}.values())
    return Subject("chapter", ident, chapter.name, (), agents, trials, pairs, classes, named=tuple(named))


def _named(name: str, words: str) -> bool:
    return name in words and re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", words) is not None


def _pairs(c: Catalogue, agents: tuple[Agent, ...]) -> tuple[GeneDrugPair, ...]:
    return tuple({pair.id: pair for agent in agents for pair in c.pairs_of.get(agent.id, ())}.values())


def _trials(c: Catalogue, agents: tuple[Agent, ...]) -> tuple[Trial, ...]:
    return tuple({trial.id: trial for agent in agents for trial in c.trials_of.get(agent.id, ())}.values())


def head_to_head(trial: Trial) -> bool:
    """Whether arms of one trial give different agents of the catalogue."""
    given = {frozenset(arm.agents) for arm in trial.arms if arm.agents}
    return len(given) > 1


def key_results(
    c: Catalogue, subject: Subject, most: int = RESULTS
) -> tuple[tuple[Trial, tuple[ResultTable, ...]], ...]:
    """The trials to teach from, each with its first results in a usual outcome.

    First those that a chapter names, then those in which agents met, the largest first, then one for each agent.
    """
    with_results = [trial for trial in subject.trials if trial.results]
    met = sorted(filter(head_to_head, with_results), key=lambda trial: -(trial.participants or 0))
    first = [
        next((trial for trial in with_results if any(agent.id in arm.agents for arm in trial.arms)), None)
        for agent in subject.agents
    ]
    named = [trial for trial in subject.named if trial.results]
    chosen = {trial.id: trial for trial in (*named, *met[: most // 2], *filter(None, first), *met)}
    return tuple((trial, first_results(c, trial)) for trial in list(chosen.values())[:most])
