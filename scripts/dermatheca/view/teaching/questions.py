"""Questions made from the data, each with its answer, its sources, and a key that outlives reordering and renaming.

They are open: no wrong answer is ever made up.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from dermatheca import cite
from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model, Prose, Source, Statement
from dermatheca.model.entities import GeneDrugPair, Outcome, TherapyClass
from dermatheca.model.trial import Trial
from dermatheca.model.vocabulary import OutcomeKind, Region, Unit
from dermatheca.statements import Key, Stated
from dermatheca.view.site import url_of
from dermatheca.view.tables import ResultTable, result_table, standings
from dermatheca.view.teaching.subject import Subject
from dermatheca.view.words import without_citations

ON_A_PAGE = 14


@dataclass(frozen=True)
class Question:
    """`answers` are lines; `topic` names the kind of question; `url` is where the site says it; `tags` name class and condition."""

    key: Key
    topic: str
    text: str
    answers: tuple[str, ...]
    sources: tuple[Source, ...]
    url: str
    tags: tuple[str, ...]
    models: tuple[Model, ...]


Known = Mapping[int, Stated]


def known(c: Catalogue) -> Known:
    """Every statement of the catalogue by the `id` of its model: its key, and its anchor on the page of its entity."""
    return {id(stated.model): stated for found in c.statements.values() for stated in found}


def questions(c: Catalogue, subject: Subject, stated: Known) -> tuple[Question, ...]:
    """Everything that can be asked of a subject, agent by agent."""
    found: list[Question] = []
    for group in subject.classes if subject.kind != "condition" else ():
        found += _class(c, group)
    for agent in subject.agents:
        found += _agent(c, agent, subject, stated)
    trials = {trial.id for trial in (subject.named if subject.kind == "chapter" else subject.trials)}
    for ident in sorted(trials, key=c.trial_places.__getitem__):
        found += _trial(c, *c.trials[ident], stated)
    for pair in subject.pairs:
        found += _pair(c, pair)
    if subject.condition:
        for ident in c.conditions[subject.condition].outcomes:
            found += _outcome(c, c.outcomes[ident])
    return tuple({one.key: _placed(one, stated) for one in found}.values())


def _placed(question: Question, stated: Known) -> Question:
    """The question with the very place at which the page shows its statement, the first of them if it has several."""
    return replace(question, url=f"{question.url}#{stated[id(question.models[0])].anchor}")


def chosen(found: tuple[Question, ...], most: int = ON_A_PAGE) -> tuple[Question, ...]:
    """Some of the questions for a page, in their order: each topic in its turn, none beginning with the same agent."""
    topics: dict[str, list[Question]] = {}
    for one in found:
        topics.setdefault(one.topic, []).append(one)
    turned = [ones[at % len(ones) :] + ones[: at % len(ones)] for at, ones in enumerate(topics.values())]
    rounds = max(map(len, turned), default=0)
    ordered = [ones[at] for at in range(rounds) for ones in turned if at < len(ones)]
    taken = {one.key for one in ordered[:most]}
    return tuple(one for one in found if one.key in taken)


def _root(kind: str, entity: Model) -> Key:
    """The identity of an entity: the id that it had first."""
    ident: str = getattr(entity, "id")  # noqa: B009 - not every model has one
    return kind, (*getattr(entity, "former_ids", ()), ident)[0]


def _sources(statements: Iterable[Statement]) -> tuple[Source, ...]:
    return tuple({(s.ref, s.at): s for statement in statements for s in statement.sources}.values())


def cited(prose: Prose) -> tuple[Source, ...]:
    """The sources that a prose cites."""
    return tuple(Source(ref=key, checked=prose.checked) for key in cite.keys(prose.text))


def _ask(
    key: Key,
    topic: str,
    text: str,
    answers: Iterable[str],
    statements: Iterable[Statement],
    url: str,
    tags: Iterable[str],
) -> Iterator[Question]:
    statements, answers = tuple(statements), tuple(answers)
    if statements and answers:
        yield Question(
            (*key, topic), topic, text, answers, _sources(statements), url, tuple(dict.fromkeys(tags)), statements
        )


def _agent(c: Catalogue, agent: Agent, subject: Subject, stated: Known) -> Iterator[Question]:
    root, url, name = _root("agent", agent), url_of("agent", agent.id), agent.name
    tags = (f"class::{agent.therapy_class}",)
    uses = tuple(f"condition::{one}" for one in dict.fromkeys(a.condition for a in agent.approvals))
    many = "s" if len(agent.targets) > 1 else ""
    yield from _ask(
        root,
        "target",
        f"On which target{many} does {name} act, and how?",
        [f"It {t.action.label} {c.targets[t.target].name}" for t in agent.targets],
        agent.targets,
        url,
        tags + uses,
    )
    for condition in dict.fromkeys(a.condition for a in subject.approvals(agent)):
        decided = [a for a in agent.approvals if a.condition == condition]
        yield from _ask(
            (*root, condition),
            "approvals",
            f"Where has {name} been approved for {c.conditions[condition].name}, since when, and from what age?",
            [f"{s.region.label}: {s.words}" for s in standings(decided)],
            decided,
            url,
            (*tags, f"condition::{condition}"),
        )
    yield from _safety(root, agent, url, tags + uses)
    for test in agent.monitoring:
        yield from _ask(
            (*root, *stated[id(test)].key[2:]),
            "monitoring",
            f"Treatment with {name}: when does one check this? {test.test}",
            [test.when],
            [test],
            url,
            tags + uses,
        )


def _safety(root: Key, agent: Agent, url: str, tags: tuple[str, ...]) -> Iterator[Question]:
    for region in Region:
        adjective = "US" if region is Region.US else f"{region.label}"
        boxes = [b for b in agent.safety.boxed_warnings if b.region is region]
        held = [b.text for b in boxes if b.present and b.text]
        asked = (
            "What does the {} boxed warning of {} name?" if held else "Does the {} label of {} carry a boxed warning?"
        )
        yield from _ask(
            (*root, region.value),
            "boxed warning",
            asked.format(adjective, agent.name),
            held or ["No, the label has no boxed warning"],
            boxes,
            url,
            tags,
        )
        barred = [one for one in agent.safety.contraindications if one.region is region]
        yield from _ask(
            (*root, region.value),
            "contraindications",
            f"What contraindications does the label of {agent.name} give in the {region.label}?",
            [one.text for one in barred],
            barred,
            url,
            tags,
        )


def _class(c: Catalogue, group: TherapyClass) -> Iterator[Question]:
    root, url, tags = _root("class", group), url_of("class", group.id), (f"class::{group.id}",)
    boxes = [b for b in group.boxed_warnings if b.present and b.text]
    yield from _ask(
        root,
        "class warning",
        f"What does the boxed warning shared by the class name? {group.name}",
        [f"{b.region.label}: {b.text}" for b in boxes],
        boxes,
        url,
        tags,
    )
    yield from _ask(
        root,
        "class risks",
        f"What risks are recorded for the class as a whole? {group.name}",
        [one.text for one in group.safety],
        group.safety,
        url,
        tags,
    )


def _trial(c: Catalogue, owner: str, trial: Trial, stated: Known) -> Iterator[Question]:
    agent = c.agents[owner]
    root = _root("agent", agent)
    given = [
        c.agents[a] for a in dict.fromkeys([owner, *(a for arm in trial.arms for a in arm.agents)]) if a in c.agents
    ]
    tags = (*(f"class::{one.therapy_class}" for one in given), f"condition::{trial.condition}")
    for result in trial.results:
        table = result_table(c, trial, result)
        yield from _ask(
            (*root, *stated[id(result)].key[2:]),
            "trial result",
            asked(trial, table),
            [*(line(table, at) for at in range(len(table.rows))), *remarks(trial, table)],
            [result],
            url_of("agent", owner),
            tags,
        )


def asked(trial: Trial, table: ResultTable) -> str:
    """The question about a result: trial, outcome, time and arms."""
    arms = [row.arm.name for row in table.rows]
    on = f"on {arms[0]}" if len(arms) == 1 else f"on {', on '.join(arms[:-1])} and on {arms[-1]}"
    when = f" {table.when}" if table.when else ""
    if table.outcome.kind is OutcomeKind.RESPONDER and table.result.unit is Unit.PERCENT:
        return f"In {trial.name}, what share reached {table.outcome.name}{when} {on}?"
    return f"In {trial.name}, what was recorded for {table.outcome.name}{when} {on}?"


def line(table: ResultTable, at: int) -> str:
    """What one arm reached, with its interval and its n."""
    row = table.rows[at]
    extra = "; ".join(filter(None, (row.interval, f"n={row.n}" if row.n else "")))
    return f"{row.arm.name}: {row.text}{f' ({extra})' if extra else ''}"


def remarks(trial: Trial, table: ResultTable) -> list[str]:
    """What must be known to read a result rightly."""
    analysis = f"Analysis: {table.result.analysis}" if table.result.analysis else ""
    return [one for one in (analysis, table.result.note or "", trial.note or "") if one]


def _pair(c: Catalogue, pair: GeneDrugPair) -> Iterator[Question]:
    root, url = _root("pair", pair), url_of("pair", pair.id)
    agents = [c.agents[a] for a in pair.agents]
    tags = ("class::pharmacogenomics", *(f"class::{agent.therapy_class}" for agent in agents))
    yield Question(
        (*root, "effect"),
        "gene",
        f"What does the variant change? {pair.name}",
        (without_citations(pair.effect),),
        cited(pair.effect),
        url,
        tags,
        (pair.effect,),
    )
    for one in pair.labels:
        yield from _ask(
            (*root, one.region.value),
            "label on testing",
            f"What does the {one.region.label} label say of testing? {pair.name}",
            [one.testing.label.capitalize(), *([one.text] if one.text else [])],
            [one],
            url,
            tags,
        )


def _outcome(c: Catalogue, outcome: Outcome) -> Iterator[Question]:
    sources = cited(outcome.definition)
    if sources:
        yield Question(
            (*_root("outcome", outcome), "definition"),
            "outcome",
            f"What does {outcome.name} mean?",
            (without_citations(outcome.definition),),
            sources,
            url_of("outcome", outcome.id),
            tuple(f"condition::{one.id}" for one in c.conditions_using.get(outcome.id, ())),
            (outcome.definition,),
        )
