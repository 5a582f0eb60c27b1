"""Trials, their arms and results as tables."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from dermatheca.link import Catalogue
from dermatheca.model.trial import Trial, weeks
from dermatheca.view.data.table import AGES, STATEMENT, Column, Own, Row, Table, joined, number, table, text, who


def trials(c: Catalogue, own: Own) -> Table:
    return table(
        "trials",
        "Trials.",
        ("id",),
        (
            text("id", "Identifier."),
            text("name", "Short name."),
            text("agent", "The agent in whose file it is written.", "agents.id"),
            text("registry", "Registry numbers, separated by '; '."),
            text("phase", "Phase."),
            text("condition", "For what.", "conditions.id"),
            text("design", "Design in words."),
            *AGES,
            Column("participants", "integer", "Patients randomised or enrolled."),
            text("note", "Note."),
            STATEMENT,
        ),
        (
            {
                "id": t.id,
                "name": t.name,
                "agent": owner,
                "registry": joined(t.registry),
                "phase": t.phase.value,
                "condition": t.condition,
                "design": t.design,
                **who(t.population),
                "participants": t.participants,
                "note": t.note,
                **own(t),
            }
            for owner, t in c.trials.values()
        ),
    )


def arms(c: Catalogue) -> Table:
    return table(
        "arms",
        "Arms of trials.",
        ("trial", "id"),
        (
            text("trial", "Trial.", "trials.id"),
            text("id", "Identifier within the trial."),
            text("name", "What the arm received."),
            text("role", "What the arm is for."),
            text("agents", "Agents given, separated by '; '."),
            Column("n", "integer", "Patients assigned."),
        ),
        (
            {"trial": t.id, "id": x.id, "name": x.name, "role": x.role.value, "agents": joined(x.agents), "n": x.n}
            for _, t in c.trials.values()
            for x in t.arms
        ),
    )


_WHEN = (
    text("time", "When, e.g. '16 weeks'."),
    number("weeks", "The same in weeks."),
    text("time_kind", "Whether `time` is a point or a length of follow-up."),
)


def results(c: Catalogue, own: Own) -> Table:
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

    return table(
        "results",
        "Results of trials, an arm a row.",
        ("statement", "arm"),
        (
            STATEMENT,
            text("trial", "Trial.", "trials.id"),
            text("outcome", "Outcome.", "outcomes.id"),
            text("arm", "Arm of the trial (`arms.id`)."),
            *_WHEN,
            Column("n", "integer", "Patients analysed, or else assigned."),
            number("value", "The number as printed; empty only if not reached."),
            Column("not_reached", "boolean", "Whether the median was not reached."),
            text("unit", "Unit of the value."),
            number("low", "Lower bound of the interval."),
            number("high", "Upper bound of the interval."),
            number("interval", "Level of the interval in percent."),
            text("analysis", "Analysis set, as the source states it."),
            text("note", "Note."),
        ),
        chain.from_iterable(rows(t) for _, t in c.trials.values()),
    )


def effects(c: Catalogue, own: Own) -> Table:
    return table(
        "effects",
        "Comparisons between arms as sources state them.",
        ("statement", "measure", "first_arm", "second_arm"),
        (
            STATEMENT,
            text("trial", "Trial.", "trials.id"),
            text("measure", "How the arms are compared."),
            text("first_arm", "First arm."),
            text("second_arm", "The arm against which it is compared."),
            number("value", "Estimate."),
            number("low", "Lower bound."),
            number("high", "Upper bound."),
            text("p", "P value as printed."),
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
