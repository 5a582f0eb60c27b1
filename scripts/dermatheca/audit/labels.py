"""United States labels against openFDA: is a newer one in force than was compared?"""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import partial

from dermatheca.audit.statements import Cited, citations
from dermatheca.audit.task import GRAVE, USUAL, Outcome, Subject, Task
from dermatheca.fetch import openfda
from dermatheca.fetch.errors import FetchError, Trouble
from dermatheca.fetch.openfda import OpenFda
from dermatheca.link import Catalogue
from dermatheca.model.reference import Reference
from dermatheca.model.vocabulary import Design

_SET_ID = re.compile(r"setid=([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})", re.IGNORECASE)
_BRAND = re.compile(r"^([\w .-]{2,60}?) \(")
MOST = 3  # statements named in a message


def tasks(catalogue: Catalogue, asked: OpenFda) -> Iterator[Task]:
    """One task for each United States label that is cited."""
    cited: dict[str, list[Cited]] = defaultdict(list)
    for one in citations(catalogue):
        cited[one.ref].append(one)
    for key, reference in catalogue.references.items():
        if reference.design is not Design.LABEL or not key.startswith("label-us-"):
            continue
        subject = Subject("labels", f"reference:{key}", catalogue.homes["reference", key].place())
        days = sorted(str(one.checked or "") for one in cited[key])
        inputs = f"{reference.model_dump_json()} {' '.join(days)}"
        yield Task(subject, openfda.NAME, inputs, partial(_look, asked, reference, cited[key], subject))


def _look(asked: OpenFda, reference: Reference, cited: Sequence[Cited], subject: Subject) -> Outcome:
    """Ask for the label in force. Raises FetchError."""
    set_id = _SET_ID.search(reference.url or "")
    brand = _BRAND.match(reference.title)
    try:
        if set_id:
            label = asked.label_of_set(set_id[1].lower())
        elif brand:
            label = asked.label_of_brand(brand[1])
        else:
            reason = "its title does not begin with 'Brand (agent)', and its address names no set id"
            return Outcome(unchecked=(subject.unchecked(openfda.NAME, reason),))
    except FetchError as error:
        if error.trouble is not Trouble.NOT_FOUND:
            raise
        mend = "see whether the name is right, or the product is no longer listed"
        return Outcome(findings=(subject.finding(USUAL, f"openFDA has no such label: {error}", mend),))
    since = label.effective.isoformat()
    older = [one for one in cited if one.checked and one.checked < label.effective]
    note = subject.note("label found", f"in force since {since}")
    if not older:
        return Outcome(notes=(note,))
    places = ", ".join(str(one.place) for one in older[:MOST])
    more = f" and {len(older) - MOST} more" if len(older) > MOST else ""
    last = max((one.checked for one in older if one.checked), default=dt.date.min)
    message = (
        f"a label of {since} is in force; {len(older)} statements were compared with an older one, "
        f"last on {last}: {places}{more}"
    )
    finding = subject.finding(GRAVE, message, "compare them with the new label, and renew their `checked`")
    return Outcome(findings=(finding,), notes=(note,))
