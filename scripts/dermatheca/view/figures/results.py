"""Results of trials in a condition: a chart an outcome, the same time together, each trial apart from the others."""

from __future__ import annotations

import math
import textwrap
from collections import defaultdict

from dermatheca.model.trial import weeks
from dermatheca.model.vocabulary import Unit
from dermatheca.view.figures.figure import (
    PALETTE,
    SIZE,
    Figure,
    Row,
    Spec,
    layer,
    layered,
    numbered,
    plain,
    shortened,
)
from dermatheca.view.tables import ResultTable, TrialView

WIDTH = 420  # what a phone shows at about its own size
BARS = 330  # the rest holds the value at a bar's end
STEP = 17
LETTERS = 66  # in a line of WIDTH


def result_figures(ident: str, condition: str, views: list[TrialView]) -> tuple[Figure, ...]:
    """A chart for every outcome and unit in which at least two results of a condition's trials are recorded.

    Numbers of patients are drawn as their share of the arm, beside the results that are told in per cent.
    """
    return tuple(_figure(ident, condition, found) for found in _groups(views))


def result_parts(ident: str, condition: str, views: list[TrialView], most: float) -> tuple[tuple[Figure, ...], ...]:
    """The same charts for slides: each in parts of at most `most` points of height; a result is never cut."""
    found = []
    for group in _groups(views):
        parts: list[list[tuple[TrialView, ResultTable]]] = [[]]
        for pair in group:
            if parts[-1] and _spec([*parts[-1], pair])["height"] > most:
                parts.append([])
            parts[-1].append(pair)
        found.append(numbered([_figure(ident, condition, part) for part in parts]))
    return tuple(found)


def _groups(views: list[TrialView]) -> list[list[tuple[TrialView, ResultTable]]]:
    """Results of one outcome and unit, by time and trial; what states no time comes last."""
    groups: dict[tuple[str, Unit], list[tuple[TrialView, ResultTable]]] = defaultdict(list)
    for view in views:
        for table in view.tables:
            groups[table.outcome.id, table.drawn].append((view, table))
    return [
        sorted(found, key=lambda pair: (_time(pair[1]), pair[0].trial.name))
        for found in groups.values()
        if len(found) > 1
    ]


def _time(table: ResultTable) -> float:
    return weeks(table.result.time) if table.result.time else math.inf


def _figure(ident: str, condition: str, found: list[tuple[TrialView, ResultTable]]) -> Figure:
    outcome, unit = found[0][1].outcome, found[0][1].drawn
    trials = len({view.trial.id for view, _ in found})
    counted = any(table.result.unit is not unit for _, table in found)
    measured = "" if unit is Unit.PERCENT else f" ({unit.label})"
    return Figure(
        id=f"results-{ident}-{outcome.id}-{unit.value}",
        title=f"{outcome.name}{measured} in {condition.lower()}",
        description=(
            f"{len(found)} result{'s' if len(found) > 1 else ''} from {trials} trial{'s' if trials > 1 else ''}, grouped by time. Filled bars are the arms under study, "
            "hollow bars what they were compared with; thin lines are intervals. "
            f"{'Numbers of patients are drawn as shares of their arm. ' if counted else ''}"
            "Bars are to be compared within a trial only."
        ),
        spec=_spec(found),
        columns=(
            "Trial",
            "Time",
            "Arm",
            "Patients",
            f"{outcome.name}{'' if counted else f' ({unit.label})'}",
            "Interval",
        ),
        rows=tuple(
            Row(
                (
                    view.trial.name,
                    table.when or "not stated",
                    row.arm.name,
                    str(row.n or "not stated"),
                    row.text,
                    row.interval,
                ),
                sources,
            )
            for view, table in found
            for row in table.rows
            for sources in [table.result.sources]
        ),
    )


def _spec(found: list[tuple[TrialView, ResultTable]]) -> Spec:
    numbers = [
        bound
        for _, table in found
        for row in table.rows
        for bound in (row.drawn.value, row.drawn.low, row.drawn.high, 0.0)
        if bound is not None
    ]
    low, high = min(numbers), max(numbers)
    if found[0][1].drawn is Unit.PERCENT:
        low, high = 0.0, 100.0
    part = BARS / ((high - low) or 1)

    def across(number: float) -> float:
        return round((number - low) * part, 1)

    texts, bars, ranges, rules = [], [], [], []
    y = 0.0
    when = None
    for view, table in found:
        if table.when != when:
            when = table.when
            y += STEP * (1.4 if y else 0.5)
            said = (when or "time not stated").removeprefix("at ")
            texts.append(
                {"x": 0, "y": y, "text": said[:1].upper() + said[1:], "weight": "bold", "colour": PALETTE["study"]}
            )
            rules.append({"x": 0, "x2": WIDTH, "y": y + STEP * 0.6})
            y += STEP * 0.4
        y += STEP * 1.1
        texts.append(
            {"x": 0, "y": y, "text": shortened(view.trial.name, WIDTH), "weight": "bold", "colour": PALETTE["ink"]}
        )
        for row in table.rows:
            name = f"{row.arm.name}{f', n={row.n}' if row.n else ''}"
            for line in textwrap.wrap(name, LETTERS):
                y += STEP
                texts.append({"x": 0, "y": y, "text": line, "weight": "normal", "colour": PALETTE["muted"]})
            y += STEP * 0.95
            value = row.drawn
            end = across(0.0)
            if value.value is not None:
                left, right = sorted((across(0.0), across(value.value)))
                bars.append({"x": left, "x2": right, "y": y - 5, "y2": y + 5, "kind": row.kind})
                end = right
            if value.low is not None and value.high is not None:
                ranges.append({"x": across(value.low), "x2": across(value.high), "y": y})
                end = max(end, across(value.high))
            texts.append({"x": end + 6, "y": y, "text": row.text, "weight": "normal", "colour": PALETTE["ink"]})
    height = y + STEP
    x, place = plain("x"), plain("y")
    colour = {"field": "colour", "type": "nominal", "scale": None}
    kinds = {
        "study": {"filled": True, "fill": PALETTE["study"], "stroke": PALETTE["study"]},
        "comparator": {"filled": True, "fill": PALETTE["paper"], "stroke": PALETTE["comparator"]},
    }
    layers = [layer({"type": "rule", "color": PALETTE["line"]}, rules, x, place, x2={"field": "x2"})]
    layers += [
        layer(
            {"type": "rect", **paint},
            [b for b in bars if b["kind"] == kind],
            x,
            place,
            x2={"field": "x2"},
            y2={"field": "y2"},
        )
        for kind, paint in kinds.items()
    ]
    layers.append(
        layer({"type": "rule", "color": PALETTE["ink"], "strokeWidth": 1.5}, ranges, x, place, x2={"field": "x2"})
    )
    for weight in ("bold", "normal"):
        mark = {"type": "text", "fontWeight": weight, "fontSize": SIZE}
        shown = [text for text in texts if text["weight"] == weight]
        layers.append(layer(mark, shown, x, place, text={"field": "text", "type": "nominal"}, color=colour))
    return layered([one for one in layers if one["data"]["values"]], WIDTH, height)
