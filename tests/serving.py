"""Serve a folder on loopback for the length of a test."""

from __future__ import annotations

import functools
import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path


class Silent(http.server.BaseHTTPRequestHandler):
    """Says nothing, not even of a client that has left: a command's errors are read from where it would say so."""

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle(self) -> None:
        with suppress(ConnectionError):
            super().handle()


class Quiet(Silent, http.server.SimpleHTTPRequestHandler):
    """Serves files."""


@contextmanager
def serve_folder(folder: Path, handler: type[Quiet] = Quiet) -> Iterator[str]:
    """The address, with a slash at its end."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
