"""An abbreviation is explained only where the page says what it stands for."""

from __future__ import annotations

import pytest

from dermatheca.view.abbreviations import Abbreviation, by_word, used

KNOWN = {
    "BP": Abbreviation("BP", "Bullous pemphigoid", "conditions/bullous-pemphigoid/"),
    "IGA 0/1": Abbreviation("IGA 0/1", "IGA 0 or 1", "outcomes/iga-0-1/"),
}


def found(markup: str, own: str = "") -> list[str]:
    return [one.short for one in used(KNOWN, by_word(KNOWN), markup, own, lambda url: f"../{url}")]


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<p>BP was measured</p>", []),
        ("<p>bullous pemphigoid (BP)</p>", ["BP"]),
        ('<a href="../conditions/bullous-pemphigoid/">it</a> BP', ["BP"]),
        ("LIBERTY&#45;BP of bullous pemphigoid", []),
        ("BPs and XBP in bullous pemphigoid", []),
        ('<i title="BP">bullous pemphigoid</i>', []),
        ("IGA 0/1 or IGA 0 or 1", ["IGA 0/1"]),
        ("IGA 0/1-like, IGA 0 or 1", ["IGA 0/1"]),
    ],
)
def test_what_is_explained(markup: str, expected: list[str]) -> None:
    assert found(markup) == expected


def test_a_page_does_not_explain_itself() -> None:
    assert found("bullous pemphigoid BP", own="conditions/bullous-pemphigoid/") == []
