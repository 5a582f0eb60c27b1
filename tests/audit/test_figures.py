"""Finding numbers in abstracts: what counts as the same number, and what does not."""

from __future__ import annotations

import pytest

from dermatheca.audit.figures import Verdict, figures, look_for

FOUND, OTHERWISE, MISSING = Verdict.FOUND, Verdict.OTHERWISE, Verdict.MISSING


def shown(text: str) -> list[str]:
    return [("-" if figure.negative else "") + figure.shown for figure in figures(text)]


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("38% and 36%", ["38%", "36%"]),
        ("38 and 36% v 10%", ["38%", "36%", "10%"]),
        ("38, 36, and 10%", ["38", "36", "10%"]),  # week 16, 38%: a comma joins nothing
        ("61·5% (95% CI 55–68)", ["61.5%", "55", "68"]),
        ("61.5 % [95% confidence interval, 55 to 68]", ["61.5%", "55", "68"]),
        ("38 percent, 38 per cent, 3 percentage points", ["38%", "38%", "3%"]),
        ("95% CI and 99.5% credible interval", []),
        ("(95%CI: 1.1-2.2)", ["1.1", "2.2"]),
        ("1,379 patients, 1\u2009379, 1\u00a0379 and 12,345,678", ["1,379", "1379", "1379", "12,345,678"]),
        ("in 2019, 250 of 300", ["2019", "250", "300"]),
        ("1,37 and 3,4567", []),
        ("P<.001, P = 0·04", [".001", "0.04"]),
        ("IL-17 and NCT00000001, week16, 300mg, B12, 10^9, 2nd", []),
        ("PASI 75, EASI-75, IGA 0/1, HiSCR50 and ACR 20", ["1"]),
        ("HR 0.57, OR 2, ORR 45%, PASI 75 of 12.5", ["0.57", "2", "45%", "12.5"]),
        (
            "change -12.3 (−1 to 4), –5 points; range 3-4, 3 - 4, 5%-6%",
            ["-12.3", "-1", "4", "-5", "3", "4", "3", "4", "5%", "6%"],
        ),
        ("v1.2.3, 3.4.5", []),
        ("of 120 patients 20.5%", ["120", "20.5%"]),
        ("1/10 and 2 of 5.", ["1", "10", "2", "5"]),
        ("", []),
    ],
)
def test_the_numbers_of_a_text(text: str, numbers: list[str]) -> None:
    assert shown(text) == numbers


@pytest.mark.parametrize(
    ("number", "text", "percent", "loose", "verdict", "words"),
    [
        (38, "38% responded", True, False, FOUND, ""),
        (38, "38.0% responded", True, False, FOUND, ""),
        (38, "38 patients responded", True, False, OTHERWISE, "but not as a percentage"),
        (38, "a 38% rise", False, False, OTHERWISE, "but as a percentage"),
        (38, "38 patients", True, True, FOUND, ""),
        (38, "138%, 38.5%, 380%, 3.8%", True, False, MISSING, ""),
        (95, "61% (95% CI 50-70)", True, False, MISSING, ""),
        (75, "61% reached PASI 75", False, False, MISSING, ""),
        (16, "at week 16, 38%", True, False, OTHERWISE, "but not as a percentage"),
        (38, "37.9% responded", True, False, MISSING, "37.9% stands there, the same with more digits"),
        (37.9, "38% responded", True, False, MISSING, "38% stands there, the same with fewer digits"),
        (40, "38% responded", True, False, MISSING, ""),
        (-12.3, "a change of −12·3 points", False, False, FOUND, ""),
        (-12.3, "fell by 12.3 points", False, False, OTHERWISE, "without its minus sign"),
        (12.3, "a change of -12.3 points", False, False, OTHERWISE, "with a minus sign"),
        (0.001, "P<.001", False, True, FOUND, ""),
        (1379, "1,379 patients", False, False, FOUND, ""),
        (11.5, "11·5 months", False, False, FOUND, ""),
        (0, "0%", True, False, FOUND, ""),
    ],
)
def test_looking_for_a_number(
    number: float, text: str, percent: bool, loose: bool, verdict: Verdict, words: str
) -> None:
    assert look_for(number, figures(text), percent, loose) == (verdict, words)
