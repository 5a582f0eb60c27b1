"""The BibTeX reader: decoded values, lines of entries and fields."""

from __future__ import annotations

import pytest

from dermatheca.problem import Place
from dermatheca.read.bibtex import decode, parse_bibtex

ENTRY = r"""% a comment

@Article{muller-2020-effect,
  author = {M{\"u}ller, Hans and {World Health Organization} and O'Neil, {Jean Paul}},
  title = {The {IL-17A} effect \& more: $\alpha$ 50\%},
  pages = {10--19},
  doi = {10.1000/a\_b},
  YEAR = 2020,
}
"""


def test_values_are_plain_text() -> None:
    document, problems = parse_bibtex(ENTRY, "x.bib")
    assert problems == []
    assert document.data == {
        "muller-2020-effect": {
            "key": "muller-2020-effect",
            "type": "article",
            "author": [
                {"family": "Müller", "given": "Hans"},
                {"family": "World Health Organization"},
                {"family": "O'Neil", "given": "Jean Paul"},
            ],
            "title": "The IL-17A effect & more: α 50%",
            "pages": "10-19",
            "doi": "10.1000/a_b",
            "year": "2020",
        }
    }


def test_lines_of_entry_and_fields() -> None:
    document, _ = parse_bibtex(ENTRY, "x.bib")
    assert document.place(("muller-2020-effect",)) == Place("x.bib", 3)
    assert document.place(("muller-2020-effect", "doi")) == Place("x.bib", 7)
    assert document.place(("muller-2020-effect", "absent")) == Place("x.bib", 3)


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Sj{\"o}gren", "Sjögren"),
        (r"{\'E}t{\'e}", "Été"),
        (r"Wo{\'z}niak", "Woźniak"),
        (r"{\AA}kerstr{\o}m", "Åkerstrøm"),
        (r"\c{C}elik", "Çelik"),
        (r"{\ss}", "ß"),
        (r"TNF-$\alpha$", "TNF-α"),
        ("already UTF-8: Çelik", "already UTF-8: Çelik"),
        (r"\input{/etc/passwd}", ""),
    ],
)
def test_latex(latex: str, text: str) -> None:
    assert decode(latex) == text


def test_a_broken_entry_keeps_its_neighbours_and_its_key() -> None:
    document, problems = parse_bibtex("@misc{a,\n title = {A\n}\n@misc{b,\n title = {B}\n}\n", "x.bib")
    assert document.data == {"a": None, "b": {"key": "b", "type": "misc", "title": "B"}}
    assert [str(p.place) for p in problems] == ["x.bib:1:1"]
