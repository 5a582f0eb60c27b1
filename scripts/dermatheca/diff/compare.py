"""Compare two catalogues statement by statement."""

from __future__ import annotations

import difflib
from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum

from dermatheca.diff.units import Unit
from dermatheca.statements import Key

ALIKE = 0.6  # share of equal text from which a reaction counts as reworded, not as replaced
IDENTITY = {"author", "doi", "journal", "pmid", "title", "year"}  # what `checked` of a reference vouches for
REWORDABLE = ("common", "contraindications", "dosing", "approvals", "monitoring", "results", "safety", "serious")


class What(StrEnum):
    """What happened to a statement."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    COMPARED = "compared again"
    UNCHECKED = "no longer marked as compared"


@dataclass(frozen=True)
class Difference:
    """One difference: `before` is absent for what was added, `after` for what was removed."""

    what: What
    before: Unit | None
    after: Unit | None

    @property
    def unit(self) -> Unit:
        """The statement as it is now, or as it was."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def facts(self) -> list[tuple[str, str, str]]:
        """What changed, as (name, old text, new text)."""
        if not self.before or not self.after:
            return []
        names = dict.fromkeys([*self.before.facts, *self.after.facts])
        pairs = [(n, self.before.facts.get(n, ""), self.after.facts.get(n, "")) for n in names]
        changed = [pair for pair in pairs if pair[1] != pair[2]]
        if self.before.sources != self.after.sources:
            old, new = (", ".join(sorted(u.sources)) for u in (self.before, self.after))
            changed.append(("sources", old, new))
        return changed

    @property
    def not_renewed(self) -> bool:
        """Whether a statement changed while its day of comparison stayed."""
        if self.what is not What.CHANGED or not self.before or not self.after:
            return False
        if self.unit.kind == "reference" and not IDENTITY & {name.split()[0] for name, _, _ in self.facts}:
            return False
        before, after = self.before.checked, self.after.checked
        return before is not None and after is not None and after <= before


def compare(before: dict[Key, Unit], after: dict[Key, Unit]) -> list[Difference]:
    """Every difference, the gravest first within each entity; entities in the order of their kind and id."""
    gone = {key: unit for key, unit in before.items() if key not in after}
    new = {key: unit for key, unit in after.items() if key not in before}
    pairs = [(before[key], unit) for key, unit in after.items() if key in before]
    for old_key, new_key in _reworded(gone, new):
        pairs.append((gone.pop(old_key), new.pop(new_key)))
    found = [_of_pair(*pair) for pair in pairs]
    differences = [d for d in found if d]
    differences += [Difference(What.ADDED, None, unit) for unit in _outermost(new)]
    differences += [Difference(What.REMOVED, unit, None) for unit in _outermost(gone)]
    return sorted(differences, key=lambda d: (d.unit.kind, d.unit.id, d.unit.gravity, d.unit.key))


def _of_pair(before: Unit, after: Unit) -> Difference | None:
    changed = Difference(What.CHANGED, before, after)
    if changed.facts:
        return changed
    if before.checked == after.checked:
        return None
    later = after.checked is not None and (before.checked is None or after.checked > before.checked)
    return Difference(What.COMPARED if later else What.UNCHECKED, before, after)


def _outermost(found: dict[Key, Unit]) -> list[Unit]:
    """Without what lies inside another of them: an added trial is told once, not result by result."""
    return [unit for key, unit in found.items() if not any(key[:length] in found for length in range(2, len(key)))]


def _reworded(gone: dict[Key, Unit], new: dict[Key, Unit]) -> list[tuple[Key, Key]]:
    """Statements of one list that were worded anew, the most alike first."""
    shelves: dict[tuple[str, str, str], tuple[list[Key], list[Key]]] = defaultdict(lambda: ([], []))
    for side, units in enumerate((gone, new)):
        for key, unit in units.items():
            shelf = next((part for part in key if part in REWORDABLE), "")
            if shelf:
                shelves[unit.kind, unit.id, shelf][side].append(key)
    found = []
    for old, fresh in shelves.values():
        for score, first, second in sorted(((_alike(gone[a], new[b]), a, b) for a in old for b in fresh), reverse=True):
            if score >= ALIKE and first in old and second in fresh:
                old.remove(first)
                fresh.remove(second)
                found.append((first, second))
    return found


def _alike(first: Unit, second: Unit) -> float:
    old, new = (" ".join(filter(None, unit.facts.values()))[:2000] for unit in (first, second))
    return difflib.SequenceMatcher(None, old, new, autojunk=False).ratio()
