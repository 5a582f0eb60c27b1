"""One piece of work for each of many numbers, by as many processes as there are processors."""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from multiprocessing.connection import Connection
from typing import Any, TypeVar

S = TypeVar("S")
T = TypeVar("T")

FEW = 40  # work that is over before a process has started
FEW_NEW = 24  # the same of a process that begins anew

_work: Callable[[int], Any]


def spread(work: Callable[[int], T], count: int, few: int = FEW) -> list[T]:
    """What `work` gives for each number from 0 to `count` - 1, in their order; fewer than `few` are not worth a process.

    The processes are forks of this one, so `work` may hold anything; only what it gives is sent back, pickled. Where a fork
    is not safe (another system than Linux, a second thread) or not worth it, this process does everything itself.
    """
    return list(spread_each(work, count, few))


def spread_each(work: Callable[[int], T], count: int, few: int = FEW) -> Iterator[T]:
    """As `spread`, one result after the other, so that not all need be held at once."""
    if count < few or not _forks():
        yield from map(work, range(count))
        return
    processors = os.cpu_count() or 1
    context = multiprocessing.get_context("fork")
    at_once = max(1, min(8, count // (4 * processors)))  # so that no process is left with much when the other is done
    with ProcessPoolExecutor(processors, context, initializer=_begin, initargs=(work,)) as pool:
        yield from pool.map(_do, range(count), chunksize=at_once)


def _forks() -> bool:
    """Whether this process may be forked, and whether that is of any use."""
    alone = threading.active_count() == 1 and not multiprocessing.current_process().daemon  # a daemon has no children
    return alone and (os.cpu_count() or 1) > 1 and sys.platform == "linux"


def aside(work: Callable[[], T]) -> Callable[[], T]:
    """Begin `work` in a fork of this process, where one is safe; the function that comes back waits for what `work` gives.

    It may be called once. Where no fork is safe, it does the work.
    """
    if not _forks():
        return work
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(sender, work), daemon=True)
    process.start()
    sender.close()

    def result() -> T:
        with receiver:
            try:
                done, error = receiver.recv()
            except EOFError:
                process.join()
                raise RuntimeError(f"a process ended with code {process.exitcode} before its work was done") from None
        process.join()
        if error is not None:
            raise error
        return done  # type: ignore[no-any-return]

    return result


def _send(sender: Connection, work: Callable[[], Any]) -> None:
    try:
        found: tuple[Any, BaseException | None] = work(), None
    except Exception as error:
        found = None, error
    sender.send(found)


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
    """What was inherited is never looked through for garbage, what is made here is: slides alone leave gigabytes of it."""
    global _work
    _work = work
    gc.freeze()
    gc.enable()


def _do(number: int) -> Any:
    return _work(number)
