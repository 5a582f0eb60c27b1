"""WCAG 2.2 AA on one page of each kind, light and dark, at 390 and 1440 px; zoom; reduced motion; the language."""

from __future__ import annotations

from typing import Literal

import pytest
from axe import findings
from playwright.sync_api import Browser, Page, expect

PAGES = [
    "",
    "agents/",
    "approvals/",
    "trials/",
    "agents/dupilumab/",
    "classes/",
    "classes/jak-inhibitors/",
    "conditions/",
    "conditions/atopic-dermatitis/",
    "conditions/atopic-dermatitis/compare/",
    "compare/?condition=atopic-dermatitis",
    "map/",
    "targets/",
    "targets/il4ra/",
    "outcomes/",
    "outcomes/easi-75/",
    "pharmacogenomics/",
    "pharmacogenomics/tpmt-azathioprine/",
    "review/",
    "review/biologics/",
    "references/",
    "references/guideline/",
    "search/?q=psoriasis",
    "glossary/",
    "contribute/",
    "guide/",
    "rules/reference-cited/",
    "about/",
    "teach/",
    "teach/conditions/plaque-psoriasis/",
]


def opened(browser: Browser, url: str, width: int, scheme: Literal["light", "dark"] = "light") -> Page:
    """The page, with the results of a search or the comparison drawn where it is one."""
    page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    page.goto(url)
    if "?q=" in url:
        expect(page.locator("[data-dm-results]")).to_have_attribute("data-shown", "psoriasis")
    if "compare/?" in url:
        expect(page.locator("[data-dm-compare] table")).to_be_visible()
    return page


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_nothing(browser: Browser, address: str, path: str) -> None:
    page = opened(browser, address + path, 390)
    try:
        found = {}
        for width, scheme in ((390, "light"), (390, "dark"), (1440, "light"), (1440, "dark")):
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            shown = "slate" if scheme == "dark" else "default"
            expect(page.locator("body")).to_have_attribute("data-md-color-scheme", shown, timeout=30_000)
            found[width, scheme] = findings(page)
        assert found == {key: [] for key in found}
        assert page.locator("html").get_attribute("lang") == "en"
    finally:
        page.close()


def test_axe_sees_what_is_wrong(browser: Browser, address: str) -> None:
    page = browser.new_page()
    try:
        page.goto(address)
        page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"x\"><input>')")
        assert {line.split(":")[0] for line in findings(page)} >= {"image-alt", "label"}
    finally:
        page.close()


@pytest.mark.parametrize(
    "path",
    [
        "",
        "agents/dupilumab/",
        "conditions/atopic-dermatitis/",
        "search/?q=psoriasis",
        "compare/?condition=atopic-dermatitis",
    ],
)
def test_at_200_percent_nothing_is_cut_off_at_the_side(browser: Browser, address: str, path: str) -> None:
    """A window of 1280 px at 200% (WCAG 1.4.4), and of 320 px (1.4.10, reflow): what is wide scrolls in its own place."""
    for width in (640, 320):
        page = opened(browser, address + path, width)
        try:
            assert page.evaluate("document.documentElement.scrollWidth") <= width
        finally:
            page.close()


def test_nothing_moves_for_those_who_ask_for_it(browser: Browser, address: str) -> None:
    page = browser.new_page(reduced_motion="reduce")
    try:
        page.goto(address)
        slow = page.evaluate(
            "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0.01).length"
        )
        assert slow == 0
    finally:
        page.close()
