"""Answers become checked values; what is wrong is collected, so that everything can be mended at once."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from dermatheca.forms.body import Body, Fault
from dermatheca.forms.spec import FormField
from dermatheca.problem import nearest

LINE, TEXT = 400, 4000  # as in the model: the longest line, the longest text
_MARKUP = {
    "HTML": re.compile(r"<[a-zA-Z/!?][^>\n]*>?"),
    "a link or a picture": re.compile(r"\]\s*\([^)\n]*\)?|\b(?:javascript|vbscript|data:text)[:/]\S*", re.IGNORECASE),
    "template marks": re.compile(r"\{[{%#:][^\n]{0,40}"),
    "a block of code": re.compile(r"```[^\n]*|~~~[^\n]*"),
    "a heading": re.compile(r"^#{1,6} [^\n]*", re.MULTILINE),
}
_BOX = re.compile(r"^- \[([ xX])\] (.*)$", re.MULTILINE)


class Answers:
    """The answers of one form, asked for one by one."""

    def __init__(self, body: Body, today: dt.date) -> None:
        self.form, self.today = body.form, today
        self.raw = body.answers
        self.faults: list[Fault] = list(body.faults)
        self._lost = {fault.label for fault in body.faults}
        for field in self.form.fields:
            self._check_visible(field)

    def fault(self, ident: str, must: str, found: str = "", mend: str = "") -> None:
        """Note that the answer to field `ident` is wrong."""
        self.faults.append(Fault(self.form.field(ident).label, must, found, mend))

    def told(self) -> set[str]:
        """The fields of which a fault is noted."""
        labels = {fault.label for fault in self.faults}
        return {field.id for field in self.form.fields if field.label in labels}

    def _check_visible(self, field: FormField) -> None:
        hidden = sorted({c for c in self.raw[field.id] if not c.isprintable() and c not in "\n\t"})
        for character in hidden[:5]:
            self.fault(
                field.id,
                f"must not hold the invisible character U+{ord(character):04X}",
                mend="please delete it, or type the text again",
            )

    def text(self, ident: str, limit: int = TEXT, plain: bool = True) -> str:
        """An answer of any number of lines; '' if there is none."""
        field, text = self.form.field(ident), self.raw[ident]
        if not text and field.required and field.label not in self._lost:
            self.fault(ident, "must be answered")
        if len(text) > limit:
            self.fault(
                ident, f"must be at most {limit:,} characters long; it has {len(text):,}", mend="please shorten it"
            )
            return ""
        if plain:
            self._check_plain(ident, text)
        return text

    def _check_plain(self, ident: str, text: str) -> None:
        for what, pattern in _MARKUP.items():
            match = pattern.search(text)
            if match:
                mend = "please write it in words; sources are cited as `[@key]`"
                self.fault(ident, f"must be plain text without {what}", match.group(), mend)

    def line(self, ident: str) -> str:
        """An answer of one line."""
        text = self.text(ident, LINE)
        if "\n" in text:
            self.fault(ident, "must be one line", text, "please join the lines")
            return ""
        return " ".join(text.split())

    def names(self, ident: str) -> list[str]:
        """An answer of names with commas between."""
        return [part.strip() for part in self.line(ident).split(",") if part.strip()]

    def rows(self, ident: str, least: int, most: int, shape: str) -> list[list[str]]:
        """An answer of lines, each of `least` to `most` parts with bars between; a table's or a fence's marks may surround them."""
        rows = []
        for line in self.text(ident, plain=False).split("\n"):
            if not line.strip() or re.fullmatch(r"[`~|:\s-]+", line) or re.fullmatch(r"(```|~~~)\w*", line.strip()):
                continue
            self._check_plain(ident, line)
            parts = [" ".join(part.split()) for part in line.strip().removeprefix("|").removesuffix("|").split("|")]
            while len(parts) > least and not parts[-1]:
                parts.pop()
            if least <= len(parts) <= most and all(len(part) <= LINE for part in parts):
                rows.append(parts + [""] * (most - len(parts)))
            else:
                self.fault(ident, f"must have on each line: {shape}", line, "separate the parts with a vertical bar |")
        return rows

    def choice(self, ident: str) -> str:
        """The value chosen from a list."""
        return next(iter(self.choices(ident)), "")

    def choices(self, ident: str) -> list[str]:
        """The values chosen from a list."""
        field, answer = self.form.field(ident), self.text(ident, plain=False)
        parts = [part.strip() for part in answer.split(",")] if field.multiple else [answer]
        found = []
        for part in filter(None, parts):
            value = one_of(part, field.choices)
            if value is None:
                words = [words for _, words in field.choices]
                self.fault(ident, f"must be one of: {', '.join(words)}", part, nearest(part, words))
            else:
                found.append(value)
        return list(dict.fromkeys(found))

    def ticked(self, ident: str) -> set[str]:
        """The values of the boxes that are ticked."""
        words = {words: value for value, words in self.form.field(ident).choices}
        return {
            words[text.strip()]
            for mark, text in _BOX.findall(self.raw[ident])
            if mark in "xX" and text.strip() in words
        }

    def checked(self) -> str:
        """The day on which the sender compared statement and source, '' if they did not; and that the licence is agreed to."""
        ticked, day = self.ticked("declarations"), self.line("checked")
        label = self.form.field("declarations").label
        if "licence" not in ticked and label not in self._lost:
            words = dict(self.form.field("declarations").choices)["licence"]
            self.fault(
                "declarations", f"must have the second box ticked: {words}", mend="without it we may not use your text"
            )
        if day and not _is_day(day, self.today):
            self.fault(
                "checked", f"must be a day that has been, as YYYY-MM-DD, {self.today.isoformat()} at the latest", day
            )
            return ""
        if day and "compared" not in ticked and label not in self._lost:
            self.fault(
                "declarations",
                "must have the first box ticked where a day is given, for only a day on which somebody compared is written down",
                mend="tick it, or empty the day",
            )
        if "compared" in ticked and not day and self.form.field("checked").label not in self._lost:
            self.fault(
                "checked",
                "must be given where the first box of the declarations is ticked",
                mend="give the day as YYYY-MM-DD, or untick the box",
            )
        return day if "compared" in ticked else ""


def one_of(text: str, choices: Iterable[tuple[str, str]]) -> str | None:
    """The value that `text` means, by value or by words, whatever its capitals."""
    wanted = text.casefold()
    return next((value for value, words in choices if wanted in (words.casefold(), value.casefold())), None)


def _is_day(text: str, today: dt.date) -> bool:
    try:
        return (
            re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", text) is not None
            and dt.date(1990, 1, 1) <= dt.date.fromisoformat(text) <= today
        )
    except ValueError:
        return False
