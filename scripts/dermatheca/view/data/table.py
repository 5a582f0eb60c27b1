"""A table: columns that say what they mean, and rows of plain values."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from dermatheca.model.base import Model, Who

Cell = str | int | float | bool | None
Row = dict[str, Cell]


@dataclass(frozen=True)
class Column:
    """A column: its name, its type (string, integer, number, boolean), what it means, and the column to which it points."""

    name: str
    type: str
    description: str
    points_to: str = ""  # table.column


@dataclass(frozen=True)
class Table:
    """A table; the key is one column, or several that only together name a row."""

    name: str
    description: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...] = field(repr=False)


def text(name: str, description: str, points_to: str = "") -> Column:
    """A column of text."""
    return Column(name, "string", description, points_to)


def number(name: str, description: str) -> Column:
    """A column of numbers."""
    return Column(name, "number", description)


AGES = (
    text("who", "The population in the source's terms."),
    number("age_min", "Youngest age in years."),
    number("age_max", "Oldest age in years."),
)


STATEMENT = text("statement", "The statement that says this; its sources are in `statement_sources`.", "statements.id")


def who(people: Who) -> Row:
    """The columns AGES."""
    ages = people.age_years
    return {"who": people.who, "age_min": ages.min if ages else None, "age_max": ages.max if ages else None}


def joined(values: Iterable[object]) -> str | None:
    """Values as one text; None for none."""
    return "; ".join(map(str, values)) or None


def table(name: str, about: str, key: tuple[str, ...], columns: tuple[Column, ...], rows: Iterable[Row]) -> Table:
    """A table whose rows hold every column in order; a row whose key was there already is the same row."""
    kept: dict[tuple[Cell, ...], Row] = {}
    for row in rows:
        kept.setdefault(tuple(row.get(part) for part in key), {column.name: row.get(column.name) for column in columns})
    return Table(name, about, key, columns, tuple(kept.values()))


Own = Callable[[Model], Row]


def own_statement(ids: dict[int, str], model: Model) -> Row:
    """The column STATEMENT: `ids` holds the identifier of each statement by the identity of its model."""
    return {"statement": ids[id(model)]}


def plain_rows(table: Table) -> list[list[Any]]:
    """The rows as lists in the order of the columns."""
    return [[row[column.name] for column in table.columns] for row in table.rows]
