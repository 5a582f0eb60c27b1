"""One slide: title, bullets or table or pictures, its sources and address at the foot, the sources in full in its notes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches, Pt

from dermatheca.view.figures.figure import PALETTE
from dermatheca.view.teaching.deck import Deck
from dermatheca.view.teaching.fit import PAD, height, lines, note_height, row_height
from dermatheca.view.teaching.slides import CAUTION, Line

WIDE, HIGH = 13.333, 7.5
LEFT, ACROSS = 0.5, 12.333
TOP = 1.2
FOOT = 6.68
TEXT, TABLE, NOTE, SMALL = 20, 12, 10.5, 9
HEAD = 0.34
STRIP = 0.36
REMARK = 11
FOOT_LINES = 2


def colour(name: str) -> RGBColor:
    """A colour of the figures' palette."""
    red, green, blue = bytes.fromhex(PALETTE[name].lstrip("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call]


def write(paragraph: Any, text: str, size: float, ink: str = "ink", bold: bool = False, italic: bool = False) -> Any:
    """Put text into a paragraph; the run comes back."""
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.italic = Pt(size), bold, italic
    run.font.color.rgb = colour(ink)
    return run


def box(slide: Any, x: float, y: float, wide: float, high: float, name: str) -> Any:
    """A box for text; its frame comes back."""
    shape = slide.shapes.add_textbox(Inches(x), Inches(y), Inches(wide), Inches(high))
    shape.name = name
    frame = shape.text_frame
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    return frame


class Page:
    """A slide that is being filled; `y` is where its body begins, `end` where it must end."""

    def __init__(
        self, presentation: Any, deck: Deck, layout: int, title: str, caution: bool = False, remark: str = ""
    ) -> None:
        self.deck = deck
        self.slide = presentation.slides.add_slide(presentation.slide_layouts[layout])
        self.slide.shapes.title.text = title
        self.y, self.end = begin(caution), finish(remark)
        if caution:
            strip = self.slide.shapes.add_shape(5, Inches(LEFT), Inches(TOP), Inches(ACROSS), Inches(STRIP - 0.06))
            strip.name = "Not head to head"
            strip.shadow.inherit = False
            strip.fill.solid()
            strip.fill.fore_color.rgb = colour("soft")
            strip.line.color.rgb = colour("warn")
            frame = strip.text_frame
            frame.margin_top = frame.margin_bottom = 0
            frame.vertical_anchor = MSO_ANCHOR.MIDDLE
            write(frame.paragraphs[0], CAUTION, 13, "warn", bold=True)
        if remark:
            frame = box(self.slide, LEFT, self.end + 0.06, ACROSS, FOOT - self.end - 0.08, "Remark")
            write(frame.paragraphs[0], remark, REMARK, "muted", italic=True)

    def bullets(self, texts: Sequence[str], size: float) -> None:
        """Fill the body's placeholder."""
        body = self.slide.placeholders[1]
        body.left, body.top = Inches(LEFT), Inches(self.y)
        body.width, body.height = Inches(ACROSS), Inches(self.end - self.y)
        frame = body.text_frame
        for at, text in enumerate(texts):
            write(frame.paragraphs[0] if at == 0 else frame.add_paragraph(), text, size)

    def table(self, columns: Sequence[str], widths: Sequence[float], rows: Sequence[Line]) -> None:
        """A table that is one: a head, rows, merged cells where rows share them, notes across."""
        count = 1 + sum(2 if row.note else 1 for row in rows)
        frame = self.slide.shapes.add_table(
            count, len(columns), Inches(LEFT), Inches(self.y), Inches(ACROSS), Inches(HEAD)
        )
        frame.name = self.slide.shapes.title.text
        table = frame.table
        table.horz_banding = False
        for column, width in zip(table.columns, widths, strict=True):
            column.width = Inches(width)
        table.rows[0].height = Inches(HEAD)
        for at, name in enumerate(columns):
            _cell(table.cell(0, at), name, TABLE, "paper", "study", bold=True)
        at, starts, shaded = 1, [1] * len(columns), False
        for row in rows:
            shaded = shaded if row.joined else not shaded
            fill = "paper" if shaded else "soft"
            table.rows[at].height = Inches(row_height(row, widths, TABLE))
            for column, text in enumerate(row.cells):
                if column < row.joined:
                    _cell(table.cell(at, column), "", TABLE, "ink", fill)
                    continue
                starts[column] = at
                _cell(table.cell(at, column), text, TABLE, "ink", fill, bold=column == 0)
            at += 1
            if row.note:
                table.rows[at].height = Inches(note_height(row, widths, NOTE))
                _cell(table.cell(at, 0), row.note, NOTE, "muted", fill, italic=True)
                table.cell(at, 0).merge(table.cell(at, len(columns) - 1))
                at += 1
        _join(table, rows)

    def pictures(self, shown: Sequence[tuple[bytes, str, str, tuple[float, float]]]) -> None:
        """Pictures side by side, each with its name and description, in its size in inches."""
        gap = (ACROSS - sum(size[0] for *_, size in shown)) / (len(shown) + 1)
        x = LEFT + gap
        for data, name, description, (wide, high) in shown:
            picture = self.slide.shapes.add_picture(
                io.BytesIO(data), Inches(x), Inches(self.y), Inches(wide), Inches(high)
            )
            picture.name = name
            picture._element.nvPicPr.cNvPr.set("descr", description)
            x += wide + gap

    def foot(self, keys: Iterable[str], said: Iterable[str] = ()) -> None:
        """Sources and address on the slide; sources in full, and what else is said, in its notes."""
        keys = tuple(dict.fromkeys(keys))
        frame = box(self.slide, LEFT, FOOT, ACROSS - 0.9, HIGH - FOOT - 0.1, "Sources")
        write(frame.paragraphs[0], self._sources(keys), SMALL, "muted")
        address = frame.add_paragraph()
        run = write(address, self.deck.address, SMALL, "study")
        run.hyperlink.address = self.deck.address
        write(address, f"   {self.deck.credit}", SMALL, "muted")
        number = box(self.slide, LEFT + ACROSS - 0.8, HIGH - 0.38, 0.8, 0.25, "Number of the slide").paragraphs[0]
        number.alignment = 3
        number._p.append(
            parse_xml(
                f'<a:fld {nsdecls("a")} id="{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}" type="slidenum">'
                f'<a:rPr lang="en-GB" sz="{SMALL * 100}"/><a:t>‹#›</a:t></a:fld>'
            )
        )
        full = [self.deck.fulls[key] for key in keys] or [self.deck.citation]
        notes = [*said, "Sources:", *full, f"{self.deck.address} ({self.deck.credit})"]
        self.slide.notes_slide.notes_text_frame.text = "\n".join(notes)

    def _sources(self, keys: tuple[str, ...]) -> str:
        """As many short references as two lines hold; where there are none, the page itself is the source."""
        if not keys:
            return f"Source: {self.deck.citation}"
        for count in range(len(keys), -1, -1):
            rest = len(keys) - count
            tail = [f"and {rest} more: see the notes and References"] if rest else []
            text = "Sources: " + "; ".join([*(self.deck.shorts[key] for key in keys[:count]), *tail])
            if lines(text, ACROSS - 0.9, SMALL) <= FOOT_LINES:
                break
        return text


def begin(caution: bool) -> float:
    """Where the body of a slide begins."""
    return TOP + (STRIP + 0.04 if caution else 0)


def finish(remark: str) -> float:
    """Where it must end."""
    return FOOT - 0.08 - (height(remark, ACROSS, REMARK) + 0.08 if remark else 0)


def _cell(cell: Any, text: str, size: float, ink: str, fill: str, bold: bool = False, italic: bool = False) -> None:
    cell.margin_left = cell.margin_right = Inches(0.08)
    cell.margin_top = cell.margin_bottom = Inches(PAD / 2)
    cell.fill.solid()
    cell.fill.fore_color.rgb = colour(fill)
    paragraph = cell.text_frame.paragraphs[0]
    if text:
        write(paragraph, text, size, ink, bold, italic)
    else:
        paragraph.font.size = Pt(size)


def _join(table: Any, rows: Sequence[Line]) -> None:
    """Merge the cells that rows share with the row above them; a note between two rows ends what they share."""
    at = 1
    groups: list[tuple[int, int, int]] = []  # first row, last row, columns
    noted = False
    for row in rows:
        if row.joined and groups and not noted:
            first, _, columns = groups[-1]
            groups[-1] = (first, at, min(columns, row.joined) if columns else row.joined)
        else:
            groups.append((at, at, 0))
        noted = bool(row.note)
        at += 2 if row.note else 1
    for first, last, columns in groups:
        for column in range(columns if last > first else 0):
            table.cell(first, column).merge(table.cell(last, column))
