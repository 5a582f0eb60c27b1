"""An audit as JSON for machines and as Markdown for an issue, the gravest first."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator

from dermatheca.audit.run import Audit
from dermatheca.audit.task import CHECKS, GRAVE, SLIGHT, URGENT, USUAL, Finding, Unchecked
from dermatheca.forms.reply import visible

RANKS = {
    URGENT: "Urgent: what rests on a retracted paper",
    GRAVE: "Grave: another paper, another trial, a newer label",
    USUAL: "To mend",
    SLIGHT: "To look at when there is time",
}
LENGTH = 60_000  # characters; an issue on GitHub holds 65,536
MOST = 50  # findings of a rank and check that are listed one by one


def urgent(audit: Audit) -> bool:
    """Whether somebody must act: something is urgent or grave, or not one question was answered."""
    answered = audit.asked == 0 or any(audit.notes) or any(f.check != "stale" for f in audit.findings)
    return not answered or any(finding.rank <= GRAVE for finding in audit.findings)


def as_json(audit: Audit) -> str:
    """An object: `day`, `asked` (questions), `counts` of notes by check and tag, `findings` and `unchecked`, which are
    lists of objects with the fields of `Finding` and `Unchecked`, places as 'file:line:column'."""
    counts = Counter((note.check, note.tag) for note in audit.notes)
    data = {
        "day": audit.day.isoformat(),
        "checks": list(audit.checks),
        "asked": audit.asked,
        "urgent": urgent(audit),
        "counts": [{"check": check, "what": tag, "count": n} for (check, tag), n in sorted(counts.items())],
        "findings": [_row(f) | {"rank": RANKS[f.rank].split(":")[0].lower()} for f in audit.findings],
        "unchecked": [_row(one) for one in audit.unchecked],
    }
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _row(one: Finding | Unchecked) -> dict[str, object]:
    return one.model_dump(mode="json") | {"place": str(one.place)}


def _safe(text: str) -> str:
    """Text of others as text: no mention, link, picture, heading or HTML in it takes effect."""
    return re.sub(r"([\\`*_{}\[\]<>()#+!|~&@])", r"\\\1", " ".join(visible(text).split())).replace("\\@", "@\u2060")


def as_markdown(audit: Audit) -> str:
    """The report for people, cut to what an issue holds."""
    lines = [f"# Audit of {audit.day}", "", *_summary(audit)]
    for rank, title in RANKS.items():
        found = [finding for finding in audit.findings if finding.rank == rank]
        if found:
            lines += ["", f"## {title} ({len(found)})"]
            for check in CHECKS:
                lines += _listed([finding for finding in found if finding.check == check])
    lines += _not_checked(audit)
    kept: list[str] = []
    size = 0
    for line in lines:
        size += len(line) + 1
        if size > LENGTH:
            kept += ["", f"... and {len(lines) - len(kept)} more lines; the JSON report has them all."]
            break
        kept.append(line)
    return "\n".join(kept) + "\n"


def _summary(audit: Audit) -> Iterator[str]:
    yield "| check | looked at | findings | not checked |"
    yield "| --- | --- | --- | --- |"
    for check in audit.checks:
        notes = Counter(note.tag for note in audit.notes if note.check == check)
        looked = ", ".join(f"{count} {_safe(tag)}" for tag, count in sorted(notes.items())) or "-"
        found = sum(finding.check == check for finding in audit.findings)
        missed = sum(one.check == check for one in audit.unchecked)
        yield f"| {check}: {CHECKS[check].split(':')[0]} | {looked} | {found} | {missed} |"


def _listed(found: list[Finding]) -> Iterator[str]:
    if found:
        yield ""
        yield f"**{found[0].check}**"
        yield ""
    for finding in found[:MOST]:
        yield f"- `{finding.place}` {_safe(finding.subject)}: {_safe(finding.message)} ({_safe(finding.mend)})"
    if len(found) > MOST:
        yield f"- ... and {len(found) - MOST} more of this kind; the JSON report has them all"


def _not_checked(audit: Audit) -> Iterator[str]:
    if not audit.unchecked:
        return
    yield ""
    yield f"## Could not be checked ({len(audit.unchecked)})"
    yield ""
    reasons = Counter((one.service, one.reason) for one in audit.unchecked)
    for (service, reason), count in reasons.most_common(MOST):
        yield f"- {_safe(service)}: {_safe(reason)} ({count})"
