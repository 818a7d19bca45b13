"""Whatever the window connects a signal to keeps its exceptions from Qt."""

import ast
import inspect
from collections.abc import Iterator
from types import ModuleType

from bpexplorer.window import connections, main_window
from tests.windows import Desk


def receivers(module: ModuleType) -> Iterator[str]:
    """The expressions that signals are connected to, also by way of a dictionary."""
    for node in ast.walk(ast.parse(inspect.getsource(module))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr == "connect"
        ):
            yield ast.unparse(node.args[0])
        elif isinstance(node, ast.Dict):
            yield from (ast.unparse(value) for value in node.values if isinstance(value, ast.Attribute))


def test_every_slot_that_the_window_connects_is_guarded(small_desk: Desk) -> None:
    window = small_desk.window
    parts = {name.strip("_"): value for name, value in vars(window).items()}
    names = {
        **parts,
        "self": window,
        "actions": window.actions_by_name,
        "help_": window.help,
        "stack": window.document.undo_stack,
    }
    unguarded, found = [], 0
    for module in (connections, main_window):
        for expression in receivers(module):
            root = expression.split(".")[0]
            if root not in names:  # what a loop connects, or one of several readers
                continue
            function = getattr(eval(expression, {}, names), "__func__", None)
            if inspect.isfunction(function):  # not a signal, nor a method of Qt's own
                found += 1
                if not hasattr(function, "__wrapped__"):
                    unguarded.append(expression)
    assert unguarded == []
    assert found > 25
