"""The kinds of entry that can be begun, and where each is written."""

from __future__ import annotations

from dataclasses import dataclass

from dermatheca.link import LIST_FILES
from dermatheca.model.agent import Agent
from dermatheca.model.base import Model
from dermatheca.model.trial import Trial


class RefusedError(Exception):
    """What was asked for cannot be written; `messages` say why and how to mend it, one a line."""

    def __init__(self, *messages: str) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


@dataclass(frozen=True)
class Kind:
    """A kind of entry; `file` is the list that holds it, '' for one that has another place."""

    name: str
    model: type[Model]
    file: str = ""


KINDS: dict[str, Kind] = {
    "agent": Kind("agent", Agent),
    "trial": Kind("trial", Trial),
    **{name: Kind(name, model, file) for name, (file, model) in LIST_FILES.items()},
}
