"""Rules about names and identifiers: each leads to one thing, and is written as the field writes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dermatheca.check.engine import Context, Finding, rule
from dermatheca.model.agent import Agent, Brand
from dermatheca.model.entities import Condition, Outcome, Target
from dermatheca.read.yaml import Path_

OWNED = ("unii", "chembl", "drugbank", "rxnorm", "pubchem")
MARKS = "®™℠©"


def _names(agent: Agent) -> Iterator[tuple[Path_, str]]:
    for index, brand in enumerate(agent.brands):
        yield ("brands", index, "name"), brand.name
    for field in ("codes", "synonyms"):
        for index, name in enumerate(getattr(agent, field)):
            yield (field, index), name


@rule("names-unique")
def names_unique(context: Context) -> Iterator[Finding]:
    """A brand name or development code must lead to one agent, and not be another agent's name."""
    owners = {agent.name.casefold(): agent.id for agent in context.catalogue.agents.values()}
    for agent in context.catalogue.agents.values():
        for path, name in _names(agent):
            owner = owners.setdefault(name.casefold(), agent.id)
            if owner != agent.id:
                message = f"must lead to one agent; '{name}' also names '{owner}'"
                yield context.at("agent", agent.id, path, message, "check which of the two it is")


@rule("identifier-unique")
def identifier_unique(context: Context) -> Iterator[Finding]:
    """A UNII, ChEMBL, DrugBank, RxNorm or PubChem id must belong to one agent: registries give one id to one substance."""
    owners: dict[tuple[str, str], str] = {}
    for agent in context.catalogue.agents.values():
        for field in OWNED:
            for index, ident in enumerate(getattr(agent.identifiers, field)):
                owner = owners.setdefault((field, ident), agent.id)
                if owner != agent.id:
                    message = f"must belong to one agent; {field} '{ident}' is also given to '{owner}'"
                    path = ("identifiers", field, index)
                    yield context.at("agent", agent.id, path, message, "look it up in the registry")


@rule("unii-check-character")
def unii_check_character(context: Context) -> Iterator[Finding]:
    """The last character of a UNII must be the sum of the nine before it modulo 36 (0-9 are 0-9, A-Z are 10-35)."""
    for agent in context.catalogue.agents.values():
        for index, unii in enumerate(agent.identifiers.unii):
            values = [int(char, 36) for char in unii]
            if values[-1] != sum(values[:-1]) % 36:
                message = f"must end with its check character; '{unii}' has a slip in it"
                path = ("identifiers", "unii", index)
                yield context.at("agent", agent.id, path, message, "look it up in the registry")


@rule("target-protein-unique")
def target_protein_unique(context: Context) -> Iterator[Finding]:
    """Two targets must not stand for the same proteins: one molecule has one page."""
    owners: dict[tuple[str, ...], str] = {}
    for target in context.catalogue.targets.values():
        key = tuple(sorted(target.uniprot))
        if key and owners.setdefault(key, target.id) != target.id:
            message = f"must not have the proteins of another target; {', '.join(key)} is '{owners[key]}'"
            yield context.at("target", target.id, ("uniprot",), message, "merge the two, or check the accession")


def _shared(entity: Condition | Outcome) -> Iterator[tuple[Path_, str]]:
    yield ("name",), entity.name
    if entity.abbreviation:
        yield ("abbreviation",), entity.abbreviation
    for index, synonym in enumerate(entity.synonyms):
        yield ("synonyms", index), synonym


def _clashes(context: Context, kind: str, entities: Iterable[Condition | Outcome]) -> Iterator[Finding]:
    owners: dict[str, str] = {}
    for entity in entities:
        for path, name in _shared(entity):
            owner = owners.setdefault(name.casefold(), entity.id)
            if owner != entity.id:
                message = f"must lead to one {kind}; '{name}' also names '{owner}'"
                yield context.at(kind, entity.id, path, message, "delete it from one of the two")


@rule("condition-name-unique")
def condition_name_unique(context: Context) -> Iterator[Finding]:
    """A condition's name, abbreviation or synonym must not also name another condition: readers search by them."""
    yield from _clashes(context, "condition", context.catalogue.conditions.values())


@rule("outcome-name-unique")
def outcome_name_unique(context: Context) -> Iterator[Finding]:
    """An outcome's name, abbreviation or other spelling must not also name another outcome."""
    yield from _clashes(context, "outcome", context.catalogue.outcomes.values())


@rule("condition-identifier-unique")
def condition_identifier_unique(context: Context) -> Iterator[Finding]:
    """A MONDO, DOID, MeSH or Orphanet id must belong to one condition."""
    owners: dict[str, str] = {}
    for condition in context.catalogue.conditions.values():
        for field in ("mondo", "doid", "mesh", "orphanet"):
            ident = getattr(condition.identifiers, field)
            if ident and owners.setdefault(f"{field} {ident}", condition.id) != condition.id:
                message = f"must belong to one condition; {ident} is also given to '{owners[f'{field} {ident}']}'"
                path = ("identifiers", field)
                yield context.at("condition", condition.id, path, message, "look it up in the registry")


@rule("inn-lower-case")
def inn_lower_case(context: Context) -> Iterator[Finding]:
    """An agent's name must begin in lower case: it is an international non-proprietary name, not a brand."""
    for agent in context.catalogue.agents.values():
        if agent.name[0].isupper():
            message = f"must begin in lower case, as an INN does; found '{agent.name}'"
            hint = f"write '{agent.name[0].lower()}{agent.name[1:]}', or give the INN and list this as a brand or code"
            yield context.at("agent", agent.id, ("name",), message, hint)


@rule("brand-not-inn")
def brand_not_inn(context: Context) -> Iterator[Finding]:
    """A brand name must differ from the agent's own name, and carry no trade mark sign."""
    for agent in context.catalogue.agents.values():
        for index, brand in enumerate(agent.brands):
            path = ("brands", index, "name")
            if brand.name.casefold() == agent.name.casefold():
                message = f"must differ from the agent's name; found '{brand.name}'"
                yield context.at("agent", agent.id, path, message, "delete it from `brands`")
            if any(mark in brand.name for mark in MARKS):
                clean = "".join(c for c in brand.name if c not in MARKS).strip()
                message = f"must be without a trade mark sign; found '{brand.name}'"
                yield context.at("agent", agent.id, path, message, f"write '{clean}'")


@rule("list-no-repeat")
def list_no_repeat(context: Context) -> Iterator[Finding]:
    """A list of names, routes, regions, codes or ids must hold each value once."""
    for item in context.items:
        for field in type(item.value).model_fields:
            value = getattr(item.value, field)
            seen: set[str] = set()
            for index, one in enumerate(value if isinstance(value, tuple) else ()):
                text = one.name if isinstance(one, Brand) else one
                if not isinstance(text, str):
                    continue
                if text.casefold() in seen:
                    message = f"must hold '{text}' once in '{field}'"
                    path = (*item.path, field, index)
                    yield context.at(item.kind, item.id, path, message, "delete one of the two")
                seen.add(text.casefold())


@rule("parent-no-loop")
def parent_no_loop(context: Context) -> Iterator[Finding]:
    """A condition must not be a form of itself, directly or through its parents."""
    conditions = context.catalogue.conditions
    for condition in conditions.values():
        seen, above = [condition.id], condition.parent
        while above and above in conditions and above not in seen:
            seen.append(above)
            above = conditions[above].parent
        if above == condition.id:
            message = f"must not be a form of itself; found {' > '.join([*seen, condition.id])}"
            yield context.at("condition", condition.id, ("parent",), message, "delete one of these parents")


@rule("see-another-term")
def see_another_term(context: Context) -> Iterator[Finding]:
    """A glossary term must point to other terms, not to itself."""
    for term in context.catalogue.terms.values():
        if term.id in term.see:
            path = ("see", term.see.index(term.id))
            message = f"must point to another term; found '{term.id}' itself"
            yield context.at("term", term.id, path, message, "delete it")


@rule("pair-names-itself")
def pair_names_itself(context: Context) -> Iterator[Finding]:
    """A gene-drug pair's name must hold its gene, its variant must belong to that gene, and `drug` must name its agents."""
    for pair in context.catalogue.pairs.values():
        if pair.gene not in pair.name:
            message = f"must hold the gene '{pair.gene}'; found '{pair.name}'"
            yield context.at("pair", pair.id, ("name",), message, f"write e.g. '{pair.gene} and {pair.drug}'")
        if pair.variant and "*" in pair.variant and not pair.variant.startswith((pair.gene, "*")):
            message = f"must be an allele of {pair.gene}; found '{pair.variant}'"
            yield context.at("pair", pair.id, ("variant",), message, f"write e.g. '{pair.gene}*01:01'")
        for index, ident in enumerate(pair.agents):
            agent = context.catalogue.agents.get(ident)
            if agent and agent.name.casefold() not in pair.drug.casefold():
                message = f"must be named in `drug`; '{pair.drug}' does not hold '{agent.name}'"
                yield context.at("pair", pair.id, ("agents", index), message, f"add '{agent.name}' to `drug`")


@rule("target-symbol-unique")
def target_symbol_unique(context: Context) -> Iterator[Finding]:
    """A set of gene symbols must stand for one target."""
    owners: dict[tuple[str, ...], Target] = {}
    for target in context.catalogue.targets.values():
        key = tuple(sorted(target.symbols))
        if key and owners.setdefault(key, target).id != target.id:
            message = f"must not have the gene symbols of another target; {', '.join(key)} is '{owners[key].id}'"
            yield context.at("target", target.id, ("symbols",), message, "merge the two, or check the symbol")
