"""What was made before, kept by what it was made from: the same input gives the same bytes without the work."""

from __future__ import annotations

import contextlib
import hashlib
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from importlib import metadata
from pathlib import Path


@cache
def version_of(library: str) -> str:
    """The installed version of a library, which belongs to what its results are made from."""
    return metadata.version(library)


def _name(made_from: str) -> str:
    return hashlib.sha256(made_from.encode()).hexdigest()


class Cache:
    """Results by the hash of their input, in one SQLite file; without a file nothing is kept.

    What could not be read or written is made again: a cache never stops a build.
    """

    def __init__(self, path: Path | None = None) -> None:
        self._used: set[str] = set()
        self._kept: sqlite3.Connection | None = None
        for _ in range(2 if path else 0):
            assert path is not None
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._kept = sqlite3.connect(path)
                self._kept.execute("CREATE TABLE IF NOT EXISTS results (name TEXT PRIMARY KEY, data BLOB NOT NULL)")
                return
            except (sqlite3.Error, OSError):
                self._kept = None
                with contextlib.suppress(OSError):
                    path.unlink(missing_ok=True)

    def find(self, made_from: str) -> bytes | None:
        """What is kept for this input."""
        return self._find(_name(made_from))

    def keep(self, made_from: str, data: bytes) -> None:
        """Keep what was made from this input."""
        self._keep(_name(made_from), data)

    def _find(self, name: str) -> bytes | None:
        self._used.add(name)
        if self._kept is None:
            return None
        with contextlib.suppress(sqlite3.Error):
            found = self._kept.execute("SELECT data FROM results WHERE name = ?", (name,)).fetchone()
            return found[0] if found else None
        return None

    def _keep(self, name: str, data: bytes) -> None:
        if self._kept is not None:
            with contextlib.suppress(sqlite3.Error):
                self._kept.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (name, data))

    def get(self, made_from: str, make: Callable[[], bytes]) -> bytes:
        """What `make` gives for this input."""
        data = self.find(made_from)
        if data is None:
            data = make()
            self.keep(made_from, data)
        return data

    def get_by(self, data: bytes, what: str, make: Callable[[], bytes]) -> bytes:
        """What `make` gives for these bytes."""
        return self.get(f"{what} {hashlib.sha256(data).hexdigest()}", make)

    def get_each(self, made_from: Sequence[str], make: Callable[[list[int]], Sequence[bytes]]) -> list[bytes]:
        """What is known for each input, and the others made at once by `make` from their places."""
        found = [self.find(one) for one in made_from]
        missing = [at for at, data in enumerate(found) if data is None]
        made = dict(zip(missing, make(missing) if missing else [], strict=True))
        for at, data in made.items():
            self.keep(made_from[at], data)
        return [made[at] if data is None else data for at, data in enumerate(found)]

    def get_all(self, made_from: Mapping[str, str], make: Callable[[list[str]], Mapping[str, str]]) -> dict[str, str]:
        """Texts by key: those that are known, and the others made at once by `make` from their keys."""
        names = {key: _name(text) for key, text in made_from.items()}
        found = {key: self._find(name) for key, name in names.items()}
        made = make([key for key, data in found.items() if data is None])
        for key, text in made.items():
            self._keep(names[key], text.encode())
        return {key: made[key] if data is None else data.decode() for key, data in found.items()}

    def close(self) -> None:
        """Keep what was made, and forget what nobody asked for since this cache was opened."""
        if self._kept is None:
            return
        with contextlib.suppress(sqlite3.Error):
            known = {name for (name,) in self._kept.execute("SELECT name FROM results")}
            self._kept.executemany("DELETE FROM results WHERE name = ?", [(name,) for name in known - self._used])
            self._kept.commit()
        self._kept.close()
