"""Versions by the calendar."""

from __future__ import annotations

import datetime as dt

import pytest

from dermatheca.release.versions import is_version, next_version, order

DAY = dt.date(2026, 11, 26)


@pytest.mark.parametrize(
    ("taken", "expected"),
    [
        ([], "2026.11"),
        (["2026.10", "2025.11"], "2026.11"),
        (["2026.11"], "2026.11.1"),
        (["2026.11.9", "2026.11.10", "2026.11", "2026.12.40"], "2026.11.11"),
        (["2026.11.3"], "2026.11.4"),
    ],
)
def test_the_next_version(taken: list[str], expected: str) -> None:
    assert next_version(DAY, taken) == expected


def test_the_order_is_that_of_time() -> None:
    names = ["2027.1", "2026.11.10", "2026.2", "2026.11", "2026.12", "2026.11.2"]
    assert sorted(names, key=order) == ["2026.2", "2026.11", "2026.11.2", "2026.11.10", "2026.12", "2027.1"]


@pytest.mark.parametrize("text", ["2026.11", "2026.1", "2026.11.1", "2026.11.12"])
def test_a_version(text: str) -> None:
    assert is_version(text)


@pytest.mark.parametrize(
    "text", ["", "2026", "2026.13", "2026.0", "2026.01", "2026.11.0", "v2026.11", "2026.11/..", "2026.11\n", "٢٠٢٦.11"]
)
def test_no_version(text: str) -> None:
    assert not is_version(text)
