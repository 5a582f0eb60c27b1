"""What was made before, kept by what it was made from: the same input gives the same bytes without the work."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import TypeVar

from dermatheca.spread import FEW, aside, spread_each

T = TypeVar("T")


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
        self._made: dict[str, bytes] | None = None  # in a process that works for that of this cache
        self._path = path
        self._kept: sqlite3.Connection | None = None
        try:
            self._database()
        except (sqlite3.Error, OSError):
            assert path is not None
            with contextlib.suppress(OSError):
                path.unlink(missing_ok=True)

    def _database(self) -> sqlite3.Connection | None:
        """The connection, opened when first needed in a process. Raises sqlite3.Error or OSError."""
        if self._kept is None and self._path:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            opened = sqlite3.connect(self._path)
            opened.execute("PRAGMA journal_mode = WAL")  # others read while one process writes
            opened.execute("CREATE TABLE IF NOT EXISTS results (name TEXT PRIMARY KEY, data BLOB NOT NULL)")
            self._kept = opened
        return self._kept

    def find(self, made_from: str) -> bytes | None:
        """What is kept for this input."""
        return self._find(_name(made_from))

    def keep(self, made_from: str, data: bytes) -> None:
        """Keep what was made from this input."""
        self._keep(_name(made_from), data)

    def _find(self, name: str) -> bytes | None:
        self._used.add(name)
        with contextlib.suppress(sqlite3.Error, OSError):
            if database := self._database():
                found = database.execute("SELECT data FROM results WHERE name = ?", (name,)).fetchone()
                return found[0] if found else None
        return None

    def _keep(self, name: str, data: bytes) -> None:
        if self._made is not None:
            self._made[name] = data
            return
        with contextlib.suppress(sqlite3.Error, OSError):
            if database := self._database():
                database.execute("INSERT OR REPLACE INTO results VALUES (?, ?)", (name, data))

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

    def spread(self, work: Callable[[int], T], count: int, few: int = FEW) -> list[T]:
        """As `spread` of this package; what `work` asks this cache for and makes is known to it afterwards."""
        self._leave()
        here = os.getpid()
        done = spread_each(lambda number: self._noted(here, partial(work, number)), count, few)
        return [self._merged(one) for one in done]

    def aside(self, work: Callable[[], T]) -> Callable[[], T]:
        """As `aside` of this package; what `work` asks this cache for and makes is known to it afterwards."""
        self._leave()
        here = os.getpid()
        later = aside(lambda: self._noted(here, work))
        return lambda: self._merged(later())

    def _noted(self, here: int, work: Callable[[], T]) -> tuple[T, set[str], dict[str, bytes]]:
        """What `work` gives; in another process than `here` also the names it asked for and what it made."""
        if os.getpid() == here:
            return work(), set(), {}
        self._used, self._made = set(), {}
        return work(), self._used, self._made

    def _merged(self, noted: tuple[T, set[str], dict[str, bytes]]) -> T:
        result, used, made = noted
        self._used |= used
        for name, data in made.items():
            self._keep(name, data)
        return result

    def _leave(self) -> None:
        """Keep what was made, and close the file: no connection may be taken along into another process."""
        if self._kept is not None:
            with contextlib.suppress(sqlite3.Error):
                self._kept.commit()
            self._kept.close()
            self._kept = None

    def close(self) -> None:
        """Keep what was made, and forget what nobody asked for since this cache was opened."""
        with contextlib.suppress(sqlite3.Error, OSError):
            if database := self._database():
                known = {name for (name,) in database.execute("SELECT name FROM results")}
                database.executemany("DELETE FROM results WHERE name = ?", [(name,) for name in known - self._used])
        self._leave()
