"""Drawings from specifications, and pictures from drawings; alone in a module, so that a new process starts quickly."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import Any

import vl_convert
from PIL import Image, ImageChops

VEGA_LITE = "6.1"


def drawing(spec: Mapping[str, Any]) -> bytes:
    """A Vega-Lite specification as SVG. Raises ValueError if it is not valid."""
    return vl_convert.vegalite_to_svg(dict(spec), vl_version=VEGA_LITE).encode()


def picture(svg: str) -> bytes:
    """A drawing as PNG, at twice its size."""
    return smaller(vl_convert.svg_to_png(svg, scale=2))


def smaller(data: bytes) -> bytes:
    """The same picture, pixel for pixel, with a palette where its colours fit into one: a seventh of the bytes."""
    image = Image.open(io.BytesIO(data))
    plain = image.convert("RGB")
    few = plain.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
    see_through = image.has_transparency_data and image.convert("RGBA").getchannel("A").getextrema() != (255, 255)
    if see_through or ImageChops.difference(few.convert("RGB"), plain).getbbox():
        return data
    made = io.BytesIO()
    few.save(made, "PNG", compress_level=6)
    return made.getvalue()
