"""All data files of the site, by their place below its root."""

from __future__ import annotations

import gzip
import json
from collections.abc import Mapping
from pathlib import Path

from dermatheca.link import Catalogue
from dermatheca.view.bibliography import csl
from dermatheca.view.data.api import api_documents
from dermatheca.view.data.documents import Document, attribution
from dermatheca.view.data.feeds import feeds
from dermatheca.view.data.tables import tables
from dermatheca.view.metadata import LICENCE
from dermatheca.view.pages.hubs import DataFile
from dermatheca.view.site import Site
from dermatheca.write.cache import Cache
from dermatheca.write.data.feeds import feed_files
from dermatheca.write.data.tabular import tabular_files


def data_files(
    c: Catalogue, site: Site, root: Path, entities: Mapping[tuple[str, str], Document], cache: Cache
) -> dict[str, bytes]:
    """The API, the tables, the bibliography, the feeds, and the licence beside them."""
    documents = [*entities.values(), *api_documents(c, site, entities)]
    references = [csl(reference) for reference in c.references.values()]
    return {
        **{document.path: document.data for document in documents},
        **tabular_files(tables(c, site), site, cache),
        "data/references.bib": (root / "references.bib").read_bytes(),
        "data/references.csl.json": (json.dumps(references, ensure_ascii=False, indent=1) + "\n").encode(),
        "data/LICENSE.txt": licence(site),
        **feed_files(feeds(c, site), site),
    }


def licence(site: Site) -> bytes:
    """The licence of the data, with words ready to be copied."""
    return (
        f"{site.name} {site.version}, {site.built.isoformat()}\n\n"
        "The text and data are licensed under the Creative Commons Attribution 4.0 International licence (CC BY 4.0):\n"
        f"{LICENCE}\n\n"
        "Write beside what you take:\n\n"
        f"    {attribution(site, site.address(''))} (version {site.version}; changes: none, or say which)\n\n"
        "The works that the catalogue cites belong to their owners. Education, not prescribing advice.\n"
    ).encode()


def measured(files: Mapping[str, bytes], cache: Cache) -> list[DataFile]:
    """The files that a reader takes away whole, with their sizes as they are and compressed."""
    whole = [name for name in files if name.startswith("data/")] + ["api/v1/catalogue.json"]
    return [DataFile(name, len(files[name]), _compressed(files[name], cache)) for name in whole]


def _compressed(data: bytes, cache: Cache) -> int:
    return int(cache.get_by(data, "gzip", lambda: str(len(gzip.compress(data, mtime=0))).encode()))
