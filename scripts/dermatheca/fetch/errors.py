"""What can go wrong when a service is asked, in plain words."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TypeVar

T = TypeVar("T")


class Trouble(Enum):
    """The kinds of failure; the value is the sentence, with `service` and `detail` to fill in."""

    OFFLINE = "{service} cannot be reached ({detail}); is this machine online?"
    NOT_FOUND = "{service} knows nothing under {detail}"
    RATE_LIMITED = "{service} asks to slow down; try again {detail}"
    MALFORMED = "{service} gave an answer that cannot be read: {detail}"
    TOO_LARGE = "{service} gave an answer of more than {detail} bytes; it was cut off"
    TIMED_OUT = "{service} did not answer within {detail}"
    FAILED = "{service} answered with an error: {detail}"
    UNSAFE = "{service} led to an address that is not followed: {detail}"


# After these, asking the same service once more is likely to fail again.
DOWN = frozenset({Trouble.OFFLINE, Trouble.RATE_LIMITED, Trouble.TIMED_OUT, Trouble.FAILED})


class FetchError(Exception):
    """A service gave no usable answer; `wait` is the number of seconds it asked for, `status` its HTTP status."""

    def __init__(
        self, service: str, trouble: Trouble, detail: str = "", wait: float | None = None, status: int | None = None
    ) -> None:
        super().__init__(trouble.value.format(service=service, detail=detail))
        self.service = service
        self.trouble = trouble
        self.wait = wait
        self.status = status


def unless_unknown(ask: Callable[[], T]) -> T | None:
    """What `ask` gives; None if the service knows nothing of it. Raises FetchError for every other trouble."""
    try:
        return ask()
    except FetchError as error:
        if error.trouble is Trouble.NOT_FOUND:
            return None
        raise


def rate_limited(service: str, wait: float | None, status: int) -> FetchError:
    """The error of a service that asks to slow down, saying for how long if it told."""
    return FetchError(service, Trouble.RATE_LIMITED, f"in {duration(wait)}" if wait else "later", wait, status)


def duration(seconds: float) -> str:
    """'40 seconds', '5 minutes', '2 hours': rounded up, for a person."""
    for length, name in ((3600, "hour"), (60, "minute")):
        if seconds >= 2 * length:
            return f"{-(-seconds // length):.0f} {name}s"
    count = f"{-(-seconds // 1):.0f}" if seconds >= 1 else f"{seconds:g}"
    return f"{count} second{'' if count == '1' else 's'}"
