"""Figures on their pages: colours follow the page, links lead on, files can be taken away, the table says it in words."""

from __future__ import annotations

import re
from pathlib import Path

from playwright.sync_api import Browser, expect


def test_a_figure_follows_light_and_dark(browser: Browser, address: str) -> None:
    page = browser.new_page()
    try:
        page.goto(address + "conditions/plaque-psoriasis/")
        bar = page.locator(".dm-drawing [fill^='var(--dm-study']").first
        colours = []
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
            expect(page.locator("body")).to_have_attribute(
                "data-md-color-scheme", "slate" if scheme == "dark" else "default"
            )
            colours.append(bar.evaluate("one => getComputedStyle(one).fill"))
        assert colours[0] != colours[1]
        assert all(colour.startswith("rgb(") for colour in colours)
    finally:
        page.close()


def test_the_map_leads_to_agents_and_conditions_by_keyboard(browser: Browser, address: str) -> None:
    page = browser.new_page()
    try:
        page.goto(address + "classes/jak-inhibitors/")
        link = page.locator("#map-jak-inhibitors .dm-drawing a", has_text="Alopecia areata")
        link.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/conditions/alopecia-areata/")
    finally:
        page.close()


def test_files_are_taken_away_and_the_table_opens(browser: Browser, address: str, tmp_path: Path) -> None:
    page = browser.new_page()
    try:
        page.goto(address + "map/")
        figure = page.locator("#map-classes")
        for name, start in (("SVG", b"<svg "), ("PNG", b"\x89PNG"), ("CSV", b"# Classes of therapy by condition")):
            with page.expect_download() as download:
                figure.get_by_role("link", name=name).click()
            path = tmp_path / name
            download.value.save_as(path)
            assert path.read_bytes().startswith(start)
        table = figure.get_by_role("table")
        expect(table).to_be_hidden()
        figure.locator("summary").click()
        expect(table).to_be_visible()
        expect(table.get_by_role("row", name="Plaque psoriasis Biologics approved")).to_be_visible()
    finally:
        page.close()


def test_a_figure_says_what_it_is(browser: Browser, address: str) -> None:
    page = browser.new_page()
    try:
        page.goto(address + "conditions/atopic-dermatitis/")
        chart = page.get_by_role("img", name="EASI-75 in atopic dermatitis")
        expect(chart).to_have_accessible_description(
            re.compile(
                r"^\d+ results from \d+ trials, grouped by time\. Filled bars are the arms under study, hollow bars what they "
                r"were compared with; thin lines are intervals\. Bars are to be compared within a trial only\.$"
            )
        )
    finally:
        page.close()
