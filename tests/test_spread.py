"""Work spread over processes: the same results in the same order, and an error that is seen."""

from __future__ import annotations

import multiprocessing
import os
import threading

import pytest

from dermatheca.spread import FEW, FEW_NEW, NewProcesses, spread


def test_many_are_done_by_other_processes_in_their_order() -> None:
    held = {number: str(number) for number in range(3 * FEW)}
    done = spread(lambda number: (held[number], os.getpid()), len(held))
    assert [text for text, _ in done] == list(held.values())
    if threading.active_count() == 1 and (os.cpu_count() or 1) > 1 and os.uname().sysname == "Linux":
        assert os.getpid() not in {process for _, process in done}


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
