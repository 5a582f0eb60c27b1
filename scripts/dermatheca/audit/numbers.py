"""Numbers of trial results against the PubMed abstracts of their sources."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from dermatheca.audit.figures import Verdict, figures, look_for
from dermatheca.audit.papers import Papers
from dermatheca.audit.statements import trials
from dermatheca.audit.task import SLIGHT, USUAL, Outcome, Subject, Task
from dermatheca.fetch import pubmed
from dermatheca.link import Catalogue, Home
from dermatheca.model.trial import Result
from dermatheca.model.vocabulary import Unit
from dermatheca.read.yaml import Path_

_PERCENT = (Unit.PERCENT, Unit.PERCENT_CHANGE)


@dataclass(frozen=True)
class _Number:
    """A number of a result; `loose` if an abstract may give it with or without a percent sign."""

    path: Path_
    name: str
    value: float
    loose: bool


def tasks(catalogue: Catalogue, papers: Papers) -> Iterator[Task]:
    """One task for each result that rests on a paper of PubMed."""
    for owner, trial, where in trials(catalogue):
        home = catalogue.homes["agent", owner]
        for index, result in enumerate(trial.results):
            path: Path_ = (*where, "results", index)
            subject = Subject("numbers", f"trial:{trial.id}", home.place(path))
            cited = [catalogue.references[s.ref] for s in result.sources if s.ref in catalogue.references]
            pmids = tuple(reference.pmid for reference in cited if reference.pmid)
            if pmids:
                inputs = f"{result.model_dump_json()} {' '.join(pmids)}"
                yield Task(subject, pubmed.NAME, inputs, partial(_look, papers, pmids, result, path, home, subject))


def _look(papers: Papers, pmids: tuple[str, ...], result: Result, path: Path_, home: Home, subject: Subject) -> Outcome:
    """Search every number of a result in all abstracts of its sources. Raises FetchError."""
    abstracts = [text for text in (papers.get(pmid).abstract for pmid in pmids) if text]
    if not abstracts:
        return Outcome(notes=(subject.note("no abstract", f"PubMed has no abstract of {', '.join(pmids)}"),))
    found = [figure for text in abstracts for figure in figures(text)]
    findings, notes = [], []
    for number in _numbers(result):
        place = home.place(path + number.path)
        verdict, words = look_for(number.value, found, result.unit in _PERCENT, number.loose)
        if verdict is Verdict.FOUND:
            notes.append(subject.note("found", f"{number.name} {number.value:g} stands in the abstract", place))
            continue
        message = f"{number.name} {number.value:g} of {result.outcome}: {verdict.value} in the abstract of its source"
        rank = USUAL if words else SLIGHT
        mend = "compare it with the source once more" if words else "compare it with the full text, if not done"
        findings.append(subject.finding(rank, f"{message}{f' ({words})' if words else ''}", mend, place))
    return Outcome(findings=tuple(findings), notes=tuple(notes))


def _numbers(result: Result) -> Iterator[_Number]:
    for index, row in enumerate(result.values):
        for name, loose in (("value", False), ("low", True), ("high", True)):
            value = getattr(row, name)
            if value is not None:
                yield _Number(("values", index, name), f"{name} of '{row.arm}'", value, loose)
    for index, effect in enumerate(result.effects):
        for name in ("value", "low", "high"):
            value = getattr(effect, name)
            if value is not None:
                yield _Number(("effects", index, name), f"{name} of the {effect.measure}", value, True)
