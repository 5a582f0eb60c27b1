"""Agents, what regulators decided about them, doses and safety as tables."""

from __future__ import annotations

from collections.abc import Iterator

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.view.data.table import AGES, STATEMENT, Own, Row, Table, joined, table, text, who
from dermatheca.view.site import Site, url_of
from dermatheca.view.words import without_citations


def names(agent: Agent) -> Iterator[Row]:
    for brand in agent.brands:
        yield {"agent": agent.id, "kind": "brand", "name": brand.name, "regions": joined(brand.regions)}
    for kind, names in (("code", agent.codes), ("synonym", agent.synonyms)):
        for name in names:
            yield {"agent": agent.id, "kind": kind, "name": name}


def agents(c: Catalogue, site: Site) -> Table:
    return table(
        "agents",
        "Drugs, cell and gene products.",
        ("id",),
        (
            text("id", "Identifier."),
            text("name", "INN."),
            text("class", "Class of therapy.", "classes.id"),
            text("subclass", "Branch of the class."),
            text("modality", "What kind of thing it is."),
            text("routes", "Routes, separated by '; '."),
            text("stage", "Furthest stage for a disease of the skin."),
            text("summary", "Summary, without its citations."),
            text("mechanism", "How it works, without its citations."),
            *(text(name, f"{name} identifiers, separated by '; '.") for name in _REGISTRIES),
            text("second_reading", "Day on which somebody else compared boxed warnings, doses and dates anew."),
            text("url", "Address of its page."),
        ),
        (
            {
                "id": a.id,
                "name": a.name,
                "class": a.therapy_class,
                "subclass": a.subclass,
                "modality": a.modality.label,
                "routes": joined(route.label for route in a.routes),
                "stage": a.development.stage.label,
                "summary": without_citations(a.summary),
                "mechanism": without_citations(a.mechanism),
                **{name: joined(getattr(a.identifiers, name)) for name in _REGISTRIES},
                "second_reading": a.second_reading.isoformat() if a.second_reading else None,
                "url": site.address(url_of("agent", a.id)),
            }
            for a in c.agents.values()
        ),
    )


_REGISTRIES = ("atc", "unii", "chembl", "drugbank", "rxnorm", "pubchem")


def approvals(c: Catalogue, own: Own) -> Table:
    return table(
        "approvals",
        "Decisions of regulators.",
        ("statement",),
        (
            STATEMENT,
            text("agent", "Agent.", "agents.id"),
            text("region", "Whose decision."),
            text("condition", "For what.", "conditions.id"),
            *AGES,
            text("status", "What was decided."),
            text("date", "Date of the decision, or less if the source says less."),
            text("date_kind", "decision, or on-label where only a label was read."),
            text("pathway", "standard, accelerated or conditional."),
            text("withdrawn", "Date of withdrawal."),
            text("note", "Note."),
        ),
        (
            {
                **own(x),
                "agent": a.id,
                "region": x.region.value,
                "condition": x.condition,
                **who(x.population),
                "status": x.status.value,
                "date": x.date,
                "date_kind": x.date_kind.value,
                "pathway": x.pathway.value,
                "withdrawn": x.withdrawn,
                "note": x.note,
            }
            for a in c.agents.values()
            for x in a.approvals
        ),
    )


def dosing(c: Catalogue, own: Own) -> Table:
    return table(
        "dosing",
        "Regimens as on labels.",
        ("statement",),
        (
            STATEMENT,
            text("agent", "Agent.", "agents.id"),
            text("region", "Whose label."),
            text("condition", "For what.", "conditions.id"),
            *AGES,
            text("route", "Route."),
            text("regimen", "Dose, interval, loading dose."),
            text("note", "Note."),
        ),
        (
            {
                **own(x),
                "agent": a.id,
                "region": x.region.value,
                "condition": x.condition,
                **who(x.population),
                "route": x.route.label,
                "regimen": x.regimen,
                "note": x.note,
            }
            for a in c.agents.values()
            for x in a.dosing
        ),
    )


def safety(c: Catalogue, own: Own) -> Table:
    def rows() -> Iterator[Row]:
        for a in c.agents.values():
            for b in a.safety.boxed_warnings:
                text = b.text if b.present else "The label has no boxed warning."
                yield {**own(b), "agent": a.id, "kind": "boxed warning", "region": b.region.value, "text": text}
            for kind, reactions in (("serious", a.safety.serious), ("common", a.safety.common)):
                for r in reactions:
                    yield {**own(r), "agent": a.id, "kind": kind, "text": r.text}
            for x in a.safety.contraindications:
                yield {**own(x), "agent": a.id, "kind": "contraindication", "region": x.region.value, "text": x.text}
            for m in a.monitoring:
                yield {**own(m), "agent": a.id, "kind": "monitoring", "about": m.test, "text": m.when}
            for p in a.special_populations:
                yield {**own(p), "agent": a.id, "kind": "population", "about": p.population.label, "text": p.text}

    return table(
        "safety",
        "Boxed warnings, reactions, contraindications, monitoring, special populations.",
        ("statement",),
        (
            STATEMENT,
            text("agent", "Agent.", "agents.id"),
            text("kind", "boxed warning, serious, common, contraindication, monitoring or population."),
            text("region", "Whose label."),
            text("about", "The test, or the group of people."),
            text("text", "What is said."),
        ),
        rows(),
    )
