"""Tables as CSV, SQLite and Parquet, and the Data Package that describes them."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import sqlite3
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from dermatheca.view.data.documents import attribution
from dermatheca.view.data.table import Cell, Table, plain_rows
from dermatheca.view.metadata import LICENCE
from dermatheca.view.site import Site
from dermatheca.write.cache import Cache, version_of

SQL_TYPES = {"string": "TEXT", "integer": "INTEGER", "number": "REAL", "boolean": "INTEGER"}
LICENCES = [{"name": "CC-BY-4.0", "path": LICENCE, "title": "Creative Commons Attribution 4.0 International"}]


def tabular_files(tables: Sequence[Table], site: Site, cache: Cache) -> dict[str, bytes]:
    """The files by their place below the site's root; what was made of the same rows before is taken from the cache."""
    csvs = {table.name: csv_file(table) for table in tables}
    shape = json.dumps([[t.name, t.key, [(c.name, c.type, c.points_to) for c in t.columns]] for t in tables])
    digest = hashlib.sha256(b"\0".join([shape.encode(), *csvs.values()])).hexdigest()
    about = f"{site.name} {site.version}: {attribution(site, site.address(''))}"

    def kept(what: str, make: Callable[[], bytes]) -> bytes:
        return cache.get(f"{what} {about} {digest}", make)

    def parquet(table: Table) -> bytes:
        what = f"parquet {version_of('pyarrow')} {table.name}"
        return kept(what, lambda: parquet_file(table, about))

    return {
        **{f"data/csv/{name}.csv": data for name, data in csvs.items()},
        "data/dermatheca.sqlite": kept(f"sqlite {sqlite3.sqlite_version}", lambda: sqlite_file(tables, about)),
        **{f"data/parquet/{table.name}.parquet": parquet(table) for table in tables},
        "data/datapackage.json": data_package(tables, site, csvs),
    }


def csv_file(table: Table) -> bytes:
    """RFC 4180, UTF-8, one header line; booleans as true and false, nothing for what is not stated."""
    text = io.StringIO(newline="")
    rows = csv.writer(text)
    rows.writerow([column.name for column in table.columns])
    rows.writerows([[_csv_cell(cell) for cell in row] for row in plain_rows(table)])
    return text.getvalue().encode()


def _csv_cell(cell: Cell) -> Cell:
    return ("true" if cell else "false") if isinstance(cell, bool) else cell


def sqlite_file(tables: Sequence[Table], about: str) -> bytes:
    """A database with primary and foreign keys, an index for each of these, and full-text search over the statements."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "dermatheca.sqlite"
        database = sqlite3.connect(path)
        for table in tables:
            columns = [
                f'"{c.name}" {SQL_TYPES[c.type]}{" NOT NULL" if c.name in table.key else ""}' for c in table.columns
            ]
            keys = [f"PRIMARY KEY ({', '.join(f'{name!r}' for name in table.key)})".replace("'", '"')]
            keys += [
                'FOREIGN KEY ("{}") REFERENCES "{}" ("{}")'.format(c.name, *c.points_to.split("."))
                for c in table.columns
                if c.points_to
            ]
            database.execute(f'CREATE TABLE "{table.name}" ({", ".join([*columns, *keys])})')
            for column in table.columns:
                if column.points_to:
                    database.execute(f'CREATE INDEX "{table.name}_{column.name}" ON "{table.name}" ("{column.name}")')
            marks = ", ".join("?" * len(table.columns))
            database.executemany(f'INSERT INTO "{table.name}" VALUES ({marks})', plain_rows(table))
        database.execute('CREATE VIRTUAL TABLE statements_fts USING fts5("text", content="statements")')
        database.execute("INSERT INTO statements_fts (statements_fts) VALUES ('rebuild')")
        database.execute("CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT NOT NULL)")
        database.executemany("INSERT INTO about VALUES (?, ?)", [("attribution", about), ("licence", LICENCE)])
        database.commit()
        database.execute("VACUUM")
        database.close()
        return path.read_bytes()


def parquet_file(table: Table, about: str) -> bytes:
    """A Parquet file whose columns say what they mean, with the attribution in its own metadata."""
    import pyarrow as pa  # slow to import, and needed only where something changed
    import pyarrow.parquet as pq

    types = {"string": pa.string(), "integer": pa.int64(), "number": pa.float64(), "boolean": pa.bool_()}
    schema = pa.schema(
        [pa.field(c.name, types[c.type], metadata={"description": c.description}) for c in table.columns],
        metadata={"description": table.description, "attribution": about, "licence": LICENCE},
    )
    text = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(list(table.rows), schema=schema), text, compression="zstd")
    return bytes(text.getvalue())


def data_package(tables: Sequence[Table], site: Site, csvs: dict[str, bytes]) -> bytes:
    """The Frictionless Data Package: every CSV with its columns, keys, size and hash."""
    package = {
        "profile": "tabular-data-package",
        "name": "dermatheca",
        "title": f"{site.name}: systemic therapies of dermatology",
        "description": "Education, not prescribing advice. Results of different trials are not comparable head to head.",
        "homepage": site.address(""),
        "version": site.version,
        "created": f"{site.built.isoformat()}T00:00:00Z",
        "licenses": LICENCES,
        "contributors": [{"title": f"{site.name} editors", "role": "author"}],
        "resources": [_resource(table, csvs[table.name]) for table in tables],
    }
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(table: Table, data: bytes) -> dict[str, Any]:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"csv/{table.name}.csv",
        "description": table.description,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": len(data),
        "hash": f"sha256:{hashlib.sha256(data).hexdigest()}",
        "schema": {
            "fields": [{"name": c.name, "type": c.type, "description": c.description} for c in table.columns],
            "primaryKey": list(table.key),
            "foreignKeys": [
                {
                    "fields": [c.name],
                    "reference": {
                        "resource": "" if resource == table.name else resource,
                        "fields": [field],
                    },
                }
                for c in table.columns
                if c.points_to
                for resource, field in [c.points_to.split(".")]
            ],
        },
    }
