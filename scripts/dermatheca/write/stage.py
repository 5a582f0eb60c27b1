"""Step 7, stage: build/docs, plain Markdown and assets, all that a site builder needs."""

from __future__ import annotations

import html
import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from dermatheca.link import Catalogue
from dermatheca.model.agent import Agent
from dermatheca.view.data.documents import documents
from dermatheca.view.embeds import embeds
from dermatheca.view.headers import headers_file
from dermatheca.view.page import Page
from dermatheca.view.pages import pages
from dermatheca.view.pages.hubs import DataFile, data_page, reference_pages
from dermatheca.view.pages.teaching import TEMPLATE as TEACHING
from dermatheca.view.search import documents as search_documents
from dermatheca.view.site import Site, relative
from dermatheca.view.teaching.pack import Pack
from dermatheca.write.cache import Cache
from dermatheca.write.compare import compare_file, compare_index
from dermatheca.write.data.files import data_files, measured
from dermatheca.write.embeds import embed_files
from dermatheca.write.figures import draw_all
from dermatheca.write.render import Renderer
from dermatheca.write.search import search_index
from dermatheca.write.teaching.files import HANDOUT, jobs, slide_figures

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

    def data() -> list[DataFile]:
        files = data_files(catalogue, site, root, api, cache)
        _write_all(target, files)
        return measured(files, cache)

    measuring = cache.aside(data)  # while this process plans the pages
    templates = root / "scripts/templates"
    renderer = Renderer(catalogue, site, templates, cache, api)
    planned = list(pages(catalogue, site))
    sizes = measuring()
    if "data" in catalogue.pages:
        planned.append(data_page(catalogue, sizes))
    packs = [page.data["pack"] for page in planned if page.template == TEACHING]
    handout = (templates / HANDOUT).read_text(encoding="utf-8")
    citing: dict[str, list[tuple[str, str]]] = defaultdict(list)
    references = list(reference_pages(catalogue, citing))
    renderer.prepare([*planned, *references])
    shown = renderer.figures([*planned, *references])
    slides = slide_figures(packs, site)
    wanted = slides | shown
    pictures: dict[str, bytes] = {}
    for ident, drawn in zip(wanted, draw_all(list(wanted.values()), site, cache), strict=True):
        if ident in shown:
            renderer.drawings[ident] = drawn.inline
            _write_all(target, {f"assets/figures/{ident}.{ending}": data for ending, data in drawn.files.items()})
        if ident in slides:
            pictures[ident] = drawn.files["png"]

    def put(page: Page) -> tuple[str, ...]:
        rendered = renderer.render(page)
        _write(target / page.file, rendered.text)
        _write_all(target, rendered.files)
        for former in page.former_urls:
            _write(target / former / "index.html", _redirect(former, page, site))
        for embed in embeds([page]):
            _write_all(target, embed_files(renderer, embed))
        return rendered.cited

    def assets() -> None:
        shutil.copytree(root / "theme/assets", target / "assets", dirs_exist_ok=True)
        _write(target / "assets/search-index.js", search_index(search_documents(catalogue)))
        _write(target / "assets/compare/index.js", compare_index(catalogue, site))

    def compare(agent: Agent) -> None:
        _write(target / f"assets/compare/{agent.id}.js", compare_file(catalogue, agent, renderer.texts))

    def teach(pack: Pack, only: Sequence[str] = ()) -> list[str]:
        """Write the files of a pack, or some; the names of those that this process may not make come back."""
        left = []
        for job in jobs(catalogue, site, pack, renderer.texts, pictures, handout):
            if only and job.name not in only:
                continue
            file = cache.get(job.made_from, job.make) if job.possible() else cache.find(job.made_from)
            if file is None:
                left.append(job.name)
            else:
                _write_bytes(target / "assets/teaching" / job.name, file)
        return left

    works: list[Callable[[], Any]] = [
        assets,
        *(partial(teach, pack) for pack in packs),
        *(partial(put, page) for page in planned),
        *(partial(compare, agent) for agent in catalogue.agents.values()),
    ]
    done = iter(cache.spread(lambda number: works[number](), len(works)))
    next(done)
    for pack, left in [(pack, next(done)) for pack in packs]:
        if left:
            teach(pack, left)
    cited = [next(done) for _ in planned]
    for page, keys in zip(planned, cited, strict=True):
        for key in keys if not page.repeats else ():
            citing[key].append((page.title, page.url))
    # Now it is known what cites each source.
    cache.spread(lambda number: put(references[number]), len(references), few=8)
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


def _write_all(target: Path, files: Mapping[str, bytes]) -> None:
    for name, data in files.items():
        _write_bytes(target / name, data)


def _write(path: Path, text: str) -> None:
    _write_bytes(path, text.encode())


def _write_bytes(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
