"""While one reads: citations show their sources in place, abbreviations are explained, a page prints as a handout."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page(viewport={"width": 1000, "height": 800})
    page.goto(address + "agents/dupilumab/")
    yield page
    page.close()


def test_a_citation_shows_its_source_on_focus_and_escape_takes_it_away(page: Page) -> None:
    link = page.locator(".dm-box .dm-cite a").first
    note = page.get_by_role("tooltip")
    link.focus()
    source = page.locator(link.get_attribute("href") or "")
    expect(note).to_contain_text((source.inner_text())[:40])
    assert link.get_attribute("aria-describedby") == note.get_attribute("id")
    expect(note).not_to_contain_text("back to citation")
    expect(note).to_contain_text("checked 20")
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    expect(link).to_be_focused()


def test_the_pointer_may_move_onto_the_source(page: Page) -> None:
    page.locator(".dm-box .dm-cite a").first.hover()
    note = page.get_by_role("tooltip")
    expect(note).to_be_visible()
    note.get_by_role("link").first.hover()
    page.wait_for_timeout(500)
    expect(note).to_be_visible()
    page.mouse.move(5, 700)
    expect(note).to_have_count(0)


@pytest.mark.parametrize("width", [390, 1440])
def test_every_source_shown_stays_inside_the_window(browser: Browser, address: str, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    try:
        page.goto(address + "review/biologics/")
        for link in page.locator(".dm-cite a").all()[:25]:
            link.focus()
            box = page.get_by_role("tooltip").bounding_box()
            assert box is not None
            assert box["x"] >= 0
            assert box["x"] + box["width"] <= width
    finally:
        page.close()


def test_abbreviations_of_a_page_are_explained(browser: Browser, address: str) -> None:
    page = browser.new_page()
    try:
        page.goto(address + "conditions/melanoma/")
        terms = page.locator("#abbreviations + dl dt")
        expect(terms.filter(has_text="RFS")).to_have_count(1)
        page.locator("#abbreviations + dl a", has_text="Relapse-free survival").click()
        page.wait_for_url("**/outcomes/rfs/")
        expect(page.locator("#abbreviations + dl dt").filter(has_text="RFS")).to_have_count(0)
    finally:
        page.close()


def test_a_page_prints_as_a_handout(page: Page) -> None:
    page.emulate_media(media="print")
    for hidden in (".md-header", ".dm-search", ".md-sidebar--primary", ".dm-correct", ".dm-crumbs", ".md-footer"):
        expect(page.locator(hidden).first).to_be_hidden()
    expect(page.locator(".dm-references li").last).to_be_visible()
    expect(page.get_by_role("link", name="agents/dupilumab/").first).to_be_visible()
    expect(page.get_by_role("note").filter(has_text="Education, not prescribing advice")).to_be_visible()
    blocks = page.locator(".tabbed-block")
    expect(blocks.nth(0)).to_be_visible()
    expect(blocks.nth(1)).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert len(page.pdf(format="A4")) > 50_000
