"""What the search knows: one document for every entity, with the names, words and facets by which it is found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.entities import Condition, GeneDrugPair, Outcome, Target, TherapyClass
from dermatheca.model.trial import Trial
from dermatheca.model.vocabulary import Region
from dermatheca.view.pages.common import first_sentence
from dermatheca.view.site import url_of
from dermatheca.view.tables import standings
from dermatheca.view.words import capital

# The kinds in the order in which results are shown.
KINDS = {
    "agent": "Agents",
    "class": "Classes",
    "condition": "Conditions",
    "target": "Targets",
    "pair": "Pharmacogenomics",
    "outcome": "Outcome measures",
    "trial": "Trials",
    "chapter": "Review",
    "term": "Glossary",
}
FACETS = {"class": "Class", "condition": "Condition", "route": "Route", "status": "Status", "region": "Region"}


@dataclass(frozen=True)
class Document:
    """One thing that can be found; `names` and `related` are pairs of (what it is, the words)."""

    kind: str
    url: str
    name: str
    text: str
    names: tuple[tuple[str, str], ...] = ()
    related: tuple[tuple[str, str], ...] = ()
    facets: dict[str, tuple[str, ...]] = field(default_factory=dict)


def documents(catalogue: Catalogue) -> Iterator[Document]:
    """Every document, in the order of KINDS."""
    c = catalogue
    yield from (_agent(c, agent) for agent in c.agents.values())
    for group in c.classes.values():
        yield _class(c, group)
        yield from _subclasses(c, group)
    yield from (_condition(c, condition) for condition in c.conditions.values())
    yield from (_target(c, target) for target in c.targets.values())
    yield from (_pair(c, pair) for pair in c.pairs.values())
    yield from (_outcome(outcome) for outcome in c.outcomes.values())
    yield from (_trial(c, owner, trial) for owner, trial in c.trials.values())
    for chapter in sorted(c.chapters.values(), key=lambda chapter: chapter.number):
        yield Document("chapter", url_of("chapter", chapter.id), chapter.name, chapter.meta.description)
    for term in sorted(c.terms.values(), key=lambda term: term.name.casefold()):
        names = _named("abbreviation", [term.abbreviation])
        yield Document("term", url_of("term", term.id), term.name, first_sentence(term.definition), names)


def _named(what: str, words: Iterable[str | None]) -> tuple[tuple[str, str], ...]:
    return tuple((what, word) for word in words if word)


def _unique(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _agent(c: Catalogue, agent: Agent) -> Document:
    group = c.classes[agent.therapy_class]
    branch = next((b for b in group.subclasses if b.id == agent.subclass), None)
    treated = _unique(c.conditions[a.condition].name for a in agent.approvals)
    tried = _unique(c.conditions[t.condition].name for t in c.trials_of.get(agent.id, ()))
    conditions = c.conditions_of((agent,))
    targets = [c.targets[t.target] for t in agent.targets]
    regions = [standing.region for standing in standings(agent.approvals)]
    return Document(
        "agent",
        url_of("agent", agent.id),
        capital(agent.name),
        first_sentence(agent.summary),
        (
            *_named("brand name", (b.name for b in agent.brands)),
            *_named("development code", agent.codes),
            *_named("also called", agent.synonyms),
            *_named("former id", agent.former_ids),
            *(("biosimilar", f"{b.name} {b.brand or ''}".strip()) for b in agent.biosimilars),
        ),
        (
            *(_target_words(target) for target in targets),
            *_named("class", (f"{group.name}, {branch.name}" if branch else group.name, *group.aliases)),
            *(_condition_words(condition) for condition in conditions),
        ),
        {
            "class": (group.name,),
            "condition": _unique((*treated, *tried)),
            "route": tuple(route.label for route in agent.routes),
            "status": (agent.development.stage.label,),
            "region": tuple(region.label for region in regions),
        },
    )


def _target_words(target: Target) -> tuple[str, str]:
    return "target", ", ".join(_unique((target.name, *target.symbols, *target.synonyms)))


def _condition_words(condition: Condition) -> tuple[str, str]:
    words = (condition.name, condition.abbreviation, *condition.synonyms)
    return "condition", ", ".join(word for word in words if word)


def _class(c: Catalogue, group: TherapyClass) -> Document:
    return Document(
        "class",
        url_of("class", group.id),
        group.name,
        first_sentence(group.summary),
        _named("also called", group.aliases),
        facets={"class": (group.name,)},
    )


def _subclasses(c: Catalogue, group: TherapyClass) -> Iterator[Document]:
    for branch in group.subclasses:
        targets = [c.targets[target] for target in branch.targets]
        yield Document(
            "class",
            f"{url_of('class', group.id)}#{branch.id}",
            branch.name,
            f"A branch of the class {group.name}.",
            related=tuple(_target_words(target) for target in targets),
            facets={"class": (group.name,)},
        )


def _condition(c: Catalogue, condition: Condition) -> Document:
    classes = _unique(c.classes[agent.therapy_class].name for agent in c.agents_for.get(condition.id, ()))
    return Document(
        "condition",
        url_of("condition", condition.id),
        condition.name,
        first_sentence(condition.summary),
        (*_named("abbreviation", [condition.abbreviation]), *_named("also called", condition.synonyms)),
        facets={"condition": (condition.name,), "class": classes},
    )


def _target(c: Catalogue, target: Target) -> Document:
    classes = _unique(c.classes[agent.therapy_class].name for agent in c.agents_on.get(target.id, ()))
    return Document(
        "target",
        url_of("target", target.id),
        target.name,
        first_sentence(target.role),
        (*_named("gene", target.symbols), *_named("also called", target.synonyms)),
        _named("pathway", [target.pathway]),
        {"class": classes},
    )


def _pair(c: Catalogue, pair: GeneDrugPair) -> Document:
    classes = _unique(c.classes[c.agents[agent].therapy_class].name for agent in pair.agents)
    names = (*_named("gene", [pair.gene]), *_named("variant", [pair.variant]), *_named("drug", [pair.drug]))
    return Document(
        "pair", url_of("pair", pair.id), pair.name, first_sentence(pair.effect), names, facets={"class": classes}
    )


def _outcome(outcome: Outcome) -> Document:
    names = (*_named("abbreviation", [outcome.abbreviation]), *_named("also called", outcome.synonyms))
    return Document("outcome", url_of("outcome", outcome.id), outcome.name, first_sentence(outcome.definition), names)


def _trial(c: Catalogue, owner: str, trial: Trial) -> Document:
    condition = c.conditions[trial.condition]
    agents = _unique(c.agents[a].name for arm in trial.arms for a in arm.agents if a in c.agents)
    regions = {a.region for a in c.agents[owner].approvals}
    return Document(
        "trial",
        f"{url_of('agent', owner)}#{trial.id}",
        trial.name,
        f"{capital(trial.phase.label)}, {condition.name.lower()}, {trial.population.who}.",
        _named("registry number", trial.registry),
        (*_named("agent", agents), _condition_words(condition)),
        {
            "class": (c.classes[c.agents[owner].therapy_class].name,),
            "condition": (condition.name,),
            "region": tuple(r.label for r in Region if r in regions),
        },
    )
