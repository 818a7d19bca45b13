"""Somebody else's program: numpy, and the recipe of docs/file-formats.md. It has no part of bpexplorer."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np

from bpexplorer.data.prepare import PreparedData

ROOT = Path(__file__).resolve().parents[1]

ENDING = """
import sys
sys.modules["bpexplorer"] = None  # from here on it can't be imported, installed or not
data = np.load(sys.argv[1])
for path in sys.argv[2:]:
    arrays, metadata = (load_npz if path.endswith(".npz") else load_safetensors)(path)
    print(repr(float(np.mean(classes(arrays, metadata, data["x"]) == data["labels"]))))
"""


def documented_recipe() -> str:
    """The program text that the documentation gives."""
    text = (ROOT / "docs" / "file-formats.md").read_text(encoding="utf-8")
    [recipe] = re.findall(r"```python\n(.*?)```", text, flags=re.DOTALL)
    return str(recipe)


def accuracies_on_test_part(prepared: PreparedData, folder: Path, *weights: Path) -> list[float]:
    """What each file of weights gets right of the test part, given as it was before scaling; in a new process."""
    program, data = folder / "recipe.py", folder / "test_part.npz"
    program.write_text(documented_recipe() + ENDING, encoding="utf-8")
    test = prepared.split.test
    np.savez(data, x=prepared.dataset.x[test], labels=prepared.dataset.labels[test])
    ended = subprocess.run(
        [sys.executable, "-I", str(program), str(data), *map(str, weights)],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env={key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
    )
    assert ended.stderr == ""
    return [float(line) for line in ended.stdout.split()]
