"""Find what a sender means: a source, or an entry by any of its names."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dermatheca.forms.answers import Answers
from dermatheca.link import Catalogue
from dermatheca.model.base import Source
from dermatheca.problem import nearest
from dermatheca.scaffold.names import slug

_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?(10\.[0-9]{4,9}/\S+)$", re.IGNORECASE)
_PMID = re.compile(r"(?:https?://pubmed\.ncbi\.nlm\.nih\.gov/|pmid:?\s*)?([1-9][0-9]{0,8})/?$", re.IGNORECASE)


def as_doi(text: str) -> str:
    """The DOI in `text`, '' if it is none."""
    match = _DOI.match(text.strip())
    return match[1].rstrip(".,;") if match else ""


def as_pmid(text: str) -> str:
    """The PubMed id in `text`, '' if it is none."""
    match = _PMID.match(text.strip())
    return match[1] if match else ""


def source_key(catalogue: Catalogue, text: str) -> str:
    """The key of the reference that `text` names by key, DOI, PubMed id or address; '' if there is none."""
    wanted = text.strip().strip("[]@ ")
    if wanted in catalogue.references:
        return wanted
    doi, pmid = as_doi(text).lower(), as_pmid(text)
    for key, reference in catalogue.references.items():
        known = {(reference.doi or "").lower(): doi, reference.pmid: pmid, reference.url: text.strip()}
        if any(mine and mine == theirs for mine, theirs in known.items()):
            return key
    return ""


def sources(answers: Answers, catalogue: Catalogue, checked: str, ident: str = "sources") -> tuple[Source, ...]:
    """The sources that the field names, each with where in it and the day on which it was compared."""
    found = []
    for name, at in answers.rows(ident, 1, 2, "a source, and where in it"):
        key = source_key(catalogue, name)
        if key:
            found.append(Source.model_validate({"ref": key, "at": at or None, "checked": checked or None}))
        else:
            mend = nearest(name, catalogue.references) or "please send it first with the form 'New reference'"
            answers.fault(ident, "must name sources that the catalogue has, by key, DOI or PubMed id", name, mend)
    return tuple(found)


def entry(names: Iterable[tuple[str, str]], text: str) -> str:
    """The id that `text` means among (name, id), by name or id, whatever its capitals and hyphens; '' if none or several."""
    wanted = slug(text)
    found = {ident for name, ident in names if wanted and wanted in (slug(name), ident)}
    return found.pop() if len(found) == 1 else ""


def names_of(catalogue: Catalogue, kind: str) -> list[tuple[str, str]]:
    """Every name of every entry of a kind, with the entry's id."""
    return [
        (name, ident)
        for ident, entity in catalogue.of_kind(kind).items()
        for name in (
            getattr(entity, "name", ""),
            *getattr(entity, "synonyms", ()),
            getattr(entity, "abbreviation", None) or "",
        )
        if name
    ]
