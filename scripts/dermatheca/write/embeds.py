"""Frames for other pages: plain HTML without scripts, and the oEmbed answer that leads to each."""

from __future__ import annotations

import json

from dermatheca.view.embeds import Embed, oembed
from dermatheca.view.site import relative
from dermatheca.write.render import Renderer


def embed_files(renderer: Renderer, embed: Embed) -> dict[str, bytes]:
    """The frame and its oEmbed answer, by their place below the site's root."""
    site = renderer.site
    html = renderer.environment.get_template(f"{embed.template}.html.j2").render(
        **embed.data,
        embed=embed,
        site=site,
        address=site.address(embed.page.url + (f"#{embed.anchor}" if embed.anchor else "")),
        canonical=site.current(embed.page.url),
        citation=renderer.citation_of_part(embed.page, embed.anchor, embed.title)
        if "figure" in embed.data
        else renderer.citation(embed.page),
        up=lambda url: relative(embed.url, url),
    )
    answer = json.dumps(oembed(embed, site), ensure_ascii=False, indent=1) + "\n"
    return {f"{embed.url}index.html": html.encode(), embed.oembed: answer.encode()}
