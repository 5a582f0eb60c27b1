"""What the slides of a deck say, before anybody measures whether it fits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent, BoxedWarning
from dermatheca.model.base import Source
from dermatheca.model.trial import Trial
from dermatheca.model.vocabulary import Region
from dermatheca.view.figures.figure import Figure
from dermatheca.view.tables import standings
from dermatheca.view.teaching.pack import Pack
from dermatheca.view.teaching.questions import cited, remarks
from dermatheca.view.teaching.register import Register, one_each
from dermatheca.view.teaching.sentences import Point
from dermatheca.view.words import without_citations

CAUTION = "Arms of different trials are not head to head: compare within one trial only."
DISCLAIMER = "Education, not prescribing advice. Before you prescribe, read the current label of your country and your local guideline."
NONE = "not recorded"
OPTIONS = 48  # agents of a deck
MONITORED = 8  # agents whose monitoring a deck shows
WARNED = 12
IN_TURN = 4  # parts of a figure; one with more stands in the appendix
ASKED = 5


@dataclass(frozen=True)
class Line:
    """A row of a table with the sources of what it says; `note` stands below it, across the table; `joined` cells at its
    beginning are those of the row above."""

    cells: tuple[str, ...]
    keys: tuple[str, ...]
    note: str = ""
    joined: int = 0


@dataclass(frozen=True)
class Bullet:
    """A sentence with its citation."""

    text: str
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A figure with its sources."""

    figure: Figure = field(repr=False)
    keys: tuple[str, ...] = ()


@dataclass(frozen=True)
class Topic:
    """One subject of a deck, on as many slides as it needs: bullets, or a table of blocks of rows, or pictures.

    `widths` are parts of the table's width.
    """

    title: str
    bullets: tuple[Bullet, ...] = ()
    columns: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    blocks: tuple[tuple[Line, ...], ...] = ()
    pictures: tuple[Picture, ...] = ()
    caution: bool = False
    remark: str = ""
    said: tuple[str, ...] = ()  # for the speaker's notes


def topics(c: Catalogue, pack: Pack, register: Register) -> Iterator[Topic]:
    """The topics of a pack, in the order in which they are taught; the references come last and are not among them."""
    figures = list(_figures(pack))
    yield Topic("Objectives", bullets=tuple(Bullet(f"{one}.") for one in pack.objectives))
    if pack.sections:
        for section in pack.sections:
            yield _told(section.heading, section.points, register)
    else:
        yield _told("Key points", pack.points, register)
    yield from _options(c, pack, register)
    yield from _results(pack, register)
    yield from (topic for topic in figures if not topic.title.startswith("Appendix"))
    yield from _warnings(c, pack, register)
    yield from _monitoring(pack, register)
    yield from _genes(pack, register)
    yield from _guidelines(c, pack, register)
    yield from _questions(pack, register)
    yield from (topic for topic in figures if topic.title.startswith("Appendix"))


def _keys(sources: Iterable[Source]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(source.ref for source in sources))


def _told(title: str, points: tuple[Point, ...], register: Register) -> Topic:
    """Points as bullets, with the caution where numbers of several of them stand together."""
    return Topic(title, bullets=_bullets(points, register), caution=together(point.text for point in points))


def together(texts: Iterable[str]) -> bool:
    """Whether shares stand in more than one of the texts."""
    return sum("%" in text for text in texts) > 1


def _bullets(points: Iterable[Point], register: Register) -> tuple[Bullet, ...]:
    return tuple(Bullet(f"{point.text} {register.mark(point.sources)}", _keys(point.sources)) for point in points)


def target(c: Catalogue, agent: Agent) -> str:
    """What an agent acts on, in a few words."""
    return "; ".join(f"{t.action.label} {c.targets[t.target].name}" for t in agent.targets) or NONE


def _options(c: Catalogue, pack: Pack, register: Register) -> Iterator[Topic]:
    """Approved agents with target and decisions, then those without an approval that stands."""
    subject = pack.subject
    approved = [agent for agent in subject.agents if subject.approved(agent)]
    rest = len(approved) - OPTIONS
    more = f" {rest} further agents stand on the site." if rest > 0 else ""
    if approved:
        third = "Route" if subject.condition else "Condition"
        yield Topic(
            "Options and their approvals" if subject.condition else "Agents and their approvals",
            columns=("Agent", "Target", third, "United States", "European Union", "Elsewhere"),
            widths=(16, 22, 16, 21, 21, 20),
            blocks=tuple(tuple(_decisions(c, agent, pack, register)) for agent in approved[:OPTIONS]),
            remark=f"Each cell: first approval recorded that stands, youngest age approved since, with one source each. All stand on the agent's page.{more}",
        )
    others = [agent for agent in subject.agents if agent not in approved] if subject.kind != "chapter" else []
    if others:
        yield Topic(
            f"Recorded without an approval {'here' if subject.condition else 'for the skin'}",
            columns=("Agent", "Target", "Furthest stage anywhere for the skin", "Sources"),
            widths=(18, 30, 42, 12),
            blocks=tuple(
                (Line((agent.name, target(c, agent), _stage(agent), register.mark(sources)), _keys(sources)),)
                for agent in others[:OPTIONS]
                for sources in [[*agent.development.sources, *(s for t in agent.targets for s in t.sources)]]
            ),
        )


def _stage(agent: Agent) -> str:
    note = f": {agent.development.note}" if agent.development.note else ""
    return f"{agent.development.stage.label}{note}"


def _decisions(c: Catalogue, agent: Agent, pack: Pack, register: Register) -> Iterator[Line]:
    """A row for each condition."""
    aims = one_each(agent.targets)
    first = (agent.name, f"{target(c, agent)} {register.mark(aims)}".rstrip())
    shown = pack.subject.approvals(agent)
    for at, condition in enumerate(dict.fromkeys(a.condition for a in shown)):
        stands = standings(a for a in shown if a.condition == condition)
        told = {s.region: one_each(a for a in (s.first, s.youngest) if a) for s in stands}
        cells = {s.region: f"{s.words} {register.mark(told[s.region])}" for s in stands}
        elsewhere = "; ".join(f"{r}: {text}" for r, text in cells.items() if r not in (Region.US, Region.EU))
        routes = ", ".join(route.label for route in agent.routes)
        third = routes if pack.subject.condition else c.conditions[condition].name
        decided = (cells.get(Region.US, NONE), cells.get(Region.EU, NONE), elsewhere or NONE)
        keys = _keys([*aims, *(source for sources in told.values() for source in sources)])
        yield Line((*first, third, *decided), keys, joined=2 if at else 0)


def _results(pack: Pack, register: Register) -> Iterator[Topic]:
    """The key results, an arm a row, the rows of a result together."""
    blocks = []
    for trial, tables in pack.results:
        for table in tables:
            sources = table.result.sources
            notes = " ".join(f"{one.rstrip('.')}." for one in (*table.effects, *remarks(trial, table)))
            lines = [
                Line(
                    (
                        f"{trial.name} ({trial.phase.label})",
                        f"{table.outcome.name} {table.when}".rstrip(),
                        row.arm.name,
                        str(row.n or "not stated"),
                        f"{row.text}{f' ({row.interval})' if row.interval else ''}",
                        register.mark(sources),
                    ),
                    _keys(sources),
                    joined=2 if at else 0,
                )
                for at, row in enumerate(table.rows)
            ]
            blocks.append((*lines[:-1], replace(lines[-1], note=notes)))
    if blocks:
        rest = sum(bool(trial.results) for trial in pack.subject.trials) - len(pack.results)
        more = f" Results of {rest} further trial{'s' if rest > 1 else ''} stand on the site." if rest > 0 else ""
        yield Topic(
            "Key trial results",
            columns=("Trial", "Outcome and time", "Arm", "n", "Result", "Sources"),
            widths=(22, 22, 38, 9, 18, 11),
            blocks=tuple(blocks),
            caution=True,
            remark=f"n: patients of the arm; CI: confidence interval.{more}",
            said=tuple(_design(trial, register) for trial, _ in pack.results),
        )


def _design(trial: Trial, register: Register) -> str:
    many = f", {trial.participants} participants" if trial.participants else ""
    numbers = "".join(f", {number}" for number in trial.registry)
    return f"{trial.name}: {trial.phase.label}, {trial.design}; {trial.population.who}{many}{numbers} {register.mark(trial.sources)}"


def _figures(pack: Pack) -> Iterator[Topic]:
    for shown in pack.figures:
        pictures = tuple(
            Picture(part, _keys(source for row in part.rows for source in row.sources)) for part in shown.parts
        )
        title = f"Appendix: {shown.title}" if len(shown.parts) > IN_TURN else shown.title
        _, _, legend = shown.parts[0].description.partition(". ")
        legend += f" {shown.left_out} further parts are left out; the page has the whole." if shown.left_out else ""
        yield Topic(title, pictures=pictures, caution=shown.results, remark=legend)


def _warnings(c: Catalogue, pack: Pack, register: Register) -> Iterator[Topic]:
    """Boxed warnings: of the class, then agent by agent; then the labels that have none."""
    rows: list[tuple[Line, ...]] = []
    for group in pack.subject.classes if pack.subject.kind != "condition" else ():
        rows += [_box(f"{group.name} (class)", b, register, 0) for b in group.boxed_warnings if b.present]
    agents = [a for a in pack.subject.agents if any(b.present for b in a.safety.boxed_warnings)]
    for agent in agents[:WARNED]:
        boxes = [b for b in agent.safety.boxed_warnings if b.present]
        rows.append(tuple(line for at, b in enumerate(boxes) for line in _box(agent.name, b, register, at)))
    free = [
        (agent, b)
        for agent in pack.subject.agents
        for b in agent.safety.boxed_warnings
        if not b.present and agent not in agents
    ]
    if rows and free:
        for region in dict.fromkeys(b.region for _, b in free):
            ones = [(agent, b) for agent, b in free if b.region is region][:OPTIONS]
            text = ", ".join(f"{agent.name} {register.mark(b.sources)}" for agent, b in ones)
            keys = _keys(source for _, b in ones for source in b.sources)
            rows.append((Line(("No boxed warning", region.value, text, ""), keys),))
    if rows:
        rest = len(agents) - WARNED
        yield Topic(
            "Boxed warnings",
            columns=("Agent", "Label", "What it names", "Sources"),
            widths=(18, 8, 74, 10),
            blocks=tuple(rows),
            remark=f"The labels of {rest} further agents carry one; it stands on their pages." if rest > 0 else "",
        )


def _box(name: str, box: BoxedWarning, register: Register, at: int) -> tuple[Line, ...]:
    cells = (name, box.region.value, box.text or "", register.mark(box.sources))
    return (Line(cells, _keys(box.sources), joined=1 if at else 0),)


def _monitoring(pack: Pack, register: Register) -> Iterator[Topic]:
    agents = [agent for agent in pack.subject.agents if agent.monitoring]
    if agents:
        rest = len(agents) - MONITORED
        yield Topic(
            "Monitoring",
            columns=("Agent", "What", "When", "Sources"),
            widths=(16, 26, 60, 10),
            blocks=tuple(
                tuple(
                    Line(
                        (agent.name, one.test, one.when, register.mark(one.sources)),
                        _keys(one.sources),
                        joined=1 if at else 0,
                    )
                    for at, one in enumerate(agent.monitoring)
                )
                for agent in agents[:MONITORED]
            ),
            remark=f"Monitoring of {rest} further agent{'s' if rest > 1 else ''} stands on the site."
            if rest > 0
            else "",
        )


def _genes(pack: Pack, register: Register) -> Iterator[Topic]:
    rows = tuple(
        (
            Line(
                (
                    pair.name,
                    without_citations(pair.effect),
                    "; ".join(f"{s.region}: {s.testing.label}" for s in pair.labels) or NONE,
                    register.mark(sources),
                ),
                _keys(sources),
            ),
        )
        for pair in pack.subject.pairs
        for sources in [[*cited(pair.effect), *(source for s in pair.labels for source in s.sources)]]
    )
    if rows:
        columns = ("Gene and drug", "What the variant changes", "Labels on testing", "Sources")
        yield Topic("Pharmacogenomics", columns=columns, widths=(20, 52, 26, 12), blocks=rows)


def _guidelines(c: Catalogue, pack: Pack, register: Register) -> Iterator[Topic]:
    keys = c.conditions[pack.subject.condition].guidelines if pack.subject.condition else ()
    if keys:
        yield Topic("Guidelines", bullets=tuple(Bullet(register.full(key), (key,)) for key in keys))


def _questions(pack: Pack, register: Register) -> Iterator[Topic]:
    asked = pack.quiz[:: max(1, len(pack.quiz) // ASKED)][:ASKED]
    if asked:
        yield Topic(
            "Check yourself",
            bullets=tuple(Bullet(one.text, _keys(one.sources)) for one in asked),
            remark="The answers are in the speaker's notes; more questions stand on the page of the pack.",
            said=tuple(f"{one.text}\n{'; '.join(one.answers)} {register.mark(one.sources)}" for one in asked),
        )
