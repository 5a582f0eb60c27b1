"""Rules about the bibliography."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from dermatheca import cite
from dermatheca.check.dates import compared
from dermatheca.check.engine import Context, Finding, rule
from dermatheca.model.base import Prose, Source
from dermatheca.model.vocabulary import Design, RefStatus
from dermatheca.model.walk import links

DATED = (Design.LABEL, Design.REGULATOR, Design.PRESS_RELEASE)


@rule("reference-address")
def reference_address(context: Context) -> Iterator[Finding]:
    """A reference must be reachable: by DOI, PubMed id or address."""
    for ref in context.catalogue.references.values():
        if not (ref.doi or ref.pmid or ref.url):
            yield context.at("reference", ref.key, (), f"must have a doi, pmid or url; '{ref.key}' has none", "add one")


@rule("reference-journal")
def reference_journal(context: Context) -> Iterator[Finding]:
    """An article must name its journal."""
    for ref in context.catalogue.references.values():
        if ref.type == "article" and not ref.journal:
            yield context.at(
                "reference", ref.key, (), f"must name its journal; '{ref.key}' does not", "add journal = {...}"
            )


@rule("reference-checked")
def reference_checked(context: Context) -> Iterator[Finding]:
    """A source with which a statement was compared must have been proven by two independent places, on its day `checked`.

    A reference may stand unproven, and pages say so; then nothing can have been compared with it.
    """
    references = context.catalogue.references
    for item, told, _ in compared(context):
        for key in [told.ref] if isinstance(told, Source) else cite.keys(told.text):
            if key in references and references[key].checked is None:
                message = f"must be compared with proven sources only; '{key}' has no `checked` in references.bib"
                hint = (
                    "see it in two independent places, then add checked = {YYYY-MM-DD} there; or delete this `checked`"
                )
                yield context.find(item, "checked", message, hint)


@rule("reference-dated")
def reference_dated(context: Context) -> Iterator[Finding]:
    """A label, regulator's document or press release must have its date or revision, for labels change."""
    for ref in context.catalogue.references.values():
        if ref.design in DATED and not ref.date:
            yield context.at(
                "reference",
                ref.key,
                (),
                f"must have the date of the {ref.design.label}; '{ref.key}' has none",
                "add date = {YYYY-MM}",
            )


@rule("reference-date-year")
def reference_date_year(context: Context) -> Iterator[Finding]:
    """The `date` of a reference must lie in its `year`."""
    for ref in context.catalogue.references.values():
        if ref.date and not ref.date.startswith(str(ref.year)):
            yield context.at(
                "reference",
                ref.key,
                ("date",),
                f"must lie in the year {ref.year}; found {ref.date}",
                "mend one of the two",
            )


@rule("reference-unique")
def reference_unique(context: Context) -> Iterator[Finding]:
    """A DOI, PubMed id or title must stand in one entry only."""
    for name in ("doi", "pmid", "title"):
        owners: dict[str, list[str]] = defaultdict(list)
        for ref in context.catalogue.references.values():
            value = getattr(ref, name)
            if value and not (name == "title" and ref.design in DATED):
                owners[value.lower()].append(ref.key)
        for value, keys in owners.items():
            for key in keys[1:]:
                yield context.at(
                    "reference",
                    key,
                    (name,),
                    f"must have a {name} of its own; '{value[:80]}' stands in '{keys[0]}' too",
                    "merge the two entries",
                )


def _texts(data: object) -> Iterator[str]:
    """Every text in plain data."""
    if isinstance(data, str):
        yield data
    elif isinstance(data, (dict, list, tuple)):
        for value in data.values() if isinstance(data, dict) else data:
            yield from _texts(value)


@rule("reference-cited")
def reference_cited(context: Context) -> Iterator[Finding]:
    """A reference must be cited somewhere."""
    if not context.catalogue.whole:
        return  # a file that can't be read may cite it
    used: set[str] = set()
    for text in _texts(context.catalogue.unusable):
        used |= {text, *cite.keys(text)}
    for _, _, entity in context.catalogue.entities():
        used |= {target for _, kind, target in links(entity) if kind == "reference"}
    for _, prose in context.each(Prose):
        used |= set(cite.keys(prose.text))
    for source in context.catalogue.markdown():
        used |= set(cite.keys(source.body))
    for key in context.catalogue.references:
        if key not in used:
            yield context.at("reference", key, (), f"must be cited; nothing cites '{key}'", "cite it, or delete it")


@rule("retracted-not-cited")
def retracted_not_cited(context: Context) -> Iterator[Finding]:
    """A retracted paper must not be cited, unless its `note` says why it stays."""
    for ref in context.catalogue.references.values():
        if ref.status is RefStatus.RETRACTED and not ref.note:
            yield context.at(
                "reference",
                ref.key,
                ("status",),
                f"must not stay without a reason: '{ref.key}' is retracted",
                "delete it and what rests on it, or say in `note` why it stays",
            )


@rule("design-fits-label")
def design_fits_label(context: Context) -> Iterator[Finding]:
    """A key that begins with 'label-' must be a label, and a label's key must begin so: label-<region>-<brand>."""
    for ref in context.catalogue.references.values():
        if (ref.design is Design.LABEL) != ref.key.startswith("label-"):
            yield context.at(
                "reference",
                ref.key,
                ("design",),
                f"must be keyed label-<region>-<brand> if and only if it is a label; '{ref.key}' is a {ref.design.label}",
                "mend the key or the design",
            )
