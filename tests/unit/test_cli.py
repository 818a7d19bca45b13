"""The command line: what scripts and people without a display rely on."""

import csv
import itertools
import json
import os
import signal
import subprocess
import sys
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import bpexplorer
from bpexplorer.cli import main, training
from bpexplorer.cli.inspection import _way_line
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.masks import Freeze, RemoveConnections
from bpexplorer.core.engine.compiled import cache
from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.numerals import ROUNDING
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.reuse.comparison import Way
from bpexplorer.core.reuse.counts import count_gradient
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.rules.schedules import SCHEDULES
from bpexplorer.core.training.rules.stopping import Watch
from bpexplorer.core.training.state import START
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project import files
from bpexplorer.project.presets import PRESETS, preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import import_weights
from tests.commands import answer, refusal
from tests.outsider import accuracies_on_test_part

ROOT = Path(bpexplorer.__file__).parents[1]
CLI = [sys.executable, "-m", "bpexplorer.cli"]


def parameters(path: Path) -> bytes:
    return b"".join(array.tobytes() for array in import_weights(path).arrays().values())


def test_training_an_example_writes_everything_that_was_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    export, history, save = tmp_path / "n.npz", tmp_path / "h.csv", tmp_path / "p.bpx"
    found = answer(
        capsys,
        "train",
        "xor",
        "--epochs",
        "12",
        "--export",
        str(export),
        "--history",
        str(history),
        "--save",
        str(save),
    )
    assert found["epoch"] == 12
    assert found["latest"]["test_accuracy"] > 0.95
    assert found["written"] == [str(export), str(history), str(save)]
    assert files.load(save).state.epoch == 12
    assert import_weights(export).network.sizes == (2, 4, 1)
    assert history.read_text(encoding="utf-8").count("\nepoch,") == 13


def test_the_command_line_trains_the_same_bits_as_the_trainer(tmp_path: Path) -> None:
    assert main(["train", "circle", "--epochs", "3", "--export", str(tmp_path / "n.npz")]) == 0
    trainer = Trainer(Project.at_start(preset("circle").plan).state)
    while trainer.epoch < 3:
        trainer.advance(7)
    trained = import_weights(tmp_path / "n.npz").network
    for ours, theirs in zip(trained.weights, trainer.network.weights, strict=True):
        assert ours.tobytes() == theirs.tobytes()


def test_two_halves_with_continue_are_one_whole(tmp_path: Path) -> None:
    whole, half, both = tmp_path / "whole.npz", tmp_path / "half.bpx", tmp_path / "both.npz"
    main(["train", "spiral", "--epochs", "4", "--export", str(whole)])
    main(["train", "spiral", "--epochs", "2", "--save", str(half)])
    main(["train", str(half), "--epochs", "2", "--continue", "--export", str(both)])
    assert parameters(whole) == parameters(both)


def test_without_continue_training_starts_over_and_a_seed_starts_elsewhere(tmp_path: Path) -> None:
    saved = tmp_path / "p.bpx"
    main(["train", "xor", "--epochs", "2", "--save", str(saved), "--export", str(tmp_path / "a.npz")])
    before = saved.read_bytes()
    main(["train", str(saved), "--epochs", "2", "--export", str(tmp_path / "b.npz")])
    main(["train", str(saved), "--epochs", "2", "--seed", "5", "--export", str(tmp_path / "c.npz")])
    main(["train", "xor", "--epochs", "2", "--seed", "5", "--export", str(tmp_path / "d.npz")])
    assert parameters(tmp_path / "a.npz") == parameters(tmp_path / "b.npz") != parameters(tmp_path / "c.npz")
    assert parameters(tmp_path / "c.npz") == parameters(tmp_path / "d.npz")
    assert saved.read_bytes() == before


def test_a_run_in_float32_is_saved_and_goes_on_to_the_bit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    whole, half, both = tmp_path / "whole.bpx", tmp_path / "half.bpx", tmp_path / "both.bpx"
    main(["train", "xor", "--epochs", "4", "--dtype", "float32", "--save", str(whole)])
    main(["train", "xor", "--epochs", "2", "--dtype", "float32", "--save", str(half)])
    main(["train", str(half), "--epochs", "2", "--continue", "--save", str(both)])
    through, resumed = files.load(whole), files.load(both)
    assert through.state.planes.flat.dtype == np.float32
    assert through.same_as(resumed)
    found = answer(capsys, "train", str(half), "--epochs", "1", "--continue", "--dtype", "float64", code=1)
    assert "A run keeps its type of numbers" in found["error"]["message"]
    main(["info", str(half)])
    assert "numbers of type float32" in capsys.readouterr().out


def test_a_run_keeps_its_engine_and_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    half = tmp_path / "half.bpx"
    main(["train", "xor", "--epochs", "1", "--engine", "numpy", "--save", str(half)])
    assert files.load(half).plan.config.engine == "numpy"
    found = answer(capsys, "train", str(half), "--continue", "--engine", "automatic", code=1)
    assert "A run keeps its engine" in found["error"]["message"]
    main(["info", str(half)])
    assert "the engine numpy" in capsys.readouterr().out


def test_warming_says_what_the_compiled_engine_needs(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cache, "is_installed", lambda: False)
    assert answer(capsys, "warm") == {"compiled": False}
    assert main(["warm"]) == 0
    assert "pip install 'bpexplorer[fast]'" in capsys.readouterr().out


def test_settings_can_be_changed_where_training_begins_and_where_it_goes_on(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved, on = tmp_path / "p.bpx", tmp_path / "on.bpx"
    changes = ("beta1=0.8", "optimizer=adam", "learning_rate=0.01", "schedule=cosine", "length=3", "l2=0.01")
    flags = [flag for change in changes for flag in ("--set", change)]
    found = answer(capsys, "train", "xor", "--epochs", "2", *flags, "--save", str(saved))
    state = files.load(saved).state
    assert (state.config.optimizer, state.config.optimizer_settings["beta1"]) == ("adam", 0.8)
    assert (state.config.schedule, state.config.schedule_settings["length"]) == ("cosine", 3.0)
    assert found["penalty"] == state.config.penalty.value(state.parameters.weights) > 0
    capsys.readouterr()
    main(["info", str(saved)])
    assert "With schedule cosine, length 3, floor 0, l2 0.01" in capsys.readouterr().out

    answer(
        capsys,
        "train",
        str(saved),
        "--continue",
        "--epochs",
        "1",
        "--set",
        "clip_norm=1e-3",
        "--save",
        str(on),
    )
    more = files.load(on).state
    assert (more.epoch, more.clipped_steps) == (3, 32)
    assert more.moment_steps == 96
    answer(
        capsys, "train", str(on), "--continue", "--epochs", "1", "--set", "optimizer=sgd", "--save", str(on)
    )
    assert files.load(on).state.moment_steps == 32


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        (["--set", "l2"], "“l2” sets nothing; write NAME=VALUE"),
        (["--set", "batch_size=many"], "batch_size is “many”; it must be a whole number."),
        (["--set", "momentum=0.5"], "Set optimizer=momentum too."),
        (
            ["--set", "lerning_rate=1"],
            "There is no setting 'lerning_rate'. Is learning_rate meant? Here there are ",
        ),
        (["--set", "optimizer=nestrov"], "There is no optimizer called 'nestrov'. Is nesterov meant?"),
        (["--set", "dtype=float23"], "There is no type of numbers called 'float23'. Is float"),
        (["--set", "l1=-1"], "The strength of the L1 penalty is −1"),
        (["--set", "schedule=sometimes"], "There is no schedule called 'sometimes'"),
        (["--set", "initializer=uniform", "--set", "half_width=-1"], "Half-width r of Uniform is −1"),
        (["--continue", "--set", "seed=4"], "Leave out --continue to start over."),
    ],
)
def test_settings_that_cant_be_are_refused(
    flags: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["train", "xor", "--epochs", "1", *flags]) == 1
    assert reason in capsys.readouterr().err


def test_settings_of_different_choices_have_different_names() -> None:
    kinds = (OPTIMIZERS, SCHEDULES, INITIALIZERS, BIAS_INITIALIZERS)
    names = [{setting.name for one in kind.values() for setting in one.settings} for kind in kinds]
    names.append(set(TrainingConfig.__dataclass_fields__))
    assert len(set().union(*names)) == sum(map(len, names))


def test_weights_and_biases_are_drawn_as_the_command_line_says(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    weights = ["--set", "half_width=0.2", "--set", "initializer=uniform"]
    biases = ["--set", "bias_initializer=constant", "--set", "bias_value=0.3"]
    saved = tmp_path / "p.bpx"
    answer(capsys, "train", "xor", "--epochs", "1", *weights, *biases, "--save", str(saved))
    project = files.load(saved)
    assert project.plan.config.initializer_settings == {"half_width": 0.2}
    assert project.plan.config.bias_initializer_settings == {"bias_value": 0.3}
    start = project.state.planes.plane(START)
    assert all((b == 0.3).all() for b in start.biases)
    assert 0.1 < max(abs(w).max() for w in start.weights) <= 0.2
    assert main(["info", str(saved)]) == 0
    assert "uniform, half_width 0.2, biases constant, bias_value 0.3, seed" in capsys.readouterr().out
    assert main(["train", str(saved), "--continue", "--epochs", "1", "--set", "bias_value=0.2"]) == 1
    assert "Leave out --continue to start over." in capsys.readouterr().err


def test_export_writes_every_format_and_info_reads_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "p.bpx"
    main(["train", "gaussians", "--epochs", "1", "--save", str(saved)])
    for name in ("n.npz", "n.safetensors", "n.json"):
        assert answer(capsys, "export", str(saved), str(tmp_path / name))["written"] == [str(tmp_path / name)]
        found = answer(capsys, "info", str(tmp_path / name))
        assert (found["kind"], found["sizes"]) == ("weights", [2, 3, 2])
    assert parameters(tmp_path / "n.npz") == parameters(tmp_path / "n.json")
    found = answer(capsys, "info", str(saved))
    assert (found["kind"], found["epoch"], found["plan"]["data"]["name"]) == ("project", 1, "gaussians")


def test_the_gradients_of_every_example_pass_the_check(capsys: pytest.CaptureFixture[str]) -> None:
    for name in PRESETS:
        found = answer(capsys, "check", name)
        assert found["passed"]
        assert max(one["complex_step_error"] for one in found["arrays"]) < 1e-12
    assert main(["check", "xor"]) == 0
    assert "agree over 32 samples" in capsys.readouterr().out


def test_inspect_measures_diagnoses_and_counts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    saved = tmp_path / "p.bpx"
    main(["train", "digits", "--epochs", "2", "--save", str(saved)])
    found = answer(capsys, "inspect", str(saved), "--seconds", "0.2", "--layer", "2", "--sample", "3")
    state = files.load(saved).state
    assert state.history.latest is not None
    assert found["metrics"]["part"] == "test"
    assert found["metrics"]["accuracy"] == state.history.latest.test_accuracy
    assert sum(map(sum, found["metrics"]["confusion"])) == len(state.data.x_test)
    assert [layer["layer"] for layer in found["layers"]] == [1, 2, 3]
    assert found["layers"][-1]["ratio"] is None
    assert 0 < found["layers"][0]["update_of_weights"] < 0.1
    assert found["next_step"]["predicted"] < 0
    assert found["gradient"][0]["name"] == "backpropagation"
    assert found["gradient"][2]["multiply_adds"] == 5_508_236
    made = found["contributions"]
    terms, gates = np.array(made["terms"]), np.array(made["jacobian"]).diagonal()
    np.testing.assert_allclose(gates * terms.sum(axis=0), made["delta"], atol=1e-15)

    assert main(["inspect", str(saved), "--layer", "3"]) == 0
    text = capsys.readouterr().out
    assert f"accuracy {state.history.latest.test_accuracy:.2%}, top-3 accuracy" in text
    first = found["layers"][0]
    weights, biases, batch = first["update_of_weights"], first["update_of_biases"], first["balanced_batch"]
    rows = [line.split() for line in text.splitlines() if line.startswith("1 ")]
    assert f"{batch:.3g}" in rows[1]  # row 0 is class 1
    of_cost = f"{found['next_step']['by_layer'][0]:+.3g}"
    assert ["1", f"{weights:.1e}", f"{biases:.1e}", of_cost] in rows
    assert "Chain rule, sum over all paths" in text
    assert "δ of layer 3 for fixed sample 0" in text


def test_inspect_writes_what_rounding_has_left_as_that(capsys: pytest.CaptureFixture[str]) -> None:
    """Over the outputs of a softmax the mean of δ is 0 by algebra."""
    assert main(["inspect", "digits", "--seconds", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    head = next(number for number, line in enumerate(lines) if "median |δ|" in line)
    first, _, output = lines[head + 1 : head + 4]
    assert ROUNDING in output
    assert ROUNDING not in first
    assert len(first.split("=")[0]) == len(lines[head].split("=")[0]), "columns keep their places"


def test_inspect_measures_the_part_that_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    split = preset("xor").project().prepared.split
    for part, samples in (("train", len(split.train)), ("test", len(split.test))):
        found = answer(capsys, "inspect", "xor", "--seconds", "0", "--part", part)["metrics"]
        assert found["part"] == part
        assert np.sum(found["confusion"]) == samples
        assert len(found["f1"]) == 2


def test_inspect_diagnoses_the_layers_over_the_samples_that_were_asked_for(
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = preset("xor").project().state.data
    for over, words, samples in (
        ("train", "samples of the training set", len(data.x_train)),
        ("test", "samples of the test set", len(data.x_test)),
        ("all", "samples of the whole data set", 400),
        ("probe", "fixed samples", 32),
    ):
        assert answer(capsys, "inspect", "xor", "--seconds", "0", "--over", over)["over"] == over
        assert main(["inspect", "xor", "--seconds", "0", "--over", over]) == 0
        assert f"Over the {samples:,} {words}:\nlayer " in capsys.readouterr().out
    assert main(["inspect", "xor", "--over", "validation"]) == 1
    assert "The validation set has no samples" in capsys.readouterr().err


def test_inspect_counts_paths_beyond_any_machine_number(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = preset("xor").plan
    sizes = [2, *[40] * 14, 1]
    deep = replace(plan, spec=NetworkSpec.create(sizes, ["tanh"] * 14 + ["sigmoid"]), offsets=())
    files.save(Project.at_start(deep), tmp_path / "deep.bpx")
    found = answer(capsys, "inspect", str(tmp_path / "deep.bpx"), "--seconds", "0.05")
    paths = found["gradient"][2]
    assert paths["multiply_adds"] > 2**64
    assert paths["multiply_adds"] == count_gradient(deep.spec).all_paths
    assert (paths["seconds"], paths["error"]) == (None, None)


def test_inspect_without_time_for_the_slow_ways_says_that_they_were_not_run(
    capsys: pytest.CaptureFixture[str],
) -> None:
    ways = answer(capsys, "inspect", "xor", "--seconds", "0")["gradient"]
    assert [way["expected_seconds"] for way in ways] == [None] * 4
    assert main(["inspect", "xor", "--seconds", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[-2:] for line in lines if "Chain rule" in line or "differences" in line] == [
        ["not", "run"]
    ] * 3


def test_inspect_writes_ratios_that_no_float_can_hold() -> None:
    ways = (Way("backpropagation", "Backpropagation", 10), Way("all_paths", "All paths", 12 * 10**400))
    line = _way_line(ways[1], ways[0])
    assert "1.2e+401" in line
    assert "1.2e+400" in line


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("--epochs", "x"), "argument --epochs: “x” is no whole number"),
        (("--seed", "1.5"), "argument --seed: “1.5” is no whole number"),
        (("--validation-share", "0.9"), "argument --validation-share: 0.9 is out of range"),
    ],
)
def test_a_number_that_is_none_is_refused_in_plain_words(
    argv: tuple[str, str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["train", "xor", *argv])
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (["learning_rate=-1"], "learning_rate=-1: The learning rate is −1; it must lie between"),
        (["optimizer=momentum", "momentum=2"], "momentum=2: Momentum μ of Momentum is 2;"),
        (["schedule=sometimes"], "schedule=sometimes: There is no"),
        (["dtype=float16"], "dtype=float16: There is no type of numbers"),
        (["learning_ratee=1"], "There is no setting 'learning_ratee'"),
    ],
)
def test_a_setting_out_of_range_is_told_with_the_name_that_was_typed(
    settings: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    argv = [word for setting in settings for word in ("--set", setting)]
    assert main(["train", "xor", *argv]) == 1
    assert capsys.readouterr().err.startswith(words)


def test_inspect_says_so_where_there_is_no_next_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = preset("xor").plan
    wild = replace(
        plan,
        spec=NetworkSpec.create([2, 4, 1], ["identity", "identity"]),
        config=plan.config.with_changes(cost="quadratic", learning_rate=1000.0, batch_size=1),
    )
    files.save(Project.at_start(wild), tmp_path / "wild.bpx")
    main(["train", str(tmp_path / "wild.bpx"), "--epochs", "50", "--save", str(tmp_path / "diverged.bpx")])
    found = answer(capsys, "inspect", str(tmp_path / "diverged.bpx"), "--seconds", "0")
    assert found["next_step"] is None
    capsys.readouterr()
    assert main(["inspect", str(tmp_path / "diverged.bpx"), "--seconds", "0"]) == 0
    shown = capsys.readouterr()
    assert "Training diverged in step" in shown.out
    assert shown.err == ""
    assert main(["inspect", "xor", "--layer", "9"]) == 1
    assert "no layer 9" in capsys.readouterr().err


def test_info_describes_a_project_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", "digits"]) == 0
    text = capsys.readouterr().out
    assert "64-14-10-10 tanh tanh softmax, 1,170 parameters" in text
    assert "Not trained yet." in text


def test_what_the_user_can_put_right_is_one_sentence_on_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "damaged.bpx").write_bytes(b"PK\x03\x04 and no more")
    faults = {
        ("info", str(tmp_path / "none.npz")): "there is no such file",
        ("train", "nothing"): "no example of that name",
        ("train", str(tmp_path / "damaged.bpx")): "damaged or cut off",
        ("check", str(tmp_path)): "this is a folder",
        ("export", "xor", str(tmp_path / "n.txt")): "names no format",
        ("export", "xor", str(tmp_path / "n.network2.json")): "layer 1 has the activation tanh",
        ("train", "xor", "--seed", "-1"): "seed",
    }
    for argv, sentence in faults.items():
        assert main(list(argv)) == 1, argv
        captured = capsys.readouterr()
        assert sentence in captured.err
        assert captured.err.count("\n") == 1
        assert captured.out == ""


def test_a_place_that_cant_be_written_is_found_before_training(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Trainer, "advance", None)
    for option in ("--export", "--history", "--save"):
        found = answer(capsys, "train", "digits", option, str(tmp_path / "gone" / "n.npz"), code=1)
        assert found["error"]["code"] == "no_folder"
    found = answer(capsys, "train", "digits", "--export", str(tmp_path / "n.network2.json"), code=1)
    assert found["error"]["code"] == "not_in_format"


@pytest.mark.parametrize(
    "argv",
    [
        ["fly"],
        ["train"],
        ["train", "xor", "--epochs", "-1"],
        ["train", "xor", "--seed", "1", "--continue"],
        ["export", "xor"],
    ],
)
def test_wrong_usage_ends_with_code_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(argv)
    assert caught.value.code == 2
    assert "usage: bpexplorer" in capsys.readouterr().err


def test_the_version_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out == f"bpexplorer {bpexplorer.__version__}\n"


def test_a_run_that_diverges_ends_with_code_3_and_keeps_the_last_finite_parameters(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    plan = preset("xor").plan
    config = plan.config.with_changes(cost="quadratic", learning_rate=1000.0)
    spec = type(plan.spec).create([2, 4, 1], ["relu", "identity"])
    files.save(Project.at_start(type(plan)(spec, config, plan.data)), tmp_path / "p.bpx")
    found = answer(capsys, "train", str(tmp_path / "p.bpx"), "--export", str(tmp_path / "n.npz"), code=3)
    assert found["divergence"]["step"] >= 1
    assert all(np.isfinite(array).all() for array in import_weights(tmp_path / "n.npz").arrays().values())
    assert main(["train", str(tmp_path / "p.bpx")]) == 3
    assert "Training diverged in step" in capsys.readouterr().err


def test_training_stops_by_a_rule_and_says_which(capsys: pytest.CaptureFixture[str]) -> None:
    found = answer(capsys, "train", "xor", "--epochs", "500", "--until-accuracy", "0.9")
    assert found["stopped"]["rule"] == "target_accuracy"
    assert found["stopped"]["epoch"] == found["epoch"] < 500
    assert found["latest"]["train_accuracy"] >= 0.9
    assert main(["train", "xor", "--epochs", "500", "--until-cost", "0.3"]) == 0
    assert "Training stopped after epoch" in capsys.readouterr().out
    assert answer(capsys, "train", "xor", "--epochs", "2", "--until-cost", "1e-9")["stopped"] is None


def test_time_stops_training_within_an_epoch(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clock that goes on by one second each time that it is looked at, and stretches of one step."""
    monkeypatch.setattr(training, "Watch", partial(Watch, partial(next, itertools.count())))
    monkeypatch.setattr(training, "_SLICE", 0.0)
    found = answer(capsys, "train", "xor", "--max-seconds", "3")
    assert (found["step"], found["epoch"]) == (3, 0)
    assert (found["stopped"]["rule"], found["stopped"]["step"]) == ("max_seconds", 3)
    assert main(["train", "xor", "--max-seconds", "2"]) == 0
    assert "Training stopped after step 2: " in capsys.readouterr().out


def test_the_best_state_by_a_validation_part_is_restored_and_saved(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = tmp_path / "p.bpx"
    rules = ("--validation-share", "0.2", "--patience", "3", "--restore-best")
    found = answer(
        capsys, "train", "xor", "--epochs", "400", "--set", "learning_rate=3", *rules, "--save", str(saved)
    )
    assert found["stopped"]["rule"] == "patience"
    assert found["restored_best"]
    assert found["epoch"] == found["best"]["epoch"] == found["stopped"]["epoch"] - 3
    state = files.load(saved).state
    assert state.data.watched_part == "validation"
    assert state.history.latest is not None
    assert state.history.latest.validation_cost == found["best"]["cost"]
    assert "20% of the others for validation" in main_output(capsys, "info", str(saved))
    assert "patience 3" in main_output(capsys, "info", str(saved))


def main_output(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    assert main([*argv]) == 0
    return capsys.readouterr().out


def test_another_validation_share_cannot_be_continued_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved = str(tmp_path / "p.bpx")
    assert main(["train", "xor", "--epochs", "1", "--validation-share", "0.2", "--save", saved]) == 0
    assert main(["train", saved, "--epochs", "1", "--continue", "--validation-share", "0.2"]) == 0
    assert main(["train", saved, "--epochs", "1", "--continue", "--validation-share", "0.3"]) == 1
    assert "Leave out --continue" in capsys.readouterr().err
    assert main(["train", "xor", "--until-accuracy", "95"]) == 1
    assert "must be from 0 (off) to 1" in capsys.readouterr().err


def run(*argv: str, **options: Any) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        [*CLI, *argv], capture_output=True, text=True, check=False, env=environment, **options
    )


def test_as_a_process_it_imports_no_qt_and_draws_no_progress_into_a_pipe(tmp_path: Path) -> None:
    program = (
        "import sys; from bpexplorer.cli import main; code = main(sys.argv[1:]);"
        "assert not any(name.startswith(('PySide6', 'pyqtgraph')) for name in sys.modules); sys.exit(code)"
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    arguments = [sys.executable, "-c", program, "train", "xor", "--epochs", "2", "--json"]
    ended = subprocess.run(arguments, capture_output=True, text=True, check=False, env=environment)
    assert (ended.returncode, ended.stderr) == (0, "")
    assert json.loads(ended.stdout)["epoch"] == 2


@pytest.mark.skipif(os.name != "posix", reason="signals of POSIX systems")
def test_ctrl_c_ends_between_two_steps_and_writes_what_was_trained(tmp_path: Path) -> None:
    saved = tmp_path / "p.bpx"
    arguments = [*CLI, "train", "digits", "--epochs", "1000000", "--save", str(saved), "--json"]
    try:
        controller, terminal = os.openpty()
    except OSError as error:
        pytest.skip(f"this system gives no pseudo-terminal: {error}")
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    outside = signal.signal(
        signal.SIGINT, signal.default_int_handler
    )  # a shell has it ignored in the background
    with subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=terminal, env=environment) as process:
        signal.signal(signal.SIGINT, outside)
        os.close(terminal)
        assert b"epoch" in os.read(controller, 4096)  # the progress: training is under way
        process.send_signal(signal.SIGINT)
        output, _ = process.communicate()
    os.close(controller)
    found = json.loads(output)
    assert process.returncode == 130
    assert found["interrupted"]
    project = files.load(saved)
    assert project.state.step == found["step"] > 0


@pytest.mark.parametrize("name", ["digits", "xor"])
def test_numpy_alone_gets_the_same_accuracy_by_the_recipe_in_the_documentation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    npz, tensors = tmp_path / "n.npz", tmp_path / "n.safetensors"
    found = answer(
        capsys, "train", name, "--epochs", "4", "--export", str(npz), "--save", str(tmp_path / "p.bpx")
    )
    main(["export", str(tmp_path / "p.bpx"), str(tensors)])
    prepared = files.load(tmp_path / "p.bpx").prepared
    accuracies = accuracies_on_test_part(prepared, tmp_path, npz, tensors)
    assert accuracies == [found["latest"]["test_accuracy"]] * 2
    assert found["latest"]["test_accuracy"] > 0.5


def test_a_held_demon_is_named_kept_by_continue_and_left_out_of_a_new_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, on = tmp_path / "held.bpx", tmp_path / "on.bpx"
    project = preset("xor").project()
    state, _ = HoldDemon(Neuron(1, 0), 0.5).on_state(project.state, Context(1))
    files.save(replace(project, state=state), path)
    assert main(["info", str(path)]) == 0
    assert "Δz = +0.5 held on layer 1, neuron 0" in capsys.readouterr().out
    found = answer(capsys, "train", str(path), "--continue", "--epochs", "1", "--save", str(on))
    assert found["held"]["dz"] == 0.5
    assert found["held_steps"] == found["step"] == files.load(on).state.held_steps > 0
    found = answer(capsys, "train", str(path), "--epochs", "1")
    assert (found["held"], found["held_steps"]) == (None, 0)


def test_a_mask_is_counted_and_kept_by_training_from_the_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path, trained = tmp_path / "masked.bpx", tmp_path / "trained.bpx"
    project = preset("xor").project()
    state, _ = RemoveConnections(2, ((0, 1),)).on_state(project.state, Context(1))
    state, _ = Freeze(1, (0,)).on_state(state, Context(2))
    files.save(replace(project, state=state), path)
    assert main(["info", str(path)]) == 0
    assert "leaves alone: 3 frozen, 1 removed" in capsys.readouterr().out
    found = answer(capsys, "train", str(path), "--epochs", "1", "--save", str(trained))
    assert found["mask"] == {"frozen": 3, "removed": 1}
    network = files.load(trained).state.network()
    assert network.weights[1][0, 1] == 0
    np.testing.assert_array_equal(network.weights[0][0], state.network().weights[0][0])


def test_a_project_s_dropout_is_told_and_trained_with(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "dropout.bpx"
    plan = preset("xor").project().plan
    files.save(Project.at_start(replace(plan, spec=plan.spec.with_layer(1, dropout=0.25))), path)
    assert main(["info", str(path)]) == 0
    assert "Dropout: 25% of layer 1" in capsys.readouterr().out
    with_dropout = answer(capsys, "train", str(path), "--epochs", "1")["latest"]["train_cost"]
    assert with_dropout == answer(capsys, "train", str(path), "--epochs", "1")["latest"]["train_cost"]
    assert with_dropout != answer(capsys, "train", "xor", "--epochs", "1")["latest"]["train_cost"]


# Cost and output


def project_with(tmp_path: Path, name: str, output: str, cost: str) -> str:
    """A saved project of XOR with this output activation and this cost."""
    plan = preset("xor").plan
    spec = NetworkSpec.create(plan.spec.sizes, [*plan.spec.activations[:-1], output])
    plan = replace(plan, spec=spec, config=plan.config.with_changes(cost=cost))
    path = tmp_path / f"{name}.bpx"
    files.save(Project.at_start(plan), path)
    return str(path)


@pytest.mark.parametrize("output", ["tanh", "identity", "relu"])
@pytest.mark.parametrize("command", [("train", "--epochs", "1"), ("check",), ("inspect", "--seconds", "0")])
@pytest.mark.filterwarnings("error::RuntimeWarning")
def test_a_cost_that_cannot_be_evaluated_is_refused_before_anything_is_computed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...], output: str
) -> None:
    source = project_with(tmp_path, "p", output, "cross_entropy")
    found = answer(capsys, command[0], source, *command[1:], code=1)
    assert found["error"]["code"] == "invalid"
    assert "The cross-entropy cost needs outputs between 0 and 1" in found["error"]["message"]
    assert main([command[0], source, *command[1:]]) == 1
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", found["error"]["message"] + "\n")


def test_a_setting_that_makes_the_pair_unevaluable_is_refused_and_one_that_mends_it_is_not(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = project_with(tmp_path, "p", "tanh", "quadratic")
    found = answer(capsys, "train", source, "--epochs", "1", "--set", "cost=log_likelihood", code=1)
    assert "The log-likelihood cost needs outputs between 0 and 1" in found["error"]["message"]
    source = project_with(tmp_path, "q", "tanh", "log_likelihood")
    assert answer(capsys, "train", source, "--epochs", "1", "--set", "cost=quadratic")["epoch"] == 1


def test_an_odd_pair_is_explained_by_info_and_after_training_and_a_matched_one_by_info(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source = project_with(tmp_path, "p", "sigmoid", "quadratic")
    line = (
        "Cost and output, quadratic after sigmoid: δ = a (1 − a) · (a − y). "
        "Its slope stays in δ. Near 0 or 1 it is tiny, so δ is tiny even when the answer is badly wrong.\n"
    )
    assert main(["info", source]) == 0
    assert line in capsys.readouterr().out
    assert main(["train", source, "--epochs", "1"]) == 0
    assert capsys.readouterr().out.startswith(line)
    assert answer(capsys, "info", source)["pair"]["kind"] == "odd"
    matched = answer(capsys, "info", "xor")["pair"]
    assert (matched["kind"], matched["error"]) == ("matched", "δ = a − y")
    assert main(["train", "xor", "--epochs", "1"]) == 0
    assert "Cost and output" not in capsys.readouterr().out


def test_info_says_why_a_pair_cannot_be_trained(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["info", project_with(tmp_path, "p", "relu", "cross_entropy")]) == 0
    assert "after relu: The cross-entropy cost needs outputs between 0 and 1" in capsys.readouterr().out


def test_inspect_counts_how_often_the_class_is_among_so_many_outputs(
    capsys: pytest.CaptureFixture[str],
) -> None:
    tops = answer(capsys, "inspect", "digits", "--seconds", "0")["metrics"]["top_accuracies"]
    assert main(["inspect", "digits", "--seconds", "0", "--top", "5"]) == 0
    assert f", top-5 accuracy {tops[4]:.2%}\n" in capsys.readouterr().out
    assert "--top is 11 and must be from 1 to 10" in refusal(capsys, "inspect", "digits", "--top", "11")
    assert "Leave out --top" in refusal(capsys, "inspect", "xor", "--top", "1")


def test_numbers_are_predicted_from_the_first_step_to_the_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    saved, weights, curve = tmp_path / "wave.bpx", tmp_path / "wave.npz", tmp_path / "wave.csv"
    found = answer(
        capsys,
        *("train", "wave", "--epochs", "60", "--save", str(saved)),
        *("--export", str(weights), "--history", str(curve)),
    )
    assert set(found["written"]) == {str(path) for path in (saved, weights, curve)}
    metrics = answer(capsys, "inspect", str(saved), "--seconds", "0")["metrics"]
    assert metrics["r_squared"] > 0.9
    (alone,) = metrics["by_output"]
    assert alone == {key: metrics[key] for key in ("r_squared", "rmse", "mae")}
    assert main(["inspect", str(saved), "--seconds", "0"]) == 0
    assert f"R² {metrics['r_squared']:.4f}, RMSE" in capsys.readouterr().out
    lines = [line for line in curve.read_text().splitlines() if not line.startswith("#")]
    last = [row for row in csv.DictReader(lines) if row["kind"] == "epoch"][-1]
    assert float(last["test_cost"]) < 0.01
    assert (last["train_accuracy"], last["test_accuracy"]) == ("", "")
    exported = import_weights(weights)
    assert (exported.class_names, exported.threshold, exported.targets) == ((), None, None)
    assert main(["info", str(weights)]) == 0
    assert "Classes: not named" in capsys.readouterr().out
    assert answer(capsys, "check", str(saved))["passed"]


def test_an_accuracy_to_stop_at_is_refused_where_numbers_are_predicted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["train", "hill", "--epochs", "1", "--until-accuracy", "0.9"]) == 1
    assert "asks for a share of right answers" in capsys.readouterr().err
    assert "Leave out --top" in refusal(capsys, "inspect", "hill", "--seconds", "0", "--top", "2")
