"""From the body of an issue to a change of the catalogue that is proven valid, or to a reply that says what to mend."""

from __future__ import annotations

import datetime as dt
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from dermatheca.forms import agent, correction, reference, reply, result
from dermatheca.forms.answers import Answers
from dermatheca.forms.body import Fault, cut, decode, recognise
from dermatheca.forms.submission import Proposal
from dermatheca.link import Catalogue
from dermatheca.problem import Problem
from dermatheca.scaffold.draft import Change, write
from dermatheca.validate import validate

_PROPOSE: dict[str, Callable[[Path, Catalogue, Answers], Proposal | None]] = {
    "agent": agent.propose,
    "result": result.propose,
    "correction": correction.propose,
    "reference": reference.propose,
}

# What a valid draft may still lack, for a person must do it.
_FOR_EDITOR = {
    "approval-has-trial": "Add the trial on which the approval rests, or say in data/exceptions.yaml why there is none.",
    "reference-cited": "Cite the new reference where it belongs; until then `make validate` says that nothing cites it.",
}


@dataclass(frozen=True)
class Outcome:
    """What became of a form.

    `outcome` is 'made', 'editor' (a person takes it; nothing was changed) or 'mend' (nothing was changed). Everything but
    `reply` is made of checked values only.
    """

    outcome: Literal["made", "editor", "mend"]
    reply: str
    form: str = ""
    title: str = ""
    slug: str = ""
    changes: tuple[Change, ...] = ()
    todo: tuple[str, ...] = ()

    def summary(self, issue: int) -> dict[str, Any]:
        """What a workflow needs to know; `branch` is '' where there is nothing to propose."""
        return {
            "outcome": self.outcome,
            "form": self.form,
            "title": self.title,
            "branch": f"form/{issue}-{self.slug}" if self.changes else "",
            "files": [change.file for change in self.changes],
            "todo": list(self.todo),
        }


def process(root: Path, raw: bytes, title: str = "", today: dt.date | None = None) -> Outcome:
    """Read the form in `raw` and work out what it changes below `root`; nothing is written."""
    today = today or dt.date.today()
    text, faults = decode(raw)
    if faults:
        return Outcome("mend", reply.to_mend(faults, text))
    form = recognise(text, title)
    if form is None:
        return Outcome("mend", reply.no_form(text))
    before = validate(root, today)
    answers = Answers(cut(text, form), today)
    proposal = _PROPOSE[form.id](root, before.catalogue, answers)
    if proposal is None or answers.faults:
        return Outcome("mend", reply.to_mend(answers.faults, text), form.id)
    if proposal.editor:
        return Outcome("editor", reply.for_editor(proposal, text), form.id, proposal.title)
    new = _new_problems(root, proposal, before.problems, today)
    wrong = [_as_fault(problem) for problem in new if problem.rule not in _FOR_EDITOR]
    if wrong:
        return Outcome("mend", reply.to_mend(wrong, text), form.id)
    todo = (*proposal.todo, *dict.fromkeys(_FOR_EDITOR[problem.rule] for problem in new))
    words = reply.made(proposal, todo)
    return Outcome("made", words, form.id, proposal.title, proposal.slug, proposal.changes, todo)


def apply(root: Path, outcome: Outcome) -> None:
    """Write what the form changes."""
    write(root, list(outcome.changes))


def _new_problems(root: Path, proposal: Proposal, known: list[Problem], today: dt.date) -> list[Problem]:
    """The problems that the catalogue would have with the proposal and does not have now, seen in a copy of it."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        for name in ("data", "content"):
            shutil.copytree(root / name, copy / name)
        shutil.copy(root / "references.bib", copy)
        write(copy, list(proposal.changes))
        after = validate(copy, today).problems
    old = Counter((p.place.file, p.rule, p.message) for p in known)
    new = []
    for problem in after:
        same = (problem.place.file, problem.rule, problem.message)
        if old[same]:
            old[same] -= 1
        else:
            new.append(problem)
    return new


def _as_fault(problem: Problem) -> Fault:
    hint = f" ({problem.hint})" if problem.hint else ""
    must = f"must pass the catalogue's rule `{problem.rule}`"
    return Fault("The whole entry", must, f"{problem.message}{hint}", joint="it says:")
