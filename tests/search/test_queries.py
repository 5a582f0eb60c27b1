"""The search against a set of queries: the page that each must find, next to the theme's own search."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Page

from conftest import ROOT
from dermatheca.build import write_config
from serving import serve_folder

QUERIES = yaml.safe_load((Path(__file__).parent / "queries.yaml").read_text(encoding="utf-8"))
ASK_OURS = """queries => {
  const load = file => new Promise((done, failed) => {
    const tag = document.createElement("script");
    [tag.src, tag.onload, tag.onerror] = [file, done, failed];
    document.head.append(tag);
  });
  return ["search/terms.js", "vendor/minisearch.js", "search-index.js", "search/engine.js"]
    .reduce((before, file) => before.then(() => load("assets/" + file)), Promise.resolve())
    .then(() => queries.map(query => dermatheca.search(query).map(one => one.url)));
}"""
# The messages of the theme's search worker: 0 sets it up, 1 says that it is ready, 2 asks, 3 answers.
ASK_THEME = """async ([script, queries]) => {
  const worker = new Worker(script);
  const answer = (type, data, wanted) => new Promise((done, failed) => {
    worker.onmessage = event => event.data.type === wanted && done(event.data.data);
    worker.onerror = event => { event.preventDefault(); done(null); };
    worker.postMessage({type, data});
  });
  const index = await (await fetch("search/search_index.json")).json();
  await answer(0, {...index, options: {suggest: false}}, 1);
  const found = [];
  for (const query of queries) {
    const result = await answer(2, query, 3);
    found.push(result ? result.items.flat().map(item => item.location) : []);
  }
  worker.terminate();
  return found;
}"""


def rank(found: list[str], wanted: list[str], pages_only: bool = False) -> int:
    """The place of the first wanted page among different pages, from 1; 0 if it is missing."""
    cut = (lambda url: url.split("#")[0]) if pages_only else (lambda url: url)
    order = list(dict.fromkeys(cut(url) for url in found))
    places = [order.index(cut(url)) + 1 for url in wanted if cut(url) in order]
    return min(places, default=0)


def table(ranks: Mapping[str, list[int]]) -> str:
    """Mean reciprocal rank and recall at 3 for each kind of query, and for all."""
    lines = [f"{'kind':24}{'queries':>8}{'MRR':>8}{'recall@3':>10}"]
    for kind, all_ in (*ranks.items(), ("all", [r for rs in ranks.values() for r in rs])):
        lines.append(f"{kind:24}{len(all_):8}{mrr(all_):8.3f}{recall(all_):10.3f}")
    return "\n".join(lines)


def mrr(ranks: list[int]) -> float:
    """Mean of 1/rank; a page that was not found counts nothing."""
    return sum(1 / r for r in ranks if r) / len(ranks)


def recall(ranks: list[int], at: int = 3) -> float:
    """Share of queries whose page is among the first `at`."""
    return sum(0 < r <= at for r in ranks) / len(ranks)


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    page = browser.new_page()
    page.goto(address)
    yield page
    page.close()


def ask(page: Page, script: str) -> dict[str, list[list[str]]]:
    """What is found for every query, by kind."""
    flat = [one["q"] for rows in QUERIES.values() for one in rows]
    found = iter(page.evaluate(script, flat))
    return {kind: [next(found) for _ in rows] for kind, rows in QUERIES.items()}


def test_the_set_is_large_and_every_page_exists(built: Path) -> None:
    rows = [row for rows in QUERIES.values() for row in rows]
    assert len({row["q"] for row in rows}) == len(rows) >= 120
    missing = [url for row in rows for url in row["page"] if not (built / "site" / url.split("#")[0]).is_dir()]
    assert missing == []


def test_every_query_finds_its_page(page: Page) -> None:
    found = ask(page, ASK_OURS)
    ranks = {
        kind: [rank(urls, row["page"]) for urls, row in zip(found[kind], rows, strict=True)]
        for kind, rows in QUERIES.items()
    }
    print("\n" + table(ranks))
    for kind, rows in QUERIES.items():
        for row, place, urls in zip(rows, ranks[kind], found[kind], strict=True):
            if place != 1:
                print(f"  {row['q']!r}: place {place or 'none'}, first {urls[:3]}")
    every = [r for rs in ranks.values() for r in rs]
    assert mrr(every) >= 0.95
    assert recall(every) >= 0.98


def test_the_theme_s_own_search_is_no_better(built: Path, browser: Browser, tmp_path: Path) -> None:
    """The same pages with the theme's search plugin, asked the same queries (pages only: it knows no trials)."""
    config = write_config(ROOT, tmp_path)
    text = config.read_text(encoding="utf-8").replace("docs_dir: docs", f"docs_dir: {built / 'docs'}")
    plugin = "plugins:\n  - search:\n      lang: en\n      separator: '[\\s\\u200b/,;:()\\[\\]\"!?*-]+|\\.(?!\\d)'\n"
    config.write_text(text.replace("plugins: []", plugin), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--config-file", str(config)]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    with serve_folder(tmp_path / "site") as address:
        page = browser.new_page()
        page.goto(address)
        worker = next((tmp_path / "site/assets/javascripts/workers").glob("search.*.js")).name
        flat = [one["q"] for rows in QUERIES.values() for one in rows]
        found = iter(page.evaluate(ASK_THEME, [f"assets/javascripts/workers/{worker}", flat]))
        page.close()
    theirs = {kind: [rank(next(found), row["page"], pages_only=True) for row in rows] for kind, rows in QUERIES.items()}
    print("\nthe theme's own search\n" + table(theirs))
    every = [r for rs in theirs.values() for r in rs]
    assert 0.3 < mrr(every) < 0.95, "the theme's search was asked, and ours is worth having"


def test_any_text_can_be_cut_into_terms(page: Page) -> None:
    texts = ["2mg/kg", "150 mg/day", "5-FU/x", "1/2", "a/1/b", "½/a", "//", "JAK1/2", "IL-17A/F"]
    page.add_script_tag(url="assets/search/terms.js")
    found = page.evaluate("texts => texts.map(one => dermatheca.terms.tokens(one))", texts)
    assert "jak2" in found[texts.index("JAK1/2")]
    assert "il17f" in found[texts.index("IL-17A/F")]
    assert "2mgkg" in found[0]
