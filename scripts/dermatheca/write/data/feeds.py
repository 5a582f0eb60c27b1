"""Feeds as Atom (RFC 4287) and JSON Feed 1.1."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET

from markupsafe import Markup

from dermatheca.view.data.feeds import Entry, Feed
from dermatheca.view.metadata import EDITORS, LICENCE
from dermatheca.view.site import Site

ATOM = "http://www.w3.org/2005/Atom"
LIST = Markup("<ul>{}</ul>")
ITEM = Markup("<li>{}</li>")


def feed_files(feeds: list[Feed], site: Site) -> dict[str, bytes]:
    """Both forms of every feed by their place below the site's root."""
    files = {}
    for feed in feeds:
        files[f"{feed.path}.atom"] = atom(feed, site)
        files[f"{feed.path}.json"] = json_feed(feed, site)
    return files


def _ident(entry: Entry, site: Site) -> str:
    return f"{site.address(entry.url)}#history-{entry.day}"


def _html(entry: Entry) -> str:
    return LIST.format(Markup("").join(ITEM.format(sentence) for sentence in entry.sentences))


def _updated(feed: Feed, site: Site) -> str:
    return f"{feed.entries[0].day if feed.entries else site.built.isoformat()}T00:00:00Z"


def atom(feed: Feed, site: Site) -> bytes:
    """The feed as Atom."""
    ET.register_namespace("", ATOM)
    root = ET.Element(f"{{{ATOM}}}feed", {"{http://www.w3.org/XML/1998/namespace}lang": "en-GB"})

    def add(parent: ET.Element, name: str, text: str = "", **attributes: str) -> ET.Element:
        made = ET.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
        made.text = _clean(text) or None
        return made

    address = site.address(f"{feed.path}.atom")
    add(root, "id", address)
    add(root, "title", feed.title)
    add(root, "updated", _updated(feed, site))
    add(root, "link", rel="self", href=address, type="application/atom+xml")
    add(root, "link", rel="alternate", href=site.address(feed.url), type="text/html")
    add(root, "rights", f"CC BY 4.0, {LICENCE}")
    add(add(root, "author"), "name", EDITORS)
    for one in feed.entries:
        entry = add(root, "entry")
        add(entry, "id", _ident(one, site))
        add(entry, "title", one.title)
        add(entry, "updated", f"{one.day}T00:00:00Z")
        add(entry, "link", rel="alternate", href=site.address(one.url), type="text/html")
        add(entry, "content", _html(one), type="html")
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text + b"\n"


def _clean(text: str) -> str:
    """Without the characters that XML 1.0 does not allow."""
    return "".join(char for char in text if char in "\t\n\r" or char >= " ")


def json_feed(feed: Feed, site: Site) -> bytes:
    """The feed as JSON Feed."""
    data = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": site.address(feed.url),
        "feed_url": site.address(f"{feed.path}.json"),
        "language": "en-GB",
        "authors": [{"name": EDITORS}],
        "items": [
            {
                "id": _ident(one, site),
                "url": site.address(one.url),
                "title": one.title,
                "content_html": _html(one),
                "date_published": f"{one.day}T00:00:00Z",
            }
            for one in feed.entries
        ],
    }
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
