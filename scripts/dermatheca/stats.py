"""What the catalogue holds, counted: entities, trials with results, and the share of statements compared with their sources."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model
from dermatheca.problem import Place
from dermatheca.statements import Stated
from dermatheca.view.freshness import compared, freshness
from dermatheca.view.words import said


@dataclass(frozen=True)
class Share:
    """Statements of a part of the catalogue, and how many of them were compared with a source."""

    name: str
    agents: int
    trials: int
    with_results: int
    statements: int
    checked: int
    read_twice: int

    @property
    def percent(self) -> float:
        """The checked share in percent; 100 of nothing."""
        return 100 * self.checked / self.statements if self.statements else 100.0


def counts(c: Catalogue) -> dict[str, int]:
    """How many there are of each kind."""
    return {
        "agents": len(c.agents),
        "conditions": len(c.conditions),
        "targets": len(c.targets),
        "gene-drug pairs": len(c.pairs),
        "outcome measures": len(c.outcomes),
        "classes": len(c.classes),
        "review chapters": len(c.chapters),
        "glossary terms": len(c.terms),
        "references": len(c.references),
        "trials": len(c.trials),
        "trials with results": sum(bool(trial.results) for _, trial in c.trials.values()),
        "approvals": sum(len(agent.approvals) for agent in c.agents.values()),
    }


def shares(c: Catalogue) -> list[Share]:
    """The checked share of each class's agents, of all else, and of everything."""
    found = [
        _share(group.name, list(c.agents_in.get(group.id, ())))
        for group in c.classes.values()
        if c.agents_in.get(group.id)
    ]
    others = [entity for kind, _, entity in c.entities() if kind not in ("agent", "reference")]
    chapters = [chapter.meta for chapter in c.chapters.values()]
    found.append(_share("conditions, targets, pairs, ...", others))
    rest = Share("review chapters", 0, 0, 0, len(chapters), sum(bool(meta.checked) for meta in chapters), 0)
    return [*found, rest, _total([*found, rest])]


def _share(name: str, entities: Iterable[Model]) -> Share:
    entities = list(entities)
    agents = [entity for entity in entities if isinstance(entity, Agent)]
    trials = [trial for agent in agents for trial in agent.trials]
    fresh = freshness(entities)
    return Share(
        name,
        len(agents),
        len(trials),
        sum(bool(trial.results) for trial in trials),
        fresh.statements,
        fresh.checked,
        sum(bool(agent.second_reading) for agent in agents),
    )


def _total(parts: list[Share]) -> Share:
    return Share(
        "all",
        sum(part.agents for part in parts),
        sum(part.trials for part in parts),
        sum(part.with_results for part in parts),
        sum(part.statements for part in parts),
        sum(part.checked for part in parts),
        sum(part.read_twice for part in parts),
    )


def unchecked(c: Catalogue) -> Iterator[tuple[Place, Stated, str]]:
    """Every statement that nobody compared with a source: where it is written and what it says."""
    for (kind, ident), found in c.statements.items():
        for stated in found:
            counted, day = compared(stated.model)
            if counted and not day:
                yield c.homes[kind, ident].place(stated.path), stated, said(c, stated) or ident


def table(parts: list[Share]) -> str:
    """The shares as lines of text."""
    lines = [
        f"{'':34}{'agents':>8}{'read twice':>12}{'trials':>8}{'results':>9}{'statements':>12}{'compared':>10}{'share':>8}"
    ]
    for part in parts:
        lines.append(
            f"{part.name:34.34}{part.agents:8}{part.read_twice:12}{part.trials:8}{part.with_results:9}"
            f"{part.statements:12}{part.checked:10}{part.percent:7.1f}%"
        )
    return "\n".join(lines)
