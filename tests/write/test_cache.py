"""What is kept from one time to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

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
