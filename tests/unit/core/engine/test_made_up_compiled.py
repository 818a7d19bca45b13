"""What numba makes of entries from outside, in a process that adds them before it loads the engine."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

import bpexplorer
from bpexplorer.core.engine import choice
from bpexplorer.core.engine.compiled import cache

ROOT = Path(bpexplorer.__file__).parents[1]
SCRIPT = """
import pytest
from bpexplorer.core.engine.compiled.warm import warm
from tests.engines import assert_engines_agree
from tests.made_up.adding import add_all
from tests.runs import start

with pytest.MonkeyPatch.context() as patch:
    add_all(patch)
    warm()
    made_up = {"cost": "log_cosh", "optimizer": "averaged", "initializer": "signs", "learning_rate": 0.05}
    for changes in ({}, {"optimizer": "adam"}, {"cost": "huber"}, {"batch_size": 7}):
        state = start((4, 3), activation="arctan", output="arctan", **(made_up | changes))
        assert_engines_agree(state, patch, tolerance=1e-12)
    state = start((4, 3), activation="arctan", **(made_up | {"cost": "log_likelihood"}))
    assert_engines_agree(state, patch, tolerance=1e-12)
"""


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_compiled_engine_makes_what_numpy_makes_with_entries_from_outside(tmp_path: Path) -> None:
    if not cache.is_installed():
        pytest.skip("numba isn't installed (the extra 'fast')")
    environment = {name: value for name, value in os.environ.items() if name != choice.SWITCH}
    environment |= {"BPEXPLORER_CACHE": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
