"""Citations of a page: numbers, marks, links both ways, escaping."""

from __future__ import annotations

import datetime as dt

import pytest

from dermatheca.link import Catalogue
from dermatheca.model.base import Prose, Source
from dermatheca.model.vocabulary import RefStatus
from dermatheca.view.citer import Citer

DAY = dt.date(2026, 1, 15)


@pytest.fixture
def citer(sample: Catalogue) -> Citer:
    return Citer(sample.references)


def test_numbers_follow_first_appearance(citer: Citer) -> None:
    citer.prose(Prose(text="B [@doe-2021-second]. A [@roe-2020-sample; @doe-2021-second].", checked=DAY))
    assert [(e.number, e.reference.key, len(e.back_links)) for e in citer.entries] == [
        (1, "doe-2021-second", 2),
        (2, "roe-2020-sample", 1),
    ]


def test_statement_citation(citer: Citer) -> None:
    html = citer.sources([Source(ref="label-us-exemplar", at="section 2", checked=DAY)])
    assert html == (
        '<sup class="dm-cite"><a href="#ref-label-us-exemplar" id="cite-1-1" '
        'title="drug label; section 2; checked 2026-01-15" aria-label="reference 1, section 2">1</a></sup>'
    )


def test_a_retracted_paper_is_marked_wherever_it_is_cited(sample: Catalogue) -> None:
    retracted = sample.references["doe-2021-second"].model_copy(update={"status": RefStatus.RETRACTED})
    references = {**sample.references, "doe-2021-second": retracted}
    citer = Citer(references)
    source = Source(ref="doe-2021-second", at=None, checked=DAY)
    assert "retracted</strong></sup>" in citer.sources([source])
    assert "retracted</strong></sup>" in citer.prose(Prose(text="A [@doe-2021-second].", checked=DAY))
    assert "retracted" not in citer.prose(Prose(text="B [@roe-2020-sample].", checked=DAY))


def test_what_nobody_compared_is_marked(citer: Citer) -> None:
    assert "unchecked" in citer.sources([Source(ref="doe-2021-second", at=None, checked=None)])
    assert "unchecked" in citer.prose(Prose(text="A [@doe-2021-second].", checked=None))
    assert "unchecked" not in citer.prose(Prose(text="A definition without a source.", checked=None))


def test_prose_is_escaped(citer: Citer) -> None:
    html = citer.prose(Prose(text="<script>x</script> & {{ 7 }} [@doe-2021-second, <b>p. 3</b>].", checked=DAY))
    assert "<script>" not in html
    assert "<b>" not in html
    assert html.startswith("<p>&lt;script&gt;x&lt;/script&gt; &amp; {{ 7 }}<sup")


def test_paragraphs(citer: Citer) -> None:
    assert citer.prose(Prose(text="One.\n\nTwo.", checked=DAY)) == "<p>One.</p>\n<p>Two.</p>"


def test_back_links_show_a_locator_once(citer: Citer) -> None:
    for at in ("section 2", "section 2", "section 5"):
        citer.sources([Source(ref="label-us-exemplar", at=at, checked=DAY)])
    assert [b.locator for b in citer.entries[0].back_links] == ["section 2", "", "section 5"]
