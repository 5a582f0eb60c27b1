"""The archive of the real site, unpacked and used from its folder: no server, no network."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from commands import call


@pytest.fixture(scope="module")
def unpacked(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    done = call("archive.py", "--site", str(built / "site"), "--output", str(folder / "site.zip"))
    assert done.returncode == 0, done.stderr
    assert "unpack it and open index.html" in done.stdout
    with zipfile.ZipFile(folder / "site.zip") as archive:
        archive.extractall(folder)
    return next(path for path in folder.iterdir() if path.is_dir())


def test_every_page_is_reached_in_the_folder(browser: Browser, unpacked: Path) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("requestfailed", lambda request: wrong.append(request.url))
    page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith(("file:", "data:", "blob:")) else None)
    try:
        page.goto((unpacked / "index.html").as_uri())
        page.get_by_role("link", name="conditions").first.click()
        page.get_by_role("link", name="Atopic dermatitis", exact=True).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Atopic dermatitis")
        page.get_by_role("link", name="Choose some, side by side").click()
        expect(page.locator(".dm-side")).to_be_visible()
        page.locator(".dm-side thead a").first.click()
        expect(page.locator(".dm-box")).to_be_visible()
        box = page.get_by_role("combobox", name="Search")
        box.fill("skyrizi")
        expect(page.get_by_role("option").first).to_contain_text("Risankizumab")
        box.press("Enter")
        page.wait_for_url("**/search/index.html?q=skyrizi")
        page.locator(".dm-found a").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("Risankizumab")
        assert page.url.startswith("file:")
        assert wrong == []
    finally:
        page.close()


def test_no_page_links_to_a_directory(unpacked: Path) -> None:
    for path in unpacked.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert 'href="../"' not in text, path
        assert 'href="./"' not in text, path


def test_without_a_site_it_says_what_to_run(tmp_path: Path) -> None:
    done = call("archive.py", "--site", str(tmp_path))
    assert done.returncode == 2
    assert done.stderr == f"{tmp_path} holds no site; run: make build\n"
