"""Cut the Markdown body of a filled-in issue form into answers.

GitHub writes each field as a heading `### Label`, an empty line and the answer; an empty field as `_No response_`; a
checkbox as `- [X] words`. An answer may hold headings of its own: only a line that is exactly `### ` and a label of the
form counts, and one that stands twice is ambiguous and is not guessed at.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from dermatheca.forms.spec import FORMS, Form

LIMIT = 200_000  # bytes; GitHub allows 65,536 characters
NOTHING = "_No response_"


@dataclass(frozen=True)
class Fault:
    """What is wrong with an answer: what must hold, what was found, how to mend it. Only `found` may hold the
    sender's text; `joint` is the word before it."""

    label: str
    must: str
    found: str = ""
    mend: str = ""
    joint: str = "found"


@dataclass(frozen=True)
class Body:
    """A body that is a form: its answers by field; '' where nothing was answered."""

    form: Form
    answers: Mapping[str, str]
    faults: tuple[Fault, ...]


def decode(raw: bytes) -> tuple[str, list[Fault]]:
    """The text of a body with LF line ends, or what keeps it from being read."""
    if len(raw) > LIMIT:
        must = f"must be at most {LIMIT:,} bytes long; it is longer"
        return raw.decode("utf-8", errors="replace"), [Fault("The whole form", must, mend="please shorten it")]
    text = raw.decode("utf-8-sig", errors="replace").replace("\r\n", "\n").replace("\r", "\n")
    if "\ufffd" in text:
        return text, [
            Fault("The whole form", "must be text in UTF-8", mend="please type the signs shown as \ufffd again")
        ]
    return text, []


def recognise(text: str, title: str = "") -> Form | None:
    """The form whose labels the body holds; None if it holds fewer than half of any."""
    found = set(_headings(text))
    scored = [(len(found & {f.label for f in form.fields}) / len(form.fields), form) for form in FORMS.values()]
    best = max(score for score, _ in scored)
    likely = [form for score, form in scored if score == best and best >= 0.5]
    return next((form for form in likely if title.startswith(f"{form.name}:")), likely[0] if likely else None)


def _headings(text: str) -> dict[str, list[int]]:
    """The lines on which each heading stands."""
    found: dict[str, list[int]] = defaultdict(list)
    for number, line in enumerate(text.split("\n")):
        if line.startswith("### "):
            found[line[4:].strip()].append(number)
    return found


def cut(text: str, form: Form) -> Body:
    """The answers of a body that is `form`."""
    lines, headings = text.split("\n"), _headings(text)
    starts = sorted(place for field in form.fields for place in headings.get(field.label, ()))
    faults, answers = [], {}
    for field in form.fields:
        places = headings.get(field.label, [])
        answers[field.id] = ""
        if not places:
            faults.append(
                Fault(
                    field.label,
                    "must be part of the form; its heading is missing",
                    mend=f"add the line `### {field.label}`",
                )
            )
        elif len(places) > 1:
            must = f"must stand once; the line `### {field.label}` stands {len(places)} times, so that it is not clear where the answer ends"
            faults.append(Fault(field.label, must, mend="write the heading inside your text in another way"))
        else:
            end = next((start for start in starts if start > places[0]), len(lines))
            answer = "\n".join(lines[places[0] + 1 : end]).strip()
            answers[field.id] = "" if answer == NOTHING or (field.type == "dropdown" and answer == "None") else answer
    return Body(form, answers, tuple(faults))
