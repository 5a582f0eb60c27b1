"""One piece of work for each of many numbers, by as many processes as there are processors."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

T = TypeVar("T")

FEW = 100  # work that is over before a process has started

_work: Callable[[int], Any]


def spread(work: Callable[[int], T], count: int, few: int = FEW) -> list[T]:
    """What `work` gives for each number from 0 to `count` - 1, in their order; fewer than `few` are not worth a process.

    The processes are forks of this one, so `work` may hold anything; only what it gives is sent back, pickled. Where a fork
    is not safe (another system than Linux, a second thread) or not worth it, this process does everything itself.
    """
    processors = os.cpu_count() or 1
    if processors < 2 or count < few or sys.platform != "linux" or threading.active_count() > 1:
        return [work(number) for number in range(count)]
    context = multiprocessing.get_context("fork")
    at_once = max(1, min(8, count // (4 * processors)))  # so that no process is left with much when the other is done
    with ProcessPoolExecutor(processors, context, initializer=_begin, initargs=(work,)) as pool:
        return list(pool.map(_do, range(count), chunksize=at_once))


def _begin(work: Callable[[int], Any]) -> None:
    global _work
    _work = work


def _do(number: int) -> Any:
    return _work(number)
