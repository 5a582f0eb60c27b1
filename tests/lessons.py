"""Packs of a catalogue and their files, made without a site around them."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from conftest import ROOT
from dermatheca.link import Catalogue
from dermatheca.view.bibliography import format_references
from dermatheca.view.site import Site
from dermatheca.view.teaching.pack import Pack, packs
from dermatheca.write.cache import Cache
from dermatheca.write.figures import draw_all
from dermatheca.write.teaching.files import HANDOUT, jobs, slide_figures


def packs_by_id(c: Catalogue) -> dict[str, Pack]:
    """Every pack by the name of its files."""
    return {pack.subject.file: pack for pack in packs(c)}


def formatted(c: Catalogue) -> Mapping[str, Markup]:
    """The references as formatted."""
    return format_references(c.references.values())


def files_of(c: Catalogue, site: Site, *names: str) -> dict[str, bytes]:
    """The files of the named packs, or of all."""
    chosen = [pack for name, pack in packs_by_id(c).items() if not names or name in names]
    figures = slide_figures(chosen, site)
    drawn = draw_all(list(figures.values()), site, Cache())
    pictures = {ident: one.files["png"] for ident, one in zip(figures, drawn, strict=True)}
    texts, template = formatted(c), (ROOT / "scripts/templates" / HANDOUT).read_text(encoding="utf-8")
    return {job.name: job.make() for pack in chosen for job in jobs(c, site, pack, texts, pictures, template)}
