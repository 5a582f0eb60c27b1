"""The polite client: one place that asks, caches, revalidates, and turns every failure into a FetchError."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar
from urllib.parse import urljoin

import requests
from requests import Response
from requests import exceptions as wrong
from requests_cache import CachedSession
from urllib3 import exceptions as raw_wrong

from dermatheca.fetch.adapter import TOO_BUSY, BoundedAdapter, Limits, Pace, Patience
from dermatheca.fetch.address import host_of, is_loopback, objection
from dermatheca.fetch.errors import FetchError, Trouble, duration, rate_limited

T = TypeVar("T")

PROJECT = "https://github.com/dermatheca/dermatheca"
KEEP = 12 * 3600  # seconds for which an answer without a Cache-Control of its own is taken as fresh
HOPS = 5


@dataclass(frozen=True)
class Reply:
    """What an address answered: its status, and where it was found in the end."""

    status: int
    url: str


class Client:
    """Asks services for JSON or XML through the cache, and addresses for a sign of life without it."""

    def __init__(self, cache: Path, limits: Limits, contact: str = "", loopback: bool = False) -> None:
        """`cache` is an SQLite file; `contact` an e-mail address to name; `loopback` allows this very machine."""
        self.limits = limits
        self.contact = contact
        self.loopback = loopback
        self._cached = _open_cache(cache)
        self._plain = requests.Session()
        pace = Pace(limits.pause)
        hurried = replace(limits, retries=0, total=min(limits.total, 30))
        self._equip(self._cached, BoundedAdapter(limits, pace))
        self._equip(self._plain, BoundedAdapter(hurried, pace))

    def _equip(self, session: requests.Session, adapter: BoundedAdapter) -> None:
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        session.headers["User-Agent"] = f"Dermatheca (+{PROJECT}{'; mailto:' * bool(self.contact)}{self.contact})"
        session.auth = lambda request: request  # or requests would send passwords from a .netrc

    def close(self) -> None:
        """Let go of connections and the cache."""
        self._cached.close()  # type: ignore[no-untyped-call]
        self._plain.close()

    def ask(
        self, service: str, url: str, params: Mapping[str, str], kind: str, read: Callable[[bytes], T], about: str
    ) -> T:
        """The answer of `service` about `about`, a body of content type `kind` ('json', 'xml') as `read` makes it.

        Raises FetchError; `read` may raise ValueError for a body that is not what was asked for, and such an answer is
        not kept in the cache.
        """
        response = self._follow(self._cached, "GET", service, url, params, abroad=False)
        if response.status_code in (404, 410) and (_is_kind(response, kind) or _is_kind(response, "plain")):
            raise FetchError(service, Trouble.NOT_FOUND, about, status=response.status_code)
        _refuse_status(service, response, about)
        try:
            if not _is_kind(response, kind):
                raise ValueError(f"{_content_type(response) or 'something unnamed'} instead of {kind.upper()}")
            return read(response.content)
        except (ValueError, RecursionError) as error:
            key = getattr(response, "cache_key", None)
            if key:
                self._cached.cache.delete(key)
            raise FetchError(service, Trouble.MALFORMED, _short(error)) from error

    def look(self, url: str) -> Reply:
        """Whether an address answers: by HEAD, and by GET where HEAD does not do. Raises FetchError."""
        host = host_of(url)
        for method in ("HEAD", "GET"):
            response = self._follow(self._plain, method, host, url, {}, abroad=True)
            response.close()
            if response.ok:
                break
        return Reply(response.status_code, response.url)

    def _follow(
        self, session: requests.Session, method: str, service: str, url: str, params: Mapping[str, str], abroad: bool
    ) -> Response:
        """Send, and follow redirects by hand: each address is looked at before it is asked."""
        home = host_of(url)
        for _ in range(HOPS):
            why_not = objection(url, self.loopback)
            if not why_not and not abroad and host_of(url) != home:
                why_not = f"'{host_of(url)}' is not '{home}'"
            if why_not:
                raise FetchError(service, Trouble.UNSAFE, why_not)
            response = self._send(session, method, service, url, params)
            if not response.is_redirect:
                return response
            url, params = urljoin(response.url, response.headers["Location"]), {}
        raise FetchError(service, Trouble.UNSAFE, f"more than {HOPS} redirects")

    def _send(
        self, session: requests.Session, method: str, service: str, url: str, params: Mapping[str, str]
    ) -> Response:
        # A proxy of the environment is for the world, not for this machine.
        direct = {"http": "", "https": "", "all": ""} if is_loopback(url) else {}
        try:
            return session.request(
                method, url, params=params, allow_redirects=False, stream=session is self._plain, proxies=direct
            )
        except FetchError as error:
            raise _renamed(error, service) from error
        except (wrong.RequestException, raw_wrong.HTTPError, ValueError) as error:
            raise _explained(error, service, self.limits) from error


def _open_cache(path: Path) -> CachedSession:
    """The cache at `path`; a file that is no cache is replaced. Its values are JSON, so reading them runs no code."""
    path.parent.mkdir(parents=True, exist_ok=True)
    for attempt in (1, 2):
        try:
            session = CachedSession(
                path, backend="sqlite", serializer="json", cache_control=True, expire_after=KEEP, allowable_codes=(200,)
            )
            session.cache.delete(older_than=30 * 24 * 3600)
            return session
        except sqlite3.DatabaseError:
            if attempt == 2:
                raise
            path.unlink(missing_ok=True)
    raise AssertionError("not reached")


def _content_type(response: Response) -> str:
    return response.headers.get("Content-Type", "").partition(";")[0].strip().lower()


def _is_kind(response: Response, kind: str) -> bool:
    return _content_type(response).rpartition("/")[2].rpartition("+")[2] == kind


def _refuse_status(service: str, response: Response, about: str) -> None:
    status = response.status_code
    wait = response.headers.get("Retry-After")
    if status == 429 or (status in TOO_BUSY and wait):
        raise rate_limited(service, Patience().parse_retry_after(wait) if wait else None, status)
    if status == 404:
        detail = f"status 404 for {about}, in words that are not the service's own"
        raise FetchError(service, Trouble.FAILED, detail, status=status)
    if status != 200:
        raise FetchError(service, Trouble.FAILED, f"status {status}", status=status)


def _renamed(error: FetchError, service: str) -> FetchError:
    """The same error of the bounded adapter, which knows hosts only, in the name of the service."""
    error.args = (str(error).replace(error.service, service, 1),)
    error.service = service
    return error


def _explained(error: Exception, service: str, limits: Limits) -> FetchError:
    """What an exception of requests or urllib3 means."""
    cause: BaseException | None = error.args[0] if error.args and isinstance(error.args[0], BaseException) else error
    cause = getattr(cause, "reason", None) or cause
    if isinstance(cause, raw_wrong.NameResolutionError):
        return FetchError(service, Trouble.OFFLINE, "its name is not known here")
    if isinstance(cause, raw_wrong.NewConnectionError):
        return FetchError(service, Trouble.OFFLINE, "no connection")
    if isinstance(error, wrong.Timeout) or isinstance(cause, raw_wrong.TimeoutError):
        if isinstance(cause, raw_wrong.ConnectTimeoutError):
            return FetchError(service, Trouble.TIMED_OUT, duration(limits.connect))
        return FetchError(service, Trouble.TIMED_OUT, duration(limits.read))
    if isinstance(error, wrong.SSLError) or isinstance(cause, raw_wrong.SSLError):
        return FetchError(service, Trouble.FAILED, "its certificate cannot be trusted")
    if isinstance(error, (wrong.ContentDecodingError, wrong.InvalidHeader, ValueError)) and not isinstance(
        error, wrong.ConnectionError
    ):
        return FetchError(service, Trouble.MALFORMED, _short(error))
    return FetchError(service, Trouble.FAILED, "it broke off")


def _short(error: Exception) -> str:
    """The first line of an error, without what pydantic or json add to it."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    text = "; ".join(lines[:1] if len(lines) < 3 else (lines[1], lines[2].partition(" [type=")[0]))
    return text[:200] or type(error).__name__
