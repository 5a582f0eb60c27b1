"""PubMed's records for a whole audit: asked for in batches, each once."""

from __future__ import annotations

from collections.abc import Iterable

from dermatheca.fetch.errors import FetchError, Trouble
from dermatheca.fetch.pubmed import BATCH, NAME, PubMed
from dermatheca.fetch.record import Record


class Papers:
    """The records of the catalogue's PubMed ids; a batch is fetched when the first of its ids is wanted."""

    def __init__(self, pubmed: PubMed, pmids: Iterable[str]) -> None:
        ordered = sorted(set(pmids), key=int)
        batches = [ordered[start : start + BATCH] for start in range(0, len(ordered), BATCH)]
        self._pubmed = pubmed
        self._batch = {pmid: tuple(batch) for batch in batches for pmid in batch}
        self._answers: dict[tuple[str, ...], dict[str, Record] | FetchError] = {}

    def get(self, pmid: str) -> Record:
        """The record of a PubMed id. Raises FetchError: the same one for all of a batch that failed."""
        batch = self._batch[pmid]
        if batch not in self._answers:
            try:
                self._answers[batch] = dict(self._pubmed.articles(batch))
            except FetchError as error:
                self._answers[batch] = error
        answer = self._answers[batch]
        if isinstance(answer, FetchError):
            raise answer
        if pmid not in answer:
            raise FetchError(NAME, Trouble.NOT_FOUND, f"PMID {pmid}", status=404)
        return answer[pmid]
