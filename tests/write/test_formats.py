"""Citation formats."""

from __future__ import annotations

import json

import pytest

from dermatheca.read.bibtex import parse_bibtex
from dermatheca.write import formats

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


def test_text() -> None:
    assert formats.text(ITEM) == (
        "Dermatheca editors. X & Y_1 {z}. Dermatheca. January 5, 2026. https://example.org/agents/x/"
    )


def test_bibtex_reads_back() -> None:
    document, problems = parse_bibtex(formats.bibtex(ITEM), "x.bib")
    assert problems == []
    entry = document.data["dermatheca-agents-x"]
    assert entry["author"] == [{"family": "Dermatheca editors"}]
    assert entry["url"] == ITEM["URL"]
    assert entry["year"] == "2026"
    assert entry["title"].startswith("X & Y_1")


def test_ris() -> None:
    lines = formats.ris(ITEM).splitlines()
    assert lines[0] == "TY  - ELEC"
    assert lines[-1] == "ER  - "
    assert "DA  - 2026/01/05" in lines
    assert all(line[2:6] == "  - " for line in lines)


def test_csl_json() -> None:
    assert json.loads(formats.csl_json(ITEM)) == [ITEM]


@pytest.mark.parametrize("form", [formats.text, formats.bibtex, formats.ris, formats.csl_json])
def test_deterministic(form) -> None:  # type: ignore[no-untyped-def]
    assert form(ITEM) == form(dict(ITEM))
