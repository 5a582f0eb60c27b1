"""openFDA's labels: https://open.fda.gov/apis/drug/label/ (`/drug/label.json?search=...`)."""

from __future__ import annotations

import datetime as dt
import json
import re
from dataclasses import dataclass

from pydantic import BaseModel

from dermatheca.fetch.client import Client
from dermatheca.fetch.record import plain

NAME = "openFDA"


class _Product(BaseModel):
    brand_name: list[str] = []


class _Label(BaseModel):
    effective_time: str
    set_id: str = ""
    openfda: _Product = _Product()


class _Answer(BaseModel):
    results: list[_Label]


@dataclass(frozen=True)
class Label:
    """The label in force: since when, and whose."""

    effective: dt.date
    set_id: str
    brands: tuple[str, ...]


@dataclass(frozen=True)
class OpenFda:
    """openFDA at `base`."""

    client: Client
    base: str

    def label_of_set(self, set_id: str) -> Label:
        """The label of a DailyMed set id. Raises FetchError."""
        return self._newest(f'set_id:"{set_id}"', f"set id {set_id}")

    def label_of_brand(self, brand: str) -> Label:
        """The newest label under a brand name. Raises FetchError."""
        name = re.sub(r'["\\]', "", brand)
        return self._newest(f'openfda.brand_name:"{name}"', f"brand name {name}")

    def _newest(self, search: str, about: str) -> Label:
        params = {"search": search, "sort": "effective_time:desc", "limit": "1"}
        return self.client.ask(NAME, f"{self.base}/drug/label.json", params, "json", _read, about)


def _read(body: bytes) -> Label:
    data = json.loads(body.decode("utf-8"))
    if isinstance(data, dict) and "error" in data:
        raise ValueError(f"an error inside a good answer, {plain(str(data['error']))[:80]}")
    results = _Answer.model_validate(data).results
    if not results:
        raise ValueError("no label in it")
    label = results[0]
    if not re.fullmatch("[0-9]{8}", label.effective_time):
        raise ValueError(f"'{label.effective_time[:20]}' is no date")
    effective = dt.datetime.strptime(label.effective_time, "%Y%m%d").date()
    return Label(effective, label.set_id, tuple(map(plain, label.openfda.brand_name)))
