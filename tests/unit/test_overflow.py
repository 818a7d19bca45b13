"""Networks whose numbers overflow, vanish or are all 0 are read like others: no warning, no fault, no “nan”."""

import json
import re
import warnings
from pathlib import Path

import numpy as np
import pytest

import bpexplorer
from bpexplorer.cli.main import main
from bpexplorer.core.readings.diagnostics.noise import LayerNoise
from bpexplorer.project import files
from tests.overflows import HOSTILE, hostile_project

COMMANDS = {
    "info": ("info",),
    "check": ("check",),
    "inspect": ("inspect", "--layer", "1", "--seconds", "0.01"),
    "inspect_output": ("inspect", "--layer", "2", "--over", "probe", "--part", "train", "--seconds", "0"),
    "train": ("train", "--epochs", "1", "--continue"),
    "train_penalised": ("train", "--epochs", "1", "--continue", "--set", "l1=0.1", "--set", "l2=0.1"),
}


@pytest.mark.parametrize("name", ["xor", "wave"])
@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_reads_it_without_a_word_of_numpy(command, kind, name, tmp_path, capsys):
    path = tmp_path / "hostile.bpx"
    files.save(hostile_project(name, kind), path)
    first, *rest = COMMANDS[command]
    for as_json in ([], ["--json"]):
        with np.errstate(all="warn"), warnings.catch_warnings(record=True) as told:
            warnings.simplefilter("always")
            code = main([first, str(path), *rest, *as_json])
        assert [str(each.message) for each in told] == []
        out, err = capsys.readouterr()
        assert code in (0, 1, 3)
        assert "Traceback" not in err
        if as_json:
            json.loads(out)
        else:
            assert not re.search(r"\b(nan|inf)\b", out + err)


#: What begins a thread or a command, and what trains or reads a whole run: ``core/__init__.py`` has the rule.
EDGES = {
    "app.py",
    "live/worker.py",
    "live/asker.py",
    "cli/commands.py",
    "core/training/trainer.py",
    "core/evaluation.py",
    "core/training/divergence.py",
    "core/rounding.py",
    "core/readings/phases/reading.py",
    "core/readings/table/one.py",
    "core/readings/maps.py",
    "core/readings/plane.py",
    "core/readings/update.py",
    "core/readings/jacobian.py",
    "core/readings/waterfall.py",
    "core/readings/laboratory/histograms.py",
    "core/readings/laboratory/influence.py",
    "core/readings/laboratory/on_curve.py",
    "core/readings/laboratory/silence.py",
    "core/readings/laboratory/tug.py",
    "core/readings/laboratory/slices.py",
    "core/readings/lesson/outputs.py",
    "core/readings/lesson/reading.py",
    "core/readings/lesson/steps.py",
    "core/gradients/without_sum.py",
    "lessons/numbers_of.py",
    "project/predicting.py",
    "project/training_apart.py",
}


def test_numpy_is_told_to_be_silent_at_the_edges_and_nowhere_between():
    package = Path(bpexplorer.__file__).parent
    silent = {
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if re.search(r'(errstate|seterr)\(all="ignore"\)', path.read_text(encoding="utf-8"))
    }
    assert silent == EDGES


def test_a_batch_size_that_overflows_is_infinite():
    assert LayerNoise(1, signal=1e-200, noise=1e100).balanced_batch == np.inf
    assert np.isnan(LayerNoise(1, signal=np.inf, noise=np.inf).balanced_batch)
