"""The real site in headless Chromium: no console error, no foreign request, no sideways scrolling."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

PAGES = [
    "",
    "agents/",
    "approvals/",
    "trials/",
    "agents/dupilumab/",
    "classes/jak-inhibitors/",
    "conditions/atopic-dermatitis/",
    "conditions/atopic-dermatitis/compare/",
    "compare/?condition=atopic-dermatitis",
    "map/",
    "targets/il4ra/",
    "outcomes/easi-75/",
    "pharmacogenomics/",
    "pharmacogenomics/tpmt-azathioprine/",
    "review/",
    "review/biologics/",
    "references/",
    "references/guideline/",
    "search/",
    "glossary/",
    "versions/",
    "about/",
]


def opened(browser: Browser, url: str, width: int = 1440, scheme: str = "light") -> tuple[Page, list[str]]:
    """The page at `url`, and what is wrong with it: console errors, failed and foreign requests."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)  # type: ignore[arg-type]
    origin = "/".join(url.split("/")[:3])
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(f"{m.type}: {m.text}") if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: wrong.append(f"exception: {e}"))
    page.on("request", lambda r: wrong.append(f"foreign: {r.url}") if not r.url.startswith((origin, "data:")) else None)
    page.on("requestfailed", lambda r: wrong.append(f"failed: {r.url}"))
    page.on("response", lambda r: wrong.append(f"{r.status}: {r.url}") if r.status >= 400 else None)
    page.goto(url, wait_until="networkidle")
    return page, wrong


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_pages_load_cleanly(browser: Browser, address: str, path: str, width: int, scheme: str) -> None:
    page, wrong = opened(browser, address + path, width, scheme)
    try:
        assert wrong == []
        assert page.locator("h1").count() == 1
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        expect(page.get_by_role("note").filter(has_text="Education, not prescribing advice")).to_be_visible()
    finally:
        page.close()


def test_the_check_sees_what_is_wrong(browser: Browser, address: str) -> None:
    page, wrong = opened(browser, address + "no-such-page/")
    page.close()
    assert any("404" in line for line in wrong)


def test_from_a_statement_to_its_source_and_back(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address + "agents/dupilumab/")
    try:
        citation = page.locator(".dm-box .dm-cite a").first
        anchor = citation.get_attribute("id")
        citation.click()
        entry = page.locator(page.evaluate("location.hash"))
        expect(entry).to_be_in_viewport()
        entry.locator(f".dm-back a[href='#{anchor}']").click()
        expect(page.locator(f"#{anchor}")).to_be_in_viewport()
    finally:
        page.close()


def test_the_citation_of_a_page_is_copied(browser: Browser, address: str) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    try:
        page.goto(address + "agents/dupilumab/")
        page.locator(".tabbed-labels").get_by_text("BibTeX").click()
        block = page.locator(".tabbed-block").nth(3)
        block.hover()
        block.locator("button").first.click()
        assert page.evaluate("navigator.clipboard.readText()").startswith("@misc{dermatheca-agents-dupilumab,")
    finally:
        context.close()


def test_content_stands_without_javascript(browser: Browser, address: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    try:
        page.goto(address + "agents/dupilumab/")
        expect(page.get_by_text("Monoclonal antibody").first).to_be_visible()
        expect(page.locator("#references + ol, h2#references")).to_have_count(2)
    finally:
        context.close()
