"""Step 7, stage: build/docs, plain Markdown and assets, all that a site builder needs."""

from __future__ import annotations

import html
import shutil
from collections import defaultdict
from pathlib import Path

from dermatheca.link import Catalogue
from dermatheca.spread import spread
from dermatheca.view.data.documents import documents
from dermatheca.view.embeds import embeds
from dermatheca.view.headers import headers_file
from dermatheca.view.page import Page
from dermatheca.view.pages import pages
from dermatheca.view.pages.hubs import data_page, reference_pages
from dermatheca.view.pages.teaching import TEMPLATE as TEACHING
from dermatheca.view.search import documents as search_documents
from dermatheca.view.site import Site, relative
from dermatheca.write.cache import Cache
from dermatheca.write.compare import compare_file, compare_index
from dermatheca.write.data.files import data_files, measured
from dermatheca.write.embeds import embed_files
from dermatheca.write.render import Renderer
from dermatheca.write.search import search_index
from dermatheca.write.teaching.files import teaching_files

REDIRECT = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<title>Moved</title>
<link rel="canonical" href="{canonical}">
<meta name="robots" content="noindex">
<meta http-equiv="refresh" content="0; url={target}">
</head>
<body><p>This page has moved to <a href="{target}">{address}</a>.</p></body>
</html>
"""

# Everything may be read; a snapshot's pages name the current ones as canonical, and the sitemap lists these alone.
ROBOTS = "User-agent: *\nAllow: /\n\nSitemap: {sitemap}\n"


def stage(catalogue: Catalogue, site: Site, root: Path, target: Path, kept: Path | None = None) -> list[Page]:
    """Write every page and asset below the empty or absent folder `target`; the pages written come back.

    Drawings and formatted references are kept in the file `kept` from one time to the next.
    """
    cache = Cache(kept)
    api = documents(catalogue, site)
    renderer = Renderer(catalogue, site, root / "scripts/templates", cache, api)
    files = data_files(catalogue, site, root, api, cache)
    planned = list(pages(catalogue, site))
    if "data" in catalogue.pages:
        planned.append(data_page(catalogue, measured(files, cache)))
    citing: dict[str, list[tuple[str, str]]] = defaultdict(list)
    references = list(reference_pages(catalogue, citing))
    renderer.prepare([*planned, *references])

    def put(page: Page) -> tuple[str, ...]:
        rendered = renderer.render(page)
        _write(target / page.file, rendered.text)
        for name, data in rendered.files.items():
            _write_bytes(target / name, data)
        for former in page.former_urls:
            _write(target / former / "index.html", _redirect(former, page, site))
        for embed in embeds([page]):
            for name, data in embed_files(renderer, embed).items():
                _write_bytes(target / name, data)
        return rendered.cited

    cited = spread(lambda number: put(planned[number]), len(planned))
    for page, keys in zip(planned, cited, strict=True):
        for key in keys if not page.repeats else ():
            citing[key].append((page.title, page.url))
    for page in references:  # now it is known what cites each source
        put(page)
    for name, data in files.items():
        _write_bytes(target / name, data)
    shutil.copytree(root / "theme/assets", target / "assets", dirs_exist_ok=True)
    _write(target / "assets/search-index.js", search_index(search_documents(catalogue)))
    _write(target / "assets/compare/index.js", compare_index(catalogue, site))
    for agent in catalogue.agents.values():
        _write(target / f"assets/compare/{agent.id}.js", compare_file(catalogue, agent, renderer.texts))
    packs = [page.data["pack"] for page in planned if page.template == TEACHING]
    for name, data in teaching_files(
        catalogue, site, packs, renderer.texts, renderer.drawings or {}, root / "scripts/templates", cache
    ):
        _write_bytes(target / "assets/teaching" / name, data)
    if not site.frozen:  # these two are read at the root of the whole site alone
        _write(target / "_headers", headers_file())
        _write(target / "robots.txt", ROBOTS.format(sitemap=site.address("sitemap.xml")))
    cache.close()
    return [*planned, *references]


def _redirect(former: str, page: Page, site: Site) -> str:
    return REDIRECT.format(
        canonical=html.escape(site.current(page.url)),
        address=html.escape(site.address(page.url)),
        target=html.escape(relative(former, page.url)),
    )


def _write(path: Path, text: str) -> None:
    _write_bytes(path, text.encode())


def _write_bytes(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
