"""The form 'New agent'."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from dermatheca.forms.answers import Answers, one_of
from dermatheca.forms.lookup import entry, names_of, sources
from dermatheca.forms.submission import Proposal, Submission, cited, plain, typed
from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.model.base import Source
from dermatheca.model.vocabulary import Region
from dermatheca.problem import nearest
from dermatheca.scaffold.draft import draft
from dermatheca.scaffold.kinds import RefusedError
from dermatheca.scaffold.names import slug

_FIELDS = {"id": "name", "development": "stage", "safety": "boxed_warning", "subclass": "therapy_class"}
_REGIONS = tuple((str(region), region.label) for region in Region)


def read(answers: Answers, catalogue: Catalogue) -> Submission[Agent] | None:
    """The agent that the form describes; None if something must be mended."""
    name, checked = answers.line("name"), answers.checked()
    found = sources(answers, catalogue, checked)
    if name and not slug(name):
        answers.fault("name", "must hold a letter or a digit, for the page's address is made from it", name)
    approvals = _approvals(answers, catalogue, found)
    stage = answers.choice("stage")
    data: dict[str, Any] = {
        "id": slug(name),
        "name": name,
        "brands": [{"name": brand} for brand in answers.names("brands")],
        "codes": answers.names("codes"),
        **_class(answers, catalogue),
        "modality": answers.choice("modality"),
        "routes": answers.choices("routes"),
        "sources": plain(found),
        "summary": cited(answers.text("summary"), found, checked),
        "mechanism": cited(answers.text("mechanism"), found, checked),
        "development": {"stage": stage, "sources": plain(found)} if stage and found else {},
        "approvals": approvals,
        "safety": _boxed_warning(answers, found, any(approval["region"] == Region.US for approval in approvals)),
    }
    if stage and (stage == "approved") != bool(approvals) and not answers.raw["approvals"]:
        answers.fault(
            "approvals",
            "must hold at least one approval where the stage is 'approved'",
            mend="one a line: region | condition | for whom | date",
        )
    elif stage and stage != "approved" and approvals:
        answers.fault(
            "stage", "must be 'approved' where an approval is given", stage, "choose 'approved', or empty the approvals"
        )
    return typed(answers, Agent, data, _FIELDS)


def _class(answers: Answers, catalogue: Catalogue) -> dict[str, str]:
    text = answers.line("therapy_class")
    classes = [(name, one.id) for one in catalogue.classes.values() for name in (one.name, *one.aliases)]
    branches = [(s.name, f"{one.id}/{s.id}") for one in catalogue.classes.values() for s in one.subclasses]
    branches += [(s.id, f"{one.id}/{s.id}") for one in catalogue.classes.values() for s in one.subclasses]
    found = entry(classes, text) or entry(branches, text)
    if text and not found:
        known = [name for name, _ in (*classes, *branches)]
        answers.fault(
            "therapy_class",
            "must be a class or subclass of the catalogue",
            text,
            nearest(text, known) or f"classes: {', '.join(c.name for c in catalogue.classes.values())}",
        )
    parent, _, subclass = found.partition("/")
    return {"therapy_class": parent, "subclass": subclass}


def _approvals(answers: Answers, catalogue: Catalogue, found: tuple[Source, ...]) -> list[dict[str, Any]]:
    approvals = []
    conditions = names_of(catalogue, "condition")
    for region_text, condition_text, who, date in answers.rows(
        "approvals", 4, 4, "region | condition | for whom | date"
    ):
        region, condition = one_of(region_text, _REGIONS), entry(conditions, condition_text)
        if region is None:
            answers.fault("approvals", f"must begin each line with one of: {', '.join(Region)}", region_text)
        if not condition:
            mend = (
                nearest(condition_text, [name for name, _ in conditions])
                or "please name the nearest one it has, and say so in an issue"
            )
            answers.fault("approvals", "must name conditions that the catalogue has", condition_text, mend)
        if region and condition:
            approvals.append(
                {
                    "region": region,
                    "condition": condition,
                    "population": {"who": who},
                    "status": "approved",
                    "date": date,
                    "sources": plain(found),
                }
            )
    return approvals


def _boxed_warning(answers: Answers, found: tuple[Source, ...], approved_in_us: bool) -> dict[str, Any]:
    text = answers.line("boxed_warning")
    if not text:
        if approved_in_us:
            answers.fault(
                "boxed_warning",
                "must be answered for an agent approved in the United States",
                mend="write what it warns of, or 'none'",
            )
        return {}
    stated = {"present": False} if text.casefold().strip(" .") in ("none", "no") else {"text": text}
    return {"boxed_warnings": [{"region": "US", **stated, "sources": plain(found)}]}


def propose(root: Path, catalogue: Catalogue, answers: Answers) -> Proposal | None:
    """The agent's new file; None if something must be mended."""
    submission = read(answers, catalogue)
    if submission is None:
        return None
    try:
        begun = draft(root, catalogue, "agent", submission.data)
    except RefusedError as refused:
        for message in refused.messages:
            answers.fault(
                "name",
                "must be a new agent, with an id and names of its own",
                message,
                "please use the form 'Correction' to add to an agent that is there",
            )
        return None
    return Proposal(f"New agent: {begun.ident}", begun.ident, (begun.change,))
