"""The whole Jacobian on screen: what is painted and said is what the core says."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.children.outside import ChildCommand, ChildError
from bpexplorer.core.network import Network
from bpexplorer.core.readings.jacobian import JacobianReading, SupposedPair
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.acts.jacobian import CrossOutSum, ShowJacobian, Suppose
from bpexplorer.document.acts.looking import Select
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import JacobianView, SessionState
from bpexplorer.look import numbers
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.theme import DARK, LIGHT, Theme, apply_theme
from bpexplorer.panels.origin.jacobian import words
from bpexplorer.panels.origin.jacobian.picture import JacobianPicture
from bpexplorer.panels.origin.jacobian.training import TrainingApart
from bpexplorer.panels.origin.panel import OriginPanel
from bpexplorer.panels.shared.content import tables_in
from bpexplorer.window.chrome.guide_text import guide_text, headings
from tests.frames import Training
from tests.pictures import draw

LEFT = Qt.MouseButton.LeftButton
OUTPUT = Neuron(3, 3)


@pytest.fixture(scope="module")
def opening() -> Frame:
    return Training(learning_rate=0.15, batch_size=20, engine="numpy").frame()


@pytest.fixture
def panel(qtbot: QtBot) -> OriginPanel:
    panel = OriginPanel()
    qtbot.addWidget(panel)
    panel.resize(1032, 380)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def show(panel: OriginPanel, frame: Frame, neuron: Neuron = OUTPUT, **view: object) -> Picture:
    session = SessionState(selection=(neuron,), sample=15, jacobian=JacobianView(**view))  # type: ignore[arg-type]
    picture = draw(panel, frame, session)
    assert picture is not None
    return picture


def reading_of(picture: Picture) -> JacobianReading:
    assert picture.jacobian is not None
    return picture.jacobian


def text(panel: QWidget, name: str) -> str:
    label = panel.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def is_shown(panel: QWidget, name: str) -> bool:
    widget = panel.findChild(QWidget, name)
    return widget is not None and widget.isVisible()


def grid(panel: QWidget) -> JacobianPicture:
    found = panel.findChild(JacobianPicture)
    assert found is not None
    return found


def colour_in(picture: JacobianPicture, row: int, column: int) -> QColor:
    """The colour of a cell, near its corner: in its middle stands a number."""
    image = picture.grab().toImage()
    corner = picture.cell_rect(row, column).topLeft() + QPointF(4.0, 3.0)
    ratio = image.devicePixelRatio()
    return image.pixelColor(round(corner.x() * ratio), round(corner.y() * ratio))


def test_a_button_leads_there_from_an_output_alone_and_another_back(
    panel: OriginPanel, opening: Frame, qtbot: QtBot
) -> None:
    draw(panel, opening, SessionState(selection=(Neuron(2, 1),), sample=15))
    assert not is_shown(panel, "origin_whole_jacobian"), "of a tanh there is nothing but the diagonal"
    draw(panel, opening, SessionState(selection=(OUTPUT,), sample=15))
    button = panel.findChild(QPushButton, "origin_whole_jacobian")
    assert button is not None
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(button, LEFT)
    assert asked.args == [ShowJacobian(True)]
    show(panel, opening)
    assert is_shown(panel, "jacobian_picture")
    assert not is_shown(panel, "origin_table")
    assert panel.guide in [heading.title for heading in headings(guide_text())]
    back = panel.findChild(QPushButton, "jacobian_back")
    assert back is not None
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(back, LEFT)
    assert asked.args == [ShowJacobian(False)]
    draw(panel, opening, SessionState(selection=(OUTPUT,), sample=15))
    assert is_shown(panel, "origin_table")
    assert not is_shown(panel, "jacobian_picture")
    assert panel.guide == ""  # that of its entry


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_every_part_is_painted_in_the_colours_of_its_numbers(
    panel: OriginPanel, opening: Frame, theme: Theme, qapp
) -> None:
    apply_theme(qapp, theme.name)
    try:
        picture = show(panel, opening, without_sum=True)
        reading, drawn = reading_of(picture), grid(panel)
        delta, slopes = SignedScale(picture.session.delta_bound), SignedScale(0.25)
        for row, column, value, scale in (
            (0, 1, reading.influence[1], delta),
            (1 + 8, 5, reading.jacobian[8, 5], slopes),
            (1 + 5, 5, reading.jacobian[5, 5], slopes),
            (11, 1, reading.delta[1], delta),
            (12, 6, reading.without_sum[6], delta),
        ):
            assert colour_in(drawn, row, column) == scale.color(float(value), theme), (row, column)
    finally:
        apply_theme(qapp, "light")


def test_the_column_of_the_chosen_neuron_is_lit_and_a_click_chooses_another(
    panel: OriginPanel, opening: Frame, qtbot: QtBot
) -> None:
    show(panel, opening)
    drawn, image = grid(panel), grid(panel).grab().toImage()
    lit, other = drawn.cell_rect(4, 3), drawn.cell_rect(4, 6)
    assert image.pixelColor(int(lit.left()), round(lit.center().y())) == LIGHT.accent
    assert image.pixelColor(int(other.left()), round(other.center().y())) != LIGHT.accent
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(drawn, LEFT, pos=other.center().toPoint())
    assert asked.args == [Select((Neuron(3, 6),))]


def test_a_cell_says_its_whole_term(panel: OriginPanel, opening: Frame) -> None:
    reading = reading_of(show(panel, opening))
    said = grid(panel).words_of((1 + 8, 3))
    for value in (
        reading.jacobian[8, 3],
        reading.influence[8],
        reading.influence[8] * reading.jacobian[8, 3],
    ):
        assert words.written(float(value)) in said


def test_what_is_under_the_mouse_is_said_as_long_as_it_is_there(
    panel: OriginPanel, opening: Frame, qtbot: QtBot
) -> None:
    show(panel, opening)
    drawn, before = grid(panel), text(panel, "jacobian_readout")
    cell = (1 + 8, 3)
    drawn.cell_hovered.emit(cell)
    assert text(panel, "jacobian_readout") == drawn.words_of(cell)
    show(panel, Training(learning_rate=0.15, batch_size=20, engine="numpy").advance(1).frame())
    assert text(panel, "jacobian_readout") == drawn.words_of(cell), "also while training goes on"
    drawn.cell_hovered.emit(None)
    assert text(panel, "jacobian_readout") == before


def test_outputs_that_are_all_but_sure_are_said_to_round_not_to_be_apart(panel: OriginPanel) -> None:
    frame = Training(engine="numpy").frame()
    network = Network(
        [weights * 1e3 for weights in frame.network.weights], frame.network.biases, frame.network.activations
    )
    trace = backpropagate(network, frame.data.x_probe, frame.data.y_probe, cost="log_likelihood")
    reading = reading_of(show(panel, replace(frame, network=network, trace=trace)))
    assert not reading.mixes
    assert "rounds to 0" in text(panel, "jacobian_readout")


def test_without_the_sum_the_other_delta_stands_below_and_the_check_fails(
    panel: OriginPanel, opening: Frame, qtbot: QtBot
) -> None:
    reading = reading_of(show(panel, opening))
    assert text(panel, "jacobian_check") == words.check_words(reading, without_sum=False)
    assert not is_shown(panel, "jacobian_error")
    assert [part.name for part in grid(panel).parts] == ["influence", "jacobian", "delta"]
    switch = panel.findChild(QCheckBox, "jacobian_without_sum")
    assert switch is not None
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(switch, LEFT)
    assert asked.args == [CrossOutSum(True)]
    reading = reading_of(show(panel, opening, without_sum=True))
    np.testing.assert_array_equal(grid(panel).parts[-1].values[0], reading.without_sum)
    said = text(panel, "jacobian_chosen")
    assert words.written(float(reading.delta[3])) in said
    assert f"k = j: {words.written(0.0)}" in said
    assert reading.without_sum[3] == 0.0
    assert "fails" in text(panel, "jacobian_check")
    assert numbers.percent(reading.without.median_error).strip() in text(panel, "jacobian_error")


def test_a_click_on_one_of_the_four_cells_supposes_its_pair_and_on_its_own_none(
    panel: OriginPanel, opening: Frame, qtbot: QtBot
) -> None:
    reading = reading_of(show(panel, opening))
    buttons = {
        cell.pair: panel.findChild(QPushButton, f"jacobian_cell_{cell.pair.cost}_{cell.pair.activation}")
        for cell in reading.cells
    }
    for cell in reading.cells:
        assert buttons[cell.pair].text() == "\n".join(words.cell_text(cell))
    quadratic, own = SupposedPair("quadratic", "softmax"), SupposedPair("log_likelihood", "softmax")
    assert buttons[own].isChecked()
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(buttons[quadratic], LEFT)
    assert asked.args == [Suppose(quadratic)]
    show(panel, opening, supposed=quadratic)
    assert buttons[quadratic].isChecked()
    assert not buttons[own].isChecked()
    assert "supposed" in panel.note
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(buttons[own], LEFT)
    assert asked.args == [Suppose(None)]


def test_in_a_narrow_panel_the_words_stand_below(panel: OriginPanel, opening: Frame, qtbot: QtBot) -> None:
    show(panel, opening)
    check = panel.findChild(QLabel, "jacobian_check")
    assert check is not None
    assert check.mapTo(panel, QPoint()).x() > grid(panel).geometry().right()
    panel.resize(318, 420)
    qtbot.waitUntil(lambda: check.mapTo(panel, QPoint()).y() > grid(panel).geometry().bottom())


# Train without the sum


def training_of(panel: OriginPanel) -> TrainingApart:
    found = panel.findChild(TrainingApart)
    assert found is not None
    return found


def test_it_waits_for_the_run_and_shows_the_curve_that_comes(
    panel: OriginPanel, opening: Frame, qtbot: QtBot
) -> None:
    show(panel, opening)
    training = training_of(panel)
    button = training.findChild(QPushButton, "jacobian_train")
    assert button is not None
    with qtbot.waitSignal(panel.needs_changed):
        QTest.mouseClick(button, LEFT)
    assert panel.needs_run
    panel.show_result(ChildCommand("module", purpose="train"))
    panel.show_progress([0, 0, 2.0, 2.0, 0.1, 0.1, None, None])
    panel.show_progress([1, 72, 2.0, 2.0, 0.2, 0.25, None, None])
    assert training.apart is not None
    epochs, accuracies = training.apart.curve
    assert (epochs.tolist(), accuracies.tolist()) == ([0.0, 1.0], [0.1, 0.25])
    assert numbers.percent(0.25).strip() in text(panel, "jacobian_trained")
    tables = [table for table in tables_in(panel) if "without the sum" in table.name]
    assert [table.columns[-1] for table in tables] == ["without the sum"], "never exported unmarked"
    assert [row[-1] for row in tables[0].rows] == [0.1, 0.25]
    panel.show_result(b"")
    assert not training.is_under_way


def test_cancel_ends_it_and_how_it_failed_is_said(panel: OriginPanel, opening: Frame, qtbot: QtBot) -> None:
    show(panel, opening)
    training = training_of(panel)
    button = training.findChild(QPushButton, "jacobian_train")
    assert button is not None
    QTest.mouseClick(button, LEFT)
    with qtbot.waitSignal(panel.work_cancelled):
        QTest.mouseClick(button, LEFT)
    assert not training.is_under_way
    assert not panel.needs_run
    QTest.mouseClick(button, LEFT)
    panel.show_result(ChildError("It was ended."))
    assert text(panel, "jacobian_trained") == "It was ended."


def test_where_nothing_would_be_lost_there_is_nothing_to_train(panel: OriginPanel) -> None:
    frame = Training((64, 5, 10), ("tanh", "sigmoid"), cost="quadratic", engine="numpy").frame()
    show(panel, frame, Neuron(2, 3))
    button = panel.findChild(QPushButton, "jacobian_train")
    assert button is not None
    assert not button.isEnabled()
    assert "the same" in button.toolTip()
