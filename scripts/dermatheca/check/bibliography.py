"""Rules about how a reference is written: titles, authors, addresses, keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from dermatheca.check.engine import Context, Finding, rule
from dermatheca.latin import slug
from dermatheca.model.base import Statement
from dermatheca.model.reference import Reference
from dermatheca.model.vocabulary import Design, RefStatus
from dermatheca.reference.key import family_part

RESOLVERS = re.compile(r"^https?://(?:dx\.)?(?:doi\.org/(10\..+)|(?:www\.)?pubmed\.ncbi\.nlm\.nih\.gov/(\d+))")
TEST_COPIES = {"staging", "stage", "uat", "sit", "dev", "test", "beta", "preprod", "qa"}
PREVIEWS = (".vercel.app", ".netlify.app", ".pages.dev", ".web.app", ".herokuapp.com", ".azurewebsites.net")
PREPRINT_SERVERS = ("medrxiv", "biorxiv", "research square", "preprints", "ssrn", "arxiv")
CONTAINED = {"incollection": "booktitle", "inproceedings": "booktitle", "book": "publisher", "techreport": "publisher"}


def _references(context: Context) -> Iterator[Reference]:
    yield from context.catalogue.references.values()


@rule("reference-title-form")
def reference_title_form(context: Context) -> Iterator[Finding]:
    """A title must be as printed: not in capitals throughout, without a full stop at its end, without HTML."""
    for ref in _references(context):
        letters = [c for c in ref.title if c.isalpha()]
        found = (
            "capitals throughout"
            if len(letters) > 12 and all(c.isupper() for c in letters)
            else "a full stop at its end"
            if ref.title.endswith(".") and not ref.title.endswith(("...", "etc.", "al."))
            else "an HTML entity"
            if re.search(r"&(?:[a-z]+|#\d+);", ref.title)
            else ""
        )
        if found:
            message = f"must be the title as printed; '{ref.title[:50]}' has {found}"
            yield context.at("reference", ref.key, ("title",), message, "write it in sentence case, as plain text")


@rule("reference-authors")
def reference_authors(context: Context) -> Iterator[Finding]:
    """Authors must be people or bodies, each once: 'et al.' and 'others' are added by the style."""
    for ref in _references(context):
        seen: set[tuple[str, str]] = set()
        for author in ref.author:
            name = (author.family.casefold(), author.given.casefold())
            if author.family.casefold().strip(". ") in ("others", "et al", "al", "et al."):
                message = f"must list people or bodies; found '{author.family}'"
                yield context.at("reference", ref.key, ("author",), message, "list the authors that the source lists")
            elif name in seen:
                message = f"must list each author once; '{author.family}, {author.given}' stands twice"
                yield context.at("reference", ref.key, ("author",), message, "delete one of the two")
            seen.add(name)


@rule("reference-resolver")
def reference_resolver(context: Context) -> Iterator[Finding]:
    """A DOI or PubMed id must stand in its own field, not in `url`."""
    for ref in _references(context):
        match = RESOLVERS.match(ref.url or "")
        if match:
            field, value = ("doi", match[1]) if match[1] else ("pmid", match[2])
            message = f"must not hold a {field}; found '{ref.url}'"
            yield context.at("reference", ref.key, ("url",), message, f"write {field} = {{{value}}} instead")


@rule("reference-test-copy")
def reference_test_copy(context: Context) -> Iterator[Finding]:
    """An address must not lead to a copy for tests or previews ('staging.', 'qa.', '.vercel.app'): it vanishes, or shows what never was published."""
    for ref in _references(context):
        host = urlsplit(ref.url or "").hostname or ""
        names = [name for label in host.split(".")[:-1] for name in re.split(r"[-0-9]", label)]
        found = next((name for name in names if name in TEST_COPIES), "") or next(filter(host.endswith, PREVIEWS), "")
        if found:
            message = f"must be the public site; '{host}' is a copy for tests ('{found}')"
            yield context.at("reference", ref.key, ("url",), message, "find the page at the site's public address")


@rule("reference-container")
def reference_container(context: Context) -> Iterator[Finding]:
    """A chapter or paper of proceedings must name its book, a book or report its publisher."""
    for ref in _references(context):
        field = CONTAINED.get(ref.type)
        if field and not getattr(ref, field):
            message = f"must have a {field}, as a {ref.type} does; '{ref.key}' has none"
            yield context.at("reference", ref.key, (), message, f"add {field} = {{...}}")


@rule("reference-registry")
def reference_registry(context: Context) -> Iterator[Finding]:
    """A record keyed registry-<number> must be of design 'registry', and its address must hold the same number."""
    for ref in _references(context):
        if not ref.key.startswith("registry-"):
            continue
        number = ref.key.removeprefix("registry-")
        if ref.design is not Design.REGISTRY:
            message = f"must be 'registry' for the key '{ref.key}'; found '{ref.design}'"
            yield context.at("reference", ref.key, ("design",), message, "mend the key or the design")
        elif ref.url and number not in ref.url.casefold():
            message = f"must lead to '{number}', as the key says; found '{ref.url}'"
            yield context.at("reference", ref.key, ("url",), message, "check the number")


@rule("preprint-marked")
def preprint_marked(context: Context) -> Iterator[Finding]:
    """A preprint must have the status 'preprint', for nobody has reviewed it."""
    for ref in _references(context):
        place = f"{ref.journal or ''} {ref.publisher or ''}".casefold()
        server = next((name for name in PREPRINT_SERVERS if name in place), "")
        if server and ref.status is None:
            message = f"must have the status of a preprint: it stands on {server}"
            yield context.at("reference", ref.key, (), message, "add status = {preprint}, or cite the published paper")


@rule("reference-key-year")
def reference_key_year(context: Context) -> Iterator[Finding]:
    """A year in the key of a paper must be the year of the reference, or the one before it (papers appear online first)."""
    for ref in _references(context):
        match = re.search(r"-((?:19|20)\d\d)(?:-|$)", ref.key)
        if ref.type == "article" and match and int(match[1]) not in (ref.year, ref.year - 1):
            message = f"must have the year {ref.year} in its key; found '{ref.key}'"
            yield context.at(
                "reference", ref.key, ("year",), message, "mend the year, or the key and all its citations"
            )


@rule("reference-key-author")
def reference_key_author(context: Context) -> Iterator[Finding]:
    """The key of a paper, family-year-word, must begin with the family name of its first author."""
    for ref in _references(context):
        match = re.match(r"^(.+?)-(?:19|20)\d\d(?:-|$)", ref.key)
        if ref.type != "article" or not match or not ref.doi:
            continue
        name = ref.author[0].family
        family, whole = family_part(name), slug(name)
        if match[1] not in (family, whole, whole.replace("-", ""), *whole.split("-")):
            message = f"must begin with the first author, '{family}'; found '{ref.key}'"
            yield context.at("reference", ref.key, (), message, f"e.g. '{family}-{ref.year}-...', or mend `author`")


@rule("reference-pages")
def reference_pages(context: Context) -> Iterator[Finding]:
    """A range of pages must not run backwards; a last page may be shortened, as in 2335-48."""
    for ref in _references(context):
        match = re.match(r"^(\d+)-(\d+)$", ref.pages or "")
        if match:
            first, last = match[1], match[2]
            whole = first[: max(0, len(first) - len(last))] + last
            if int(whole) < int(first):
                message = f"must not run backwards; found '{ref.pages}'"
                yield context.at("reference", ref.key, ("pages",), message, "check the pages")


@rule("source-once")
def source_once(context: Context) -> Iterator[Finding]:
    """A statement must name the same place of the same source once."""
    for item, statement in context.each(Statement):
        seen: set[tuple[str, str | None]] = set()
        for index, source in enumerate(statement.sources):
            if (source.ref, source.at) in seen:
                where = item.below(source, "sources", index)
                message = f"must name a source once; '{source.ref}' stands twice with the same place"
                yield context.find(where, "ref", message, "delete one of the two, or say where in it")
            seen.add((source.ref, source.at))


@rule("concern-explained")
def concern_explained(context: Context) -> Iterator[Finding]:
    """A reference that was corrected or raised concern must say in its note what of it is affected."""
    for ref in _references(context):
        if ref.status in (RefStatus.CORRECTED, RefStatus.CONCERN) and not ref.note:
            message = f"must say in `note` what is affected; '{ref.key}' is marked '{ref.status}'"
            yield context.at("reference", ref.key, ("status",), message, "add note = {...}")
