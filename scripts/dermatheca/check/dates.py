"""Rules about time: nothing in the future, nothing checked before it existed, decisions in their order."""

from __future__ import annotations

from collections.abc import Iterator

from dermatheca import cite
from dermatheca.check.engine import Context, Finding, Item, rule
from dermatheca.model.agent import Approval, Biosimilar
from dermatheca.model.base import Prose, Source
from dermatheca.model.reference import Reference
from dermatheca.model.vocabulary import ApprovalStatus

DAYS = {"date", "withdrawn", "checked", "year", "second_reading"}


def compared(context: Context) -> Iterator[tuple[Item, Source | Prose, str]]:
    """The sources and proses that somebody compared, and the day."""
    stated: list[tuple[Item, Source | Prose]] = [*context.each(Source), *context.each(Prose)]
    yield from ((item, told, told.checked.isoformat()) for item, told in stated if told.checked)


def _published(reference: Reference) -> str:
    return reference.date or str(reference.year)


@rule("date-not-future")
def date_not_future(context: Context) -> Iterator[Finding]:
    """A date of a decision, a publication or a check must not lie in the future."""
    today = context.today.isoformat()
    for item in context.items:
        for name in DAYS & type(item.value).model_fields.keys():
            value = getattr(item.value, name)
            text = "" if value is None else str(value)
            if text > today[: len(text)]:
                yield context.find(
                    item, name, f"must not lie in the future: {text}; today is {today}", "check the date"
                )


@rule("checked-after-publication")
def checked_after_publication(context: Context) -> Iterator[Finding]:
    """`checked` must not be earlier than the publication of the source it was compared with."""
    references = context.catalogue.references
    for item, told, day in compared(context):
        for key in [told.ref] if isinstance(told, Source) else cite.keys(told.text):
            published = _published(references[key]) if key in references else ""
            if day[: len(published)] < published:
                yield context.find(
                    item,
                    "checked",
                    f"must not be earlier than its source: checked {day}, '{key}' is of {published}",
                    "check both dates",
                )


@rule("approval-date")
def approval_date(context: Context) -> Iterator[Finding]:
    """An approval must have the date of the regulator's decision; only a submission may lack it."""
    for item, approval in context.each(Approval):
        if not approval.date and approval.status is not ApprovalStatus.SUBMITTED:
            message = f"must have the date on which it was {approval.status}"
            yield context.find(item, "", message, "add `date: YYYY-MM-DD`")


@rule("withdrawal-date")
def withdrawal_date(context: Context) -> Iterator[Finding]:
    """A withdrawn approval must say when it was withdrawn, after its approval; no other status has such a date."""
    for item, approval in context.each(Approval):
        if approval.status is ApprovalStatus.WITHDRAWN and not approval.withdrawn:
            yield context.find(item, "status", "must have the date of withdrawal", "add `withdrawn: YYYY-MM-DD`")
        elif approval.status is not ApprovalStatus.WITHDRAWN and approval.withdrawn:
            yield context.find(
                item,
                "withdrawn",
                f"must not have a date of withdrawal while its status is '{approval.status}'",
                "set `status: withdrawn`, or delete the date",
            )
        elif approval.withdrawn and approval.date and approval.withdrawn < approval.date[: len(approval.withdrawn)]:
            yield context.find(
                item,
                "withdrawn",
                f"must be withdrawn after its approval: {approval.withdrawn} is before {approval.date}",
                "check both dates",
            )


@rule("date-before-use")
def date_before_use(context: Context) -> Iterator[Finding]:
    """No systemic therapy of today was approved before 1930; an earlier date is a slip."""
    decisions: list[tuple[Item, Approval | Biosimilar]] = [*context.each(Approval), *context.each(Biosimilar)]
    for item, dated in decisions:
        if dated.date and dated.date < "1930":
            yield context.find(item, "date", f"must be a date of the modern era; found {dated.date}", "check the date")
