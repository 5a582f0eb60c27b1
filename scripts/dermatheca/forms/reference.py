"""The form 'New reference'."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from dermatheca.forms.answers import Answers
from dermatheca.forms.lookup import as_doi, as_pmid, source_key
from dermatheca.forms.submission import Proposal, Submission, typed
from dermatheca.latin import slug
from dermatheca.link import Catalogue
from dermatheca.model.base import PARTIAL_DATE
from dermatheca.model.reference import Reference
from dermatheca.model.vocabulary import Design
from dermatheca.reference.bibliography import NAME, CannotAddError, insert, read_bibliography
from dermatheca.reference.key import propose as propose_key
from dermatheca.scaffold.draft import Change

_PAGES = re.compile(r"([^\s():;,]+)?\s*(?:\(([^()]+)\))?\s*(?:[:;,]\s*(\S.*))?$")
_FIELDS = {
    "year": "published",
    "date": "published",
    "volume": "pages",
    "number": "pages",
    "doi": "address",
    "pmid": "address",
}
_FIELDS |= {"url": "address", "booktitle": "journal", "publisher": "journal"}

_UNPROVEN = "See the reference in two independent places, then add the day as `checked`."


def read(answers: Answers, catalogue: Catalogue) -> Submission[Reference] | None:
    """The reference that the form describes; None if something must be mended."""
    data: dict[str, Any] = {
        "type": answers.choice("type"),
        "title": " ".join(answers.text("title").split()).removesuffix("."),
        "author": _authors(answers),
        "design": answers.choice("design"),
        "note": answers.line("note"),
        "checked": answers.checked(),
        **_published(answers),
        **_pages(answers),
        **_addresses(answers, catalogue),
    }
    answers.text("supports", plain=False)
    holder = {"article": "journal", "incollection": "booktitle", "inproceedings": "booktitle"}.get(
        data["type"], "publisher"
    )
    data[holder] = answers.line("journal")
    if holder == "journal" and not data[holder]:
        answers.fault("journal", "must be answered for an article")
    data["key"] = _key(answers, catalogue, data)
    return typed(answers, Reference, data, _FIELDS)


def _authors(answers: Answers) -> list[dict[str, str]]:
    people = []
    for line in answers.text("author").split("\n"):
        name = " ".join(line.strip().strip(";").split())
        family, comma, given = (part.strip() for part in name.partition(","))
        if comma and not (family and given):
            answers.fault("author", "must have each author as 'Family, Given'", name, "one a line")
        elif name:
            people.append({"family": family, "given": given} if comma else {"family": family})
    return people


def _published(answers: Answers) -> dict[str, Any]:
    text = answers.line("published")
    if not text:
        return {}
    if not re.fullmatch(PARTIAL_DATE, text) or text > answers.today.isoformat():
        answers.fault("published", "must be a date that has been, as YYYY, YYYY-MM or YYYY-MM-DD", text)
        return {}
    if len(text) == 4 and answers.raw["design"] in (
        Design.LABEL.label,
        Design.REGULATOR.label,
        Design.PRESS_RELEASE.label,
    ):
        answers.fault(
            "published", "must have the month or the day for a label, a regulator's document or a press release", text
        )
    return {"year": int(text[:4]), "date": text if len(text) > 4 else ""}


def _pages(answers: Answers) -> dict[str, str]:
    text = answers.line("pages")
    match = _PAGES.match(text)
    if not match:
        answers.fault("pages", "must look like 375(24): 2335-2348", text)
        return {}
    volume, issue, pages = (part or "" for part in match.groups())
    return {"volume": volume, "number": issue.strip(), "pages": re.sub(r"\s*(--|–|—)\s*", "-", pages)}


def _addresses(answers: Answers, catalogue: Catalogue) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in filter(None, (line.strip() for line in answers.text("address").split("\n"))):
        name, value = next(((n, v) for n, v in (("doi", as_doi(line)), ("pmid", as_pmid(line))) if v), ("url", line))
        if name in found or (name == "url" and not line.startswith(("https://", "http://"))):
            answers.fault(
                "address", "must be at most one DOI, one PubMed id and one address that begins with https://", line
            )
            continue
        found[name] = value
        known = source_key(catalogue, value)
        if known:
            answers.fault(
                "address",
                f"must belong to a new source; the catalogue has this one as `{known}`",
                line,
                "cite it by that key",
            )
    return found


def _key(answers: Answers, catalogue: Catalogue, data: dict[str, Any]) -> str:
    given, label = answers.line("key"), data["design"] == Design.LABEL
    if given and (slug(given) != given or len(given) > 60 or given.startswith("label-") != label):
        must = "must be lower-case letters, digits and single hyphens, and begin with label- if and only if it is a label's"
        answers.fault("key", must, given)
        return ""
    if label and not given:
        answers.fault("key", "must be answered for a label: label-region-brand, such as label-us-dupixent")
        return ""
    whole = data["author"] and data["title"] and data.get("year")
    key = given or (propose_key(data["author"][0]["family"], data["year"], data["title"], ()) if whole else "")
    if key and catalogue.knows("reference", key):
        answers.fault(
            "key" if given else "title",
            f"must be a new source; the catalogue has a `{key}`",
            mend="if yours is another one, give it a key of its own in the field 'Key'",
        )
    return key


def propose(root: Path, catalogue: Catalogue, answers: Answers) -> Proposal | None:
    """The bibliography with the new entry; None if something must be mended."""
    submission = read(answers, catalogue)
    if submission is None:
        return None
    reference = submission.entity
    try:
        bibliography = read_bibliography(root)
        after, _ = insert(bibliography, reference)
    except CannotAddError as refused:
        answers.fault("title", str(refused))
        return None
    change = Change(NAME, bibliography.raw, after)
    todo = () if reference.checked else (_UNPROVEN,)
    return Proposal(f"New reference: {reference.key}", reference.key, (change,), todo)
