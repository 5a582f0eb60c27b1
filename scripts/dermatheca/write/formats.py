"""The formats in which a citation is handed out: text in three styles, BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dermatheca.view.bibliography import format_csl

# As readers know them; the styles are those of the Citation Style Language.
STYLES = {"AMA": "american-medical-association", "APA": "apa", "Vancouver": "elsevier-vancouver"}
# What stands in a pattern for any title and any address.
TITLE, ADDRESS = "a Title of Some page", "https://example.org/address/"
_BIB_SPECIAL = str.maketrans({"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "$": r"\$"})


def _date(item: Mapping[str, Any]) -> list[int]:
    parts: list[int] = item["issued"]["date-parts"][0]
    return parts


def pattern(item: Mapping[str, Any]) -> dict[str, Any]:
    """The item with a title and an address that stand for any: all items of one pattern are formatted at once.

    The dataset is set like a page: for datasets not every style prints the address.
    """
    # APA names a publisher only where the site is not its own, and no style prints the version of a page.
    plain = {name: value for name, value in item.items() if name not in ("id", "publisher", "version")}
    return {**plain, "type": "webpage", "title": _any(item["title"]), "URL": ADDRESS}


def _any(title: str) -> str:
    return TITLE + title[-1:] if title.endswith((".", "?", "!")) else TITLE  # after these no style sets another mark


def texts(patterns: Sequence[Mapping[str, Any]], style: str) -> list[str]:
    """Plain text of each pattern in one of `STYLES`."""
    numbered = [{**pattern, "id": str(number)} for number, pattern in enumerate(patterns)]
    return list(format_csl(numbered, STYLES[style], plain=True).values())


def filled(text: str, item: Mapping[str, Any]) -> str:
    """The citation of `item` from the text of its pattern, with its version."""
    known = text.replace(_any(item["title"]), item["title"], 1).replace(ADDRESS, item["URL"], 1)
    return f"{known.rstrip('.')} (version {item['version']})"


def bibtex(item: Mapping[str, Any]) -> str:
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


def ris(item: Mapping[str, Any]) -> str:
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


def csl_json(item: Mapping[str, Any]) -> str:
    """A CSL-JSON array, a field a line."""
    fields = ",\n".join(f'    "{name}": {json.dumps(value, ensure_ascii=False)}' for name, value in item.items())
    return f"[\n  {{\n{fields}\n  }}\n]"
