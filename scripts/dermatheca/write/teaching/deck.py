"""Write a deck as PPTX: real titles, bullets and tables, so that a teacher can change every word."""

from __future__ import annotations

import datetime as dt
import io
import struct
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pptx.util import Inches, Pt

from dermatheca.view.figures.figure import SIZE
from dermatheca.view.teaching.deck import Deck
from dermatheca.view.teaching.fit import split_bullets, split_table
from dermatheca.view.teaching.slides import Bullet, Picture, Topic
from dermatheca.write.teaching.blank import BODY, TITLE_ONLY, blank
from dermatheca.write.teaching.fixed import fixed
from dermatheca.write.teaching.slide import (
    ACROSS,
    HEAD,
    HIGH,
    LEFT,
    NOTE,
    TABLE,
    TEXT,
    Page,
    begin,
    box,
    colour,
    finish,
    write,
)

REFERENCE, MANY, CLOSE = 9.5, 30, 0.05  # size of a reference, how many on a slide, inches between them
LARGEST, SMALLEST = 15.0, 9.0  # letters of a picture, in points


def deck_file(deck: Deck, day: dt.date, pictures: Mapping[str, bytes]) -> bytes:
    """The deck; `pictures` are PNGs by the id of their figure."""
    presentation = blank()
    _cover(presentation, deck)
    for topic in deck.topics:
        _topic(presentation, deck, topic, pictures)
    _references(presentation, deck)
    _properties(presentation, deck, day)
    made = io.BytesIO()
    presentation.save(made)
    return fixed(made.getvalue(), day)


def _cover(presentation: Any, deck: Deck) -> None:
    page = Page(presentation, deck, TITLE_ONLY, deck.title)
    title = page.slide.shapes.title
    title.left, title.top, title.width, title.height = Inches(1.1), Inches(1.3), Inches(11.2), Inches(1.5)
    title.text_frame.paragraphs[0].runs[0].font.size = Pt(40)
    band = page.slide.shapes.add_shape(1, 0, 0, Inches(0.5), Inches(HIGH))
    band.name = "Band"
    band.fill.solid()
    band.fill.fore_color.rgb = colour("study")
    band.line.fill.background()
    frame = box(page.slide, 1.1, 3.0, 11.2, 3.2, "About these slides")
    for at, text in enumerate(deck.cover):
        paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
        paragraph.space_after = Pt(10)
        write(paragraph, text, 20 if at == 0 else 14, "ink" if at else "muted", bold=at == len(deck.cover) - 1)
    page.foot((), said=deck.cover)


def _topic(presentation: Any, deck: Deck, topic: Topic, pictures: Mapping[str, bytes]) -> None:
    room = finish(topic.remark) - begin(topic.caution)
    number = 0

    def page(layout: int) -> Page:
        nonlocal number
        number += 1
        title = topic.title if number == 1 else f"{topic.title} ({number})"
        return Page(presentation, deck, layout, title, topic.caution, topic.remark)

    said = list(topic.said)
    for shown in split_bullets(topic.bullets, ACROSS - 0.6, TEXT, room) if topic.bullets else ():
        one = page(BODY)
        one.bullets([bullet.text for bullet in shown], TEXT)
        one.foot((key for bullet in shown for key in bullet.keys), said)
    if topic.blocks:
        widths = [ACROSS * part / sum(topic.widths) for part in topic.widths]
        for rows in split_table(topic, widths, TABLE, NOTE, room - HEAD):
            one = page(TITLE_ONLY)
            one.table(topic.columns, widths, rows)
            one.foot((key for row in rows for key in row.keys), said)
    for group in _placed(topic.pictures, pictures, room):
        one = page(TITLE_ONLY)
        one.pictures([(pictures[p.figure.id], p.figure.title, p.figure.description, size) for p, size in group])
        one.foot((key for p, _ in group for key in p.keys), [p.figure.description for p, _ in group])


Placed = list[tuple[Picture, tuple[float, float]]]


def _placed(shown: Sequence[Picture], pictures: Mapping[str, bytes], room: float) -> Iterator[Placed]:
    """Pictures by slide, two beside each other where their letters stay large enough; with their sizes in inches."""
    rest = list(shown)
    while rest:
        both = rest[:2]
        sizes = [_size(pictures[one.figure.id]) for one in both]
        half = (ACROSS - 0.2) / 2
        scale = min(min(room / high, half / wide) for wide, high in sizes)
        if len(both) < 2 or scale * SIZE * 72 < SMALLEST:
            both, sizes = both[:1], sizes[:1]
            scale = min(room / sizes[0][1], ACROSS / sizes[0][0])
        scale = min(scale, LARGEST / SIZE / 72)
        yield [(one, (wide * scale, high * scale)) for one, (wide, high) in zip(both, sizes, strict=True)]
        del rest[: len(both)]


def _size(png: bytes) -> tuple[float, float]:
    """Width and height in points of the drawing, which the picture has twice."""
    wide, high = struct.unpack(">II", png[16:24])
    return wide / 2, high / 2


def _references(presentation: Any, deck: Deck) -> None:
    bullets = [Bullet(text) for text in deck.fulls.values()]
    room = finish("") - begin(caution=False)
    for number, shown in enumerate(split_bullets(bullets, ACROSS, REFERENCE, room, MANY, CLOSE) if bullets else (), 1):
        page = Page(presentation, deck, TITLE_ONLY, "References" if number == 1 else f"References ({number})")
        frame = box(page.slide, LEFT, page.y, ACROSS, page.end - page.y, "References")
        for at, bullet in enumerate(shown):
            paragraph = frame.paragraphs[0] if at == 0 else frame.add_paragraph()
            paragraph.space_after = Pt(CLOSE * 72)
            write(paragraph, bullet.text, REFERENCE)
        page.foot(())


def _properties(presentation: Any, deck: Deck, day: dt.date) -> None:
    core = presentation.core_properties
    midnight = dt.datetime(day.year, day.month, day.day)
    core.title, core.subject, core.author = deck.title, deck.kind, "Dermatheca editors"
    core.comments, core.keywords, core.language = f"{deck.address} {deck.credit}", "dermatology", "en-GB"
    core.created = core.modified = midnight
    core.last_modified_by, core.revision = "Dermatheca editors", 1
