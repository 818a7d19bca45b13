"""An import takes over what the file of weights says; what it has otherwise than the data here is asked about."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from bpexplorer.core.edits.structure import SetActivation
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import Targets, export_weights
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def export(
    path: Path, desk: Desk, *, scaling: str | None = None, cost: str = "quadratic", **said: Any
) -> Path:
    """Weights for the data on the desk, trained with a cost that Play refuses for its output activation there."""
    plan = desk.window.document.plan
    config = plan.config.with_changes(cost=cost)
    data = plan.data if scaling is None else replace(plan.data, scaling=scaling)
    spec = plan.spec.with_layer(plan.spec.depth, activation="sigmoid")
    weights = Project.at_start(replace(plan, config=config, data=data, spec=spec)).weights()
    export_weights(replace(weights, **said), path)
    return path


def start_import(desk: Desk, path: Path) -> None:
    desk.key(Qt.Key.Key_I, CTRL)
    desk.choose_file(path)


def test_play_goes_on_with_the_cost_of_the_file_and_undo_brings_the_other_back(
    small_desk: Desk, tmp_path: Path
) -> None:
    document = small_desk.window.document
    path = export(tmp_path / "w.json", small_desk, cost="quadratic")
    document.configure(cost="cross_entropy")
    document.request(SetActivation(document.plan.spec.depth, "tanh"))  # now Play is refused
    small_desk.wait_for_calm()
    before = document.plan
    assert before.pair.kind == "refused"
    start_import(small_desk, path)
    said = small_desk.wait_for_message("Imported the weights of w.json")
    assert "Cost: Cross-entropy → Quadratic." in said
    small_desk.wait_for_calm()
    small_desk.run_epochs(1)
    assert small_desk.frame.epoch == 1
    small_desk.key(Qt.Key.Key_Z, CTRL)
    small_desk.wait_for_calm()
    assert document.plan == before


@pytest.mark.parametrize("scaling", ["standard", "none", "unit"])
def test_the_scaling_of_the_inputs_comes_with_the_weights_and_is_said(
    small_desk: Desk, tmp_path: Path, scaling: str
) -> None:
    document = small_desk.window.document
    before = document.plan.data
    start_import(small_desk, export(tmp_path / "w.npz", small_desk, scaling=scaling))
    said = small_desk.wait_for_message("Imported")
    small_desk.wait_for_calm()
    assert document.plan.data == replace(before, scaling=scaling)
    assert ("Scaling of the inputs" in said) is (scaling != before.scaling)


@pytest.mark.parametrize(("answer", "imports"), [("import_go_on", True), ("import_cancel", False)])
def test_what_the_data_decide_otherwise_is_asked_about(
    small_desk: Desk, tmp_path: Path, answer: str, imports: bool
) -> None:
    document = small_desk.window.document
    before = document.plan
    path = export(tmp_path / "w.npz", small_desk, targets=Targets(0.1, 0.9), class_names=("no", "yes"))
    start_import(small_desk, path)
    box = small_desk.find("dialog_import")
    assert "“no”, “yes”" in box.informativeText()  # type: ignore[attr-defined]
    assert "targets are 0.1 and 0.9" in box.informativeText()  # type: ignore[attr-defined]
    assert document.plan is before
    small_desk.answer(answer)
    small_desk.wait_for_calm()
    assert (document.undo_stack.undo_text == "Import weights") is imports
    assert (document.plan is before) is not imports


def test_weights_of_another_data_set_are_refused_without_a_question(small_desk: Desk, tmp_path: Path) -> None:
    path = tmp_path / "digits.npz"
    export_weights(preset("digits").project().weights(), path)
    start_import(small_desk, path)
    small_desk.wait_for_message("64 inputs")
    assert small_desk.find_all("dialog_import") == []
