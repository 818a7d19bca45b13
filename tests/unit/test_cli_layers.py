"""The options of ``train`` for layers, neurons and connections: the same edits as in the window."""

from pathlib import Path

import numpy as np
import pytest

from bpexplorer.cli import main
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.masks import Freeze, FreezeConnections, RemoveBiases, RemoveConnections
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.mask import is_frozen, is_removed
from bpexplorer.core.training.state import START
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project import files
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project, View
from tests.commands import answer, refusal


def trained(tmp_path: Path, *flags: str, source: str = "circle") -> Project:
    starts_over = source != "circle" and "--continue" not in flags
    saved = tmp_path / ("over.bpx" if starts_over else "trained.bpx")
    assert main(["train", source, "--epochs", "2", *flags, "--save", str(saved)]) == 0
    return files.load(saved)


def test_every_option_is_the_edit_that_the_window_makes(tmp_path: Path) -> None:
    flags = (
        *("--dropout", "1=0.25", "--freeze", "1:0,2", "--freeze", "2:0:3", "--remove", "1:1,3:0-1"),
        *("--no-bias", "2", "--hold", "1:2=-0.5"),
    )
    got = trained(tmp_path, *flags)
    plan = preset("circle").plan
    begun = Project.at_start(plan)
    state = begun.state
    for edit in (
        SetDropout(1, 0.25),
        Freeze(1, (0, 2)),
        FreezeConnections(2, ((0, 3),)),
        RemoveConnections(1, ((1, 0), (1, 1), (3, 0), (3, 1))),
        RemoveBiases(2),
        HoldDemon(Neuron(1, 2), -0.5),
    ):
        plan = plan.after(edit)
        state, _ = edit.on_state(state, Context(state.run))
    trainer = Trainer(state)
    while trainer.epoch < 2:
        trainer.advance(1000)
    assert got.same_as(Project(plan, trainer.state(), begun.view))


def test_edits_are_made_in_the_order_of_the_command_line(tmp_path: Path) -> None:
    mask = trained(tmp_path, "--freeze", "1", "--unfreeze", "1:2").state.mask
    assert mask is not None
    assert is_frozen(mask.biases[0]).tolist() == [index != 2 for index in range(8)]
    mask = trained(tmp_path, "--unfreeze", "1:2", "--freeze", "1").state.mask
    assert mask is not None
    assert is_frozen(mask.biases[0]).all()


def test_what_was_masked_or_held_is_let_go_where_training_goes_on(tmp_path: Path) -> None:
    before = trained(tmp_path, "--freeze", "1", "--remove", "2:0:1", "--no-bias", "2", "--hold", "1:0=0.5")
    assert before.state.held is not None
    source = str(tmp_path / "trained.bpx")
    flags = ("--continue", "--unfreeze", "1", "--bring-back", "2:0:1", "--bias", "2", "--let-go")
    after = trained(tmp_path, *flags, source=source).state
    assert after.step == 2 * before.state.step
    assert after.held is None
    assert after.held_steps == before.state.step
    assert after.mask is not None
    assert not after.mask.flat.any()
    assert (after.parameters.flat != before.state.parameters.flat).all()


def test_layers_and_activations_make_another_start(tmp_path: Path) -> None:
    saved = trained(tmp_path, "--freeze", "1")
    source = str(tmp_path / "trained.bpx")
    flags = ("--layers", "2,6,5,1", "--activations", "relu,tanh,sigmoid")
    project = trained(tmp_path, *flags, source=source)
    assert project.plan.spec.sizes == (2, 6, 5, 1)
    assert project.plan.spec.activations == ("relu", "tanh", "sigmoid")
    assert len(project.plan.offsets) == 4
    assert (project.state.mask, project.view) == (None, View())
    assert project.state.step == saved.state.step
    again = trained(tmp_path, *flags)
    np.testing.assert_array_equal(project.state.planes.flat[START], again.state.planes.flat[START])


def test_without_activations_new_layers_get_those_that_are_there(tmp_path: Path) -> None:
    now = preset("circle").plan.spec.activations
    assert trained(tmp_path, "--layers", "2,3,3,3,1").plan.spec.activations == (now[0],) * 3 + (now[-1],)


def test_other_activations_keep_start_mask_and_dropout_and_can_come_while_training_goes_on(
    tmp_path: Path,
) -> None:
    trained(tmp_path, "--dropout", "1=0.5", "--remove", "1:0:0")
    source = str(tmp_path / "trained.bpx")
    start = files.load(Path(source)).state.planes.flat[START]
    for flags in ((), ("--continue",)):
        project = trained(tmp_path, "--activations", "relu,sigmoid", *flags, source=source)
        assert project.plan.spec.activations == ("relu", "sigmoid")
        assert project.plan.spec.layer(1).dropout == 0.5
        assert project.state.mask is not None
        assert is_removed(project.state.mask.weights[0])[0, 0]
        assert project.state.planes.flat[START].tobytes() == start.tobytes()


@pytest.mark.parametrize(
    ("flags", "reason"),
    [
        (["--freeze", "9"], "There is no layer 9"),
        (["--freeze", "1:9"], "Layer 1 has no neuron 9"),
        (["--freeze", "0"], "There is no layer 0"),
        (["--freeze", "1:x"], "“1:x” is no place in a network: “x” is no number."),
        (["--freeze", "1:-2"], "“” is no number."),
        (["--freeze", "1:3-2"], "3-2 means no neurons."),
        (["--freeze", "1:0-99999"], "0-99999 means no neurons."),
        (["--freeze", "1:2:3:4"], "“1:2:3:4” is no place"),
        (["--freeze", "2:0:8"], "There is no connection from neuron 8"),
        (["--remove", "1:2"], "“1:2” names no connection."),
        (["--no-bias", "one"], "“one” is no number."),
        (["--dropout", "1"], "“1” sets nothing; write LAYER=SHARE"),
        (["--dropout", "1=half"], "“1=half” sets nothing"),
        (["--dropout", "1=1"], "The dropout of layer 1 is 1; it must lie between 0 and 0.95."),
        (["--dropout", "1=nan"], "The dropout of layer 1 is not finite"),
        (["--dropout", "2=0.5"], "The output layer, layer 2, has no dropout"),
        (["--hold", "1=0.5"], "A demon holds one neuron, not “1”."),
        (["--hold", "1:0=1e9"], "it must lie between −1,000 and 1,000"),
        (["--hold", "1:0=nan"], "Δz = not finite"),
        (["--hold", "0:0=1"], "Inputs have no z to hold"),
        (["--layers", "3,4,1"], "The data have 2 inputs"),
        (["--layers", "2,many,1"], "“2,many,1” are no sizes of layers."),
        (["--layers", "2,0,1"], "Layer 1 needs 1 to 4,096 neurons"),
        (
            ["--layers", "2,4,1", "--activations", "tanh"],
            "2 layers behind the input need as many activations",
        ),
        (["--activations", "tahn,sigmoid"], "There is no activation called 'tahn'. Is tanh meant?"),
        (["--continue", "--layers", "2,5,1"], "Other layers are another start. Leave out --continue"),
        (["--activations", "tanh,identity"], "needs outputs between 0 and 1"),
    ],
)
def test_what_the_network_does_not_have_is_refused_in_a_sentence(
    flags: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reason in refusal(capsys, "train", "circle", "--epochs", "1", *flags)


def test_an_output_that_needs_other_targets_is_another_start(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trained(tmp_path)
    source = str(tmp_path / "trained.bpx")
    flags = ("--epochs", "1", "--activations", "tanh,tanh", "--set", "cost=quadratic")
    assert "need other targets. Leave out --continue" in refusal(
        capsys, "train", source, "--continue", *flags
    )
    saved = tmp_path / "other.bpx"
    answer(capsys, "train", source, *flags, "--save", str(saved))
    assert sorted(set(files.load(saved).state.data.y_train.ravel())) == [-1.0, 1.0]


def test_a_misspelt_option_is_answered_with_the_one_that_is_meant(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["train", "circle", "--drpout", "1=0.5"])
    assert ended.value.code == 2
    assert "unrecognized arguments: --drpout 1=0.5. Is --dropout meant?" in capsys.readouterr().err
    assert "Is circle meant?" in refusal(capsys, "train", "cirle")
