"""Go through the tasks of an audit; whatever fails, the others are looked at."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass

from dermatheca.audit import labels, links, numbers, references, stale, trials
from dermatheca.audit.journal import Journal
from dermatheca.audit.papers import Papers
from dermatheca.audit.task import Finding, Note, Outcome, Task, Unchecked
from dermatheca.fetch.errors import DOWN, FetchError
from dermatheca.fetch.services import Services
from dermatheca.link import Catalogue

PATIENCE = 3  # failures in a row after which a service is left alone

Progress = Callable[[list[Task]], Iterable[Task]]


@dataclass(frozen=True)
class Audit:
    """All that an audit came to."""

    day: dt.date
    checks: tuple[str, ...]
    asked: int
    findings: tuple[Finding, ...]
    notes: tuple[Note, ...]
    unchecked: tuple[Unchecked, ...]


def tasks(catalogue: Catalogue, services: Services, checks: Collection[str]) -> Iterator[Task]:
    """Every question to a service, check by check."""
    pmids = [reference.pmid for reference in catalogue.references.values() if reference.pmid]
    papers = Papers(services.pubmed, pmids)
    if "references" in checks:
        yield from references.tasks(catalogue, services.crossref, papers)
    if "numbers" in checks:
        yield from numbers.tasks(catalogue, papers)
    if "registry" in checks:
        yield from trials.tasks(catalogue, services.registry)
    if "labels" in checks:
        yield from labels.tasks(catalogue, services.openfda)
    if "links" in checks:
        yield from links.tasks(catalogue, services.client)


def audit(
    catalogue: Catalogue,
    services: Services,
    journal: Journal,
    checks: Collection[str],
    day: dt.date,
    progress: Progress,
    limit: int = 0,
) -> Audit:
    """Ask everything, `limit` questions at most (0: all); what is done is in the journal at once."""
    every = list(tasks(catalogue, services, checks))
    some = every[:limit] if limit else every
    runner = _Runner(journal)
    outcomes = [runner.outcome(task) for task in progress(some)]
    found = [finding for outcome in outcomes for finding in outcome.findings]
    if "stale" in checks:
        found += stale.findings(catalogue, day)
    left = [task.subject.unchecked(task.service, "left out by --limit") for task in every[len(some) :]]
    return Audit(
        day,
        tuple(checks),
        len(some),
        tuple(sorted(set(found), key=lambda finding: finding.order)),
        tuple(note for outcome in outcomes for note in outcome.notes),
        tuple(one for outcome in outcomes for one in outcome.unchecked) + tuple(left),
    )


class _Runner:
    """Asks, and leaves alone a service that fails again and again."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal
        self._failures: Counter[str] = Counter()

    def outcome(self, task: Task) -> Outcome:
        known = self._journal.get(task)
        if known is not None:
            return known
        if self._failures[task.service] >= PATIENCE:
            reason = f"not asked, for {task.service} failed {PATIENCE} times in a row"
            return Outcome(unchecked=(task.subject.unchecked(task.service, reason),))
        try:
            outcome = task.look()
        except FetchError as error:
            self._failures[task.service] += error.trouble in DOWN
            return Outcome(unchecked=(task.subject.unchecked(task.service, str(error)),))
        self._failures[task.service] = 0
        self._journal.put(task, outcome)
        return outcome
