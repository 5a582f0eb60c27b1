"""The catalogue as tables with keys, from which CSV, SQLite and Parquet are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import chain

from dermatheca import cite
from dermatheca.link import Catalogue
from dermatheca.model.base import Model, Prose, Statement
from dermatheca.model.reference import Reference
from dermatheca.statements import Stated
from dermatheca.view.bibliography import LEVELS
from dermatheca.view.data.agents import agents, approvals, dosing, names, safety
from dermatheca.view.data.table import STATEMENT, Column, Own, Row, Table, joined, own_statement, table, text
from dermatheca.view.data.trials import arms, effects, results, trials
from dermatheca.view.site import Site, url_of
from dermatheca.view.words import said, without_citations


def _ident(kind: str, ident: str, stated: Stated) -> str:
    return f"{kind}:{ident}#{stated.anchor}"


def tables(c: Catalogue, site: Site) -> list[Table]:
    """Every table, those first to which others point."""
    stated = [(kind, ident, one) for (kind, ident), found in c.statements.items() if kind != "term" for one in found]
    ids = {id(one.model): _ident(kind, ident, one) for kind, ident, one in stated}
    own = partial(own_statement, ids)
    return [
        table(
            "classes",
            "Classes of therapy.",
            ("id",),
            (text("id", "Identifier."), text("name", "Name."), text("summary", "Summary, without its citations.")),
            ({"id": x.id, "name": x.name, "summary": without_citations(x.summary)} for x in c.classes.values()),
        ),
        _conditions(c),
        table(
            "targets",
            "Molecules on which agents act.",
            ("id",),
            (
                text("id", "Identifier."),
                text("name", "Name."),
                text("symbols", "HGNC gene symbols, separated by '; '."),
                text("uniprot", "UniProt accessions, separated by '; '."),
                text("kind", "What it is."),
                text("pathway", "Pathway."),
            ),
            (
                {
                    "id": x.id,
                    "name": x.name,
                    "symbols": joined(x.symbols),
                    "uniprot": joined(x.uniprot),
                    "kind": x.kind.label,
                    "pathway": x.pathway,
                }
                for x in c.targets.values()
            ),
        ),
        table(
            "outcomes",
            "Measures of outcome.",
            ("id",),
            (
                text("id", "Identifier."),
                text("name", "Name."),
                text("abbreviation", "Usual abbreviation."),
                text("definition", "What it means, without its citations."),
                text("kind", "What sort of number it is."),
                text("direction", "Which way is better."),
                text("range", "Range of the scale."),
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
        agents(c, site),
        _statements(c, site, stated),
        table(
            "statement_sources",
            "The sources of each statement.",
            ("statement", "reference", "place"),
            (
                text("statement", "Identifier of the statement.", "statements.id"),
                text("reference", "Key of the reference.", "references.id"),
                text("place", "Where in it; empty where the whole."),
                text("checked", "Day on which the statement was compared with this source; empty where nobody did."),
            ),
            chain.from_iterable(_sources(_ident(kind, ident, one), one.model) for kind, ident, one in stated),
        ),
        table(
            "agent_targets",
            "What agents act on.",
            ("agent", "target"),
            (
                text("agent", "Agent.", "agents.id"),
                text("target", "Target.", "targets.id"),
                text("action", "What the agent does to it."),
                STATEMENT,
            ),
            (
                {"agent": a.id, "target": t.target, "action": t.action.label, **own(t)}
                for a in c.agents.values()
                for t in a.targets
            ),
        ),
        table(
            "agent_names",
            "Brand names, codes and synonyms of agents.",
            ("agent", "kind", "name"),
            (
                text("agent", "Agent.", "agents.id"),
                text("kind", "brand, code or synonym."),
                text("name", "The name."),
                text("regions", "Where a brand is sold, separated by '; '."),
            ),
            chain.from_iterable(map(names, c.agents.values())),
        ),
        approvals(c, own),
        dosing(c, own),
        safety(c, own),
        trials(c, own),
        arms(c),
        results(c, own),
        effects(c, own),
        _pairs(c, own),
    ]


def _sources(statement: str, model: Model) -> Iterator[Row]:
    if isinstance(model, Prose):
        day = model.checked.isoformat() if model.checked else None
        for key in dict.fromkeys(cite.keys(model.text)):
            yield {"statement": statement, "reference": key, "place": "", "checked": day}
    elif isinstance(model, Statement):
        for source in model.sources:
            day = source.checked.isoformat() if source.checked else None
            yield {"statement": statement, "reference": source.ref, "place": source.at or "", "checked": day}


def _conditions(c: Catalogue) -> Table:
    return table(
        "conditions",
        "Diseases.",
        ("id",),
        (
            text("id", "Identifier."),
            text("name", "Name."),
            text("abbreviation", "Usual abbreviation."),
            text("parent", "The condition of which this is a form.", "conditions.id"),
            text("mondo", "MONDO identifier."),
            text("icd10", "ICD-10 codes, separated by '; '."),
            text("mesh", "MeSH identifier."),
        ),
        (
            {
                "id": x.id,
                "name": x.name,
                "abbreviation": x.abbreviation,
                "parent": x.parent,
                "mondo": x.identifiers.mondo,
                "icd10": joined(x.identifiers.icd10),
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
            "authors": joined(", ".join(filter(None, (a.family, a.given))) for a in ref.author),
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
    return table("references", "Every source.", ("id",), columns, map(row, c.references.values()))


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

    return table(
        "statements",
        "Every statement in words, with its own address.",
        ("id",),
        (
            text("id", "Identifier: kind:entity#anchor."),
            text("kind", "Kind of the entity it is about."),
            text("entity", "Identifier of that entity."),
            text("noun", "What kind of statement: approval, dose, boxed warning."),
            text("text", "The statement in words."),
            text("checked", "Latest day on which it was compared with one of its sources; empty where nobody did."),
            text("url", "Its address."),
        ),
        rows(),
    )


def _pairs(c: Catalogue, own: Own) -> Table:
    return table(
        "gene_drug_pairs",
        "Genes or variants and the drugs whose use they change.",
        ("id",),
        (
            text("id", "Identifier."),
            text("name", "Name."),
            text("gene", "HGNC symbol."),
            text("variant", "Allele or variant."),
            text("origin", "Inherited, or in the tumour."),
            text("drug", "INN."),
            text("effect", "Effect, without its citations."),
            text("cpic_level", "CPIC level."),
            text("clinpgx_level", "ClinPGx level."),
            STATEMENT,
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
