"""Step 4, check: rules go over the Catalogue and find problems. A rule is one small generator; its docstring is its help."""

from dermatheca.check import dates, links, numbers, references, safety
from dermatheca.check.engine import RULES, Context, Finding, Rule, rule, run

__all__ = ["RULES", "Context", "Finding", "Rule", "dates", "links", "numbers", "references", "rule", "run", "safety"]
