"""Staged pages: golden files of the sample catalogue, redirects, escaping."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from conftest import ROOT
from dermatheca.link import Catalogue, load
from dermatheca.view.pages import pages
from dermatheca.view.site import Site
from dermatheca.write.cache import Cache
from dermatheca.write.figures import draw_all
from dermatheca.write.render import Renderer
from dermatheca.write.stage import stage

GOLDEN = ROOT / "tests/golden"
PAGES = [
    "index.md",
    "agents/index.md",
    "agents/examplimab.md",
    "classes/sample-antibodies.md",
    "conditions/sample-eczema.md",
    "targets/il99.md",
    "outcomes/sample-75.md",
    "pharmacogenomics/hla-b-99-01-examplimab.md",
    "review/first-steps.md",
    "references/index.md",
    "references/rct.md",
    "glossary.md",
    "teach/index.md",
    "teach/conditions/sample-eczema.md",
    "teach/review/first-steps.md",
]


@pytest.fixture(scope="module")
def staged(sample: Catalogue, site: Site, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("stage") / "docs"
    stage(sample, site, ROOT, target)
    return target


@pytest.mark.parametrize("name", PAGES)
def test_golden_pages(staged: Path, name: str) -> None:
    found = (staged / name).read_text(encoding="utf-8")
    golden = GOLDEN / name
    if os.environ.get("GOLDEN") == "write":
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(found, encoding="utf-8")
    assert found == golden.read_text(encoding="utf-8"), (
        "if the change is meant: GOLDEN=write make test, and read the diff"
    )


def test_a_former_address_redirects(staged: Path) -> None:
    html = (staged / "agents/exemplimab/index.html").read_text(encoding="utf-8")
    assert 'content="0; url=../../agents/examplimab/"' in html
    assert '<link rel="canonical" href="https://example.org/agents/examplimab/">' in html


def test_the_files_of_a_pack_lie_where_its_page_says(staged: Path) -> None:
    for page in ("teach/conditions/sample-eczema.md", "teach/index.md"):
        text = (staged / page).read_text(encoding="utf-8")
        for ending in ("pptx", "pdf", "apkg"):
            name = f"assets/teaching/conditions-sample-eczema.{ending}"
            assert f'{name}"' in text
            assert (staged / name).stat().st_size > 1000


def test_citations_in_code_stay(staged: Path) -> None:
    text = (staged / "review/first-steps.md").read_text(encoding="utf-8")
    assert "`[@not-a-citation]`" in text
    assert "[Examplimab](../agents/examplimab.md)" in text


def test_text_from_data_is_escaped_everywhere(sample_root: Path, site: Site, tmp_path: Path) -> None:
    hostile = "x</td><script>alert(1)</script>{{7*7}} **b** [l](javascript:alert(1)) `c`"
    path = sample_root / "data/agents/examplimab.yaml"
    text = path.read_text(encoding="utf-8")
    for plain in (
        "name: Exemplar",
        "who: adults with sample eczema",
        "regimen: 100 mg every 4 weeks",
        "name: SAMPLE-1",
        "text: Invented reaction",
        "test: Sample count",
        "text: No invented data.",
    ):
        assert text.count(plain) == 1
        key = plain.split(":")[0]
        text = text.replace(plain, f"{key}: '{hostile}'")
    path.write_text(text, encoding="utf-8")
    catalogue, problems = load(sample_root)
    assert problems == []
    stage(catalogue, site, ROOT, tmp_path / "docs")
    for page in (tmp_path / "docs").rglob("*.md"):
        body = page.read_text(encoding="utf-8").split("\n---\n", 1)[1]
        assert "<script" not in body, page
    heading = next(
        line
        for line in (tmp_path / "docs/agents/examplimab.md").read_text(encoding="utf-8").splitlines()
        if line.startswith("### x")
    )
    assert "**b**" not in heading
    assert "](javascript:" not in heading


def test_a_prepared_renderer_needs_nothing_more(sample: Catalogue, site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache()
    renderer = Renderer(sample, site, ROOT / "scripts/templates", cache)
    planned = list(pages(sample, site))
    renderer.prepare(planned)
    shown = renderer.figures(planned)
    assert shown
    drawn = draw_all(list(shown.values()), site, cache)
    renderer.drawings |= {ident: one.inline for ident, one in zip(shown, drawn, strict=True)}

    def refuse(*_: object) -> None:
        raise AssertionError("a page asked for the cache after all was prepared")

    monkeypatch.setattr(cache, "_find", refuse)
    monkeypatch.setattr(cache, "_keep", refuse)
    text = "".join(renderer.render(page).text for page in planned)
    assert all(f'aria-labelledby="{ident}-title"' in text for ident in shown)
