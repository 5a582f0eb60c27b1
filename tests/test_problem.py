"""Problems as they are printed."""

from __future__ import annotations

from dermatheca.problem import Place, Problem, nearest


def test_printed_form() -> None:
    assert (
        str(Problem(Place("a.yaml", 3, 4), "rule-id", "must hold", "do this"))
        == "a.yaml:3:4: rule-id: must hold (do this)"
    )
    assert str(Problem(Place("a.yaml", 3, 4), "rule-id", "must hold")) == "a.yaml:3:4: rule-id: must hold"


def test_lines_sort_as_numbers() -> None:
    assert Place("a.yaml", 9) < Place("a.yaml", 10) < Place("b.yaml", 1)


def test_nearest() -> None:
    assert nearest("dupilumb", ["dupilumab", "secukinumab"]) == "did you mean 'dupilumab'?"
    assert nearest("zzz", ["dupilumab"]) == ""
