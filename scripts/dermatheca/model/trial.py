"""Trials and their results: no number without arm, outcome and time point."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from dermatheca.model.base import AgentId, ConditionId, Flag, Line, Model, OutcomeId, Real, Slug, Statement, Who, Whole
from dermatheca.model.vocabulary import ArmRole, EffectMeasure, Phase, TimeKind, Unit

TIME = r"^(0|[1-9][0-9]*)(\.[0-9]+)? (day|week|month|year)s?$"
REGISTRY = r"^(NCT[0-9]{8}|ISRCTN[0-9]{8}|[0-9]{4}-[0-9]{6}-[0-9]{2}(-[0-9]{2})?|jRCT[0-9s]+|UMIN[0-9]{9}|ChiCTR[-A-Z0-9]+|CTR[0-9-/]+|JapicCTI-[0-9]{6})$"

Time = Annotated[str, StringConstraints(pattern=TIME)]
RegistryNumber = Annotated[str, StringConstraints(pattern=REGISTRY)]

WEEKS_PER = {"day": 1 / 7, "week": 1.0, "month": 365.25 / 12 / 7, "year": 365.25 / 7}


def weeks(time: str) -> float:
    """A time such as '16 weeks' or '5 years' in weeks (a year is 365.25 days, a month a twelfth of it)."""
    number, unit = time.split()
    return float(number) * WEEKS_PER[unit.removesuffix("s")]


class Arm(Model):
    """One arm of a trial."""

    id: Slug = Field(description="Slug within the trial; results refer to it.")
    name: Line = Field(description="What the arm received, e.g. '300 mg every 2 weeks'.")
    role: ArmRole = Field(description="What the arm is for.")
    agents: tuple[AgentId, ...] = Field(
        (), description="Ids of the catalogue's agents given in this arm; the trial appears on each one's page."
    )
    n: Whole | None = Field(None, ge=1, description="Patients randomised or assigned to this arm.")


class Value(Model):
    """What one arm reached."""

    arm: Slug = Field(description="Id of the arm.")
    value: Real | None = Field(None, description="The number as printed in the source; absent only if `not_reached`.")
    not_reached: Flag = Field(False, description="True if the source says that the median was not reached.")
    n: Whole | None = Field(None, ge=1, description="Patients analysed, if other than the arm's n.")
    low: Real | None = Field(None, description="Lower bound of the interval, same unit.")
    high: Real | None = Field(None, description="Upper bound of the interval, same unit.")


class Effect(Model):
    """A comparison of two arms as the source states it."""

    measure: EffectMeasure = Field(description="How the arms are compared.")
    arms: tuple[Slug, Slug] = Field(description="Ids of the two arms: first against second.")
    value: Real | None = Field(None, description="Estimate as printed.")
    low: Real | None = Field(None, description="Lower bound of the interval.")
    high: Real | None = Field(None, description="Upper bound of the interval.")
    p: Line | None = Field(None, description="P value as printed, e.g. '<0.001'.")


class Result(Statement):
    """One outcome at one time point, an arm a row."""

    outcome: OutcomeId = Field(description="Id of an outcome in outcomes.yaml.")
    time: Time | None = Field(None, description="When: '16 weeks', '5 years'.")
    time_kind: TimeKind = Field(TimeKind.AT, description="Whether `time` is a time point or a length of follow-up.")
    unit: Unit = Field(description="Unit of the values.")
    analysis: Line | None = Field(
        None, description="Analysis set and handling of missing data, as the source states it."
    )
    interval: Real = Field(95, gt=0, lt=100, description="Level of the intervals in percent.")
    values: tuple[Value, ...] = Field(min_length=1, description="One row an arm.")
    effects: tuple[Effect, ...] = Field((), description="Comparisons between arms as the source states them.")
    note: Line | None = Field(None, description="What a reader must know to read the number rightly.")


class Trial(Statement):
    """A trial; its sources support its design and numbers of participants."""

    id: Slug = Field(description="Slug, unique in the whole catalogue, e.g. 'solo-1'.")
    name: Line = Field(description="Short name, e.g. 'LIBERTY AD SOLO 1'.")
    registry: tuple[RegistryNumber, ...] = Field((), description="Registry numbers, e.g. NCT02277743.")
    phase: Phase = Field(description="Phase.")
    condition: ConditionId = Field(description="Id of a condition.")
    design: Line = Field(description="Design in words, e.g. 'randomised, double-blind, placebo-controlled'.")
    population: Who = Field(description="Who took part.")
    participants: Whole | None = Field(None, ge=1, description="Patients randomised or enrolled in all.")
    arms: tuple[Arm, ...] = Field(min_length=1, description="The arms.")
    results: tuple[Result, ...] = Field((), description="Results; a trial that failed is as worth recording.")
    note: Line | None = Field(None, description="What a reader must know, e.g. that it failed or was stopped.")
