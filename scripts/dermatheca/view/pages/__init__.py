"""Every page of the site. A new kind is a function in this package, a template and a test."""

from __future__ import annotations

from collections.abc import Iterator

from dermatheca.link import Catalogue
from dermatheca.view.page import Page
from dermatheca.view.pages.entities import (
    agent_page,
    chapter_pages,
    cite_page,
    class_page,
    condition_page,
    outcome_page,
    pair_page,
    target_page,
)
from dermatheca.view.pages.hubs import content_pages, glossary_page, hub_pages, search_page
from dermatheca.view.pages.overviews import compare_pages, map_page
from dermatheca.view.pages.teaching import pack_pages
from dermatheca.view.pages.versions import versions_page
from dermatheca.view.rules import rule_pages
from dermatheca.view.site import Site
from dermatheca.view.teaching.pack import packs


def pages(catalogue: Catalogue, site: Site) -> Iterator[Page]:
    """Every page but the list of references, which needs to know what all others cite."""
    for page in _without_citations(catalogue, site):
        yield page
        if page.citable:
            yield cite_page(catalogue, page)


def _without_citations(catalogue: Catalogue, site: Site) -> Iterator[Page]:
    yield from hub_pages(catalogue, site)
    yield from (class_page(catalogue, x) for x in catalogue.classes.values())
    yield from (agent_page(catalogue, x) for x in catalogue.agents.values())
    yield from (condition_page(catalogue, x) for x in catalogue.conditions.values())
    yield from compare_pages(catalogue)
    yield map_page(catalogue)
    yield from (target_page(catalogue, x) for x in catalogue.targets.values())
    yield from (outcome_page(catalogue, x) for x in catalogue.outcomes.values())
    yield from (pair_page(catalogue, x) for x in catalogue.pairs.values())
    yield from chapter_pages(catalogue)
    yield glossary_page(catalogue)
    yield search_page(catalogue)
    taught = list(packs(catalogue))
    yield from pack_pages(catalogue, taught)
    yield from content_pages(catalogue, taught)
    yield versions_page(site)
    yield from rule_pages(site.examples)
