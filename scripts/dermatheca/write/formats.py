"""The formats in which a citation is handed out: text in three styles, BibTeX, RIS, CSL-JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from dermatheca.view.bibliography import format_csl

# As readers know them; the styles are those of the Citation Style Language.
STYLES = {"AMA": "american-medical-association", "APA": "apa", "Vancouver": "elsevier-vancouver"}
_BIB_SPECIAL = str.maketrans({"&": r"\&", "%": r"\%", "#": r"\#", "_": r"\_", "{": r"\{", "}": r"\}", "$": r"\$"})


def _date(item: Mapping[str, Any]) -> list[int]:
    parts: list[int] = item["issued"]["date-parts"][0]
    return parts


def texts(items: Iterable[Mapping[str, Any]], style: str) -> dict[str, str]:
    """Plain text in one of `STYLES` by the items' ids."""
    items = list(items)
    # APA names a publisher only where the site is not its own.
    plain = [{name: value for name, value in item.items() if name != "publisher"} for item in items]
    return format_csl(plain, STYLES[style], plain=True)


def with_version(text: str, item: Mapping[str, Any]) -> str:
    """The text of a page's citation with its version, which no style prints for a page."""
    return f"{text.rstrip('.')} (version {item['version']})"


def of_statement(text: str, page: Mapping[str, Any], item: Mapping[str, Any]) -> str:
    """The text of a page's citation as that of one of its statements: another title, another address."""
    return text.replace(page["title"], item["title"], 1).replace(page["URL"], item["URL"], 1)


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
