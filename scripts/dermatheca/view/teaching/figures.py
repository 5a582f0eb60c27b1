"""The figures of a pack: those of the page on which it rests, or of the classes that a chapter teaches.

On a slide the letters of a tall chart would be too small to read, so that slides have them in parts.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from dermatheca.link import Catalogue
from dermatheca.view.figures.evidence import agent_map, agent_map_parts
from dermatheca.view.figures.figure import Figure
from dermatheca.view.figures.results import result_parts
from dermatheca.view.figures.timeline import Decided, decisions, timeline, timeline_parts
from dermatheca.view.site import url_of
from dermatheca.view.tables import trial_view
from dermatheca.view.teaching.subject import Subject

HEIGHT = 370.0  # of a chart's part, in points of the drawing; its title and attribution come on top
LANES = 18
AGENTS = 15
CONDITIONS = 8
PARTS = 12  # of one figure; a deck is no atlas


@dataclass(frozen=True)
class Shown:
    """A figure: its id and title, the page on which it stands, whether it shows results, its parts for slides.

    A page leaves a figure out that would be too large to read; slides have it in parts all the same.
    """

    id: str
    title: str
    url: str
    results: bool
    on_page: bool
    parts: tuple[Figure, ...] = field(repr=False)
    left_out: int = 0


def figures_of(c: Catalogue, subject: Subject) -> tuple[Shown, ...]:
    """The figures in the order in which they are taught."""
    if subject.condition:
        views = [trial_view(c, trial) for trial in c.trials_for.get(subject.id, ())]
        usual = c.conditions[subject.id].outcomes
        charts = sorted(
            result_parts(subject.id, subject.name, views, HEIGHT),
            key=lambda parts: not any(f"-{one}-" in parts[0].id for one in usual),
        )
        decided = decisions(c, subject.agents, subject.id)
        lanes = _timeline(subject.id, subject.name, subject.page, decided)
        return (*(one for parts in charts for one in _shown(parts, subject.page, True, True)), *lanes)
    found: list[Shown] = []
    for group in subject.classes:
        page, agents = url_of("class", group.id), c.agents_in.get(group.id, ())
        map_ = agent_map_parts(c, group, AGENTS, CONDITIONS)
        found += _shown(map_, page, False, len(map_) < 2 or agent_map(c, group) is not None)
        found += _timeline(group.id, group.name, page, decisions(c, agents))
    return tuple(found)


def _timeline(ident: str, name: str, page: str, decided: list[Decided]) -> Iterator[Shown]:
    parts = timeline_parts(ident, f"Approvals: {name}", decided, LANES)
    return _shown(parts, page, False, len(parts) < 2 or timeline(ident, name, decided) is not None)


def _shown(parts: tuple[Figure, ...], page: str, results: bool, on_page: bool) -> Iterator[Shown]:
    if parts:
        ident = parts[0].id.removesuffix("-part-1")
        title = parts[0].title.removesuffix(f" (1 of {len(parts)})")
        url = f"{page}#{ident}" if on_page else page
        yield Shown(ident, title, url, results, on_page, parts[:PARTS], len(parts[PARTS:]))
