"""Handouts: one page A4, with address, citations and as many rows as fit; and the same bytes from the same data."""

from __future__ import annotations

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from conftest import ROOT, forks
from dermatheca.link import Catalogue
from dermatheca.view.site import Site
from dermatheca.view.teaching.handout import items, sheet
from dermatheca.write.stage import stage
from dermatheca.write.teaching import files, handout
from dermatheca.write.teaching.handout import handout_file
from lessons import files_of, formatted, packs_by_id

A4 = (595.28, 841.89)


def words(reader: PdfReader) -> str:
    return " ".join(reader.pages[0].extract_text().split())


def test_every_handout_is_one_page_a4_with_its_address(built: Path) -> None:
    found = sorted((built / "docs/assets/teaching").glob("*.pdf"))
    assert len(found) > 40
    for path in found:
        reader = PdfReader(path)
        assert len(reader.pages) == 1, path.name
        box = reader.pages[0].mediabox
        assert [round(float(side), 1) for side in (box.width, box.height)] == [round(side, 1) for side in A4]
        folder, _, ident = path.stem.partition("-")
        said = words(reader)
        assert f"dermatheca.github.io/dermatheca/{folder}/{ident}/".replace(" ", "") in said.replace(" ", ""), path.name
        assert "CC BY 4.0" in said
        assert "not prescribing advice" in said
        assert "[1" in said, f"{path.name} cites"


def test_a_handout_of_the_sample(sample: Catalogue, site: Site) -> None:
    data = files_of(sample, site, "conditions-sample-eczema")["conditions-sample-eczema.pdf"]
    reader = PdfReader(io.BytesIO(data))
    said = words(reader)
    assert reader.metadata is not None
    assert reader.metadata.title == "Sample eczema"
    assert "61.5% (95% CI 55 to 68) on examplimab 100 mg (n=200) v 20% on specimenib 5 mg (n=100)" in said
    assert "not head to head" in said
    assert "Chosen to fit" not in said, "everything has room"
    links = {note.get_object()["/A"]["/URI"] for note in reader.pages[0]["/Annots"]}
    assert {"https://example.org/conditions/sample-eczema/", "https://doi.org/10.1000/sample_1"} <= links


def test_rows_are_left_out_until_it_fits(sample: Catalogue, site: Site) -> None:
    pack = packs_by_id(sample)["conditions-sample-eczema"]
    rows = items(sample, pack) * 40
    texts = formatted(sample)
    template = (ROOT / "scripts/templates/teaching-handout.typ").read_text(encoding="utf-8")
    data = handout_file(
        template, lambda n: sheet(sample, pack, site, texts, rows[:n], len(rows) - n), len(rows), site.built
    )
    reader = PdfReader(io.BytesIO(data))
    assert len(reader.pages) == 1
    said = words(reader)
    assert "Chosen to fit the page" in said
    assert said.count("Invented harm") > 5, "the page is full"


def test_the_most_important_rows_of_each_kind_come_first(sample: Catalogue) -> None:
    found = [item.section for item in items(sample, packs_by_id(sample)["conditions-sample-eczema"])]
    assert len(set(found[:8])) >= 5


def test_another_process_makes_the_same_bytes(sample: Catalogue, site: Site) -> None:
    here = {name: hashlib.sha256(data).hexdigest() for name, data in files_of(sample, site).items()}
    script = (
        "import sys, json, hashlib, time; sys.path[:0] = ['scripts', 'tests']; from conftest import SAMPLE, TODAY\n"
        "from dermatheca.link import load; from dermatheca.view.site import Site; from lessons import files_of\n"
        "site = Site('Dermatheca', 'https://example.org/', 'https://example.org/repo', '2026.2.0', TODAY, changes=('One change.',))\n"
        "time.sleep(2.1)  # the clock of a ZIP file has steps of two seconds\n"
        "print(json.dumps({n: hashlib.sha256(d).hexdigest() for n, d in files_of(load(SAMPLE)[0], site).items()}))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == here


@pytest.mark.parametrize("used", [True, False], ids=["set some before", "set none before"])
def test_no_handout_is_set_by_a_fork_of_a_process_that_set_some(
    sample: Catalogue, site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, used: bool
) -> None:
    """Typst's threads stay behind in a fork, which would wait for them for ever."""

    def maker(*_: object) -> bytes:
        return str(os.getpid()).encode()

    for name in ("handout_file", "deck_file"):
        monkeypatch.setattr(files, name, maker)
    monkeypatch.setattr(handout, "_first", os.getpid() if used else None)
    stage(sample, site, ROOT, tmp_path / "docs")
    made = {path: int(path.read_bytes()) for path in (tmp_path / "docs/assets/teaching").glob("*.p*")}
    for ending in (".pdf", ".pptx"):
        assert len([path for path in made if path.suffix == ending]) == len(packs_by_id(sample))
    setters = {pid for path, pid in made.items() if path.suffix == ".pdf"}
    assert setters == {os.getpid()} if used else not forks() or os.getpid() not in setters
    if forks():
        assert os.getpid() not in {pid for path, pid in made.items() if path.suffix == ".pptx"}
