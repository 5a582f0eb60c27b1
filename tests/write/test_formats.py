"""Citation formats."""

from __future__ import annotations

import json
from typing import Any

import pybtex.database
import pytest
import rispy
from citeproc.source.json import CiteProcJSON
from pylatexenc.latex2text import LatexNodes2Text

from dermatheca.view.bibliography import format_csl
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
    assert _text(ITEM, style) == expected


@pytest.mark.parametrize("style", formats.STYLES)
@pytest.mark.parametrize(
    "title", ["Skin of colour: what to Use", "What is HS?", "Approved. For Adults!", "100% of A. b."]
)
def test_the_text_is_what_the_processor_gives_for_the_item_itself(style: str, title: str) -> None:
    item = statement_item({**ITEM, "title": title}, "s-approval-1a2b3c4d", "United States: approved for eczema. " * 9)
    assert "#s-approval-1a2b3c4d" in item["URL"]
    assert item["title"].endswith("[…]")
    for one in (item, {**ITEM, "title": title}):
        plain = {name: value for name, value in one.items() if name not in ("publisher", "version")}
        (alone,) = format_csl([plain], formats.STYLES[style], plain=True).values()
        assert _text(one, style) == f"{alone.rstrip('.')} (version 2026.2.0)"


def test_items_of_one_pattern_differ_in_title_and_address_alone() -> None:
    other = {**ITEM, "id": "dermatheca-agents-y", "title": "Y", "URL": "https://example.org/agents/y/", "version": "2"}
    assert formats.pattern(ITEM) == formats.pattern(other)
    assert formats.pattern(ITEM) != formats.pattern({**ITEM, "issued": {"date-parts": [[2026, 1, 6]]}})


@pytest.mark.parametrize("style", formats.STYLES)
def test_the_dataset_is_cited_with_its_address(style: str) -> None:
    assert _text({**ITEM, "type": "dataset"}, style) == _text(ITEM, style)
    assert ITEM["URL"] in _text({**ITEM, "type": "dataset"}, style)


def _text(item: dict[str, Any], style: str) -> str:
    return formats.filled(formats.texts([formats.pattern(item)], style)[0], item)


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
