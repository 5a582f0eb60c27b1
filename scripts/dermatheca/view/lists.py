"""The long lists of the site: rows with the facets by which they are filtered and the keys by which they are sorted."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent, Approval
from dermatheca.model.reference import Reference
from dermatheca.model.trial import Trial
from dermatheca.view.tables import status_words


@dataclass(frozen=True)
class Row:
    """One row: what its cells show, its facets (name to values) and its sort keys (name to text that sorts)."""

    shown: Any
    facets: Mapping[str, tuple[str, ...]]
    order: Mapping[str, str | int]

    @property
    def data(self) -> str:
        """Facets and keys as JSON, for the script."""
        return _json({"facets": self.facets, "order": self.order})


@dataclass(frozen=True)
class Listing:
    """A list; `facets` and `sorts` name what can be chosen, a sort with '-' runs backwards; the first one is the page's."""

    what: str
    facets: Mapping[str, str]
    sorts: Mapping[str, str]
    rows: tuple[Row, ...] = field(repr=False)

    @property
    def data(self) -> str:
        """What the script needs to know, as JSON."""
        return _json({"what": self.what, "facets": self.facets, "sorts": self.sorts})


def _json(data: object) -> str:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _unique(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


_AGENT_FACETS = {
    "class": "Class",
    "condition": "Condition",
    "target": "Target",
    "route": "Route",
    "region": "Region",
    "status": "Status",
    "year": "Year of an approval",
}


def agents(c: Catalogue) -> Listing:
    """Every agent by name."""
    rows = tuple(_agent(c, agent) for agent in sorted(c.agents.values(), key=lambda a: a.name))
    sorts = {"name": "Name", "class": "Class", "-first": "Newest approval first", "first": "Oldest approval first"}
    return Listing("agents", _AGENT_FACETS, sorts, rows)


def _agent(c: Catalogue, agent: Agent) -> Row:
    dates = sorted(a.date for a in agent.approvals if a.date)
    group, targets = c.classes[agent.therapy_class], [c.targets[t.target] for t in agent.targets]
    uses = [c.conditions[ident] for ident in dict.fromkeys(a.condition for a in agent.approvals)]
    facets = {
        "class": (group.name,),
        "condition": tuple(use.name for use in uses),
        "target": tuple(target.name for target in targets),
        "route": tuple(route.label for route in agent.routes),
        "region": _unique(a.region.label for a in agent.approvals),
        "status": (agent.development.stage.label,),
        "year": _unique(date[:4] for date in dates),
    }
    order = {"name": agent.name, "class": group.name, "first": dates[0] if dates else ""}
    return Row((agent, group, targets, uses), facets, order)


def approvals(c: Catalogue) -> Listing:
    """Every decision of a regulator, the newest first."""
    pairs = [(agent, approval) for agent in c.agents.values() for approval in agent.approvals]
    pairs.sort(key=lambda pair: pair[0].name)
    pairs.sort(key=lambda pair: pair[1].date or "", reverse=True)
    facets = {name: _AGENT_FACETS[name] for name in ("class", "condition", "region", "status")} | {"year": "Year"}
    sorts = {"-date": "Newest first", "date": "Oldest first", "agent": "Agent", "condition": "Condition"}
    return Listing("approvals", facets, sorts, tuple(_approval(c, *pair) for pair in pairs))


def _approval(c: Catalogue, agent: Agent, approval: Approval) -> Row:
    condition = c.conditions[approval.condition]
    facets = {
        "class": (c.classes[agent.therapy_class].name,),
        "condition": (condition.name,),
        "region": (approval.region.label,),
        "status": (approval.status.label,),
        "year": _unique(filter(None, [(approval.date or "")[:4]])),
    }
    order = {"date": approval.date or "", "agent": agent.name, "condition": condition.name}
    return Row((agent, condition, approval, status_words(approval)), facets, order)


def trials(c: Catalogue) -> Listing:
    """Every trial by name."""
    found = sorted(c.trials.values(), key=lambda pair: pair[1].name.casefold())
    facets = {
        "condition": "Condition",
        "class": "Class",
        "agent": "Agent",
        "phase": "Phase",
        "outcome": "Outcome",
        "results": "Results",
    }
    sorts = {"name": "Name", "condition": "Condition", "-participants": "Largest first"}
    return Listing("trials", facets, sorts, tuple(_trial(c, *pair) for pair in found))


def _trial(c: Catalogue, owner: str, trial: Trial) -> Row:
    condition = c.conditions[trial.condition]
    given = [c.agents[a] for a in _unique([owner, *(a for arm in trial.arms for a in arm.agents)]) if a in c.agents]
    outcomes = [c.outcomes[o] for o in _unique(result.outcome for result in trial.results)]
    facets = {
        "condition": (condition.name,),
        "class": _unique(c.classes[agent.therapy_class].name for agent in given),
        "agent": tuple(agent.name for agent in given),
        "phase": (trial.phase.label,),
        "outcome": tuple(outcome.name for outcome in outcomes),
        "results": ("recorded here" if outcomes else "not recorded here",),
    }
    order: dict[str, str | int] = {
        "name": trial.name,
        "condition": condition.name,
        "participants": trial.participants or 0,
    }
    return Row((trial, owner, condition, given, outcomes), facets, order)


def references(ordered: Iterable[Reference]) -> Listing:
    """The references, in the order in which they are given."""
    facets = {"design": "Kind of source", "year": "Year", "status": "Status", "checked": "Identity"}
    rows = tuple(
        Row(
            ref,
            {
                "design": (ref.design.label,),
                "year": (str(ref.year),),
                "status": (ref.status.label,) if ref.status else (),
                "checked": ("proven" if ref.checked else "not proven",),
            },
            {"author": ref.author[0].family, "year": ref.year},
        )
        for ref in ordered
    )
    return Listing(
        "references", facets, {"author": "First author", "-year": "Newest first", "year": "Oldest first"}, rows
    )
