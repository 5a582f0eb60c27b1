"""What an audit has done so far, so that one that was stopped goes on where it stood."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from pathlib import Path

from pydantic import ValidationError

from dermatheca.audit.task import Outcome, Task

KEEP = dt.timedelta(days=2)


class Journal:
    """Outcomes by task, a line each, in the file at `path`; lines that cannot be read are passed over."""

    def __init__(self, path: Path, today: dt.date, fresh: bool = False) -> None:
        self._path, self._today = path, today
        self._done: dict[str, Outcome] = {}
        if fresh:
            path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.exists():
            for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
                self._read(line)
        self._file = path.open("a", encoding="utf-8")
        self._file.write("\n")  # ends a line that a kill may have cut

    def _read(self, line: str) -> None:
        try:
            entry = json.loads(line)
            if self._today - dt.date.fromisoformat(entry["day"]) <= KEEP:
                self._done[str(entry["key"])] = Outcome.model_validate(entry["outcome"])
        except (ValueError, KeyError, TypeError, ValidationError, RecursionError):
            return

    @staticmethod
    def _key(task: Task) -> str:
        text = "\0".join((task.subject.check, task.subject.id, str(task.subject.place), task.service, task.inputs))
        return hashlib.sha256(text.encode()).hexdigest()

    def get(self, task: Task) -> Outcome | None:
        """What came of this very task before, if it is not long ago."""
        return self._done.get(self._key(task))

    def put(self, task: Task, outcome: Outcome) -> None:
        """Remember what came of a task, at once."""
        entry = {"key": self._key(task), "day": self._today.isoformat(), "outcome": outcome.model_dump(mode="json")}
        self._file.write(json.dumps(entry, ensure_ascii=False) + "\n")
        self._file.flush()

    def close(self, finished: bool) -> None:
        """Let go of the file; a finished audit needs none."""
        self._file.close()
        if finished:
            self._path.unlink(missing_ok=True)
