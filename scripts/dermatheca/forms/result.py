"""The form 'New trial result'."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from dermatheca.forms.answers import Answers, one_of
from dermatheca.forms.lookup import entry, names_of, sources
from dermatheca.forms.submission import Proposal, Submission, plain, typed
from dermatheca.link import Catalogue
from dermatheca.model.trial import Result, Trial
from dermatheca.model.vocabulary import EffectMeasure
from dermatheca.problem import nearest
from dermatheca.scaffold.draft import add_to
from dermatheca.scaffold.kinds import RefusedError
from dermatheca.scaffold.names import slug

_NUMBER = r"[-+−]?[0-9]+(?:\.[0-9]+)?"
_INTERVAL = re.compile(rf"\(?({_NUMBER})\s*%?\s*(?:to|–|-|,|;)\s*({_NUMBER})\s*%?\)?$")
_MEASURES = tuple((str(measure), measure.label) for measure in EffectMeasure)


def number(text: str) -> int | float | None:
    """A number as printed, with or without a percent sign; None if it is none."""
    text = text.removesuffix("%").strip()
    if not re.fullmatch(_NUMBER, text) or len(text) > 15:
        return None
    text = text.replace("−", "-").removeprefix("+")
    return float(text) if "." in text else int(text)


def read(answers: Answers, catalogue: Catalogue, trial: Trial | None) -> Submission[Result] | None:
    """The result that the form describes; None if something must be mended."""
    checked = answers.checked()
    outcomes, outcome_text = names_of(catalogue, "outcome"), answers.line("outcome")
    outcome = entry(outcomes, outcome_text)
    if outcome_text and not outcome:
        mend = (
            nearest(outcome_text, [name for name, _ in outcomes])
            or "an editor can add it: please say so in a 'Correction'"
        )
        answers.fault("outcome", "must be an outcome that the catalogue has", outcome_text, mend)
    kind = answers.choice("time_kind")
    data: dict[str, Any] = {
        "outcome": outcome,
        "time": answers.line("time"),
        "time_kind": kind if kind != "at" else "",
        "unit": answers.choice("unit"),
        "analysis": answers.line("analysis"),
        "values": _values(answers, trial),
        "effects": _effects(answers, trial),
        "note": answers.line("note"),
        "sources": plain(sources(answers, catalogue, checked)),
    }
    return typed(answers, Result, data, {})


def _arm(answers: Answers, trial: Trial | None, ident: str, text: str) -> str:
    if trial is None:
        return "unknown"  # a fault of the trial is noted, and no arm of it can be
    found = entry([(arm.name, arm.id) for arm in trial.arms], text)
    if not found:
        names = [arm.name for arm in trial.arms]
        answers.fault(ident, f"must name arms of the trial: {', '.join(names)}", text, nearest(text, names))
    return found


def _number(answers: Answers, ident: str, text: str, what: str) -> int | float | None:
    found = number(text)
    if text and found is None:
        mend = "write a point, not a comma" if "," in text else "write the number only"
        answers.fault(ident, f"must have a number as {what}", text, mend)
    return found


def _bounds(answers: Answers, ident: str, text: str) -> dict[str, Any]:
    match = _INTERVAL.match(text)
    if text and not match:
        answers.fault(ident, "must have the interval as two numbers, such as 31 to 45", text)
    return {"low": number(match[1]), "high": number(match[2])} if match else {}


def _values(answers: Answers, trial: Trial | None) -> list[dict[str, Any]]:
    rows = []
    for arm, value, n, interval in answers.rows("values", 2, 4, "arm | value | number of patients | interval"):
        row: dict[str, Any] = {"arm": _arm(answers, trial, "values", arm)}
        if slug(value) in ("not-reached", "nr"):
            row["not_reached"] = True
        else:
            row["value"] = _number(answers, "values", value, "value")
        row["n"] = _number(answers, "values", n.removeprefix("n=").replace(",", ""), "number of patients")
        row |= _bounds(answers, "values", interval)
        rows.append({name: part for name, part in row.items() if part not in (None, "")})
    return rows


def _effects(answers: Answers, trial: Trial | None) -> list[dict[str, Any]]:
    rows = []
    shape = "measure | first arm | second arm | estimate | interval | p"
    for measure_text, first, second, value, interval, p in answers.rows("effects", 4, 6, shape):
        measure = one_of(measure_text, _MEASURES)
        if measure is None:
            answers.fault(
                "effects",
                f"must begin each line with one of: {', '.join(EffectMeasure)}",
                measure_text,
                nearest(measure_text, EffectMeasure),
            )
        arms = [_arm(answers, trial, "effects", first), _arm(answers, trial, "effects", second)]
        row = {"measure": measure, "arms": arms, "value": _number(answers, "effects", value, "estimate")}
        row |= {**_bounds(answers, "effects", interval), "p": p}
        rows.append({name: part for name, part in row.items() if part not in (None, "")})
    return rows


def _trial(answers: Answers, catalogue: Catalogue) -> Trial | None:
    text = answers.line("trial")
    names = [(name, trial.id) for _, trial in catalogue.trials.values() for name in (trial.name, *trial.registry)]
    ident = entry(names, text)
    if text and not ident:
        mend = (
            nearest(text, [name for name, _ in names])
            or "an editor can add a new trial: please name it in the form 'Correction'"
        )
        answers.fault("trial", "must be one trial that the catalogue has, by name, registry number or id", text, mend)
    return catalogue.trials[ident][1] if ident else None


def propose(root: Path, catalogue: Catalogue, answers: Answers) -> Proposal | None:
    """The agent's file with the result under its trial; None if something must be mended."""
    trial = _trial(answers, catalogue)
    submission = read(answers, catalogue, trial)
    if submission is None or trial is None:
        return None
    new = submission.entity
    same = [
        old for old in trial.results if (old.outcome, old.time, old.analysis) == (new.outcome, new.time, new.analysis)
    ]
    if same:
        when = f"{new.outcome}, {new.time or 'no time'}"
        answers.fault(
            "outcome",
            "must be a result that the trial does not have yet for this outcome, time and analysis",
            when,
            "please use the form 'Correction'",
        )
        return None
    owner = catalogue.trials[trial.id][0]
    file = f"data/agents/{owner}.yaml"
    index = next(i for i, one in enumerate(catalogue.agents[owner].trials) if one.id == trial.id)
    try:
        change = add_to(root, catalogue, file, ("trials", index, "results"), Result, submission.data, Trial)
    except RefusedError as refused:
        reasons = tuple(f"`{file}` cannot be added to by a form." for _ in refused.messages[:1])
        return Proposal(f"New result: {trial.id}, {new.outcome}", f"{trial.id}-{new.outcome}", editor=reasons)
    return Proposal(f"New result: {trial.id}, {new.outcome}", f"{trial.id}-{new.outcome}", (change,))
