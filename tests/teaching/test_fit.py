"""How topics are cut into slides: blocks stay together, nothing is lost, what a row shares is told again on a new slide."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

from dermatheca.validate import Report
from dermatheca.view.figures.evidence import agent_map, agent_map_parts
from dermatheca.view.figures.results import result_figures, result_parts
from dermatheca.view.tables import trial_view
from dermatheca.view.teaching.fit import height, lines, row_height, split_bullets, split_table
from dermatheca.view.teaching.slides import Bullet, Line, Topic
from dermatheca.write.paint import smaller

WIDTHS = (2.0, 4.0)
KEYS = ("a",)


def block(name: str, rows: int) -> tuple[Line, ...]:
    return tuple(Line((name, f"row {at}"), KEYS, joined=1 if at else 0) for at in range(rows))


def test_a_longer_text_or_a_narrower_column_takes_more_lines() -> None:
    assert lines("word", 2, 12) == 1
    assert lines("word " * 60, 2, 12) > lines("word " * 30, 2, 12) > lines("word " * 30, 6, 12)
    assert height("word", 2, 24) == 2 * height("word", 2, 12)
    assert row_height(Line(("word " * 40, "x"), KEYS), WIDTHS, 12) > row_height(
        Line(("word " * 40, "x"), KEYS, joined=1), WIDTHS, 12
    ), "a cell shared with the row above needs no room of its own"


def test_a_block_is_not_cut_where_it_fits_on_a_slide() -> None:
    row = row_height(Line(("a", "b"), KEYS), WIDTHS, 12)
    topic = Topic("T", columns=("A", "B"), widths=(1, 2), blocks=(block("a", 3), block("b", 3)))
    slides = split_table(topic, WIDTHS, 12, 10, room=4.5 * row)
    assert [[line.cells[0] for line in rows] for rows in slides] == [["a"] * 3, ["b"] * 3]


def test_a_block_that_is_too_long_goes_on_and_says_again_what_it_is_about() -> None:
    row = row_height(Line(("a", "b"), KEYS), WIDTHS, 12)
    topic = Topic("T", columns=("A", "B"), widths=(1, 2), blocks=(block("a", 10),))
    slides = split_table(topic, WIDTHS, 12, 10, room=4.5 * row)
    assert [line.cells[1] for rows in slides for line in rows] == [f"row {at}" for at in range(10)]
    assert [rows[0].joined for rows in slides] == [0, 0, 0]


def test_bullets_keep_their_order_and_there_are_never_too_many() -> None:
    bullets = [Bullet(f"{at} " + "word " * 20) for at in range(12)]
    slides = split_bullets(bullets, 12, 20, 5)
    assert [one for shown in slides for one in shown] == bullets
    assert max(map(len, slides)) <= 5


def test_the_parts_of_a_figure_hold_all_of_it_once(real: Report) -> None:
    c = real.catalogue
    views = [trial_view(c, trial) for trial in c.trials_for["plaque-psoriasis"]]
    whole = result_figures("x", "X", views)
    for figure, parts in zip(whole, result_parts("x", "X", views, 400), strict=True):
        assert [row for part in parts for row in part.rows] == list(figure.rows)
        assert len({part.id for part in parts}) == len(parts)
        if len(parts) > 1:
            assert parts[0].title == f"{figure.title} (1 of {len(parts)})"
        else:
            assert parts[0].id == figure.id
    group = c.classes["biologics"]
    figure_, parts = agent_map(c, group), agent_map_parts(c, group, 10, 5)
    assert figure_ is not None
    assert len(parts) > 3
    assert {row.cells for part in parts for row in part.rows} == {row.cells for row in figure_.rows}


def test_a_smaller_picture_is_the_same_picture() -> None:
    shades = bytes(x * x * y % 251 for x in range(200) for y in range(200))
    picture = Image.frombytes("L", (200, 200), shades).convert("RGBA")
    made = io.BytesIO()
    picture.save(made, "PNG")
    few = smaller(made.getvalue())
    assert len(few) < len(made.getvalue())
    assert not ImageChops.difference(Image.open(io.BytesIO(few)).convert("RGB"), picture.convert("RGB")).getbbox()


def test_a_picture_of_too_many_colours_stays_as_it_is() -> None:
    picture = Image.merge("RGB", [Image.linear_gradient("L"), Image.radial_gradient("L"), Image.new("L", (256, 256))])
    made = io.BytesIO()
    picture.save(made, "PNG")
    assert smaller(made.getvalue()) == made.getvalue()
