"""A teaching pack: what to learn, what to remember, what to ask, and the figures that go with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dermatheca.link import Catalogue
from dermatheca.model.base import Model
from dermatheca.model.trial import Trial
from dermatheca.model.vocabulary import ApprovalStatus, DateKind
from dermatheca.view.site import url_of
from dermatheca.view.tables import ResultTable
from dermatheca.view.teaching.figures import Shown, figures_of
from dermatheca.view.teaching.questions import Question, chosen, known, questions
from dermatheca.view.teaching.sentences import Point, Section, points_of, sections_of
from dermatheca.view.teaching.subject import Subject, head_to_head, key_results, subjects
from dermatheca.view.words import capital, decision, outcome

POINTS = 9
EXAMPLES = 3


@dataclass(frozen=True)
class Pack:
    """Everything that a pack is made of."""

    subject: Subject
    objectives: tuple[str, ...]
    points: tuple[Point, ...] = field(repr=False)
    sections: tuple[Section, ...] = field(repr=False)
    results: tuple[tuple[Trial, tuple[ResultTable, ...]], ...] = field(repr=False)
    questions: tuple[Question, ...] = field(repr=False)
    figures: tuple[Shown, ...] = field(repr=False)

    @property
    def quiz(self) -> tuple[Question, ...]:
        """The questions of its page."""
        return chosen(self.questions)

    @property
    def models(self) -> tuple[Model, ...]:
        """The statements that its page shows."""
        found = [point.model for point in self.points] + [one for q in self.quiz for one in q.models]
        return tuple({id(model): model for model in found}.values())


def packs(c: Catalogue) -> Iterator[Pack]:
    """Every pack: classes, conditions, chapters."""
    stated = known(c)
    for subject in subjects(c):
        sections = sections_of(c.chapters[subject.id], subject.page) if subject.kind == "chapter" else ()
        results = key_results(c, subject)
        yield Pack(
            subject,
            objectives(c, subject, sections, results),
            _spread(list(_points(c, subject, sections, results)), POINTS),
            sections,
            results,
            questions(c, subject, stated),
            figures_of(c, subject),
        )


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def objectives(
    c: Catalogue,
    subject: Subject,
    sections: tuple[Section, ...],
    results: tuple[tuple[Trial, tuple[ResultTable, ...]], ...],
) -> tuple[str, ...]:
    """What somebody can do after the lesson: three to five things, each of which the pack teaches."""
    name, agents = subject.name, subject.agents
    found = []
    if sections:
        found.append(
            f"Explain in your own words, and with a source: {'; '.join(s.heading for s in sections[:EXAMPLES])}"
        )
    aimed = [agent for agent in agents if agent.targets]
    if aimed:
        act = "act" if len(aimed) > 1 else "acts"
        found.append(f"Say on what {_listed([agent.name for agent in aimed[:EXAMPLES]])} {act}, and what happens there")
    approved = [agent for agent in agents if subject.approved(agent)]
    if approved and subject.kind == "condition":
        found.append(f"Name the agents approved for {name}, where, since when and from what age")
    elif agents and subject.kind == "condition":
        found.append(f"Say which agents are under study for {name}, and how far each has come")
    elif approved and subject.kind == "class":
        found.append(f"Name the conditions for which members of the class are approved, and in which region: {name}")
    if results:
        trials = _listed([trial.name for trial, _ in results[:2]])
        found.append(
            f"Read the results of {trials}: outcome, arm, number of patients and time; and say why arms of different trials are not compared"
        )
    boxed = [agent.name for agent in agents if any(b.present for b in agent.safety.boxed_warnings)]
    if boxed:
        found.append(
            f"State what the boxed warnings name, for instance of {_listed(boxed[:EXAMPLES])}, and what is monitored"
        )
    elif any(agent.monitoring for agent in agents):
        found.append("State what is checked before and during treatment")
    if subject.pairs:
        found.append(
            f"Say what a genetic test changes, for instance {_listed([pair.name for pair in subject.pairs[:2]])}"
        )
    measures = [c.outcomes[one].name for one in c.conditions[subject.condition].outcomes] if subject.condition else []
    if measures:
        found.append(f"Say what is measured by {_listed(measures[:EXAMPLES])}")
    found.append(f"Describe what the sources say of {name}, and how strong they are")
    found.append("Follow one statement of the pack to its source, and judge whether the source bears it")
    return tuple(found[: max(3, min(5, len(found) - 2))])


def _points(
    c: Catalogue,
    subject: Subject,
    sections: tuple[Section, ...],
    results: tuple[tuple[Trial, tuple[ResultTable, ...]], ...],
) -> Iterator[tuple[Point, ...]]:
    """The key points in groups, the most important group first."""
    if sections:
        yield tuple(section.points[0] for section in sections)
        yield tuple(point for section in sections for point in section.points[1:2])
        return
    if subject.kind == "class":
        group = c.classes[subject.id]
        yield (*points_of(group.summary, subject.page), *points_of(group.mechanism, f"{subject.page}#mechanism"))
        yield tuple(
            Point(f"Boxed warning of the class, {b.region.label}: {b.text}", b.sources, f"{subject.page}#safety", b)
            for b in group.boxed_warnings
            if b.present
        )
        yield tuple(Point(one.text, one.sources, f"{subject.page}#safety", one) for one in group.safety)
    else:
        yield points_of(c.conditions[subject.id].summary, subject.page)
    met = sorted(results, key=lambda pair: not head_to_head(pair[0]))
    yield tuple(
        Point(
            outcome(trial, tables[0]),
            tables[0].result.sources,
            f"{url_of('agent', c.trials[trial.id][0])}#{trial.id}",
            tables[0].result,
        )
        for trial, tables in met[:EXAMPLES]
    )
    yield _newest(c, subject)
    yield tuple(
        Point(
            f"Boxed warning of {agent.name}, {b.region.label}: {b.text}",
            b.sources,
            f"{url_of('agent', agent.id)}#safety",
            b,
        )
        for agent in subject.agents
        for b in [b for b in agent.safety.boxed_warnings if b.present][:1]
    )[:EXAMPLES]
    yield tuple(
        point for pair in subject.pairs[:EXAMPLES] for point in points_of(pair.effect, url_of("pair", pair.id))[:1]
    )


def _newest(c: Catalogue, subject: Subject) -> tuple[Point, ...]:
    """The latest approvals of which the day of decision is known."""
    found = [
        (agent, a)
        for agent in subject.agents
        for a in subject.approvals(agent)
        if a.status is ApprovalStatus.APPROVED and a.date and a.date_kind is DateKind.DECISION
    ]
    found.sort(key=lambda pair: pair[1].date or "", reverse=True)
    return tuple(
        Point(f"{capital(agent.name)}, {decision(c, a)}", a.sources, f"{url_of('agent', agent.id)}#approvals", a)
        for agent, a in found[:2]
    )


def _spread(groups: list[tuple[Point, ...]], most: int) -> tuple[Point, ...]:
    """At most so many points: some of each group, in the order of the groups."""
    kept: list[list[Point]] = [[] for _ in groups]
    for at in range(max(map(len, groups), default=0)):
        for number, group in enumerate(groups):
            if at < len(group) and sum(map(len, kept)) < most:
                kept[number].append(group[at])
    return tuple(point for group in kept for point in group)
