"""A hand for the tests of the whole window: it finds widgets by name, and sends mouse and key events to them."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMenu,
    QMessageBox,
    QPushButton,
    QWidget,
)
from pytestqt.exceptions import TimeoutError
from pytestqt.qtbot import QtBot

from bpexplorer.app import create_window
from bpexplorer.canvas.layout import Part
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.types import FloatArray
from bpexplorer.project.project import Project
from bpexplorer.project.weights import format_for
from bpexplorer.window.commands.dialogs.file_dialogs import weights_kinds
from bpexplorer.window.main_window import MainWindow
from tests import shown
from tests.layouts import settle

LEFT = Qt.MouseButton.LeftButton
NO_MODIFIER = Qt.KeyboardModifier.NoModifier
#: Training shares the machine with other things.
PATIENCE = 20_000


class Desk:
    """An open window and a hand on it. What it knows of the window's inside it only looks at."""

    def __init__(
        self, qtbot: QtBot, project: Project | None = None, size: tuple[int, int] = (1440, 900)
    ) -> None:
        self.qtbot = qtbot
        self.window: MainWindow = create_window(project)
        qtbot.addWidget(self.window, before_close_func=lambda _: self.put_away())
        self.window.resize(*size)
        with qtbot.waitExposed(self.window):
            self.window.show()
        self.take_the_keyboard()
        self.wait_for_calm()

    def put_away(self) -> None:
        """Close the window, whatever is unsaved."""
        for dialog in self.window.findChildren(QFileDialog):
            dialog.reject()
        self.window.close()
        if self.window.isVisible() and (box := self.window.findChild(QMessageBox)) is not None:
            self._press(_child(box, QPushButton, "unsaved_discard"))
        self.qtbot.waitUntil(lambda: not self.window.isVisible(), timeout=PATIENCE)
        self.window.closing.shut_down()

    # What is there

    def find(self, name: str) -> QWidget:
        """The widget of this name that can be seen."""
        self.qtbot.waitUntil(lambda: self.find_all(name) != [], timeout=PATIENCE)
        return self.find_all(name)[0]

    def find_all(self, name: str) -> list[QWidget]:
        # By name in Qt: each of the thousands of other widgets would be wrapped for Python first.
        roots = [each for each in QApplication.topLevelWidgets() if each.parentWidget() is None]
        named = [each for root in roots for each in root.findChildren(QWidget, name)]
        return [each for each in (*roots, *named) if each.objectName() == name and each.isVisible()]

    def text(self, name: str) -> str:
        label = self.find(name)
        assert isinstance(label, QLabel)
        return label.text()

    def number(self, name: str) -> float:
        return shown.number(self.text(name))

    @property
    def message(self) -> str:
        """What all messages say that are shown."""
        return "\n".join(self.window.message_bar.texts)

    @property
    def frame(self) -> Frame:
        frame = self.window.frame
        assert frame is not None
        return frame

    def parameters(self) -> FloatArray:
        """All weights and biases that the newest frame shows, layer by layer."""
        network = self.frame.network
        return np.concatenate(
            [each.ravel() for pair in zip(network.weights, network.biases, strict=True) for each in pair]
        )

    def state(self) -> TrainerState:
        """A copy of the whole run."""
        with self.qtbot.waitSignal(self.window.live.state_copied, timeout=PATIENCE) as copied:
            self.window.live.request_copy()
        state: TrainerState = copied.args[1]
        return state

    # Waiting

    def wait(self, condition: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(condition, timeout=PATIENCE)

    def wait_for_calm(self) -> None:
        """Until it is."""
        self.wait(self.is_calm)

    def is_calm(self) -> bool:
        """Whether the newest edit is on the screen, nothing trains, and every view has drawn it."""
        window, picture = self.window, self.window.picturing.picture
        return (
            picture is not None
            and picture.frame.edit_number == window.document.posted
            and picture.frame.state is not RunState.PLAYING
            and picture.session == window.document.session.state
            and window.draw_loop.is_idle
            and window.stepping.is_settled
            # What is measured waits while a file is read or written.
            and (window.costs.is_settled or window.files.busy)
        )

    def wait_for_measured(self) -> None:
        """Until every panel that has something measured shows it, too."""
        self.wait_for_calm()
        self.wait(lambda: all(each.is_settled for each in self.window.panel_drawing.measurings.values()))

    def wait_for_rest(self) -> None:
        """Until what is measured is shown and everything lies where it will stay."""
        self.wait_for_measured()
        settle(self.window)

    def wait_for_message(self, part: str) -> str:
        try:
            self.wait(lambda: part in self.message)
        except TimeoutError as error:
            raise AssertionError(f"waited for {part!r}; the message is {self.message!r}") from error
        return self.message

    # The hand

    def click(self, name: str) -> None:
        """Click on the middle of a widget."""
        self._press(self.find(name))

    def unfold(self, *sections: str) -> None:
        """Open sections of Set-up, by a click on each that is closed."""
        for name in sections:
            header = self.find(f"{name}_section")
            assert isinstance(header, QAbstractButton)
            if not header.isChecked():
                self._press(header)

    def unfold_all(self) -> None:
        """Open all that Set-up has in this workspace."""
        self.click("setup_all")
        if self.find_all("selected_section"):
            self.unfold("selected")

    def _press(self, widget: QWidget) -> None:
        assert widget.isEnabled(), f"{widget.objectName()} can't be clicked now"
        QTest.mouseClick(widget, LEFT)

    def click_neuron(self, layer: int, neuron: int, modifier: Qt.KeyboardModifier = NO_MODIFIER) -> None:
        view = self.window.canvas.view
        QTest.mouseClick(view.viewport(), LEFT, modifier, view.neuron_position(layer, neuron))

    def click_control(self, part: Part, layer: int) -> None:
        view = self.window.canvas.view
        QTest.mouseClick(view.viewport(), LEFT, NO_MODIFIER, view.control_position(part, layer))

    def add_a_neuron(self, layer: int = 1) -> None:
        """The + of a hidden layer."""
        self.click_control(Part.ADD, layer)

    def turn_wheel_on_neuron(self, layer: int, neuron: int, notches: int) -> None:
        view = self.window.canvas.view
        place = view.neuron_position(layer, neuron)
        on_screen = QPointF(view.viewport().mapToGlobal(place))
        turn = QPoint(0, 120 * notches)
        phase = Qt.ScrollPhase.NoScrollPhase
        event = QWheelEvent(
            QPointF(place), on_screen, QPoint(), turn, Qt.MouseButton.NoButton, NO_MODIFIER, phase, False
        )
        QApplication.sendEvent(view.viewport(), event)

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = NO_MODIFIER, widget: QWidget | None = None
    ) -> None:
        """Press a key in the window, or in a widget of it."""
        if widget is None:
            self.take_the_keyboard()
        QTest.keyClick(widget or self.window.focusWidget() or self.window, key, modifier)

    def take_the_keyboard(self) -> None:
        """Do what a window manager does after a dialog or popup has gone."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)

    def choose(self, *entries: str) -> None:
        """Walk through the menu bar by the texts of the entries, with the mouse."""
        bar = self.window.menuBar()
        place: QWidget = bar
        for entry in entries:
            actions = {action.text().replace("&", ""): action for action in place.actions()}
            assert entry in actions, f"{entry} isn't among {list(actions)}"
            action = actions[entry]
            assert action.isEnabled(), f"{entry} can't be chosen now"
            QTest.mouseClick(place, LEFT, NO_MODIFIER, place.actionGeometry(action).center())  # type: ignore[attr-defined]
            menu = action.menu()
            if menu is not None:
                place = menu  # type: ignore[assignment]
                self.wait(place.isVisible)

    def choose_in(self, button: str, entry: str) -> None:
        """Open the menu of a button, and choose the entry of this name, with the mouse."""
        self.click(button)
        choose_in_menu(self.qtbot, entry)

    def choose_in_panel(self, dock: str, *entries: str) -> None:
        """Open the ⋯ of a dock, and go through its menu and those in it by the names of the entries."""
        window = self.window.docks[dock].window()
        self.click(f"{dock}_more")
        for entry in entries:
            choose_in_menu(self.qtbot, entry)
        # It goes away with its last use. What the platform says of that would close a menu that is open by then.
        self.wait(lambda: window.findChild(QMenu, f"{dock}_menu") is None)
        QApplication.processEvents()

    def pick(self, name: str, label: str) -> None:
        """Open the list of a box, and choose an entry."""
        box = self.find(name)
        assert isinstance(box, QComboBox)
        row = box.findText(label)
        assert row >= 0, f"{label} isn't among {[box.itemText(i) for i in range(box.count())]}"
        QTest.mouseClick(box, LEFT)
        rows = box.view()
        self.wait(rows.isVisible)
        for key in (Qt.Key.Key_Home, *row * [Qt.Key.Key_Down], Qt.Key.Key_Return):
            QTest.keyClick(rows, key)
        self.wait(lambda: not rows.isVisible())

    def enter(self, name: str, text: str) -> None:
        """Type a number into a field, in place of the one that stands there."""
        field = self.find(name)
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def choose_file(self, path: Path) -> None:
        """Name a file in the dialog that is open."""
        self.name_file(path)
        self.wait(lambda: self.find_all("fileNameEdit") == [])

    def name_file(self, path: Path) -> None:
        """Name a file in the dialog that is open, which may have a question."""
        edit = self.find("fileNameEdit")
        self.wait(edit.hasFocus)
        QTest.keyClick(edit, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(edit, str(path))
        QTest.keyClick(edit, Qt.Key.Key_Return)

    def export_weights(self, path: Path) -> None:
        """By the dialog, as the kind that the name says."""
        self.key(Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
        self.choose_kind(weights_kinds().index(format_for(path)))
        self.choose_file(path)

    def choose_kind(self, row: int) -> None:
        """Choose a kind of file in the dialog that is open."""
        box = self.find("fileTypeCombo")
        assert isinstance(box, QComboBox)
        for key in (Qt.Key.Key_Home, *row * [Qt.Key.Key_Down]):
            QTest.keyClick(box, key)
        assert box.currentIndex() == row

    def proposed_file(self) -> str:
        """The name in the dialog that is open."""
        edit = self.find("fileNameEdit")
        assert isinstance(edit, QLineEdit)
        return edit.text()

    def dismiss_file(self) -> None:
        """Leave the dialog that is open without a file."""
        self.key(Qt.Key.Key_Escape, widget=self.find("dialog_file"))
        self.wait(lambda: self.find_all("dialog_file") == [])

    def answer(self, button: str) -> None:
        """Answer the question that is open."""
        self.click(button)
        self.wait(lambda: self.find_all(button) == [])

    # What is often done

    def open_panel(self, dock: str) -> None:
        """Bring a panel to the front, as the View menu does; where a click closes it, it is open already."""
        made = self.window.docks[dock]
        if made.isHidden():
            made.toggleViewAction().trigger()
        else:
            made.raise_()

    def play_until_epoch(self, epoch: int) -> None:
        """Until this epoch at least, at full speed."""
        self.play_at_full_speed()
        self.wait(lambda: self.frame.epoch >= epoch)
        self.pause()

    def play_at_full_speed(self) -> None:
        self.go_full_speed()
        self.click("button_action_play")

    def go_full_speed(self) -> None:
        self.key(Qt.Key.Key_End, widget=self.find("speed"))

    def pause(self) -> None:
        self.click("button_action_play")
        self.wait(lambda: self.frame.state is RunState.PAUSED)
        self.wait_for_calm()

    def run_epochs(self, epochs: int) -> None:
        """By the menu and its dialog, at full speed."""
        self.go_full_speed()
        self.choose("Train", "Run N epochs…")
        field = self.find("dialog_epochs").findChild(QWidget, "qt_spinbox_lineedit")
        assert field is not None
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, str(epochs))
        goal = self.frame.epoch + epochs
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.wait(lambda: self.frame.epoch >= goal or self.frame.state is RunState.DIVERGED)
        self.wait_for_calm()


def _child(parent: QWidget, kind: type[QPushButton], name: str) -> QPushButton:
    found = parent.findChild(kind, name)
    assert found is not None
    return found


def choose_in_menu(qtbot: QtBot, entry: str) -> None:
    """Click on the entry of this name in the menu that is open."""
    qtbot.waitUntil(lambda: isinstance(QApplication.activePopupWidget(), QMenu), timeout=PATIENCE)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    action = next(each for each in menu.actions() if each.objectName() == entry)
    assert action.isEnabled(), f"{entry} can't be chosen now"
    QTest.mouseClick(menu, LEFT, NO_MODIFIER, menu.actionGeometry(action).center())
    if (inner := action.menu()) is not None:
        qtbot.waitUntil(lambda: QApplication.activePopupWidget() is inner, timeout=PATIENCE)
