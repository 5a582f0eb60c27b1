"""The long lists: filtered, sorted and shared by their address; whole without script; cards on a phone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from dermatheca.validate import Report
from dermatheca.view import lists

LISTS = ["agents/", "approvals/", "trials/", "references/"]


def rows_of(real: Report, path: str) -> int:
    """How many rows a list must hold."""
    c = real.catalogue
    return {
        "agents/": len(c.agents),
        "approvals/": sum(len(agent.approvals) for agent in c.agents.values()),
        "trials/": len(c.trials),
        "references/": len(c.references),
    }[path]


@pytest.mark.parametrize("path", LISTS)
def test_without_script_everything_is_there(browser: Browser, address: str, real: Report, path: str) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page = context.new_page()
    try:
        page.goto(address + path)
        rows = page.locator("[data-dm-row]")
        expect(rows).to_have_count(rows_of(real, path))
        expect(rows.last).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    finally:
        context.close()


@pytest.mark.parametrize(
    ("path", "label", "value"),
    [
        ("agents/", "Class", "JAK inhibitors"),
        ("agents/", "Target", "JAK1"),
        ("approvals/", "Region", "European Union"),
        ("approvals/", "Year", "2025"),
        ("trials/", "Condition", "Alopecia areata"),
        ("references/", "Kind of source", "regulator"),
    ],
)
def test_a_filter_narrows_and_stays_in_the_address(
    browser: Browser, address: str, real: Report, path: str, label: str, value: str
) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        page.goto(address + path)
        total = rows_of(real, path)
        form = page.get_by_role("form", name="Filter the")
        expect(form.get_by_role("status")).to_contain_text(f"All {total} ")
        select = form.get_by_label(label, exact=True)
        options = select.locator("option").all_text_contents()
        select.select_option(label=next(option for option in options if option.startswith(value)))
        shown = page.locator("[data-dm-row]:visible").count()
        assert 0 < shown < total
        expect(form.get_by_role("status")).to_contain_text(f"{shown} of {total} ")
        again = browser.new_page()
        again.goto(page.url)
        expect(again.locator("[data-dm-row]:visible")).to_have_count(shown)
        again.close()
        form.get_by_role("button", name="Show all").click()
        expect(page.locator("[data-dm-row]:visible")).to_have_count(total)
        assert page.url == address + path
        assert errors == []
    finally:
        page.close()


def test_words_are_looked_for_without_accents_and_all_of_them(browser: Browser, address: str) -> None:
    page = browser.new_page()
    try:
        page.goto(address + "agents/")
        box = page.get_by_label("Contains")
        box.fill("HUMIRA biologics")
        expect(page.locator("[data-dm-row]:visible")).to_have_count(1)
        box.fill("qqqq")
        expect(page.get_by_role("status").filter(has_text="0 of")).to_be_visible()
    finally:
        page.close()


def test_the_order_changes_by_keyboard_and_back(browser: Browser, address: str) -> None:
    page = browser.new_page()
    try:
        page.goto(address + "approvals/")
        dates = page.locator("[data-dm-row] [data-label=Date]")
        newest = dates.first.inner_text()
        select = page.get_by_label("Sort by")
        select.focus()
        page.keyboard.press("ArrowDown")
        expect(dates.first).not_to_have_text(newest)
        oldest = dates.first.inner_text()
        assert oldest < newest
        assert page.url.endswith("?sort=date")
        page.keyboard.press("ArrowUp")
        expect(dates.first).to_have_text(newest)
    finally:
        page.close()


@pytest.mark.parametrize("query", ["?class=<script>alert(1)</script>", "?sort=nonsense&year=0", "?contains=%00%ff"])
def test_a_wrong_address_does_no_harm(browser: Browser, address: str, query: str) -> None:
    page = browser.new_page()
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    try:
        page.goto(address + "agents/" + query)
        expect(page.get_by_role("form", name="Filter the agents")).to_be_visible()
        assert errors == []
    finally:
        page.close()


def test_a_source_named_in_the_address_is_shown_although_it_is_filtered_out(
    browser: Browser, address: str, real: Report
) -> None:
    key = next(key for key, ref in real.catalogue.references.items() if ref.design.value == "rct")
    page = browser.new_page()
    try:
        page.goto(f"{address}references/?design=label#ref-{key}")
        row = page.locator(f"#ref-{key}")
        expect(row).to_be_in_viewport()
        row.get_by_role("link").click()
        assert page.url == f"{address}references/rct/#ref-{key}"
        expect(row).to_be_in_viewport()
        expect(row).to_contain_text("randomised trial, level 2 ")
    finally:
        page.close()


def test_each_source_stands_in_full_on_the_page_of_its_kind_alone(built: Path, real: Report) -> None:
    full = {
        page.parent.name: re.findall(r'<li id="ref-([^"]+)"', page.read_text(encoding="utf-8"))
        for page in (built / "site/references").glob("*/index.html")
    }
    for kind, keys in full.items():
        assert sorted(keys) == sorted(key for key, ref in real.catalogue.references.items() if ref.design == kind)
    assert sum(map(len, full.values())) == len(real.catalogue.references)


def test_on_a_phone_rows_stay_a_table_for_screen_readers(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    try:
        page.goto(address + "trials/?sort=name")
        table = page.get_by_role("table", name="Trials")
        row = table.get_by_role("row").nth(1)
        expect(row.get_by_role("rowheader")).to_be_visible()
        assert row.get_by_role("cell").count() >= 4
    finally:
        page.close()


def test_rows_hold_their_facets_and_keys() -> None:
    assert lists.Row(None, {"a": ("x",)}, {"k": 1}).data == '{"facets":{"a":["x"]},"order":{"k":1}}'
