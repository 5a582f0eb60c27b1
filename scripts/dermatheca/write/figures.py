"""Draw figures: SVG for the page, which follows its colours, and SVG, PNG and CSV to take away, each with its attribution."""

from __future__ import annotations

import csv
import io
import json
import re
import struct
import textwrap
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from dermatheca.spread import NewProcesses
from dermatheca.view.figures.figure import FONT, PALETTE, ROOT, SIZE, Figure
from dermatheca.view.metadata import LICENCE
from dermatheca.view.site import Site
from dermatheca.write.cache import Cache, version_of
from dermatheca.write.paint import VEGA_LITE, drawing, picture

AT_ONCE = 128  # figures
_HEAD = re.compile(r'^<svg [^>]*?width="([0-9.]+)" height="([0-9.]+)"[^>]*>')
_ROLES = re.compile(r' (?:role|aria-[a-z]+)="[^"]*"')
_LINE = SIZE + 4


@dataclass(frozen=True)
class Drawn:
    """A figure as drawn: `inline` for the page, with links from the site's root as ROOT says, and the files by ending."""

    inline: Markup
    files: dict[str, bytes]


def draw_all(wanted: Sequence[tuple[Figure, str]], site: Site, cache: Cache) -> Iterator[Drawn]:
    """Draw figures, each for the page at the address beside it; what was drawn before is taken from the cache.

    Raises ValueError if a specification is not valid.
    """
    with NewProcesses() as others:
        for start in range(0, len(wanted), AT_ONCE):  # so that not all files are held at once
            yield from _draw(wanted[start : start + AT_ONCE], site, cache, others)


def _draw(wanted: Sequence[tuple[Figure, str]], site: Site, cache: Cache, others: NewProcesses) -> Iterator[Drawn]:
    version = f"{version_of('vl-convert-python')} {VEGA_LITE}"
    svgs = cache.get_each(
        [f"svg {version} {json.dumps(figure.spec)}" for figure, _ in wanted],
        lambda missing: others.spread(drawing, [dict(wanted[at][0].spec) for at in missing]),
    )
    sheets = [_sheet(figure, svg.decode(), site, address) for (figure, address), svg in zip(wanted, svgs, strict=True)]
    pictures = cache.get_each(
        [f"picture {version} {version_of('pillow')} {sheet.whole}" for sheet in sheets],
        lambda missing: others.spread(picture, [sheets[at].whole for at in missing]),
    )
    for (figure, _), sheet, png in zip(wanted, sheets, pictures, strict=True):
        files = {"svg": sheet.whole.encode(), "png": _png(png, figure, sheet.credit), "csv": _csv(figure, sheet.credit)}
        yield Drawn(sheet.inline, files)


@dataclass(frozen=True)
class _Sheet:
    """A drawing in the page, the drawing as a file, and its attribution."""

    inline: Markup
    whole: str
    credit: str


def _sheet(figure: Figure, svg: str, site: Site, address: str) -> _Sheet:
    head = _HEAD.match(svg)
    if not head:
        raise ValueError(f"the drawing of {figure.id} does not begin with its size")
    width, height = float(head[1]), float(head[2])
    body = _ROLES.sub("", svg[head.end() : -len("</svg>")])
    credit = f"{site.name} {site.version}, CC BY 4.0, {address}"
    whole = _whole(figure, body.replace(ROOT, site.address("")), width, height, credit)
    return _Sheet(_inline(figure, body, width, height), whole, credit)


def _inline(figure: Figure, body: str, width: float, height: float) -> Markup:
    """The drawing in the page: its colours are the style sheet's, its size the column's."""
    for name, colour in PALETTE.items():
        body = body.replace(f'"{colour}"', f'"var(--dm-{name})"')
    role = "group" if figure.links else "img"
    words = Markup('<title id="{0}-title">{1}</title><desc id="{0}-desc">{2}</desc>').format(
        figure.id, figure.title, figure.description
    )
    start = Markup(
        '<svg class="dm-drawing" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        'viewBox="0 0 {0:g} {1:g}" style="--dm-width:{0:g}" role="{2}" aria-labelledby="{3}-title" aria-describedby="{3}-desc">'
    ).format(width, height, role, figure.id)
    return start + words + Markup(body) + Markup("</svg>")


def _whole(figure: Figure, body: str, width: float, height: float, credit: str) -> str:
    """The drawing as a file: with its title above and its attribution below."""
    letters = int(width / (SIZE * 0.56))
    title, note = textwrap.wrap(figure.title, int(letters * 0.85)), textwrap.wrap(credit, int(letters * 1.15))
    top, bottom = len(title) * (_LINE + 2) + 8, len(note) * _LINE + 8
    tall = top + height + bottom

    def lines(texts: list[str], y: float, size: int, extra: str) -> str:
        return "".join(
            f'<text x="8" y="{y + (size + 4) * at:g}" font-family="{FONT}, Arial, sans-serif" font-size="{size}px" {extra}>{escape(text)}</text>'
            for at, text in enumerate(texts)
        )

    wide = width + 16
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="{wide:g}" height="{tall:g}" '
        f'viewBox="0 0 {wide:g} {tall:g}" role="img"><title>{escape(figure.title)}</title><desc>{escape(figure.description)}</desc>'
        '<metadata><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:cc="http://creativecommons.org/ns#" '
        f'xmlns:dc="http://purl.org/dc/elements/1.1/"><cc:Work rdf:about=""><dc:title>{escape(figure.title)}</dc:title>'
        f'<dc:source>{escape(credit)}</dc:source><cc:license rdf:resource="{LICENCE}"/></cc:Work></rdf:RDF></metadata>'
        f'<rect width="100%" height="100%" fill="{PALETTE["paper"]}"/>'
        + lines(title, SIZE + 6, SIZE + 2, f'font-weight="bold" fill="{PALETTE["ink"]}"')
        + f'<g transform="translate(8,{top:g})">{body}</g>'
        + lines(note, top + height + SIZE + 2, SIZE - 2, f'fill="{PALETTE["muted"]}"')
        + "</svg>\n"
    )


def _png(data: bytes, figure: Figure, credit: str) -> bytes:
    """The picture with its title and attribution as text chunks before the end (PNG specification, 11.3.3)."""
    chunks = b"".join(
        struct.pack(">I", len(text)) + kind + text + struct.pack(">I", zlib.crc32(kind + text))
        for kind in (b"iTXt",)
        for name, words in (("Title", figure.title), ("Description", figure.description), ("Copyright", credit))
        for text in [name.encode() + b"\0\0\0\0\0" + words.encode()]
    )
    end = data.rindex(b"IEND") - 4
    return data[:end] + chunks + data[end:]


def _csv(figure: Figure, credit: str) -> bytes:
    """The figure's table; what it is and whose stands on comment lines above."""
    text = io.StringIO()
    text.write(f"# {figure.title}\r\n# {credit}\r\n")
    rows = csv.writer(text)
    rows.writerow((*figure.columns, "Sources"))
    for row in figure.rows:
        rows.writerow((*map(_harmless, row.cells), "; ".join(source.ref for source in row.sources)))
    return text.getvalue().encode()


def _harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "@", "\t", "\r") or re.match(r"-(?![0-9.]+\b)", cell) else cell
