"""A pathway as the catalogue knows it: its targets, and the agents that act on each."""

from __future__ import annotations

from dermatheca.link import Catalogue
from dermatheca.model.entities import Target
from dermatheca.view.figures.figure import PALETTE, SIZE, Figure, Row, Spec, layer, layered, link, plain, shortened

WIDTH = 420
RIGHT = 300
STEP = 20


def pathway_figure(c: Catalogue, ident: str, name: str, targets: list[Target]) -> Figure | None:
    """The agents on the left, the targets of the pathway on the right; none where fewer than two agents act on it."""
    acting = [
        (agent, action, target)
        for target in targets
        for agent in c.agents_on.get(target.id, ())
        for action in agent.targets
        if action.target == target.id
    ]
    if len({agent.id for agent, _, _ in acting}) < 2:
        return None
    return Figure(
        id=f"pathway-{ident}",
        title=f"Agents that act on {name}",
        description="Lines lead from each agent to the targets on which it acts, with what it does there. Signals between the targets are not drawn.",
        spec=_spec(
            [(agent.id, agent.name, action.action.label, target.id) for agent, action, target in acting], targets
        ),
        columns=("Agent", "Action", "Target"),
        rows=tuple(
            Row((agent.name, action.action.label, target.name), action.sources) for agent, action, target in acting
        ),
        links=True,
    )


def _spec(acting: list[tuple[str, str, str, str]], targets: list[Target]) -> Spec:
    agents = dict.fromkeys((ident, name) for ident, name, _, _ in acting)
    hit = [target for target in targets if any(one[3] == target.id for one in acting)]
    height = max(len(agents), len(hit) * 2) * STEP
    left = {ident: (at + 0.5) * height / len(agents) for at, (ident, _) in enumerate(agents)}
    right = {target.id: (at + 0.5) * height / len(hit) for at, target in enumerate(hit)}
    said = {(ident, target): action for ident, _, action, target in acting}
    lines = [{"x": 190, "y": left[ident], "x2": RIGHT - 6, "y2": right[target]} for (ident, target) in said]
    names = [
        {
            "x": 0,
            "y": left[ident],
            "text": shortened(name, 120),
            "href": link("agent", ident),
        }
        for ident, name in agents
    ]
    actions = [
        {"x": 184, "y": left[ident], "text": ", ".join(dict.fromkeys(a for (i, _), a in said.items() if i == ident))}
        for ident, _ in agents
    ]
    ends = [
        {"x": RIGHT, "y": right[t.id], "text": shortened(t.name, WIDTH - RIGHT), "href": link("target", t.id)}
        for t in hit
    ]
    x, y = plain("x"), plain("y")
    written: Spec = {"type": "text", "fontSize": SIZE}
    linked: Spec = {"text": {"field": "text"}, "href": {"field": "href"}}
    layers = [
        layer({"type": "rule", "color": PALETTE["comparator"]}, lines, x, y, x2={"field": "x2"}, y2={"field": "y2"}),
        layer({**written, "color": PALETTE["study"]}, names, x, y, **linked),
        layer(
            {**written, "align": "right", "fontSize": SIZE - 2, "color": PALETTE["muted"]},
            actions,
            x,
            y,
            text={"field": "text"},
        ),
        layer({**written, "color": PALETTE["study"], "fontWeight": "bold"}, ends, x, y, **linked),
    ]
    return layered(layers, WIDTH, height)
