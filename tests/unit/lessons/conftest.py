"""A small lesson as text, and what it can name of a window that there isn't."""

import tempfile
from collections.abc import Callable
from pathlib import Path

import pytest

from bpexplorer.lessons import reader
from bpexplorer.lessons.lesson import Lesson

TEXT = """\
format = "bpexplorer lesson"
version = 1
title = "Small"
hide = ["dock_reuse"]

[[states]]
name = "start"
preset = "xor_small"

[[states]]
name = "later"
preset = "xor_small"
settings = { learning_rate = 0.5 }
numbers = [{ layer = 2, neuron = 0, value = -3.0 }]
epochs = 2

[[cards]]
title = "One"
text = "δ is {delta}."
state = "start"
panel = "dock_demon"
outline = "demon_dz"
view = { sample = 1, neuron = [2, 0], dz = 0.5 }
reveal = "The program reads {predicted}."
readings = [
  { name = "delta", reading = "delta", claim = 0.0, tolerance = 1.0 },
  { name = "predicted", reading = "predicted", claim = 0.0, tolerance = 1.0 },
]

[cards.question]
text = "Which?"
choices = [{ text = "this, {predicted}", right = true }, { text = "that" }]

[[cards]]
title = "Two"
text = "A number."
state = "later"
panel = "dock_origin"
view = { sample = 1, neuron = [1, 0], source = 1 }
readings = [{ name = "share", reading = "share", claim = 0.0, tolerance = 1.0 }]

[cards.question]
kind = "number"
text = "How much?"
reading = "share"
within = 0.1
"""

KNOWN = reader.Known(
    panels=frozenset({"dock_demon", "dock_origin"}),
    controls=frozenset({"demon_dz"}),
    hidden=frozenset({"dock_reuse"}),
    pages=frozenset({("dock_origin", "layer")}),
)


def read_lesson(text: str) -> Lesson:
    """A lesson from a text, without a file."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.toml"
        path.write_text(text, encoding="utf-8")
        return reader.load(path, KNOWN)


@pytest.fixture
def read(tmp_path: Path) -> Callable[[str], Lesson]:
    """Reads a lesson from this text, by way of a file."""

    def read_one(text: str = TEXT) -> Lesson:
        path = tmp_path / "a.toml"
        path.write_text(text, encoding="utf-8")
        return reader.load(path, KNOWN)

    return read_one
