"""Arithmetic: plain sums as `kptui why` prints them, done again by somebody who has only the page."""

import ast
import math
import operator
from collections.abc import Callable

_SIGNS: dict[type[ast.AST], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
_NAMES: dict[str, Callable[..., float]] = {"ln": math.log, "exp": math.exp, "sqrt": math.sqrt, "min": min, "max": max}


def done_again(formula: str) -> float:
    """Return what a formula comes to."""
    return _value(ast.parse(formula, mode="eval").body)


def figures_in(formula: str) -> list[float]:
    """Return the figures of a formula, negative ones with their sign lost."""
    return [float(node.value) for node in ast.walk(ast.parse(formula, mode="eval")) if isinstance(node, ast.Constant)]  # type: ignore[arg-type] # all are numbers


def _value(node: ast.expr) -> float:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        return node.value
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_value(node.operand)
    if isinstance(node, ast.BinOp):
        return _SIGNS[type(node.op)](_value(node.left), _value(node.right))
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    return _NAMES[node.func.id](*map(_value, node.args))
