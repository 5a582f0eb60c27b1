"""Home, the list of each kind, search, glossary and the hand-written pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from dermatheca.latin import slug
from dermatheca.link import Catalogue
from dermatheca.model.base import Model
from dermatheca.model.entities import Target
from dermatheca.model.vocabulary import ConditionGroup, Design
from dermatheca.problem import Place
from dermatheca.view import lists
from dermatheca.view.bibliography import LEVELS
from dermatheca.view.figures.pathways import pathway_figure
from dermatheca.view.freshness import freshness
from dermatheca.view.guide import field_tables
from dermatheca.view.page import Page
from dermatheca.view.pages.common import LIST_PLACES
from dermatheca.view.pages.teaching import shelves
from dermatheca.view.site import FOLDERS, Site, url_of
from dermatheca.view.teaching.pack import Pack

LISTS = ("lists.js",)


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
        (len(c.references), "references", url_of("reference")),
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


def reference_pages(catalogue: Catalogue, citing: Mapping[str, list[tuple[str, str]]]) -> Iterator[Page]:
    """All references in short, then those of each kind in full, each with the pages that cite it.

    `citing` (title and address of those pages by key) is read when a page is rendered; it may be filled until then.
    """
    ordered = sorted(catalogue.references.values(), key=lambda r: (r.author[0].family.casefold(), r.year, r.title))
    kinds = {design: [r for r in ordered if r.design is design] for design in Design}
    kinds = {design: found for design, found in kinds.items() if found}
    yield Page(
        url=url_of("reference"),
        title="References",
        description="Every source of the catalogue and the review, by author, year and kind.",
        template="references",
        data={"list": lists.references(ordered), "kinds": [(d, LEVELS[d], len(found)) for d, found in kinds.items()]},
        place=Place(LIST_PLACES["reference"]),
        boost=0.0,  # longer than what builders index, and each entry stands on the pages that cite it
        hub=True,
        scripts=LISTS,
    )
    for design, found in kinds.items():
        yield Page(
            url=f"{url_of('reference')}{design}/",
            title=f"References: {design.label}",
            description=f"Every source of the kind “{design.label}” ({LEVELS[design]}), with the pages that cite it.",
            template="references-kind",
            data={"list": lists.references(found), "citing": citing},
            place=Place(LIST_PLACES["reference"]),
            boost=0.0,
            scripts=LISTS,
        )


@dataclass(frozen=True)
class DataFile:
    """A file to take away: its place below the site's root, its size in bytes as it is and as gzip makes it."""

    path: str
    size: int
    compressed: int


def data_page(catalogue: Catalogue, files: list[DataFile]) -> Page:
    """How the data can be had, and every file of it."""
    source = catalogue.pages["data"]
    return Page(
        url="data/",
        title=str(source.front.data["title"]),
        description=str(source.front.data["description"]),
        template="data",
        data={"source": source, "files": files},
        place=Place(source.file, source.first_line),
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
        ("References", url_of("reference"), len(c.references)),
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


def content_pages(catalogue: Catalogue, packs: Sequence[Pack]) -> Iterator[Page]:
    """The hand-written pages besides home and the review; the one on teaching lists the packs."""
    counts = freshness(e for _, _, e in catalogue.entities())
    for name, source in catalogue.pages.items():
        if name in ("index", "data"):
            continue
        yield Page(
            url=f"{name}/",
            title=str(source.front.data["title"]),
            description=str(source.front.data["description"]),
            template="content",
            data={
                "source": source,
                "name": name,
                "levels": LEVELS,
                "counts": counts,
                "tables": field_tables(),
                "shelves": shelves(packs),
            },
            place=Place(source.file, source.first_line),
            hub=name == "teach",
            boost=0.1 if name == "guide" else 1.0,  # it names every field, and a reader seeks the facts
        )
