"""Every page of the site, one function a kind. A new kind is a function here, a template and a test."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from dermatheca import cite
from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model, Prose
from dermatheca.model.entities import Condition, GeneDrugPair, Outcome, Target, TherapyClass
from dermatheca.model.vocabulary import ConditionGroup, Design, Region
from dermatheca.problem import Place
from dermatheca.view import lists
from dermatheca.view.bibliography import LEVELS
from dermatheca.view.compare import QUESTIONS, comparable, facts, for_condition
from dermatheca.view.figures.evidence import agent_map, class_map
from dermatheca.view.figures.figure import Figure
from dermatheca.view.figures.pathways import pathway_figure
from dermatheca.view.figures.results import result_figures
from dermatheca.view.figures.timeline import timeline
from dermatheca.view.freshness import freshness
from dermatheca.view.guide import field_tables
from dermatheca.view.metadata import about_agent, about_condition, identifiers
from dermatheca.view.page import Page
from dermatheca.view.rules import rule_pages
from dermatheca.view.site import FOLDERS, Site, url_of
from dermatheca.view.tables import Option, Standing, options_for, standings, trial_view

LIST_PLACES = {
    "class": "data/therapies.yaml",
    "agent": "data/agents",
    "condition": "data/conditions.yaml",
    "target": "data/targets.yaml",
    "outcome": "data/outcomes.yaml",
    "pair": "data/pharmacogenomics.yaml",
    "term": "data/glossary.yaml",
    "reference": "references.bib",
    "chapter": "content/review",
}


LISTS = ("lists.js",)


def first_sentence(prose: Prose) -> str:
    """The first sentence of a prose without its citations, for descriptions."""
    text, end = [], 0
    for group in cite.groups(prose.text):
        text.append(prose.text[end : group.start].rstrip())
        end = group.end
    text.append(prose.text[end:])
    words = " ".join("".join(text).split())
    return words.split(". ")[0].rstrip(".") + "."


def _former(kind: str, entity: Model) -> tuple[str, ...]:
    return tuple(url_of(kind, former) for former in getattr(entity, "former_ids", ()))


def slug(text: str) -> str:
    """A name as part of an address."""
    return re.sub(r"[^a-z0-9]+", "-", text.casefold()).strip("-")


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


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
            "related": _related(catalogue, agent),
            "chapters": catalogue.chapters_on.get(("agent", agent.id), ()),
        },
        place=catalogue.homes["agent", agent.id].place(),
        entities=(agent, *others),
        files=tuple(dict.fromkeys(files)),
        about=about_agent(agent),
        boost=2.0,
        former_urls=_former("agent", agent),
    )


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
            "timeline": _timeline(catalogue, group.id, group.name, agents),
        },
        place=catalogue.homes["class", group.id].place(),
        entities=(group,),
        about={"@type": "DrugClass", "name": group.name},
        boost=1.5,
        former_urls=_former("class", group),
    )


def _timeline(
    catalogue: Catalogue, ident: str, name: str, agents: Iterable[Agent], condition: str = ""
) -> Figure | None:
    """The approvals of some agents through the years, for one condition or for all."""
    decided = [
        (agent, approval, catalogue.conditions[approval.condition])
        for agent in agents
        for approval in agent.approvals
        if condition in ("", approval.condition)
    ]
    return timeline(ident, f"Approvals: {name}", decided)


def condition_page(catalogue: Catalogue, condition: Condition) -> Page:
    """A condition: its options by class with region and status, its outcomes, its trials."""
    groups = options_for(catalogue, condition.id)
    forms = [c for c in catalogue.conditions.values() if c.parent == condition.id]
    regions = [r for r in Region if any(r in {s.region for s in o.standings} for g in groups for o in g.options)]
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
            "regions": regions,
            "trials": trials,
            "charts": result_figures(condition.id, condition.name, trials),
            "timeline": _timeline(
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
            "cell": _cell,
        },
        place=catalogue.homes["condition", condition.id].place(),
        entities=(condition,),
        about=about_condition(condition),
        boost=1.5,
        former_urls=_former("condition", condition),
    )


def _cell(option: Option, region: Region) -> Standing | None:
    return next((s for s in option.standings if s.region is region), None)


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
            "timeline": _timeline(catalogue, "all", "all agents", catalogue.agents.values()),
            "classes": classes,
        },
        place=Place(LIST_PLACES["agent"]),
        files=tuple(catalogue.homes["agent", a].document.file for a in catalogue.agents),
        hub=True,
        repeats=True,
    )


def target_page(catalogue: Catalogue, target: Target) -> Page:
    """A target: what it does, and the agents that act on it."""
    acting = [
        (agent, next(t for t in agent.targets if t.target == target.id))
        for agent in catalogue.agents_on.get(target.id, ())
    ]
    branches = [
        (group, branch)
        for group in catalogue.classes.values()
        for branch in group.subclasses
        if target.id in branch.targets
    ]
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
        former_urls=_former("target", target),
    )


def outcome_page(catalogue: Catalogue, outcome: Outcome) -> Page:
    """An outcome measure: what it means, and the results given in it."""
    trials = [trial_view(catalogue, t) for t in catalogue.trials_using.get(outcome.id, ())]
    conditions = [c for c in catalogue.conditions.values() if outcome.id in c.outcomes]
    return Page(
        url=url_of("outcome", outcome.id),
        title=outcome.name,
        description=first_sentence(outcome.definition),
        template="outcome",
        data={"outcome": outcome, "trials": trials, "conditions": conditions},
        place=catalogue.homes["outcome", outcome.id].place(),
        entities=(outcome,),
        about={"@type": "MedicalEntity", "name": outcome.name},
        former_urls=_former("outcome", outcome),
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
        former_urls=_former("pair", pair),
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
        )


def hub_pages(catalogue: Catalogue, site: Site) -> Iterator[Page]:
    """Home and the list of each kind."""
    c = catalogue
    everything: tuple[Model, ...] = tuple(e for _, _, e in c.entities())
    counts = [
        (len(c.agents), "agents", url_of("agent")),
        (len(c.conditions), "conditions", url_of("condition")),
        (len(c.trials), "trials", "trials/"),
        (len(c.targets), "targets", url_of("target")),
        (len(c.pairs), "gene-drug pairs", url_of("pair")),
        (len(c.references), "references", "references/"),
    ]
    home = c.pages["index"]
    classes = [(group, c.agents_in.get(group.id, ())) for group in c.classes.values()]
    yield Page(
        url="",
        title=str(home.front.data["title"]),
        description=str(home.front.data["description"]),
        template="home",
        data={"source": home, "classes": classes, "counts": counts, "changes": site.changes},
        place=Place(home.file, home.first_line),
        files=(home.file, "CHANGELOG.md", *LIST_PLACES.values(), *(h.document.file for h in c.homes.values())),
        entities=everything,
        hub=True,
    )
    yield _hub(
        "class",
        "Classes of therapy",
        "The eight classes of systemic therapy of the skin, in the order in which the review teaches them.",
        {"classes": classes},
    )
    agent_files = tuple(c.homes["agent", a].document.file for a in c.agents)
    yield _hub(
        "agent",
        "Agents",
        "Every drug, cell and gene product of the catalogue, with its class, targets and approved uses.",
        {"list": lists.agents(c)},
        files=agent_files,
        scripts=LISTS,
    )
    yield from _long_lists(c, agent_files)
    shelves = [
        (group, [(x, c.agents_for.get(x.id, ())) for x in c.conditions.values() if x.group is group])
        for group in ConditionGroup
    ]
    yield _hub(
        "condition",
        "Conditions",
        "Diseases of the skin treated from within, and the agents catalogued for each.",
        {"shelves": [s for s in shelves if s[1]]},
    )
    pathways: dict[str, list[Target]] = defaultdict(list)
    for target in c.targets.values():
        pathways[target.pathway].append(target)
    yield _hub(
        "target",
        "Targets",
        "The molecules on which the catalogue's agents act, by pathway.",
        {
            "pathways": pathways,
            "agents_on": c.agents_on,
            "figures": {
                name: found
                for name, targets in pathways.items()
                if (found := pathway_figure(c, slug(name), name, targets))
            },
        },
    )
    yield _hub(
        "outcome",
        "Outcome measures",
        "What PASI 75, EASI-75, HiSCR and the other measures in trials of the skin mean exactly.",
        {"outcomes": list(c.outcomes.values()), "trials_using": c.trials_using},
    )
    yield _hub(
        "pair",
        "Pharmacogenomics",
        "Genes and variants that change what a drug does, what guidelines recommend and what labels say.",
        {"pairs": list(c.pairs.values()), "class": c.classes.get("pharmacogenomics")},
    )
    chapters = sorted(c.chapters.values(), key=lambda x: x.number)
    yield _hub(
        "chapter",
        "The review",
        "Systemic therapy of the skin in eleven chapters, every claim cited.",
        {"chapters": chapters},
        files=tuple(x.source.file for x in chapters),
    )


def _long_lists(c: Catalogue, files: tuple[str, ...]) -> Iterator[Page]:
    for url, title, description, listing in (
        (
            "approvals/",
            "Approvals",
            "Every decision of a regulator that the catalogue records, the newest first.",
            lists.approvals(c),
        ),
        (
            "trials/",
            "Trials",
            "Every trial of the catalogue, with its results where they are recorded.",
            lists.trials(c),
        ),
    ):
        place = Place(LIST_PLACES["agent"])
        template = f"{url.strip('/')}-list"
        yield Page(
            url, title, description, template, {"list": listing}, place, files=files, boost=0.8, hub=True, scripts=LISTS
        )


def _hub(
    kind: str,
    title: str,
    description: str,
    data: Mapping[str, object],
    files: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
) -> Page:
    return Page(
        url_of(kind),
        title,
        description,
        f"{FOLDERS[kind]}-hub",
        data,
        Place(LIST_PLACES[kind]),
        files=files,
        boost=0.8,
        hub=True,
        scripts=scripts,
    )


def reference_page(catalogue: Catalogue, citing: Mapping[str, list[tuple[str, str]]]) -> Page:
    """All references, each with the pages that cite it."""
    ordered = sorted(catalogue.references.values(), key=lambda r: (r.author[0].family.casefold(), r.year, r.title))
    designs = [(d, LEVELS[d], sum(r.design is d for r in ordered)) for d in Design]
    return Page(
        url="references/",
        title="References",
        description="Every source of the catalogue and the review, with its kind and the pages that cite it.",
        template="references",
        data={"list": lists.references(ordered), "citing": citing, "designs": [d for d in designs if d[2]]},
        place=Place(LIST_PLACES["reference"]),
        boost=0.5,
        scripts=LISTS,
    )


def search_page(catalogue: Catalogue) -> Page:
    """The page of search results; without script it leads to the lists."""
    c = catalogue
    shelves = [
        ("Agents", url_of("agent"), len(c.agents)),
        ("Approvals", "approvals/", sum(len(agent.approvals) for agent in c.agents.values())),
        ("Trials", "trials/", len(c.trials)),
        ("Classes of therapy", url_of("class"), len(c.classes)),
        ("Conditions", url_of("condition"), len(c.conditions)),
        ("Targets", url_of("target"), len(c.targets)),
        ("Pharmacogenomics", url_of("pair"), len(c.pairs)),
        ("Outcome measures", url_of("outcome"), len(c.outcomes)),
        ("Chapters of the review", url_of("chapter"), len(c.chapters)),
        ("Glossary", "glossary/", len(c.terms)),
        ("References", "references/", len(c.references)),
    ]
    return Page(
        url="search/",
        title="Search",
        description="Find a drug, brand, code, target, gene, condition, outcome or trial by any of its names.",
        template="search",
        data={"lists": shelves},
        place=Place("data"),
    )


def glossary_page(catalogue: Catalogue) -> Page:
    """The glossary."""
    terms = sorted(catalogue.terms.values(), key=lambda t: t.name.casefold())
    return Page(
        url="glossary/",
        title="Glossary",
        description="Terms that a reader of the catalogue meets, in plain words.",
        template="glossary",
        data={"terms": terms, "names": {t.id: t.name for t in terms}},
        place=Place(LIST_PLACES["term"]),
        entities=tuple(terms),
    )


def content_pages(catalogue: Catalogue) -> Iterator[Page]:
    """The hand-written pages besides home and the review."""
    counts = freshness(e for _, _, e in catalogue.entities())
    for name, source in catalogue.pages.items():
        if name == "index":
            continue
        yield Page(
            url=f"{name}/",
            title=str(source.front.data["title"]),
            description=str(source.front.data["description"]),
            template="content",
            data={"source": source, "name": name, "levels": LEVELS, "counts": counts, "tables": field_tables()},
            place=Place(source.file, source.first_line),
            boost=0.1 if name == "guide" else 1.0,  # it names every field, and a reader seeks the facts
        )


def pages(catalogue: Catalogue, site: Site) -> Iterator[Page]:
    """Every page but the list of references, which needs to know what all others cite."""
    yield from hub_pages(catalogue, site)
    yield from (class_page(catalogue, x) for x in catalogue.classes.values())
    yield from (agent_page(catalogue, x) for x in catalogue.agents.values())
    yield from (condition_page(catalogue, x) for x in catalogue.conditions.values())
    yield from compare_pages(catalogue)
    yield map_page(catalogue)
    yield from (target_page(catalogue, x) for x in catalogue.targets.values())
    yield from (outcome_page(catalogue, x) for x in catalogue.outcomes.values())
    yield from (pair_page(catalogue, x) for x in catalogue.pairs.values())
    yield from chapter_pages(catalogue)
    yield glossary_page(catalogue)
    yield search_page(catalogue)
    yield from content_pages(catalogue)
    yield from rule_pages(site.examples)
