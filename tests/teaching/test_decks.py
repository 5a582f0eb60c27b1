"""Decks as PowerPoint and LibreOffice see them: real tables, sources and address on every slide, nothing over the edge."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from PIL import Image
from pptx import Presentation

from dermatheca.link import Catalogue, load
from dermatheca.validate import Report
from dermatheca.view.site import Site
from dermatheca.view.tables import result_table
from dermatheca.write.teaching.slide import FOOT
from lessons import files_of, packs_by_id
from office import MISSING, find_or_install, to_pdf

SAMPLE_DECK = "conditions-sample-eczema"
REAL = ("conditions-plaque-psoriasis", "classes-jak-inhibitors", "review-biologics")
HOSTILE = "x</a:t><script>alert(1)</script>{{7*7}} #panic() $x$ \\(y\\) &amp; [sound:z.mp3]"


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


def tables(presentation: Any) -> Iterator[list[list[str]]]:
    for slide in presentation.slides:
        for shape in slide.shapes:
            if shape.has_table:
                yield [[cell.text_frame.text for cell in row.cells] for row in shape.table.rows]


def named(slide: Any, name: str) -> Any:
    return next((shape for shape in slide.shapes if shape.name == name), None)


@pytest.fixture(scope="module")
def sample_files(sample: Catalogue, site: Site) -> dict[str, bytes]:
    return files_of(sample, site)


@pytest.fixture(scope="module")
def decks(built: Path) -> dict[str, bytes]:
    """Some decks of the real site."""
    return {name: (built / f"docs/assets/teaching/{name}.pptx").read_bytes() for name in REAL}


def test_every_pack_has_its_three_files(sample_files: dict[str, bytes], sample: Catalogue) -> None:
    assert set(sample_files) == {f"{name}.{end}" for name in packs_by_id(sample) for end in ("pptx", "pdf", "apkg")}


def test_results_are_a_table_with_arm_n_value_time_and_citation(sample_files: dict[str, bytes]) -> None:
    found = list(tables(opened(sample_files[f"{SAMPLE_DECK}.pptx"])))
    (results,) = [table for table in found if table[0][0] == "Trial"]
    assert results[0] == ["Trial", "Outcome and time", "Arm", "n", "Result", "Sources"]
    assert results[1] == [
        "SAMPLE-1 (phase 3)",
        "SAMPLE-75 at week 16",
        "examplimab 100 mg",
        "200",
        "61.5% (95% CI 55 to 68)",
        "[1]",
    ]
    assert results[2] == ["", "", "specimenib 5 mg", "100", "20%", "[1]"], "the trial's cell spans its arms"
    assert "risk difference 41.5 (95% CI 31 to 52)" in results[3][0]
    (options,) = [table for table in found if table[0][2] == "Route"]
    assert options[1][0] == "examplimab"
    assert options[1][3].startswith("approved 2019, now from 6 months [")
    (boxes,) = [table for table in found if table[0][2] == "What it names"]
    assert boxes[1][:3] == ["examplimab", "US", "Invented harm"]


def test_the_numbers_of_a_real_deck_are_the_catalogue_s(decks: dict[str, bytes], real: Report) -> None:
    c = real.catalogue
    known = {
        (
            f"{trial.name} ({trial.phase.label})",
            f"{table.outcome.name} {table.when}".rstrip(),
            row.arm.name,
            str(row.n or "not stated"),
            row.text,
        )
        for _, trial in c.trials.values()
        for result in trial.results
        for table in [result_table(c, trial, result)]
        for row in table.rows
    }
    seen = 0
    for data in decks.values():
        for table in tables(opened(data)):
            if table[0][0] != "Trial":
                continue
            above = ["", ""]
            for cells in table[1:]:
                if not cells[2]:
                    continue  # a note across the table
                above = [cell or kept for cell, kept in zip(cells[:2], above, strict=True)]
                assert (*above, cells[2], cells[3], cells[4].partition(" (")[0]) in known
                seen += 1
    assert seen > 100


@pytest.mark.parametrize("name", REAL)
def test_every_slide_bears_sources_address_licence_and_notes(decks: dict[str, bytes], name: str) -> None:
    presentation = opened(decks[name])
    folder, _, ident = name.partition("-")
    address = f"https://dermatheca.github.io/dermatheca/{folder}/{ident}/"
    titles = [slide.shapes.title.text for slide in presentation.slides]
    assert titles[1] == "Objectives"
    assert titles[-1].startswith("References")
    for slide in presentation.slides:
        foot = named(slide, "Sources").text_frame.text
        assert re.match(r"Sources?: \w", foot), slide.shapes.title.text
        assert address in foot
        assert "CC BY 4.0" in foot
        notes = slide.notes_slide.notes_text_frame.text
        assert "Sources:" in notes
        assert address in notes
        shown = " ".join(
            shape.text_frame.text for shape in slide.shapes if shape.has_text_frame and shape.name != "Sources"
        )
        shown += " ".join(
            cell
            for shape in slide.shapes
            if shape.has_table
            for row in shape.table.rows
            for cell in [one.text for one in row.cells]
        )
        if not slide.shapes.title.text.startswith("References"):
            for number in {int(n) for group in re.findall(r"\[([\d, ]+)\]", shown) for n in group.split(",")}:
                assert f"[{number}] " in notes, (slide.shapes.title.text, number)


def test_results_side_by_side_are_not_head_to_head(decks: dict[str, bytes]) -> None:
    for data in decks.values():
        for slide in opened(data).slides:
            held = [shape for shape in slide.shapes if shape.has_table and shape.table.cell(0, 0).text == "Trial"]
            texts = [shape.text_frame.paragraphs for shape in slide.placeholders if shape.placeholder_format.idx == 1]
            shares = sum("%" in paragraph.text for paragraphs in texts for paragraph in paragraphs)
            if held or (shares > 1 and slide.shapes.title.text not in ("Check yourself", "Guidelines")):
                assert "not head to head" in named(slide, "Not head to head").text_frame.text


def test_figures_are_pictures_with_words_for_those_who_cannot_see_them(decks: dict[str, bytes]) -> None:
    pictures = [shape for slide in opened(decks[REAL[0]]).slides for shape in slide.shapes if shape.shape_type == 13]
    assert len(pictures) > 20
    for shape in pictures:
        assert shape._element.nvPicPr.cNvPr.get("descr")
        assert shape.image.size[0] >= 800
        picture = Image.open(io.BytesIO(shape.image.blob))
        picture.load()  # the attribution stands behind the pixels
        assert picture.info["Copyright"].startswith("Dermatheca ")


def test_hostile_text_stays_text(sample_root: Path, site: Site) -> None:
    path = sample_root / "data/agents/examplimab.yaml"
    text = path.read_text(encoding="utf-8")
    for plain in ("name: examplimab 100 mg", "text: Invented harm", "test: Sample count"):
        assert text.count(plain) == 1, plain
        text = text.replace(plain, f"{plain.split(':')[0]}: '{HOSTILE}'")
    path.write_text(text, encoding="utf-8")
    catalogue, problems = load(sample_root)
    assert problems == []
    files = files_of(catalogue, site, SAMPLE_DECK)
    cells = [cell for table in tables(opened(files[f"{SAMPLE_DECK}.pptx"])) for row in table for cell in row]
    assert cells.count(HOSTILE) >= 3
    assert HOSTILE[:30] in "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(files[f"{SAMPLE_DECK}.pdf"])
    ).replace("\r\n", "")
    with zipfile.ZipFile(io.BytesIO(files[f"{SAMPLE_DECK}.apkg"])) as package:
        stored = package.read("collection.anki2")
    assert b"alert(1)" in stored
    for command in (b"<script", b"{{7", b"[sound", b"\\("):
        assert command not in stored


@pytest.fixture(scope="module")
def converted(
    decks: dict[str, bytes], sample_files: dict[str, bytes], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, pypdfium2.PdfDocument]:
    """Decks as LibreOffice prints them."""
    soffice = find_or_install()
    if soffice is None:
        pytest.skip(MISSING)
    folder = tmp_path_factory.mktemp("decks")
    files = []
    for name, data in {**decks, SAMPLE_DECK: sample_files[f"{SAMPLE_DECK}.pptx"]}.items():
        files.append(folder / f"{name}.pptx")
        files[-1].write_bytes(data)
    to_pdf(soffice, files, folder)
    return {file.stem: pypdfium2.PdfDocument(folder / f"{file.stem}.pdf") for file in files}


@pytest.mark.parametrize("name", [*REAL, SAMPLE_DECK])
def test_libreoffice_shows_every_slide(
    converted: dict[str, pypdfium2.PdfDocument], decks: dict[str, bytes], sample_files: dict[str, bytes], name: str
) -> None:
    slides = list(opened(decks.get(name) or sample_files[f"{name}.pptx"]).slides)
    assert len(converted[name]) == len(slides)
    for page, slide in zip(converted[name], slides, strict=True):
        low, high = page.render(scale=0.3).to_pil().convert("L").getextrema()
        assert (low < 100, high > 250) == (True, True), f"{slide.shapes.title.text} is blank"
        words = page.get_textpage().get_text_range()
        assert " ".join(slide.shapes.title.text.split())[:12] in " ".join(words.split())


@pytest.mark.parametrize("name", REAL)
def test_nothing_runs_into_the_foot_or_over_the_edge(converted: dict[str, pypdfium2.PdfDocument], name: str) -> None:
    for number, page in enumerate(converted[name], 1):
        text = page.get_textpage()
        wide, high = page.get_size()
        foot = high - FOOT * 72
        for at in range(text.count_rects()):
            left, bottom, right, top = text.get_rect(at)
            assert left >= 0, (number, text.get_text_bounded(left, bottom, right, top))
            assert right <= wide, (number, text.get_text_bounded(left, bottom, right, top))
            crossing = bottom < foot - 2 and top > foot + 2
            below = top <= foot + 2
            said = text.get_text_bounded(left, bottom, right, top)
            assert not crossing, (number, said)
            assert not below or bottom >= 0, (number, said)
        lines = [line for line in text.get_text_bounded(0, 0, wide, foot).splitlines() if line.strip()]
        assert 2 <= len(lines) <= 5, (number, lines)
        assert any("https://dermatheca.github.io" in line for line in lines), number
