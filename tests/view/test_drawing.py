"""What figures show, and the files they are drawn into."""

from __future__ import annotations

import csv
import io
import struct
import zlib
from dataclasses import replace

import lxml.etree
import pytest

from dermatheca.link import Catalogue
from dermatheca.model.vocabulary import Unit
from dermatheca.validate import Report
from dermatheca.view.figures import evidence
from dermatheca.view.figures import timeline as years
from dermatheca.view.figures.evidence import SIGNS, agent_map, cell, class_map, stage_of
from dermatheca.view.figures.figure import PALETTE, ROOT, Figure, shortened
from dermatheca.view.figures.pathways import pathway_figure
from dermatheca.view.figures.results import result_figures
from dermatheca.view.figures.timeline import timeline
from dermatheca.view.site import Site
from dermatheca.view.tables import TrialView, trial_view
from dermatheca.write.cache import Cache
from dermatheca.write.figures import Drawn, draw_all

DRAWN = {Unit.COUNT: Unit.PERCENT}
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def charts(real: Report) -> tuple[Figure, ...]:
    c = real.catalogue
    views = [trial_view(c, t) for _, t in c.trials.values() if t.condition == "plaque-psoriasis"]
    return result_figures("plaque-psoriasis", "Plaque psoriasis", views)


def draw(figure: Figure, site: Site, address: str) -> Drawn:
    (drawn,) = draw_all([(figure, address)], site, Cache())
    return drawn


def texts(figure: Figure) -> list[str]:
    return [value["text"] for one in figure.spec["layer"] for value in one["data"]["values"] if "text" in value]


def test_a_chart_holds_one_outcome_and_every_value_of_it(real: Report, charts: tuple[Figure, ...]) -> None:
    c = real.catalogue
    for figure in charts:
        recorded = [
            (trial.name, value.arm, value.value)
            for _, trial in c.trials.values()
            if trial.condition == "plaque-psoriasis"
            for result in trial.results
            if figure.id == f"results-plaque-psoriasis-{result.outcome}-{DRAWN.get(result.unit, result.unit)}"
            for value in result.values
        ]
        assert len(figure.rows) == len(recorded) > 1
        assert all(row.sources for row in figure.rows)


def test_unlike_times_stand_apart(charts: tuple[Figure, ...]) -> None:
    pasi = next(figure for figure in charts if "pasi-90-percent" in figure.id)
    times = [row.cells[1] for row in pasi.rows]
    groups = [time for at, time in enumerate(times) if not at or times[at - 1] != time]
    assert len(groups) == len(set(groups)) > 1
    assert {f"{time.removeprefix('at ').capitalize()}" for time in groups} <= set(texts(pasi))


def test_a_bar_is_as_long_as_its_value(sample: Catalogue) -> None:
    view = trial_view(sample, sample.trials["sample-one"][1])
    other = replace(view, trial=view.trial.model_copy(update={"name": "SAMPLE-2"}))
    figure = next(f for f in result_figures("x", "X", [view, other]) if f.id.endswith("percent"))
    bars = [v for one in figure.spec["layer"] if one["mark"]["type"] == "rect" for v in one["data"]["values"]]
    assert {round((bar["x2"] - bar["x"]) / 330 * 100, 1) for bar in bars} == {61.5, 20.0}
    ranges = [v for one in figure.spec["layer"] if one["mark"].get("strokeWidth") == 1.5 for v in one["data"]["values"]]
    assert [(r["x"], r["x2"]) for r in ranges] == [(181.5, 224.4)] * 2  # 55 and 68 of 100, on 330 points


def test_patients_are_drawn_as_shares_of_their_arm(sample: Catalogue) -> None:
    trial = sample.trials["sample-one"][1]
    percent = trial.results[0]
    counts = [
        value.model_copy(update={"value": count, "low": None, "high": None})
        for value, count in zip(percent.values, (123, 20), strict=True)
    ]
    counted = percent.model_copy(update={"unit": Unit.COUNT, "values": counts})
    other = trial.model_copy(update={"id": "sample-other", "results": [counted]})
    (table,) = trial_view(sample, trial.model_copy(update={"results": [counted]})).tables
    assert [(row.text, row.bar and row.bar.width) for row in table.rows] == [
        ("123 patients", 61.5),
        ("20 patients", 20),
    ]
    views = [trial_view(sample, trial), TrialView(other, "examplimab", (table,))]
    figure = next(f for f in result_figures("x", "X", views) if f.id.endswith("percent"))
    bars = [v for one in figure.spec["layer"] if one["mark"]["type"] == "rect" for v in one["data"]["values"]]
    assert sorted(round((bar["x2"] - bar["x"]) / 330 * 100, 1) for bar in bars) == [20, 20, 61.5, 61.5]
    assert "drawn as shares of their arm" in figure.description
    assert {"61.5%", "123 patients"} <= {row.cells[4] for row in figure.rows}


def test_counts_of_arms_of_unknown_size_stand_apart(sample: Catalogue) -> None:
    trial = sample.trials["sample-one"][1]
    arms = [arm.model_copy(update={"n": None}) for arm in trial.arms]
    values = [value.model_copy(update={"n": None}) for value in trial.results[0].values]
    counted = trial.results[0].model_copy(update={"unit": Unit.COUNT, "values": values})
    (table,) = trial_view(sample, trial.model_copy(update={"arms": arms, "results": [counted]})).tables
    assert table.drawn is Unit.COUNT
    assert [row.drawn for row in table.rows] == values


def test_one_result_alone_is_no_chart(sample: Catalogue) -> None:
    assert result_figures("x", "X", [trial_view(sample, sample.trials["sample-one"][1])]) == ()


def test_stages_from_decisions_then_from_trials(sample: Catalogue) -> None:
    examplimab, specimenib = sample.agents["examplimab"], sample.agents["specimenib"]
    assert stage_of(sample, examplimab, "sample-eczema") == "approved"
    assert stage_of(sample, specimenib, "sample-eczema") == "phase 3"
    assert stage_of(sample, examplimab, "no-such-condition") == ""
    assert {"approved", "phase 3"} <= set(SIGNS)


def test_a_cell_names_the_agents_and_regions_that_stand(sample: Catalogue) -> None:
    found = cell(sample, tuple(sample.agents.values()), "sample-eczema")
    assert found is not None
    assert (found.stage, [a.id for a in found.agents], list(found.regions)) == ("approved", ["examplimab"], ["US"])
    assert cell(sample, (), "sample-eczema") is None


def test_every_sign_is_a_letter_of_its_own(real: Report) -> None:
    assert len({letter for letter, _, _ in SIGNS.values()}) == len(SIGNS)
    figure = class_map(real.catalogue)
    assert figure is not None
    known = {row.cells[2] for row in figure.rows}
    assert known <= set(SIGNS)


def test_the_maps_hold_every_approval_that_stands(real: Report) -> None:
    c = real.catalogue
    told = {
        (row.cells[1], row.cells[0])
        for group in c.classes.values()
        if (figure := agent_map(c, group))
        for row in figure.rows
        if row.cells[2] == "approved"
    }
    stands = {
        (agent.name, c.conditions[a.condition].name)
        for agent in c.agents.values()
        for a in agent.approvals
        if a.status.value == "approved"
    }
    assert told == stands


def test_what_is_too_large_to_be_read_is_not_drawn(real: Report, monkeypatch: pytest.MonkeyPatch) -> None:
    c = real.catalogue
    decided = [(x, a, c.conditions[a.condition]) for x in c.agents.values() for a in x.approvals]
    monkeypatch.setattr(evidence, "MOST_ROWS", 5)
    assert class_map(c) is None
    monkeypatch.setattr(years, "MOST_LANES", 5)
    assert timeline("all", "All", decided) is None


def test_the_timeline_leaves_out_dates_that_are_not_the_decisions(real: Report) -> None:
    c = real.catalogue
    figure = timeline("all", "All", [(x, a, c.conditions[a.condition]) for x in c.agents.values() for a in x.approvals])
    assert figure is not None
    dated = [a for x in c.agents.values() for a in x.approvals if a.date and a.date_kind.value == "decision"]
    assert len(figure.rows) == sum(a.status.value in ("approved", "withdrawn") for a in dated)
    assert [row.cells[0] for row in figure.rows] == sorted(row.cells[0] for row in figure.rows)
    assert timeline("none", "None", []) is None


def test_a_pathway_shows_who_acts_on_what(real: Report) -> None:
    c = real.catalogue
    targets = [t for t in c.targets.values() if t.pathway == "JAK-STAT"]
    figure = pathway_figure(c, "jak-stat", "JAK-STAT", targets)
    assert figure is not None
    assert ("deucravacitinib", "inhibits", "TYK2") in {row.cells for row in figure.rows}
    lines = next(one["data"]["values"] for one in figure.spec["layer"] if one["mark"]["type"] == "rule")
    assert len(lines) == len(figure.rows)
    assert pathway_figure(c, "none", "none", []) is None


def test_text_is_cut_with_a_sign() -> None:
    assert shortened("short", 100) == "short"
    assert shortened("a name that is far too long to stand here", 100) == "a name that is…"


@pytest.fixture(scope="module")
def figure(sample: Catalogue) -> Figure:
    made = class_map(sample)
    assert made is not None
    hostile = "</svg><script>alert(1)</script> & =SUM(A1)"
    row = replace(made.rows[0], cells=("=1+1", hostile, *made.rows[0].cells[2:]))
    return replace(made, title=hostile, rows=(row, *made.rows[1:]))


def test_a_file_carries_its_title_and_its_attribution(figure: Figure, site: Site) -> None:
    drawn = draw(figure, site, "https://example.org/map/#map")
    credit = "Dermatheca 2026.2.0, CC BY 4.0, https://example.org/map/#map"

    tree = lxml.etree.fromstring(drawn.files["svg"])
    shown = " ".join(t.text or "" for t in tree.iter(f"{SVG}text"))
    assert credit in shown.replace("# map", "#map")
    assert tree.findtext(f"{SVG}title") == figure.title
    assert not list(tree.iter(f"{SVG}script"))
    links = [a.get("{http://www.w3.org/1999/xlink}href") for a in tree.iter(f"{SVG}a")]
    assert links
    assert all(link.startswith("https://example.org/") for link in links)

    chunks = dict(png_chunks(drawn.files["png"]))
    assert chunks["Copyright"] == credit
    assert chunks["Title"] == figure.title

    lines = drawn.files["csv"].decode().splitlines()
    assert lines[1] == f"# {credit}"
    rows = list(csv.reader(io.StringIO("\n".join(lines[2:]))))
    assert rows[0] == [*figure.columns, "Sources"]
    assert rows[1][0] == "'=1+1"
    assert len(rows) == len(figure.rows) + 1


def png_chunks(data: bytes) -> list[tuple[str, str]]:
    """The text chunks of a picture; every chunk's checksum is compared."""
    assert data[:8] == b"\x89PNG\r\n\x1a\n"
    at, found, last = 8, [], b""
    while at < len(data):
        (size,) = struct.unpack(">I", data[at : at + 4])
        last, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + size]
        assert struct.unpack(">I", data[at + 8 + size : at + 12 + size])[0] == zlib.crc32(last + body)
        if last == b"iTXt":
            name, text = body.split(b"\0\0\0\0\0")
            found.append((name.decode(), text.decode()))
        at += 12 + size
    assert last == b"IEND"
    return found


def test_on_a_page_it_takes_the_colours_of_the_page_and_names_itself(figure: Figure, site: Site) -> None:
    inline = str(draw(figure, site, "x").inline)
    tree = lxml.etree.fromstring(inline)
    assert not [colour for colour in PALETTE.values() if f'"{colour}"' in inline]
    assert "var(--dm-study)" in inline
    assert "<script" not in inline
    assert tree.get("role") == "group"
    named = {one.get("id"): one.text for one in tree.iter() if one.get("id")}
    assert named[tree.get("aria-labelledby")] == figure.title
    assert named[tree.get("aria-describedby")] == figure.description
    assert ROOT in inline  # the page puts its own way to the root in its place


def test_drawn_twice_it_is_the_same(figure: Figure, site: Site) -> None:
    assert draw(figure, site, "x") == draw(figure, site, "x")


def test_a_specification_that_is_not_one_is_refused(figure: Figure, site: Site) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - the words are the library's
        draw(replace(figure, spec={"mark": "no-such-mark"}), site, "x")
