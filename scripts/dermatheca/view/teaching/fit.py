"""How much of a topic a slide holds: lengths of text are estimated, so that no slide depends on the fonts of a machine."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import replace

from dermatheca.view.teaching.slides import Bullet, Line, Topic

LETTER = 0.52  # width of a letter in parts of its size, on average
LEADING = 1.2
MARGIN = 0.16  # of a cell, left and right together; inches
PAD = 0.09  # above and below
BULLETS = 5  # on a slide
GAP = 0.13  # between them


def lines(text: str, width: float, size: float) -> int:
    """In how many lines a text of `size` points is set in a column of `width` inches."""
    letters = max(4, int(width * 72 / (size * LETTER)))
    return max(1, len(textwrap.wrap(text, letters)))


def height(text: str, width: float, size: float) -> float:
    """How high it stands, in inches."""
    return lines(text, width, size) * size * LEADING / 72


def row_height(line: Line, widths: Sequence[float], size: float) -> float:
    """The height of a row of a table, without its note and the cells that it shares with the row above."""
    cells = list(zip(line.cells, widths, strict=True))[line.joined :]
    return max(height(cell, width - MARGIN, size) for cell, width in cells) + PAD


def note_height(line: Line, widths: Sequence[float], size: float) -> float:
    """The height of the note below a row; 0 for none."""
    return height(line.note, sum(widths) - MARGIN, size) + PAD if line.note else 0.0


def split_table(topic: Topic, widths: Sequence[float], size: float, note: float, room: float) -> list[list[Line]]:
    """Rows of a table by slide: a block stays together where it can."""

    def tall(block: Sequence[Line]) -> float:
        return sum(row_height(line, widths, size) + note_height(line, widths, note) for line in block)

    slides: list[list[Line]] = [[]]
    for block in topic.blocks:
        for part in [block] if tall(block) <= room else [(line,) for line in block]:
            if slides[-1] and tall(slides[-1]) + tall(part) > room:
                slides.append([])
            first = part[0] if slides[-1] else replace(part[0], joined=0)
            slides[-1] += [first, *part[1:]]
    return slides


def split_bullets(
    bullets: Sequence[Bullet], width: float, size: float, room: float, most: int = BULLETS, gap: float = GAP
) -> list[list[Bullet]]:
    """Bullets by slide, at most so many on each."""
    slides: list[list[Bullet]] = [[]]
    used = 0.0
    for bullet in bullets:
        tall = height(bullet.text, width, size) + gap
        if slides[-1] and (used + tall > room or len(slides[-1]) == most):
            slides.append([])
            used = 0.0
        slides[-1].append(bullet)
        used += tall
    return slides
