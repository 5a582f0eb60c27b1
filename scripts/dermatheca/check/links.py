"""Rules about ids and what they point to."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dermatheca import cite
from dermatheca.check.engine import Context, Finding, rule
from dermatheca.model.base import Prose
from dermatheca.model.trial import Result, Trial
from dermatheca.model.walk import links
from dermatheca.problem import Place, nearest
from dermatheca.read.markdown import MarkdownFile
from dermatheca.read.text import place_at

CROSS_LINK = re.compile(r"\]\(([a-z]+):([^)\s]*)\)")
CROSS_KINDS = ("agent", "chapter", "class", "condition", "outcome", "pair", "target", "term")


def markdown_place(source: MarkdownFile, offset: int) -> Place:
    """The place of character `offset` of a Markdown file's body."""
    place = place_at(source.file, source.body, offset)
    return Place(place.file, place.line + source.first_line - 1, place.column)


@rule("link-known")
def link_known(context: Context) -> Iterator[Finding]:
    """An id or citation key must exist in the file that lists its kind."""
    catalogue = context.catalogue
    for kind, ident, entity in catalogue.entities():
        for path, target_kind, target in links(entity):
            if not catalogue.knows(target_kind, target):
                message = f"must name an existing {target_kind}; '{target}' is none"
                hint = catalogue.near(target_kind, target) or f"add the {target_kind} first"
                yield context.at(kind, ident, path, message, hint)


@rule("subclass-known")
def subclass_known(context: Context) -> Iterator[Finding]:
    """An agent's `subclass` must be one of its class's subclasses."""
    for agent in context.catalogue.agents.values():
        parent = context.catalogue.classes.get(agent.therapy_class)
        known = [s.id for s in parent.subclasses] if parent else []
        if parent and agent.subclass and agent.subclass not in known:
            message = (
                f"must name a subclass of '{parent.id}'; '{agent.subclass}' is none of {', '.join(known) or 'none'}"
            )
            yield context.at(
                "agent", agent.id, ("subclass",), message, nearest(agent.subclass, known) or "write one of these"
            )


@rule("agent-file-name")
def agent_file_name(context: Context) -> Iterator[Finding]:
    """An agent's file must be named after its id: data/agents/<id>.yaml."""
    for agent in context.catalogue.agents.values():
        place = context.place("agent", agent.id, ("id",))
        if not place.file.endswith(f"/{agent.id}.yaml"):
            yield Finding(place, f"must stand in data/agents/{agent.id}.yaml; found in {place.file}", "rename the file")


@rule("former-id-free")
def former_id_free(context: Context) -> Iterator[Finding]:
    """A former id must not be in use again, nor belong to two entities: its old address redirects to one page."""
    owners: dict[tuple[str, str], str] = {}
    for kind, ident, entity in context.catalogue.entities():
        for index, former in enumerate(getattr(entity, "former_ids", ())):
            path = ("former_ids", index)
            if former in context.catalogue.ids(kind):
                message = f"must not list '{former}', which is in use as an id today"
                yield context.at(kind, ident, path, message, "delete it")
            elif (kind, former) in owners:
                message = f"must not list '{former}', a former id of '{owners[kind, former]}'"
                yield context.at(kind, ident, path, message, "delete one of the two")
            owners.setdefault((kind, former), ident)


@rule("trial-unique")
def trial_unique(context: Context) -> Iterator[Finding]:
    """A trial must be written once; name its agents in its arms, and it appears on the page of each."""
    ids: dict[str, str] = {}
    numbers: dict[str, tuple[str, str]] = {}
    for agent in context.catalogue.agents.values():
        for index, trial in enumerate(agent.trials):
            place = context.place("agent", agent.id, ("trials", index, "id"))
            if trial.id in ids:
                yield Finding(
                    place,
                    f"must have an id of its own; '{trial.id}' is taken in {ids[trial.id]}",
                    "name the agents in `arms`, or choose another id",
                )
            ids.setdefault(trial.id, place.file)
            for number_index, number in enumerate(trial.registry):
                if number in numbers and numbers[number][0] != trial.id:
                    yield context.at(
                        "agent",
                        agent.id,
                        ("trials", index, "registry", number_index),
                        f"must not give {number}, the registry number of '{numbers[number][0]}' in {numbers[number][1]}",
                        "check the number, or delete one of the two trials",
                    )
                numbers.setdefault(number, (trial.id, place.file))


def _no_arm(trial: Trial, arm: str) -> tuple[str, str]:
    arms = [one.id for one in trial.arms]
    return f"must name an arm of '{trial.id}'; '{arm}' is none of {', '.join(arms)}", nearest(
        arm, arms
    ) or f"write one of: {', '.join(arms)}"


@rule("arm-known")
def arm_known(context: Context) -> Iterator[Finding]:
    """The rows and effects of a result must name arms of their trial, each at most once a result."""
    for item, trial in context.each(Trial):
        arms = {arm.id for arm in trial.arms}
        for index, result in enumerate(trial.results):
            seen: set[str] = set()
            for row, value in enumerate(result.values):
                where = item.below(value, "results", index, "values", row)
                if value.arm not in arms:
                    yield context.find(where, "arm", *_no_arm(trial, value.arm))
                elif value.arm in seen:
                    message = f"must give the arm '{value.arm}' one row in a result"
                    yield context.find(where, "arm", message, "delete one of the two")
                seen.add(value.arm)
            for row, effect in enumerate(result.effects):
                where = item.below(effect, "results", index, "effects", row)
                for arm in effect.arms:
                    if arm not in arms:
                        yield context.find(where, "arms", *_no_arm(trial, arm))


@rule("arm-unique")
def arm_unique(context: Context) -> Iterator[Finding]:
    """The arms of a trial must have different ids."""
    for item, trial in context.each(Trial):
        seen: set[str] = set()
        for index, arm in enumerate(trial.arms):
            if arm.id in seen:
                message = f"must have an id of its own; '{arm.id}' is taken by another arm"
                yield context.find(item.below(arm, "arms", index), "id", message, "choose another id")
            seen.add(arm.id)


@rule("unit-fits-outcome")
def unit_fits_outcome(context: Context) -> Iterator[Finding]:
    """A result's unit must be one that its outcome allows."""
    for item, result in context.each(Result):
        outcome = context.catalogue.outcomes.get(result.outcome)
        if outcome and result.unit not in outcome.units:
            allowed = ", ".join(outcome.units)
            yield context.find(
                item,
                "unit",
                f"must be in a unit of '{outcome.id}' ({allowed}); found '{result.unit}'",
                "another unit may need another outcome",
            )


@rule("prose-cited")
def prose_cited(context: Context) -> Iterator[Finding]:
    """Prose must cite at least one source; a glossary definition may do without."""
    for item, prose in context.each(Prose):
        if item.kind != "term" and not cite.keys(prose.text):
            yield context.find(item, "text", "must cite a source", "write [@key] after the claim")


@rule("citation-known")
def citation_known(context: Context) -> Iterator[Finding]:
    """A citation in prose, a review chapter or a page must be well formed, and its key must be in references.bib."""

    def broken(text: str) -> Iterator[tuple[int, str, str]]:
        for group in cite.groups(text):
            if group.broken:
                yield (
                    group.start,
                    f"must be a citation such as [@key, p. 3]; found '{group.broken}'",
                    "separate citations with ;",
                )
            for citation in group.citations:
                if not context.catalogue.knows("reference", citation.key):
                    yield (
                        citation.offset,
                        f"must cite an entry of references.bib; '{citation.key}' is none",
                        context.catalogue.near("reference", citation.key) or "add the entry to references.bib first",
                    )

    for item, prose in context.each(Prose):
        for _, message, hint in broken(prose.text):
            yield context.find(item, "text", message, hint)
    for source in context.catalogue.markdown():
        for offset, message, hint in broken(source.body):
            yield Finding(markdown_place(source, offset), message, hint)


@rule("chapter-number-unique")
def chapter_number_unique(context: Context) -> Iterator[Finding]:
    """Review chapters must have different numbers, for their number is their order."""
    seen: dict[int, str] = {}
    for chapter in context.catalogue.chapters.values():
        if chapter.number in seen:
            yield Finding(
                Place(chapter.source.file),
                f"must have a number of its own; {chapter.number:02d} is taken by '{seen[chapter.number]}'",
                "rename the file",
            )
        seen.setdefault(chapter.number, chapter.id)


@rule("cross-link-known")
def cross_link_known(context: Context) -> Iterator[Finding]:
    """A link such as [dupilumab](agent:dupilumab) in Markdown must name a kind and an entity that exist."""
    for source in context.catalogue.markdown():
        for match in CROSS_LINK.finditer(source.body):
            kind, ident = match.groups()
            if kind in ("http", "https", "mailto"):
                continue
            if kind not in CROSS_KINDS:
                yield Finding(
                    markdown_place(source, match.start(1)),
                    f"must link to one of: {', '.join(CROSS_KINDS)}; found '{kind}:'",
                    nearest(kind, CROSS_KINDS) or "write e.g. [dupilumab](agent:dupilumab)",
                )
            elif not context.catalogue.knows(kind, ident):
                yield Finding(
                    markdown_place(source, match.start(2)),
                    f"must link to an existing {kind}; '{ident}' is none",
                    context.catalogue.near(kind, ident) or f"add the {kind} first, or write plain text",
                )


@rule("markdown-no-html")
def markdown_no_html(context: Context) -> Iterator[Finding]:
    """Hand-written Markdown must not hold raw HTML or template marks: text only, so that no page can carry a script."""
    for source in context.catalogue.markdown():
        text = cite.CODE.sub(lambda m: " " * len(m.group()), source.body)
        for match in re.finditer(r"<[a-zA-Z/!?][^>\n]*>?|\{[{%#:]", text):
            if not re.match(r"<https?://[^\s<>]+>$", match.group()):
                yield Finding(
                    markdown_place(source, match.start()),
                    f"must be Markdown without HTML or template marks; found '{match.group()[:40]}'",
                    "write it in Markdown, or as `code`",
                )
