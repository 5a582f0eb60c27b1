"""What a fix changed, and the blanks of a text."""

from __future__ import annotations

from dataclasses import dataclass

from dermatheca.problem import Place


@dataclass(frozen=True, order=True)
class Mended:
    """One thing that was mended, at its place in the file as it was."""

    place: Place
    what: str

    def __str__(self) -> str:
        return f"{self.place}: mended: {self.what}"


def tidy(text: str, file: str, hard_breaks: bool = False) -> tuple[str, list[Mended]]:
    """`text` with LF line ends, without blanks at the ends of lines and empty lines at its end.

    :param hard_breaks: two blanks at the end of a line stay, for in Markdown they are a line break
    """
    mended = []
    if text.startswith("\ufeff"):
        text = text[1:]
        mended.append(Mended(Place(file), "byte order mark deleted"))
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        mended.append(Mended(Place(file), "line ends are LF"))
    lines = text.split("\n")
    for number, line in enumerate(lines, 1):
        bare = line.rstrip(" \t")
        if bare != line and not (hard_breaks and bare and line == f"{bare}  "):
            lines[number - 1] = bare
            mended.append(Mended(Place(file, number, len(bare) + 1), "blanks at the end of the line deleted"))
    whole = "\n".join(lines).rstrip("\n") + "\n"
    if whole != "\n".join(lines):
        last = len(whole.split("\n")) - 1
        mended.append(Mended(Place(file, last), "ends with one line end"))
    return whole, mended
