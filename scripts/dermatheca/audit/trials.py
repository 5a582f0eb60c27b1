"""Registry numbers against ClinicalTrials.gov."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dermatheca.audit.statements import trials
from dermatheca.audit.task import GRAVE, SLIGHT, USUAL, Finding, Outcome, Subject, Task
from dermatheca.fetch import registry
from dermatheca.fetch.errors import unless_unknown
from dermatheca.fetch.registry import Registry, Study
from dermatheca.latin import ascii_fold
from dermatheca.link import Catalogue
from dermatheca.model.trial import Trial

_STOPPED = ("terminated", "withdrawn", "suspended")


def tasks(catalogue: Catalogue, asked: Registry) -> Iterator[Task]:
    """One task for each number of ClinicalTrials.gov."""
    for owner, trial, path in trials(catalogue):
        place = catalogue.homes["agent", owner].place(path)
        for number in trial.registry:
            if number.startswith("NCT"):
                subject = Subject("registry", f"trial:{trial.id}", place)
                look = partial(_look, asked, number, trial, _names(catalogue, trial, owner), subject)
                yield Task(subject, registry.NAME, f"{number} {trial.model_dump_json()}", look)


def _names(catalogue: Catalogue, trial: Trial, owner: str) -> frozenset[str]:
    """Everything by which the agents of a trial are known, and the trial itself."""
    names = {trial.name}
    for ident in {owner, *(agent for arm in trial.arms for agent in arm.agents)}:
        agent = catalogue.agents.get(ident)
        if agent:
            names |= {agent.name, *agent.codes, *agent.synonyms, *(brand.name for brand in agent.brands)}
    return frozenset(_key(name) for name in names)


def _key(text: str) -> str:
    """Letters and digits only: 'REGN-668' is 'regn668'."""
    return "".join(letter for letter in ascii_fold(text) if letter.isalnum())


def _look(asked: Registry, number: str, trial: Trial, names: frozenset[str], subject: Subject) -> Outcome:
    """Ask the registry. Raises FetchError."""
    study = unless_unknown(lambda: asked.study(number))
    if study is None:
        unknown = subject.finding(GRAVE, f"ClinicalTrials.gov does not know {number}", "correct the number")
        return Outcome(findings=(unknown,))
    note = subject.note(f"{study.status}, {'with' if study.has_results else 'without'} results", f"{number}")
    return Outcome(findings=tuple(_findings(study, number, trial, names, subject)), notes=(note,))


def _findings(study: Study, number: str, trial: Trial, names: frozenset[str], subject: Subject) -> Iterator[Finding]:
    if study.nct != number:
        message = f"{number} is an older number of {study.nct}"
        yield subject.finding(SLIGHT, message, f"write {study.nct}")
    words = _key(study.words)
    if not any(name in words for name in names if len(name) > 3):
        message = f"{number} names none of the trial's agents: '{study.title[:200]}'"
        yield subject.finding(GRAVE, message, "see whether the number belongs to another trial")
    told = _key(f"{trial.note or ''} {trial.design}")
    if study.status in _STOPPED and not any(word in told for word in ("terminat", "withdraw", "suspend", "stopp")):
        why = f" ('{study.why_stopped[:200]}')" if study.why_stopped else ""
        message = f"the registry says that {number} was {study.status}{why}; the entry does not"
        yield subject.finding(USUAL, message, "say so in the trial's `note`, with its source")
    if study.has_results and not trial.results:
        message = f"the registry holds results of {number}, the entry none"
        yield subject.finding(SLIGHT, message, "add them from the paper, or from the registry's record")
