"""One piece of work for each of many numbers, by as many processes as there are processors."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from typing import Any, TypeVar

S = TypeVar("S")
T = TypeVar("T")

FEW = 100  # work that is over before a process has started
FEW_NEW = 24  # the same of a process that begins anew

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


class NewProcesses(AbstractContextManager["NewProcesses"]):
    """As many new processes as there are processors, begun when first needed: for libraries whose threads no fork survives."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def spread(self, work: Callable[[S], T], inputs: Sequence[S]) -> list[T]:
        """What `work` gives for each input, in their order; few inputs are done by this process.

        `work` is a function of a module that is quick to import; inputs and what it gives are pickled.
        """
        processors = os.cpu_count() or 1
        if processors < 2 or len(inputs) < FEW_NEW:
            return [work(one) for one in inputs]
        if self._pool is None:
            self._pool = ProcessPoolExecutor(processors, multiprocessing.get_context("spawn"))
        return list(self._pool.map(work, inputs))

    def __exit__(self, *_: object) -> None:
        if self._pool is not None:
            self._pool.shutdown()


def _begin(work: Callable[[int], Any]) -> None:
    global _work
    _work = work


def _do(number: int) -> Any:
    return _work(number)
