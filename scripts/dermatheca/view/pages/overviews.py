"""Pages across many entities: agents compared, the evidence map."""

from __future__ import annotations

from collections.abc import Iterator

from dermatheca.link import Catalogue
from dermatheca.problem import Place
from dermatheca.view.compare import QUESTIONS, comparable, facts, for_condition
from dermatheca.view.figures.evidence import class_map
from dermatheca.view.metadata import about_condition
from dermatheca.view.page import Page
from dermatheca.view.pages.common import LIST_PLACES
from dermatheca.view.pages.entities import approval_timeline
from dermatheca.view.site import url_of


def compare_pages(catalogue: Catalogue) -> Iterator[Page]:
    """The page on which agents are chosen, and for each condition the one that compares them all."""
    shelves = comparable(catalogue)
    yield Page(
        url="compare/",
        title="Compare agents",
        description="Two to five agents side by side: targets, approvals, doses, trial results, warnings, monitoring.",
        template="compare",
        data={"comparable": shelves},
        place=Place(LIST_PLACES["agent"]),
        hub=True,
        wide=True,
        scripts=("compare/index.js", "compare.js"),
    )
    answers = {agent.id: facts(catalogue, agent) for _, agents in shelves for agent in agents}
    for condition, agents in shelves:
        found = {agent.id: for_condition(answers[agent.id], condition.id) for agent in agents}
        questions = [
            (
                question,
                label,
                [(agent, found[agent.id][question]) for agent in agents if found[agent.id][question]],
                [agent for agent in agents if not found[agent.id][question]],
            )
            for question, label in QUESTIONS.items()
        ]
        homes = tuple(catalogue.homes["agent", agent.id].document.file for agent in agents)
        yield Page(
            url=f"{url_of('condition', condition.id)}compare/",
            title=f"{condition.name}: agents compared",
            description=f"The {len(agents)} agents recorded for {condition.name.lower()}, question by question.",
            template="condition-compare",
            data={"condition": condition, "agents": agents, "questions": [q for q in questions if q[2]]},
            place=catalogue.homes["condition", condition.id].place(),
            files=homes,
            about=about_condition(condition),
            boost=0.6,
            repeats=True,
        )


def map_page(catalogue: Catalogue) -> Page:
    """The evidence at a glance: classes by condition, and every approval by date."""
    classes = [group for group in catalogue.classes.values() if catalogue.agents_in.get(group.id)]
    return Page(
        url="map/",
        title="Evidence map",
        description="For every class and condition the furthest stage and the regions of approval, and all approvals by date.",
        template="map",
        data={
            "map": class_map(catalogue),
            "timeline": approval_timeline(catalogue, "all", "all agents", catalogue.agents.values()),
            "classes": classes,
        },
        place=Place(LIST_PLACES["agent"]),
        files=tuple(catalogue.homes["agent", a].document.file for a in catalogue.agents),
        hub=True,
        repeats=True,
    )
