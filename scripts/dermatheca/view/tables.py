"""Small view models that several pages share: status lines, grouped agents, result tables with their bars."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent, Approval
from dermatheca.model.base import Source
from dermatheca.model.entities import Outcome, TherapyClass
from dermatheca.model.trial import Arm, Effect, Result, Trial, Value
from dermatheca.model.vocabulary import ApprovalPathway, ApprovalStatus, ArmRole, DateKind, Region, TimeKind, Unit

RESULTS_A_TRIAL = 2  # where a trial is told in brief


def _age(years: float) -> str:
    if years and years < 2 and years != int(years):
        return f"{years * 12:g} months"
    return f"{years:g} year{'' if years == 1 else 's'}"


def status_words(approval: Approval) -> str:
    """A decision in words: 'approved 2017', 'accelerated approval 2024', 'withdrawn 2021'."""
    year = (approval.withdrawn or approval.date or "")[:4]
    if approval.date_kind is DateKind.ON_LABEL and approval.status is ApprovalStatus.APPROVED:
        return f"approved, on the label of {year}"
    if approval.status is ApprovalStatus.APPROVED and approval.pathway is not ApprovalPathway.STANDARD:
        return f"{approval.pathway.label} approval {year}".strip()
    return f"{approval.status.label} {year}".strip()


@dataclass(frozen=True)
class Standing:
    """Where an agent stands in one region for one condition: its decisions, newest first."""

    region: Region
    approvals: tuple[Approval, ...]

    @property
    def first(self) -> Approval:
        """The first approval that stands, or the latest decision."""
        return min(
            (a for a in self.approvals if a.status is ApprovalStatus.APPROVED),
            key=lambda a: a.date or "9",
            default=self.approvals[0],
        )

    @property
    def youngest(self) -> Approval | None:
        """The standing approval with the youngest age."""
        aged = [a for a in self.approvals if a.status is ApprovalStatus.APPROVED and _youngest(a) is not None]
        return min(aged, key=lambda a: _youngest(a) or 0.0, default=None)

    @property
    def words(self) -> str:
        """'approved 2017, from 18 years', or 'approved 2017, now from 6 months' where ages were added later."""
        youngest = self.youngest
        if youngest is None or self.first.status is not ApprovalStatus.APPROVED:
            return status_words(self.first)
        now = "" if youngest is self.first else "now "
        return f"{status_words(self.first)}, {now}from {_age(_youngest(youngest) or 0.0)}"

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of what `words` says."""
        told = [self.first] if self.youngest is None else [self.first, self.youngest]
        return tuple({source.ref: source for approval in told for source in approval.sources}.values())


def _youngest(approval: Approval) -> float | None:
    return approval.population.age_years.min if approval.population.age_years else None


def standings(approvals: Iterable[Approval]) -> tuple[Standing, ...]:
    """Decisions grouped by region, in the order of the vocabulary."""
    by_region: dict[Region, list[Approval]] = {}
    for approval in approvals:
        by_region.setdefault(approval.region, []).append(approval)
    return tuple(
        Standing(region, tuple(sorted(by_region[region], key=lambda a: a.withdrawn or a.date or "", reverse=True)))
        for region in Region
        if region in by_region
    )


@dataclass(frozen=True)
class Option:
    """An agent as an option for a condition."""

    agent: Agent
    standings: tuple[Standing, ...]
    trials: tuple[Trial, ...]

    @property
    def furthest(self) -> str:
        """The furthest phase tried, for agents without a decision."""
        phases = [t.phase for t in self.trials]
        return max(phases, key=lambda p: p.value.replace("not-stated", "0")).label if phases else ""

    def in_region(self, region: Region) -> Standing | None:
        """How it stands in a region."""
        return next((standing for standing in self.standings if standing.region is region), None)

    def outside(self, regions: Container[Region]) -> list[Standing]:
        """How it stands in all other regions of which something is recorded."""
        return [standing for standing in self.standings if standing.region not in regions]


@dataclass(frozen=True)
class OptionGroup:
    """The options of one class."""

    therapy_class: TherapyClass
    options: tuple[Option, ...]


def options_for(catalogue: Catalogue, condition: str) -> tuple[OptionGroup, ...]:
    """The options for a condition by class, in the order of the classes; approved ones first, then by name."""
    by_class: dict[str, list[Option]] = {}
    for agent in catalogue.agents_for.get(condition, ()):
        approvals = [a for a in agent.approvals if a.condition == condition]
        trials = tuple(t for t in catalogue.trials_of.get(agent.id, ()) if t.condition == condition)
        by_class.setdefault(agent.therapy_class, []).append(Option(agent, standings(approvals), trials))
    return tuple(
        OptionGroup(group, tuple(sorted(by_class[ident], key=lambda o: (not o.standings, o.agent.name))))
        for ident, group in catalogue.classes.items()
        if ident in by_class
    )


@dataclass(frozen=True)
class Bar:
    """A bar of a result: `width`, `low` and `high` in percent of the scale."""

    width: float
    low: float | None
    high: float | None


@dataclass(frozen=True)
class Row:
    """One arm of a result; `drawn` is the value as bars show it."""

    arm: Arm
    drawn: Value
    n: int | None
    text: str
    interval: str
    bar: Bar | None

    @property
    def kind(self) -> str:
        """Which of the two ways of drawing a bar: the arm under study, or what it is compared with."""
        return "study" if self.arm.role is ArmRole.EXPERIMENTAL else "comparator"


@dataclass(frozen=True)
class ResultTable:
    """A result as a table with a bar a row; `drawn` is the unit of its bars."""

    result: Result
    drawn: Unit
    outcome: Outcome
    when: str
    rows: tuple[Row, ...]
    effects: tuple[str, ...]


@dataclass(frozen=True)
class TrialView:
    """A trial with its results; `owner` is the agent in whose file it is written."""

    trial: Trial
    owner: str
    tables: tuple[ResultTable, ...]


def number(value: float) -> str:
    """A number without a needless '.0'."""
    return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"


def _when(result: Result) -> str:
    if not result.time:
        return ""
    amount, unit = result.time.split()
    unit = unit.removesuffix("s")
    if result.time_kind is TimeKind.AT:
        return f"at {unit} {amount}" if unit == "week" else f"at {result.time}"
    return f"{result.time_kind.label} {result.time}"


def _shares(counts: Sequence[Value], sizes: Sequence[int | None]) -> tuple[Value, ...] | None:
    """Patients as per cent of their arm, for arms differ in size; None if that of any is not known."""
    shares = []
    for one, n in zip(counts, sizes, strict=True):
        if one.value is None or not n:
            return None
        low, high = (None if bound is None else 100 * bound / n for bound in (one.low, one.high))
        shares.append(one.model_copy(update={"value": 100 * one.value / n, "low": low, "high": high}))
    return tuple(shares)


def _text(value: Value, unit: Unit) -> str:
    if value.value is None:
        return "not reached"
    shown = number(value.value)
    return f"{shown}%" if unit in (Unit.PERCENT, Unit.PERCENT_CHANGE) else f"{shown} {unit.label}"


def _interval(value: Value, result: Result) -> str:
    if value.low is None or value.high is None:
        return ""
    return f"{number(result.interval)}% CI {number(value.low)} to {number(value.high)}"


def _scale(values: Sequence[Value], unit: Unit) -> float:
    if unit is Unit.PERCENT:
        return 100.0
    return max((abs(v) for row in values for v in (row.value, row.high) if v is not None), default=0.0)


def _bar(value: Value, values: Sequence[Value], unit: Unit) -> Bar | None:
    scale = _scale(values, unit)
    if value.value is None or not scale or any(v.value is None or v.value < 0 for v in values):
        return None
    part = 100 / scale
    low = None if value.low is None else round(value.low * part, 1)
    high = None if value.high is None else round(value.high * part, 1)
    return Bar(round(value.value * part, 1), low, high)


def _effect(effect: Effect, arms: dict[str, Arm], level: float) -> str:
    first, second = (arms[a].name for a in effect.arms)
    parts = [effect.measure.label]
    if effect.value is not None:
        parts.append(number(effect.value))
    if effect.low is not None and effect.high is not None:
        parts.append(f"({number(level)}% CI {number(effect.low)} to {number(effect.high)})")
    words = " ".join(parts) if len(parts) > 1 else ""
    p = effect.p and (f"P{effect.p}" if effect.p[0] in "<>=" else f"P = {effect.p}")
    return f"{first} v {second}: " + ", ".join(filter(None, (words, p)))


def result_table(catalogue: Catalogue, trial: Trial, result: Result) -> ResultTable:
    """One result of a trial ready to be shown."""
    arms = {arm.id: arm for arm in trial.arms}
    sizes = [value.n or arms[value.arm].n for value in result.values]
    shares = _shares(result.values, sizes) if result.unit is Unit.COUNT else None
    values, unit = (shares, Unit.PERCENT) if shares else (result.values, result.unit)
    rows = []
    for value, drawn, n in zip(result.values, values, sizes, strict=True):
        text, interval = _text(value, result.unit), _interval(value, result)
        rows.append(Row(arms[value.arm], drawn, n, text, interval, _bar(drawn, values, unit)))
    effects = tuple(_effect(effect, arms, result.interval) for effect in result.effects)
    return ResultTable(result, unit, catalogue.outcomes[result.outcome], _when(result), tuple(rows), effects)


def first_results(catalogue: Catalogue, trial: Trial) -> tuple[ResultTable, ...]:
    """The results of a trial that are told where there is no room for all."""
    return tuple(result_table(catalogue, trial, result) for result in trial.results[:RESULTS_A_TRIAL])


def trial_view(catalogue: Catalogue, trial: Trial) -> TrialView:
    """A trial ready to be shown."""
    tables = tuple(result_table(catalogue, trial, result) for result in trial.results)
    return TrialView(trial, catalogue.trials[trial.id][0], tables)
