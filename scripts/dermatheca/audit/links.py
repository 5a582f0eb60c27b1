"""Do the addresses of references answer?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from dermatheca.audit.task import SLIGHT, USUAL, Outcome, Subject, Task
from dermatheca.fetch.address import host_of
from dermatheca.fetch.client import Client
from dermatheca.link import Catalogue
from dermatheca.read.yaml import Path_

_GONE = (404, 410)
_SHY = (401, 403, 405, 406, 429, 451, 999)  # answers that many sites give to whatever is no browser


def tasks(catalogue: Catalogue, client: Client) -> Iterator[Task]:
    """One task for each address."""
    for key, reference in catalogue.references.items():
        if reference.url:
            path: Path_ = ("url",)
            subject = Subject("links", f"reference:{key}", catalogue.homes["reference", key].place(path))
            yield Task(subject, host_of(reference.url), reference.url, partial(_look, client, reference.url, subject))


def _look(client: Client, url: str, subject: Subject) -> Outcome:
    """Ask the address. Raises FetchError."""
    reply = client.look(url)
    if reply.status in _GONE:
        mend = "find where it went, or an archived copy, and say so in `note`"
        return Outcome(findings=(subject.finding(USUAL, f"the page is gone (status {reply.status}): {url}", mend),))
    if reply.status in _SHY or reply.status >= 500:
        reason = f"it answers a machine with status {reply.status}; open it by hand"
        return Outcome(unchecked=(subject.unchecked(host_of(url), reason),))
    if host_of(reply.url) != host_of(url):
        message = f"it leads to another host now: {reply.url[:300]}"
        moved = subject.finding(SLIGHT, message, "see whether it is the same document, and write its new address")
        return Outcome(findings=(moved,))
    return Outcome(notes=(subject.note("answers", url),))
