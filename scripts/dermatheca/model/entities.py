"""The other entities: classes, conditions, targets, outcomes, gene-drug pairs, glossary terms and review chapters."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field, StringConstraints

from dermatheca.model.agent import BoxedWarning, Reaction
from dermatheca.model.base import (
    AgentId,
    ChapterId,
    ConditionId,
    Day,
    Entity,
    Line,
    Model,
    OutcomeId,
    Prose,
    RefKey,
    Slug,
    Statement,
    TargetId,
    TermId,
    Text,
)
from dermatheca.model.vocabulary import (
    ClinPgxLevel,
    ConditionGroup,
    CpicLevel,
    Direction,
    GeneOrigin,
    LabelTesting,
    OutcomeKind,
    Region,
    TargetKind,
    Unit,
)

UNIPROT = r"^([OPQ][0-9][A-Z0-9]{3}[0-9]|[A-NR-Z][0-9]([A-Z][A-Z0-9]{2}[0-9]){1,2})$"
GeneSymbol = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*$", max_length=20)]


class Subclass(Model):
    """A branch of a class."""

    id: Slug = Field(description="Slug within the class.")
    name: Line = Field(description="Name, e.g. 'IL-23 p19 inhibitors'.")
    targets: tuple[TargetId, ...] = Field((), description="Ids of the targets that define it.")


class TherapyClass(Entity):
    """A class of therapy, in the order in which the review teaches them."""

    aliases: tuple[Line, ...] = Field((), description="Other names.")
    summary: Prose = Field(description="What the class is and what it is used for.")
    mechanism: Prose = Field(description="How its members work.")
    subclasses: tuple[Subclass, ...] = Field((), description="Its branches.")
    boxed_warnings: tuple[BoxedWarning, ...] = Field((), description="Warnings that the whole class shares.")
    safety: tuple[Reaction, ...] = Field((), description="Risks that the whole class shares.")
    chapter: ChapterId = Field(description="Id of the review chapter that teaches it.")


class ConditionIds(Model):
    """Identifiers of a disease; each is a link to its own record."""

    mondo: Annotated[str, StringConstraints(pattern=r"^MONDO:[0-9]{7}$")] | None = Field(None, description="MONDO id.")
    doid: Annotated[str, StringConstraints(pattern=r"^DOID:[0-9]+$")] | None = Field(
        None, description="Disease Ontology id."
    )
    icd10: tuple[Annotated[str, StringConstraints(pattern=r"^[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?$")], ...] = Field(
        (), description="ICD-10 codes."
    )
    mesh: Annotated[str, StringConstraints(pattern=r"^[CD][0-9]{6,9}$")] | None = Field(
        None, description="MeSH unique id."
    )
    orphanet: Annotated[str, StringConstraints(pattern=r"^[0-9]+$")] | None = Field(
        None, description="Orphanet number, in quotes."
    )
    checked: Day | None = Field(None, description="Day on which someone compared these with the registries.")


class Condition(Entity):
    """A disease."""

    abbreviation: Line | None = Field(None, description="Usual abbreviation, e.g. HS.")
    synonyms: tuple[Line, ...] = Field((), description="Other names.")
    group: ConditionGroup = Field(description="The shelf on which it stands.")
    parent: ConditionId | None = Field(None, description="Id of the condition of which this is a form.")
    summary: Prose = Field(description="What it is, and the place of systemic treatment.")
    identifiers: ConditionIds = Field(ConditionIds(), description="Identifiers in public registries.")
    outcomes: tuple[OutcomeId, ...] = Field((), description="Ids of the outcomes that its trials use.")
    guidelines: tuple[RefKey, ...] = Field((), description="Keys of guidelines in references.bib, newest first.")


class Target(Entity):
    """A molecule on which agents act."""

    symbols: tuple[GeneSymbol, ...] = Field((), description="Approved HGNC gene symbols.")
    uniprot: tuple[Annotated[str, StringConstraints(pattern=UNIPROT)], ...] = Field(
        (), description="UniProt accessions of the human proteins."
    )
    synonyms: tuple[Line, ...] = Field((), description="Other names, as people type them.")
    kind: TargetKind = Field(description="What it is.")
    pathway: Line = Field(description="Pathway, e.g. 'IL-23/IL-17', 'type 2', 'JAK-STAT'.")
    role: Prose = Field(description="What it does in disease of the skin.")


class Outcome(Entity):
    """A measure of outcome."""

    abbreviation: Line | None = Field(None, description="Usual abbreviation, e.g. EASI-75.")
    synonyms: tuple[Line, ...] = Field((), description="Other spellings.")
    definition: Prose = Field(description="What it means exactly.")
    kind: OutcomeKind = Field(description="What sort of number it is.")
    direction: Direction = Field(description="Which way is better.")
    units: tuple[Unit, ...] = Field(min_length=1, description="Units in which results may be given.")
    range: Line | None = Field(None, description="Range of the underlying scale, e.g. '0 to 72'.")


class Recommendation(Statement):
    """What somebody recommends."""

    by: Line = Field(description="Who: CPIC, the FDA label, EMA, a guideline group.")
    text: Text = Field(description="What, in your own words.")


class LabelStatement(Statement):
    """What a label says of testing."""

    region: Region = Field(description="Whose label.")
    testing: LabelTesting = Field(description="Required, recommended, actionable, mentioned.")
    text: Line | None = Field(None, description="What it says, in your own words.")


class GeneDrugPair(Entity, Statement):
    """A gene (or variant) and a drug whose use it changes; its own sources support `effect` and the levels."""

    gene: GeneSymbol = Field(description="HGNC symbol of the gene.")
    variant: Line | None = Field(None, description="Allele or variant, e.g. 'HLA-B*58:01', 'V600E'.")
    origin: GeneOrigin = Field(description="Inherited, or in the tumour.")
    drug: Line = Field(description="INN of the drug or drugs.")
    agents: tuple[AgentId, ...] = Field((), description="Ids of the catalogue's agents concerned.")
    effect: Prose = Field(description="What the variant does to effect or risk.")
    recommendations: tuple[Recommendation, ...] = Field((), description="What guidelines and labels recommend.")
    labels: tuple[LabelStatement, ...] = Field((), description="What labels say of testing.")
    cpic_level: CpicLevel | None = Field(None, description="CPIC level, A to D.")
    clinpgx_level: ClinPgxLevel | None = Field(None, description="ClinPGx level of evidence, 1A to 4.")


class Term(Entity):
    """A term of the glossary."""

    abbreviation: Line | None = Field(None, description="Usual abbreviation.")
    definition: Prose = Field(description="What it means, in plain words.")
    see: tuple[TermId, ...] = Field((), description="Ids of related terms.")


class RuleException(Model):
    """One rule that one entity need not keep."""

    rule: Slug = Field(description="Id of the rule.")
    subject: Annotated[str, StringConstraints(pattern=r"^[a-z]+:[a-z0-9-]+$")] = Field(
        description="Kind and id of the entity, e.g. 'agent:azathioprine'."
    )
    reason: Line = Field(description="Why it need not keep the rule.")


class Chapter(Model):
    """Front matter of a review chapter; the file's name gives its id and place: NN-id.md."""

    title: Line = Field(description="Title.")
    description: Line = Field(description="One sentence for search engines and the list of chapters.")
    checked: Day | None = Field(None, description="Day on which someone compared every claim with the source it cites.")
