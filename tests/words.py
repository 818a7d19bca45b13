"""Phrases that nothing shown may hold, with what is said instead, and where texts that are shown come from."""

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

#: Each is searched for as it stands, as whole words.
PHRASES: Final[Mapping[str, str]] = {
    "Made for each other": "Matched pair",
    "made for each other": "a matched pair",
    "no slope is left over": "the slope cancels",
    "the miss itself": "output − target",
    "the miss": "output − target",
    "What reuse saves": "Work without reuse",
    "Restraint": "Regularisation",
    "Rate over time": "Learning-rate schedule",
    "As usual": "Default for these weights",
    "Let go": "Remove demon, Clear selection",
    "To newest step": "Move to current step",
    "one row lives": "one term is left",
    "all ten live": "all ten terms count",
    "Demon is here": "Remove demon (Esc)",
    "Draw the numbers": "Re-initialise",
    "broken off": "stopped",
    "the first frame of the network": "Appears once the network has been evaluated.",
    "has left its tangent": "Gap: 8 % of the prediction.",
    "bias moved": "bias has compensated … of Δz",
    "blame": "contribution w·δ",
    "faded": "÷6.9 since epoch 0",
    "foretold": "predicted",
    "foretells": "predicts",
    "training part": "training set",
    "test part": "test set",
    "validation part": "validation set",
    "a, as a map": "a over the input plane",
    "Hold Δz while training": "Train with this Δz",
    "Stop holding": "Stop",
    "What stands where": "Where things are",
    "rest the mouse on": "hover over",
    "Rest the mouse on": "Hover over",
    "the probe": "the fixed samples",
    "probe sample": "fixed sample",
    "probe samples": "fixed samples",
    "z too low": "raising z lowers C",
    "z too high": "raising z raises C",
    "refit": "Rescale",
    "Refit": "Rescale",
    "one scale, locked": "shared scale (fixed)",
    "own scales": "scale per layer",
    "learnt": "learned",
    "What isn't saved is lost": "Unsaved changes will be lost.",
    "What training brings down": "The cost that training minimises.",
    "These targets are numbers": "Regression has no accuracy; see R², RMSE and MAE in Metrics.",
    "Train, and pause again": "Start or pause training.",
    "Take the last change back": "Undo: … (the tooltip names what it undoes)",
    "this is no project of bpexplorer": "Not a Backprop Explorer project.",
    "a neuron more": "add a neuron",
}

_NAME = re.compile(r"[a-z_][a-z0-9_.]*$")
_PATTERNS = {phrase: re.compile(rf"(?<!\w){re.escape(phrase)}(?!\w)") for phrase in PHRASES}


def found_in(texts: Iterable[tuple[str, str]]) -> list[str]:
    """The phrases that (place, text) hold, with what to say instead."""
    return sorted(
        {
            f"{place}: “{phrase}” (say: {PHRASES[phrase]}) in “{_around(text, match)}”"
            for place, text in texts
            for phrase, pattern in _PATTERNS.items()
            if (match := pattern.search(" ".join(text.split())))
        }
    )


def _around(text: str, match: re.Match[str]) -> str:
    text = " ".join(text.split())
    return text[max(0, match.start() - 40) : match.end() + 40]


def texts_of_source(folder: Path) -> Iterator[tuple[str, str]]:
    """Every text in Python files but those that explain the code: f-strings with … for what is put in."""
    for file in sorted(folder.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        explained = set(_docstrings(tree))
        for node in ast.walk(tree):
            if isinstance(node, ast.JoinedStr):
                parts = (each.value if isinstance(each, ast.Constant) else "…" for each in node.values)
                yield f"{file.relative_to(folder)}:{node.lineno}", "".join(map(str, parts))
            elif _is_text(node) and node not in explained:
                yield f"{file.relative_to(folder)}:{node.lineno}", node.value


def _is_text(node: ast.AST) -> bool:
    """A name, such as the key of a file, isn't shown."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and not _NAME.match(node.value)


def _docstrings(tree: ast.AST) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant):
            yield node.value
