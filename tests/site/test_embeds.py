"""Frames for other sites, and the oEmbed answers that lead to them."""

from __future__ import annotations

import json
import re
from pathlib import Path

from playwright.sync_api import Browser

from dermatheca.validate import Report


def test_every_agent_and_figure_has_a_frame_and_an_answer(built: Path, real: Report) -> None:
    site = built / "site"
    for ident in real.catalogue.agents:
        answer = json.loads((site / f"oembed/agents/{ident}.json").read_text(encoding="utf-8"))
        assert (answer["version"], answer["type"]) == ("1.0", "rich")
        source = re.search(r'src="([^"]+)"', answer["html"])
        assert source
        assert source[1].endswith(f"/embed/agents/{ident}/")
        assert {"title", "width", "height", "provider_name"} <= answer.keys()
    for figure in (site / "assets/figures").glob("*.svg"):
        assert (site / f"embed/figures/{figure.stem}/index.html").is_file()


def test_a_page_leads_to_its_answer(built: Path) -> None:
    page = (built / "site/agents/dupilumab/index.html").read_text(encoding="utf-8")
    link = re.search(r'<link rel="alternate oembed" type="application/json\+oembed"[^>]*href="([^"]+)"', page)
    assert link
    assert (built / "site/agents/dupilumab" / link[1]).resolve() == (
        built / "site/oembed/agents/dupilumab.json"
    ).resolve()


def test_frames_have_no_script_and_their_citation(built: Path) -> None:
    for path in (built / "site/embed").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert "<script" not in text
        assert "creativecommons.org/licenses/by/4.0/" in text
        assert "Dermatheca editors." in text
        assert "(version " in text


def test_a_frame_stands_in_another_page(address: str, browser: Browser, built: Path) -> None:
    code = json.loads((built / "site/oembed/agents/dupilumab.json").read_text(encoding="utf-8"))["html"]
    page = browser.new_page(viewport={"width": 390, "height": 900})
    try:
        local = re.sub(r'src="https://[^"]+/embed/', f'src="{address}embed/', code)
        page.set_content(f"<!doctype html><title>A lesson</title><p>{local}</p>")
        frame = page.frame_locator("iframe")
        frame.get_by_text("IL-4 receptor alpha").wait_for()
        assert frame.locator("body").evaluate("one => one.scrollWidth <= one.clientWidth + 1")
    finally:
        page.close()
