"""The strip of the phases: however many there are, one goes through all of them, and sees what is near."""

import itertools

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from bpexplorer.core.readings.phases.reading import StepPhases, read_phases
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.acts.walking import NextPhase, WalkTo
from bpexplorer.document.session import SessionState
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.look import fonts, phases
from bpexplorer.look.stylesheet import PADDING
from bpexplorer.panels.phases.panel import PhasesPanel
from bpexplorer.panels.phases.strip import PhaseStrip
from tests.frames import Training
from tests.pictures import draw, picture_of

LAYERS = 64


@pytest.fixture(scope="module")
def reading() -> StepPhases:
    activations = (*["tanh"] * (LAYERS - 1), "sigmoid")
    training = Training((*[2] * LAYERS, 1), activations, data="xor", cost="cross_entropy")
    return read_phases(training.trainer.state())


@pytest.mark.parametrize(
    "width", [260, pytest.param(960, marks=pytest.mark.slow), pytest.param(2400, marks=pytest.mark.slow)]
)
def test_one_walks_through_64_layers_and_what_is_near_has_a_tile_of_its_own(
    reading: StepPhases, width: int, qtbot: QtBot
) -> None:
    strip = PhaseStrip()
    qtbot.addWidget(strip)
    strip.resize(width, strip.sizeHint().height())
    strip.show()
    symbols = [phases.symbol(reading, phase) for phase in reading.phases]
    titles = [phases.title(phase) for phase in reading.phases]
    # The hidden layers forward are one phase; on the way back each has its own.
    assert len(titles) == len({"batch", "hidden", "output", "cost", "BP1"}) + (LAYERS - 1) + 3
    metrics, seen = QFontMetricsF(fonts.text_font(fonts.SECONDARY, bold=True)), set()
    for place in range(reading.last + 1):
        strip.show_walk(PhaseWalk(reading, place), symbols)
        tiles = {each: tile for each in range(len(titles)) if not (tile := strip.tile_rect(each)).isEmpty()}
        shown = list(tiles)
        assert shown == list(range(shown[0], shown[-1] + 1))
        near = {each for each in (place - 1, place, place + 1) if 0 <= each < len(titles)}
        assert place in tiles
        assert near <= tiles.keys() or width < 300
        assert tiles[shown[0]].left() >= 0.0
        assert tiles[shown[-1]].right() <= width + 0.5
        for one, next_one in itertools.pairwise(shown):
            assert tiles[one].right() < tiles[next_one].left()
        for each, tile in tiles.items():
            assert metrics.horizontalAdvance(titles[each]) < tile.width(), titles[each]
        seen |= tiles.keys()
        with qtbot.waitSignal(strip.act_requested) as asked:
            QTest.mouseClick(
                strip,
                Qt.MouseButton.LeftButton,
                Qt.KeyboardModifier.NoModifier,
                tiles[shown[-1]].center().toPoint(),
            )
        assert asked.args == [WalkTo(shown[-1])]
    assert seen == set(range(len(titles)))
    with qtbot.waitSignal(strip.act_requested) as asked:
        QTest.keyClick(strip, Qt.Key.Key_Right)
    assert asked.args == [NextPhase()]


def test_all_phases_of_the_opening_example_have_a_tile_in_a_window_of_1440(qtbot: QtBot) -> None:
    training = Training()
    frame, reading = training.frame(batch=True), read_phases(training.trainer.state())
    panel = PhasesPanel()
    qtbot.addWidget(panel)
    panel.resize(952 - 2 * PADDING, 60)
    panel.show()
    draw(panel, frame, SessionState(source=SampleSource.BATCH, walk=PhaseWalk(reading, 0)))
    assert len(reading.phases) == 11
    assert not any(panel.strip.tile_rect(each).isEmpty() for each in range(11))


def test_no_tile_moves_as_the_cost_comes(qtbot: QtBot) -> None:
    training = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy")
    frame, reading = training.frame(batch=True), read_phases(training.trainer.state())
    panel = PhasesPanel()
    qtbot.addWidget(panel)
    panel.resize(934, 60)
    panel.show()
    seen = []
    for place in range(reading.last + 1):
        draw(panel, frame, SessionState(source=SampleSource.BATCH, walk=PhaseWalk(reading, place)))
        seen.append([panel.strip.tile_rect(each) for each in range(reading.last + 1)])
    assert not any(tile.isEmpty() for tile in seen[0])
    assert all(tiles == seen[0] for tiles in seen)


def test_a_picture_from_before_a_walk_was_left_is_not_named_for_good(qtbot: QtBot) -> None:
    training = Training((2, 3, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy")
    frame, reading = training.frame(batch=True), read_phases(training.trainer.state())
    panel = PhasesPanel()
    qtbot.addWidget(panel)
    walking = SessionState(source=SampleSource.BATCH, walk=PhaseWalk(reading, 0))
    panel.show_session(SessionState())
    panel.show_picture(picture_of(frame, walking), None)
    assert panel.note
    panel.show_picture(picture_of(frame), None)
    assert panel.note == ""
    assert panel.strip.walk is None
