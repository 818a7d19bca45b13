"""Weights from a file on the command line: begun from, checked, inspected, told about and written in another format."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from bpexplorer.cli import main
from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.network import Network
from bpexplorer.core.training.state import START
from bpexplorer.core.vocabularies.pairs import pair
from bpexplorer.data.scaling import Scaling
from bpexplorer.project import files
from bpexplorer.project.presets import PRESETS, preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import FORMATS, Targets, WeightsFile, export_weights, import_weights
from tests.commands import answer

Capture = pytest.CaptureFixture[str]


def weights_of(sizes: tuple[int, ...], activations: tuple[str, ...], **said: Any) -> WeightsFile:
    network = Network.create(sizes, activations, rng=np.random.default_rng(0))
    scaling = Scaling(np.zeros(sizes[0]), np.ones(sizes[0]))
    return WeightsFile(**({"network": network, "scaling": scaling, "cost": "quadratic"} | said))


@pytest.fixture
def trained(tmp_path: Path, capsys: Capture) -> Path:
    """Weights of the circle, trained with another cost than the example's, of other layers, on scaled inputs."""
    plan = preset("circle").plan
    project = Project.at_start(replace(plan, data=replace(plan.data, scaling="standard")))
    files.save(project, tmp_path / "circle.bpx")
    path = tmp_path / "w.npz"
    options = ("--set", "cost=quadratic", "--layers", "2,3,5,1", "--export", str(path))
    answer(capsys, "train", str(tmp_path / "circle.bpx"), "--epochs", "1", *options)
    return path


def test_training_begins_from_the_weights_of_a_file_and_takes_over_what_it_says(
    trained: Path, tmp_path: Path, capsys: Capture
) -> None:
    saved = tmp_path / "p.bpx"
    command = ("train", "circle", "--weights", str(trained), "--epochs", "2", "--save", str(saved))
    assert main([*command]) == 0
    said = capsys.readouterr().err
    assert (
        "With the weights of “w.npz”. Scaling of the inputs: none → mean 0, sd 1. Cost: Cross-entropy" in said
    )
    project = files.load(saved)
    assert (project.plan.config.cost, project.plan.data.scaling) == ("quadratic", "standard")
    network = import_weights(trained).network
    start = project.state.planes.plane(START)
    for ours, theirs in zip(
        (*start.weights, *start.biases), (*network.weights, *network.biases), strict=True
    ):
        np.testing.assert_array_equal(ours, theirs)
    assert project.state.epoch == 2


def test_an_option_of_the_command_line_outweighs_the_file(
    trained: Path, tmp_path: Path, capsys: Capture
) -> None:
    saved = tmp_path / "p.bpx"
    options = ("--set", "cost=cross_entropy", "--activations", "relu,tanh,sigmoid", "--save", str(saved))
    answer(capsys, "train", "circle", "--weights", str(trained), "--epochs", "0", *options)
    project = files.load(saved)
    assert project.plan.config.cost == "cross_entropy"
    assert project.plan.spec.activations == ("relu", "tanh", "sigmoid")
    start, network = project.state.network(), import_weights(trained).network
    np.testing.assert_array_equal(start.weights[1], network.weights[1])


@pytest.mark.parametrize(
    "options", [("--layers", "2,9,1"), ("--set", "initializer=uniform"), ("--set", "seed=5")]
)
def test_what_would_draw_another_start_is_refused(
    trained: Path, capsys: Capture, options: tuple[str, ...]
) -> None:
    found = answer(capsys, "train", "circle", "--weights", str(trained), *options, code=1)
    assert "Leave out --weights" in found["error"]["message"]


@pytest.mark.parametrize("options", [("--seed", "5"), ("--continue",)])
def test_a_start_is_chosen_once(trained: Path, capsys: Capture, options: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["train", "circle", "--weights", str(trained), *options])
    assert ended.value.code == 2
    assert "not allowed with" in capsys.readouterr().err


def test_weights_that_fit_no_data_here_are_refused_with_both_sizes(trained: Path, capsys: Capture) -> None:
    for command in ("train", "check", "inspect"):
        found = answer(capsys, command, "digits", "--weights", str(trained), code=1)
        assert "2 inputs and 1 outputs" in found["error"]["message"]
        assert "64 and 10" in found["error"]["message"]


def test_what_the_data_decide_otherwise_is_said(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "w.json"
    export_weights(weights_of((2, 1), ("sigmoid",), threshold=0.5, targets=Targets(0.1, 0.9)), path)
    main(["train", "xor", "--weights", str(path), "--epochs", "0"])
    assert "The file's targets are 0.1 and 0.9" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["train", "inspect"])
def test_weights_where_data_are_needed_are_sent_to_the_option(
    trained: Path, capsys: Capture, command: str
) -> None:
    found = answer(capsys, command, str(trained), code=1)
    assert f"add --weights {trained}" in found["error"]["message"]


def test_the_message_about_a_foreign_file_speaks_of_an_option_that_there_is(
    tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "foreign.bpx").write_bytes(b"GIF89a")
    found = answer(capsys, "train", str(tmp_path / "foreign.bpx"), code=1)
    assert "--weights" in found["error"]["message"]
    with pytest.raises(SystemExit):
        main(["train", "--help"])
    assert "--weights FILE" in capsys.readouterr().out


def test_check_and_inspect_take_the_weights_of_a_file_over_the_data_of_a_project(
    trained: Path, capsys: Capture
) -> None:
    found = answer(capsys, "check", "circle", "--weights", str(trained))
    assert found["passed"]
    assert [one["name"] for one in found["arrays"]] == ["W1", "b1", "W2", "b2", "W3", "b3"]
    assert found["samples"] == "32 samples of circle"
    found = answer(capsys, "inspect", "circle", "--weights", str(trained), "--seconds", "0")
    assert len(found["layers"]) == 3


@pytest.mark.parametrize("name", PRESETS)
def test_weights_alone_are_checked_over_random_samples_and_that_is_said(
    tmp_path: Path, capsys: Capture, name: str
) -> None:
    path = tmp_path / "w.safetensors"
    export_weights(Project.at_start(preset(name).plan).weights(), path)
    found = answer(capsys, "check", str(path))
    assert found["passed"]
    assert "32 random samples (seed 0)" in found["samples"]
    assert answer(capsys, "check", str(path)) == found


@pytest.mark.parametrize("output", ACTIVATIONS)
@pytest.mark.parametrize("cost", COSTS)
@pytest.mark.parametrize("outputs", [1, 3])
def test_weights_of_every_pair_pass_the_check_or_are_refused_in_words(
    tmp_path: Path, capsys: Capture, cost: str, output: str, outputs: int
) -> None:
    path = tmp_path / "w.npz"
    export_weights(weights_of((2, 3, outputs), ("tanh", output), cost=cost), path)
    said = pair(cost, output)
    refused = said.kind == "refused"
    found = answer(capsys, "check", str(path), code=1 if refused else 0)
    assert found["error"]["message"] == said.words if refused else found["passed"]


def test_weights_are_written_in_another_format_as_they_are(
    trained: Path, tmp_path: Path, capsys: Capture
) -> None:
    for entry in FORMATS.values():
        if entry.name != "network2":
            path = tmp_path / f"again{entry.extension}"
            assert answer(capsys, "export", str(trained), str(path))["written"] == [str(path)]
            assert import_weights(path).same_as(import_weights(trained))


def test_info_tells_of_a_file_by_its_content(trained: Path, tmp_path: Path, capsys: Capture) -> None:
    renamed = tmp_path / "renamed.dat"
    renamed.write_bytes(trained.read_bytes())
    assert answer(capsys, "info", str(renamed))["sizes"] == [2, 3, 5, 1]
    assert main(["info", str(renamed)]) == 0
    assert "inputs scaled: standard" in capsys.readouterr().out
