"""The metrics panel: counts, examples by click and by key, top-k, parts, values."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.metrics import ClassMetrics
from bpexplorer.core.readings.metrics import MetricsReading, read_metrics
from bpexplorer.core.training_data import PartName
from bpexplorer.document.acts.looking import ListHardest
from bpexplorer.document.session import Listing, SessionState
from bpexplorer.look import numbers
from bpexplorer.look.theme import apply_theme
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.panels.metrics.confusion import ConfusionMatrix
from bpexplorer.panels.metrics.panel import MetricsPanel
from tests.frames import Training
from tests.runs import regression_data, start


@pytest.fixture(scope="module")
def training() -> Training:
    return Training().advance(40)


def reading_of(training: Training, part: PartName = "test") -> MetricsReading:
    frame = training.frame()
    return without_pauses(read_metrics(frame.network, frame.data, part=part, step=frame.step))


@pytest.fixture
def panel(qtbot: QtBot) -> MetricsPanel:
    made = MetricsPanel()
    qtbot.addWidget(made)
    made.resize(640, 380)
    with qtbot.waitExposed(made):
        made.show()
    return made


def matrix_of(panel: MetricsPanel) -> ConfusionMatrix:
    found = panel.findChild(ConfusionMatrix)
    assert found is not None
    return found


def place(matrix: ConfusionMatrix, cell: tuple[int, int]) -> QPoint:
    return matrix.cell_rect(*cell).center().toPoint()


def click(matrix: ConfusionMatrix, cell: tuple[int, int]) -> None:
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=place(matrix, cell))


def test_before_the_first_reading_the_panel_says_what_will_appear(panel: MetricsPanel) -> None:
    assert not matrix_of(panel).isVisible()
    assert any("Appears once" in label.text() for label in panel.findChildren(QLabel) if label.isVisible())
    panel.show_reading(None)
    assert not matrix_of(panel).isVisible()


def test_it_says_over_what_and_at_which_step_it_counts(
    panel: MetricsPanel, training: Training, qtbot: QtBot
) -> None:
    reading = reading_of(training)
    assert isinstance(reading.metrics, ClassMetrics)
    with qtbot.waitSignal(panel.note_changed) as told:
        panel.show_reading(reading)
    assert told.args == [panel.note]
    assert panel.note.startswith(f"accuracy {100 * reading.metrics.accuracy:.1f} %")
    assert panel.note.endswith("step 40")
    assert f"of {reading.samples} test samples wrong" in panel.readout
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.mouseClick(panel.findChild(QLabel, "metrics_readout"), Qt.MouseButton.LeftButton)
    assert asked.args == [ListHardest(Listing("test", wrong=True))]


def test_a_click_asks_for_the_samples_of_a_cell_and_rings_it(
    panel: MetricsPanel, training: Training, qtbot: QtBot
) -> None:
    panel.show_reading(reading_of(training))
    matrix = matrix_of(panel)
    listing = Listing("test", (5, 9))
    with (
        qtbot.waitSignal(panel.act_requested) as asked,
        qtbot.waitSignal(panel.dock_requested) as brought,
    ):
        click(matrix, (5, 9))
    assert (asked.args, brought.args) == ([ListHardest(listing)], ["dock_samples"])
    panel.show_session(SessionState(listing=listing))
    assert matrix.mark == (5, 9)
    panel.show_session(SessionState(listing=Listing("train", (5, 9))))
    assert matrix.mark is None


def test_hovering_reads_a_cell_out_until_the_mouse_has_left(
    panel: MetricsPanel, training: Training, qtbot: QtBot
) -> None:
    reading = reading_of(training)
    panel.show_reading(reading)
    matrix = matrix_of(panel)
    assert isinstance(reading.metrics, ClassMetrics)
    QTest.mouseMove(matrix, place(matrix, (3, 3)))
    count = reading.metrics.confusion[3, 3]
    qtbot.waitUntil(lambda: panel.readout.startswith(f"{count} of "))
    QTest.mouseMove(matrix, QPoint(1, 1))
    qtbot.waitUntil(lambda: "test samples" in panel.readout)


def test_arrow_keys_and_return_do_what_the_mouse_does(
    panel: MetricsPanel, training: Training, qtbot: QtBot
) -> None:
    panel.show_reading(reading_of(training))
    matrix = matrix_of(panel)
    row, column = 3, 8
    for key, times in ((Qt.Key.Key_Left, 2), (Qt.Key.Key_Down, row), (Qt.Key.Key_Right, column)):
        for _ in range(times):
            QTest.keyClick(matrix, key)
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.keyClick(matrix, Qt.Key.Key_Return)
    assert asked.args == [ListHardest(Listing("test", (row, column)))]


def test_k_says_how_many_of_the_largest_outputs_count(panel: MetricsPanel, training: Training) -> None:
    reading = reading_of(training)
    panel.show_reading(reading)
    assert isinstance(reading.metrics, ClassMetrics)
    assert reading.metrics.top_accuracies is not None
    field = panel.findChild(NumberField, "metrics_k")
    assert field is not None
    assert not field.isVisible(), "it is in the panel's menu until it is wanted"
    show, _ = panel.menu_actions
    show.trigger()
    assert field.isVisible()
    assert (field.minimum(), field.maximum(), field.value()) == (1, 10, 3)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Down)
    top = panel.findChild(QLabel, "metrics_top")
    assert top is not None
    assert top.text() == numbers.percent(reading.metrics.top_accuracies[1])


def test_another_part_is_asked_for_and_shown_once_it_is_read(
    panel: MetricsPanel, training: Training, qtbot: QtBot
) -> None:
    panel.show_reading(reading_of(training))
    box = panel.findChild(QComboBox, "metrics_part")
    assert box is not None
    with qtbot.waitSignal(panel.choice_changed):
        QTest.keyClick(box, Qt.Key.Key_Home)
    assert panel.choice == "train"
    panel.show_reading(reading_of(training, "train"))
    assert box.currentText() == "training set"
    assert "training samples" in panel.readout


def test_two_classes_told_apart_by_one_output_have_no_k(panel: MetricsPanel) -> None:
    training = Training((2, 4, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy")
    panel.show_reading(reading_of(training))
    field = panel.findChild(NumberField, "metrics_k")
    assert field is not None
    show, _ = panel.menu_actions
    assert not show.isEnabled()
    show.setChecked(True)
    assert not field.isVisible()


def test_values_are_measured_by_distance_and_an_empty_part_says_how_to_fill_it(panel: MetricsPanel) -> None:
    data = regression_data(np.arange(8.0).reshape(4, 2), np.arange(4.0).reshape(4, 1))
    net = start(data=data, output="identity", cost="quadratic").network()
    panel.show_reading(without_pauses(read_metrics(net, data, part="train", step=0)))
    shown = {
        name: label.text()
        for name in ("metrics_r_squared", "metrics_rmse", "metrics_mae")
        if (label := panel.findChild(QLabel, name)) is not None and label.isVisible()
    }
    assert len(shown) == 3
    panel.show_reading(without_pauses(read_metrics(net, data, part="test", step=0)))
    assert any(
        "Set-up, section Data" in label.text() for label in panel.findChildren(QLabel) if label.isVisible()
    )


def test_right_and_wrong_answers_have_colours_of_their_own_in_both_themes(
    panel: MetricsPanel, training: Training, qapp: QApplication
) -> None:
    reading = reading_of(training)
    assert isinstance(reading.metrics, ClassMetrics)
    confusion = np.full((10, 10), 10)
    panel.show_reading(replace(reading, metrics=replace(reading.metrics, confusion=confusion)))
    matrix = matrix_of(panel)
    for theme in ("dark", "light"):  # the one that other tests expect comes last
        apply_theme(qapp, theme)  # type: ignore[arg-type]
        image = matrix.grab().toImage()
        right, wrong = (
            _ground(image, matrix, cell, float(image.devicePixelRatio())) for cell in ((4, 4), (4, 5))
        )
        assert right.green() > right.red()
        assert wrong.red() > wrong.green()


def _ground(image: QImage, matrix: QWidget, cell: tuple[int, int], ratio: float) -> object:
    assert isinstance(matrix, ConfusionMatrix)
    corner = matrix.cell_rect(*cell).topLeft() + QPoint(4, 4)
    return image.pixelColor((corner * ratio).toPoint())
