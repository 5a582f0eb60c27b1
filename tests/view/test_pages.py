"""Pages, their addresses, freshness and metadata."""

from __future__ import annotations

import datetime as dt
import json

import pytest

from dermatheca.link import Catalogue
from dermatheca.model.agent import Safety
from dermatheca.model.vocabulary import Region
from dermatheca.view.freshness import freshness
from dermatheca.view.metadata import json_ld, meta_tags, page_item
from dermatheca.view.page import Page
from dermatheca.view.pages import pages
from dermatheca.view.pages.common import first_sentence
from dermatheca.view.pages.entities import agent_page
from dermatheca.view.site import Site, relative, url_of


@pytest.fixture
def page(sample: Catalogue) -> Page:
    return agent_page(sample, sample.agents["examplimab"])


def test_where_no_contraindication_is_recorded_the_page_knows(sample: Catalogue) -> None:
    agent = sample.agents["examplimab"]
    assert {(a.region, a.status) for a in agent.approvals} == {(Region.US, "approved"), (Region.EU, "withdrawn")}
    assert agent_page(sample, agent).data["untold"] == []
    silent = agent.model_copy(update={"safety": Safety()})
    assert agent_page(sample, silent).data["untold"] == [Region.US]


def test_every_page_has_its_own_address(sample: Catalogue, site: Site) -> None:
    urls = [p.url for p in pages(sample, site)]
    assert len(urls) == len(set(urls))
    assert {
        "",
        "agents/",
        "agents/examplimab/",
        "pharmacogenomics/hla-b-99-01-examplimab/",
        "review/first-steps/",
    } <= set(urls)


@pytest.mark.parametrize(
    ("here", "there", "path"),
    [
        ("", "agents/x/", "agents/x/"),
        ("agents/x/", "targets/y/#z", "../../targets/y/#z"),
        ("agents/", "", "../"),
        ("", "", "./"),
    ],
)
def test_relative(here: str, there: str, path: str) -> None:
    assert relative(here, there) == path


def test_terms_and_references_are_anchors() -> None:
    assert url_of("term", "arm") == "glossary/#arm"
    assert url_of("reference", "roe-2020-sample") == "references/#ref-roe-2020-sample"


def test_freshness_counts_sources_and_cited_prose(sample: Catalogue) -> None:
    found = freshness([sample.agents["specimenib"]])
    assert (found.statements, found.checked, found.review_due) == (4, 0, None)
    found = freshness([sample.agents["examplimab"]])
    assert found.newest == dt.date(2026, 1, 15)
    assert found.review_due == dt.date(2027, 1, 15)
    assert found.statements - found.checked == 2


def test_first_sentence_has_no_citation(sample: Catalogue) -> None:
    assert first_sentence(sample.agents["examplimab"].summary) == "Examplimab treats sample eczema."


def test_json_ld_describes_a_drug_and_cannot_end_its_script(page: Page, site: Site) -> None:
    hostile = Page(**{**vars(page), "title": "</script><script>alert(1)</script>"})
    text = json_ld(hostile, site, "2026-01-15", None)
    assert "<" not in text
    data = json.loads(text)
    assert data["name"] == "</script><script>alert(1)</script>"
    assert data["@type"] == "MedicalWebPage"
    assert data["about"]["@type"] == "Drug"
    assert data["about"]["alternateName"] == ["Exemplar", "EX-001"]


def test_meta_tags_for_reference_managers(page: Page, site: Site) -> None:
    tags = dict(meta_tags(page, site, "2026-01-15"))
    assert tags["citation_title"] == "Examplimab"
    assert tags["citation_publication_date"] == "2026/01/15"
    assert tags["citation_public_url"] == "https://example.org/agents/examplimab/"


def test_page_as_citable_item(page: Page, site: Site) -> None:
    item = page_item(page, site, "2026-01-15")
    assert item["id"] == "dermatheca-agents-examplimab"
    assert item["issued"] == {"date-parts": [[2026, 1, 15]]}
