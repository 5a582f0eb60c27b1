"""The curation guide's list of fields."""

from __future__ import annotations

from dermatheca.view.guide import field_tables


def test_every_part_of_an_entry_is_listed_once_and_can_be_reached() -> None:
    tables = field_tables()
    anchors = [table.anchor for table in tables]
    assert len(anchors) == len(set(anchors))
    assert {row.inner for table in tables for row in table.rows if row.inner} <= set(anchors)
    assert {"fields-agent", "fields-approval", "fields-result", "fields-gene-drug-pair", "fields-reference"} <= set(
        anchors
    )


def test_a_field_says_what_it_holds() -> None:
    approval = next(table for table in field_tables() if table.anchor == "fields-approval")
    rows = {row.name: row for row in approval.rows}
    assert (rows["region"].required, rows["date"].required) == (True, False)
    assert "US" in rows["region"].choices
    assert rows["population"].inner == "fields-who"
    assert all(row.description for table in field_tables() for row in table.rows)
