"""Approvals through the years: an agent a lane, a sign a region."""

from __future__ import annotations

from collections.abc import Iterable

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent, Approval
from dermatheca.model.entities import Condition
from dermatheca.model.vocabulary import ApprovalStatus, DateKind, Region
from dermatheca.view.figures.figure import (
    PALETTE,
    SIZE,
    Figure,
    Row,
    Spec,
    layer,
    layered,
    link,
    numbered,
    plain,
    shares,
    shortened,
)
from dermatheca.view.tables import status_words

Decided = tuple[Agent, Approval, Condition]

WIDTH = 420
NAMES = 150
STEP = 18
MOST_LANES = 150
SIGNS = {Region.US: "circle", Region.EU: "square", Region.JP: "triangle-up"}
OTHERS = "diamond"
ASIDE = {Region.US: -3, Region.EU: 3}  # decisions of one month must not hide each other
SIGN_WORDS = "Circles are the United States, squares the European Union, triangles Japan, diamonds other regions; hollow signs are withdrawn. Dates read off a label, not the decision's, are left out."


def _year(date: str) -> float:
    """A date of any precision as a year with its fraction; the middle where months or days are not given."""
    parts = [int(part) for part in date.split("-")]
    month = parts[1] - 1 if len(parts) > 1 else 6
    return parts[0] + (month + (parts[2] / 31 if len(parts) > 2 else 0.5 if len(parts) > 1 else 0)) / 12


def decisions(c: Catalogue, agents: Iterable[Agent], condition: str = "") -> list[Decided]:
    """The decisions about some agents, for one condition or for all."""
    return [
        (agent, approval, c.conditions[approval.condition])
        for agent in agents
        for approval in agent.approvals
        if condition in ("", approval.condition)
    ]


def timeline(ident: str, title: str, decided: Iterable[Decided]) -> Figure | None:
    """The decisions as a figure, first decided first; none where fewer than two have a date, or too many agents would be a lane each."""
    found = _dated(decided)
    if len(found) < 2 or len({agent.id for agent, _, _ in found}) > MOST_LANES:
        return None
    return _figure(ident, title, found)


def timeline_parts(ident: str, title: str, decided: Iterable[Decided], most: int) -> tuple[Figure, ...]:
    """The same for slides, in parts of at most `most` lanes."""
    found = _dated(decided)
    if len(found) < 2:
        return ()
    lanes = list(dict.fromkeys(agent.id for agent, _, _ in found))
    parts = [[one for one in found if one[0].id in share] for share in shares(lanes, most)]
    return numbered([_figure(ident, title, part) for part in parts])


def _dated(decided: Iterable[Decided]) -> list[Decided]:
    found = [
        one
        for one in decided
        if one[1].date
        and one[1].status in (ApprovalStatus.APPROVED, ApprovalStatus.WITHDRAWN)
        and one[1].date_kind is DateKind.DECISION
    ]
    return sorted(found, key=lambda one: (one[1].date or "", one[0].name))


def _figure(ident: str, title: str, found: list[Decided]) -> Figure:
    return Figure(
        id=f"timeline-{ident}",
        title=title,
        description=f"{len(found)} decision{'s' if len(found) > 1 else ''} of regulators by date, an agent a line, the first approved on top. {SIGN_WORDS}",
        spec=_spec(found),
        columns=("Date", "Agent", "Region", "Condition", "For whom", "Decision"),
        rows=tuple(
            Row((a.date or "", agent.name, a.region.label, c.name, a.population.who, status_words(a)), a.sources)
            for agent, a, c in found
        ),
        links=True,
    )


def _spec(found: list[Decided]) -> Spec:
    lanes = {
        ident: (number + 0.5) * STEP for number, ident in enumerate(dict.fromkeys(agent.id for agent, _, _ in found))
    }
    names = {agent.id: agent.name for agent, _, _ in found}
    years = [_year(a.date or "") for _, a, _ in found]
    first, last = int(min(years)), int(max(years)) + 1
    part = (WIDTH - NAMES) / (last - first)
    height = len(lanes) * STEP
    pace = next(pace for pace in (1, 2, 5, 10, 20, 50) if (last - first) / pace <= 7)
    ticks = [
        {"x": NAMES + (year - first) * part, "y": 0, "y2": height, "text": str(year), "below": height + 10}
        for year in range(first + (-first) % pace, last + 1, pace)
    ]
    x, y = plain("x"), plain("y")
    written: Spec = {"type": "text", "fontSize": SIZE}
    agents = [
        {"x": 0, "y": place, "text": shortened(names[ident], NAMES - 8), "href": link("agent", ident)}
        for ident, place in lanes.items()
    ]
    signs = [
        {
            "x": NAMES + (_year(a.date or "") - first) * part,
            "y": lanes[agent.id] + ASIDE.get(a.region, 0),
            "shape": SIGNS.get(a.region, OTHERS),
            "stands": a.status is ApprovalStatus.APPROVED,
        }
        for agent, a, _ in found
    ]
    shape = {"field": "shape", "type": "nominal", "scale": None}
    named = layer(
        {**written, "color": PALETTE["study"]},
        agents,
        x,
        y,
        text={"field": "text"},
        href={"field": "href"},
    )
    layers = [
        layer({"type": "rule", "color": PALETTE["line"]}, ticks, x, y, y2={"field": "y2"}),
        layer(
            {**written, "align": "center", "fontSize": SIZE - 1, "color": PALETTE["muted"]},
            ticks,
            x,
            plain("below"),
            text={"field": "text"},
        ),
        named,
    ]
    for stands, paint in ((True, PALETTE["study"]), (False, PALETTE["paper"])):
        shown = [sign for sign in signs if sign["stands"] is stands]
        mark = {"type": "point", "size": 40, "filled": True, "fill": paint, "stroke": PALETTE["study"], "opacity": 1}
        if shown:
            layers.append(layer(mark, shown, x, y, shape=shape))
    return layered(layers, WIDTH, height + 20)
