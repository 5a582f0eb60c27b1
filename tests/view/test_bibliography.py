"""References formatted by CSL; levels of evidence."""

from __future__ import annotations

from markupsafe import Markup

from dermatheca.link import Catalogue
from dermatheca.model.vocabulary import Design
from dermatheca.view.bibliography import LEVELS, csl, format_references, listed


def test_every_design_has_a_level() -> None:
    assert set(LEVELS) == set(Design)


def test_article_in_ama_style_and_escaped(sample: Catalogue) -> None:
    texts = format_references(sample.references.values())
    assert texts["roe-2020-sample"] == (
        "Roe J, Müller H. A sample trial in sample eczema &amp; &lt;b&gt;more&lt;/b&gt;. <i>Sample J</i>. 2020;1(2):3-4."
    )


def test_csl_of_a_label(sample: Catalogue) -> None:
    assert csl(sample.references["label-us-exemplar"]) == {
        "id": "label-us-exemplar",
        "type": "webpage",
        "title": "Exemplar (examplimab): US prescribing information",
        "author": [{"literal": "Sample and Sons"}],
        "issued": {"date-parts": [[2025, 6]]},
        "URL": "https://example.org/label",
    }


def test_a_note_ends_before_what_follows_it(sample: Catalogue) -> None:
    ref = sample.references["roe-2020-sample"]
    for note, shown in (
        ("Abstract read", "Abstract read."),
        ("Read in part.", "Read in part."),
        ("Same trial?", "Same trial?"),
    ):
        text = listed(ref.model_copy(update={"note": note}), Markup("Roe."))
        assert f'<span class="dm-note">{shown}</span>' in text
