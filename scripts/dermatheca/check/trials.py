"""Rules about how trials are told: design, arms, outcomes and comparisons agree with each other."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator

from dermatheca.check.engine import Context, Finding, Item, rule
from dermatheca.model.trial import Arm, Effect, Result, Trial, Value
from dermatheca.model.vocabulary import ArmRole, EffectMeasure, OutcomeKind, Unit

TIMES = (Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS)
P_VALUE = re.compile(
    r"^(?:[<>=≤≥]\s?)?(0?\.\d+|0|1(?:\.0+)?|\d(?:\.\d+)?\s?[x×]\s?10[-−^]+\d+|\d(?:\.\d+)?e-\d+)$", re.I
)
FITTING = {
    EffectMeasure.HAZARD_RATIO: (OutcomeKind.TIME_TO_EVENT, OutcomeKind.SAFETY),
    EffectMeasure.ODDS_RATIO: (OutcomeKind.RESPONDER, OutcomeKind.SAFETY),
    EffectMeasure.RISK_RATIO: (OutcomeKind.RESPONDER, OutcomeKind.SAFETY, OutcomeKind.TIME_TO_EVENT),
    EffectMeasure.RISK_DIFFERENCE: (OutcomeKind.RESPONDER, OutcomeKind.SAFETY, OutcomeKind.TIME_TO_EVENT),
    EffectMeasure.MEAN_DIFFERENCE: (OutcomeKind.SCORE,),
}
# Outcomes that fit any condition: survival, response of a tumour, harm, quality of life.
GENERAL = (OutcomeKind.TIME_TO_EVENT, OutcomeKind.SAFETY)


def _results(context: Context) -> Iterator[tuple[Item, Trial, Result]]:
    for item, trial in context.each(Trial):
        for index, result in enumerate(trial.results):
            yield item.below(result, "results", index), trial, result


def _effects(context: Context) -> Iterator[tuple[Item, Result, Effect]]:
    for item, _, result in _results(context):
        for index, effect in enumerate(result.effects):
            yield item.below(effect, "effects", index), result, effect


@rule("randomised-arms")
def randomised_arms(context: Context) -> Iterator[Finding]:
    """A randomised trial must have at least two arms."""
    for item, trial in context.each(Trial):
        if re.match(r"randomi[sz]ed", trial.design, re.I) and len(trial.arms) < 2:
            message = f"must have at least two arms, as its design says '{trial.design[:60]}'; found {len(trial.arms)}"
            yield context.find(item, "arms", message, "add the arm it was compared with, or mend the design")


@rule("placebo-arm")
def placebo_arm(context: Context) -> Iterator[Finding]:
    """A placebo-controlled trial must have a placebo arm, and an arm called placebo must have that role."""
    for item, trial in context.each(Trial):
        if "placebo-controlled" in trial.design and not any(a.role is ArmRole.PLACEBO for a in trial.arms):
            roles = ", ".join(dict.fromkeys(arm.role for arm in trial.arms))
            message = f"must have an arm whose role is 'placebo', as its design says; found {roles}"
            yield context.find(item, "arms", message, "add the arm, or mend its role or the design")
        for index, arm in enumerate(trial.arms):
            if arm.name.casefold() == "placebo" and arm.role is not ArmRole.PLACEBO:
                where = item.below(arm, "arms", index)
                message = f"must be 'placebo' for an arm named '{arm.name}'; found '{arm.role}'"
                yield context.find(where, "role", message, "write `role: placebo`")


@rule("placebo-not-agent")
def placebo_not_agent(context: Context) -> Iterator[Finding]:
    """A pure placebo arm must not name agents: it would show the placebo's result as the drug's."""
    for item, arm in context.each(Arm):
        if arm.role is ArmRole.PLACEBO and arm.name.casefold() == "placebo" and arm.agents:
            message = f"must be empty in a placebo arm; found {', '.join(arm.agents)}"
            yield context.find(
                item, "agents", message, "delete `agents`, or name what was given beside placebo in `name`"
            )


@rule("effect-present")
def effect_present(context: Context) -> Iterator[Finding]:
    """A comparison must have an estimate or a P value."""
    for item, _, effect in _effects(context):
        if effect.value is None and effect.p is None:
            message = f"must have a value or a P value; the {effect.measure.label} has neither"
            yield context.find(item, "", message, "add `value` or `p`, or delete the comparison")


@rule("p-value-form")
def p_value_form(context: Context) -> Iterator[Finding]:
    """A P value must be a number between 0 and 1, with its sign of comparison where the source prints one."""
    for item, _, effect in _effects(context):
        if effect.p is not None and not P_VALUE.match(effect.p.strip()):
            message = f"must be a number between 0 and 1; found '{effect.p}'"
            yield context.find(item, "p", message, "write e.g. '<0.001' or '0.03', in quotes")


@rule("interval-whole")
def interval_whole(context: Context) -> Iterator[Finding]:
    """An interval must have both bounds; only an upper bound of a time that was not reached may be absent."""
    for item, _, result in _results(context):
        rows: list[tuple[Item, Value | Effect]] = [
            *((item.below(value, "values", i), value) for i, value in enumerate(result.values)),
            *((item.below(effect, "effects", i), effect) for i, effect in enumerate(result.effects)),
        ]
        for where, told in rows:
            low, high = told.low, told.high
            open_ended = isinstance(told, Value) and result.unit in TIMES
            if low is None and high is not None:
                message = f"must have both bounds of its interval; found only `high`, {high:g}"
                yield context.find(where, "", message, "add `low`")
            if high is None and low is not None and not open_ended:
                message = f"must have both bounds of its interval; found only `low`, {low:g}"
                yield context.find(where, "", message, "add `high`")


@rule("interval-level")
def interval_level(context: Context) -> Iterator[Finding]:
    """The level of an interval must be between 80 and 99.9 percent; the usual one is 95."""
    for item, _, result in _results(context):
        if not 80 <= result.interval <= 99.9:
            message = f"must be a level between 80 and 99.9 percent; found {result.interval:g}"
            yield context.find(item, "interval", message, "write 95 for a 95% interval")


@rule("effect-fits-outcome")
def effect_fits_outcome(context: Context) -> Iterator[Finding]:
    """A measure of effect must suit the kind of its outcome: a hazard ratio an event in time, a mean difference a score."""
    for item, result, effect in _effects(context):
        outcome = context.catalogue.outcomes.get(result.outcome)
        if outcome and outcome.kind not in FITTING[effect.measure]:
            kinds = ", ".join(k for k in FITTING[effect.measure])
            message = f"must suit its outcome: a {effect.measure.label} is of {kinds}; '{outcome.id}' is {outcome.kind}"
            yield context.find(item, "measure", message, "check `measure` and `outcome`")


@rule("result-once")
def result_once(context: Context) -> Iterator[Finding]:
    """A trial must give an outcome once for a time, an analysis and a set of arms."""
    for item, trial in context.each(Trial):
        seen: set[tuple[object, ...]] = set()
        for index, result in enumerate(trial.results):
            arms = tuple(value.arm for value in result.values)
            key = (result.outcome, result.time, result.time_kind, result.analysis, result.unit, result.note, arms)
            if key in seen:
                where = item.below(result, "results", index)
                when = f" at {result.time}" if result.time else ""
                message = f"must give '{result.outcome}'{when} once; it is given twice in '{trial.id}'"
                yield context.find(where, "", message, "say in `analysis` how they differ, or delete one")
            seen.add(key)


@rule("count-whole")
def count_whole(context: Context) -> Iterator[Finding]:
    """A count of patients must be a whole number, and at most the number of patients of its arm."""
    for item, trial, result in _results(context):
        sizes = {arm.id: arm.n for arm in trial.arms}
        for index, value in enumerate(result.values if result.unit is Unit.COUNT else ()):
            most = value.n or sizes.get(value.arm) or math.inf
            if value.value is not None and not (value.value.is_integer() and 0 <= value.value <= most):
                where = item.below(value, "values", index)
                message = f"must be a whole number from 0 to the patients of its arm, {most:g}; found {value.value:g}"
                yield context.find(where, "value", message, "check the number and `unit`")


@rule("difference-agrees")
def difference_agrees(context: Context) -> Iterator[Finding]:
    """A risk difference must be near the difference of its two arms; adjusted for strata it may differ by some points."""
    for item, result, effect in _effects(context):
        if (
            effect.measure is not EffectMeasure.RISK_DIFFERENCE
            or effect.value is None
            or result.unit is not Unit.PERCENT
        ):
            continue
        values = {value.arm: value.value for value in result.values}
        first, second = (values.get(arm) for arm in effect.arms)
        if first is not None and second is not None and abs(first - second - effect.value) > 5:
            message = f"must be near the difference of its arms, {first - second:.1f}; found {effect.value:g}"
            yield context.find(item, "value", message, "check the numbers, the order of `arms` and the sign")


@rule("outcome-fits-condition")
def outcome_fits_condition(context: Context) -> Iterator[Finding]:
    """An outcome of a trial must be listed with its condition, unless it fits any (survival, time to an event, safety)."""
    catalogue = context.catalogue
    for item, trial, result in _results(context):
        outcome, condition = catalogue.outcomes.get(result.outcome), catalogue.conditions.get(trial.condition)
        if not outcome or not condition or outcome.kind in GENERAL:
            continue
        parent = catalogue.conditions.get(condition.parent or "")
        listed = {*condition.outcomes, *(parent.outcomes if parent else ())}
        if outcome.id not in listed:
            known = ", ".join(sorted(listed)) or "none"
            message = f"must be an outcome of '{condition.id}' ({known}); found '{outcome.id}'"
            yield context.find(item, "outcome", message, "check the outcome, or add it to the condition's `outcomes`")
