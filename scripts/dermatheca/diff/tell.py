"""Say what a change does: sentences, Markdown for a pull request, and the problems a reviewer must see."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator

from dermatheca.diff.compare import Difference, What
from dermatheca.link import Catalogue
from dermatheca.problem import Place, Problem

MOST = 60_000  # characters of a comment that GitHub takes, with room to spare
BULK = 40
LONG = 60  # characters from which a text is shown as changed words


def words(before: str, after: str) -> list[tuple[str, str]]:
    """The words that differ, as (old, new) pairs."""
    old, new = before.split(), after.split()
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=False)
    return [(" ".join(old[a:b]), " ".join(new[c:d])) for tag, a, b, c, d in matcher.get_opcodes() if tag != "equal"]


def _code(text: str) -> str:
    """Text of others as code: no mention, link, image or HTML in it takes effect."""
    clean = "".join(c if c.isprintable() else " " for c in text).replace("`", "'").strip()
    return f"`{clean[:300]}{'...' if len(clean) > 300 else ''}`"


def _change(name: str, old: str, new: str, mark: bool) -> str:
    show = _code if mark else str
    if not old:
        return f"{name} added, {show(new)}"
    if not new:
        return f"{name} removed, was {show(old)}"
    if max(len(old), len(new)) <= LONG:
        return f"{name} changed {show(old)} -> {show(new)}"
    pairs = words(old, new)
    told = [f"{show(a)} -> {show(b)}" if a and b else f"+ {show(b)}" if b else f"- {show(a)}" for a, b in pairs[:8]]
    more = f"; and {len(pairs) - 8} more places" if len(pairs) > 8 else ""
    return f"{name} changed: {'; '.join(told)}{more}"


def sentence(difference: Difference, mark: bool = False) -> str:
    """One difference in words; with `mark`, text of others stands as Markdown code."""
    unit = difference.unit
    about = unit.about and (_code(unit.about) if mark else unit.about)
    whole = not unit.noun
    if difference.what in (What.ADDED, What.REMOVED):
        return f"{unit.kind if whole else unit.noun} {difference.what}" + (f", {about}" if about else "")
    subject = unit.noun + (f" ({about})" if about else "")
    if difference.what is not What.CHANGED:
        return f"{subject or unit.kind} {difference.what}"
    changes = "; ".join(_change(name, old, new, mark) for name, old, new in difference.facts)
    renewed = ", its `checked` date not renewed" if difference.not_renewed else ""
    return f"{subject + ': ' if subject else ''}{changes}{renewed}"


def _name(difference: Difference, after: Catalogue, before: Catalogue) -> str:
    unit = difference.unit
    for catalogue in (after, before):
        entity = catalogue.of_kind(unit.kind).get(unit.id)
        if entity is not None:
            return str(getattr(entity, "name", unit.id))
    return unit.id


def place(difference: Difference, after: Catalogue) -> Place | None:
    """Where the changed statement stands now; None for what was removed."""
    unit = difference.after
    home = after.homes.get((unit.kind, unit.id)) if unit else None
    return home.place(unit.path) if unit and home else None


def problems(differences: list[Difference], after: Catalogue) -> list[Problem]:
    """Statements that changed while their day of comparison stayed."""
    found = []
    for difference in differences:
        where = place(difference, after)
        if difference.not_renewed and where:
            unit, day = difference.unit, difference.unit.checked
            names = ", ".join(name for name, _, _ in difference.facts)
            message = f"must be compared with its source anew: {unit.noun or unit.kind} changed ({names}), still checked {day}"
            hint = "compare it and set `checked` to that day, or delete `checked`"
            found.append(Problem(where, "checked-renewed", message, hint))
    return sorted(found)


def summary(differences: list[Difference]) -> list[str]:
    """Lines that count: references, statements, and comparisons set in bulk."""
    lines = []
    references = Counter(d.what for d in differences if d.unit.kind == "reference")
    for what, count in sorted(references.items()):
        lines.append(f"{count} reference{'s' if count > 1 else ''} {what}")
    days = Counter(
        d.after.checked
        for d in differences
        if d.after and d.after.checked and (d.before is None or d.before.checked != d.after.checked)
    )
    for day, count in sorted(days.items()):
        if count > BULK:
            lines.append(f"{count} statements marked as compared on one day, {day}: is that so?")
    stale = sum(d.not_renewed for d in differences)
    if stale:
        lines.append(f"{stale} changed statement{'s' if stale > 1 else ''} whose `checked` date was not renewed")
    return lines


def grouped(
    differences: list[Difference], after: Catalogue, before: Catalogue
) -> Iterator[tuple[str, str, list[Difference]]]:
    """Differences by entity, as (kind, name, differences); entities whose grave statements changed come first."""
    groups: dict[tuple[str, str], list[Difference]] = {}
    for difference in differences:
        groups.setdefault((difference.unit.kind, difference.unit.id), []).append(difference)
    order = sorted(groups.items(), key=lambda g: (g[0][0] == "reference", min(d.unit.gravity for d in g[1]), g[0]))
    for (kind, _), found in order:
        yield kind, _name(found[0], after, before), found


def as_text(differences: list[Difference], after: Catalogue, before: Catalogue) -> str:
    """A line a difference, then the counts."""
    lines = [f"{name}: {sentence(d)}" for _, name, found in grouped(differences, after, before) for d in found]
    return "\n".join([*lines, *summary(differences)] if differences else ["No statement changed."])


def as_markdown(differences: list[Difference], after: Catalogue, before: Catalogue, faults: list[Problem]) -> str:
    """A comment for a pull request, cut to what GitHub takes."""
    lines = ["## What this changes", ""]
    if not differences:
        lines.append("No statement changed.")
    lines += [f"- **{line}**" for line in summary(differences)]
    for kind, name, found in grouped(differences, after, before):
        lines += ["", f"### {kind}: {_code(name)}", ""]
        lines += [f"- {sentence(d, mark=True)}{_where(place(d, after))}" for d in found]
    if faults:
        lines += ["", "### The catalogue has problems", ""]
        lines += [f"- {_code(str(problem))}" for problem in faults[:20]]
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line) + 1
        if size > MOST:
            kept.append(f"\n... and {len(lines) - len(kept)} more lines, which are too many for one comment.")
            break
        kept.append(line)
    return "\n".join(kept) + "\n"


def _where(found: Place | None) -> str:
    return f" ({_code(f'{found.file}:{found.line}')})" if found else ""
