"""Two to five agents side by side: chosen, shared by the address, narrowed, kept; whole without script."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from dermatheca.validate import Report
from dermatheca.view.compare import MOST, QUESTIONS, comparable, ranked

THREE = "agents=dupilumab,upadacitinib,abrocitinib&condition=atopic-dermatitis"


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert errors == []


def heads(page: Page) -> list[str]:
    return [one.strip() for one in page.locator(".dm-side thead th").all_text_contents()[1:]]


def test_three_agents_are_chosen_by_keyboard_and_the_address_is_shared(
    browser: Browser, page: Page, address: str
) -> None:
    page.goto(address + "compare/")
    choice = page.get_by_label("Agent", exact=True)
    choice.focus()
    for name in ("dupilumab", "upadacitinib", "abrocitinib"):
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.keyboard.press("Shift+Tab")
        expect(page.locator(f"[data-agent={name}]")).to_be_visible()
    expect(page.locator("[data-dm-compare] [role=status]")).to_contain_text("3 agents compared")
    assert heads(page) == ["dupilumab", "upadacitinib", "abrocitinib"]
    assert page.url.endswith("compare/?agents=dupilumab,upadacitinib,abrocitinib")
    again = browser.new_page()
    again.goto(page.url)
    expect(again.locator(".dm-side tbody tr")).to_have_count(page.locator(".dm-side tbody tr").count())
    assert heads(again) == heads(page)
    again.close()


def test_a_condition_chooses_its_first_agents(page: Page, address: str, real: Report) -> None:
    page.goto(address + "compare/")
    page.get_by_label("Condition", exact=True).select_option("alopecia-areata")
    page.get_by_role("button", name="Its first 3 agents").click()
    expect(page.locator(".dm-side")).to_be_visible()
    c = real.catalogue
    assert heads(page) == [agent.name for agent in ranked(c, c.conditions["alopecia-areata"])][:3]
    expect(page.locator(".dm-side", has_text="Atopic dermatitis, US")).to_have_count(0)


def test_from_a_fact_to_its_source(page: Page, address: str) -> None:
    page.goto(f"{address}compare/?{THREE}")
    link = page.locator(".dm-side .dm-cite a").first
    link.focus()
    source = page.locator(link.get_attribute("href") or "")
    expect(page.get_by_role("tooltip")).to_contain_text(source.inner_text()[:40])
    page.keyboard.press("Escape")
    link.click()
    expect(source).to_be_in_viewport()


def test_what_differs_is_told_by_words_and_what_is_the_same_can_be_hidden(page: Page, address: str) -> None:
    page.goto(f"{address}compare/?agents=abrocitinib,upadacitinib&condition=atopic-dermatitis")
    row = page.locator(".dm-side tbody tr", has=page.get_by_role("rowheader", name="Route"))
    expect(row).to_contain_text("same")
    boxed = page.locator(".dm-side tbody tr", has=page.get_by_role("rowheader", name="Target"))
    all_rows = page.locator(".dm-side tbody tr").count()
    page.get_by_label("Only what differs").check()
    expect(row).to_have_count(0)
    assert page.locator(".dm-side tbody tr").count() < all_rows
    assert "rows=differing" in page.url
    page.goto(f"{address}compare/?agents=dupilumab,upadacitinib")
    expect(boxed).to_contain_text("only here")


def test_the_most_and_the_least(page: Page, address: str, real: Report) -> None:
    five = [agent.id for agent in list(real.catalogue.agents.values())[: MOST + 2]]
    page.goto(f"{address}compare/?agents={','.join(five)}")
    expect(page.locator(".dm-chips button")).to_have_count(MOST)
    expect(page.get_by_label("Agent", exact=True)).to_be_disabled()
    for _ in range(MOST - 1):
        page.locator(".dm-chips button").first.click()
    expect(page.locator("[data-dm-compare] [role=status]")).to_have_text("Choose one more agent.")
    expect(page.locator(".dm-side")).to_have_count(0)
    expect(page.locator(".dm-chips button").first).to_be_focused()


def test_the_csv_holds_what_is_shown_and_its_address(page: Page, address: str, tmp_path: Path) -> None:
    page.goto(f"{address}compare/?{THREE}")
    expect(page.locator(".dm-side")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download as CSV").click()
    path = tmp_path / "compare.csv"
    download.value.save_as(path)
    lines = path.read_text(encoding="utf-8").splitlines()
    assert f"https://dermatheca.github.io/dermatheca/compare/?{THREE}" in lines[0]
    assert "CC BY 4.0" in lines[1]
    rows = list(csv.DictReader(lines[2:]))
    assert {row["agent"] for row in rows} == {"dupilumab", "upadacitinib", "abrocitinib"}
    shown = page.locator(".dm-side td li").count()
    assert len(rows) == shown
    assert all(row["sources"] for row in rows if row["question"] != "Route")


def test_the_citation_is_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    try:
        page.goto(f"{address}compare/?{THREE}")
        page.get_by_role("button", name="Copy the citation").click()
        expect(page.locator("[data-dm-compare] [role=status]")).to_have_text("The citation is copied.")
        copied = page.evaluate("navigator.clipboard.readText()")
        assert copied.startswith("Dermatheca editors. Comparison: dupilumab, upadacitinib, abrocitinib for atopic")
        assert copied.endswith(f"compare/?{THREE}")
    finally:
        context.close()


@pytest.mark.parametrize(
    "query",
    ["?agents=__proto__,constructor&condition=__proto__", "?agents=<script>alert(1)</script>", "?agents=%00,../../x"],
)
def test_a_wrong_address_does_no_harm(page: Page, address: str, query: str) -> None:
    page.goto(address + "compare/" + query)
    expect(page.locator("[data-dm-compare] [role=status]")).to_contain_text("Choose two to five agents")


def test_an_agent_that_cannot_be_loaded_is_named(page: Page, address: str) -> None:
    page.route("**/assets/compare/dupilumab.js", lambda route: route.abort())
    page.goto(f"{address}compare/?{THREE}")
    expect(page.locator("[data-dm-compare] [role=status]")).to_have_text("dupilumab could not be loaded; try again")


def test_on_a_phone_it_fits_and_stays_a_table(browser: Browser, address: str) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    try:
        page.goto(f"{address}compare/?{THREE}")
        row = page.get_by_role("table", name="dupilumab").get_by_role("row").nth(1)
        expect(row.get_by_role("cell")).to_have_count(3)
        assert page.evaluate("document.documentElement.scrollWidth") <= 390
    finally:
        page.close()


def test_without_script_every_condition_has_its_page(browser: Browser, address: str, real: Report) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    try:
        page.goto(address + "compare/")
        page.locator("#conditions summary").click()
        links = page.locator("#conditions a")
        expect(links).to_have_count(len(comparable(real.catalogue)))
        page.get_by_role("link", name="Plaque psoriasis", exact=True).click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Plaque psoriasis: agents compared")
        expect(page.get_by_role("note").filter(has_text="Not head to head")).to_be_visible()
        agents = ranked(real.catalogue, real.catalogue.conditions["plaque-psoriasis"])
        expect(page.locator("#kind + table tbody tr")).to_have_count(len(agents))
        assert set(page.locator("h2[id]").evaluate_all("all => all.map(one => one.id)")) >= set(QUESTIONS) - {"genes"}
    finally:
        context.close()
