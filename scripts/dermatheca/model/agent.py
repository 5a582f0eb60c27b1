"""Agents: drugs, cell and gene products."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from dermatheca.model.base import (
    ClassId,
    ConditionId,
    Day,
    Entity,
    Flag,
    Line,
    Model,
    PartialDate,
    Prose,
    Slug,
    Statement,
    TargetId,
    Text,
    Who,
)
from dermatheca.model.trial import Trial
from dermatheca.model.vocabulary import (
    Action,
    ApprovalPathway,
    ApprovalStatus,
    DateKind,
    Modality,
    Population,
    Region,
    Route,
    Stage,
)


class Brand(Model):
    """A brand name."""

    name: Line = Field(description="Brand name without the trade mark sign.")
    regions: tuple[Region, ...] = Field((), description="Where it is sold under this name.")


class Biosimilar(Statement):
    """A biosimilar product."""

    name: Line = Field(description="Non-proprietary name with its suffix, e.g. 'ustekinumab-auub'.")
    brand: Line | None = Field(None, description="Brand name.")
    region: Region = Field(description="Where it was approved.")
    date: PartialDate | None = Field(None, description="Date of approval.")


class Identifiers(Model):
    """Identifiers in public registries; each is a link to its own record."""

    atc: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9]{2}[A-Z]{2}[0-9]{2}$")], ...] = Field(
        (), description="WHO ATC codes, fifth level."
    )
    unii: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{10}$")], ...] = Field((), description="FDA UNII.")
    chembl: tuple[Annotated[str, StringConstraints(pattern=r"^CHEMBL[0-9]+$")], ...] = Field(
        (), description="ChEMBL compound ids."
    )
    drugbank: tuple[Annotated[str, StringConstraints(pattern=r"^DB[0-9]{5}$")], ...] = Field(
        (), description="DrugBank ids."
    )
    rxnorm: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]+$")], ...] = Field(
        (), description="RxNorm concept ids (RxCUI) of the ingredient, in quotes."
    )
    pubchem: tuple[Annotated[str, StringConstraints(pattern=r"^[0-9]+$")], ...] = Field(
        (), description="PubChem compound ids, in quotes."
    )
    checked: Day | None = Field(None, description="Day on which someone compared these with the registries.")


class TargetAction(Statement):
    """A target and what the agent does to it."""

    target: TargetId = Field(description="Id of a target in targets.yaml.")
    action: Action = Field(description="What the agent does to it.")


class Development(Statement):
    """How far the agent has come for a disease of the skin."""

    stage: Stage = Field(description="Furthest stage.")
    note: Line | None = Field(None, description="For example who stopped it, when and why.")


class Approval(Statement):
    """One decision of one regulator."""

    region: Region = Field(description="Whose decision.")
    condition: ConditionId = Field(description="Id of a condition.")
    population: Who = Field(description="For whom, as the label words it.")
    status: ApprovalStatus = Field(description="What was decided.")
    date: PartialDate | None = Field(
        None,
        description="Date of the decision for this condition and population: YYYY-MM-DD, or less if the source says less.",
    )
    date_kind: DateKind = Field(
        DateKind.DECISION, description="Whether `date` is the decision, or only a label on which this use was read."
    )
    pathway: ApprovalPathway = Field(ApprovalPathway.STANDARD, description="Standard, accelerated or conditional.")
    withdrawn: PartialDate | None = Field(None, description="Date of withdrawal; required if status is withdrawn.")
    note: Line | None = Field(None, description="For example a combination partner.")


class Dosing(Statement):
    """A regimen as on a label."""

    condition: ConditionId = Field(description="Id of a condition.")
    region: Region = Field(description="Whose label.")
    population: Who = Field(description="For whom.")
    route: Route = Field(description="How it is given.")
    regimen: Line = Field(description="Dose, interval and loading dose.")
    note: Line | None = Field(None, description="For example what changes the dose.")


class BoxedWarning(Statement):
    """A boxed warning, or the statement that a label has none."""

    region: Region = Field(description="Whose label.")
    present: Flag = Field(True, description="False to state that this label has no boxed warning.")
    text: Annotated[str, StringConstraints(min_length=1, max_length=1600, pattern=r"^[^\n]+$")] | None = Field(
        None, description="Every point of which it warns, in your own words; required if present."
    )


class Reaction(Statement):
    """An adverse reaction or a warning."""

    text: Line = Field(description="What happens, with its frequency and population where the source gives them.")


class Contraindication(Statement):
    """A contraindication on a label."""

    region: Region = Field(description="Whose label.")
    text: Line = Field(description="Who must not receive it; 'none' if the label says none.")


class Safety(Model):
    """Safety, most serious first."""

    boxed_warnings: tuple[BoxedWarning, ...] = Field((), description="Boxed warnings; state it if a US label has none.")
    serious: tuple[Reaction, ...] = Field((), description="Serious reactions and warnings.")
    common: tuple[Reaction, ...] = Field((), description="Common adverse reactions.")
    contraindications: tuple[Contraindication, ...] = Field((), description="Contraindications.")


class Monitoring(Statement):
    """A test before or during treatment."""

    test: Line = Field(description="What to test or look for.")
    when: Line = Field(description="Before, how often, until when.")


class SpecialPopulation(Statement):
    """What a label says for a group of people."""

    population: Population = Field(description="Which group.")
    text: Text = Field(description="What it says, in your own words.")


class Agent(Entity, Statement):
    """A drug, cell or gene product; its own sources support name, brands, codes, modality and route."""

    pronunciation: Line | None = Field(None, description="How to say it, e.g. 'doo-PIL-ue-mab'.")
    brands: tuple[Brand, ...] = Field((), description="Brand names per region.")
    codes: tuple[Line, ...] = Field((), description="Development codes, e.g. REGN668.")
    synonyms: tuple[Line, ...] = Field((), description="Other names, e.g. cyclosporine.")
    biosimilars: tuple[Biosimilar, ...] = Field((), description="Biosimilars, where they exist.")
    therapy_class: ClassId = Field(description="Id of a class in therapies.yaml.")
    subclass: Slug | None = Field(None, description="Id of one of its subclasses.")
    modality: Modality = Field(description="What kind of thing it is.")
    routes: tuple[Route, ...] = Field(min_length=1, description="How it is given for diseases of the skin.")
    identifiers: Identifiers = Field(Identifiers(), description="Identifiers in public registries.")
    summary: Prose = Field(
        description="60-120 plain words: what it is for, how well it works against what, what to watch."
    )
    mechanism: Prose = Field(description="How it works.")
    targets: tuple[TargetAction, ...] = Field((), description="Molecular targets.")
    development: Development = Field(description="How far it has come.")
    approvals: tuple[Approval, ...] = Field((), description="Decisions of regulators for diseases of the skin.")
    dosing: tuple[Dosing, ...] = Field((), description="Regimens as on labels.")
    trials: tuple[Trial, ...] = Field((), description="Pivotal trials, and others worth knowing.")
    safety: Safety = Field(Safety(), description="Safety.")
    monitoring: tuple[Monitoring, ...] = Field((), description="Tests before and during treatment.")
    special_populations: tuple[SpecialPopulation, ...] = Field(
        (), description="Pregnancy, children, organ impairment, vaccines."
    )
    second_reading: Day | None = Field(
        None,
        description="Day on which someone who had not written it compared boxed warnings, doses and dates anew.",
    )
