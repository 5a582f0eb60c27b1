"""Pictures for CONTRIBUTING.md, drawn from the forms and from a message as it is printed: they cannot grow out of date."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from html import escape
from pathlib import Path

from dermatheca.forms.spec import FORMS, Form

FOLDER = "theme/assets/contribute"
WIDTH = 720  # pixels
_SANS = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
_MONO = "ui-monospace, 'SF Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace"


def _text(x: int, y: int, words: str, size: int, colour: str, more: str = "") -> str:
    return f'  <text x="{x}" y="{y}" font-size="{size}" fill="{colour}"{more}>{escape(words)}</text>'


def _svg(height: int, title: str, description: str, body: list[str], font: str) -> str:
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        f'role="img" aria-labelledby="title description" font-family="{escape(font)}">',
        f'  <title id="title">{escape(title)}</title>',
        f'  <desc id="description">{escape(description)}</desc>',
        f'  <rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff" stroke="#d1d9e0"/>',
    ]
    return "\n".join([*head, *body, "</svg>"]) + "\n"


def form_picture(form: Form) -> str:
    """A form as GitHub shows it: every question with its help and the box for the answer."""
    rows = [_text(24, 40, form.name, 20, "#1f2328", ' font-weight="600"')]
    y = 62
    for line in textwrap.wrap(form.description, 96):
        rows.append(_text(24, y, line, 14, "#59636e"))
        y += 20
    for field in form.fields:
        y += 18
        star = " *" if field.required else ""
        rows.append(_text(24, y, f"{field.label}{star}", 14, "#1f2328", ' font-weight="600"'))
        for line in textwrap.wrap(field.help, 104):
            y += 17
            rows.append(_text(24, y, line, 12, "#59636e"))
        for _, words in field.choices if field.type == "checkboxes" else ():
            y += 12
            rows.append(f'  <rect x="24" y="{y}" width="13" height="13" rx="3" fill="#ffffff" stroke="#818b98"/>')
            for line in textwrap.wrap(words, 92):
                rows.append(_text(46, y + 11, line, 12, "#1f2328"))
                y += 16
        if field.type != "checkboxes":
            tall = 60 if field.type == "textarea" else 30
            y += 8
            rows.append(
                f'  <rect x="24" y="{y}" width="{WIDTH - 48}" height="{tall}" rx="6" fill="#ffffff" stroke="#818b98"/>'
            )
            rows.append(_text(34, y + 20, field.placeholder, 12, "#59636e"))
            y += tall
        y += 10
    y += 14
    rows.append(f'  <rect x="{WIDTH - 124}" y="{y}" width="100" height="32" rx="6" fill="#1a7f37"/>')
    rows.append(_text(WIDTH - 74, y + 21, "Create", 14, "#ffffff", ' font-weight="600" text-anchor="middle"'))
    description = "Its questions: " + "; ".join(field.label for field in form.fields)
    return _svg(y + 56, f"The form {form.name}", description, rows, _SANS)


def message_picture(message: str) -> str:
    """A message as a terminal prints it, long lines cut into several."""
    rows, y = [], 22
    for line in message.splitlines():
        for piece in textwrap.wrap(line, 84, drop_whitespace=False, subsequent_indent="    ") or [""]:
            y += 18
            colour = "#cf222e" if set(piece.strip(" |")) == {"^"} else "#1f2328"
            rows.append(_text(24, y, piece, 13, colour, ' xml:space="preserve"'))
    return _svg(y + 28, "A message of make validate", message.splitlines()[0], rows, _MONO)


def pictures(root: Path) -> Iterator[tuple[str, str]]:
    """The name and text of every picture; the message is the one that content/contribute.md shows."""
    yield "form-correction.svg", form_picture(FORMS["correction"])
    page = (root / "content/contribute.md").read_text(encoding="utf-8")
    block = re.search(r"^```text\n(data/agents/.*?)^```", page, flags=re.MULTILINE | re.DOTALL)
    if block:
        yield "message.svg", message_picture(block[1])
