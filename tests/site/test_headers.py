"""The published headers: the built pages need nothing that they forbid."""

from __future__ import annotations

import base64
import fnmatch
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from dermatheca.view.headers import INLINE_SCRIPTS
from serving import Quiet, serve_folder

INLINE = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*json)[^>]*>(.*?)</script>", re.DOTALL)
PAGES = [
    "",
    "agents/dupilumab/",
    "compare/?agents=dupilumab,tralokinumab",
    "map/",
    "search/?q=dupilumab",
    "agents/",
    "embed/agents/dupilumab/",
]


def rules(text: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """`_headers` as its readers take it: (path, headers)."""
    found: list[tuple[str, list[tuple[str, str]]]] = []
    for line in text.splitlines():
        if not line.startswith(" "):
            found.append((line, []))
        else:
            name, _, value = line.strip().partition(": ")
            found[-1][1].append((name, value))
    return found


@pytest.fixture(scope="module")
def guarded(built: Path) -> Iterator[str]:
    """The site with its headers."""
    told = rules((built / "site/_headers").read_text(encoding="utf-8"))

    class WithHeaders(Quiet):
        def end_headers(self) -> None:
            for path, headers in told:
                if fnmatch.fnmatch(self.path.split("?")[0], path):
                    for name, value in headers:
                        self.send_header(name, value)
            super().end_headers()

    with serve_folder(built / "site", WithHeaders) as base:
        yield base


def test_every_inline_script_is_known_and_none_is_listed_in_vain(built: Path) -> None:
    found = {
        base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
        for page in (built / "site").rglob("*.html")
        for script in INLINE.findall(page.read_text(encoding="utf-8"))
    }
    assert found == set(INLINE_SCRIPTS), "bring INLINE_SCRIPTS in scripts/dermatheca/view/headers.py up to date"


def test_no_page_has_inline_styles_or_handlers(built: Path) -> None:
    for page in (built / "site").rglob("*.html"):
        text = re.sub(r"<pre.*?</pre>|<script.*?</script>", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
        assert "<style" not in text, page
        assert not re.search(r"<[^>]*\son[a-z]+=", text), page


@pytest.mark.parametrize("path", PAGES)
def test_pages_work_under_their_policy(path: str, guarded: str, browser: Browser) -> None:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    try:
        answer = page.goto(guarded + path)
        assert answer
        assert "default-src 'none'" in answer.headers["content-security-policy"]
        page.wait_for_load_state("networkidle")
        assert said == []
    finally:
        page.close()


def test_data_may_be_read_from_other_sites(guarded: str, browser: Browser) -> None:
    page = browser.new_page()
    try:
        answer = page.goto(f"{guarded}api/v1/index.json")
        assert answer
        assert answer.headers["access-control-allow-origin"] == "*"
    finally:
        page.close()
