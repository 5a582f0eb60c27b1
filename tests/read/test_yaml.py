"""The YAML reader: values, places, and what it takes for text."""

from __future__ import annotations

import pytest

from dermatheca.problem import Place
from dermatheca.read.yaml import parse_yaml


def data_of(text: str) -> object:
    document, problems = parse_yaml(text, "x.yaml")
    assert problems == []
    assert document is not None
    return document.data


@pytest.mark.parametrize(
    ("scalar", "value"),
    [
        ("no", "no"),
        ("NO", "NO"),
        ("on", "on"),
        ("true", True),
        ("True", "True"),
        ("~", None),
        ("null", None),
        ("012", "012"),
        ("0o7", "0o7"),
        ("0x1F", "0x1F"),
        ("12:30", "12:30"),
        ("1_000", "1_000"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("2019-03-01", "2019-03-01"),
        ("-4", -4),
        ("1.50", 1.5),
        ("'1'", "1"),
        ('"no"', "no"),
    ],
)
def test_scalars(scalar: str, value: object) -> None:
    found = data_of(f"a: {scalar}")
    assert found == {"a": value}
    assert type(found["a"]) is type(value)  # type: ignore[index]


def test_places_of_values_and_keys() -> None:
    document, _ = parse_yaml("a:\n  - b: 1\n    c: x\n  - [2, 3]\n", "x.yaml")
    assert document is not None
    assert document.place(("a", 0, "c")) == Place("x.yaml", 3, 8)
    assert document.place(("a", 0, "c"), key=True) == Place("x.yaml", 3, 5)
    assert document.place(("a", 1, 1)) == Place("x.yaml", 4, 9)


def test_the_place_of_an_absent_value_is_its_parents() -> None:
    document, _ = parse_yaml("a:\n  - b: 1\n", "x.yaml")
    assert document is not None
    assert document.place(("a", 0, "missing", "deeper")) == Place("x.yaml", 2, 5)


def test_front_matter_lines_are_shifted() -> None:
    document, problems = parse_yaml("a: 1\na: 2\n", "x.md", first_line=2)
    assert document is not None
    assert document.place(("a",)) == Place("x.md", 2, 4)
    assert [str(p.place) for p in problems] == ["x.md:3:1"]


def test_columns_count_characters_not_bytes() -> None:
    document, _ = parse_yaml("{ä: é, b: 1}", "x.yaml")
    assert document is not None
    assert document.place(("b",)) == Place("x.yaml", 1, 11)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 50_000 + "a", "{" * 100_000, "a: " * 10_000, "? " * 10_000])
def test_deep_nesting_ends_in_a_problem(text: str) -> None:
    document, problems = parse_yaml(text, "x.yaml")
    assert document is None
    assert len(problems) == 1
