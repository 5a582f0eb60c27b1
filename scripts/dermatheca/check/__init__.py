"""Step 4, check: rules go over the Catalogue and find problems. A rule is one small generator; its docstring is its help."""

from dermatheca.check import bibliography, dates, labels, links, names, numbers, references, safety, trials, wording
from dermatheca.check.engine import RULES, Context, Finding, Rule, rule, run

SUBJECTS = (safety, labels, dates, trials, numbers, names, links, wording, references, bibliography)

__all__ = ["RULES", "SUBJECTS", "Context", "Finding", "Rule", "rule", "run"]
