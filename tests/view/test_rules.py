"""The help pages of the rules."""

from __future__ import annotations

from pathlib import Path

from lxml import html

from dermatheca.check import RULES
from dermatheca.report import help_address, help_texts
from dermatheca.view.rules import rule_pages, subjects
from dermatheca.view.site import Example


def test_every_rule_has_a_page_under_one_subject() -> None:
    listed = [ident for _, rules in subjects() for ident in rules]
    assert sorted(listed) == sorted(set(listed)) == sorted(help_texts())
    assert {f"rules/{ident}/" for ident in listed} | {"rules/"} == {page.url for page in rule_pages({})}
    assert len(RULES) >= 60


def test_an_example_is_given_to_its_rule() -> None:
    example = Example("a.yaml", "id: x", "id: y", "a.yaml:1:1: link-known: must be x")
    pages = {page.url: page for page in rule_pages({"link-known": example})}
    assert pages["rules/link-known/"].data["example"] == example
    assert pages["rules/names-unique/"].data["example"] is None


def test_the_address_in_a_message_is_a_page_of_the_built_site(built: Path) -> None:
    address = help_address("https://example.org/", "percent-range").removeprefix("https://example.org/")
    page = html.parse(built / "site" / address / "index.html")
    codes = [code.text_content() for code in page.iterfind(".//pre//code")]
    assert any("percent-range: must be a percentage between 0 and 100; found 120" in code for code in codes)
    assert "- {arm: control, value: 120}" in codes[1]


def test_most_rules_show_an_example(built: Path) -> None:
    pages = [(built / "site/rules" / ident / "index.html").read_text(encoding="utf-8") for ident in RULES]
    assert sum('id="example"' in page for page in pages) >= 0.8 * len(pages)
