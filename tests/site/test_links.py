"""Every internal link and anchor of the built site resolves; nothing is loaded from another origin."""

from __future__ import annotations

from collections import Counter
from functools import cache
from pathlib import Path
from urllib.parse import unquote, urldefrag, urlparse

import lxml.html
import pytest
from lxml.html import HtmlElement

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "video": "src", "audio": "src"}
LINK_RELS = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "preconnect", "dns-prefetch", "manifest"}


def problems(site: Path) -> list[str]:
    """Every broken link, broken anchor, duplicate id and foreign resource."""
    found = []
    for path in sorted(site.rglob("*.html")):
        page = path.relative_to(site).as_posix()
        tree = _tree(path)
        ids = [element.get("id") for element in tree.iter() if isinstance(element, HtmlElement) and element.get("id")]
        found += [f"{page}: id given twice: {i}" for i, times in sorted(Counter(ids).items()) if times > 1]
        found += [f"{page}: loads from elsewhere: {url}" for url in _loaded(tree) if urlparse(url).netloc]
        if page == "404.html":
            continue  # its links are absolute, for it is served at any depth
        for url in [*_loaded(tree), *(a.get("href") for a in tree.iter("a") if a.get("href"))]:
            reason = _broken(site, path, url)
            if reason:
                found.append(f"{page}: {reason}: {url}")
    return found


@cache
def _tree(path: Path) -> HtmlElement:
    return lxml.html.fromstring(path.read_bytes())


@cache
def _anchors(path: Path) -> frozenset[str]:
    tree = _tree(path)
    return frozenset(e.get("id") or e.get("name") or "" for e in tree.iter() if isinstance(e, HtmlElement))


def _loaded(tree: HtmlElement) -> list[str]:
    urls = [e.get(LOADED[e.tag]) for e in tree.iter(*LOADED) if e.get(LOADED[e.tag])]
    for link in tree.iter("link"):
        if set((link.get("rel") or "").split()) & LINK_RELS:
            urls.append(link.get("href"))
    return urls


def _broken(site: Path, page: Path, url: str) -> str:
    if url.startswith(("http://", "https://", "mailto:", "data:")):
        return ""
    if urlparse(url).scheme:
        return "unknown scheme"
    target, anchor = urldefrag(url)
    target = target.split("?")[0]  # a query is for the page, not for its file
    file = page if not target else (page.parent / unquote(target)).resolve()
    if file.is_dir():
        file /= "index.html"
    if not file.is_file() or site.resolve() not in file.resolve().parents:
        return "leads nowhere"
    if anchor and file.suffix == ".html" and unquote(anchor) not in _anchors(file):
        return "no such anchor"
    return ""


def test_every_link_and_anchor_resolves(built: Path) -> None:
    assert problems(built / "site") == []


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ('<a href="gone/">x</a>', "leads nowhere"),
        ('<a href="#gone">x</a>', "no such anchor"),
        ('<a href="../outside.html">x</a>', "leads nowhere"),
        ('<a href="javascript:alert(1)">x</a>', "unknown scheme"),
        ('<script src="https://cdn.example.org/x.js"></script>', "loads from elsewhere"),
        ('<link rel="stylesheet" href="https://fonts.example.org/x.css">', "loads from elsewhere"),
        ('<p id="a"></p><p id="a"></p>', "id given twice"),
    ],
)
def test_the_check_can_fail(tmp_path: Path, body: str, reason: str) -> None:
    (tmp_path / "outside.html").write_text("x", encoding="utf-8")
    (tmp_path / "site").mkdir()
    (tmp_path / "site/index.html").write_text(f"<html><body>{body}</body></html>", encoding="utf-8")
    assert any(reason in line for line in problems(tmp_path / "site"))
