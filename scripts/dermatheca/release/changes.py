"""CHANGES.md: what a release changes for a clinician, told from the statements that differ; the gravest first."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from dermatheca.diff.compare import Difference, What, compare
from dermatheca.diff.tell import sentence
from dermatheca.diff.units import Unit, units
from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.statements import Key
from dermatheca.view.freshness import freshness

# Sections by the parts of a statement's key, in this order; what fits none is an other fact.
SECTIONS: dict[str, tuple[str, str, frozenset[str]]] = {
    "Boxed warnings": ("boxed warning", "boxed warnings", frozenset({"boxed_warnings"})),
    "Doses": ("dose", "doses", frozenset({"dosing"})),
    "Contraindications": ("contraindication", "contraindications", frozenset({"contraindications"})),
    "Approvals": ("approval", "approvals", frozenset({"approvals"})),
    "Adverse reactions": ("reaction", "reactions", frozenset({"serious", "common", "safety"})),
    "Monitoring": ("test to monitor", "tests to monitor", frozenset({"monitoring"})),
    "Special populations": (
        "statement on special populations",
        "statements on special populations",
        frozenset({"special_populations"}),
    ),
    "Trials and results": ("trial or result", "trials and results", frozenset({"trials", "results"})),
    "Other facts": ("other fact", "other facts", frozenset()),
    "Sources": ("source", "sources", frozenset()),
}
WHOLE = {"text", "regimen"}  # facts of which both wordings are told in full where a wrong reading harms most
GRAVEST = ("Boxed warnings", "Doses", "Contraindications")
KINDS = {
    "agent": ("agent", "agents"),
    "condition": ("condition", "conditions"),
    "target": ("target", "targets"),
    "outcome": ("outcome measure", "outcome measures"),
    "pair": ("gene-drug pair", "gene-drug pairs"),
    "class": ("class", "classes"),
    "term": ("term of the glossary", "terms of the glossary"),
    "chapter": ("chapter of the review", "chapters of the review"),
    "reference": ("source", "sources"),
}
NAMED = 12  # new entries of a kind that the summary names
_RENEWED = ", its `checked` date not renewed"  # for reviewers of a change, not for readers of a release
_READING = "second reading"
_MARKS = re.compile(r"([\\`*_\[\]<>@#|~!])")


@dataclass(frozen=True)
class Told:
    """What differs between two releases, sorted for telling."""

    sections: Mapping[str, list[Difference]]
    added: Mapping[str, list[Difference]]
    removed: Mapping[str, list[Difference]]
    renamed: list[tuple[str, str]]
    compared: int
    resourced: int  # statements that say the same, and rest on other sources
    read_again: list[str]  # agents with a new second reading
    unread: list[str]


def counts(catalogue: Catalogue) -> dict[str, int]:
    """How much the catalogue holds."""
    c = catalogue
    fresh = freshness(entity for _, _, entity in c.entities())
    return {
        "agents": len(c.agents),
        "trials": len(c.trials),
        "conditions": len(c.conditions),
        "targets": len(c.targets),
        "outcome measures": len(c.outcomes),
        "gene-drug pairs": len(c.pairs),
        "chapters": len(c.chapters),
        "references": len(c.references),
        "statements": fresh.statements,
        "statements compared with their sources": fresh.checked,
    }


def first_changes(version: str, day: str, found: Mapping[str, int]) -> str:
    """CHANGES.md of the first release: what it holds."""
    lines = [f"- {name}: {number}" for name, number in found.items()]
    head = [f"# Dermatheca {version} ({day})", "", "## In short", "", "- the first release", "", "## What it holds", ""]
    return "\n".join([*head, *lines]) + "\n"


def changes(version: str, day: str, earlier: str, before: Catalogue, after: Catalogue) -> str:
    """CHANGES.md of a release that follows the release `earlier`."""
    told = _sort(before, after)
    lines = [f"# Dermatheca {version} ({day})", "", f"What changed since {earlier}.", "", "## In short", ""]
    lines += [f"- {line}" for line in _summary(told, after)] or ["- no statement changed"]
    for title, differences in told.sections.items():
        if differences:
            whole = title in GRAVEST
            lines += ["", f"## {title}", "", *(f"- {_line(d, after, before, whole)}" for d in differences)]
    for title, groups in (("New", told.added), ("Removed", told.removed)):
        for kind, differences in groups.items():
            if kind == "reference":
                continue  # their number is told, and the list of references shows them
            names = [_new(d, after, before) for d in differences]
            lines += ["", f"## {title} {KINDS[kind][1]}", "", *(f"- {name}" for name in names)]
    if told.renamed:
        lines += ["", "## Renamed", "", *(f"- {_plain(old)} is now {_plain(new)}" for old, new in told.renamed)]
    if told.unread:
        lines += ["", "## Not compared", ""]
        lines += [
            f"- {_plain(name)}: its earlier entry does not fit the catalogue's present form" for name in told.unread
        ]
    return "\n".join(lines) + "\n"


def _sort(before: Catalogue, after: Catalogue) -> Told:
    old, renamed = _renamed(units(before), before, after)
    unread = sorted(
        (kind, ident)
        for kind, known in before.known.items()
        for ident in known
        if ident not in before.of_kind(kind) and ident in after.of_kind(kind)
    )
    sections: dict[str, list[Difference]] = {title: [] for title in SECTIONS}
    added: dict[str, list[Difference]] = {}
    removed: dict[str, list[Difference]] = {}
    compared = resourced = 0
    read_again: list[str] = []
    for found in compare(old, units(after)):
        unit = found.unit
        difference = _of_facts(found)
        if (unit.kind, unit.id) in unread:
            continue
        if found.what in (What.COMPARED, What.UNCHECKED):
            compared += found.what is What.COMPARED
            continue
        if any(name == _READING and new for name, _, new in found.facts):
            read_again.append(_name_of(unit.kind, unit.id, after))
        if found.what is What.CHANGED and not difference.facts:
            resourced += any(name == "sources" for name, _, _ in found.facts)
        elif not unit.noun or unit.kind == "chapter":
            whole = {What.ADDED: added, What.REMOVED: removed}.get(difference.what)
            facts = sections["Sources" if unit.kind == "reference" else "Other facts"]
            shelf = facts if whole is None else whole.setdefault(unit.kind, [])
            shelf.append(difference)
        else:
            sections[_section(unit)].append(difference)
    added, removed = ({kind: found[kind] for kind in KINDS if kind in found} for found in (added, removed))
    names = [f"{KINDS.get(kind, (kind,))[0]} {ident}" for kind, ident in unread]
    return Told(sections, added, removed, renamed, compared, resourced, read_again, names)


def _of_facts(difference: Difference) -> Difference:
    """What changed in what is said, without what changed in its sources and readings."""
    before, after = difference.before, difference.after
    if not before or not after:
        return difference
    kept = [{name: text for name, text in one.facts.items() if name != _READING} for one in (before, after)]
    return Difference(
        difference.what, replace(before, facts=kept[0], sources=after.sources), replace(after, facts=kept[1])
    )


def _section(unit: Unit) -> str:
    return next((title for title, (_, _, parts) in SECTIONS.items() if parts & set(unit.key[2:])), "Other facts")


def _renamed(
    old: dict[Key, Unit], before: Catalogue, after: Catalogue
) -> tuple[dict[Key, Unit], list[tuple[str, str]]]:
    """The earlier statements under the ids of today, and the names of the entities whose id changed."""
    moved = {
        (kind, former): ident
        for kind, ident, entity in after.entities()
        for former in getattr(entity, "former_ids", ())
        if former in before.of_kind(kind) and ident not in before.of_kind(kind)
    }
    found: dict[Key, Unit] = {}
    for key, unit in old.items():
        ident = moved.get((unit.kind, unit.id))
        if ident is not None:
            unit = replace(unit, id=ident, key=(key[0], ident, *key[2:]))
        found[unit.key] = unit
    names = [(_name_of(kind, former, before), _name_of(kind, ident, after)) for (kind, former), ident in moved.items()]
    return found, sorted(names)


def _summary(told: Told, after: Catalogue) -> Iterator[str]:
    for title, differences in told.sections.items():
        whats = [(what, sum(d.what is what for d in differences)) for what in (What.CHANGED, What.ADDED, What.REMOVED)]
        if differences:
            one, many, _ = SECTIONS[title]
            first, *rest = [f"{number} {what}" for what, number in whats if number]
            number, _, what = first.partition(" ")
            yield ", ".join([f"{number} {one if number == '1' else many} {what}", *rest])
    for what, groups in (("new", told.added), ("removed", told.removed)):
        for kind, differences in groups.items():
            names = [_plain(_name_of(kind, d.unit.id, after)) for d in differences]
            shown = ", ".join(names) if len(names) <= NAMED and kind not in ("reference", "chapter") else ""
            words = KINDS[kind][len(names) != 1]
            yield f"{len(names)} {what} {words}{': ' + shown if shown and what == 'new' else ''}"
    if told.renamed:
        yield f"{len(told.renamed)} renamed"
    if told.compared:
        yield f"{_some(told.compared, 'statement', 'statements')} compared with their sources again, and unchanged"
    if told.resourced:
        yield f"{_some(told.resourced, 'statement says the same and rests', 'statements say the same and rest')} on other sources"
    if told.read_again:
        shown = ": " + ", ".join(map(_plain, told.read_again)) if len(told.read_again) <= NAMED else ""
        yield f"{_some(len(told.read_again), 'agent', 'agents')} had a second reading{shown}"
    if told.unread:
        yield f"{_some(len(told.unread), 'entry', 'entries')} could not be compared"


def _some(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"


def _line(difference: Difference, after: Catalogue, before: Catalogue, whole: bool) -> str:
    unit = difference.unit
    catalogue = after if unit.id in after.of_kind(unit.kind) else before
    return f"**{_plain(_name_of(unit.kind, unit.id, catalogue))}**: {_words(difference, whole)}"


def _words(difference: Difference, whole: bool) -> str:
    unit = difference.unit
    if unit.kind == "chapter":
        return f"chapter {difference.what}"
    texts = [(old, new) for name, old, new in difference.facts if name in WHOLE and old and new]
    if whole and texts:
        (old, new), others = texts[0], [name for name, _, _ in difference.facts if name not in WHOLE]
        more = f"; also changed: {', '.join(others)}" if others else ""
        about = unit.about.removesuffix(new).rstrip(":, ")
        return f"{unit.noun}{f' ({_quoted(about)})' if about else ''} was {_quoted(old)}, is now {_quoted(new)}{more}"
    if whole and difference.what is not What.CHANGED:
        said = next((unit.facts[name] for name in WHOLE if unit.facts.get(name)), "")
        parts = [unit.about] if said in unit.about else [unit.about, said]
        return f"{unit.noun} {difference.what}, {', '.join(_quoted(part) for part in parts if part)}"
    return sentence(difference, mark=True).removesuffix(_RENEWED)


def _new(difference: Difference, after: Catalogue, before: Catalogue) -> str:
    unit = difference.unit
    catalogue = after if difference.what is What.ADDED else before
    entity = catalogue.of_kind(unit.kind).get(unit.id)
    warned = isinstance(entity, Agent) and any(one.present for one in entity.safety.boxed_warnings)
    return f"{_plain(_name_of(unit.kind, unit.id, catalogue))}{', with a boxed warning' if warned else ''}"


def _name_of(kind: str, ident: str, catalogue: Catalogue) -> str:
    entity = catalogue.of_kind(kind).get(ident)
    return str(getattr(entity, "name", None) or getattr(entity, "title", None) or ident)


def _quoted(text: str) -> str:
    """Text of others as code, in full: nothing in it takes effect."""
    return f"`{' '.join(text.replace('`', chr(39)).split())}`"


def _plain(text: str) -> str:
    """Text of others that takes no effect in Markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
