"""A deck as data: its topics, its references in full and in short, and what its cover says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from markupsafe import Markup

from dermatheca.link import Catalogue
from dermatheca.view.metadata import EDITORS
from dermatheca.view.site import Site
from dermatheca.view.teaching.pack import Pack
from dermatheca.view.teaching.register import Register
from dermatheca.view.teaching.slides import DISCLAIMER, Topic, topics

KINDS = {"class": "Class of therapy", "condition": "Condition", "chapter": "Chapter of the review"}


@dataclass(frozen=True)
class Deck:
    """`shorts` and `fulls` are the references by key, numbered; `cover` are the lines below the title."""

    title: str
    kind: str
    address: str
    cover: tuple[str, ...]
    citation: str
    credit: str
    topics: tuple[Topic, ...] = field(repr=False)
    shorts: Mapping[str, str] = field(repr=False)
    fulls: Mapping[str, str] = field(repr=False)


def cite_as(name: str, site: Site, address: str) -> str:
    """How the page is cited."""
    return f"{EDITORS}. {name}. {site.name}, version {site.version}. {address}"


def deck_of(c: Catalogue, pack: Pack, site: Site, texts: Mapping[str, Markup]) -> Deck:
    """The deck of a pack; `texts` are the references as formatted."""
    subject = pack.subject
    register = Register(c.references, texts)
    found = tuple(topics(c, pack, register))
    for topic in found:
        for picture in topic.pictures:
            for key in picture.keys:
                register.number(key)
    address = site.address(subject.page)
    citation = cite_as(subject.name, site, address)
    return Deck(
        subject.name,
        KINDS[subject.kind],
        address,
        (
            f"{KINDS[subject.kind]}. Teaching slides made from {site.name} {site.version} on {site.built.isoformat()}",
            f"Handout, questions and cards: {site.address(subject.url)}",
            f"Cite as: {citation}",
            "Licence: CC BY 4.0. Share and change the slides, and name the source.",
            DISCLAIMER,
        ),
        citation,
        f"{site.name} {site.version}, CC BY 4.0",
        found,
        {key: register.short(key) for key in register.keys},
        {key: register.full(key) for key in register.keys},
    )
