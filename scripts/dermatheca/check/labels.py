"""Rules about labels: each statement rests on the label of its own region, and the parts of an entry agree."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dermatheca.check.engine import Context, Finding, Item, rule
from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent, Approval, BoxedWarning, Contraindication, Dosing
from dermatheca.model.base import AgeRange, Statement, Who
from dermatheca.model.entities import LabelStatement
from dermatheca.model.vocabulary import ApprovalStatus, Design, Region

RECORDED = (Region.US, Region.EU)  # whose approvals the catalogue means to hold in full
OFFICIAL = (Design.LABEL, Design.REGULATOR)
LABEL = re.compile(rf"label-({'|'.join(Region).lower()})-")
AMOUNT = re.compile(
    r"\d\s*(mg|g|micrograms?|µg|mcg|ml|mL|IU|units?|million|billion|PFU|cells?|sheets?|cm2|tablets?|capsules?)(?!\w)|\d\s?%",
    re.I,
)
CHILD = re.compile(r"\b(child|adolescent|paediatric|pediatric|infant|neonat|month)", re.I)
ADULT = re.compile(r"\badults?\b", re.I)
AGE = re.compile(
    r"\b(?:aged|from|age)\s+(?:of\s+)?(\d+(?:\.\d+)?)\s+(months?|years?)(?!\s+to\b)|"
    r"\b(\d+(?:\.\d+)?)\s+(months?|years?)\s+(?:of age\s+)?(?:and|or)\s+(?:over|older|above)",
    re.I,
)


@rule("dosing-route")
def dosing_route(context: Context) -> Iterator[Finding]:
    """The route of a regimen must be among the agent's routes."""
    for agent in context.catalogue.agents.values():
        for index, dosing in enumerate(agent.dosing):
            if dosing.route not in agent.routes:
                known = ", ".join(agent.routes)
                message = f"must be one of the agent's routes ({known}); found '{dosing.route}'"
                path = ("dosing", index, "route")
                yield context.at("agent", agent.id, path, message, f"add '{dosing.route}' to `routes`, or mend it")


def _family(catalogue: Catalogue, ident: str) -> set[str]:
    """A condition with the condition of which it is a form, and its own forms."""
    own = catalogue.conditions.get(ident)
    forms = {form.id for form in catalogue.forms_of.get(ident, ())}
    return {ident, *forms, *([own.parent or ident] if own else [])}


@rule("dosing-approved")
def dosing_approved(context: Context) -> Iterator[Finding]:
    """A regimen of a US or EU label must belong to an approval of that region and condition: else whose label is it?"""
    for agent in context.catalogue.agents.values():
        for index, dosing in enumerate(agent.dosing):
            family = _family(context.catalogue, dosing.condition)
            if dosing.region in RECORDED and not any(
                a.region is dosing.region and a.condition in family for a in agent.approvals
            ):
                message = f"must belong to an approval; none is listed for {dosing.condition} in {dosing.region}"
                hint = "add the approval with its date and source, or delete the regimen"
                yield context.at("agent", agent.id, ("dosing", index), message, hint)


@rule("approval-has-trial")
def approval_has_trial(context: Context) -> Iterator[Finding]:
    """An agent approved for a condition must have a trial in it, or in a form of it, or a stated reason why there is none."""
    catalogue = context.catalogue
    for agent in catalogue.agents.values():
        tried = {trial.condition for trial in catalogue.trials_of.get(agent.id, ())}
        for index, approval in enumerate(agent.approvals):
            stands = approval.status is ApprovalStatus.APPROVED and approval.condition in catalogue.conditions
            if stands and not tried & _family(catalogue, approval.condition):
                message = f"must have a trial in the condition for which it is approved; none is listed for {approval.condition}"
                hint = "add the trial, or the reason to data/exceptions.yaml"
                yield context.at("agent", agent.id, ("approvals", index, "condition"), message, hint)


@rule("dosing-amount")
def dosing_amount(context: Context) -> Iterator[Finding]:
    """A regimen must hold an amount with its unit."""
    for item, dosing in context.each(Dosing):
        if not AMOUNT.search(dosing.regimen):
            message = f"must hold an amount with its unit; found '{dosing.regimen[:60]}'"
            yield context.find(item, "regimen", message, "write e.g. '300 mg every 2 weeks'")


REGIONAL: tuple[type[Statement], ...] = (Approval, BoxedWarning, Contraindication, Dosing, LabelStatement)


def _regional(context: Context) -> Iterator[tuple[Item, Statement, Region]]:
    for item in context.items:
        if isinstance(item.value, REGIONAL):
            yield item, item.value, getattr(item.value, "region")  # noqa: B009 - each of REGIONAL has one


@rule("label-of-region")
def label_of_region(context: Context) -> Iterator[Finding]:
    """A statement about one region must not rest on the label of another: labels differ."""
    for item, statement, region in _regional(context):
        for index, source in enumerate(statement.sources):
            label = LABEL.match(source.ref)
            if label and label[1].upper() != region:
                where = item.below(source, "sources", index)
                message = f"must rest on a source of {region}; '{source.ref}' is the label of {label[1].upper()}"
                yield context.find(where, "ref", message, f"cite a label of {region}, or mend `region`")


@rule("boxed-warning-source")
def boxed_warning_source(context: Context) -> Iterator[Finding]:
    """The text of a boxed warning must rest on a label or a regulator's document."""
    references = context.catalogue.references
    for item, warning in context.each(BoxedWarning):
        designs = [references[s.ref].design for s in warning.sources if s.ref in references]
        if warning.present and designs and not set(designs) & set(OFFICIAL):
            message = f"must rest on a label or a regulator's document; found {', '.join(d.label for d in designs)}"
            yield context.find(item, "sources", message, "cite the label")


@rule("class-boxed-warning")
def class_boxed_warning(context: Context) -> Iterator[Finding]:
    """A member of a class whose labels share a boxed warning must not be said to have none, unless that is known why."""
    for item, warning in context.each(BoxedWarning):
        agent = context.catalogue.agents.get(item.id)
        shared = context.catalogue.classes.get(agent.therapy_class) if agent else None
        if (
            not warning.present
            and shared
            and any(b.present and b.region is warning.region for b in shared.boxed_warnings)
        ):
            message = f"must be the boxed warning that labels of '{shared.id}' share in {warning.region}; found none"
            hint = "read the label again; if it has none, say why in data/exceptions.yaml"
            yield context.find(item, "present", message, hint)


def _ages(context: Context) -> Iterator[tuple[Item, str, AgeRange | None]]:
    for item, who in context.each(Who):
        yield item, who.who, who.age_years


@rule("adults-age")
def adults_age(context: Context) -> Iterator[Finding]:
    """Where the words name adults only, the youngest age must not be below 18; where they name children only, not above."""
    for item, words, ages in _ages(context):
        if ages is None or ages.min is None:
            continue
        adult, child = bool(ADULT.search(words)), bool(CHILD.search(words)) or bool(AGE.search(words))
        if adult and not child and ages.min < 18:
            message = f"must agree with the words; '{words[:60]}' begins at 18, found {ages.min:g}"
            yield context.find(item, "age_years", message, "mend the age, or name the younger ones in `who`")
        if CHILD.search(words) and not adult and not AGE.search(words) and ages.min >= 18:
            message = f"must agree with the words; '{words[:60]}' names no adults, found from {ages.min:g} years"
            yield context.find(item, "age_years", message, "mend the age or the words")


@rule("age-in-words")
def age_in_words(context: Context) -> Iterator[Finding]:
    """An age named in `who` must be the youngest of `age_years`."""
    for item, words, ages in _ages(context):
        if ages is None or ages.min is None:
            continue
        named = [
            float(m[1] or m[3]) / (12 if (m[2] or m[4]).lower().startswith("month") else 1) for m in AGE.finditer(words)
        ]
        if named and all(abs(age - ages.min) > 0.01 for age in named):
            told = " and ".join(f"{age:g}" for age in named)
            message = f"must begin at the age named in `who`, {told} years; found {ages.min:g}"
            yield context.find(item, "age_years", message, "mend one of the two")


def _same_use(agent: Agent, filed: Approval) -> Iterator[Approval]:
    for other in agent.approvals:
        same = (other.region, other.condition, other.population.who) == (
            filed.region,
            filed.condition,
            filed.population.who,
        )
        if same and other.status is ApprovalStatus.APPROVED:
            yield other


@rule("submission-pending")
def submission_pending(context: Context) -> Iterator[Finding]:
    """A submission must not stand beside the approval it led to: once decided, it is the approval."""
    for agent in context.catalogue.agents.values():
        for index, filed in enumerate(agent.approvals):
            decided = next(_same_use(agent, filed), None) if filed.status is ApprovalStatus.SUBMITTED else None
            if decided:
                message = f"must be deleted once decided; the same use was approved {decided.date or ''}".rstrip()
                path = ("approvals", index, "status")
                yield context.at("agent", agent.id, path, message, "delete the submission")


@rule("biosimilar-after-original")
def biosimilar_after_original(context: Context) -> Iterator[Finding]:
    """A biosimilar must not have been approved before the original in the same region."""
    for agent in context.catalogue.agents.values():
        for index, similar in enumerate(agent.biosimilars):
            first = min((a.date for a in agent.approvals if a.region is similar.region and a.date), default="")
            if similar.date and similar.date < first[: len(similar.date)]:
                message = f"must come after the original; biosimilar {similar.date}, first approval recorded {first}"
                path = ("biosimilars", index, "date")
                yield context.at("agent", agent.id, path, message, "check both dates")
