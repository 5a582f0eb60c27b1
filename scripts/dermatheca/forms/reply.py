"""What is said back to the sender, as Markdown in which nothing that they wrote takes effect.

A stranger's text stands only in code: on a line of its own words in a code span, whole in a fence longer than any run of
backticks in it. There no mention, link, picture or HTML works. Invisible characters are written out.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence

from dermatheca.forms.body import Fault
from dermatheca.forms.submission import Proposal
from dermatheca.scaffold.draft import Change

QUOTED = 40_000  # characters; a comment on GitHub holds 65,536


def visible(text: str) -> str:
    """`text` with every invisible character written as U+XXXX."""
    return "".join(c if c.isprintable() or c in "\n\t" else f"<U+{ord(c):04X}>" for c in text)


def code(text: str, limit: int = 120) -> str:
    """`text` as a code span on one line, shortened."""
    line = " ".join(visible(text[: 4 * limit]).split())
    line = line if len(line) <= limit else line[: limit - 1] + "…"
    ticks = "`" * (max(map(len, re.findall(r"`+", line)), default=0) + 1)
    pad = " " if line.startswith("`") or line.endswith("`") or not line else ""
    return f"{ticks}{pad}{line}{pad}{ticks}"


def fence(text: str, language: str = "text") -> str:
    """`text` as a block of code."""
    text = visible(text)
    ticks = "`" * max(3, max(map(len, re.findall(r"`+", text)), default=0) + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"


def words(text: str) -> str:
    """Our own words, with the signs of Markdown and mentions made harmless outside `code`."""
    parts = re.split(r"(`[^`\n]*`)", text)
    return "".join(
        part if index % 2 else re.sub(r"([\\*_<>\[\]#|~@]+)", r"`\1`", part) for index, part in enumerate(parts)
    )


def _fault(fault: Fault) -> str:
    found = f"; {fault.joint} {code(fault.found, 240)}" if fault.found else ""
    mend = f" ({words(fault.mend)})" if fault.mend else ""
    return f"- **{words(fault.label)}** {words(fault.must)}{found}{mend}."


def _quote(text: str) -> list[str]:
    if len(text) > QUOTED:
        return ["Your text is too long to be repeated in a comment; it stands unchanged in the issue above."]
    if not text.strip():
        return ["It holds no text."]
    return ["Your text as it arrived, so that nothing is lost:", "", fence(text)]


def _page(*lines: str) -> str:
    return "\n".join(lines) + "\n"


def to_mend(faults: Sequence[Fault], text: str) -> str:
    """The reply to a form with faults."""
    unique = list(dict.fromkeys(faults))
    count = "One thing needs" if len(unique) == 1 else f"{len(unique)} things need"
    return _page(
        f"Thank you for this. {count} mending before a draft can be made; nothing has been changed yet.",
        "",
        *map(_fault, unique[:40]),
        *([f"- … and {len(unique) - 40} more."] if len(unique) > 40 else []),
        "",
        "Please edit the issue above (its menu, then *Edit*); it is read again when you save it. If something here is unclear, "
        "say so in a comment, and an editor helps.",
        "",
        *_quote(text),
    )


def no_form(text: str) -> str:
    """The reply to a body that is none of the forms."""
    return _page(
        "Thank you for this. It does not look like one of the forms (New agent, New trial result, Correction, New reference), so "
        "that no draft was made of it; an editor reads it. If you meant to fill in a form, please choose it under *New issue*.",
        "",
        *_quote(text),
    )


def for_editor(proposal: Proposal, text: str) -> str:
    """The reply to a form that a person must work on."""
    return _page(
        "Thank you for this. An editor takes it from here; nothing more is needed from you. No draft was made at once, because:",
        "",
        *(f"- {words(reason)}" for reason in proposal.editor),
        "",
        *_quote(text),
    )


def made(proposal: Proposal, todo: Sequence[str]) -> str:
    """The reply to a form of which a draft was made."""
    lines = ["Thank you. A draft was made from your form, and an editor looks at it before it is published.", ""]
    for change in proposal.changes:
        lines += [f"What changes in `{change.file}`:", "", fence(_difference(change), "diff"), ""]
    if todo:
        lines += ["What an editor still does:", "", *(f"- {words(item)}" for item in todo), ""]
    return _page(*lines[:-1])


def _difference(change: Change) -> str:
    before, after = ([] if raw is None else raw.decode("utf-8").splitlines() for raw in (change.before, change.after))
    rows = list(difflib.unified_diff(before, after, lineterm="", n=1))[2:]
    return "\n".join(row for row in rows if not row.startswith("@@"))
