"""What other pages can show in a frame: an agent's summary box, a condition's options, a figure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from dermatheca.view.figures.figure import Figure
from dermatheca.view.page import Page
from dermatheca.view.site import Site


@dataclass(frozen=True)
class Embed:
    """A page for a frame: where it lies, the page it belongs to with the anchor there, and the height it wants in pixels."""

    url: str
    title: str
    page: Page
    anchor: str
    template: str
    height: int
    data: dict[str, Any] = field(repr=False)

    @property
    def oembed(self) -> str:
        """Where its oEmbed answer lies."""
        return f"oembed/{self.url.removeprefix('embed/').rstrip('/')}.json"


def embed_of(page: Page) -> Embed | None:
    """The frame of an agent's or a condition's page."""
    kind = page.entity[0] if page.entity else ""
    if kind == "agent":
        return Embed(f"embed/{page.url}", page.title, page, "", "embed-agent", 420, dict(page.data))
    if kind == "condition" and page.data["groups"]:
        options = sum(len(group.options) for group in page.data["groups"])
        title, height = f"{page.title}: options", min(180 + 38 * options, 700)
        return Embed(f"embed/{page.url}", title, page, "options", "embed-condition", height, dict(page.data))
    return None


def embeds(pages: Iterable[Page]) -> Iterator[Embed]:
    """Every frame: of agents, of conditions, and of each figure."""
    for page in pages:
        found = embed_of(page)
        if found:
            yield found
        for figure in page.figures:
            yield figure_embed(page, figure)


def figure_embed(page: Page, figure: Figure) -> Embed:
    """The frame of a figure."""
    url = f"embed/figures/{figure.id}/"
    return Embed(url, figure.title, page, figure.id, "embed-figure", 520, {"figure": figure})


def frame(embed: Embed, site: Site) -> str:
    """The code to paste; without scripts, and the frame may run none."""
    return (
        f'<iframe src="{site.address(embed.url)}" title="{site.name}: {_attribute(embed.title)}" width="640" '
        f'height="{embed.height}" loading="lazy" sandbox="allow-popups allow-popups-to-escape-sandbox" '
        'style="border:1px solid #888;max-width:100%"></iframe>'
    )


def _attribute(text: str) -> str:
    return text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")


def oembed(embed: Embed, site: Site) -> dict[str, Any]:
    """The oEmbed 1.0 answer."""
    return {
        "version": "1.0",
        "type": "rich",
        "title": embed.title,
        "author_name": f"{site.name} editors",
        "author_url": site.address("about/"),
        "provider_name": site.name,
        "provider_url": site.address(""),
        "url": site.address(embed.page.url + (f"#{embed.anchor}" if embed.anchor else "")),
        "license": "CC BY 4.0",
        "html": frame(embed, site),
        "width": 640,
        "height": embed.height,
        "cache_age": 86400,
    }
