"""The update panel on screen: two pages, of the step and of one weight or bias, with the numbers of the reading."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QScrollArea, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.edits.masks import FreezeConnections
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.readings.diagnostics.stuck import Stuck
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import BATCH_SHOWN, SampleSource
from bpexplorer.document.acts.looking import ChooseSample
from bpexplorer.document.session import SessionState
from bpexplorer.look import numbers
from bpexplorer.look.theme import LIGHT
from bpexplorer.look.widgets import EmptyState
from bpexplorer.look.widgets.formula import typeset
from bpexplorer.look.widgets.labels import Caption
from bpexplorer.look.widgets.pill import Pill, batch_of
from bpexplorer.panels.update import words
from bpexplorer.panels.update.panel import UpdatePanel
from bpexplorer.panels.update.parameter_page import FrozenMark
from bpexplorer.panels.update.shares import ShareBars
from bpexplorer.panels.update.sparkline import Sparkline
from tests.frames import Training
from tests.pictures import draw
from tests.shown import number
from tests.walk import cut, widest_numbers

LEFT = Qt.MouseButton.LeftButton
WEIGHT = Connection(2, 0, 9)
#: What the dock of 332 × 200 leaves for its panel, and that of 464 × 162.
SMALL, WIDE = (308, 145), (440, 107)


@pytest.fixture(scope="module")
def opening() -> Frame:
    return Training().frame(step=True, batch=True)


@pytest.fixture
def panel(qtbot: QtBot) -> UpdatePanel:
    panel = UpdatePanel()
    qtbot.addWidget(panel)
    panel.resize(*SMALL)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def selecting(place: Connection | Neuron | None, **session: object) -> SessionState:
    if isinstance(place, Connection):
        return SessionState(connection=place, selection=(place.ends[1],), **session)  # type: ignore[arg-type]
    return SessionState(selection=() if place is None else (place,), **session)  # type: ignore[arg-type]


def press(panel: UpdatePanel, page: int) -> None:
    button = panel.findChild(QToolButton, f"update_switch_{page}")
    assert button is not None
    QTest.mouseClick(button, LEFT)


def text(panel: QWidget, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None, name
    assert label.isVisible(), name
    return label.text()


def bars_of(panel: UpdatePanel) -> ShareBars:
    bars = panel.findChild(ShareBars)
    assert bars is not None
    return bars


def lines_of(panel: UpdatePanel) -> list[str]:
    found = [panel.findChild(QLabel, f"update_line_{place}") for place in range(14)]
    return [label.text() for label in found if label is not None and label.isVisible()]


def test_before_the_first_step_is_known_the_panel_says_how_to_get_one(panel: UpdatePanel) -> None:
    empty = panel.findChild(EmptyState)
    assert empty is not None
    assert empty.isVisible()
    assert "Step" in empty.message.text()
    draw(panel, Training().frame(), SessionState())
    assert empty.isVisible()


def test_the_first_page_has_predicted_and_actual_of_the_next_step(panel: UpdatePanel, opening: Frame) -> None:
    picture = draw(panel, opening, SessionState())
    assert picture is not None
    reading = picture.update
    assert reading is not None
    assert number(text(panel, "update_predicted")) == pytest.approx(reading.predicted, abs=5e-5)
    assert number(text(panel, "update_actual")) == pytest.approx(reading.actual, abs=5e-5)
    assert number(text(panel, "update_ratio")) == pytest.approx(0.909, abs=5e-4)
    assert text(panel, "update_verdict") == words.verdict(reading)
    assert panel.note == "of the next step"
    pill = panel.findChild(Pill, "update_pill")
    assert pill is not None
    assert pill.whose == batch_of(20)


def test_each_step_that_is_drawn_is_a_point_of_the_line(panel: UpdatePanel) -> None:
    training = Training()
    draw(panel, training.frame(step=True), SessionState())
    line = panel.findChild(Sparkline)
    assert line is not None
    assert line.trail.points == ()
    for _ in range(3):
        picture = draw(panel, training.advance(1).frame(step=True))
    assert picture is not None
    assert [step for step, _ in line.trail.points] == [1, 2, 3]
    assert line.trail.points[-1][1] == picture.update.ratio  # type: ignore[union-attr]
    assert text(panel, "update_measured") == words.trail_words(line.trail)
    draw(panel, Training(run=5).frame(step=True))
    assert line.trail.points == ()


def test_from_two_steps_on_a_point_of_the_line_is_painted_at_the_height_of_its_ratio(
    panel: UpdatePanel,
) -> None:
    training = Training()
    for has_line in (False, True):
        picture = draw(panel, training.advance(1).frame(step=True), SessionState())
        line = panel.findChild(Sparkline)
        assert line is not None
        assert picture is not None
        image = line.grab().toImage()
        room = line._room()
        y = round(line._y(picture.update.ratio, room))  # type: ignore[union-attr, arg-type]
        ink = image.pixelColor(QPoint(round(room.right()) - 1, y))
        distance = abs(ink.green() - LIGHT.train.green()) + abs(ink.red() - LIGHT.train.red())
        assert (distance < 60) is has_line


def test_the_second_page_has_the_samples_their_mean_and_what_is_made_of_it(
    panel: UpdatePanel, opening: Frame
) -> None:
    press(panel, 1)
    picture = draw(panel, opening, selecting(WEIGHT))
    assert picture is not None
    update = picture.update.parameter  # type: ignore[union-attr]
    assert update is not None
    assert text(panel, "update_name") == "weight 9 → 0 (layers 1 → 2)"
    assert panel.findChild(QLabel, "update_name").toolTip() == "weights[1][0][9]"  # type: ignore[union-attr]
    assert text(panel, "update_votes") == "14 samples want this weight lower, 6 higher"
    shown = lines_of(panel)
    assert number(shown[0]) == pytest.approx(0.0394, abs=5e-5)
    assert number(shown[1]) == pytest.approx(-0.0059, abs=5e-5)
    assert shown[2] == words.move(update)
    assert bars_of(panel).grid() == (1, 20)


def test_without_a_connection_the_bias_of_the_neuron_is_shown_and_an_input_says_what_to_select(
    panel: UpdatePanel, opening: Frame
) -> None:
    press(panel, 1)
    draw(panel, opening, selecting(Neuron(2, 1)))
    assert text(panel, "update_name") == "bias of layer 2, neuron 1"
    draw(panel, opening, selecting(Neuron(0, 3)))
    assert "Input 3" in text(panel, "update_message")
    draw(panel, opening, selecting(None))
    assert text(panel, "update_message") == words.NOTHING_SELECTED


def test_a_bar_says_its_sample_under_the_mouse_and_a_click_looks_at_it(
    panel: UpdatePanel, opening: Frame, qtbot: QtBot
) -> None:
    press(panel, 1)
    picture = draw(panel, opening, selecting(WEIGHT))
    assert picture is not None
    reading, bars = picture.update, bars_of(panel)
    assert reading is not None
    assert reading.parameter is not None
    at = bars.cell_rect(0, 4).center().toPoint()
    QTest.mouseMove(bars, at)
    said = words.share_words(reading.parameter, 4, int(reading.rows[4]))
    qtbot.waitUntil(lambda: text(panel, "update_votes") == said)
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(bars, LEFT, pos=at)
    assert asked.args == [ChooseSample(4, SampleSource.BATCH)]
    bars.setFocus()
    draw(panel, session=selecting(WEIGHT, source=SampleSource.BATCH, batch_sample=4))
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.keyClick(bars, Qt.Key.Key_Right)
    assert asked.args == [ChooseSample(5, SampleSource.BATCH)]


def test_bars_stand_above_the_line_in_red_and_below_it_in_blue(panel: UpdatePanel, opening: Frame) -> None:
    press(panel, 1)
    picture = draw(panel, opening, selecting(WEIGHT))
    assert picture is not None
    shares = picture.update.parameter.shares  # type: ignore[union-attr]
    bars = bars_of(panel)
    image = bars.grab().toImage()
    for row in (int(np.argmax(shares)), int(np.argmin(shares))):
        room = bars.cell_rect(0, row)
        up = shares[row] > 0.0
        y = bars.height() / 2.0 + (-8 if up else 8)
        ink = image.pixelColor(round(room.center().x()), round(y))
        assert (ink.red() > ink.blue()) == up


def test_of_a_large_batch_the_first_samples_are_drawn_and_the_mean_is_over_all(panel: UpdatePanel) -> None:
    press(panel, 1)
    frame = Training(batch_size=500).frame(step=True, batch=True)
    picture = draw(panel, frame, selecting(WEIGHT))
    assert picture is not None
    update = picture.update.parameter  # type: ignore[union-attr]
    assert bars_of(panel).grid() == (1, BATCH_SHOWN)
    assert numbers.count(500) in text(panel, "update_votes")
    assert number(lines_of(panel)[0]) == pytest.approx(update.shares.mean(), abs=5e-5)  # type: ignore[union-attr]


def test_a_frozen_weight_carries_its_mark(panel: UpdatePanel, opening: Frame) -> None:
    press(panel, 1)
    mark = panel.findChild(FrozenMark)
    assert mark is not None
    frozen = Training().apply(FreezeConnections(2, ((0, 9),), True)).frame(step=True)
    draw(panel, frozen, selecting(WEIGHT))
    assert mark.isVisible()
    draw(panel, opening)
    assert not mark.isVisible()


def test_what_is_shown_can_be_copied_with_every_digit(panel: UpdatePanel, opening: Frame) -> None:
    assert panel.content().tables == ()
    picture = draw(panel, opening, selecting(WEIGHT))
    assert picture is not None
    reading = picture.update
    assert reading is not None
    step, _ = panel.content().tables
    assert dict(step.rows)["actual ΔC"] == reading.actual  # type: ignore[arg-type]
    press(panel, 1)
    update, shares = panel.content().tables
    assert dict(update.rows)["change"] == reading.parameter.change  # type: ignore[arg-type, union-attr]
    assert [row[3] for row in shares.rows] == reading.parameter.shares.tolist()  # type: ignore[union-attr]
    assert [row[0] for row in shares.rows] == reading.rows.tolist()


def test_another_project_begins_with_nothing(panel: UpdatePanel, opening: Frame) -> None:
    draw(panel, opening, selecting(WEIGHT))
    panel.clear()
    empty = panel.findChild(EmptyState)
    assert empty is not None
    assert empty.isVisible()
    assert panel.note == ""


@pytest.mark.parametrize("size", [SMALL, WIDE, (318, 245), (276, 145)])
@pytest.mark.parametrize("page", [0, 1])
def test_with_plain_descent_all_is_in_sight_without_scrolling(
    panel: UpdatePanel, opening: Frame, size: tuple[int, int], page: int, qtbot: QtBot
) -> None:
    typeset("a", 12.0)
    panel.resize(*size)
    press(panel, page)
    draw(panel, opening, selecting(WEIGHT))
    scroll = panel.findChild(QScrollArea, "update_scroll")
    assert scroll is not None
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() == 0)
    assert scroll.horizontalScrollBar().maximum() == 0


def test_in_the_narrowest_dock_every_number_keeps_its_name_and_the_verdict_is_in_sight(
    panel: UpdatePanel, opening: Frame, qtbot: QtBot
) -> None:
    panel.resize(266, 106)
    draw(panel, opening, selecting(WEIGHT))
    shown = [each for each in panel.findChildren(Caption) if each.isVisible()]
    assert len(shown) == 4
    qtbot.waitUntil(lambda: not any(each.is_elided() for each in shown))
    verdict = panel.findChild(QLabel, "update_verdict")
    assert verdict is not None
    assert verdict.visibleRegion().boundingRect().height() > 0.8 * verdict.fontMetrics().height()
    assert panel.minimumSizeHint().height() >= 106


@pytest.mark.parametrize("optimizer", ["momentum", "adamw"])
def test_what_needs_more_room_scrolls_and_pages_keep_their_place(
    panel: UpdatePanel, optimizer: str, qtbot: QtBot
) -> None:
    frame = Training(optimizer=optimizer, l2=0.01, clip_norm=0.1).apply(SetDropout(1, 0.5)).frame(step=True)
    press(panel, 1)
    draw(panel, frame, selecting(WEIGHT))
    scroll = panel.findChild(QScrollArea, "update_scroll")
    assert scroll is not None
    qtbot.waitUntil(lambda: scroll.verticalScrollBar().maximum() > 0)
    assert len(lines_of(panel)) >= 7


@pytest.mark.parametrize("size", [SMALL, WIDE, (276, 145)])
@pytest.mark.parametrize("page", [0, 1])
@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adamw"])
def test_nothing_is_cut_whatever_the_numbers_and_the_optimizer(
    panel: UpdatePanel, monkeypatch: pytest.MonkeyPatch, size: tuple[int, int], page: int, optimizer: str
) -> None:
    widest_numbers(monkeypatch)
    typeset("a", 12.0)
    panel.resize(*size)
    press(panel, page)
    frame = Training(optimizer=optimizer, l2=0.01, clip_norm=0.1, batch_size=500).advance(1).frame(step=True)
    for place in (WEIGHT, Neuron(2, 0)):
        draw(panel, frame, selecting(place))
        QApplication.processEvents()
        assert cut(panel) == []


def test_the_verdict_is_not_green_while_training_is_stuck(panel: UpdatePanel, opening: Frame) -> None:
    draw(panel, opening, SessionState())
    label = panel.findChild(QLabel, "update_verdict")
    assert label is not None
    praised = label.property("ink")
    assert praised == "good"
    draw(panel, replace(opening, stuck=Stuck(22.0, 1.1, 20, 0, 20)), SessionState())
    assert label.text() == words.STUCK
    assert label.property("ink") == "warning"
