"""Mutants of the rules: every condition negated or made constant, every part of an `and` or `or` left out, every filter dropped.

A mutant is caught if some rule of its module finds anything else in the sample, in the real catalogue or in a bad input.
Conditions of `while` are left alone: their mutants never end.
"""

from __future__ import annotations

import ast
import copy
import inspect
from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from dermatheca.check.engine import Check, Context, Finding


@dataclass(frozen=True)
class Mutant:
    """A changed module: on which line, in which function, what was done to which condition."""

    module: str
    function: str
    line: int
    change: str
    tree: ast.Module

    @property
    def name(self) -> str:
        """How a survivor is listed: it does not depend on line numbers."""
        return f"{self.module}.{self.function}: {self.change}"


def _constant(value: bool, like: ast.expr) -> ast.expr:
    return ast.copy_location(ast.Constant(value), like)


def _changes(test: ast.expr) -> Iterator[tuple[str, ast.expr]]:
    """Every mutated form of one condition."""
    shown = ast.unparse(test)
    yield f"not ({shown})", ast.copy_location(ast.UnaryOp(ast.Not(), test), test)
    yield f"True for ({shown})", _constant(True, test)
    if isinstance(test, ast.BoolOp):
        for index, part in enumerate(test.values):
            rest = [value for i, value in enumerate(test.values) if i != index]
            smaller = rest[0] if len(rest) == 1 else ast.BoolOp(test.op, rest)
            yield f"without ({ast.unparse(part)}) in ({shown})", ast.copy_location(smaller, test)


def _conditions(tree: ast.AST) -> Iterator[tuple[ast.AST, str, int | None, ast.expr]]:
    """Every condition below `tree` as (its node, field, index, expression)."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.If, ast.IfExp)):
            yield node, "test", None, node.test
        elif isinstance(node, ast.comprehension):
            for index, test in enumerate(node.ifs):
                yield node, "ifs", index, test


def mutants(module: ModuleType) -> Iterator[Mutant]:
    """Every mutant of a module of rules."""
    original = ast.parse(inspect.getsource(module))
    functions = [n for n in original.body if isinstance(n, ast.FunctionDef)]
    for at, function in enumerate(functions):
        for number, (_, _, _, test) in enumerate(_conditions(function)):
            for which, (change, _) in enumerate(_changes(test)):
                tree = copy.deepcopy(original)
                changed = [n for n in tree.body if isinstance(n, ast.FunctionDef)][at]
                node, field, index, expression = list(_conditions(changed))[number]
                new = list(_changes(expression))[which][1]
                if index is None:
                    setattr(node, field, new)
                else:
                    getattr(node, field)[index] = new
                ast.fix_missing_locations(tree)
                name = module.__name__.rsplit(".", 1)[1]
                yield Mutant(name, function.name, test.lineno, change, tree)


def rules_of(tree: ast.Module, name: str) -> dict[str, Check]:
    """The rules of a module's tree by id, without registering them."""
    found: dict[str, Check] = {}

    def rule(ident: str) -> object:
        def keep(check: Check) -> Check:
            found[ident] = check
            return check

        return keep

    tree = copy.deepcopy(tree)
    for node in tree.body:
        if isinstance(node, ast.ImportFrom) and node.module == "dermatheca.check.engine":
            node.names = [alias for alias in node.names if alias.name != "rule"]
    exec(compile(tree, name, "exec"), {"__name__": name, "rule": rule})
    return found


def findings(rules: dict[str, Check], context: Context) -> object:
    """What the rules find, or the name of what stopped them."""
    found: set[tuple[str, Finding]] = set()
    try:
        for ident, check in rules.items():
            for count, finding in enumerate(check(context)):
                found.add((ident, finding))
                if count > 5000:
                    return "endless"
    except Exception as error:
        return type(error).__name__
    return found
