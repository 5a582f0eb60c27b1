"""What every figure has: a title, a description, a specification, and the table of what it shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from dermatheca.model.base import Source
from dermatheca.view.site import url_of

# Colours by what they say. A drawn figure holds these; on a page each becomes the style sheet's variable of the same name.
PALETTE = {
    "ink": "#1f2a2e",
    "paper": "#fefefe",
    "line": "#c3ccd0",
    "soft": "#f1f6f7",
    "muted": "#4d5a60",
    "study": "#0b6b7d",
    "comparator": "#8a9499",
    "warn": "#9b1c1c",
}

FONT = "Liberation Sans"
SIZE = 12

# Links inside a drawing begin with this; a page puts the way to the site's root in its place, a file the site's address.
ROOT = "https://dermatheca.invalid/"

Spec = dict[str, Any]
T = TypeVar("T")


@dataclass(frozen=True)
class Row:
    """A row of a figure's table, with the sources of what it says."""

    cells: tuple[str, ...]
    sources: tuple[Source, ...] = ()


@dataclass(frozen=True)
class Figure:
    """A figure; `id` is a slug that no other figure of the site has, `links` says that its drawing holds links."""

    id: str
    title: str
    description: str
    spec: Mapping[str, Any] = field(repr=False)
    columns: tuple[str, ...]
    rows: tuple[Row, ...] = field(repr=False)
    links: bool = False


def link(kind: str, ident: str) -> str:
    """The address of an entity's page inside a drawing."""
    return ROOT + url_of(kind, ident)


def layered(layers: Sequence[Spec], width: float, height: float) -> Spec:
    """A drawing of `width` by `height` points whose layers share the scales x and y."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": width,
        "height": height,
        "layer": list(layers),
        "config": {
            "font": FONT,
            "background": None,
            "view": {"stroke": None},
            "axis": {
                "labelColor": PALETTE["muted"],
                "titleColor": PALETTE["muted"],
                "gridColor": PALETTE["line"],
                "domainColor": PALETTE["line"],
                "tickColor": PALETTE["line"],
                "labelFontSize": SIZE - 1,
                "titleFontSize": SIZE - 1,
                "titleFontWeight": "normal",
            },
            "text": {"fontSize": SIZE, "color": PALETTE["ink"], "align": "left", "baseline": "middle"},
        },
    }


def layer(mark: Spec, values: Sequence[Spec], x: Spec, y: Spec, **channels: Spec) -> Spec:
    """One layer: marks without roles of their own, for the table says what they say."""
    return {"mark": {"aria": False, **mark}, "data": {"values": list(values)}, "encoding": {"x": x, "y": y, **channels}}


def plain(name: str) -> Spec:
    """A field whose numbers are places in the drawing, without an axis."""
    return {"field": name, "type": "quantitative", "scale": None, "axis": None}


def shortened(text: str, width: float, size: float = SIZE) -> str:
    """The text, cut with an ellipsis where it is wider than `width` points (letters of 0.52 of the size on average)."""
    most = int(width / (size * 0.52))
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def shares(items: Sequence[T], most: int) -> list[Sequence[T]]:
    """Even shares of at most `most`."""
    each = -(-len(items) // -(-len(items) // most)) if items else 1
    return [items[at : at + each] for at in range(0, len(items), each)]


def numbered(parts: Sequence[Figure]) -> tuple[Figure, ...]:
    """Parts of one figure told apart by id and title; a single one stays as it is."""
    if len(parts) < 2:
        return tuple(parts)
    return tuple(
        replace(part, id=f"{part.id}-part-{at}", title=f"{part.title} ({at} of {len(parts)})")
        for at, part in enumerate(parts, 1)
    )
