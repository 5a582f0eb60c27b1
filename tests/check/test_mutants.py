"""Mutation of the rules: what is not caught by an example is listed here with its reason."""

from __future__ import annotations

import ast
import inspect
import shutil
from types import ModuleType

import pytest

from bad_input import apply, files, good_files, load_bad
from check.mutants import findings, mutants, rules_of
from conftest import SAMPLE, TODAY
from dermatheca.check import SUBJECTS, Context
from dermatheca.link import Catalogue, load
from dermatheca.validate import Report

# Mutants that no example can catch, with the reason.
SURVIVORS: dict[str, str] = {}


@pytest.fixture(scope="module")
def examples(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Context]:
    """A catalogue for every bad input and every edge case, by file name."""
    found = {}
    for path in (*files(), *good_files()):
        root = tmp_path_factory.mktemp("example") / "sample"
        shutil.copytree(SAMPLE, root)
        apply(root, load_bad(path)[0])
        found[path.stem] = Context(load(root)[0], TODAY)
    return found


@pytest.mark.parametrize("module", SUBJECTS, ids=lambda m: m.__name__.rsplit(".", 1)[1])
def test_every_mutant_is_caught(
    module: ModuleType, examples: dict[str, Context], sample: Catalogue, real: Report
) -> None:
    name = module.__name__
    rules = rules_of(ast.parse(inspect.getsource(module)), name)
    own = [ident for ident in examples if any(ident.startswith(rule) for rule in rules)]
    contexts = [Context(sample, TODAY), *(examples[ident] for ident in own)]
    contexts += [context for ident, context in examples.items() if ident not in own]
    contexts.append(Context(real.catalogue, TODAY.replace(year=TODAY.year + 50)))
    expected = [findings(rules, context) for context in contexts]
    survivors = set()
    for mutant in mutants(module):
        changed = rules_of(mutant.tree, name)
        if all(findings(changed, context) == told for context, told in zip(contexts, expected, strict=True)):
            survivors.add(mutant.name)
    print(*sorted(survivors), sep="\n")
    listed = {survivor for survivor in SURVIVORS if survivor.startswith(name.rsplit(".", 1)[1] + ".")}
    assert sorted(survivors - listed) == [], "add a bad input that catches it, or say here why none can"
    assert sorted(listed - survivors) == [], "these are caught now: take them off the list"
