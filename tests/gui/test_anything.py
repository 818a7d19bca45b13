"""The hand of the tester that does anything: it reaches what a hand could, and does all inside of an event loop."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFileDialog, QMenu, QMessageBox, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from bpexplorer.canvas.layout import Control, Layout, Part
from bpexplorer.core.spec import NetworkSpec, Neuron
from tests.attack.anything.places import answer_qt, reaches
from tests.attack.anything.stage import Waits
from tests.attack.train_on_screen import is_covered


class RealTime:
    def real(self) -> float:
        return 0.0


def test_a_question_keeps_the_hand_from_the_window_below_and_a_menu_from_both(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    assert reaches(window)
    question = QDialog(window)
    question.setModal(True)
    question.show()
    assert reaches(question)
    assert not reaches(window)
    menu = QMenu(question)
    menu.addAction("An entry")
    menu.popup(question.pos())
    assert reaches(menu)
    assert not reaches(question)
    menu.close()
    question.reject()
    assert reaches(window)


def test_what_qt_asks_is_answered_though_a_dialog_came_over_it(qtbot: QtBot) -> None:
    files = QFileDialog()
    qtbot.addWidget(files)
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    asked = QMessageBox(files)
    asked.setStandardButtons(yes | no)
    asked.open()
    late = QDialog()
    qtbot.addWidget(late)
    late.setModal(True)
    late.show()
    answer_qt(agrees=True)
    assert not late.isVisible()
    assert asked.isVisible(), "the hand didn't reach it"
    answer_qt(agrees=True)
    assert not asked.isVisible()
    assert asked.result() == yes.value


def test_a_neuron_is_covered_by_a_layer_that_was_moved_over_it() -> None:
    spec = NetworkSpec.create([2, 3, 1], ["tanh", "tanh"])
    apart = Layout.create(spec)
    neuron = Neuron(1, 2)
    assert not is_covered(apart, neuron)
    (x, y), header = apart.boxes[1].centres[2], apart.controls[Control(Part.HEADER, 0)]
    over = (float(x) - header.centre[0], float(y) - header.centre[1])
    assert is_covered(Layout.create(spec, offsets=[over]), neuron)


def test_what_is_to_be_deleted_is_there_until_the_event_has_ended_that_deletes_it(qapp: object) -> None:
    waits, kept = Waits(RealTime()), QWidget()  # type: ignore[arg-type]
    kept.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def event() -> None:
        kept.show()
        kept.close()
        waits.round()  # as a question would
        assert isValid(kept)

    waits.inside(event)
    waits.inside(lambda: None)
    assert not isValid(kept)
