"""The hardest samples in the window: one of the test set is looked at in every panel, from Train to Explore."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.demon import perturb
from bpexplorer.core.readings.samples import HardestReading
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import SampleSource, TracedSamples
from bpexplorer.document.acts.looking import ListHardest
from bpexplorer.document.session import Listing
from bpexplorer.document.workspaces import Workspace
from bpexplorer.look.numbers import count
from bpexplorer.look.samples import part_sample
from bpexplorer.look.widgets.pill import Pill, PillChoice, Whose
from bpexplorer.panels.metrics.confusion import ConfusionMatrix
from bpexplorer.panels.samples.tiles import SampleTiles
from bpexplorer.project.presets import preset
from tests.windows import LEFT, NO_MODIFIER, Desk


def reading_of(desk: Desk) -> HardestReading | None:
    measuring = desk.window.panel_drawing.measurings.get("dock_samples")
    return None if measuring is None else measuring.reading


def tiles_of(desk: Desk) -> SampleTiles:
    tiles = desk.find("sample_tiles")
    assert isinstance(tiles, SampleTiles)
    return tiles


def click_tile(desk: Desk, index: int, *, twice: bool = False) -> int:
    """Click on a tile; gives the row of its sample in its part."""
    tiles = tiles_of(desk)
    row = tiles.rows_shown[index]
    hand = QTest.mouseDClick if twice else QTest.mouseClick
    hand(tiles, LEFT, NO_MODIFIER, tiles.tile_rect(index).center().toPoint())
    desk.wait_for_calm()
    return row


def listed(desk: Desk) -> TracedSamples:
    samples = desk.frame.hardest
    assert samples is not None
    return samples


@pytest.fixture
def train(open_desk: Callable[..., Desk]) -> Desk:
    desk = open_desk()
    desk.key(Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    desk.wait(lambda: desk.window.workspaces.current is Workspace.TRAIN)
    desk.run_epochs(1)
    desk.wait(lambda: reading_of(desk) is not None and reading_of(desk).step == desk.frame.step)
    return desk


def test_a_double_click_shows_in_explore_where_delta_of_a_test_sample_comes_from_and_the_demon_tests_it(
    train: Desk,
) -> None:
    row = click_tile(train, 2, twice=True)
    assert train.window.workspaces.current is Workspace.EXPLORE
    train.wait_for_calm()
    state, samples, data = train.window.document.session.state, listed(train), train.frame.data
    assert (state.source, state.one_listed) == (SampleSource.HARDEST, ("test", row))
    # What is shown is what this network makes of this very sample.
    trace = backpropagate(
        train.frame.network, data.x_test[[row]], data.y_test[[row]], cost=train.frame.config.cost
    )
    for shown, expected in zip(samples.trace.deltas, trace.deltas, strict=True):
        np.testing.assert_allclose(shown[state.row], expected[0], rtol=1e-9, atol=1e-15)
    name = part_sample("test", row)
    assert name in train.text("sample_note")
    assert f"true class {data.class_names[data.labels_test[row]]}" in train.text("sample_note")
    origin = train.window.newest_picture().origin
    assert (origin.part, origin.number, origin.count) == ("test", row, len(samples.rows))
    # The output that was predicted is selected, and it is wrong.
    predicted = int(trace.activations[-1][0].argmax())
    assert predicted != data.labels_test[row]
    assert state.selection == (Neuron(3, predicted),)
    np.testing.assert_allclose(origin.one.delta, trace.deltas[-1][0, predicted], rtol=1e-9)
    pill = train.find("origin_pill")
    assert isinstance(pill, PillChoice)
    assert pill.whose == Whose(name)
    assert_demon_tests(train, row)


def assert_demon_tests(train: Desk, row: int) -> None:
    demon, frame = train.window.newest_picture().demon, train.frame
    assert demon is not None
    expected = perturb(
        frame.network,
        frame.data.x_test[[row]],
        frame.data.y_test[[row]],
        cost=frame.config.cost,
        layer=demon.neuron.layer,
        neuron=demon.neuron.index,
        dz=demon.dz,
    )
    assert demon.actual == pytest.approx(expected.mean_actual)
    assert demon.predicted == pytest.approx(expected.mean_predicted)
    pill = train.find("demon_whose")
    assert isinstance(pill, Pill)
    assert pill.whose == Whose(part_sample("test", row))


def test_the_arrows_beside_the_sample_go_through_the_list_and_the_way_back_is_kept(train: Desk) -> None:
    fixed = train.window.document.session.state.sample
    shown = tiles_of(train).rows_shown
    click_tile(train, 0, twice=True)
    QTest.keyClick(train.find("sample"), Qt.Key.Key_Up)
    train.wait_for_calm()
    assert train.window.document.session.state.one_listed == ("test", shown[1])
    train.pick("sample_source", "fixed samples")
    train.wait_for_calm()
    assert train.window.document.session.state.sample == fixed
    assert train.window.newest_picture().samples.source is SampleSource.PROBE
    train.pick("sample_source", "hardest samples")
    train.wait_for_calm()
    assert train.window.document.session.state.one_listed == ("test", shown[1])


def test_training_goes_on_with_the_same_sample_in_sight_and_other_data_take_the_list_away(
    train: Desk,
) -> None:
    row = click_tile(train, 1)
    before = listed(train).trace.sample_costs.copy()
    train.run_epochs(1)
    assert train.window.document.session.state.one_listed == ("test", row)
    assert listed(train).rows[1] == row
    assert not np.array_equal(listed(train).trace.sample_costs, before)
    train.window.document.choose_data(_fewer(train))
    train.wait_for_calm()
    state = train.window.document.session.state
    assert (state.source, state.hardest) == (SampleSource.PROBE, None)
    train.wait(lambda: reading_of(train).data is train.frame.data)


def test_samples_that_were_the_hardest_at_another_step_say_at_which_also_after_going_back(
    train: Desk,
) -> None:
    step = train.frame.step
    row = click_tile(train, 0, twice=True)
    label = f"among the hardest at step {count(step)}"
    assert label not in said_of_sample(train)
    train.window.actions_by_name["action_back"].trigger()
    train.wait(lambda: train.frame.step == 0)
    train.wait_for_calm()
    assert train.window.document.session.state.one_listed == ("test", row)
    assert label in said_of_sample(train)
    train.pick("sample_source", "fixed samples")
    train.wait_for_calm()
    assert label not in said_of_sample(train)


def said_of_sample(desk: Desk) -> str:
    """What stands beside the number of the sample, and what has no room there."""
    note = desk.find("sample_note")
    assert isinstance(note, QLabel)
    return f"{note.text()} {note.toolTip()}".replace("\n", " ")


def test_a_click_on_a_cell_of_the_matrix_lists_its_samples(train: Desk) -> None:
    matrix = train.find("confusion_matrix")
    assert isinstance(matrix, ConfusionMatrix)
    metrics = train.window.panel_drawing.measurings["dock_metrics"]
    train.wait(lambda: metrics.reading is not None and metrics.reading.step == train.frame.step)
    confusion = metrics.reading.metrics.confusion
    wrong = confusion - np.diag(np.diag(confusion))
    cell = tuple(map(int, np.unravel_index(wrong.argmax(), wrong.shape)))
    QTest.mouseClick(matrix, LEFT, NO_MODIFIER, matrix.cell_rect(*cell).center().toPoint())
    train.wait(lambda: reading_of(train).cell == cell)
    assert matrix.mark == cell
    reading = reading_of(train)
    assert reading.found == confusion[cell] == len(reading.rows)
    assert set(reading.given.labels.tolist()) == {cell[0]}
    train.click("samples_cell")
    train.wait(lambda: reading_of(train).cell is None)
    assert matrix.mark is None


def _fewer(desk: Desk):
    return replace(desk.window.document.plan.data, test_share=0.4)


def test_a_cell_of_classes_that_have_just_gone_lists_nothing(desk: Desk) -> None:
    """A view shows the former data until the new ones have come to it, and may be clicked on."""
    desk.window.workspaces.show(Workspace.TRAIN)
    listing = Listing("test", (9, 8))
    desk.window.requests.take_act(ListHardest(listing))
    desk.wait_for_calm()
    assert desk.window.document.session.state.listing == listing
    desk.window.document.choose_data(preset("wave").plan.data)
    assert desk.window.document.session.state.listing.cell is None
    desk.window.requests.take_act(ListHardest(listing))
    assert desk.window.document.session.state.listing.cell is None
    desk.wait_for_calm()
