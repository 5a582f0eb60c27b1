"""Work spread over processes: the same results in the same order, and an error that is seen."""

from __future__ import annotations

import gc
import multiprocessing
import os
import threading
import time
from pathlib import Path

import pytest

from conftest import forks
from dermatheca.rest import collector_at_rest
from dermatheca.spread import FEW, FEW_NEW, NewProcesses, aside, spread


def test_many_are_done_by_other_processes_in_their_order() -> None:
    held = {number: str(number) for number in range(3 * FEW)}
    done = spread(lambda number: (held[number], os.getpid()), len(held))
    assert [text for text, _ in done] == list(held.values())
    if forks():
        assert os.getpid() not in {process for _, process in done}


def test_other_processes_collect_the_garbage_that_they_make() -> None:
    with collector_at_rest():
        assert set(spread(lambda _: gc.isenabled(), FEW)) == {forks()}
        assert not gc.isenabled()


def test_few_are_done_here() -> None:
    assert set(spread(lambda _: os.getpid(), FEW - 1)) == {os.getpid()}


def test_a_second_thread_keeps_all_work_here() -> None:
    end = threading.Event()
    thread = threading.Thread(target=end.wait)
    thread.start()
    try:
        assert set(spread(lambda _: os.getpid(), FEW)) == {os.getpid()}
    finally:
        end.set()
        thread.join()


def test_an_error_in_another_process_is_raised_here() -> None:
    def work(number: int) -> int:
        if number == FEW:
            raise ValueError("number 100 is refused")
        return number

    with pytest.raises(ValueError, match="number 100 is refused"):
        spread(work, 2 * FEW)


def test_work_aside_is_done_by_another_process_while_this_one_goes_on(tmp_path: Path) -> None:
    gone_on = tmp_path / "gone on"

    def work() -> tuple[int, bool]:
        end = time.monotonic() + 30
        while forks() and not gone_on.exists() and time.monotonic() < end:
            time.sleep(0.01)
        return os.getpid(), gone_on.exists()

    later = aside(work)
    gone_on.touch()
    process, seen = later()
    assert seen
    assert (process == os.getpid()) is not forks()
    assert multiprocessing.active_children() == []


def test_more_than_a_pipe_holds_comes_back_from_aside() -> None:
    assert aside(lambda: b"x" * 10_000_000)() == b"x" * 10_000_000


def test_an_error_aside_is_raised_where_its_result_is_asked_for() -> None:
    def work() -> None:
        raise ValueError("this is refused")

    later = aside(work)
    with pytest.raises(ValueError, match="this is refused"):
        later()


def test_work_aside_does_all_of_its_own_work() -> None:
    assert aside(lambda: spread(str, FEW))() == [str(number) for number in range(FEW)]


def test_a_process_that_died_is_told() -> None:
    if not forks():
        pytest.skip("no process may be forked here")
    later = aside(lambda: os._exit(3))
    with pytest.raises(RuntimeError, match="ended with code 3 before its work was done"):
        later()


def test_new_processes_keep_the_order_and_end_with_their_work() -> None:
    with NewProcesses() as others:
        assert others.spread(abs, [-1] * (FEW_NEW - 1)) == [1] * (FEW_NEW - 1)
        assert multiprocessing.active_children() == []
        assert others.spread(abs, range(-FEW_NEW, 0)) == list(range(FEW_NEW, 0, -1))
        assert bool(multiprocessing.active_children()) is ((os.cpu_count() or 1) > 1)
    assert multiprocessing.active_children() == []


def test_an_error_in_a_new_process_is_raised_here() -> None:
    with NewProcesses() as others, pytest.raises(ValueError, match="invalid literal for int"):
        others.spread(int, ["1"] * FEW_NEW + ["one"])
