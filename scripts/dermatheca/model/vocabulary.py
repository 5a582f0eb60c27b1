"""Every closed vocabulary, once: the value written in data and the words shown to the reader."""

from __future__ import annotations

from enum import StrEnum


class Vocabulary(StrEnum):
    """A closed list of values; `label` is what pages show."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Vocabulary:
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label or value.replace("-", " ")
        return member


class Region(Vocabulary):
    """Where a regulator decides."""

    US = "US", "United States"
    EU = "EU", "European Union"
    UK = "UK", "United Kingdom"
    JP = "JP", "Japan"
    CN = "CN", "China"
    CA = "CA", "Canada"
    AU = "AU", "Australia"
    CH = "CH", "Switzerland"
    KR = "KR", "South Korea"


class ApprovalStatus(Vocabulary):
    """What the regulator has decided."""

    APPROVED = "approved"
    SUBMITTED = "submitted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ApprovalPathway(Vocabulary):
    """How firmly: an accelerated or conditional approval can be taken back."""

    STANDARD = "standard"
    ACCELERATED = "accelerated"
    CONDITIONAL = "conditional"


class DateKind(Vocabulary):
    """What the date of an approval is: the decision, or a label that lists the use and was decided earlier."""

    DECISION = "decision", "date of the decision"
    ON_LABEL = "on-label", "date of a label that lists it; decided earlier"


class Stage(Vocabulary):
    """The furthest that an agent has come anywhere, for a disease of the skin."""

    APPROVED = "approved"
    SUBMITTED = "submitted"
    PHASE_3 = "phase-3"
    PHASE_2 = "phase-2"
    PHASE_1 = "phase-1"
    PRECLINICAL = "preclinical"
    OFF_LABEL = "off-label", "used off label"
    DISCONTINUED = "discontinued"
    WITHDRAWN = "withdrawn"


class Modality(Vocabulary):
    """What kind of thing an agent is."""

    MONOCLONAL_ANTIBODY = "monoclonal-antibody"
    BISPECIFIC_ANTIBODY = "bispecific-antibody"
    ANTIBODY_FRAGMENT = "antibody-fragment"
    ANTIBODY_DRUG_CONJUGATE = "antibody-drug-conjugate", "antibody-drug conjugate"
    FUSION_PROTEIN = "fusion-protein"
    BISPECIFIC_PROTEIN = "bispecific-protein"
    IMMUNOGLOBULIN = "immunoglobulin"
    SMALL_MOLECULE = "small-molecule"
    PEPTIDE = "peptide"
    CELL_THERAPY = "cell-therapy"
    GENE_THERAPY = "gene-therapy"
    GENE_MODIFIED_CELLS = "gene-modified-cells", "gene-modified cells"
    GENOME_EDITING = "genome-editing"
    ONCOLYTIC_VIRUS = "oncolytic-virus"
    MRNA = "mrna", "mRNA"
    LIPOSOME = "liposome"
    NANOPARTICLE = "nanoparticle"


class Route(Vocabulary):
    """How an agent is given."""

    ORAL = "oral"
    SUBCUTANEOUS = "subcutaneous"
    INTRAVENOUS = "intravenous"
    INTRAMUSCULAR = "intramuscular"
    INTRADERMAL = "intradermal"
    INTRALESIONAL = "intralesional"
    TOPICAL = "topical"
    OPHTHALMIC = "ophthalmic"
    SURGICAL = "surgical", "surgical application"


class Action(Vocabulary):
    """What an agent does to a target."""

    INHIBITS = "inhibits"
    BLOCKS = "blocks"
    NEUTRALISES = "neutralises"
    ACTIVATES = "activates"
    DEPLETES = "depletes", "depletes cells bearing"
    DELIVERS_TO = "delivers-to", "delivers its payload to cells bearing"
    REDIRECTS = "redirects", "redirects T cells to"
    REPLACES = "replaces", "supplies a working copy of"
    EDITS = "edits"
    BINDS = "binds"


class Phase(Vocabulary):
    """Phase of a trial."""

    P1 = "1", "phase 1"
    P1_2 = "1-2", "phase 1-2"
    P2 = "2", "phase 2"
    P2_3 = "2-3", "phase 2-3"
    P3 = "3", "phase 3"
    P4 = "4", "phase 4"
    NOT_STATED = "not-stated", "phase not stated"


class ArmRole(Vocabulary):
    """What an arm is for."""

    EXPERIMENTAL = "experimental"
    ACTIVE_COMPARATOR = "active-comparator"
    PLACEBO = "placebo"
    NO_TREATMENT = "no-treatment"


class TimeKind(Vocabulary):
    """What the time of a result means."""

    AT = "at", "at"
    MEDIAN_FOLLOW_UP = "median-follow-up", "median follow-up"
    MINIMUM_FOLLOW_UP = "minimum-follow-up", "minimum follow-up"


class Unit(Vocabulary):
    """Unit of a result."""

    PERCENT = "percent", "%"
    PERCENT_CHANGE = "percent-change", "% change"
    POINTS = "points", "points"
    POINTS_CHANGE = "points-change", "points change"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"
    COUNT = "count", "patients"


class EffectMeasure(Vocabulary):
    """How two arms are compared."""

    HAZARD_RATIO = "hazard-ratio"
    ODDS_RATIO = "odds-ratio"
    RISK_RATIO = "risk-ratio"
    RISK_DIFFERENCE = "risk-difference"
    MEAN_DIFFERENCE = "mean-difference"


class Population(Vocabulary):
    """People for whom a label has separate advice."""

    PREGNANCY = "pregnancy"
    LACTATION = "lactation"
    FERTILITY = "fertility", "fertility and contraception"
    CHILDREN = "children"
    OLDER_ADULTS = "older-adults"
    RENAL = "renal", "renal impairment"
    HEPATIC = "hepatic", "hepatic impairment"
    VACCINES = "vaccines", "vaccination"


class Direction(Vocabulary):
    """Which way a measure is better."""

    HIGHER = "higher", "higher is better"
    LOWER = "lower", "lower is better"


class OutcomeKind(Vocabulary):
    """What sort of number an outcome is."""

    RESPONDER = "responder", "share of patients who respond"
    SCORE = "score", "score or its change"
    TIME_TO_EVENT = "time-to-event", "time to an event"
    SAFETY = "safety", "safety"


class ConditionGroup(Vocabulary):
    """The shelf on which a condition stands."""

    PSORIATIC = "psoriatic", "Psoriasis and its relatives"
    ECZEMA_ITCH = "eczema-itch", "Eczema, urticaria and itch"
    HAIR_PIGMENT = "hair-pigment", "Hair and pigment"
    FOLLICULAR = "follicular", "Acne and hidradenitis"
    BLISTERING = "blistering", "Autoimmune blistering"
    CONNECTIVE_TISSUE = "connective-tissue", "Connective tissue and granulomatous disease"
    SKIN_CANCER = "skin-cancer", "Skin cancer and lymphoma"
    GENETIC = "genetic", "Genetic skin disease"
    VASCULAR = "vascular", "Vascular lesions"
    INFECTION = "infection", "Infection"
    DRUG_REACTION = "drug-reaction", "Severe reactions to drugs"


class TargetKind(Vocabulary):
    """What a target is."""

    CYTOKINE = "cytokine"
    RECEPTOR = "receptor"
    KINASE = "kinase"
    ENZYME = "enzyme"
    CHECKPOINT = "checkpoint", "immune checkpoint"
    SURFACE_MARKER = "surface-marker"
    STRUCTURAL_PROTEIN = "structural-protein"
    NUCLEAR_RECEPTOR = "nuclear-receptor"
    SIGNALLING_PROTEIN = "signalling-protein"
    ANTIBODY = "antibody"
    TUMOUR_ANTIGEN = "tumour-antigen", "tumour antigen"
    DRUG_METABOLISM = "drug-metabolism", "drug metabolism"


class GeneOrigin(Vocabulary):
    """Where a genetic variant sits."""

    GERMLINE = "germline", "inherited"
    SOMATIC = "somatic", "in the tumour"


class CpicLevel(Vocabulary):
    """CPIC level of a gene-drug pair."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


class ClinPgxLevel(Vocabulary):
    """ClinPGx (PharmGKB) level of evidence."""

    L1A = "1A"
    L1B = "1B"
    L2A = "2A"
    L2B = "2B"
    L3 = "3"
    L4 = "4"


class LabelTesting(Vocabulary):
    """What a label says of testing for a variant."""

    REQUIRED = "required", "testing required"
    RECOMMENDED = "recommended", "testing recommended"
    ACTIONABLE = "actionable", "says what to do if the variant is known"
    MENTIONED = "mentioned", "variant mentioned"
    ABSENT = "absent", "not mentioned"


class Design(Vocabulary):
    """What kind of source a reference is; levels of evidence follow from it."""

    META_ANALYSIS = "meta-analysis", "systematic review or meta-analysis"
    RCT = "rct", "randomised trial"
    SINGLE_ARM = "single-arm", "non-randomised trial"
    COHORT = "cohort", "cohort or registry study"
    CASE_CONTROL = "case-control", "case-control study"
    CASE_SERIES = "case-series", "case report or series"
    LABEL = "label", "drug label"
    REGULATOR = "regulator", "regulator's document"
    GUIDELINE = "guideline", "guideline"
    REVIEW = "review", "narrative review"
    PRECLINICAL = "preclinical", "laboratory or animal study"
    REGISTRY = "registry", "trial registry record"
    DATABASE = "database", "reference database"
    PRESS_RELEASE = "press-release", "press release"


class RefStatus(Vocabulary):
    """A reference that needs a warning."""

    RETRACTED = "retracted"
    CORRECTED = "corrected"
    PREPRINT = "preprint"
    CONCERN = "concern", "expression of concern"
