"""The workspace Step through in the window: the walk, what takes it away, and that nothing changes before the step."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.picture.items.wave import WaveItem
from bpexplorer.canvas.picture.legend import BEFORE_AFTER
from bpexplorer.canvas.picture.outputs import output_rows
from bpexplorer.canvas.picture.words import hit_text, number
from bpexplorer.core.edits.structure import RemoveNeurons
from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.document.bounds import nice_bound
from bpexplorer.document.picture import picture_questions
from bpexplorer.document.session import SessionState
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.document.workspaces import OPENING, Workspace
from bpexplorer.live import worker
from bpexplorer.look import numbers, phases
from bpexplorer.look.numbers import significant
from bpexplorer.panels.delta.panel import DeltaPanel
from bpexplorer.panels.forward.panel import ForwardPanel
from bpexplorer.panels.phases.strip import PhaseStrip
from bpexplorer.panels.shared.cells.cell_grid import CellGrid
from bpexplorer.project.files import load
from bpexplorer.project.presets import preset
from bpexplorer.window import picturing
from bpexplorer.window.drawing import is_seen
from tests.windows import LEFT, NO_MODIFIER, Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def walk_of(desk: Desk) -> PhaseWalk:
    walk = desk.window.document.session.state.walk
    assert walk is not None
    return walk


def enter(desk: Desk) -> None:
    desk.key(Qt.Key.Key_3, CTRL)
    wait_for(desk, 0)


def wait_for(desk: Desk, place: int) -> None:
    """Until a walk is at this phase, and every view has drawn it."""

    def is_there() -> bool:
        walk = desk.window.document.session.state.walk
        return walk is not None and walk.place == place and not (walk.is_taking or walk.is_over)

    desk.wait(is_there)
    desk.wait_for_calm()


def walk_to(desk: Desk, kind: PhaseKind, layer: int | None = None) -> None:
    """By a click on its tile, or where there isn't room for all tiles, by the last ones on the way there."""
    phase = next(
        phase
        for phase in walk_of(desk).phases
        if phase.kind is kind and (layer is None or layer in phase.layers)
    )
    strip = desk.find("phase_strip")
    assert isinstance(strip, PhaseStrip)
    desk.wait(lambda: not strip.tile_rect(walk_of(desk).place).isEmpty())
    while (here := walk_of(desk).place) != phase.number:
        way = range(phase.number, here, -1 if phase.number > here else 1)
        to = next(each for each in way if not strip.tile_rect(each).isEmpty())
        QTest.mouseClick(strip, LEFT, NO_MODIFIER, strip.tile_rect(to).center().toPoint())
        wait_for(desk, to)


def heatmaps_filled(desk: Desk) -> list[bool]:
    panel = desk.window.panels["dock_delta"].page(DeltaPanel)
    return [not row.heatmap.is_waiting for row in panel.rows]


def test_one_walks_by_keys_to_the_update_and_back_and_all_is_as_it_was(desk: Desk) -> None:
    before, parameters = desk.window.document.session.state, desk.parameters()
    number = int(desk.frame.data.probe[before.sample])
    enter(desk)
    batch = desk.frame.last_batch
    assert batch is not None
    assert number not in batch.rows.tolist()
    # Of which step all this is, the phases say; the canvas, whose numbers it shows.
    note = desk.find("sample_note")
    assert isinstance(note, QLabel)
    assert note.text().startswith(f"of {len(batch.rows)} in the batch · true class ")
    assert note.text().count(" · ") == 1
    assert f"no. {batch.rows[0]}" in note.toolTip()
    desk.wait_for_message(f"Sample {before.sample} isn't among")
    state = desk.window.document.session.state
    assert (state.source, state.batch_sample) == (SampleSource.BATCH, 0)
    assert heatmaps_filled(desk) == [False, False, False]
    strip = desk.find("phase_strip")
    kinds = []
    onward = desk.find("button_action_phase_next")
    at_first = onward.mapTo(desk.window, onward.rect().topLeft()), onward.size()
    for key in (*(Qt.Key.Key_Right, Qt.Key.Key_Space) * 4, Qt.Key.Key_Right):
        desk.key(key, widget=strip)
        desk.wait_for_calm()
        if onward.isVisible():  # before the last phase another button takes its place
            assert (onward.mapTo(desk.window, onward.rect().topLeft()), onward.size()) == at_first
        kinds.append(walk_of(desk).phase.kind)
        primary, layer = desk.window.document.session.state.primary, walk_of(desk).phase.layer
        if kinds[-1] in (PhaseKind.FORWARD, PhaseKind.OUTPUT_ERROR, PhaseKind.HIDDEN_ERROR):
            assert primary is not None
            assert primary.layer == layer
    assert kinds == [phase.kind for phase in walk_of(desk).phases[1:-1]]
    assert heatmaps_filled(desk) == [True, True, True]
    assert desk.message == ""
    # The comma key, anywhere in the window.
    desk.key(Qt.Key.Key_Comma, SHIFT)
    wait_for(desk, 8)
    desk.key(Qt.Key.Key_Comma)
    wait_for(desk, 9)
    desk.key(Qt.Key.Key_Escape)
    wait_for(desk, 0)
    desk.key(Qt.Key.Key_2, CTRL)
    desk.wait_for_calm()
    assert desk.window.document.session.state == before
    assert np.array_equal(desk.parameters(), parameters)
    assert not desk.window.document.modified


def test_what_isn_t_reached_is_empty_and_what_is_has_the_batch_s_numbers(desk: Desk) -> None:
    enter(desk)
    walk_to(desk, PhaseKind.HIDDEN_ERROR, 2)
    assert heatmaps_filled(desk) == [False, True, True]
    sizes = [walk_of(desk).reading.rms_delta(layer) for layer in (1, 2, 3)]
    shown = [desk.window.panels["dock_delta"].page(DeltaPanel).rows[layer].size_text for layer in (1, 2)]
    assert [text.split()[0] for text in shown] == [
        numbers.unsigned(size, decimals=3).strip() for size in sizes[1:]
    ]
    delta = desk.number("origin_delta")
    primary = desk.window.document.session.state.primary
    assert primary is not None
    assert primary.layer == 2
    trace = desk.frame.last_batch.trace  # type: ignore[union-attr]
    assert delta == pytest.approx(float(trace.deltas[1][0, primary.index]), abs=5e-5)
    # A neuron that the walk hasn't come to has no δ yet, in words.
    desk.click_neuron(1, 3)
    desk.wait_for_calm()
    assert "not reached" in desk.text("origin_message").lower()
    assert "not reached" in desk.window.canvas.view.spoken()
    desk.click_neuron(3, 1)
    desk.wait_for_calm()
    assert desk.number("origin_delta") == pytest.approx(float(trace.deltas[2][0, 1]), abs=5e-5)


def test_a_delta_is_tested_in_the_middle_of_the_way_back_on_the_batch_s_own_sample(desk: Desk) -> None:
    before = desk.window.document.session.state.demon
    enter(desk)
    walk_to(desk, PhaseKind.HIDDEN_ERROR, 2)
    desk.click("origin_test")
    desk.wait_for_calm()
    assert desk.window.docks["dock_demon"].isHidden()
    demon = desk.window.document.session.state.demon
    assert demon is not None
    reading, at = walk_of(desk).reading, (demon.neuron.layer - 1, demon.neuron.index)
    trace, network = reading.samples.trace, reading.samples.network
    delta = trace.deltas[at[0]][0, at[1]]
    assert demon.dz * delta < 0.0
    # The rest of the network once more, by hand.
    z = trace.zs[1][0].copy()
    z[at[1]] += demon.dz
    outputs = network.weights[2] @ np.tanh(z) + network.biases[2]
    cost = np.log(np.exp(outputs).sum()) - outputs[int(np.argmax(reading.batch.y[0]))]
    assert desk.number("test_predicted") == pytest.approx(delta * demon.dz, abs=5e-5)
    assert desk.number("test_actual") == pytest.approx(cost - trace.sample_costs[0], abs=5e-5)
    slider = desk.find("test_slider")
    desk.key(Qt.Key.Key_Up, widget=slider)
    desk.wait_for_calm()
    other = desk.window.document.session.state.demon
    assert other is not None
    assert other.dz != demon.dz
    # It was of this phase, and the one from before the walk comes back.
    desk.key(Qt.Key.Key_Comma)
    desk.wait_for_calm()
    assert desk.find_all("test_predicted") == []
    desk.key(Qt.Key.Key_2, CTRL)
    desk.wait_for_calm()
    assert desk.window.document.session.state.demon == before


def test_the_way_forward_and_the_cost_are_worked_out_in_numbers(desk: Desk) -> None:
    enter(desk)
    walk_to(desk, PhaseKind.FORWARD, 2)
    reading, primary = walk_of(desk).reading, desk.window.document.session.state.primary
    assert primary is not None
    trace, network = reading.samples.trace, reading.samples.network
    z = float(network.weights[1][primary.index] @ trace.activations[0][0] + network.biases[1][primary.index])
    assert desk.number("forward_z") == pytest.approx(z, abs=5e-5)
    assert desk.number("forward_a") == pytest.approx(np.tanh(z), abs=5e-5)
    assert not is_seen(desk.window.panels["dock_origin"])
    walk_to(desk, PhaseKind.COST)
    costs = -np.log((trace.activations[-1] * reading.batch.y).sum(axis=1))
    assert desk.number("cost_of_mean") == pytest.approx(costs.mean(), abs=5e-5)
    assert desk.number("cost_of_mean") == pytest.approx(2.3193, abs=5e-5)
    bars = desk.find("forward_costs")
    assert isinstance(bars, CellGrid)
    QTest.mouseClick(bars, LEFT, NO_MODIFIER, bars.cell_rect(0, 7).center().toPoint())
    desk.wait_for_calm()
    assert desk.window.document.session.state.batch_sample == 7
    assert desk.number("cost_of_one") == pytest.approx(costs[7], rel=5e-3)


def test_taking_the_step_is_the_step_that_training_makes(small_desk: Desk) -> None:
    desk = small_desk
    trainer = Trainer(desk.state())
    trainer.advance(1)
    enter(desk)
    walk_to(desk, PhaseKind.UPDATE)
    assert not desk.find_all("button_action_phase_next")
    predicted = walk_of(desk).reading.update
    assert predicted is not None
    desk.click("button_action_phase_take")
    wait_for(desk, len(walk_of(desk).phases) - 1)
    assert desk.frame.step == 1
    assert np.array_equal(desk.state().planes.flat, trainer.state().planes.flat)
    assert desk.number("update_actual") == pytest.approx(predicted.actual, abs=5e-5)
    # Beside the outputs stands what the step has made of them.
    state = desk.window.document.session.state
    after = walk_of(desk).reading.activations_after(state.row)
    assert after is not None
    outputs = after[-1]
    rows = output_rows(desk.frame, desk.frame.data, desk.frame.spec, state)
    largest = rows[int(np.argmax(desk.frame.samples(state.source).trace.activations[-1][state.row]))]
    assert largest.is_taken
    assert largest.number_after == numbers.percent(outputs[rows.index(largest)], decimals=0).strip()
    assert BEFORE_AFTER in desk.window.canvas.foot.lines.toolTip().replace("\n", " ")
    # So do the hidden neurons: the network of now, the same sample.
    network, x = desk.frame.network, walk_of(desk).reading.batch.x[state.row]
    a = np.tanh(network.weights[0] @ x + network.biases[0])
    desk.click_neuron(1, 2)
    desk.wait_for_calm()
    spoken = desk.window.canvas.view.spoken()
    assert f"a, this sample, after the step = {number(float(a[2]))}" in spoken
    # No phase leads back; on goes the batch that comes then.
    back = desk.find("button_action_phase_back")
    assert isinstance(back, QAbstractButton)
    assert not back.isEnabled()
    desk.click("button_action_phase_next")
    wait_for(desk, 0)
    assert walk_of(desk).step == 2
    desk.window.workspaces.show(Workspace.EXPLORE)
    desk.wait_for_calm()
    assert desk.window.document.session.state.source is SampleSource.PROBE


def test_in_the_update_edges_show_what_it_adds_to_each_weight(small_desk: Desk) -> None:
    desk = small_desk
    trainer = Trainer(desk.state())
    before = [weights.copy() for weights in trainer.state().network().weights]
    trainer.advance(1)
    change = [new - old for new, old in zip(trainer.state().network().weights, before, strict=True)]
    enter(desk)
    walk_to(desk, PhaseKind.GRADIENT)
    assert any(entry.startswith("edges ∂C/∂w") for entry in legend_of(desk))
    walk_to(desk, PhaseKind.UPDATE)
    (entry,) = [each for each in legend_of(desk) if each.startswith("edges")]
    assert entry.startswith("edges Δw by the step: ")
    largest = max(float(np.abs(each).max()) for each in change)
    assert significant(nice_bound(largest), plus=True) in entry
    state = desk.window.document.session.state
    text = hit_text(Connection(2, 0, 3), desk.frame.spec, desk.frame, state, None)
    assert text.endswith(f"Δw by the step = {number(float(change[1][0, 3]))}")


def legend_of(desk: Desk) -> list[str]:
    """What the legend of the canvas says."""
    return " · ".join(desk.window.canvas.foot.lines.lines()).split(" · ")


def test_an_edit_undo_play_and_another_project_drop_the_phases_and_say_so(small_desk: Desk) -> None:
    desk = small_desk
    enter(desk)
    walk_to(desk, PhaseKind.COST)
    first = walk_of(desk).reading
    desk.window.document.move_layer(1, 30.0, 20.0)  # only where it stands on the canvas
    assert not walk_of(desk).is_over
    desk.add_a_neuron(1)
    wait_for(desk, 0)
    assert "dropped" in desk.message
    assert walk_of(desk).reading.shown.spec.sizes[1] == first.shown.spec.sizes[1] + 1
    walk_to(desk, PhaseKind.COST)
    desk.key(Qt.Key.Key_Z, CTRL)
    wait_for(desk, 0)
    assert walk_of(desk).reading.shown.spec == first.shown.spec
    assert "dropped" in desk.message
    walk_to(desk, PhaseKind.COST)
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.state is RunState.PLAYING)
    desk.wait(lambda: desk.window.document.session.state.walk is None)
    assert "dropped" in desk.message
    strip = desk.find("phase_strip")
    assert isinstance(strip, PhaseStrip)
    desk.wait(lambda: strip.spoken() == phases.PAUSE_FIRST)
    desk.wait(lambda: desk.text("forward_message") == phases.PAUSE_FIRST)
    desk.pause()
    wait_for(desk, 0)
    assert walk_of(desk).step == desk.frame.step + 1
    walk_to(desk, PhaseKind.COST)
    project = preset("circle").project()
    desk.window.open_project(replace(project, view=replace(project.view, workspace="step")), None)
    wait_for(desk, 0)
    assert walk_of(desk).reading.data is desk.frame.data
    assert desk.message == "", "who opens another project knows it"


def test_what_was_selected_before_a_walk_and_is_removed_keeps_nothing_from_being_saved(
    qtbot: QtBot, tmp_path: Path
) -> None:
    desk = Desk(qtbot, preset("xor").project())
    document, path = desk.window.document, tmp_path / "walk.bpx"
    document.session.select(Neuron(1, 3))
    enter(desk)
    document.request(RemoveNeurons(1, (3,)))
    wait_for(desk, 0)
    desk.window.files.save_to(path)
    desk.wait(lambda: not desk.window.files.busy)
    assert path.exists(), desk.message
    assert all(document.plan.spec.has(Neuron(*place)) for place in load(path).view.selection)


def test_a_project_opens_in_the_workspace_it_was_saved_in_and_knows_nothing_of_a_walk(
    small_desk: Desk, tmp_path: Path
) -> None:
    desk = small_desk
    before = desk.window.document.session.state
    desk.window.workspaces.show(Workspace.TRAIN)
    for name, kind in (("train", None), ("step", PhaseKind.OUTPUT_ERROR)):
        if kind is not None:
            enter(desk)
            walk_to(desk, kind)
        desk.window.files.save_to(tmp_path / f"{name}.bpx")
        desk.wait_for_message(f"Saved {name}.bpx")
    desk.window.files.begin("circle")
    desk.wait(lambda: desk.window.document.path is None)
    desk.wait_for_calm()
    assert desk.window.workspaces.current is OPENING
    assert "dropped" not in desk.message, "who begins something else knows it"
    for name in ("train", "step"):
        desk.window.files.open_path(tmp_path / f"{name}.bpx")
        desk.wait(lambda name=name: desk.window.document.path == tmp_path / f"{name}.bpx")  # type: ignore[misc]
        assert desk.window.workspaces.current is Workspace(name)
    wait_for(desk, 0)
    desk.window.workspaces.show(Workspace.EXPLORE)
    desk.wait_for_calm()
    state = desk.window.document.session.state
    assert replace(state, mapped=before.mapped) == before


def test_hidden_the_workspace_asks_for_nothing_reads_nothing_and_draws_nothing(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk = small_desk
    enter(desk)  # all of it has been there once
    desk.window.workspaces.show(Workspace.EXPLORE)
    desk.wait_for_calm()
    done: list[str] = []
    fields: set[str] = set()
    brought: list[tuple[object, ...]] = []

    def noted(owner: object, name: str) -> None:
        function = getattr(owner, name)

        def note(*arguments: Any, **options: Any) -> Any:
            done.append(name)
            return function(*arguments, **options)

        monkeypatch.setattr(owner, name, note)

    def asked(frame: Frame, session: SessionState) -> dict[str, Any]:
        questions = picture_questions(frame, session)
        fields.update(questions)
        brought.append((frame.ahead, frame.last_batch, frame.shown_step))
        return questions

    noted(worker, "read_phases_in_slices")
    noted(worker.Trainer, "known_step")
    noted(worker.Trainer, "shown_step")
    noted(PhaseStrip, "show_walk")
    noted(ForwardPanel, "_show")
    noted(WaveItem, "run")
    monkeypatch.setattr(picturing, "picture_questions", asked)
    for _ in range(2):
        desk.click("button_action_step")
        desk.wait_for_calm()
    desk.play_until_epoch(2)
    desk.add_a_neuron()
    desk.wait_for_calm()
    assert done == []
    assert set(brought) == {(None, None, None)}
    assert {"origin"} <= fields <= {"origin", "maps", "demon"}
    # What was to be noted is what entering does.
    enter(desk)
    assert {"read_phases_in_slices", "show_walk", "_show"} <= set(done)


def test_entering_pauses_training(small_desk: Desk) -> None:
    desk = small_desk
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.state is RunState.PLAYING)
    enter(desk)
    assert desk.frame.state is RunState.PAUSED
    assert walk_of(desk).step == desk.frame.step + 1


def test_a_step_that_diverges_ends_in_its_phase_with_the_sentence(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("wave").project())
    desk.window.document.configure(optimizer="sgd", learning_rate=1000.0)
    desk.wait_for_calm()
    desk.play_at_full_speed()
    desk.wait(lambda: desk.frame.state is RunState.DIVERGED)
    desk.wait_for_calm()
    enter(desk)
    walk = walk_of(desk)
    assert walk.fails
    assert walk.reading.divergence == desk.frame.divergence
    while walk_of(desk).place < walk.end:
        desk.key(Qt.Key.Key_Comma)
        desk.wait_for_calm()
    assert str(walk.reading.divergence) in desk.text("phase_caption")
    next_phase = desk.window.actions_by_name["action_phase_next"]
    assert not next_phase.isEnabled()
    assert desk.find_all("button_action_phase_take") == []


def test_a_neuron_that_is_selected_by_hand_stays_selected(small_desk: Desk) -> None:
    desk = small_desk
    enter(desk)
    walk_to(desk, PhaseKind.OUTPUT_ERROR)
    desk.click_neuron(1, 2)
    desk.wait_for_calm()
    desk.key(Qt.Key.Key_4, CTRL)
    desk.wait_for_calm()
    assert desk.window.document.session.state.selection == (Neuron(1, 2),)
