"""Citation formats."""

from __future__ import annotations

import json

import pybtex.database
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text

from dermatheca.view.metadata import statement_item
from dermatheca.write import formats

latex_to_text = LatexNodes2Text().latex_to_text

ITEM = {
    "id": "dermatheca-agents-x",
    "type": "webpage",
    "title": "X & Y_1 {z}",
    "container-title": "Dermatheca",
    "author": [{"literal": "Dermatheca editors"}],
    "publisher": "Dermatheca",
    "issued": {"date-parts": [[2026, 1, 5]]},
    "URL": "https://example.org/agents/x/",
    "version": "2026.2.0",
    "language": "en-GB",
}


@pytest.mark.parametrize(
    ("style", "expected"),
    [
        (
            "AMA",
            "Dermatheca editors. X & Y_1 {z}. Dermatheca. January 5, 2026. https://example.org/agents/x/ (version 2026.2.0)",
        ),
        (
            "APA",
            "Dermatheca editors. (2026, January 5). X & Y_1 {z}. Dermatheca. https://example.org/agents/x/ (version 2026.2.0)",
        ),
        (
            "Vancouver",
            "Dermatheca editors. X & Y_1 {z}. Dermatheca 2026. https://example.org/agents/x/ (version 2026.2.0)",
        ),
    ],
)
def test_text(style: str, expected: str) -> None:
    assert formats.with_version(formats.texts([ITEM], style)[ITEM["id"]], ITEM) == expected


@pytest.mark.parametrize("style", formats.STYLES)
def test_the_text_of_a_statement_is_what_its_own_item_gives(style: str) -> None:
    item = statement_item(ITEM, "s-approval-1a2b3c4d", "United States: approved for eczema. " * 9)
    page = formats.texts([ITEM], style)[ITEM["id"]]
    assert formats.of_statement(page, ITEM, item) == formats.texts([item], style)[item["id"]]
    assert "#s-approval-1a2b3c4d" in item["URL"]
    assert item["title"].endswith("[…]")


def test_bibtex_is_read_by_another_parser() -> None:
    (entry,) = pybtex.database.parse_string(formats.bibtex(ITEM), "bibtex").entries.values()
    assert entry.key == ITEM["id"]
    assert str(entry.persons["author"][0]).strip("{}") == "Dermatheca editors"
    assert entry.fields["url"] == ITEM["URL"]
    assert (entry.fields["year"], entry.fields["month"]) == ("2026", "01")
    assert latex_to_text(entry.fields["title"]) == ITEM["title"]


def test_ris_is_read_by_another_parser() -> None:
    (record,) = rispy.loads(formats.ris(ITEM))
    assert record["type_of_reference"] == "ELEC"
    assert record["title"] == ITEM["title"]
    assert record["authors"] == ["Dermatheca editors"]
    assert record["urls"] == [ITEM["URL"]]
    assert (record["year"], record["date"]) == ("2026", "2026/01/05")
    assert record["edition"] == ITEM["version"]


def test_csl_json_is_read_by_a_processor() -> None:
    data = json.loads(formats.csl_json(ITEM))
    assert data == [ITEM]
    assert str(CiteProcJSON(data)[ITEM["id"]]["title"]) == ITEM["title"]
