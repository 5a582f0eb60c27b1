"""Pages of a snapshot: where their links lead, what they name as canonical, and their use in Chromium, served and from a folder."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import lxml.html
import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import ROOT
from dermatheca.build import write_config
from dermatheca.link import load
from dermatheca.release.freeze import frozen_site
from dermatheca.write.stage import stage
from released import Released
from serving import serve_folder

CURRENT = "https://dermatheca.github.io/dermatheca/"
FROZEN = f"{CURRENT}v/2026.11/"


def pages(released: Released) -> Iterator[tuple[str, lxml.html.HtmlElement]]:
    for path in sorted(released.frozen.rglob("*.html")):
        yield path.relative_to(released.frozen).as_posix().removesuffix("index.html"), lxml.html.parse(path).getroot()


def test_links_within_a_snapshot_stay_within_it(released: Released) -> None:
    seen = 0
    for url, page in pages(released):
        for link in page.xpath("//a/@href | //link/@href | //script/@src | //img/@src | //form/@action"):
            if not link.startswith(("https://", "data:", "#")):
                file = (released.frozen / url / unquote(urlsplit(link).path)).resolve()
                assert file.is_relative_to(released.frozen), (url, link)
                assert file.is_file(), (url, link)
                seen += 1
    assert seen > 1000


def test_every_page_names_the_current_one_as_canonical_and_may_be_listed(released: Released) -> None:
    told = 0
    for url, page in pages(released):
        moved = page.xpath("//meta[@http-equiv='refresh']")
        canonical = page.xpath("//link[@rel='canonical']/@href")
        if url.startswith("embed/"):  # a frame bears its address below, and is never listed
            assert [one for one in canonical if one.startswith(CURRENT) and not one.startswith(FROZEN)], url
            continue
        assert canonical == [CURRENT + ("agents/examplimab/" if moved else url)], url
        if not moved:
            banner = page.xpath("//p[@data-dm-frozen='2026.11']")[0]
            assert " ".join(banner.text_content().split()) == (
                f"Frozen version 2026.11 of 2026-11-18. The current page: {CURRENT}{url}."
            )
            assert banner.xpath("a/@href") == [CURRENT + url]
            assert page.xpath("//meta[@name='robots']") == []
            told += 1
    assert told > 100


def test_citations_and_metadata_bear_the_snapshots_address(released: Released) -> None:
    page = lxml.html.parse(released.frozen / "agents/examplimab/index.html").getroot()
    address = f"{FROZEN}agents/examplimab/"
    assert page.xpath("//meta[@name='citation_public_url']/@content") == [address]
    assert json.loads(page.xpath("//script[@type='application/ld+json']/text()")[0])["url"] == address
    csl = json.loads((released.frozen / "agents/examplimab/cite.csl.json").read_text(encoding="utf-8"))
    assert csl[0]["URL"] == address
    assert csl[0]["version"].startswith("2026.11, data ")
    statement = (released.frozen / "agents/examplimab/cite/index.html").read_text(encoding="utf-8")
    assert f"{address}#s-" in statement
    figure = next((released.frozen / "assets/figures").glob("*.csv")).read_text(encoding="utf-8")
    assert f"Dermatheca 2026.11, CC BY 4.0, {FROZEN}" in figure


def test_a_document_names_the_snapshot_and_the_current_page(released: Released) -> None:
    document = json.loads((released.frozen / "api/v1/agents/examplimab.json").read_text(encoding="utf-8"))
    assert document["@id"] == f"{FROZEN}agents/examplimab/"
    assert document["isVersionOf"] == f"{CURRENT}agents/examplimab/"
    assert document["version"] == "2026.11"
    assert document["attribution"] == f"Dermatheca, {FROZEN}agents/examplimab/, CC BY 4.0"
    assert all(one["id"].startswith(FROZEN) for one in document["statements"])
    current = json.loads((released.site / "api/v1/agents/examplimab.json").read_text(encoding="utf-8"))
    assert current["@id"] == f"{CURRENT}agents/examplimab/"
    assert "isVersionOf" not in current


def test_a_snapshot_gives_its_own_addresses_away(released: Released) -> None:
    for path in released.frozen.rglob("*"):
        if path.suffix in (".json", ".js", ".svg", ".csv", ".bib", ".ris") and "contribute" not in path.parts:
            text = path.read_text(encoding="utf-8")
            for url in re.findall(rf"{CURRENT}[^\s\"'<>\\]*", text):
                assert url.startswith(FROZEN) or f'"isVersionOf":"{url}"' in text, (path, url)


@pytest.fixture(scope="module")
def served(released: Released) -> Iterator[str]:
    with serve_folder(released.site) as base:
        yield base


def test_a_frozen_page_tells_of_a_newer_release(browser: Browser, served: str) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith((served, "data:")) else None)
    try:
        page.goto(f"{served}v/2026.11/agents/examplimab/", wait_until="networkidle")
        banner = page.get_by_role("note").filter(has_text="Frozen version 2026.11 of 2026-11-18.")
        expect(banner).to_contain_text("A newer release exists: 2026.12 of 2026-12-18.")
        expect(page.get_by_role("link", name="Correct this section")).to_have_count(0)
        banner.get_by_role("link", name="2026.12", exact=True).click()
        page.wait_for_url(f"{served}v/2026.12/")
        expect(page.locator(".dm-frozen")).to_contain_text("Frozen version 2026.12 of 2026-12-18.")
        page.wait_for_load_state("networkidle")
        expect(page.locator(".dm-frozen")).not_to_contain_text("newer")
        assert wrong == []
    finally:
        page.close()


def test_the_banner_stands_without_script(browser: Browser, served: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    try:
        page.goto(f"{served}v/2026.11/agents/examplimab/")
        expect(page.locator(".dm-frozen")).to_be_visible()
        expect(page.locator(".dm-frozen a")).to_have_attribute("href", f"{CURRENT}agents/examplimab/")
        expect(page.get_by_text("100 mg every 4 weeks").first).to_be_visible()
    finally:
        context.close()


def use(page: Page, start: str) -> list[str]:
    """Search, compare and look at a figure, from a snapshot's home; every address that was opened comes back."""
    seen: list[str] = []
    page.on("framenavigated", lambda frame: seen.append(frame.url))
    page.goto(start)
    box = page.get_by_role("combobox", name="Search")
    box.fill("EX-001")
    expect(page.get_by_role("option").first).to_contain_text("examplimab", ignore_case=True)
    box.press("Enter")
    page.wait_for_url("**/search/**")
    page.locator(".dm-found a").first.click()
    expect(page.locator("h1")).to_contain_text("Examplimab")
    page.get_by_role("link", name="Sample eczema").first.click()
    expect(page.locator(".dm-drawing").first).to_be_visible()
    page.goto(start.removesuffix("index.html") + "compare/index.html?agents=examplimab,specimenib")
    expect(page.locator(".dm-side")).to_contain_text("100 mg every 4 weeks")
    expect(page.locator(".dm-side")).to_contain_text("Specimenib", ignore_case=True)
    return seen


def test_search_compare_and_figures_work_in_a_snapshot(browser: Browser, served: str) -> None:
    page = browser.new_page()
    try:
        seen = use(page, f"{served}v/2026.11/index.html")
        assert len(seen) >= 4
        assert all(url.startswith(f"{served}v/2026.11/") for url in seen)
    finally:
        page.close()


def test_a_snapshot_works_from_a_folder(browser: Browser, released: Released) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    # what a page still loads when the next one opens is aborted, and not missing
    page.on("requestfailed", lambda r: wrong.append(r.url) if r.failure != "net::ERR_ABORTED" else None)
    try:
        seen = use(page, (released.frozen / "index.html").as_uri())
        assert all(url.startswith(released.frozen.as_uri()) for url in seen)
        expect(page.locator(".dm-frozen")).not_to_contain_text("newer")
        assert wrong == []
    finally:
        page.close()


def test_the_same_stage_builds_with_zensical(released: Released, tmp_path: Path) -> None:
    zensical = ROOT / ".venv-zensical/bin/zensical"
    assert zensical.exists(), "run `make test`, which sets up Zensical's own environment"
    shutil.copytree(released.root, tmp_path / "project", ignore=shutil.ignore_patterns("build", ".git"))
    root = tmp_path / "project"
    stage(load(root)[0], frozen_site(root, "2027.1", "abc"), root, tmp_path / "new/docs")
    config = write_config(root, tmp_path / "new")
    done = subprocess.run([zensical, "build", "-f", config], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    page = lxml.html.parse(tmp_path / "new/site/agents/examplimab/index.html").getroot()
    assert page.xpath("//link[@rel='canonical']/@href") == [f"{CURRENT}agents/examplimab/"]
    assert page.xpath("//p[@data-dm-frozen='2027.1']/a/@href") == [f"{CURRENT}agents/examplimab/"]
    assert [url for url in page.xpath("//script/@src") if url.endswith("assets/frozen.js")]
