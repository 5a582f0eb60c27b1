"""The map of the evidence: for every class or agent and condition, how far it has come and where it is approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.entities import Condition, TherapyClass
from dermatheca.model.vocabulary import ApprovalStatus, Region, Stage
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

NAMES = 170
COLUMN = 44
STEP = 20
HEAD = 150
MOST_COLUMNS = 60
MOST_ROWS = 120
# Signs from the furthest to the nearest; each is a shape and a letter, so that no colour is needed to read it.
SIGNS = {
    "approved": ("A", "study", "paper"),
    "submitted": ("S", "soft", "ink"),
    "withdrawn": ("W", "soft", "warn"),
    "phase 3": ("3", "soft", "ink"),
    "phase 2": ("2", "soft", "ink"),
    "phase 1": ("1", "soft", "ink"),
    "tried": ("T", "soft", "ink"),
    "stopped": ("X", "soft", "warn"),
}
WORDS = (
    "A: approved (with the number of agents); S: submitted; W: approval withdrawn or refused; 3, 2, 1: phase of the "
    "furthest trial; T: tried, phase not stated; X: tried, then its development was stopped or it left the market; empty: nothing recorded here, which does not mean that nothing exists."
)


@dataclass(frozen=True)
class Cell:
    """How far agents have come in a condition: the furthest stage, the agents that reached it, where they are approved."""

    stage: str
    agents: tuple[Agent, ...]
    regions: tuple[Region, ...]


def stage_of(c: Catalogue, agent: Agent, condition: str) -> str:
    """The furthest stage of an agent in a condition as a key of SIGNS, or ''."""
    statuses = {a.status for a in agent.approvals if a.condition == condition}
    if ApprovalStatus.APPROVED in statuses:
        return "approved"
    if ApprovalStatus.SUBMITTED in statuses:
        return "submitted"
    if statuses:
        return "withdrawn"
    phases = [t.phase.value for t in c.trials_of.get(agent.id, ()) if t.condition == condition]
    if not phases:
        return ""
    if agent.development.stage in (Stage.DISCONTINUED, Stage.WITHDRAWN):
        return "stopped"
    furthest = max(phases, key=lambda phase: phase if phase != "not-stated" else "0")
    if furthest == "not-stated":
        return "tried"
    return f"phase {min(furthest[-1], '3')}"


def cell(c: Catalogue, agents: Sequence[Agent], condition: str) -> Cell | None:
    """What a group of agents has come to in a condition; none where nothing is recorded."""
    stages = {agent.id: stage_of(c, agent, condition) for agent in agents}
    best = next((stage for stage in SIGNS if stage in stages.values()), None)
    if best is None:
        return None
    reached = tuple(agent for agent in agents if stages[agent.id] == best)
    stands = {
        a.region
        for agent in agents
        for a in agent.approvals
        if a.condition == condition and a.status is ApprovalStatus.APPROVED
    }
    return Cell(best, reached, tuple(region for region in Region if region in stands))


def class_map(c: Catalogue) -> Figure | None:
    """Classes by condition; none where there are too many to be read."""
    groups = [group for group in c.classes.values() if c.agents_in.get(group.id)]
    columns = [(group.name, link("class", group.id), c.agents_in[group.id]) for group in groups]
    return _map(
        c,
        "map-classes",
        "Classes of therapy by condition",
        columns,
        list(c.conditions.values()),
        "Class",
    )


def agent_map(c: Catalogue, group: TherapyClass) -> Figure | None:
    """The agents of a class by condition; none for a class without agents, or with too many to be read."""
    agents = c.agents_in.get(group.id, ())
    if not agents:
        return None
    columns = [(agent.name, link("agent", agent.id), (agent,)) for agent in agents]
    return _map(c, f"map-{group.id}", f"{group.name} by condition", columns, c.conditions_of(agents), "Agent")


def agent_map_parts(c: Catalogue, group: TherapyClass, across: int, down: int) -> tuple[Figure, ...]:
    """The same for slides, in parts of at most `across` agents and `down` conditions."""
    agents = c.agents_in.get(group.id, ())
    found = []
    for share in shares(agents, across):
        columns = [(agent.name, link("agent", agent.id), (agent,)) for agent in share]
        for part in shares(c.conditions_of(share), down):
            found.append(_map(c, f"map-{group.id}", f"{group.name} by condition", columns, list(part), "Agent"))
    return numbered([part for part in found if part])


def _map(
    c: Catalogue,
    ident: str,
    title: str,
    columns: Sequence[tuple[str, str, tuple[Agent, ...]]],
    conditions: list[Condition],
    what: str,
) -> Figure | None:
    column_of = {agent.id: name for name, _, agents in columns for agent in agents}
    cells = {}
    for condition in conditions:
        together: dict[str, list[Agent]] = {}
        for agent in c.agents_for.get(condition.id, ()):
            if agent.id in column_of:
                together.setdefault(column_of[agent.id], []).append(agent)
        for name, agents in together.items():
            found = cell(c, agents, condition.id)
            if found:
                cells[name, condition.id] = found
    filled = {condition for _, condition in cells}
    shown = [condition for condition in conditions if condition.id in filled]
    if len(columns) > MOST_COLUMNS or len(shown) > MOST_ROWS:
        return None
    rows = [
        Row(
            (
                condition.name,
                name,
                one.stage,
                ", ".join(r.value for r in one.regions),
                ", ".join(a.name for a in one.agents),
            )
        )
        for condition in shown
        for name, _, _ in columns
        if (one := cells.get((name, condition.id)))
    ]
    return Figure(
        id=ident,
        title=title,
        description=f"The furthest stage recorded here for each condition. {WORDS}",
        spec=_spec(columns, shown, cells, many=what == "Class"),
        columns=("Condition", what, "Furthest stage", "Approved in", "Agents at this stage"),
        rows=tuple(rows),
        links=True,
    )


def _spec(
    columns: Sequence[tuple[str, str, tuple[Agent, ...]]],
    conditions: list[Condition],
    cells: dict[tuple[str, str], Cell],
    many: bool,
) -> Spec:
    x, y = plain("x"), plain("y")
    step = STEP + 8
    heads = [
        {"x": NAMES + (at + 0.5) * COLUMN, "y": HEAD - 8, "text": shortened(name, HEAD), "href": href}
        for at, (name, href, _) in enumerate(columns)
    ]
    sides = [
        {
            "x": 0,
            "y": HEAD + (at + 0.5) * step,
            "text": shortened(condition.name, NAMES - 6),
            "href": link("condition", condition.id),
        }
        for at, condition in enumerate(conditions)
    ]
    boxes = [
        {
            "x": NAMES + across * COLUMN + 1,
            "x2": NAMES + (across + 1) * COLUMN - 1,
            "y": HEAD + down * step + 1,
            "y2": HEAD + (down + 1) * step - 1,
            "middle": NAMES + (across + 0.5) * COLUMN,
            "sign": HEAD + (down + 0.34) * step,
            "under": HEAD + (down + 0.74) * step,
            "text": SIGNS[one.stage][0] + (f" {len(one.agents)}" if many and one.stage == "approved" else ""),
            "where": _where(one.regions),
            "back": PALETTE[SIGNS[one.stage][1]],
            "front": PALETTE[SIGNS[one.stage][2]],
        }
        for down, condition in enumerate(conditions)
        for across, (name, _, _) in enumerate(columns)
        if (one := cells.get((name, condition.id)))
    ]
    front = {"field": "front", "type": "nominal", "scale": None}
    back = {"field": "back", "type": "nominal", "scale": None}
    named: Spec = {"type": "text", "fontSize": SIZE, "color": PALETTE["study"]}
    middle: Spec = {"type": "text", "align": "center"}
    layers = [
        layer({**named, "angle": -55}, heads, x, y, text={"field": "text"}, href={"field": "href"}),
        layer(named, sides, x, y, text={"field": "text"}, href={"field": "href"}),
        layer(
            {"type": "rect", "stroke": PALETTE["line"]}, boxes, x, y, x2={"field": "x2"}, y2={"field": "y2"}, fill=back
        ),
        layer(
            {**middle, "fontWeight": "bold", "fontSize": SIZE - 1},
            boxes,
            plain("middle"),
            plain("sign"),
            text={"field": "text"},
            color=front,
        ),
        layer(
            {**middle, "fontSize": SIZE - 4},
            boxes,
            plain("middle"),
            plain("under"),
            text={"field": "where"},
            color=front,
        ),
    ]
    return layered(layers, NAMES + len(columns) * COLUMN, HEAD + len(conditions) * step)


def _where(regions: tuple[Region, ...]) -> str:
    return " ".join(r.value for r in regions[:2]) + (f" +{len(regions) - 2}" if len(regions) > 2 else "")
