"""The search as readers use it: by keyboard, by touch, by its address, from a folder, and where it cannot load."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 390, "height": 800})
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    yield page
    page.close()
    assert errors == []


def type_(page: Page, query: str) -> None:
    """Type a query and wait for its list."""
    page.get_by_role("combobox").press_sequentially(query)
    expect(page.locator(".dm-search")).to_have_attribute("data-shown", query, timeout=10_000)


def test_from_a_brand_name_to_the_source_in_three_steps(page: Page, address: str) -> None:
    page.keyboard.press("/")  # one: type the name
    type_(page, "dupix")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option", selected=True)).to_contain_text("brand name: Dupixent")
    page.keyboard.press("Enter")  # two: the page
    page.wait_for_url(address + "agents/dupilumab/")
    page.locator(".dm-box .dm-cite a").first.click()  # three: the source
    expect(page.locator(page.evaluate("location.hash"))).to_be_in_viewport()


def test_arrows_go_round_and_escape_closes_then_empties(page: Page) -> None:
    box = page.get_by_role("combobox")
    page.keyboard.press("s")
    type_(page, "jak")
    options = page.get_by_role("option")
    count = options.count()
    page.keyboard.press("ArrowUp")
    expect(options.nth(count - 1)).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.nth(count - 1).get_attribute("id")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(box).to_have_attribute("aria-expanded", "false")
    expect(box).to_have_value("jak")
    page.keyboard.press("Escape")
    expect(box).to_have_value("")


def test_a_letter_typed_into_a_box_is_only_a_letter(page: Page) -> None:
    box = page.get_by_role("combobox")
    box.click()
    page.keyboard.type("s/")
    expect(box).to_have_value("s/")


def test_the_number_of_results_is_said(page: Page) -> None:
    type_(page, "dupilumab")
    expect(page.locator(".dm-search [role=status]")).to_contain_text("results")
    page.get_by_role("combobox").fill("qqqqzzzz")
    expect(page.locator(".dm-search [role=status]")).to_have_text("Nothing found for qqqqzzzz")
    expect(page.get_by_role("listbox")).to_be_hidden()


def test_enter_shows_all_results_grouped_and_facets_narrow_them(page: Page, address: str) -> None:
    type_(page, "alopecia")
    page.keyboard.press("Enter")
    page.wait_for_url(address + "search/?q=alopecia")
    found = page.locator(".dm-found")
    expect(found.get_by_role("heading", name="Agents")).to_be_visible()
    expect(found.get_by_role("heading", name="Conditions")).to_be_visible()
    all_ = found.get_by_role("link").count()
    facets = page.get_by_role("form", name="Narrow the results")
    facets.locator("summary", has_text="Kind").click()
    check = facets.get_by_role("checkbox", name="Agents")
    check.focus()
    page.keyboard.press("Space")
    expect(found.get_by_role("heading", name="Conditions")).to_have_count(0)
    expect(facets.get_by_role("checkbox", name="Agents")).to_be_focused()
    assert page.url.endswith("?q=alopecia&kind=agent")
    facets.locator("summary", has_text="Region").click()
    facets.get_by_role("checkbox", name="European Union").check()
    narrowed = found.get_by_role("link").count()
    assert 0 < narrowed < all_
    page.goto(page.url)  # the address holds it all
    expect(found.get_by_role("link")).to_have_count(narrowed)
    expect(facets.get_by_role("checkbox", name="Agents")).to_be_checked()


def test_the_reason_for_a_match_is_shown(page: Page, address: str) -> None:
    for query, reason in (("SAR231893", "development code: SAR231893"), ("secukinamab", "spelled like secukinumab")):
        page.goto(f"{address}search/?q={query}")
        expect(page.locator(".dm-found li").first).to_contain_text(reason)


def test_nothing_found_leads_to_the_lists(page: Page, address: str) -> None:
    page.goto(f"{address}search/?q=qqqqzzzz")
    expect(page.locator("[data-dm-results] [role=status]")).to_contain_text("Try a shorter word")
    expect(page.get_by_role("article").get_by_role("link", name="Agents", exact=True)).to_be_visible()


def test_an_index_that_cannot_load_is_said_and_tried_again(page: Page, address: str) -> None:
    page.route("**/search-index.js", lambda route: route.abort())
    page.get_by_role("combobox").press_sequentially("dup")
    expect(page.locator(".dm-search [role=status]")).to_contain_text("could not be loaded")
    page.unroute("**/search-index.js")
    page.get_by_role("combobox").press_sequentially("i")
    expect(page.locator(".dm-search")).to_have_attribute("data-shown", "dupi", timeout=10_000)
    expect(page.get_by_role("option").first).to_contain_text("Dupilumab")


def test_without_script_the_form_leads_to_the_lists(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    try:
        page.goto(address + "agents/")
        page.get_by_role("combobox").fill("dupilumab")
        page.keyboard.press("Enter")
        page.wait_for_url(address + "search/?q=dupilumab")
        expect(page.get_by_text("Without JavaScript, use the lists below")).to_be_visible()
        page.get_by_role("article").get_by_role("link", name="Agents", exact=True).click()
        page.wait_for_url(address + "agents/")
    finally:
        context.close()


def test_it_works_from_a_folder(browser: Browser, built: Path) -> None:
    page = browser.new_page()
    try:
        page.goto((built / "site/agents/dupilumab/index.html").as_uri())
        type_(page, "rinvoq")
        page.keyboard.press("ArrowDown")
        page.keyboard.press("Enter")
        page.wait_for_url("**/agents/upadacitinib/index.html")
    finally:
        page.close()


def test_nothing_of_the_engine_is_loaded_before_it_is_needed(browser: Browser, address: str) -> None:
    page = browser.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    try:
        page.goto(address, wait_until="networkidle")
        late = ("search-index.js", "minisearch.js", "engine.js", "terms.js")
        assert not [url for url in asked if url.endswith(late)]
        page.get_by_role("combobox").focus()
        page.wait_for_function("() => Boolean(dermatheca.search)")
        assert len([url for url in asked if url.endswith(late)]) == len(late)
    finally:
        page.close()


def test_the_engine_is_the_one_of_the_lock_file() -> None:
    ours = (ROOT / "theme/assets/vendor/minisearch.js").read_text(encoding="utf-8")
    package = ROOT / "node_modules/minisearch"
    theirs = (package / "dist/umd/index.js").read_text(encoding="utf-8").split("//# sourceMappingURL")[0].rstrip()
    assert ours.split("*/\n", 1)[1].rstrip() == theirs
    licence = next(package.glob("LICENSE*")).read_text(encoding="utf-8").strip()
    assert licence in ours
