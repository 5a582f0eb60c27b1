"""The data files of the real site, each opened by a program that others use."""

from __future__ import annotations

import csv
import hashlib
import json
import re
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

import duckdb
import frictionless
import pyarrow.parquet
import pybtex.database
import pytest
from citeproc.source.json import CiteProcJSON
from openapi_spec_validator import validate as validate_openapi
from pyld import jsonld

from conftest import ROOT
from dermatheca.build import read_site
from dermatheca.link import LIST_FILES
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model
from dermatheca.model.reference import Reference
from dermatheca.statements import statements_of
from dermatheca.validate import Report
from dermatheca.view.data.documents import COLLECTIONS
from dermatheca.view.data.table import Table, plain_rows
from dermatheca.view.data.tables import tables

MODELS: dict[str, type[Model]] = {"agent": Agent, **{kind: model for kind, (_, model) in LIST_FILES.items()}}


@pytest.fixture(scope="module")
def data(built: Path) -> Path:
    return built / "site/data"


@pytest.fixture(scope="module")
def api(built: Path) -> Path:
    return built / "site/api/v1"


@pytest.fixture(scope="module")
def made(real: Report) -> dict[str, Table]:
    return {table.name: table for table in tables(real.catalogue, read_site(ROOT))}


def test_the_json_of_the_catalogue_read_back_is_the_catalogue(api: Path, real: Report) -> None:
    whole = json.loads((api / "catalogue.json").read_text(encoding="utf-8"))
    for name, kind in COLLECTIONS.items():
        if kind != "chapter":
            assert [MODELS[kind].model_validate(one) for one in whole[name]] == list(
                real.catalogue.of_kind(kind).values()
            )
    references = [Reference.model_validate(one) for one in whole["references"]]
    assert references == list(real.catalogue.references.values())
    assert [one["text"] for one in whole["review"]] == [c.source.body for c in real.catalogue.chapters.values()]


def test_a_page_names_the_hash_of_its_document(built: Path, api: Path) -> None:
    page = (built / "site/agents/dupilumab/index.html").read_text(encoding="utf-8")
    digest = hashlib.sha256((api / "agents/dupilumab.json").read_bytes()).hexdigest()
    assert f"<code>{digest[:12]}</code>" in page
    assert f"data {digest[:12]})" in page
    listed = json.loads((api / "agents.json").read_text(encoding="utf-8"))["items"]
    assert next(one for one in listed if one["id"] == "dupilumab")["sha256"] == digest


def test_every_statement_has_its_own_anchor_and_is_on_its_page(built: Path, api: Path, real: Report) -> None:
    for kind, folder in (("agent", "agents"), ("pair", "pharmacogenomics"), ("class", "classes")):
        for ident, entity in real.catalogue.of_kind(kind).items():
            assert isinstance(entity, Model)
            anchors = [one.anchor for one in statements_of(kind, ident, entity)]
            assert len(anchors) == len(set(anchors)), ident
            page = (built / "site" / folder / ident / "index.html").read_text(encoding="utf-8")
            cited = (built / "site" / folder / ident / "cite/index.html").read_text(encoding="utf-8")
            document = json.loads((api / folder / f"{ident}.json").read_text(encoding="utf-8"))
            shown = {one["id"].split("#")[1] for one in document["statements"]}
            assert shown
            missing = [
                a for a in shown if f'id="{a}"' not in cited or not (f'id="{a}"' in page or a.startswith("s-entry"))
            ]
            assert missing == [], ident


def test_openapi_is_valid_and_names_what_there_is(api: Path) -> None:
    described = json.loads((api / "openapi.json").read_text(encoding="utf-8"))
    validate_openapi(described)
    for path in described["paths"]:
        assert (api / path.lstrip("/").replace("{id}", "*")).parent.is_dir()
        assert list(api.glob(path.lstrip("/").replace("{id}", "*"))), path


def test_a_json_ld_processor_reads_a_document_as_schema_org(api: Path) -> None:
    document = json.loads((api / "agents/dupilumab.json").read_text(encoding="utf-8"))

    def load(address: str, _: object) -> dict[str, Any]:
        assert address == document["@context"]
        text = (api / "context.jsonld").read_text(encoding="utf-8")
        return {"contextUrl": None, "documentUrl": address, "document": json.loads(text)}

    (read,) = jsonld.expand(document, {"documentLoader": load})
    schema = "https://schema.org/"
    assert read["@id"] == document["@id"]
    assert read["@type"] == [f"{schema}Drug"]
    assert [one["@value"] for one in read[f"{schema}alternateName"]] == document["alternateName"]
    assert read[f"{schema}license"] == [{"@id": "https://creativecommons.org/licenses/by/4.0/"}]
    codes = {
        (code[f"{schema}codingSystem"][0]["@value"], code[f"{schema}codeValue"][0]["@value"]): code[f"{schema}url"][0]
        for code in read[f"{schema}code"]
    }
    assert codes == {(one["codingSystem"], one["codeValue"]): {"@id": one["url"]} for one in document["code"]}
    own = document["@context"].replace("context.jsonld", "terms#")
    assert read[f"{own}record"] == [{"@value": document["record"], "@type": "@json"}]
    said = {one["@id"]: one[f"{schema}text"][0]["@value"] for one in read[f"{own}statements"]}
    assert said == {one["id"]: one["text"] for one in document["statements"]}
    assert {name for name in read if name.startswith(own)} == {f"{own}{x}" for x in ("kind", "record", "statements")}


def test_csv_holds_every_row(data: Path, made: dict[str, Table]) -> None:
    for name, table in made.items():
        with (data / f"csv/{name}.csv").open(encoding="utf-8", newline="") as file:
            header, *rows = csv.reader(file)
        assert header == [column.name for column in table.columns]
        assert len(rows) == len(table.rows), name


def test_the_data_package_is_valid(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(data)
    report = frictionless.Package("datapackage.json").validate()
    assert report.valid, report.flatten(["title", "fieldName", "message"])[:5]


def test_sqlite_keeps_its_keys_and_finds_words(data: Path, made: dict[str, Table]) -> None:
    database = sqlite3.connect(f"file:{data / 'dermatheca.sqlite'}?mode=ro", uri=True)
    assert database.execute("PRAGMA foreign_key_check").fetchall() == []
    assert database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    for name, table in made.items():
        assert database.execute(f'SELECT * FROM "{name}"').fetchall() == [tuple(row) for row in plain_rows(table)]
    keys = sum(len(database.execute(f'PRAGMA foreign_key_list("{name}")').fetchall()) for name in made)
    assert keys == sum(bool(column.points_to) for table in made.values() for column in table.columns)
    found = database.execute("SELECT count(*) FROM statements_fts WHERE statements_fts MATCH 'tuberculosis'").fetchone()
    assert found[0] > 20
    database.close()


def test_datasette_opens_the_database_and_sees_its_search(data: Path, tmp_path: Path) -> None:
    counts = tmp_path / "inspect.json"
    command = [
        sys.executable,
        "-m",
        "datasette",
        "inspect",
        str(data / "dermatheca.sqlite"),
        "--inspect-file",
        str(counts),
    ]
    subprocess.run(command, check=True, capture_output=True)
    assert json.loads(counts.read_text())["dermatheca"]["tables"]["agents"]["count"] > 50
    query = "/dermatheca/statements.json?_search=tuberculosis&_shape=array&_size=1"
    get = [sys.executable, "-m", "datasette", str(data / "dermatheca.sqlite"), "--get", query]
    answer = subprocess.run(get, check=True, capture_output=True, text=True).stdout
    assert "tuberculosis" in json.loads(answer)[0]["text"].casefold()


def test_parquet_is_read_by_duckdb(data: Path, made: dict[str, Table]) -> None:
    database = duckdb.connect()
    for name, table in made.items():
        path = data / f"parquet/{name}.parquet"
        rows = database.execute(f"SELECT * FROM '{path}'").fetchall()
        assert rows == [tuple(row) for row in plain_rows(table)], name
    metadata = pyarrow.parquet.read_schema(data / "parquet/results.parquet").metadata
    assert b"CC BY 4.0" in metadata[b"attribution"]


def test_the_bibliography_is_read_by_others(data: Path, real: Report) -> None:
    entries = pybtex.database.parse_string((data / "references.bib").read_text(encoding="utf-8"), "bibtex").entries
    assert set(entries) == set(real.catalogue.references)
    items = json.loads((data / "references.csl.json").read_text(encoding="utf-8"))
    assert set(CiteProcJSON(items)) == set(real.catalogue.references)


def test_feeds_say_the_same_in_both_forms(built: Path) -> None:
    for path in (built / "site/feeds").rglob("*.atom"):
        entries = ET.parse(path).getroot().findall("{http://www.w3.org/2005/Atom}entry")
        items = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))["items"]
        ids = [entry.findtext("{http://www.w3.org/2005/Atom}id") for entry in entries]
        assert ids == [item["id"] for item in items]
        assert len(ids) == len(set(ids)), path
    page = (built / "site/conditions/atopic-dermatitis/index.html").read_text(encoding="utf-8")
    assert '<link rel="alternate feed" type="application/atom+xml"' in page
    link = re.search(r'type="application/atom\+xml" title="Changes" href="([^"]+)"', page)
    assert link
    assert (built / "site/conditions/atopic-dermatitis" / link[1]).resolve().is_file()


def _blocks(language: str) -> list[str]:
    text = (ROOT / "content/data.md").read_text(encoding="utf-8")
    return re.findall(rf"^``` {language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("query", _blocks("sql"))
def test_the_queries_of_the_tutorial_find_something(query: str, data: Path) -> None:
    database = sqlite3.connect(f"file:{data / 'dermatheca.sqlite'}?mode=ro", uri=True)
    assert database.execute(query).fetchall()
    database.close()


@pytest.mark.parametrize("code", _blocks("python"))
def test_the_python_of_the_tutorial_runs(code: str, data: Path, address: str) -> None:
    local = code.replace(read_site(ROOT).url, address)
    done = subprocess.run([sys.executable, "-c", local], cwd=data, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()
