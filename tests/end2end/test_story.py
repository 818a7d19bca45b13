"""One sitting with the program, from the first network to the weights that somebody else uses: mouse and keys only."""

import time
from pathlib import Path

import pytest
from desktop import Desktop, DesktopError, Program, save_in_dialog

from bpexplorer.core.spec import LayerSpec
from bpexplorer.project import files
from tests.outsider import accuracies_on_test_part
from tests.shown import number

pytestmark = pytest.mark.window

#: Training with the machine to itself takes some seconds; others may be using it too.
PATIENCE = 90.0


@pytest.mark.timeout(300)
def test_a_network_is_built_trained_questioned_and_taken_away(desktop: Desktop, tmp_path: Path):
    program = desktop.start()
    program.find("network_view")
    new_network_on_digits(program)
    build(program)
    train_until_it_reads_digits(program)
    be_the_demon(program)
    accuracy = undo_and_redo(program)
    project, npz, tensors = (tmp_path / name for name in ("mine.bpx", "mine.npz", "mine.safetensors"))
    save_in_dialog(program, "ctrl+s", project)
    save_in_dialog(program, "ctrl+e", npz)  # Safetensors is the kind chosen, and what is typed the answer
    save_in_dialog(program, "ctrl+e", tensors)
    quit_while_training(program)

    opened = files.load(project)
    assert opened.plan.spec.layers == (
        LayerSpec(14, "tanh"),
        LayerSpec(12, "relu"),
        LayerSpec(10, "tanh"),
        LayerSpec(10, "softmax"),
    )
    assert opened.state.history.latest is not None
    assert round(100 * opened.state.history.latest.test_accuracy, 1) == accuracy
    got = accuracies_on_test_part(opened.prepared, tmp_path, npz, tensors)
    assert [round(100 * share, 1) for share in got] == [accuracy] * 2


def new_network_on_digits(program: Program) -> None:
    program.choose("File", "New…")
    program.find("new_presets")
    entry = next(each for each in program.shown() if each.name.startswith("entry:Handwritten digits"))
    program.click(entry.centre)
    program.click("new_create")
    program.wait_until(lambda: not program.is_shown("new_create"), "the dialog to close")
    program.wait_for_text("step", "0")


def build(program: Program) -> None:
    """A layer between the hidden ones; 12 neurons instead of the 14 it begins with; relu."""
    program.click(program.control("insert", 2))
    program.wait_until(lambda: has_layer(program, 4), "a layer more")
    program.click(program.control("header", 2))
    program.click("layer_size", times=3)
    program.type("12")
    program.key("Return")
    program.click("layer_activation")
    program.choose("ReLU")
    program.wait_for_text("layer_activation", "ReLU")
    program.key("Escape")
    program.wait_until(lambda: not program.is_shown("layer_popup"), "the popup to close")


def has_layer(program: Program, layer: int) -> bool:
    try:
        program.neuron(layer, 0)
    except DesktopError:
        return False
    return True


def train_until_it_reads_digits(program: Program) -> None:
    """At full speed to 95 %, then on to the end of an epoch: the numbers of the toolbar are then of these weights."""
    program.click("speed")
    program.key("End")
    program.click("action_play")
    program.wait_until(lambda: accuracy_shown(program) >= 95.0, "95 % of the test set", timeout=PATIENCE)
    program.click("action_play")
    program.wait_for_text("status_activity", "Paused")
    program.choose("Train", "Epoch")
    program.wait_for_text("epoch", lambda text: number(text).is_integer())
    program.wait_for_text("status_activity", "Paused")


def accuracy_shown(program: Program) -> float:
    return program.number("test_accuracy") if "%" in program.text("test_accuracy") else 0.0


def be_the_demon(program: Program) -> None:
    """On neuron 3 of layer 1: what δ predicts, what happens, and the gap between them; each Δz has its own."""
    program.key("d")
    program.wait_until(lambda: program.find("tool_demon").checked, "the demon tool")
    program.click(program.neuron(1, 3))
    program.wait_for_text("status_activity", "layer 1, neuron 3")
    first = demon_numbers(program)
    program.scroll(program.neuron(1, 3), -4)
    second = program.wait_until(
        lambda: other if (other := demon_numbers(program)) != first else None, "numbers of another Δz"
    )
    program.drag(program.neuron(1, 3), by=(0, 40))
    program.wait_until(lambda: demon_numbers(program) not in (first, second), "numbers of a third Δz")
    program.key("Escape")
    program.wait_until(lambda: "demon" not in program.text("status_activity"), "the demon to go")


def demon_numbers(program: Program) -> tuple[float, float, float]:
    """Predicted, actual and gap, once they belong together."""

    def look() -> tuple[float, float, float] | None:
        predicted, actual, gap = (program.number(f"demon_{name}") for name in ("predicted", "actual", "gap"))
        together = abs(actual - predicted - gap) <= 2e-4 * max(1.0, abs(actual), abs(predicted))
        return (predicted, actual, gap) if together else None

    numbers: tuple[float, float, float] = program.wait_until(look, "gap = actual − predicted")
    return numbers


def undo_and_redo(program: Program) -> float:
    """Back to the network before it was built, and forward again: nothing that was learned is lost."""
    accuracy = accuracy_shown(program)
    for _ in range(3):
        program.key("ctrl+z")
    program.wait_until(lambda: not program.find("action_undo").enabled, "nothing left to undo")
    program.wait_until(lambda: not has_layer(program, 4), "the layer to go")
    for _ in range(3):
        program.click("action_redo")
    program.wait_until(lambda: not program.find("action_redo").enabled, "nothing left to redo")
    program.wait_until(lambda: has_layer(program, 4), "the layer to come back")
    return accuracy


def quit_while_training(program: Program) -> None:
    program.click("action_play")
    program.wait_for_text("status_activity", "Training")
    program.key("ctrl+q")
    program.click("unsaved_discard")
    began = time.monotonic()
    assert program.wait_closed() == 0
    assert time.monotonic() - began < 5.0
