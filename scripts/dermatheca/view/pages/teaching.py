"""The page of each teaching pack, and the list of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from dermatheca.link import Catalogue
from dermatheca.problem import Place
from dermatheca.view.metadata import about_condition
from dermatheca.view.page import Page
from dermatheca.view.site import url_of
from dermatheca.view.teaching.pack import Pack
from dermatheca.view.teaching.subject import Subject

TEMPLATE = "teaching"
SHELVES = {"class": "Classes of therapy", "condition": "Conditions", "chapter": "Chapters of the review"}
FILES = {
    "pptx": "Slides to change and show",
    "pdf": "Handout of one page to print",
    "apkg": "Question cards for Anki",
}


def pack_pages(c: Catalogue, packs: Sequence[Pack]) -> Iterator[Page]:
    """Objectives, key points, questions and files; facts of other pages, so that it cites nothing anew."""
    for pack in packs:
        subject = pack.subject
        yield Page(
            url=subject.url,
            title=f"Teaching pack: {subject.name}",
            description=f"Objectives, key points, slides, a handout, questions and cards to teach: {subject.name}.",
            template=TEMPLATE,
            data={"pack": pack, "subject": subject, "shelf": SHELVES[subject.kind], "downloads": FILES},
            place=_place(c, subject),
            entities=pack.models,
            about=about_condition(c.conditions[subject.id]) if subject.condition else None,
            boost=0.5,
            former_urls=tuple(f"teach/{url_of(subject.kind, former)}" for former in subject.former_ids),
            repeats=True,
        )


def shelves(packs: Sequence[Pack]) -> list[tuple[str, list[Pack]]]:
    """The packs by kind."""
    return [(title, [pack for pack in packs if pack.subject.kind == kind]) for kind, title in SHELVES.items()]


def _place(c: Catalogue, subject: Subject) -> Place:
    if subject.kind == "chapter":
        source = c.chapters[subject.id].source
        return Place(source.file, source.first_line)
    return c.homes[subject.kind, subject.id].place()
