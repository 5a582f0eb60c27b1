"""The bounded way to the network: every exchange has a pace, a deadline and a size, whatever the other side does."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from types import TracebackType
from typing import Any, Self

from requests import PreparedRequest, Response
from requests import exceptions as wrong
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse
from urllib3 import exceptions as raw_wrong
from urllib3.connectionpool import ConnectionPool
from urllib3.response import BaseHTTPResponse
from urllib3.util import Retry

from dermatheca.fetch.address import host_of, is_loopback
from dermatheca.fetch.errors import FetchError, Trouble, duration

# What urllib3 logs of each attempt comes back as a FetchError at the end.
logging.getLogger("urllib3").setLevel(logging.ERROR)

TOO_BUSY = (429, 503)
CHUNK = 65_536


@dataclass(frozen=True)
class Limits:
    """How patient and how polite to be; times in seconds, sizes in bytes."""

    pause: float = 1.0  # between two requests to one host
    connect: float = 10
    read: float = 30  # between two pieces of an answer
    total: float = 180  # for an answer with all its retries
    patience: float = 60  # the longest Retry-After that is waited for
    retries: int = 2
    size: int = 20_000_000


class Patience(Retry):
    """Retry as urllib3 does, but give up when asked to wait longer than `retry_after_max`, instead of coming early."""

    def parse_retry_after(self, retry_after: str) -> float:
        """The seconds asked for, not cut to the maximum; 0 for what is neither seconds nor a date."""
        try:
            return Retry(retry_after_max=10**9).parse_retry_after(retry_after)
        except raw_wrong.InvalidHeader:
            return 0

    def increment(
        self,
        method: str | None = None,
        url: str | None = None,
        response: BaseHTTPResponse | None = None,
        error: Exception | None = None,
        _pool: ConnectionPool | None = None,
        _stacktrace: TracebackType | None = None,
    ) -> Self:
        """Count an attempt. Raises MaxRetryError when there are no more, or the wait is too long."""
        if response is not None:
            wait = self.get_retry_after(response) or 0
            if wait > self.retry_after_max and _pool is not None:
                raise raw_wrong.MaxRetryError(_pool, url or "")
        following = super().increment(method, url, response, error, _pool, _stacktrace)
        if response is not None:
            response.close()  # or urllib3 would read the rest of it, however long
        return following


@dataclass
class Pace:
    """At most one request per host and pause; loopback has no pause unless one is given on purpose."""

    pause: float
    loopback_too: bool = False
    _next: dict[str, float] = field(default_factory=dict)

    def wait(self, url: str, sleep: Callable[[float], None] = time.sleep) -> None:
        """Wait until the host of `url` may be asked."""
        if is_loopback(url) and not self.loopback_too:
            return
        host, now = host_of(url), time.monotonic()
        start = max(now, self._next.get(host, now))
        self._next[host] = start + self.pause
        if start > now:
            sleep(start - now)


class BoundedAdapter(HTTPAdapter):
    """Reads an answer whole, within its limits; with `stream` it reads the header only."""

    def __init__(self, limits: Limits, pace: Pace) -> None:
        self.limits = limits
        self.pace = pace
        retry = Patience(
            total=limits.retries,
            connect=min(1, limits.retries),
            read=min(1, limits.retries),
            status_forcelist=(500, 502, 504, *TOO_BUSY),
            allowed_methods=("GET", "HEAD"),
            respect_retry_after_header=True,
            retry_after_max=int(limits.patience),
            backoff_factor=min(1.0, limits.pause),
            raise_on_status=False,
            redirect=False,
        )
        super().__init__(max_retries=retry)

    def send(
        self,
        request: PreparedRequest,
        stream: bool = False,
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> Response:
        """Send, and wait no longer than the whole deadline. Raises FetchError or requests' exceptions."""
        url = str(request.url)
        self.pace.wait(url)
        deadline = time.monotonic() + self.limits.total
        result: list[Response | Exception] = []

        def work() -> None:
            try:
                times = (self.limits.connect, self.limits.read)
                response = super(BoundedAdapter, self).send(request, True, times, verify, cert, proxies)
                result.append(response if stream else self._read(response, deadline))
            except Exception as error:  # carried to the caller's thread
                result.append(error)

        # A thread, for a server that sends its header byte by byte never runs into a timeout of the socket.
        thread = threading.Thread(target=work, daemon=True)
        thread.start()
        thread.join(self.limits.total)
        if not result:
            raise FetchError(host_of(url), Trouble.TIMED_OUT, duration(self.limits.total))
        if isinstance(result[0], Exception):
            raise result[0]
        return result[0]

    def _read(self, response: Response, deadline: float) -> Response:
        """Read the body into memory, within the size and the deadline; the answer then needs no connection."""
        raw, host, size = response.raw, host_of(response.url), self.limits.size
        pieces: list[bytes] = []
        read = 0
        try:
            for piece in raw.stream(CHUNK, decode_content=True):
                pieces.append(piece)
                read += len(piece)
                if read > size:
                    raise FetchError(host, Trouble.TOO_LARGE, f"{size:,}")
                if time.monotonic() > deadline:
                    raise FetchError(host, Trouble.TIMED_OUT, duration(self.limits.total))
        except raw_wrong.ReadTimeoutError as error:
            raise wrong.ReadTimeout(error) from error
        except raw_wrong.DecodeError as error:
            raise wrong.ContentDecodingError(error) from error
        except (raw_wrong.ProtocolError, OSError) as error:
            raise wrong.ChunkedEncodingError(error) from error
        finally:
            raw.close()
        body = b"".join(pieces)
        for name in ("Content-Encoding", "Content-Length", "Transfer-Encoding"):
            response.headers.pop(name, None)  # they spoke of the body as it was sent
        # The cache reads the raw answer once more, so it gets one that is in memory.
        response.raw = HTTPResponse(
            BytesIO(body),
            headers=response.headers,
            status=raw.status,
            reason=raw.reason,
            preload_content=False,
            request_url=response.request.path_url,
        )
        response._content = body
        return response
