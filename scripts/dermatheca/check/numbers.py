"""Rules about results: every number has its arm, outcome, time and count, and lies where it can lie."""

from __future__ import annotations

from collections.abc import Iterator

from dermatheca.check.engine import Context, Finding, Item, rule
from dermatheca.model.base import AgeRange
from dermatheca.model.trial import Effect, Result, Trial, Value, weeks
from dermatheca.model.vocabulary import ArmRole, EffectMeasure, Unit


def _show(bound: float | None) -> str:
    return "no bound" if bound is None else f"{bound:g}"


RATIOS = (EffectMeasure.HAZARD_RATIO, EffectMeasure.ODDS_RATIO, EffectMeasure.RISK_RATIO)


def _results(context: Context) -> Iterator[tuple[Item, Trial, Result]]:
    for item, trial in context.each(Trial):
        for index, result in enumerate(trial.results):
            yield item.below(result, "results", index), trial, result


@rule("result-time")
def result_time(context: Context) -> Iterator[Finding]:
    """A result must say when: a time point or a length of follow-up. A median time to an event may lack it."""
    for item, _, result in _results(context):
        if not result.time and result.unit not in (Unit.DAYS, Unit.WEEKS, Unit.MONTHS, Unit.YEARS):
            yield context.find(
                item, "", f"must say at what time '{result.outcome}' was measured", "add `time: 16 weeks`"
            )


@rule("result-count")
def result_count(context: Context) -> Iterator[Finding]:
    """Every row of a result must have a number of patients, its own or its arm's."""
    for item, trial, result in _results(context):
        counts = {arm.id: arm.n for arm in trial.arms}
        for row, value in enumerate(result.values):
            if value.n is None and counts.get(value.arm, 0) is None:
                where = item.below(value, "values", row)
                yield context.find(
                    where,
                    "",
                    f"must have the number of patients of arm '{value.arm}'",
                    "add `n` to the arm, or to this row",
                )


@rule("value-present")
def value_present(context: Context) -> Iterator[Finding]:
    """A row must have a value, unless the source says that the median was not reached; never both."""
    for item, value in context.each(Value):
        if value.value is None and not value.not_reached:
            yield context.find(item, "", "must have a value", "add `value`, or `not_reached: true`")
        if value.value is not None and value.not_reached:
            yield context.find(
                item, "not_reached", "must not be 'not reached' and have a value", "delete one of the two"
            )


@rule("percent-range")
def percent_range(context: Context) -> Iterator[Finding]:
    """A percentage of patients must lie between 0 and 100."""
    for item, _, result in _results(context):
        if result.unit is not Unit.PERCENT:
            continue
        for row, value in enumerate(result.values):
            for name in ("value", "low", "high"):
                number = getattr(value, name)
                if number is not None and not 0 <= number <= 100:
                    where = item.below(value, "values", row)
                    yield context.find(
                        where,
                        name,
                        f"must be a percentage between 0 and 100; found {number:g}",
                        "check the number and `unit`",
                    )


@rule("interval-order")
def interval_order(context: Context) -> Iterator[Finding]:
    """An interval must hold its estimate: low, value, high in this order, and both bounds or none."""
    estimates: list[tuple[Item, Value | Effect]] = [*context.each(Value), *context.each(Effect)]
    for item, told in estimates:
        low, value, high = told.low, told.value, told.high
        if value is not None and ((low is not None and low > value) or (high is not None and value > high)):
            yield context.find(
                item,
                "value",
                f"must lie within its interval: {_show(low)} to {_show(high)}; found {value:g}",
                "check the three numbers",
            )
        elif low is not None and high is not None and low > high:
            yield context.find(item, "low", f"must not be above the upper bound: {low:g} > {high:g}", "swap them")


@rule("ratio-positive")
def ratio_positive(context: Context) -> Iterator[Finding]:
    """A ratio must be above 0."""
    for item, effect in context.each(Effect):
        if effect.measure in RATIOS and effect.value is not None and effect.value <= 0:
            message = f"must be above 0 for a {effect.measure.label}; found {effect.value:g}"
            yield context.find(item, "value", message, "check `measure`")


@rule("participants-sum")
def participants_sum(context: Context) -> Iterator[Finding]:
    """The arms of a trial must not hold more patients than the trial."""
    for item, trial in context.each(Trial):
        if trial.participants:
            total = sum(arm.n or 0 for arm in trial.arms)
            if total > trial.participants:
                yield context.find(
                    item,
                    "participants",
                    f"must be at least the sum of its arms, {total}; found {trial.participants}",
                    "check the numbers, or leave out a re-randomised arm's `n`",
                )


@rule("row-within-arm")
def row_within_arm(context: Context) -> Iterator[Finding]:
    """A row must not analyse more patients than its arm has."""
    for item, trial, result in _results(context):
        counts = {arm.id: arm.n for arm in trial.arms}
        for row, value in enumerate(result.values):
            limit = counts.get(value.arm)
            if value.n and limit and value.n > limit:
                where = item.below(value, "values", row)
                yield context.find(
                    where,
                    "n",
                    f"must not exceed the {limit} patients of arm '{value.arm}'; found {value.n}",
                    "check both numbers",
                )


@rule("trial-active-arm")
def trial_active_arm(context: Context) -> Iterator[Finding]:
    """A trial must have an experimental arm, and name the agent in whose file it stands in one of its arms."""
    for item, trial in context.each(Trial):
        if not any(arm.role is ArmRole.EXPERIMENTAL for arm in trial.arms):
            yield context.find(item, "arms", "must have an arm whose role is 'experimental'", "check `role`")
        if not any(item.id in arm.agents for arm in trial.arms):
            yield context.find(
                item,
                "arms",
                f"must give '{item.id}' in the `agents` of an arm",
                f"add `agents: [{item.id}]`, or move the trial to its agent's file",
            )


@rule("time-plausible")
def time_plausible(context: Context) -> Iterator[Finding]:
    """A time point of a result must lie within twenty years."""
    for item, _, result in _results(context):
        if result.time and weeks(result.time) > weeks("20 years"):
            yield context.find(item, "time", f"must lie within 20 years; found {result.time}", "check the unit")


@rule("age-range")
def age_range(context: Context) -> Iterator[Finding]:
    """A range of ages must have a bound, and its youngest age must not exceed its oldest."""
    for item, ages in context.each(AgeRange):
        if ages.min is None and ages.max is None:
            yield context.find(item, "", "must have `min` or `max`, in years", "add one, or delete age_years")
        elif ages.min is not None and ages.max is not None and ages.min > ages.max:
            yield context.find(item, "min", f"must not exceed the oldest age: {ages.min:g} > {ages.max:g}", "swap them")
