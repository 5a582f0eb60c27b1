"""Reading text: encodings, sizes, line ends."""

from __future__ import annotations

from pathlib import Path

from dermatheca.read.text import place_at, read_text


def test_bom_and_crlf_are_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"\xef\xbb\xbfa: 1\r\nb: 2\r")
    assert read_text(path, "x.yaml") == ("a: 1\nb: 2\n", [])


def test_a_large_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_bytes(b"a" * 1_000_001)
    text, problems = read_text(path, "x.yaml")
    assert text == ""
    assert [str(p) for p in problems] == [
        "x.yaml:1:1: file-size: must be at most 1,000,000 bytes, is 1,000,001 (split it)"
    ]


def test_a_missing_file_is_a_problem(tmp_path: Path) -> None:
    _, problems = read_text(tmp_path / "x.yaml", "x.yaml")
    assert [p.rule for p in problems] == ["file-readable"]


def test_every_hidden_character_is_found_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "x.yaml"
    path.write_text("a: b\u200bc\n d\x00\n", encoding="utf-8")
    _, problems = read_text(path, "x.yaml")
    assert [(str(p.place), p.message[-6:]) for p in problems] == [("x.yaml:1:5", "U+200B"), ("x.yaml:2:3", "U+0000")]


def test_place_at() -> None:
    place = place_at("x", "ab\ncd\n", 4)
    assert (place.line, place.column) == (2, 2)
