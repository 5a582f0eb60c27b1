"""The empty presentation: python-pptx's own template made wide, in our letters and colours.

They are set in its master, so that slides that a teacher adds look like the others.
"""

from __future__ import annotations

import re
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from pptx.util import Inches

from dermatheca.view.figures.figure import PALETTE
from dermatheca.write.teaching.slide import ACROSS, HIGH, LEFT, TEXT, WIDE

FONT = "Arial"  # on every machine, or one of the same widths
BODY, TITLE_ONLY = 1, 5  # layouts of the template
HEADING = 26


def blank() -> Any:
    """A presentation without slides."""
    presentation = Presentation()
    wider = Inches(WIDE) / (presentation.slide_width or 1)
    presentation.slide_width, presentation.slide_height = Inches(WIDE), Inches(HIGH)
    master: Any = presentation.slide_master
    layouts: Any = presentation.slide_layouts
    for holder in (master, *layouts):
        for shape in holder.placeholders:
            place = shape.left, shape.top, shape.width, shape.height
            shape.left, shape.top, shape.width, shape.height = (
                int(place[0] * wider),
                place[1],
                int(place[2] * wider),
                place[3],
            )
    for holder in (master, layouts[BODY], layouts[TITLE_ONLY]):
        title = next(shape for shape in holder.placeholders if shape.placeholder_format.type == PP_PLACEHOLDER.TITLE)
        title.left, title.top, title.width, title.height = map(Inches, (LEFT - 0.1, 0.3, ACROSS + 0.2, 0.8))
    _styles(master)
    package: Any = presentation.part.package
    for ident in [ident for ident, one in package._rels.items() if one.reltype.endswith("/thumbnail")]:
        package.drop_rel(ident)  # it shows the empty template
    return presentation


def _styles(master: Any) -> None:
    styles = master._element.find("{*}txStyles")
    head = styles.find("{*}titleStyle/{*}lvl1pPr")
    head.set("algn", "l")
    _letters(head.find("{*}defRPr"), HEADING, "study", bold=True)
    for size in styles.findall("{*}bodyStyle/*/{*}defRPr"):
        _letters(size, TEXT, "ink", bold=False)
    for relation in master.part.rels.values():
        if relation.reltype.endswith("/theme"):
            theme = relation.target_part
            ours = f'<a:latin typeface="{FONT}"'.encode()
            theme._blob = re.sub(rb'<a:latin typeface="Calibri[^"]*"', ours, theme.blob)


def _letters(run: Any, size: float, name: str, bold: bool) -> None:
    run.set("sz", str(int(size * 100)))
    run.set("b", str(int(bold)))
    for fill in run.findall("{*}solidFill/*"):
        fill.getparent().replace(fill, parse_xml(f'<a:srgbClr {nsdecls("a")} val="{PALETTE[name][1:].upper()}"/>'))
