"""A statement in a sentence of its own, readable away from its page."""

from __future__ import annotations

from dermatheca import cite
from dermatheca.link import Catalogue
from dermatheca.model.agent import (
    Agent,
    Approval,
    Biosimilar,
    BoxedWarning,
    Contraindication,
    Development,
    Dosing,
    Monitoring,
    Reaction,
    SpecialPopulation,
    TargetAction,
)
from dermatheca.model.base import Model, Prose
from dermatheca.model.entities import LabelStatement, Recommendation
from dermatheca.model.trial import Result, Trial
from dermatheca.model.vocabulary import ApprovalPathway, ArmRole, DateKind
from dermatheca.statements import Stated
from dermatheca.view.tables import ResultTable, result_table


def without_citations(prose: Prose) -> str:
    """A prose without its citations."""
    text, end = [], 0
    for group in cite.groups(prose.text):
        text.append(prose.text[end : group.start].rstrip())
        end = group.end
    text.append(prose.text[end:])
    return " ".join("".join(text).split())


def capital(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def dose(d: Dosing) -> str:
    """Region, people, regimen, route, note."""
    text = f"{d.region}, {d.population.who}: {d.regimen} ({d.route.label})"
    return f"{text}. {d.note}" if d.note else text


def finding(trial: Trial, table: ResultTable) -> str:
    """A result: outcome, time, then the arms under study against the others, each with its n."""

    def arms(study: bool) -> str:
        return ", ".join(
            f"{row.text}{f' ({row.interval})' if row.interval else ''} on {row.arm.name}{f' (n={row.n})' if row.n else ''}"
            for row in table.rows
            if (row.arm.role is ArmRole.EXPERIMENTAL) is study
        )

    said = " v ".join(filter(None, (arms(study=True), arms(study=False))))
    return f"{' '.join(filter(None, (table.outcome.name, table.when)))}, {said}"


def outcome(trial: Trial, table: ResultTable) -> str:
    """A result with the name of its trial."""
    return f"{trial.name}: {finding(trial, table)}"


def decision(c: Catalogue, a: Approval) -> str:
    """A regulator's decision: where, what, for what, when, for whom."""
    pathway = f" ({a.pathway.label})" if a.pathway is not ApprovalPathway.STANDARD else ""
    when = f" {a.date}" if a.date else ""
    if a.date and a.date_kind is DateKind.ON_LABEL:
        when = f", on the label of {a.date}"
    ended = f", withdrawn {a.withdrawn}" if a.withdrawn else ""
    text = f"{a.region.label}: {a.status.label}{pathway} for {c.conditions[a.condition].name}{when}{ended}; {a.population.who}"
    return f"{text}. {a.note}" if a.note else text


def identity(agent: Agent) -> str:
    """What an agent is: its modality, routes, brand names and codes."""
    parts = [
        f"{agent.name}: {agent.modality.label}, {', '.join(route.label for route in agent.routes)}",
        ", ".join(dict.fromkeys(brand.name for brand in agent.brands)),
        ", ".join(agent.codes),
    ]
    return "; ".join(filter(None, parts))


def said(c: Catalogue, stated: Stated) -> str:
    """What a statement says; of entities as a whole only agents say something."""
    if stated.path:
        return _said(c, stated.model, stated.trial)
    return identity(stated.model) if isinstance(stated.model, Agent) else ""


def _said(c: Catalogue, m: Model, trial: Trial | None) -> str:
    match m:
        case Prose():
            return without_citations(m)
        case Approval():
            return decision(c, m)
        case Dosing():
            return f"{c.conditions[m.condition].name}, {dose(m)}"
        case Result() if trial:
            return outcome(trial, result_table(c, trial, m))
        case Trial():
            many = f"; {m.participants} participants" if m.participants else ""
            numbers = "".join(f"; {number}" for number in m.registry)
            return f"{m.name}, {m.phase.label}: {m.design}; {m.population.who}{many}{numbers}"
        case BoxedWarning():
            return f"{m.region.label}: {m.text if m.present and m.text else 'the label has no boxed warning'}"
        case Contraindication():
            return f"{m.region.label}: {m.text}"
        case Monitoring():
            return f"{m.test}: {m.when}"
        case SpecialPopulation():
            return f"{m.population.label.capitalize()}: {m.text}"
        case TargetAction():
            return f"{m.action.label} {c.targets[m.target].name}"
        case Development():
            return f"{m.stage.label}{f': {m.note}' if m.note else ''}"
        case Biosimilar():
            return ", ".join(filter(None, (m.name, m.brand, m.region.label, m.date)))
        case Recommendation():
            return f"{m.by}: {m.text}"
        case LabelStatement():
            return f"{m.region.label} label: {m.testing.label}{f'. {m.text}' if m.text else ''}"
        case Reaction():
            return m.text
    raise TypeError(f"no words for {type(m).__name__}")
