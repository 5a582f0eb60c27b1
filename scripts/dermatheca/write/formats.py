"""The formats in which a citation is handed out: plain text, BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from dermatheca.view.bibliography import TEXT_STYLE, format_csl

_BIB_SPECIAL = str.maketrans({"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "$": r"\$"})


def _date(item: dict[str, Any]) -> list[int]:
    parts: list[int] = item["issued"]["date-parts"][0]
    return parts


def texts(items: Iterable[dict[str, Any]]) -> dict[str, str]:
    """AMA style, plain text, by the items' ids."""
    return format_csl(items, TEXT_STYLE, plain=True)


def text(item: dict[str, Any]) -> str:
    """AMA style, plain text."""
    return texts([item])[item["id"]]


def bibtex(item: dict[str, Any]) -> str:
    """A BibTeX entry."""
    year, month, day = _date(item)
    fields = {
        "title": "{" + item["title"].translate(_BIB_SPECIAL) + "}",
        "author": "{" + item["author"][0]["literal"] + "}",
        "howpublished": item["container-title"],
        "year": str(year),
        "month": f"{month:02d}",
        "note": f"Version {item['version']}, last edited {year}-{month:02d}-{day:02d}",
        "url": item["URL"],
    }
    body = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@misc{{{item['id']},\n{body}\n}}"


def ris(item: dict[str, Any]) -> str:
    """A RIS record."""
    year, month, day = _date(item)
    lines = [
        ("TY", "ELEC"),
        ("TI", item["title"]),
        ("AU", item["author"][0]["literal"]),
        ("T2", item["container-title"]),
        ("PB", item["publisher"]),
        ("PY", str(year)),
        ("DA", f"{year}/{month:02d}/{day:02d}"),
        ("ET", item["version"]),
        ("LA", item["language"]),
        ("UR", item["URL"]),
        ("ER", ""),
    ]
    return "\n".join(f"{tag}  - {value}".rstrip() if tag != "ER" else "ER  - " for tag, value in lines)


def csl_json(item: dict[str, Any]) -> str:
    """A CSL-JSON array."""
    return json.dumps([item], ensure_ascii=False, indent=2)
