"""Entries are laid out as references.bib is, and keys follow their scheme."""

from __future__ import annotations

from dataclasses import replace

import pytest

from conftest import ROOT, TODAY
from dermatheca.check import RULES
from dermatheca.check.engine import Context
from dermatheca.link import Catalogue
from dermatheca.reference.entry import to_bibtex
from dermatheca.reference.key import propose
from dermatheca.validate import Report


def test_the_real_entries_are_laid_out_as_the_writer_does(real: Report) -> None:
    text = (ROOT / "references.bib").read_text(encoding="utf-8")
    catalogue: Catalogue = real.catalogue
    off = [key for key, reference in catalogue.references.items() if to_bibtex(reference) not in text]
    # Entries typed by hand may protect capitals or write LaTeX; nearly all must come out to the byte.
    assert len(off) < 0.05 * len(catalogue.references), off


@pytest.mark.parametrize(
    ("family", "title", "key"),
    [
        ("Simpson", "Two Phase 3 Trials", "simpson-2016-two"),
        ("van der Łęg", "On the Use of a Drug", "van-der-leg-2016-use"),
        ("D'Angelo", "“Once-Daily” dosing", "d-angelo-2016-once-daily"),
        ("Ærøskøbing", "β-blockers", "aeroskobing-2016-blockers"),
        ("王", "中文", "anonymous-2016-untitled"),
        ("Stein Gold", "The and of", "stein-gold-2016-untitled"),
    ],
)
def test_keys(family: str, title: str, key: str) -> None:
    assert propose(family, 2016, title, ()) == key


@pytest.mark.parametrize(
    "family",
    ["Işık", "Guðmundsson", "Þórisdóttir", "Œuvray", "O’Brien", "D'Amico", "Ærø", "王", "Sayn-" * 7 + "Berleburg"],
)
def test_the_rule_accepts_the_key_that_is_proposed(sample: Catalogue, family: str) -> None:
    reference = sample.references["doe-2021-second"]
    author = reference.author[0].model_copy(update={"family": family})
    key = propose(family, reference.year, reference.title, ())
    renamed = reference.model_copy(update={"key": key, "author": (author,)})
    catalogue = replace(
        sample,
        references={key: renamed},
        homes={**sample.homes, ("reference", key): sample.homes["reference", "doe-2021-second"]},
    )
    assert renamed.doi
    assert not list(RULES["reference-key-author"].check(Context(catalogue, TODAY)))


def test_a_key_is_never_too_long_and_never_taken() -> None:
    taken: set[str] = set()
    for _ in range(60):
        key = propose("x" * 80, 2016, "y" * 80, taken)
        assert key not in taken
        assert len(key) <= 60
        taken.add(key)
