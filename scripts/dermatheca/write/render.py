"""Fill the templates: one page becomes one Markdown file, with numbered citations and resolved links."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import BytecodeCache, Environment, FileSystemLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup, escape

from dermatheca.link import CROSS_LINK, Catalogue
from dermatheca.model.base import Model
from dermatheca.read.yaml import Path_
from dermatheca.view.abbreviations import abbreviations, by_word, used
from dermatheca.view.bibliography import LIST_STYLE, PROCESSOR, by, csl, format_references, listed
from dermatheca.view.citer import Citer
from dermatheca.view.data.documents import Document
from dermatheca.view.embeds import embed_of, frame
from dermatheca.view.figures.figure import ROOT, Figure
from dermatheca.view.freshness import freshness
from dermatheca.view.metadata import dataset_item, json_ld, meta_tags, page_item, statement_item
from dermatheca.view.page import Page
from dermatheca.view.site import FOLDERS, Site, relative, url_of
from dermatheca.view.words import capital
from dermatheca.write import formats
from dermatheca.write.cache import Cache

Part = Callable[[dict[str, Any]], dict[str, Any]]

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~^<>&:])")
FILES = {"bib": "BibTeX", "ris": "RIS", "csl.json": "CSL-JSON"}  # of a citation, by the end of their name
_CELLS = re.compile(r"(</(?:th|td|dt|dd)>)(?=<(?:th|td|dt|dd)\b)")  # the search index needs a space between them


def markdown_escape(text: object) -> Markup:
    """Text that stays text in Markdown and in HTML."""
    return Markup(_MARKDOWN.sub(lambda m: f"&#{ord(m[1])};", str(text)))


def ticks(text: str) -> Markup:
    """Escaped text in which what stands in backticks is code."""
    return Markup(re.sub(r"`([^`]+)`", r"<code>\1</code>", str(escape(text))))


def code_lines(text: str) -> Markup:
    """Escaped text for a <pre> inside Markdown: line ends as entities, so that no blank line ends the block."""
    return Markup(str(escape(text)).replace("\n", "&#10;"))


def _records(item: Mapping[str, Any]) -> dict[str, str]:
    return {"BibTeX": formats.bibtex(item), "RIS": formats.ris(item), "CSL-JSON": formats.csl_json(item)}


@dataclass(frozen=True)
class Rendered:
    """A page as staged: its Markdown, the keys it cites, and the files of its citation by their place."""

    page: Page
    text: str
    cited: tuple[str, ...]
    files: Mapping[str, bytes]


class _Compiled(BytecodeCache):
    """Templates as compiled before, kept with all that is kept; Jinja itself compares the template's text."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def load_bytecode(self, bucket: Bucket) -> None:
        code = self._cache.find(f"template {sys.version} {bucket.key}")
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._cache.keep(f"template {sys.version} {bucket.key}", bucket.bytecode_to_string())


class Renderer:
    """Holds what all pages share; rendering itself changes nothing."""

    def __init__(
        self,
        catalogue: Catalogue,
        site: Site,
        templates: Path,
        cache: Cache,
        documents: Mapping[tuple[str, str], Document] | None = None,
    ) -> None:
        self.catalogue = catalogue
        self.documents = documents or {}
        self.site = site
        self.cache = cache
        self.abbreviations = abbreviations(catalogue)
        self.abbreviations_by_word = by_word(self.abbreviations)
        self.texts = self._reference_texts()
        self.listed = {key: listed(ref, self.texts[key]) for key, ref in catalogue.references.items()}
        self.citations: dict[str, Mapping[str, str]] = {style: {} for style in formats.STYLES}
        self.drawings: dict[str, Markup] = {}  # by the figure's id; whoever draws them puts them here
        self.environment = Environment(
            loader=FileSystemLoader(templates),
            bytecode_cache=_Compiled(cache),
            autoescape=True,
            comment_start_string="{##",  # {#id} is an attribute list of Markdown
            comment_end_string="##}",
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self.environment.filters |= {
            "md": markdown_escape,
            "capital": capital,
            "ticks": ticks,
            "lines": code_lines,
            "by": by,
        }

    def _reference_texts(self) -> dict[str, Markup]:
        references = self.catalogue.references
        texts = self.cache.get_all(
            {key: f"{PROCESSOR} {LIST_STYLE} {json.dumps(csl(ref))}" for key, ref in references.items()},
            lambda keys: format_references(references[key] for key in keys),
        )
        return {key: Markup(text) for key, text in texts.items()}

    def _item(self, page: Page) -> dict[str, Any]:
        document = self.documents.get(page.entity) if page.entity else None
        fingerprint = document.sha256[:12] if document else ""
        return page_item(page, self.site, self.site.edited_on(page.edited_files), fingerprint)

    def figures(self, pages: Iterable[Page]) -> dict[str, tuple[Figure, str]]:
        """The figures of pages by their id, each with its address."""
        return {
            figure.id: (figure, self.site.address(f"{page.url}#{figure.id}"))
            for page in pages
            for figure in page.figures
        }

    def prepare(self, pages: Iterable[Page]) -> None:
        """Do beforehand what needs the cache: templates, and the citations of all pages, faster than one by one.

        After this `render` of these pages reads and writes nothing, so that it can run in other processes.
        """
        patterns = {json.dumps(one): one for one in (formats.pattern(self._item(page)) for page in pages)}
        for style in formats.STYLES:
            self.citations[style] = self.cache.get_all(
                {said: f"citation {PROCESSOR} {formats.STYLES[style]} {said}" for said in patterns},
                partial(_formatted, patterns, style),
            )
        for name in self.environment.list_templates():
            self.environment.get_template(name)

    def citation(self, page: Page) -> dict[str, str]:
        """The citation of a page in every format."""
        return self._citation(self._item(page))

    def _citation(self, item: Mapping[str, Any]) -> dict[str, str]:
        return self._styles(item) | _records(item)

    def _styles(self, item: Mapping[str, Any]) -> dict[str, str]:
        """The citation of a page or of a part of it as text in every style."""
        pattern = formats.pattern(item)
        said = json.dumps(pattern)
        texts = {
            style: known.get(said) or formats.texts([pattern], style)[0] for style, known in self.citations.items()
        }
        return {style: formats.filled(text, item) for style, text in texts.items()}

    def _parts(self, page: Page) -> Callable[[Part], dict[str, str]]:
        """The citation in every format of any part of a page, given how the item of the part is made from the page's."""
        whole = self._item(page)
        return lambda part: self._citation(part(whole))

    def citation_of_part(self, page: Page, anchor: str, text: str) -> dict[str, str]:
        """The citation of a figure of a page in every format, by its anchor and title."""
        return self._parts(page)(lambda whole: statement_item(whole, anchor, text))

    def render(self, page: Page) -> Rendered:
        """One page; in a frozen snapshot with its banner."""
        if self.site.frozen:
            page = replace(page, scripts=(*page.scripts, "frozen.js"))
        citer = Citer(self.catalogue.references)
        edited = self.site.edited_on(page.edited_files)
        fresh = freshness(page.entities)
        item = self._item(page)
        citation = self._citation(item)
        anchors = {
            id(one.model): Markup(' id="{}"').format(one.anchor)
            for one in (self.catalogue.statements.get(page.entity, ()) if page.entity else ())
        }

        part = self._parts(page.data.get("cited", page))

        def at(statement: Model) -> Markup:
            return anchors.get(id(statement), Markup())

        shared = {
            "page": page,
            "at": at,
            "cited_as": lambda anchor, text: part(lambda whole: statement_item(whole, anchor, text)),
            "dataset": lambda: part(lambda whole: dataset_item(whole, self.site)),
            "citation": citation,
            "document": self.documents.get(page.entity) if page.entity else None,
            "site": self.site,
            "citer": citer,
            "cite": citer.sources,
            "cite_key": citer.key,
            "name_of": lambda kind, ident: self.catalogue.of_kind(kind)[ident].name,  # type: ignore[union-attr]
            "prose": lambda prose: citer.prose(prose, at(prose)),
            "link": self._linker(page),
            "to": lambda url: relative(page.url, url),
            "reference_texts": self.texts,
            "listed": self.listed,
            "chapter_body": lambda source: self._body(source, page, citer),
            "source_of": self._sourcer(page),
            "drawn": lambda figure: Markup(self.drawings[figure.id].replace(ROOT, relative(page.url, ""))),
            "frame": self._frame(page),
        }
        body = self.environment.get_template(f"{page.template}.md.j2").render(**page.data, **shared)
        explained = (
            used(self.abbreviations, self.abbreviations_by_word, body, page.url, lambda url: relative(page.url, url))
            if page.about
            else []
        )
        if self.site.frozen:
            body = self.environment.get_template("_frozen.md.j2").render(**shared) + "\n" + body
        body += "\n" + self.environment.get_template("_end.md.j2").render(
            **shared,
            abbreviations=explained,
            edited=edited,
            fresh=fresh,
        )
        reviewed = fresh.newest.isoformat() if fresh.newest and fresh.checked == fresh.statements else None
        front = _front_matter(page, json_ld(page, self.site, edited, reviewed), meta_tags(page, self.site, edited))
        cited = tuple(entry.reference.key for entry in citer.entries)
        body = _CELLS.sub(r"\1 ", re.sub(r"\n\n\n+", "\n\n", body))
        files = (
            {f"{page.url}cite.{ending}": f"{citation[name]}\n".encode() for ending, name in FILES.items()}
            if page.entity
            else {}
        )
        return Rendered(page, front + body, cited, files)

    def _frame(self, page: Page) -> str:
        """The code that shows the page in a frame elsewhere; '' where nothing can."""
        found = embed_of(page)
        return frame(found, self.site) if found else ""

    def _linker(self, page: Page) -> Callable[..., Markup]:
        def link(kind: str, entity: Any, shown: str | None = None, anchor: str = "") -> Markup:
            url = relative(page.url, url_of(kind, entity.id)) + anchor
            return Markup(f'<a href="{escape(url)}">{escape(shown or entity.name)}</a>')

        return link

    def _sourcer(self, page: Page) -> Callable[..., str]:
        def source_of(kind: str, ident: str, *path: str | int) -> str:
            where: Path_ = path
            place = self.catalogue.homes[kind, ident].place(where)
            return self.site.source_link(place.file, place.line)

        return source_of

    def _body(self, source: Any, page: Page, citer: Citer) -> Markup:
        up = "../" * page.file.count("/")

        def cross(match: re.Match[str]) -> str:
            folder, anchor = (
                ("glossary", f"#{match[2]}") if match[1] == "term" else (f"{FOLDERS[match[1]]}/{match[2]}", "")
            )
            return f"]({up}{folder}.md{anchor})"

        return Markup(CROSS_LINK.sub(cross, str(citer.inline(source.body))))


def _formatted(patterns: Mapping[str, Mapping[str, Any]], style: str, wanted: list[str]) -> dict[str, str]:
    return dict(zip(wanted, formats.texts([patterns[said] for said in wanted], style), strict=True))


def _front_matter(page: Page, ld: str, tags: list[tuple[str, str]]) -> str:
    """YAML front matter written as JSON values, so that no text can break it.

    Material writes title and description into its pages as they are, so they are HTML already.
    """
    front: dict[str, Any] = {
        "title": str(escape(page.title)),
        "description": str(escape(page.description)),
        "search": {"boost": page.boost} if page.boost else {"exclude": True},
        "jsonld": ld,
        "citation_tags": [list(tag) for tag in tags],
    }
    if page.wide:
        front["hide"] = ["navigation", "toc"]
    if page.feed:
        front["feed"] = page.feed
    embed = embed_of(page)
    if embed:
        front["oembed"] = embed.oembed
    if page.scripts:
        front["scripts"] = [f"assets/{name}" for name in page.scripts]
    lines = [f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in front.items()]
    return "\n".join(["---", *lines, "---", "", ""])
