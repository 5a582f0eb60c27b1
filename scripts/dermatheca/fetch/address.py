"""Which addresses may be asked: https anywhere public, anything on loopback where that is allowed (tests)."""

from __future__ import annotations

import ipaddress
from urllib.parse import urlsplit


def host_of(url: str) -> str:
    """The host of an address, lower case; '' if it has none or is no address."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def is_loopback(url: str) -> bool:
    """Whether an address is on this machine."""
    host = host_of(url)
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def objection(url: str, loopback: bool) -> str:
    """Why `url` must not be asked, or ''. With `loopback`, this machine may be asked, without encryption too."""
    host = host_of(url)
    scheme = url.partition(":")[0].lower()
    if not host or scheme not in ("http", "https"):
        return f"'{url[:80]}' is no web address"
    if is_loopback(url):
        return "" if loopback else f"'{host}' is this very machine"
    if scheme != "https":
        return f"'{url[:80]}' is not https"
    try:
        public = ipaddress.ip_address(host).is_global
    except ValueError:
        public = True  # a name; it is looked up when it is asked
    return "" if public else f"'{host}' is no public address"
