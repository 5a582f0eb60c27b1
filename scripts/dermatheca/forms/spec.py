"""The four forms: each field with its label, its help and, where the model has a vocabulary, its choices."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from dermatheca.model.agent import Agent, Development
from dermatheca.model.base import Model
from dermatheca.model.fields import field_of
from dermatheca.model.reference import Reference
from dermatheca.model.trial import Result
from dermatheca.model.vocabulary import (
    Design,
    EffectMeasure,
    Modality,
    Region,
    Route,
    Stage,
    TimeKind,
    Unit,
    Vocabulary,
)

LICENCE = "I wrote this in my own words, and agree that it is published under the Creative Commons licence CC BY 4.0."


@dataclass(frozen=True)
class FormField:
    """One question of a form; `choices` are (value in the data, words on the form)."""

    id: str
    label: str
    help: str
    type: Literal["input", "textarea", "dropdown", "checkboxes"] = "input"
    required: bool = False
    placeholder: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    multiple: bool = False


@dataclass(frozen=True)
class Form:
    """A form: its file, the words at its top, and its fields."""

    id: str
    file: str
    name: str
    description: str
    intro: str
    fields: tuple[FormField, ...] = field(repr=False)

    def field(self, ident: str) -> FormField:
        """The field called `ident`."""
        return next(one for one in self.fields if one.id == ident)


def _words(model: type[Model], name: str) -> str:
    """The model's own description of a field."""
    info = field_of(model, name)
    assert info is not None, f"{model.__name__} has no field '{name}'"
    return info.description


def _vocabulary(kind: type[Vocabulary]) -> tuple[tuple[str, str], ...]:
    return tuple((str(member), member.label) for member in kind)


def _types() -> tuple[tuple[str, str], ...]:
    info = field_of(Reference, "type")
    assert info is not None
    return tuple((choice, choice) for choice in info.choices)


SOURCES = FormField(
    "sources",
    "Sources",
    "Where this comes from, one source a line: its key in references.bib, its DOI or its PubMed id. After a vertical bar, "
    "where in it. A source that the catalogue does not have yet is sent first, with the form 'New reference'.",
    "textarea",
    required=True,
    placeholder="10.1056/NEJMoa1610020 | table 2\nlabel-us-dupixent | section 14.1",
)
DAY = "Leave it empty if you have not compared the two: the page then says that nobody has. It is never filled in for you."
CHECKED = FormField(
    "checked",
    "Day on which you compared this with the sources",
    f"YYYY-MM-DD. {DAY}",
    placeholder="2026-05-31",
)


def _declarations(compared: str) -> FormField:
    return FormField(
        "declarations",
        "Declarations",
        "The first is for those who compared, and goes with the day above. The second is needed.",
        "checkboxes",
        choices=(("compared", compared), ("licence", LICENCE)),
    )


COMPARED = "I compared every statement above with the sources named, on the day given above."

NEW_AGENT = Form(
    "agent",
    "1-new-agent.yml",
    "New agent",
    "A drug, cell or gene product that the catalogue does not have yet.",
    "Trials, dosing, safety and the like are added to the page once it is there, by form or by an editor.",
    (
        FormField("name", "Name of the agent", "Its international non-proprietary name (INN).", required=True, placeholder="dupilumab"),
        FormField("brands", "Brand names", "With commas between, without the trade mark sign.", placeholder="Dupixent"),
        FormField("codes", "Development codes", f"{_words(Agent, 'codes')} With commas between.", placeholder="REGN668, SAR231893"),
        FormField(
            "therapy_class",
            "Class or subclass",
            "As on the site's page 'Classes', for example 'IL-23 p19 inhibitors' or 'JAK inhibitors'.",
            required=True,
        ),
        FormField("modality", "Kind of product", _words(Agent, "modality"), "dropdown", True, choices=_vocabulary(Modality)),
        FormField(
            "routes", "Routes", f"{_words(Agent, 'routes')} Several may be chosen.", "dropdown", True,
            choices=_vocabulary(Route), multiple=True,
        ),
        FormField("stage", "Stage of development", _words(Development, "stage"), "dropdown", True, choices=_vocabulary(Stage)),
        FormField(
            "approvals",
            "Approvals",
            f"{_words(Agent, 'approvals')} One a line: region | condition | for whom | date of the decision. "
            f"Regions: {', '.join(Region)}.",
            "textarea",
            placeholder="US | atopic dermatitis | adults with moderate to severe disease | 2017-03-28",
        ),
        FormField(
            "boxed_warning",
            "Boxed warning of the United States label",
            "For an agent approved there: what it warns of, in your own words; or 'none' if the label has none.",
        ),
        FormField(
            "summary",
            "Summary",
            f"{_words(Agent, 'summary')} Cite as `[@key]` after each claim; if you cite nothing, the sources below are cited at the end.",
            "textarea",
            True,
        ),
        FormField("mechanism", "How it works", "In one to three sentences. Cite as above.", "textarea", True),
        SOURCES,
        CHECKED,
        _declarations(COMPARED),
    ),
)  # fmt: skip

NEW_RESULT = Form(
    "result",
    "2-new-trial-result.yml",
    "New trial result",
    "One outcome at one time point of a trial that the catalogue has.",
    "A result that failed is as welcome as one that succeeded. For a trial that the catalogue does not have yet, please use "
    "the form 'Correction' and name the trial there: an editor adds it.",
    (
        FormField("trial", "Trial", "Its name, its registry number or its id.", required=True, placeholder="NCT02277743"),
        FormField("outcome", "Outcome", "As on the site's page 'Outcomes', for example 'EASI-75'.", required=True),
        FormField("time", "Time", _words(Result, "time"), placeholder="16 weeks"),
        FormField("time_kind", "Kind of time", _words(Result, "time_kind"), "dropdown", True, choices=_vocabulary(TimeKind)),
        FormField("unit", "Unit", _words(Result, "unit"), "dropdown", True, choices=_vocabulary(Unit)),
        FormField(
            "values",
            "Values",
            f"{_words(Result, 'values')} One a line: arm | value | number of patients | interval. The last two may be left "
            "out. Write 'not reached' as the value of a median that was not reached.",
            "textarea",
            True,
            "300 mg every 2 weeks | 38 | 224 | 31 to 45\nplacebo | 10 | 224",
        ),
        FormField(
            "effects",
            "Comparisons of arms",
            f"{_words(Result, 'effects')} One a line: measure | first arm | second arm | estimate | interval | p. "
            f"Measures: {', '.join(EffectMeasure)}.",
            "textarea",
            placeholder="risk-difference | 300 mg every 2 weeks | placebo | 28 | 20 to 35 | <0.001",
        ),
        FormField("analysis", "Analysis", _words(Result, "analysis"), placeholder="non-responder imputation"),
        FormField("note", "Note", _words(Result, "note")),
        SOURCES,
        CHECKED,
        _declarations(COMPARED),
    ),
)  # fmt: skip

CORRECTION = Form(
    "correction",
    "3-correction.yml",
    "Correction",
    "Something on a page is wrong, out of date or missing.",
    "Say it in your own words. Where page, field and value are plain the change is drafted at once; otherwise an editor "
    "takes it from here.",
    (
        FormField(
            "where", "Page or file", "The address of the page, or the file's name.", required=True,
            placeholder="https://dermatheca.github.io/dermatheca/agents/dupilumab/",
        ),
        FormField(
            "field",
            "Field",
            "Which statement. If you know it, its path in the file, with the id of a trial where it has one: "
            "trials.solo-1.participants. Your own words do as well.",
            required=True,
        ),
        FormField("found", "What it says now", "Copied from the page or the file."),
        FormField("value", "What it should say", "The right value, or the right words.", "textarea", True),
        FormField("source", "Source", "Its key in references.bib, its DOI or its PubMed id.", required=True),
        FormField("why", "Anything else", "What an editor should know: where in the source it stands, what it rests on.", "textarea"),
        CHECKED,
        _declarations("I compared the right value with the source named, on the day given above."),
    ),
)  # fmt: skip

NEW_REFERENCE = Form(
    "reference",
    "4-new-reference.yml",
    "New reference",
    "A paper, label, guideline or notice that the catalogue should cite.",
    "With a DOI or a PubMed id an editor can fetch the rest by a command (`make reference`); then title, authors and date are "
    "enough here, as you see them printed.",
    (
        FormField("title", "Title of the source", _words(Reference, "title"), required=True),
        FormField(
            "author", "Authors", "One a line, as 'Family, Given'. A body, such as an agency, is written without a comma.",
            "textarea", True, "Simpson, Eric L.\nBieber, Thomas",
        ),
        FormField("type", "Kind of publication", "'article' for a paper in a journal, 'manual' for a label.", "dropdown", True, choices=_types()),
        FormField("design", "Kind of source", _words(Reference, "design"), "dropdown", True, choices=_vocabulary(Design)),
        FormField("published", "Date of publication", "YYYY, YYYY-MM or YYYY-MM-DD; of a label its revision.", required=True, placeholder="2016-12"),
        FormField("journal", "Journal, book or publisher", "The journal of an article; of a label its manufacturer."),
        FormField("pages", "Volume, issue and pages", "As volume(issue): pages.", placeholder="375(24): 2335-2348"),
        FormField(
            "address", "DOI, PubMed id or address", "At least one; one a line.", "textarea", True,
            "10.1056/NEJMoa1610020\nPMID 27690741",
        ),
        FormField("key", "Key", "Only for a label: label-<region>-<brand>, such as label-us-dupixent. Other keys are made from authors, year and title."),
        FormField("note", "Note", _words(Reference, "note")),
        FormField("supports", "What it supports", "Which page or statement should cite it.", "textarea"),
        FormField(
            "checked", "Day on which you saw it in two independent places",
            f"YYYY-MM-DD; for example at the journal and in PubMed. {DAY}", placeholder="2026-05-31",
        ),
        _declarations("I saw this source in two independent places, on the day given above."),
    ),
)  # fmt: skip

FORMS: dict[str, Form] = {form.id: form for form in (NEW_AGENT, NEW_RESULT, CORRECTION, NEW_REFERENCE)}
