"""What the one-page handout says: the most important rows of every kind, as many as the page holds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.base import Source
from dermatheca.model.vocabulary import ApprovalStatus, Region
from dermatheca.view.site import Site
from dermatheca.view.tables import standings
from dermatheca.view.teaching.deck import KINDS, cite_as
from dermatheca.view.teaching.pack import Pack
from dermatheca.view.teaching.questions import remarks
from dermatheca.view.teaching.register import Register, one_each
from dermatheca.view.teaching.slides import CAUTION, DISCLAIMER, NONE, target, together
from dermatheca.view.words import finding, without_citations

ROUND = {"Key points": 2, "Options": 3, "Key results": 1, "Boxed warnings": 1, "Monitoring": 1, "Pharmacogenomics": 1}


@dataclass(frozen=True)
class Item:
    """A row of one section; the citation goes behind its last cell."""

    section: str
    cells: tuple[str, ...]
    sources: tuple[Source, ...] = field(repr=False)


@dataclass(frozen=True)
class Section:
    """A heading, the heads of its columns (none for a list), widths in parts, rows, and a caution."""

    title: str
    columns: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    caution: str = ""


@dataclass(frozen=True)
class Sheet:
    """A handout as data."""

    title: str
    kind: str
    address: str
    pack: str
    credit: str
    citation: str
    objectives: tuple[str, ...]
    sections: tuple[Section, ...]
    sources: tuple[tuple[str, str], ...]
    left_out: int
    disclaimer: str = DISCLAIMER


def items(c: Catalogue, pack: Pack) -> tuple[Item, ...]:
    """Every row that could stand on the handout, the most important ones first: some of each section in turn."""
    queues: dict[str, list[Item]] = {name: [] for name in ROUND}
    for item in _items(c, pack):
        queues[item.section].append(item)
    found: list[Item] = []
    while any(queues.values()):
        for name, many in ROUND.items():
            found += queues[name][:many]
            del queues[name][:many]
    return tuple(found)


def _items(c: Catalogue, pack: Pack) -> Iterator[Item]:
    subject = pack.subject
    for point in pack.points:
        yield Item("Key points", (point.text,), point.sources)
    for agent in subject.agents:
        if subject.approved(agent):
            yield _option(c, pack, agent)
    for trial, tables in pack.results:
        for table in tables[:1]:
            notes = " ".join(f"{one.rstrip('.')}." for one in remarks(trial, table))
            yield Item("Key results", (trial.name, f"{finding(trial, table)}. {notes}".rstrip()), table.result.sources)
    for group in subject.classes if subject.kind != "condition" else ():
        for box in group.boxed_warnings:
            if box.present:
                yield Item("Boxed warnings", (f"{group.name} ({box.region})", box.text or ""), box.sources)
    for agent in subject.agents:
        for box in agent.safety.boxed_warnings:
            if box.present:
                yield Item("Boxed warnings", (f"{agent.name} ({box.region})", box.text or ""), box.sources)
    for agent in subject.agents:
        if agent.monitoring:
            said = "; ".join(f"{one.test}: {one.when}" for one in agent.monitoring)
            yield Item("Monitoring", (agent.name, said), tuple(s for one in agent.monitoring for s in one.sources))
    for pair in subject.pairs:
        yield Item("Pharmacogenomics", (pair.name, without_citations(pair.effect)), pair.sources)


def _option(c: Catalogue, pack: Pack, agent: Agent) -> Item:
    """An approved agent: what it acts on, and where it stands; for a class or a chapter, for which conditions."""
    regions = (Region.US, Region.EU)
    shown = [a for a in pack.subject.approvals(agent) if a.status is ApprovalStatus.APPROVED and a.region in regions]
    if pack.subject.condition:
        stands = {s.region: s for s in standings(shown)}
        cells = tuple(stands[r].words if r in stands else NONE for r in regions)
        told = [a for s in stands.values() for a in (s.first, s.youngest) if a]
    else:
        first = {(a.region, a.condition): a for a in reversed(shown)}
        cells = tuple(
            ", ".join(dict.fromkeys(c.conditions[a.condition].name for a in shown if a.region is r)) or NONE
            for r in regions
        )
        told = [first[a.region, a.condition] for a in shown]
    return Item("Options", (agent.name, target(c, agent), *cells), one_each([*agent.targets, *told]))


def sheet(
    c: Catalogue, pack: Pack, site: Site, texts: Mapping[str, Markup], chosen: Iterable[Item], left_out: int
) -> Sheet:
    """The handout with the chosen rows; sources are numbered as they appear on it."""
    subject = pack.subject
    register = Register(c.references, texts)
    rows: dict[str, list[tuple[str, ...]]] = {name: [] for name in ROUND}
    chosen = list(chosen)
    for name in ROUND:  # numbers follow the order of the page
        for item in chosen:
            if item.section == name:
                rows[name].append((*item.cells[:-1], f"{item.cells[-1]} {register.mark(item.sources)}".strip()))
    options = "Options and their approvals" if subject.condition else "Agents and what they are approved for"
    heads: dict[str, tuple[str, tuple[str, ...], tuple[int, ...], str]] = {
        "Key points": ("Key points", (), (1,), CAUTION if together(row[0] for row in rows["Key points"]) else ""),
        "Options": (options, ("Agent", "Target", "United States", "European Union"), (4, 6, 7, 8), ""),
        "Key results": ("Key results", ("Trial", "Outcome, time, arms, n and result"), (4, 21), CAUTION),
        "Boxed warnings": ("Boxed warnings", ("Agent (label)", "What it names"), (4, 21), ""),
        "Monitoring": ("Monitoring", ("Agent", "What and when"), (4, 21), ""),
        "Pharmacogenomics": ("Pharmacogenomics", ("Gene and drug", "What the variant changes"), (4, 21), ""),
    }
    address = site.address(subject.page)
    return Sheet(
        subject.name,
        KINDS[subject.kind],
        address,
        site.address(subject.url),
        f"{site.name} {site.version}, CC BY 4.0",
        cite_as(subject.name, site, address),
        pack.objectives,
        tuple(
            Section(title, columns, widths, tuple(rows[name]), caution)
            for name, (title, columns, widths, caution) in heads.items()
            if rows[name]
        ),
        tuple(register.brief(key) for key in register.keys),
        left_out,
    )
