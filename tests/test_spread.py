"""Work spread over processes: the same results in the same order, and an error that is seen."""

from __future__ import annotations

import os
import threading

import pytest

from dermatheca.spread import FEW, spread


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
