"""Run axe-core in a page and say what it finds, one line a finding."""

from __future__ import annotations

from playwright.sync_api import Page

from conftest import ROOT

AXE = ROOT / "node_modules/axe-core/axe.min.js"
STANDARDS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

# What passed is counted here, not sent: on a long page it is megabytes of elements.
RUN = """async (standards) => {
  const { violations, passes } = await axe.run({ runOnly: standards, resultTypes: ["violations"] });
  return { violations, passes: passes.length };
}"""


def findings(page: Page) -> list[str]:
    """Every violation of WCAG 2.2 A and AA and of axe's best practice, with the element that breaks it."""
    if page.evaluate("!window.axe"):
        page.add_script_tag(path=AXE)
    result = page.evaluate(RUN, STANDARDS)
    assert result["passes"] > 10, "axe has checked something"
    return [
        f"{violation['id']}: {node['html'][:160]} ({node['failureSummary'].splitlines()[-1].strip()})"
        for violation in result["violations"]
        for node in violation["nodes"]
    ]
