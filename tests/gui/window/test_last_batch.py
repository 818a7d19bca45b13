"""Looking at the last batch, by mouse and keys: its samples, what dropout left out, and the way back to the probe."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.frame import RunState
from bpexplorer.core.training.traced_samples import BatchFate, SampleSource, TracedSamples
from bpexplorer.document.acts.looking import ChooseSample
from bpexplorer.look.numbers import count, percent
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.panels.delta.panel import DeltaPanel
from bpexplorer.project.files import load
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from tests.windows import Desk

PROBE, BATCH = SampleSource.PROBE, SampleSource.BATCH


def look_at(desk: Desk, choice: str, box: str = "") -> None:
    """Choose the samples in a box, else in the menu of δ by layer, and wait until they are drawn."""
    source = BATCH if choice == "last batch" else PROBE
    if box:
        desk.pick(box, choice)
    else:
        desk.choose_in_panel("dock_delta", "delta_source", f"delta_source_{source.value}")
    desk.wait(lambda: desk.window.document.session.state.source is source)
    desk.wait(lambda: desk.frame.samples(source) is not None and is_drawn(desk))


def is_drawn(desk: Desk) -> bool:
    """Whether every view has drawn the newest frame."""
    return desk.window.draw_loop.is_idle and desk.window.canvas.view.frame is desk.frame


def step(desk: Desk) -> None:
    goal = desk.frame.step + 1
    desk.click("button_action_step")
    desk.wait(lambda: desk.frame.step == goal and desk.frame.state is RunState.PAUSED and is_drawn(desk))


def batch_of(desk: Desk) -> TracedSamples:
    samples = desk.frame.last_batch
    assert samples is not None
    return samples


def heatmap(desk: Desk, layer: int) -> np.ndarray:
    return desk.window.panels["dock_delta"].page(DeltaPanel).rows[layer - 1].heatmap.values


def click_cell(desk: Desk, layer: int, neuron: int, sample: int) -> None:
    where = desk.window.panels["dock_delta"].page(DeltaPanel).rows[layer - 1].heatmap
    QTest.mouseClick(
        where,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
        where.cell_rect(neuron, sample).center().toPoint(),
    )
    desk.wait_for_calm()


@pytest.fixture
def dropping(open_desk: Callable[..., Desk]) -> Desk:
    """The digits, whose layer 1 leaves out half of its neurons in each step."""
    desk = open_desk(preset("digits").project())
    desk.window.document.request(SetDropout(1, 0.5))
    desk.wait_for_calm()
    return desk


def test_frames_bring_the_batch_only_while_it_is_looked_at(dropping: Desk) -> None:
    step(dropping)
    assert dropping.frame.last_batch is None
    look_at(dropping, "last batch")
    assert batch_of(dropping).trace.deltas[0].shape == (20, 14)
    look_at(dropping, "fixed samples")
    step(dropping)
    assert dropping.frame.last_batch is None


def test_before_the_first_step_the_next_batch_is_shown_and_the_step_then_takes_it(dropping: Desk) -> None:
    look_at(dropping, "last batch", "sample_source")
    assert batch_of(dropping).batch.fate is BatchFate.NEXT  # type: ignore[union-attr]
    assert "the next step, 1: no update yet" in dropping.text("sample_note")
    before = heatmap(dropping, 1).copy()
    step(dropping)
    assert "step 1, before its update" in dropping.text("sample_note")
    np.testing.assert_array_equal(heatmap(dropping, 1), before)


def test_the_heatmaps_show_delta_through_the_mask_and_which_cells_were_dropped(dropping: Desk) -> None:
    step(dropping)
    look_at(dropping, "last batch")
    samples, row = batch_of(dropping), dropping.window.panels["dock_delta"].page(DeltaPanel).rows[0]
    dropped = samples.dropped(1)
    assert dropped is not None
    np.testing.assert_array_equal(heatmap(dropping, 1), samples.trace.deltas[0])
    np.testing.assert_array_equal(row.heatmap.dropped, dropped)
    assert row.change_text == f"drop {percent(dropped.mean(), decimals=0).strip()}"
    assert dropping.window.panels["dock_delta"].note.startswith(
        "batch of step 1, before its update · 20 samples"
    )
    assert dropping.window.panels["dock_delta"].page(DeltaPanel).rows[1].heatmap.dropped is None
    sample, neuron = np.argwhere(dropped)[0].tolist()
    click_cell(dropping, 1, neuron, sample)
    name = f"layer 1, neuron {neuron}, sample {sample} (no. {samples.rows[sample]})"
    assert dropping.window.panels["dock_delta"].page(DeltaPanel).readout == f"{name}: dropped, δ = 0"


def test_a_click_selects_a_sample_of_the_batch_everywhere_and_the_probe_keeps_its_own(dropping: Desk) -> None:
    step(dropping)
    probe_sample = dropping.window.document.session.state.sample
    look_at(dropping, "last batch")
    samples = batch_of(dropping)
    dropped = samples.dropped(1)
    assert dropped is not None
    sample, neuron = np.argwhere(~dropped)[40].tolist()
    click_cell(dropping, 1, neuron, sample)
    dropping.wait_for_calm()
    state = dropping.window.document.session.state
    assert (state.row, state.batch_sample, state.sample) == (sample, sample, probe_sample)
    box = dropping.find("sample")
    assert isinstance(box, NumberField)
    assert (box.value(), box.maximum()) == (sample, 19)
    delta, z = samples.trace.deltas[0][sample, neuron], samples.trace.zs[0][sample, neuron]
    dropping.unfold("selected")
    assert dropping.number("selected_delta") == pytest.approx(delta, abs=6e-5)
    assert dropping.number("selected_z") == pytest.approx(z, abs=6e-5)
    assert dropping.number("selected_gate") == pytest.approx(2 * (1 - np.tanh(z) ** 2), abs=6e-5)
    look_at(dropping, "fixed samples")
    assert dropping.window.document.session.state.row == probe_sample
    assert box.value() == probe_sample
    look_at(dropping, "last batch")
    assert box.value() == sample


def test_the_sample_box_goes_through_the_batch(dropping: Desk) -> None:
    step(dropping)
    look_at(dropping, "last batch")
    QTest.keyClick(dropping.find("sample"), Qt.Key.Key_Up)
    dropping.wait_for_calm()
    state = dropping.window.document.session.state
    assert state.batch_sample == 1
    assert f"no. {batch_of(dropping).rows[1]}" in dropping.text("sample_note")


def test_the_sum_that_makes_delta_is_of_the_batch_with_the_factor_of_dropout(dropping: Desk) -> None:
    step(dropping)
    look_at(dropping, "last batch")
    samples = batch_of(dropping)
    dropped = samples.dropped(1)
    assert dropped is not None
    for is_out in (False, True):
        sample, neuron = np.argwhere(dropped == is_out)[7].tolist()
        click_cell(dropping, 1, neuron, sample)
        dropping.wait(
            lambda row=sample: f"batch sample {row}" in dropping.find("origin_pill").accessibleName()
        )
        note = dropping.window.docks["dock_origin"].title_line.note.text()
        assert note == f"layer 1, neuron {neuron} · step 1, before its update"
        slope = 1 - samples.trace.activations[0][sample, neuron] ** 2
        assert dropping.number("origin_delta") == pytest.approx(
            samples.trace.deltas[0][sample, neuron], abs=6e-5
        )
        assert dropping.number("origin_factor") == (0.0 if is_out else 2.0)
        assert dropping.number("origin_slope") == pytest.approx(slope, abs=6e-5)
        assert bool(dropping.find_all("origin_sentence")) == is_out
        assert not is_out or "Dropout leaves this neuron out" in dropping.text("origin_sentence")
        assert not dropping.find("origin_test").isEnabled()


def test_the_demon_stays_with_the_fixed_samples_and_says_so(dropping: Desk) -> None:
    dropping.click_neuron(1, 3)
    dropping.choose("Demon", "Demon here")
    dropping.wait_for_calm()
    sample = dropping.window.document.session.state.sample
    dropping.wait(lambda: dropping.text("demon_predicted").strip() != "–")
    predicted = dropping.number("demon_predicted")
    look_at(dropping, "last batch")
    QTest.keyClick(dropping.find("sample"), Qt.Key.Key_Up)
    dropping.wait_for_calm()
    assert f"fixed sample {sample}" in dropping.text("demon_place")
    assert dropping.number("demon_predicted") == predicted
    label = dropping.window.canvas.view.scene().demon_label  # type: ignore[attr-defined]
    assert label.lines[1].startswith("on the fixed samples: ")


def test_an_edit_and_its_undo_leave_the_next_batch_to_be_looked_at(dropping: Desk) -> None:
    step(dropping)
    look_at(dropping, "last batch")
    dropping.add_a_neuron(1)
    dropping.wait(lambda: dropping.frame.spec.sizes[1] == 15 and is_drawn(dropping))
    assert heatmap(dropping, 1).shape == (20, 15)
    assert "the next step, 2: no update yet" in dropping.text("sample_note")
    dropping.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    dropping.wait(lambda: dropping.frame.spec.sizes[1] == 14 and is_drawn(dropping))
    assert heatmap(dropping, 1).shape == (20, 14)
    assert "the next step, 2: no update yet" in dropping.text("sample_note")
    step(dropping)
    assert "step 2, before its update" in dropping.text("sample_note")


def test_of_a_batch_of_all_samples_the_first_64_are_shown_and_the_means_are_over_all(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(preset("digits").project())
    desk.window.document.configure(batch_size=10_000)
    desk.wait_for_calm()
    step(desk)
    look_at(desk, "last batch")
    samples = batch_of(desk)
    everything = len(desk.frame.data.x_train)
    assert heatmap(desk, 1).shape == (64, 14)
    assert samples.count == everything
    assert f"first 64 of {count(everything)} samples" in desk.window.panels["dock_delta"].note
    assert desk.text("sample_note").startswith(f"of {everything}")


def test_a_batch_of_one_sample_is_a_heatmap_of_one_column(small_desk: Desk) -> None:
    small_desk.window.document.configure(batch_size=1)
    small_desk.wait_for_calm()
    step(small_desk)
    look_at(small_desk, "last batch")
    assert heatmap(small_desk, 1).shape == (1, 4)
    box = small_desk.find("sample")
    assert isinstance(box, NumberField)
    assert (box.value(), box.maximum()) == (0, 0)


def test_while_training_goes_on_the_newest_batch_is_shown(dropping: Desk) -> None:
    look_at(dropping, "last batch")
    dropping.click("button_action_play")
    dropping.wait(lambda: dropping.frame.step > 10)
    dropping.pause()
    dropping.wait(lambda: is_drawn(dropping))
    assert f"step {dropping.frame.step}, before its update" in dropping.text("sample_note")
    np.testing.assert_array_equal(heatmap(dropping, 1), batch_of(dropping).trace.deltas[0])


def test_refit_lets_the_scale_reach_as_far_as_the_delta_of_the_batch(dropping: Desk) -> None:
    step(dropping)
    look_at(dropping, "last batch")
    dropping.choose_in_panel("dock_delta", "delta_refit")
    largest = max(np.abs(delta).max() for delta in batch_of(dropping).trace.deltas)
    bound = dropping.window.document.session.state.delta_bound
    assert largest <= bound < 2.6 * largest


def test_an_example_of_the_metrics_is_one_of_the_probe(dropping: Desk) -> None:
    look_at(dropping, "last batch")
    dropping.window.panels["dock_metrics"].act_requested.emit(ChooseSample(5, SampleSource.PROBE))
    state = dropping.window.document.session.state
    assert (state.source, state.sample) == (PROBE, 5)


def test_a_project_is_opened_as_it_was_looked_at(dropping: Desk, tmp_path: Path) -> None:
    step(dropping)
    look_at(dropping, "last batch")
    path = tmp_path / "dropping.bpx"
    dropping.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    dropping.choose_file(path)
    dropping.wait(lambda: dropping.window.document.path == path)
    look_at(dropping, "fixed samples")
    dropping.window.open_project(load(path), path)
    dropping.wait(lambda: dropping.frame.last_batch is not None and is_drawn(dropping))
    # What the last step was made from isn't in the file: the next batch is shown.
    assert "the next step, 2: no update yet" in dropping.text("sample_note")
    assert heatmap(dropping, 1).shape == (20, 14)


def test_the_batch_at_which_training_diverged_is_shown_and_after_going_back_the_next(
    open_desk: Callable[..., Desk],
) -> None:
    xor = preset("xor").plan
    config = xor.config.with_changes(cost="quadratic", learning_rate=1e3)
    plan = Plan(NetworkSpec.create((2, 8, 8, 1), ("relu", "relu", "identity")), config, xor.data)
    desk = open_desk(Project.at_start(plan))
    desk.click_neuron(1, 0)
    look_at(desk, "last batch")
    desk.play_at_full_speed()
    desk.wait(lambda: desk.frame.state is RunState.DIVERGED and is_drawn(desk))
    divergence = desk.frame.divergence
    assert divergence is not None
    assert f"step {divergence.step}, which failed: no update" in desk.text("sample_note")
    np.testing.assert_array_equal(heatmap(desk, 1), batch_of(desk).trace.deltas[0])
    desk.click("divergence_go_back")
    desk.wait(lambda: desk.frame.state is RunState.PAUSED and is_drawn(desk))
    assert f"the next step, {desk.frame.step + 1}: no update yet" in desk.text("sample_note")


def test_another_project_is_looked_at_by_its_probe_first(dropping: Desk) -> None:
    look_at(dropping, "last batch")
    dropping.window.open_project(preset("xor").project(), None)
    dropping.wait(lambda: dropping.frame.spec.sizes[0] == 2 and is_drawn(dropping))
    box = dropping.find("sample_source")
    assert isinstance(box, QComboBox)
    assert box.currentText() == "fixed samples"
    chosen = dropping.window.findChild(QAction, "delta_source_probe")
    assert chosen is not None
    assert chosen.isChecked()
    assert dropping.frame.last_batch is None
