"""Rules about what a patient may come to harm by."""

from __future__ import annotations

from collections.abc import Iterator

from dermatheca.check.engine import Context, Finding, rule
from dermatheca.model.agent import BoxedWarning
from dermatheca.model.vocabulary import ApprovalStatus, Region, Stage


@rule("boxed-warning-text")
def boxed_warning_text(context: Context) -> Iterator[Finding]:
    """A boxed warning must say what it warns of; a label without one has no text to give."""
    for item, warning in context.each(BoxedWarning):
        if warning.present and not warning.text:
            yield context.find(
                item, "", "must say what the boxed warning warns of", "add `text`, or set `present: false`"
            )
        if not warning.present and warning.text:
            yield context.find(item, "text", "must not have a text while `present` is false", "delete one of the two")


@rule("boxed-warning-stated")
def boxed_warning_stated(context: Context) -> Iterator[Finding]:
    """An agent approved in the United States must state its boxed warning, or that its label has none."""
    for agent in context.catalogue.agents.values():
        approved = any(a.region is Region.US and a.status is ApprovalStatus.APPROVED for a in agent.approvals)
        if approved and not any(b.region is Region.US for b in agent.safety.boxed_warnings):
            yield context.at(
                "agent",
                agent.id,
                ("safety",),
                "must state the boxed warning of the US label, or that it has none",
                "add `boxed_warnings: [{region: US, present: false, sources: ...}]`",
            )


@rule("stage-fits-approvals")
def stage_fits_approvals(context: Context) -> Iterator[Finding]:
    """An agent's stage must be 'approved' if and only if an approval stands."""
    for agent in context.catalogue.agents.values():
        stands = any(a.status is ApprovalStatus.APPROVED for a in agent.approvals)
        if stands != (agent.development.stage is Stage.APPROVED):
            reason = "an approval stands" if stands else "no approval is listed"
            message = f"must agree with the approvals: stage is '{agent.development.stage}', but {reason}"
            yield context.at("agent", agent.id, ("development", "stage"), message, "mend one of the two")


@rule("approval-unique")
def approval_unique(context: Context) -> Iterator[Finding]:
    """One decision (region, condition, population, date) must be listed once."""
    for agent in context.catalogue.agents.values():
        seen: set[tuple[str, ...]] = set()
        for index, a in enumerate(agent.approvals):
            key = (a.region, a.condition, a.population.who, a.status, a.date or "")
            if key in seen:
                yield context.at(
                    "agent",
                    agent.id,
                    ("approvals", index),
                    f"must list a decision once: {a.region}, {a.condition}, {a.date}",
                    "delete one of the two",
                )
            seen.add(key)
