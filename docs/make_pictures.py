"""Makes the pictures of the user's guide and of the README from the running program, in both themes: make pictures.

Each is what a user sees who does the same: the opening example, then 20 epochs of it, with the commands of the window;
the spiral after 80; lessons, drawings and a table. With names of parts (`PARTS`), only these are taken.
"""

# ruff: noqa: E402  (Qt reads the environment when it is loaded)

import io
import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

# Nothing of the user's own settings gets into a picture, and no screen is needed.
_HOME = tempfile.TemporaryDirectory()
os.environ |= {"HOME": _HOME.name, "XDG_CONFIG_HOME": _HOME.name, "QT_QPA_PLATFORM": "offscreen"}

from PIL import Image
from PySide6.QtCore import QBuffer, QByteArray, QDeadlineTimer, QEvent, QIODevice, QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget

from bpexplorer.app import create_window, make_application
from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.frame import RunState
from bpexplorer.data.choice import table_choice
from bpexplorer.data.reading.order import read_in_child
from bpexplorer.data.recipe import proposed
from bpexplorer.data.table.table import Reading
from bpexplorer.document.acts.looking import ShowPage
from bpexplorer.lessons.catalogue import LESSONS
from bpexplorer.panels.image.pad import SketchPad
from bpexplorer.panels.plane.drawing import DrawablePlane
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from bpexplorer.project.suited import suited_plan
from bpexplorer.project.tables import TABLES
from bpexplorer.window.main_window import MainWindow

ROOT = Path(__file__).parents[1]
GUIDE, SCREENSHOTS = ROOT / "resources" / "guide", ROOT / "docs" / "screenshots"
#: Of a whole window in the guide; Qt shows pictures in a text as large as they are.
WIDTH = 700
#: Of the network in a phase.
PHASE_WIDTH = 560
EPOCHS, SPIRAL_EPOCHS = 20, 80
#: A 3, as one stroke over the pixels of a digit: across and down.
SKETCH = (2.2, 0.8), (4.6, 0.8), (5.0, 2.0), (3.4, 3.6), (4.9, 4.8), (4.8, 6.4), (3.6, 7.2), (2.2, 6.8)
PATIENCE = 60_000
#: What a pupil might write on the last card.
SENTENCES = {
    "error": "It is influence; at a matched output it happens to be output minus target.",
    "use": "It says for each neuron how C answers to its z, and carries that back.",
    "sum": "Because with softmax each z reaches C by way of every output.",
}


class Photographer:
    """Opens a window in one theme and takes its pictures."""

    def __init__(self, theme: str, project: Project | None = None) -> None:
        self._theme = theme
        self.window: MainWindow = create_window(project)
        self.window.resize(1440, 900)
        self.window.show()
        self.window.actions_by_name[f"action_theme_{theme}"].trigger()
        self.settle()

    def settle(self) -> None:
        """Wait until all that is seen is of one step."""
        self.wait(self._is_drawn)
        QTest.qWait(1_500)  # what is measured is asked for a little later, and formulas are drawn
        measurings = self.window.panel_drawing.measurings
        self.wait(lambda: all(each.is_settled for each in measurings.values()))
        self.wait(lambda: self.window.draw_loop.is_idle)

    def _is_drawn(self) -> bool:
        picture, state = self.window.picturing.picture, self.window.document.session.state
        return picture is not None and picture.session == state and self.window.draw_loop.is_idle

    def train(self, epochs: int = EPOCHS) -> None:
        """Train for some epochs, as Run N epochs does."""
        self.window.training.set_speed(None)
        self.window.training.run_epochs(epochs)
        self.wait(lambda: self._epoch() >= epochs)
        self.wait(lambda: self.window.intake.newest().state is RunState.PAUSED)
        self.settle()

    def _epoch(self) -> int:
        frame = self.window.intake.newest()
        return 0 if frame is None else frame.epoch

    def do(self, action: str) -> None:
        """Choose an entry of the menus."""
        self.window.actions_by_name[action].trigger()
        self.settle()

    def take(self, widget: QWidget, folder: Path, name: str, *, width: int | None = None) -> None:
        """Write a picture of a widget, as large as it is or as wide as asked."""
        image = widget.grab().toImage()
        if width is not None:
            image = image.scaledToWidth(width, Qt.TransformationMode.SmoothTransformation)
        image = image.convertToFormat(QImage.Format.Format_RGB888)
        folder.mkdir(parents=True, exist_ok=True)
        written = io.BytesIO(bytes(_encoded(image)))
        # In as many colours as these pictures have, nearly, a file is a third as large.
        smaller = Image.open(written).quantize(256, kmeans=1, dither=Image.Dither.NONE)
        smaller.save(folder / f"{name}{'-' if name else ''}{self._theme}.png", "PNG", optimize=True)

    def close(self) -> None:
        """End it, while all of it is there: of one that Python collects the halves are gone before Qt asks them."""
        self.window.closing.shut_down()
        self.window.hide()
        self.window.deleteLater()
        QApplication.sendPostedEvents(self.window, QEvent.Type.DeferredDelete)

    @staticmethod
    def wait(condition: Callable[[], bool]) -> None:
        """Let the window go on until this holds."""
        deadline = QDeadlineTimer(PATIENCE)
        while not condition():
            if deadline.hasExpired():
                raise TimeoutError("The window doesn't come to rest.")
            QTest.qWait(20)


def _encoded(image: QImage) -> QByteArray:
    held = QByteArray()
    buffer = QBuffer(held)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return held


def photograph_update(hand: Photographer) -> None:
    """Take the first step, and the pictures of it; what is selected stays."""
    session, dock = hand.window.document.session, hand.window.docks["dock_update"]
    kept = session.state
    hand.do("workspace_train")
    session.select_connection(Connection(2, 0, 9))
    hand.do("action_step")
    hand.take(dock, GUIDE, "update-step")
    whole, weight = (dock.findChild(QAbstractButton, f"update_switch_{page}") for page in range(2))
    QTest.mouseClick(weight, Qt.MouseButton.LeftButton)
    hand.settle()
    hand.take(dock, GUIDE, "update")
    QTest.mouseClick(whole, Qt.MouseButton.LeftButton)
    hand.do("workspace_explore")
    session.restore(kept)
    hand.settle()


def photograph_steps(theme: str) -> None:
    """Walk through the first step of the opening example, a picture a phase, with a δ tested on the way back."""
    hand = Photographer(theme)
    hand.do("workspace_step")
    phases = hand.window.document.session.state.walk.phases
    network = hand.window.stage.network
    for phase in phases[:-1]:
        hand.take(network, GUIDE, f"step-{phase.number}", width=PHASE_WIDTH)
        if phase.kind is PhaseKind.HIDDEN_ERROR and phase.layer == phase.depth - 1:
            hand.take(hand.window, GUIDE, "step", width=WIDTH)
            photograph_test(hand)
        hand.do("action_phase_take" if phase is phases[-2] else "action_phase_next")
    hand.wait(lambda: hand.window.intake.newest().step == 1)
    hand.settle()
    hand.take(hand.window.docks["dock_update"], GUIDE, "step-after")
    hand.close()


def photograph_test(hand: Photographer) -> None:
    """Put the demon on the δ that is shown, and away again."""
    QTest.mouseClick(hand.window.findChild(QAbstractButton, "origin_test"), Qt.MouseButton.LeftButton)
    hand.settle()
    hand.take(hand.window.docks["dock_origin"], GUIDE, "step-test")
    hand.window.document.session.release()
    hand.settle()


def photograph_plane(theme: str) -> None:
    """Train the spiral, with the demon away."""
    hand = Photographer(theme, preset("spiral").project())
    hand.window.document.session.release()
    hand.window.document.session.select()
    hand.train(SPIRAL_EPOCHS)
    hand.take(hand.window, GUIDE, "plane", width=WIDTH)
    hand.close()


def photograph_instruments(theme: str) -> None:
    """Train 20 epochs, and open the instruments one after the other, each in a window of its own."""
    hand = Photographer(theme)
    window = hand.window
    window.document.session.release()
    for name in ("dock_forecast", "dock_checks"):
        window.workspaces.reveal(name)
    _float(hand, "dock_forecast", 560, 360)
    for _ in range(EPOCHS):
        hand.do("action_step")
    hand.take(window.docks["dock_forecast"], GUIDE, "forecast")
    for button in ("forecast_switch_1", "forecast_find"):
        _click(hand, button)
    hand.wait(lambda: not window.findChild(QWidget, "forecast_progress").isVisible())
    hand.settle()
    hand.take(window.docks["dock_forecast"], GUIDE, "finder")
    hand.train()
    _float(hand, "dock_checks", 860, 360)
    _click(hand, "checks_button")
    hand.wait(lambda: not window.findChild(QWidget, "checks_progress").isVisible())
    hand.settle()
    hand.take(window.docks["dock_checks"], GUIDE, "checks")
    window.document.session.select(Neuron(3, 1))
    hand.settle()
    _float(hand, "dock_origin", 700, 480)
    for button in (
        "origin_whole_jacobian",
        "jacobian_without_sum",
        "jacobian_cell_quadratic_softmax",
    ):
        _click(hand, button)
    hand.take(window.docks["dock_origin"], GUIDE, "jacobian")
    hand.close()


def photograph_laboratory(theme: str) -> None:
    """Train 20 epochs, and look at what the laboratory has to show then."""
    hand = Photographer(theme)
    window = hand.window
    window.document.session.release()
    hand.train()
    window.document.session.select(Neuron(2, 1))
    for name, width, height, picture in (
        ("dock_tug", 700, 300, "tug"),
        ("dock_neurons", 700, 360, "neurons"),
        ("dock_histograms", 700, 220, "histograms"),
        ("dock_activation", 560, 260, "activation"),
        ("dock_slices", 560, 300, "slices"),
        ("dock_samples_table", 700, 300, "samples"),
    ):
        window.workspaces.reveal(name)
        hand.settle()
        _float(hand, name, width, height)
        hand.take(window.docks[name], GUIDE, picture)
        window.docks[name].close()
    for name, page, width, height in (
        ("dock_origin", "waterfall", 460, 330),
        ("dock_origin", "layer", 460, 330),
        ("dock_delta", "scatter", 700, 260),
    ):
        window.requests.take_act(ShowPage(name, page))
        _float(hand, name, width, height)
        hand.take(window.docks[name], GUIDE, page)
    hand.close()


def photograph_lessons(theme: str) -> None:
    """The last card of each lesson, answered."""
    hand = Photographer(theme)
    learning, before = hand.window.learning, None
    for entry in LESSONS:
        learning.begin_own(entry.name)
        for _ in range(entry.cards):
            hand.wait(lambda before=before: learning.play is not None and learning.play.lesson is not before)
            hand.wait(lambda: learning.is_at_rest)
            if not learning.play.is_last:
                _click(hand, "lesson_forward")
        before = learning.play.lesson
        hand.settle()
        if entry.name in SENTENCES:
            QTest.keyClicks(hand.window.findChild(QWidget, "lesson_sentence"), SENTENCES[entry.name])
        else:
            choices = learning.play.card.question.choices
            right = next(at for at, choice in enumerate(choices) if choice.right)
            _click(hand, f"lesson_choice_{right}")
        QTest.mouseClick(hand.window.findChild(QAbstractButton, "lesson_check"), Qt.MouseButton.LeftButton)
        hand.wait(lambda: learning.play is not None and learning.play.answer is not None)
        hand.settle()
        hand.take(hand.window, GUIDE, f"lesson-{entry.name}", width=WIDTH)
    hand.close()


def photograph_drawing(theme: str) -> None:
    """Draw points on a plane, and then a digit, of which the network says what it is."""
    hand = Photographer(theme, preset("blobs").project())
    hand.do("action_draw_points")
    plane = hand.window.findChild(DrawablePlane, "plane_view")
    room = plane.map_rect()
    for at in ((0.3, 0.2), (0.35, 0.24), (0.42, 0.22)):
        QTest.mouseClick(
            plane,
            Qt.MouseButton.LeftButton,
            pos=QPoint(round(room.left() + at[0] * room.width()), round(room.top() + at[1] * room.height())),
        )
    hand.settle()
    hand.take(hand.window, GUIDE, "drawing", width=WIDTH)
    hand.close()
    hand = Photographer(theme)
    hand.train()
    hand.do("action_draw_picture")
    _float(hand, "dock_image", 560, 320)
    pad = hand.window.findChild(SketchPad, "sketch_pad")
    _drag(pad, [pad.position_of(spot) for spot in SKETCH])
    classes = hand.window.findChild(QWidget, "sketch_class")
    for key in (Qt.Key.Key_Home, *(Qt.Key.Key_Down for _ in range(4))):
        QTest.keyClick(classes, key)
    hand.settle()
    hand.take(hand.window.docks["dock_image"], GUIDE, "sketch")
    hand.close()


def photograph_table(theme: str) -> None:
    """One penguin value by value, and the columns, after 20 epochs."""
    offered = TABLES["penguins"]
    table = read_in_child(offered.path, Reading())
    choice = table_choice(table, proposed(table, offered.target).recipe)
    hand = Photographer(theme, Project.at_start(suited_plan(choice)))
    hand.train()
    hand.window.workspaces.reveal("dock_samples_table")
    hand.settle()
    for page, width in (("one", 700), ("inputs", 880)):
        _float(hand, "dock_samples_table", width, 320)
        hand.window.requests.take_act(ShowPage("dock_samples_table", page))
        hand.settle()
        hand.take(hand.window.docks["dock_samples_table"], GUIDE, page)
    hand.close()


def _drag(widget: QWidget, spots: Sequence[QPointF]) -> None:
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QTest.mousePress(widget, left, none, spots[0].toPoint())
    for spot in spots[1:]:
        at = QPointF(widget.mapToGlobal(spot.toPoint()))
        QApplication.sendEvent(widget, QMouseEvent(QEvent.Type.MouseMove, spot, at, left, left, none))
    QTest.mouseRelease(widget, left, none, spots[-1].toPoint())


def _click(hand: Photographer, name: str) -> None:
    QTest.mouseClick(hand.window.findChild(QAbstractButton, name), Qt.MouseButton.LeftButton)
    hand.settle()


def _float(hand: Photographer, name: str, width: int, height: int) -> None:
    dock = hand.window.docks[name]
    dock.setFloating(True)
    dock.resize(width, height)
    hand.settle()


def photograph(theme: str) -> None:
    """Take all pictures in one theme."""
    hand = Photographer(theme)
    window = hand.window
    hand.take(window, GUIDE, "explore", width=WIDTH)
    hand.take(window.docks["dock_origin"], GUIDE, "origin")
    hand.do("action_demon_halve")
    hand.take(window.docks["dock_demon"], GUIDE, "demon")
    hand.do("action_palette")
    found = window.findChild(QWidget, "palette")
    QTest.keyClicks(found.findChild(QWidget, "palette_field"), "demon")
    hand.take(found, GUIDE, "palette")
    found.close()
    photograph_update(hand)
    hand.train()
    hand.take(window, SCREENSHOTS, "")
    hand.take(window.docks["dock_delta"], GUIDE, "delta", width=WIDTH)
    hand.do("workspace_train")
    hand.settle()
    hand.take(window, GUIDE, "train", width=WIDTH)
    hand.close()


#: What can be taken by itself, by the names that the command takes.
PARTS = {
    "window": photograph,
    "plane": photograph_plane,
    "steps": photograph_steps,
    "instruments": photograph_instruments,
    "laboratory": photograph_laboratory,
    "lessons": photograph_lessons,
    "drawing": photograph_drawing,
    "table": photograph_table,
}

if __name__ == "__main__":
    app = make_application()
    for theme in ("light", "dark"):
        for name in sys.argv[1:] or PARTS:
            PARTS[name](theme)
