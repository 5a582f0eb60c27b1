"""The archive: links that a folder understands, the same bytes each time."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from dermatheca.write.archive import for_a_folder, write_archive


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('<a href="../agents/">', '<a href="../agents/index.html">'),
        ('<a href="../agents/#x">', '<a href="../agents/index.html#x">'),
        ('<a href="../compare/?agents=a/b">', '<a href="../compare/index.html?agents=a/b">'),
        ('<a href="../..">', '<a href="../../index.html">'),
        ('<a href=".">', '<a href="./index.html">'),
        ('<a href="./">', '<a href="./index.html">'),
        ('<a xlink:href="../x/">', '<a xlink:href="../x/index.html">'),
        ('<form action="../search/">', '<form action="../search/index.html">'),
        (
            '<meta http-equiv="refresh" content="0; url=../a/">',
            '<meta http-equiv="refresh" content="0; url=../a/index.html">',
        ),
        ('<a href="#x">', '<a href="#x">'),
        ('<a href="?q=1">', '<a href="?q=1">'),
        ('<link href="../assets/a.css">', '<link href="../assets/a.css">'),
        ('<a href="https://example.org/a/">', '<a href="https://example.org/a/">'),
        ('<p data-href="a/">', '<p data-href="a/">'),
    ],
)
def test_links_name_files(before: str, after: str) -> None:
    assert for_a_folder(before) == after


def test_the_same_site_gives_the_same_bytes(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "a").mkdir(parents=True)
    (site / "index.html").write_text('<a href="a/">ä</a>', encoding="utf-8")
    (site / "a/index.html").write_text('<a href="..">x</a>', encoding="utf-8")
    (site / "a/b.png").write_bytes(b"\x89PNG")
    for name in ("one.zip", "two.zip"):
        assert write_archive(site, tmp_path / name, "dermatheca-1", 0) == 3
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as archive:
        assert archive.namelist() == ["dermatheca-1/a/b.png", "dermatheca-1/a/index.html", "dermatheca-1/index.html"]
        assert archive.read("dermatheca-1/index.html").decode() == '<a href="a/index.html">ä</a>'
