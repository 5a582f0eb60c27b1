"""The same mkdocs.yml and stage also build with Zensical: every page is in both outputs, with the same head."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import lxml.html
import pytest

from conftest import ROOT
from dermatheca.build import write_config

ZENSICAL = ROOT / ".venv-zensical/bin/zensical"


@pytest.fixture(scope="module")
def zensical_site(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    assert ZENSICAL.exists(), "run `make test`, which sets up Zensical's own environment"
    folder = tmp_path_factory.mktemp("zensical")
    shutil.copytree(built / "docs", folder / "docs")
    config = write_config(ROOT, folder)
    done = subprocess.run([ZENSICAL, "build", "-f", config], capture_output=True, text=True, cwd=folder, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "No issues found" in done.stdout + done.stderr
    return folder / "site"


def _pages(site: Path) -> set[str]:
    return {path.relative_to(site).as_posix() for path in site.rglob("*.html")}


def test_every_page_is_in_both(built: Path, zensical_site: Path) -> None:
    assert _pages(built / "site") == _pages(zensical_site)


@pytest.mark.parametrize("page", ["index.html", "agents/dupilumab/index.html", "review/biologics/index.html"])
def test_heads_and_headings_agree(built: Path, zensical_site: Path, page: str) -> None:
    one, two = (lxml.html.fromstring((site / page).read_bytes()) for site in (built / "site", zensical_site))
    for path in (
        "//meta[starts-with(@name, 'citation_')]/@content",
        "//script[@type='application/ld+json']/text()",
        "//article//h2/@id",
    ):
        assert one.xpath(path) == two.xpath(path)
        assert one.xpath(path)
