"""A catalogue that is valid and hostile: in Chromium, nothing that it holds takes effect."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
import yaml
from lxml import html
from playwright.sync_api import Browser, expect

from conftest import problems_of
from dermatheca.build import build
from dermatheca.link import load
from project import make_project
from serving import serve_folder

EVIL = (
    '<script>window.pwned=1</script><img src=x onerror="window.pwned=2"><svg onload=window.pwned=3> '
    "javascript:window.pwned=4 [x](javascript:window.pwned=5) {{ 7*7 }} {% raw %} ${7*7} &lt;b&gt; </script> '\"><b "
)


class DaysAsText(yaml.SafeLoader):
    """Leaves days as they are written."""


DaysAsText.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def evil_texts(node: object, root: Path, save: object) -> int:
    """Put EVIL behind every text that validation lets pass; how many took it."""
    taken = 0
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in list(items):
        if isinstance(value, (dict, list)):
            taken += evil_texts(value, root, save)
        elif isinstance(value, str) and (" " in value or key in ("name", "text", "at", "note", "who", "regimen")):
            node[key] = f"{value[:-1]} {EVIL}{value[-1]}" if value.endswith(".") else f"{value} {EVIL}"  # type: ignore[index]
            save()  # type: ignore[operator]
            if problems_of(root):
                node[key] = value  # type: ignore[index]
            else:
                taken += 1
    save()  # type: ignore[operator]
    return taken


@pytest.fixture(scope="module")
def hostile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    """The folder and the address of the site built from the hostile catalogue."""
    root = make_project(tmp_path_factory.mktemp("hostile") / "project")
    taken = {}
    for path in sorted((root / "data").rglob("*.yaml")):
        document = yaml.load(path.read_text(encoding="utf-8"), Loader=DaysAsText)

        def save(path: Path = path, document: object = document) -> None:
            path.write_text(
                yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=10**6), encoding="utf-8"
            )

        taken[path.name] = evil_texts(document, root, save)
    bib = root / "references.bib"
    text = bib.read_text(encoding="utf-8")
    for title in ("A second sample", "Exemplar (examplimab): US prescribing information"):
        bib.write_text(
            text := text.replace(
                title, f"{title} {EVIL.replace('{', '(').replace('}', ')').replace('$', 'S').replace('&', '+')}"
            )
        )
    assert problems_of(root) == []
    assert sum(taken.values()) > 40, taken
    output = tmp_path_factory.mktemp("out")
    build(load(root)[0], root, output)
    with serve_folder(output / "site") as address:
        yield output / "site", address


def pages(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*.html"))


def test_no_page_holds_a_script_a_handler_or_an_address_that_is_not_ours(hostile: tuple[Path, str]) -> None:
    folder, _ = hostile
    ours: set[str] = set()
    held = 0
    for path in pages(folder):
        text = path.read_text(encoding="utf-8")
        held += "window.pwned" in text
        tree = html.fromstring(text)
        for element in tree.iter("*"):
            assert element.tag != "svg" or not [name for name in element.attrib if name.startswith("on")]
            for name, value in element.attrib.items():
                assert not name.startswith("on"), f"{path}: {name}={value}"
                if name in ("href", "src", "action"):
                    assert not value.strip().lower().startswith(("javascript:", "data:text", "vbscript:")), (
                        f"{path}: {value}"
                    )
        for script in tree.iter("script"):
            words = script.text or ""
            if script.get("type") in ("application/json", "application/ld+json"):
                json.loads(words)
                continue
            assert "pwned" not in words, path
            ours.add(words[:40])
    assert held >= 10, "the hostile texts are shown, as text"
    assert len(ours) < 12, ours


def test_chromium_runs_nothing_of_it(hostile: tuple[Path, str], browser: Browser) -> None:
    folder, address = hostile
    page = browser.new_page()
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    origin = "/".join(address.split("/")[:3])
    page.on("request", lambda r: wrong.append(r.url) if not r.url.startswith((origin, "data:")) else None)
    try:
        seen = 0
        for path in pages(folder):
            if 'http-equiv="refresh"' in path.read_text(encoding="utf-8"):
                continue  # leads to a page that is looked at in its turn
            page.goto(address + path.relative_to(folder).as_posix())
            assert page.evaluate("window.pwned") is None, path
            assert page.locator("[onerror], [onload], [onclick]").count() == 0
            seen += 1
        assert seen > 15
        page.goto(address)
        page.keyboard.press("/")
        page.get_by_role("combobox").fill("invented")
        page.wait_for_timeout(1500)
        assert page.evaluate("window.pwned") is None
        assert wrong == []
        assert dialogs == []
    finally:
        page.close()


@pytest.mark.parametrize("query", ["examplimab", "specimenib", EVIL, "x\u0000\u202e", "/" * 300, "a" * 5000])
def test_the_search_shows_hostile_text_as_text(browser: Browser, hostile: tuple[Path, str], query: str) -> None:
    page = browser.new_page()
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    try:
        page.goto(f"{hostile[1]}search/?{urlencode({'q': query, 'kind': EVIL, 'class': EVIL})}")
        expect(page.locator("[data-dm-results]")).to_have_attribute("data-shown", query.strip(), timeout=10_000)
        page.goto(f"{hostile[1]}search/?{urlencode({'q': query})}")
        expect(page.locator("[data-dm-results]")).to_have_attribute("data-shown", query.strip(), timeout=10_000)
        box = page.get_by_role("combobox")
        box.fill(query)
        page.wait_for_timeout(300)
        assert page.evaluate("typeof window.pwned") == "undefined"
        assert (
            page.locator(".dm-results script, .dm-results img, [role=listbox] script, [role=listbox] img").count() == 0
        )
        assert wrong == []
        if query == "examplimab":
            assert "<script>" in page.locator(".dm-found").inner_text()
    finally:
        page.close()
