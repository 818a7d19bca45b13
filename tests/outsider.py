"""Somebody else's program: numpy, and a recipe of the documentation. It has no part of bpexplorer."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from bpexplorer.assets import asset
from bpexplorer.core.types import FloatArray
from bpexplorer.data.prepare import PreparedData, chosen_dataset

ROOT = Path(__file__).resolve().parents[1]

_BEGINNING = """
import os, sys
sys.modules["bpexplorer"] = None  # from here on it can't be imported, installed or not
"""

_ACCURACIES = """
data = np.load(sys.argv[1])
for path in sys.argv[2:]:
    arrays, metadata = (load_npz if path.endswith(".npz") else load_safetensors)(path)
    print(repr(float(np.mean(classes(arrays, metadata, data["x"]) == data["labels"]))))
"""

_OUTPUTS_BY_FORMAT = """
x = np.load(sys.argv[1])
load = {".npz": load_npz, ".safetensors": load_safetensors, ".json": load_json}
for path in sys.argv[2:]:
    np.save(path + ".npy", outputs(*load[os.path.splitext(path)[1]](path), x))
"""

#: The guide's recipe names the file itself: it is run anew, as it is printed, in the folder of each.
_OUTPUTS_BY_GUIDE = """
import numpy
x, recipe = numpy.load(sys.argv[1]), compile(RECIPE, "guide.md", "exec")
for path in sys.argv[2:]:
    os.chdir(os.path.dirname(path))
    names = {}
    exec(recipe, names)
    numpy.save(path + ".npy", names["outputs"](x))
"""


#: Of raw rows, by the same recipe.
_PREDICTIONS_BY_GUIDE = """
import sys
with open(sys.argv[1], encoding="utf-8") as file:
    rows = json.load(file)
np.save(sys.argv[2], outputs(inputs(rows)))
"""


def documented_recipe() -> str:
    """The program text that the description of the formats gives."""
    return _program((ROOT / "docs" / "file-formats.md").read_text(encoding="utf-8"))


def guide_recipe() -> str:
    """The program text that the user's guide gives, for the file ``mine.npz`` of the folder where it is run."""
    return _program(asset("guide.md").read_text(encoding="utf-8"))


def accuracies_on_test_part(prepared: PreparedData, folder: Path, *weights: Path) -> list[float]:
    """What each file of weights gets right of the test set, given as it was before scaling; in a new process."""
    data, test = folder / "test_part.npz", prepared.split.test
    dataset = chosen_dataset(prepared.choice)
    np.savez(data, x=dataset.x[test], labels=dataset.labels[test])
    return [float(line) for line in _run(documented_recipe() + _ACCURACIES, folder, data, *weights).split()]


def outputs_by_documentation(x: FloatArray, folder: Path, weights: Iterable[Path]) -> list[FloatArray]:
    """The outputs of each file for unscaled inputs, by the description of the formats; in one new process for all."""
    return _outputs(documented_recipe() + _OUTPUTS_BY_FORMAT, x, folder, list(weights))


def outputs_by_guide(x: FloatArray, folder: Path, weights: Iterable[Path]) -> list[FloatArray]:
    """The outputs of each file, a ``mine.npz``, by the user's guide; in one new process for all."""
    return _outputs(f"RECIPE = {guide_recipe()!r}\n" + _OUTPUTS_BY_GUIDE, x, folder, list(weights))


def predictions_by_guide(rows: list[dict[str, str]], folder: Path) -> FloatArray:
    """What the network of ``mine.npz`` in the folder predicts for the raw rows of a table, by the user's guide."""
    (folder / "rows.json").write_text(json.dumps(rows), encoding="utf-8")
    program = guide_recipe() + _PREDICTIONS_BY_GUIDE
    assert _run(program, folder, folder / "rows.json", folder / "predicted.npy") == ""
    return np.load(folder / "predicted.npy")


def _outputs(program: str, x: FloatArray, folder: Path, weights: list[Path]) -> list[FloatArray]:
    np.save(folder / "x.npy", x)
    assert _run(program, folder, folder / "x.npy", *weights) == ""
    return [np.load(f"{path}.npy") for path in weights]


def _program(text: str) -> str:
    [recipe] = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    return str(recipe)


def _run(program: str, folder: Path, *arguments: Path) -> str:
    """What a program of its own writes, with a warning counting as a fault."""
    script = folder / "recipe.py"
    script.write_text(_BEGINNING + program, encoding="utf-8")
    ended = subprocess.run(
        [sys.executable, "-I", "-W", "error", str(script), *map(str, arguments)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
    )
    assert ended.stderr == ""
    return ended.stdout
