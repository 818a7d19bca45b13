"""What is on the canvas is what a whole repaint would put there: nothing of before is left behind."""

import random
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.spec import Neuron
from bpexplorer.core.types import IntArray
from bpexplorer.document.acts.demon import ArmDemon, ReleaseDemon
from bpexplorer.document.acts.looking import ChooseSample, ColourNeuronsBy, Select
from bpexplorer.document.session import NeuronQuantity
from bpexplorer.look.theme import apply_theme
from bpexplorer.project.presets import PRESETS, preset
from tests.windows import Desk

#: Lines that are painted in pieces are rounded otherwise where the pieces meet: by so much, and to the next pixel.
SMOOTHING = 24
#: So many pixels may be rounded further away, where dashes end.
STRAY = 12


class Hand:
    """Draws what to do to a window, and does it."""

    def __init__(self, desk: Desk, seed: int) -> None:
        self.desk, self.chance = desk, random.Random(seed)
        self.done: list[str] = []

    def act(self) -> None:
        """Do one thing."""
        deed = self.chance.choice(
            (
                self.turn,
                self.turn,
                self.fit,
                self.arm,
                self.release,
                self.select,
                self.look,
                self.edit,
                self.undo,
                self.open,
            )
        )
        self.done.append(deed.__name__)
        deed()
        self.desk.wait_for_calm()

    def turn(self) -> None:
        """The wheel, which zooms, or changes Δz over the demon's neuron."""
        view = self.desk.window.canvas.view
        viewport = view.viewport()
        place = QPoint(self.chance.randrange(viewport.width()), self.chance.randrange(viewport.height()))
        demon = self.desk.window.document.session.state.demon
        if demon is not None and self.chance.random() < 0.5:
            place = view.neuron_position(demon.neuron.layer, demon.neuron.index)
        way = self.chance.choice((-120, 120))
        for _ in range(self.chance.randrange(1, 13)):
            event = QWheelEvent(
                QPointF(place),
                QPointF(viewport.mapToGlobal(place)),
                QPoint(),
                QPoint(0, way),
                Qt.MouseButton.NoButton,
                Qt.KeyboardModifier.NoModifier,
                Qt.ScrollPhase.NoScrollPhase,
                False,
            )
            QApplication.sendEvent(viewport, event)
            QApplication.processEvents()

    def fit(self) -> None:
        view = self.desk.window.canvas.view
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_F)

    def neuron(self) -> Neuron:
        sizes = self.desk.window.document.plan.spec.sizes
        layer = self.chance.randrange(1, len(sizes))
        return Neuron(layer, self.chance.randrange(sizes[layer]))

    def arm(self) -> None:
        self.desk.window.requests.take_act(ArmDemon(self.neuron()))

    def release(self) -> None:
        if self.desk.window.document.session.state.demon is not None:
            self.desk.window.requests.take_act(ReleaseDemon())

    def select(self) -> None:
        self.desk.window.requests.take_act(Select((self.neuron(),)))

    def look(self) -> None:
        self.desk.window.requests.take_act(ChooseSample(self.chance.randrange(10)))
        self.desk.window.requests.take_act(ColourNeuronsBy(self.chance.choice(list(NeuronQuantity))))

    def edit(self) -> None:
        document = self.desk.window.document
        if self.chance.random() < 0.5:
            document.insert_layer(1, self.chance.choice((2, 9, 300)))
        else:
            document.resize_layer(1, self.chance.choice((1, 3, 20)))

    def undo(self) -> None:
        self.desk.window.document.undo_stack.undo()

    def open(self) -> None:
        self.desk.window.open_project(preset(self.chance.choice(list(PRESETS))).project(), None)


def on_screen(desk: Desk) -> IntArray:
    """The pixels of the canvas that are there, shape (height, width, 4)."""
    QApplication.processEvents()
    image = QApplication.primaryScreen().grabWindow(desk.window.winId()).toImage()
    image = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    whole = pixels[:, : 4 * image.width()].reshape(image.height(), image.width(), 4).astype(np.intp)
    canvas = desk.window.canvas
    place = canvas.rect().translated(canvas.mapTo(desk.window, QPoint(0, 0)))
    # Panels beside it may still draw a formula, which takes a moment of its own.
    return whole[place.top() : place.bottom() + 1, place.left() : place.right() + 1]


def at_rest(desk: Desk) -> IntArray:
    """The pixels once nothing moves by itself."""
    shown = [on_screen(desk)]

    def rests() -> bool:
        shown.append(on_screen(desk))
        return np.array_equal(shown[-1], shown[-2])

    desk.wait(rests)
    return shown[-1]


def left_behind(desk: Desk) -> int:
    """How many pixels a whole repaint changes."""
    before = at_rest(desk)
    for widget in (desk.window, *desk.window.findChildren(QWidget)):
        widget.update()
    return strange(before, at_rest(desk))


def strange(shown: IntArray, whole: IntArray) -> int:
    """How many pixels lie outside of what a whole repaint puts there and beside."""
    around = np.array(
        [
            np.roll(whole, (down, across), (0, 1)).astype(np.int16)
            for down in (-1, 0, 1)
            for across in (-1, 0, 1)
        ]
    )
    is_strange = (shown < around.min(axis=0) - SMOOTHING) | (shown > around.max(axis=0) + SMOOTHING)
    return int(is_strange.any(axis=2).sum())


def test_what_is_left_of_a_line_is_noticed_but_not_how_it_is_rounded() -> None:
    whole = np.zeros((20, 20, 4), np.intp)
    whole[:, 10] = 200
    rounded, left = whole.copy(), whole.copy()
    rounded[:, 9] = 70
    left[5:15, 3] = 70
    assert strange(rounded, whole) == 0
    assert strange(left, whole) == 10


def test_nothing_of_the_former_project_is_left_on_the_screen(qtbot: QtBot) -> None:
    desk = Desk(qtbot, preset("digits").project())
    for name in ("xor", "digits", "circle"):
        desk.window.open_project(preset(name).project(), None)
        desk.wait_for_calm()
        assert left_behind(desk) <= STRAY, name


def test_nothing_is_left_behind_whatever_is_done_to_the_picture(
    qtbot: QtBot, trials: Callable[[int, int], int]
) -> None:
    desk = Desk(qtbot, preset("xor").project())
    hand = Hand(desk, 20261130)
    apply_theme(QApplication.instance(), "light")  # type: ignore[arg-type]
    for _ in range(trials(8, 1500)):
        hand.act()
        left = left_behind(desk)
        assert left <= STRAY, f"{left} pixels after {hand.done}"
