"""What is kept from one time to the next."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from dermatheca.spread import FEW
from dermatheca.write.cache import Cache


def test_the_same_input_is_made_once(tmp_path: Path) -> None:
    made: list[str] = []

    def make(text: str) -> bytes:
        made.append(text)
        return text.encode()

    for _ in range(2):
        cache = Cache(tmp_path / "new folder/kept")
        assert cache.get("a", lambda: make("a")) == b"a"
        assert cache.get("b", lambda: make("b")) == b"b"
        cache.close()
    assert made == ["a", "b"]


def test_only_what_is_not_known_is_made_and_all_at_once(tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def make(keys: list[str]) -> dict[str, str]:
        asked.append(keys)
        return {key: f"text of {key}" for key in keys}

    for wanted in (["x", "y"], ["x", "z", "y"]):
        cache = Cache(tmp_path / "kept")
        found = cache.get_all({key: f"input {key}" for key in wanted}, make)
        assert found == {key: f"text of {key}" for key in wanted}
        cache.close()
    assert asked == [["x", "y"], ["z"]]


def test_what_nobody_asks_for_is_forgotten(tmp_path: Path) -> None:
    made: list[str] = []

    def asked(*names: str) -> None:
        cache = Cache(tmp_path / "kept")
        for name in names:
            cache.get(name, lambda name=name: made.append(name) or b"x")  # type: ignore[misc]
        cache.close()

    asked("a", "b")
    asked("a")
    asked("a", "b")
    assert made == ["a", "b", "b"]


@pytest.mark.parametrize("content", [b"no database", b"SQLite format 3\0" + b"\xff" * 200])
def test_a_broken_file_is_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "kept"
    path.write_bytes(content)
    cache = Cache(path)
    assert cache.get("a", lambda: b"1") == b"1"
    cache.close()
    cache = Cache(path)
    assert cache.get("a", lambda: b"2") == b"1"
    cache.close()


def test_where_nothing_can_be_kept_everything_is_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    for cache in (Cache(), Cache(tmp_path / "file/kept")):
        assert cache.get("a", lambda: b"1") == b"1"
        assert cache.get("a", lambda: b"2") == b"2"
        cache.close()


@pytest.mark.parametrize("count", [3, 3 * FEW])
def test_what_other_processes_make_is_kept_and_found_by_them(tmp_path: Path, count: int) -> None:
    def asked(made: bytes) -> list[bytes]:
        cache = Cache(tmp_path / "kept")
        assert cache.get("before", lambda: made) == b"1"
        found = cache.spread(lambda number: cache.get(f"input {number}", lambda: made), count)
        later = cache.aside(lambda: cache.get("aside", lambda: made))
        assert cache.get("meanwhile", lambda: made) == b"1"
        found.append(later())
        cache.close()
        return found

    assert asked(b"1") == [b"1"] * (count + 1)
    for _ in range(2):  # nothing is forgotten because another process asked for it
        assert asked(b"2") == [b"1"] * (count + 1)


def test_others_find_what_is_kept_while_much_is_written(tmp_path: Path) -> None:
    """SQLite writes to the file before the end of a large change; nobody may wait for that."""
    cache = Cache(tmp_path / "kept")
    cache.keep("known", b"x")
    start = time.monotonic()
    found = cache.spread(
        lambda number: (cache.get(f"input {number}", lambda: bytes(500_000)), cache.find("known")), 3 * FEW
    )
    assert {known for _, known in found} == {b"x"}
    assert time.monotonic() - start < 30
    cache.close()


def test_without_a_file_processes_make_everything() -> None:
    cache = Cache()
    assert cache.spread(lambda number: cache.get(f"input {number}", lambda: b"1"), 3 * FEW) == [b"1"] * (3 * FEW)
    assert cache.aside(lambda: cache.get("aside", lambda: b"1"))() == b"1"
