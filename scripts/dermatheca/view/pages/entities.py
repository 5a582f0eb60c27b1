"""The pages of single entities, one function a kind."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.entities import Condition, GeneDrugPair, Outcome, Target, TherapyClass
from dermatheca.model.vocabulary import ApprovalStatus, Region
from dermatheca.problem import Place
from dermatheca.statements import Stated
from dermatheca.view.figures.evidence import agent_map
from dermatheca.view.figures.figure import Figure
from dermatheca.view.figures.results import result_figures
from dermatheca.view.figures.timeline import decisions, timeline
from dermatheca.view.metadata import about_agent, about_condition, identifiers
from dermatheca.view.page import Page
from dermatheca.view.pages.common import first_sentence, former_urls
from dermatheca.view.site import url_of
from dermatheca.view.tables import Standing, options_for, standings, trial_view
from dermatheca.view.words import capital, finding, said


def agent_standings(agent: Agent, conditions: Mapping[str, Condition]) -> list[tuple[Condition, tuple[Standing, ...]]]:
    """Decisions about an agent by condition, in the order of its file."""
    order = dict.fromkeys(a.condition for a in agent.approvals)
    return [(conditions[c], standings(a for a in agent.approvals if a.condition == c)) for c in order]


def agent_page(catalogue: Catalogue, agent: Agent) -> Page:
    """An agent: summary box first, then approvals, dosing, trials, safety, monitoring, populations, genes."""
    parent = catalogue.classes[agent.therapy_class]
    pairs = catalogue.pairs_of.get(agent.id, ())
    trials = [trial_view(catalogue, t) for t in catalogue.trials_of.get(agent.id, ())]
    own = {t.trial.id for t in trials if t.owner == agent.id}
    others = [t.trial for t in trials if t.trial.id not in own]
    files = (
        *(catalogue.homes["agent", t.owner].document.file for t in trials),
        catalogue.homes["agent", agent.id].document.file,
    )
    return Page(
        url=url_of("agent", agent.id),
        title=capital(agent.name),
        description=first_sentence(agent.summary),
        template="agent",
        data={
            "agent": agent,
            "class": parent,
            "subclass": next((s for s in parent.subclasses if s.id == agent.subclass), None),
            "targets": [(catalogue.targets[t.target], t) for t in agent.targets],
            "standings": agent_standings(agent, catalogue.conditions),
            "trials": trials,
            "pairs": pairs,
            "identifiers": identifiers(agent.identifiers),
            "boxed": [b for b in agent.safety.boxed_warnings if b.present],
            "no_boxed": [b for b in agent.safety.boxed_warnings if not b.present],
            "untold": _untold(agent),
            "related": _related(catalogue, agent),
            "chapters": catalogue.chapters_on.get(("agent", agent.id), ()),
        },
        place=catalogue.homes["agent", agent.id].place(),
        entities=(agent, *others),
        files=tuple(dict.fromkeys(files)),
        about=about_agent(agent),
        boost=2.0,
        former_urls=former_urls("agent", agent),
        entity=("agent", agent.id),
        citable=True,
    )


def _untold(agent: Agent) -> list[Region]:
    """Where it is approved, and no contraindication is recorded, nor that there is none."""
    approved = {a.region for a in agent.approvals if a.status is ApprovalStatus.APPROVED}
    told = {c.region for c in agent.safety.contraindications}
    return [region for region in Region if region in approved - told]


def _related(catalogue: Catalogue, agent: Agent) -> list[tuple[str, list[Agent]]]:
    """Other agents by what they share with this one: the subclass, or else a target."""
    peers = [
        a
        for a in catalogue.agents_in.get(agent.therapy_class, ())
        if a.id != agent.id and agent.subclass and a.subclass == agent.subclass
    ]
    shared = dict.fromkeys(a.id for t in agent.targets for a in catalogue.agents_on.get(t.target, ()))
    near = [catalogue.agents[a] for a in shared if a != agent.id and a not in {peer.id for peer in peers}]
    return [(what, agents) for what, agents in (("Same subclass", peers), ("A target in common", near)) if agents]


def class_page(catalogue: Catalogue, group: TherapyClass) -> Page:
    """A class: what it is, its branches with their agents, what they share."""
    agents = catalogue.agents_in.get(group.id, ())
    branches = [
        (branch, [catalogue.targets[t] for t in branch.targets], [a for a in agents if a.subclass == branch.id])
        for branch in group.subclasses
    ]
    return Page(
        url=url_of("class", group.id),
        title=group.name,
        description=first_sentence(group.summary),
        template="class",
        data={
            "class": group,
            "branches": branches,
            "unbranched": [a for a in agents if a.subclass is None],
            "chapter": catalogue.chapters[group.chapter],
            "conditions_of": {a.id: [c for c, _ in agent_standings(a, catalogue.conditions)] for a in agents},
            "pairs": list(catalogue.pairs.values()) if group.id == "pharmacogenomics" else [],
            "map": agent_map(catalogue, group),
            "timeline": approval_timeline(catalogue, group.id, group.name, agents),
        },
        place=catalogue.homes["class", group.id].place(),
        entities=(group,),
        about={"@type": "DrugClass", "name": group.name},
        boost=1.5,
        former_urls=former_urls("class", group),
        entity=("class", group.id),
        citable=True,
    )


def approval_timeline(
    catalogue: Catalogue, ident: str, name: str, agents: Iterable[Agent], condition: str = ""
) -> Figure | None:
    """The approvals of some agents through the years, for one condition or for all."""
    return timeline(ident, f"Approvals: {name}", decisions(catalogue, agents, condition))


def condition_page(catalogue: Catalogue, condition: Condition) -> Page:
    """A condition: its options by class with region and status, its outcomes, its trials."""
    groups = options_for(catalogue, condition.id)
    forms = catalogue.forms_of.get(condition.id, ())
    trials = [trial_view(catalogue, t) for t in catalogue.trials_for.get(condition.id, ())]
    return Page(
        url=url_of("condition", condition.id),
        title=condition.name,
        description=first_sentence(condition.summary),
        template="condition",
        data={
            "condition": condition,
            "parent": catalogue.conditions.get(condition.parent) if condition.parent else None,
            "forms": [(form, options_for(catalogue, form.id)) for form in forms],
            "groups": groups,
            "compared": len(catalogue.agents_for.get(condition.id, ())),
            "told": (Region.US, Region.EU),
            "trials": trials,
            "charts": result_figures(condition.id, condition.name, trials),
            "timeline": approval_timeline(
                catalogue,
                condition.id,
                condition.name,
                catalogue.agents_for.get(condition.id, ()),
                condition.id,
            ),
            "outcomes": [catalogue.outcomes[o] for o in condition.outcomes],
            "guidelines": condition.guidelines,
            "identifiers": identifiers(condition.identifiers),
            "chapters": catalogue.chapters_on.get(("condition", condition.id), ()),
            "finding": finding,
        },
        place=catalogue.homes["condition", condition.id].place(),
        entities=(condition,),
        about=about_condition(condition),
        boost=1.5,
        former_urls=former_urls("condition", condition),
        entity=("condition", condition.id),
    )


def target_page(catalogue: Catalogue, target: Target) -> Page:
    """A target: what it does, and the agents that act on it."""
    acting = [
        (agent, next(t for t in agent.targets if t.target == target.id))
        for agent in catalogue.agents_on.get(target.id, ())
    ]
    branches = catalogue.branches_on.get(target.id, ())
    hgnc = [("HGNC", s, f"https://www.genenames.org/tools/search/#!/?query={s}") for s in target.symbols]
    return Page(
        url=url_of("target", target.id),
        title=target.name,
        description=first_sentence(target.role),
        template="target",
        data={"target": target, "acting": acting, "branches": branches, "identifiers": [*hgnc, *identifiers(target)]},
        place=catalogue.homes["target", target.id].place(),
        entities=(target,),
        about={"@type": "MedicalEntity", "name": target.name},
        former_urls=former_urls("target", target),
        entity=("target", target.id),
    )


def outcome_page(catalogue: Catalogue, outcome: Outcome) -> Page:
    """An outcome measure: what it means, and the results given in it."""
    trials = [trial_view(catalogue, t) for t in catalogue.trials_using.get(outcome.id, ())]
    conditions = catalogue.conditions_using.get(outcome.id, ())
    return Page(
        url=url_of("outcome", outcome.id),
        title=outcome.name,
        description=first_sentence(outcome.definition),
        template="outcome",
        data={"outcome": outcome, "trials": trials, "conditions": conditions},
        place=catalogue.homes["outcome", outcome.id].place(),
        entities=(outcome,),
        about={"@type": "MedicalEntity", "name": outcome.name},
        former_urls=former_urls("outcome", outcome),
        entity=("outcome", outcome.id),
    )


def pair_page(catalogue: Catalogue, pair: GeneDrugPair) -> Page:
    """A gene-drug pair: effect, recommendations, labels, levels."""
    return Page(
        url=url_of("pair", pair.id),
        title=pair.name,
        description=first_sentence(pair.effect),
        template="pair",
        data={"pair": pair, "agents": [catalogue.agents[a] for a in pair.agents]},
        place=catalogue.homes["pair", pair.id].place(),
        entities=(pair,),
        about={"@type": "MedicalEntity", "name": pair.name},
        former_urls=former_urls("pair", pair),
        entity=("pair", pair.id),
        citable=True,
    )


def chapter_pages(catalogue: Catalogue) -> Iterator[Page]:
    """The chapters of the review, each with its neighbours."""
    chapters = sorted(catalogue.chapters.values(), key=lambda c: c.number)
    for index, chapter in enumerate(chapters):
        yield Page(
            url=url_of("chapter", chapter.id),
            title=chapter.name,
            description=chapter.meta.description,
            template="chapter",
            data={
                "chapter": chapter,
                "count": len(chapters),
                "previous": chapters[index - 1] if index else None,
                "next": chapters[index + 1] if index + 1 < len(chapters) else None,
            },
            place=Place(chapter.source.file, chapter.source.first_line),
            about={"@type": "MedicalEntity", "name": chapter.name},
            boost=1.2,
            entity=("chapter", chapter.id),
        )


def cite_page(catalogue: Catalogue, page: Page) -> Page:
    """Every statement of a page with its citation."""
    assert page.entity is not None
    shelves: dict[str, list[tuple[Stated, str]]] = {}
    for stated in catalogue.statements[page.entity]:
        text = said(catalogue, stated)
        if text:
            shelves.setdefault(stated.noun.rpartition(", ")[2] or "what it is", []).append((stated, text))
    return Page(
        url=f"{page.url}cite/",
        title=f"Cite: {page.title}",
        description=f"Every statement about {page.title} with its sources, its permanent address and its citation.",
        template="cite",
        data={"cited": page, "shelves": shelves},
        place=page.place,
        files=page.files,
        boost=0.1,
        repeats=True,
    )
