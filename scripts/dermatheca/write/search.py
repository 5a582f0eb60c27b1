"""The search's index as a script file, so that it also loads from a folder, where a page may fetch nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable

from dermatheca.view.search import FACETS, KINDS, Document


def search_index(documents: Iterable[Document]) -> str:
    """A script that assigns the documents; words that repeat (facets) are numbered, for size."""
    words: dict[str, int] = {}
    rows = [
        [
            one.kind,
            one.url,
            one.name,
            one.text,
            one.names,
            one.related,
            {name: [words.setdefault(value, len(words)) for value in one.facets[name]] for name in one.facets},
        ]
        for one in documents
    ]
    data = {"kinds": KINDS, "facets": FACETS, "words": list(words), "rows": rows}
    return f"dermatheca.index = {json.dumps(data, ensure_ascii=False, separators=(',', ':'))};\n"
