"""The real catalogue: no problems, and what it promises to hold."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from pathlib import Path

import pytest

from conftest import ROOT
from dermatheca.read.yaml import read_yaml
from dermatheca.validate import Report


def test_no_problems(real: Report) -> None:
    assert [str(p) for p in real.problems] == []


@pytest.mark.parametrize(
    ("group", "least"),
    [
        ("biologics", 4),
        ("jak-inhibitors", 4),
        ("checkpoint-inhibitors", 4),
        ("targeted-small-molecules", 3),
        ("gene-therapy", 3),
        ("nanocarriers", 3),
        ("conventional-systemics", 3),
    ],
)
def test_every_class_has_its_agents(real: Report, group: str, least: int) -> None:
    assert len(real.catalogue.agents_in[group]) >= least


def test_the_catalogue_is_as_large_as_it_promises(real: Report) -> None:
    catalogue = real.catalogue
    assert len(catalogue.classes) == 8
    assert len(catalogue.agents) >= 24
    assert {"ustekinumab", "dupilumab"} <= set(catalogue.agents)
    assert len(catalogue.pairs) >= 8
    assert len(catalogue.references) >= 90
    assert len(catalogue.chapters) == 11


def test_every_chapter_is_long_enough_and_cited(real: Report) -> None:
    for chapter in real.catalogue.chapters.values():
        text = re.sub(r"\[@[^\]]*\]", "", chapter.source.body)
        words = re.findall(r"[^\W\d_][\w-]*", text)
        assert len(words) >= 600, (chapter.id, len(words))
        assert chapter.source.body.count("[@") >= 8, chapter.id


def test_the_nav_has_a_line_for_each_hub() -> None:
    document, _ = read_yaml(ROOT / "mkdocs.yml", "mkdocs.yml")
    assert document is not None
    # the hubs, the long lists, the compare page, the map, the curation guide, the data and the versions
    assert len(document.data["nav"]) == 20


def test_the_version_is_one(real: Report) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation, _ = read_yaml(ROOT / "CITATION.cff", "CITATION.cff")
    assert citation is not None
    assert citation.data["version"] == project["version"]


def test_every_agent_page_opens_with_what_it_is(real: Report, built: Path) -> None:
    for ident in real.catalogue.agents:
        html = (built / "site/agents" / ident / "index.html").read_text(encoding="utf-8")
        counts = Counter(re.findall(r"<dt>(What it is|Route|Stage|Boxed warning)</dt>", html))
        assert counts == {"What it is": 1, "Route": 1, "Stage": 1, "Boxed warning": 1}, ident
