"""The catalogue as tables with keys, from which CSV, SQLite and Parquet are written; every cell is a plain value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any

from dermatheca import cite
from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model, Prose, Statement, Who
from dermatheca.model.reference import Reference
from dermatheca.model.trial import Trial, weeks
from dermatheca.statements import Stated, statements_of
from dermatheca.view.bibliography import LEVELS
from dermatheca.view.site import Site, url_of
from dermatheca.view.words import said, without_citations

Cell = str | int | float | bool | None
Row = dict[str, Cell]


@dataclass(frozen=True)
class Column:
    """A column: its name, its type (string, integer, number, boolean), what it means, and the column to which it points."""

    name: str
    type: str
    description: str
    points_to: str = ""  # table.column

    @property
    def required(self) -> bool:
        """Whether every row has a value."""
        return self.name == "id" or self.name in ("agent", "trial", "statement")


@dataclass(frozen=True)
class Table:
    """A table; the key is one column, or several that only together name a row."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(repr=False)


def _text(name: str, description: str, points_to: str = "") -> Column:
    return Column(name, "string", description, points_to)


def _number(name: str, description: str) -> Column:
    return Column(name, "number", description)


_AGES = (
    _text("who", "The population in the source's terms."),
    _number("age_min", "Youngest age in years."),
    _number("age_max", "Oldest age in years."),
)
_STATEMENT = _text(
    "statement", "The statement that says this; its sources are in `statement_sources`.", "statements.id"
)


def _who(who: Who) -> Row:
    ages = who.age_years
    return {"who": who.who, "age_min": ages.min if ages else None, "age_max": ages.max if ages else None}


def _ident(kind: str, ident: str, stated: Stated) -> str:
    return f"{kind}:{ident}#{stated.anchor}"


def _joined(values: Iterable[object]) -> str | None:
    return "; ".join(map(str, values)) or None


def tables(c: Catalogue, site: Site) -> list[Table]:
    """Every table, those first to which others point."""
    stated = [
        (kind, ident, one)
        for kind, ident, entity in c.entities()
        if kind not in ("reference", "term")
        for one in statements_of(kind, ident, entity)
    ]
    ids = {id(one.model): _ident(kind, ident, one) for kind, ident, one in stated}
    own = partial(_own, ids)
    return [
        _table(
            "classes",
            "Classes of therapy.",
            ("id",),
            (_text("id", "Identifier."), _text("name", "Name."), _text("summary", "Summary, without its citations.")),
            ({"id": x.id, "name": x.name, "summary": without_citations(x.summary)} for x in c.classes.values()),
        ),
        _conditions(c),
        _table(
            "targets",
            "Molecules on which agents act.",
            ("id",),
            (
                _text("id", "Identifier."),
                _text("name", "Name."),
                _text("symbols", "HGNC gene symbols, separated by '; '."),
                _text("uniprot", "UniProt accessions, separated by '; '."),
                _text("kind", "What it is."),
                _text("pathway", "Pathway."),
            ),
            (
                {
                    "id": x.id,
                    "name": x.name,
                    "symbols": _joined(x.symbols),
                    "uniprot": _joined(x.uniprot),
                    "kind": x.kind.label,
                    "pathway": x.pathway,
                }
                for x in c.targets.values()
            ),
        ),
        _table(
            "outcomes",
            "Measures of outcome.",
            ("id",),
            (
                _text("id", "Identifier."),
                _text("name", "Name."),
                _text("abbreviation", "Usual abbreviation."),
                _text("definition", "What it means, without its citations."),
                _text("kind", "What sort of number it is."),
                _text("direction", "Which way is better."),
                _text("range", "Range of the scale."),
            ),
            (
                {
                    "id": x.id,
                    "name": x.name,
                    "abbreviation": x.abbreviation,
                    "definition": without_citations(x.definition),
                    "kind": x.kind.label,
                    "direction": x.direction.label,
                    "range": x.range,
                }
                for x in c.outcomes.values()
            ),
        ),
        _references(c),
        _agents(c, site),
        _statements(c, site, stated),
        _table(
            "statement_sources",
            "The sources of each statement.",
            ("statement", "reference", "place"),
            (
                _text("statement", "Identifier of the statement.", "statements.id"),
                _text("reference", "Key of the reference.", "references.id"),
                _text("place", "Where in it; empty where the whole."),
                _text("checked", "Day on which the statement was compared with this source; empty where nobody did."),
            ),
            chain.from_iterable(_sources(_ident(kind, ident, one), one.model) for kind, ident, one in stated),
        ),
        _table(
            "agent_targets",
            "What agents act on.",
            ("agent", "target"),
            (
                _text("agent", "Agent.", "agents.id"),
                _text("target", "Target.", "targets.id"),
                _text("action", "What the agent does to it."),
                _STATEMENT,
            ),
            (
                {"agent": a.id, "target": t.target, "action": t.action.label, **own(t)}
                for a in c.agents.values()
                for t in a.targets
            ),
        ),
        _table(
            "agent_names",
            "Brand names, codes and synonyms of agents.",
            ("agent", "kind", "name"),
            (
                _text("agent", "Agent.", "agents.id"),
                _text("kind", "brand, code or synonym."),
                _text("name", "The name."),
                _text("regions", "Where a brand is sold, separated by '; '."),
            ),
            chain.from_iterable(map(_names, c.agents.values())),
        ),
        _approvals(c, own),
        _dosing(c, own),
        _safety(c, own),
        _trials(c, own),
        _arms(c),
        _results(c, own),
        _effects(c, own),
        _pairs(c, own),
    ]


def _table(name: str, about: str, key: tuple[str, ...], columns: tuple[Column, ...], rows: Iterable[Row]) -> Table:
    """A table whose rows hold every column in order; a row whose key was there already is the same row."""
    kept: dict[tuple[Cell, ...], Row] = {}
    for row in rows:
        kept.setdefault(tuple(row.get(part) for part in key), {column.name: row.get(column.name) for column in columns})
    return Table(name, about, key, columns, tuple(kept.values()))


Own = Callable[[Model], Row]


def _own(ids: dict[int, str], model: Model) -> Row:
    return {"statement": ids[id(model)]}


def _sources(statement: str, model: Model) -> Iterator[Row]:
    if isinstance(model, Prose):
        day = model.checked.isoformat() if model.checked else None
        for key in dict.fromkeys(cite.keys(model.text)):
            yield {"statement": statement, "reference": key, "place": "", "checked": day}
    elif isinstance(model, Statement):
        for source in model.sources:
            day = source.checked.isoformat() if source.checked else None
            yield {"statement": statement, "reference": source.ref, "place": source.at or "", "checked": day}


def _names(agent: Agent) -> Iterator[Row]:
    for brand in agent.brands:
        yield {"agent": agent.id, "kind": "brand", "name": brand.name, "regions": _joined(brand.regions)}
    for kind, names in (("code", agent.codes), ("synonym", agent.synonyms)):
        for name in names:
            yield {"agent": agent.id, "kind": kind, "name": name}


def _conditions(c: Catalogue) -> Table:
    return _table(
        "conditions",
        "Diseases.",
        ("id",),
        (
            _text("id", "Identifier."),
            _text("name", "Name."),
            _text("abbreviation", "Usual abbreviation."),
            _text("parent", "The condition of which this is a form.", "conditions.id"),
            _text("mondo", "MONDO identifier."),
            _text("icd10", "ICD-10 codes, separated by '; '."),
            _text("mesh", "MeSH identifier."),
        ),
        (
            {
                "id": x.id,
                "name": x.name,
                "abbreviation": x.abbreviation,
                "parent": x.parent,
                "mondo": x.identifiers.mondo,
                "icd10": _joined(x.identifiers.icd10),
                "mesh": x.identifiers.mesh,
            }
            for x in sorted(c.conditions.values(), key=lambda x: x.parent is not None)
        ),
    )


def _references(c: Catalogue) -> Table:
    def row(ref: Reference) -> Row:
        return {
            "id": ref.key,
            "type": ref.type,
            "title": ref.title,
            "authors": _joined(", ".join(filter(None, (a.family, a.given))) for a in ref.author),
            "year": ref.year,
            "date": ref.date,
            "journal": ref.journal or ref.booktitle,
            "publisher": ref.publisher,
            "volume": ref.volume,
            "issue": ref.number,
            "pages": ref.pages,
            "doi": ref.doi,
            "pmid": ref.pmid,
            "url": ref.url,
            "design": ref.design.label,
            "level": LEVELS[ref.design],
            "status": ref.status.label if ref.status else None,
            "checked": ref.checked.isoformat() if ref.checked else None,
        }

    names = (
        "id type title authors year date journal publisher volume issue pages doi pmid url design level status checked"
    )
    told = {
        "id": "Citation key.",
        "type": "BibTeX entry type.",
        "authors": "Authors as 'family, given', separated by '; '.",
        "date": "Exact date or revision.",
        "design": "What kind of source it is.",
        "level": "Strength of the source, from its design.",
        "status": "Retracted, corrected, preprint.",
        "checked": "Day on which its identity was proven.",
    }
    columns = tuple(
        Column(name, "integer" if name == "year" else "string", told.get(name, f"{name.capitalize()}."))
        for name in names.split()
    )
    return _table("references", "Every source.", ("id",), columns, map(row, c.references.values()))


def _agents(c: Catalogue, site: Site) -> Table:
    return _table(
        "agents",
        "Drugs, cell and gene products.",
        ("id",),
        (
            _text("id", "Identifier."),
            _text("name", "INN."),
            _text("class", "Class of therapy.", "classes.id"),
            _text("subclass", "Branch of the class."),
            _text("modality", "What kind of thing it is."),
            _text("routes", "Routes, separated by '; '."),
            _text("stage", "Furthest stage for a disease of the skin."),
            _text("summary", "Summary, without its citations."),
            _text("mechanism", "How it works, without its citations."),
            *(_text(name, f"{name} identifiers, separated by '; '.") for name in _REGISTRIES),
            _text("second_reading", "Day on which somebody else compared boxed warnings, doses and dates anew."),
            _text("url", "Address of its page."),
        ),
        (
            {
                "id": a.id,
                "name": a.name,
                "class": a.therapy_class,
                "subclass": a.subclass,
                "modality": a.modality.label,
                "routes": _joined(route.label for route in a.routes),
                "stage": a.development.stage.label,
                "summary": without_citations(a.summary),
                "mechanism": without_citations(a.mechanism),
                **{name: _joined(getattr(a.identifiers, name)) for name in _REGISTRIES},
                "second_reading": a.second_reading.isoformat() if a.second_reading else None,
                "url": site.address(url_of("agent", a.id)),
            }
            for a in c.agents.values()
        ),
    )


_REGISTRIES = ("atc", "unii", "chembl", "drugbank", "rxnorm", "pubchem")


def _statements(c: Catalogue, site: Site, stated: list[tuple[str, str, Stated]]) -> Table:
    def rows() -> Iterator[Row]:
        for kind, ident, one in stated:
            days = [
                s.checked for s in (one.model.sources if isinstance(one.model, Statement) else ()) if s.checked
            ] or ([one.model.checked] if isinstance(one.model, Prose) and one.model.checked else [])
            if isinstance(one.model, (Statement, Prose)):
                yield {
                    "id": _ident(kind, ident, one),
                    "kind": kind,
                    "entity": ident,
                    "noun": one.noun.rpartition(", ")[2] or "what it is",
                    "text": said(c, one),
                    "checked": max(days).isoformat() if days else None,
                    "url": site.address(f"{url_of(kind, ident)}#{one.anchor}"),
                }

    return _table(
        "statements",
        "Every statement in words, with its own address.",
        ("id",),
        (
            _text("id", "Identifier: kind:entity#anchor."),
            _text("kind", "Kind of the entity it is about."),
            _text("entity", "Identifier of that entity."),
            _text("noun", "What kind of statement: approval, dose, boxed warning."),
            _text("text", "The statement in words."),
            _text("checked", "Latest day on which it was compared with one of its sources; empty where nobody did."),
            _text("url", "Its address."),
        ),
        rows(),
    )


def _approvals(c: Catalogue, own: Own) -> Table:
    return _table(
        "approvals",
        "Decisions of regulators.",
        ("statement",),
        (
            _STATEMENT,
            _text("agent", "Agent.", "agents.id"),
            _text("region", "Whose decision."),
            _text("condition", "For what.", "conditions.id"),
            *_AGES,
            _text("status", "What was decided."),
            _text("date", "Date of the decision, or less if the source says less."),
            _text("date_kind", "decision, or on-label where only a label was read."),
            _text("pathway", "standard, accelerated or conditional."),
            _text("withdrawn", "Date of withdrawal."),
            _text("note", "Note."),
        ),
        (
            {
                **own(x),
                "agent": a.id,
                "region": x.region.value,
                "condition": x.condition,
                **_who(x.population),
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


def _dosing(c: Catalogue, own: Own) -> Table:
    return _table(
        "dosing",
        "Regimens as on labels.",
        ("statement",),
        (
            _STATEMENT,
            _text("agent", "Agent.", "agents.id"),
            _text("region", "Whose label."),
            _text("condition", "For what.", "conditions.id"),
            *_AGES,
            _text("route", "Route."),
            _text("regimen", "Dose, interval, loading dose."),
            _text("note", "Note."),
        ),
        (
            {
                **own(x),
                "agent": a.id,
                "region": x.region.value,
                "condition": x.condition,
                **_who(x.population),
                "route": x.route.label,
                "regimen": x.regimen,
                "note": x.note,
            }
            for a in c.agents.values()
            for x in a.dosing
        ),
    )


def _safety(c: Catalogue, own: Own) -> Table:
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

    return _table(
        "safety",
        "Boxed warnings, reactions, contraindications, monitoring, special populations.",
        ("statement",),
        (
            _STATEMENT,
            _text("agent", "Agent.", "agents.id"),
            _text("kind", "boxed warning, serious, common, contraindication, monitoring or population."),
            _text("region", "Whose label."),
            _text("about", "The test, or the group of people."),
            _text("text", "What is said."),
        ),
        rows(),
    )


def _trials(c: Catalogue, own: Own) -> Table:
    return _table(
        "trials",
        "Trials.",
        ("id",),
        (
            _text("id", "Identifier."),
            _text("name", "Short name."),
            _text("agent", "The agent in whose file it is written.", "agents.id"),
            _text("registry", "Registry numbers, separated by '; '."),
            _text("phase", "Phase."),
            _text("condition", "For what.", "conditions.id"),
            _text("design", "Design in words."),
            *_AGES,
            Column("participants", "integer", "Patients randomised or enrolled."),
            _text("note", "Note."),
            _STATEMENT,
        ),
        (
            {
                "id": t.id,
                "name": t.name,
                "agent": owner,
                "registry": _joined(t.registry),
                "phase": t.phase.value,
                "condition": t.condition,
                "design": t.design,
                **_who(t.population),
                "participants": t.participants,
                "note": t.note,
                **own(t),
            }
            for owner, t in c.trials.values()
        ),
    )


def _arms(c: Catalogue) -> Table:
    return _table(
        "arms",
        "Arms of trials.",
        ("trial", "id"),
        (
            _text("trial", "Trial.", "trials.id"),
            _text("id", "Identifier within the trial."),
            _text("name", "What the arm received."),
            _text("role", "What the arm is for."),
            _text("agents", "Agents given, separated by '; '."),
            Column("n", "integer", "Patients assigned."),
        ),
        (
            {"trial": t.id, "id": x.id, "name": x.name, "role": x.role.value, "agents": _joined(x.agents), "n": x.n}
            for _, t in c.trials.values()
            for x in t.arms
        ),
    )


_WHEN = (
    _text("time", "When, e.g. '16 weeks'."),
    _number("weeks", "The same in weeks."),
    _text("time_kind", "Whether `time` is a point or a length of follow-up."),
)


def _results(c: Catalogue, own: Own) -> Table:
    def rows(t: Trial) -> Iterator[Row]:
        size = {arm.id: arm.n for arm in t.arms}
        for r in t.results:
            for v in r.values:
                yield {
                    **own(r),
                    "trial": t.id,
                    "outcome": r.outcome,
                    "arm": v.arm,
                    "time": r.time,
                    "weeks": round(weeks(r.time), 4) if r.time else None,
                    "time_kind": r.time_kind.value,
                    "n": v.n or size[v.arm],
                    "value": v.value,
                    "not_reached": v.not_reached,
                    "unit": r.unit.value,
                    "low": v.low,
                    "high": v.high,
                    "interval": r.interval if v.low is not None else None,
                    "analysis": r.analysis,
                    "note": r.note,
                }

    return _table(
        "results",
        "Results of trials, an arm a row.",
        ("statement", "arm"),
        (
            _STATEMENT,
            _text("trial", "Trial.", "trials.id"),
            _text("outcome", "Outcome.", "outcomes.id"),
            _text("arm", "Arm of the trial (`arms.id`)."),
            *_WHEN,
            Column("n", "integer", "Patients analysed, or else assigned."),
            _number("value", "The number as printed; empty only if not reached."),
            Column("not_reached", "boolean", "Whether the median was not reached."),
            _text("unit", "Unit of the value."),
            _number("low", "Lower bound of the interval."),
            _number("high", "Upper bound of the interval."),
            _number("interval", "Level of the interval in percent."),
            _text("analysis", "Analysis set, as the source states it."),
            _text("note", "Note."),
        ),
        chain.from_iterable(rows(t) for _, t in c.trials.values()),
    )


def _effects(c: Catalogue, own: Own) -> Table:
    return _table(
        "effects",
        "Comparisons between arms as sources state them.",
        ("statement", "measure", "first_arm", "second_arm"),
        (
            _STATEMENT,
            _text("trial", "Trial.", "trials.id"),
            _text("measure", "How the arms are compared."),
            _text("first_arm", "First arm."),
            _text("second_arm", "The arm against which it is compared."),
            _number("value", "Estimate."),
            _number("low", "Lower bound."),
            _number("high", "Upper bound."),
            _text("p", "P value as printed."),
        ),
        (
            {
                **own(r),
                "trial": t.id,
                "measure": e.measure.value,
                "first_arm": e.arms[0],
                "second_arm": e.arms[1],
                "value": e.value,
                "low": e.low,
                "high": e.high,
                "p": e.p,
            }
            for _, t in c.trials.values()
            for r in t.results
            for e in r.effects
        ),
    )


def _pairs(c: Catalogue, own: Own) -> Table:
    return _table(
        "gene_drug_pairs",
        "Genes or variants and the drugs whose use they change.",
        ("id",),
        (
            _text("id", "Identifier."),
            _text("name", "Name."),
            _text("gene", "HGNC symbol."),
            _text("variant", "Allele or variant."),
            _text("origin", "Inherited, or in the tumour."),
            _text("drug", "INN."),
            _text("effect", "Effect, without its citations."),
            _text("cpic_level", "CPIC level."),
            _text("clinpgx_level", "ClinPGx level."),
            _STATEMENT,
        ),
        (
            {
                "id": p.id,
                "name": p.name,
                "gene": p.gene,
                "variant": p.variant,
                "origin": p.origin.label,
                "drug": p.drug,
                "effect": without_citations(p.effect),
                "cpic_level": p.cpic_level.value if p.cpic_level else None,
                "clinpgx_level": p.clinpgx_level.value if p.clinpgx_level else None,
                **own(p),
            }
            for p in c.pairs.values()
        ),
    )


def plain_rows(table: Table) -> list[list[Any]]:
    """The rows as lists in the order of the columns."""
    return [[row[column.name] for column in table.columns] for row in table.rows]
