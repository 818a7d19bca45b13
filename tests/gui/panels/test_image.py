"""The weights into layer 1 as images, by mouse and keys on the real widget."""

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.acts.looking import PointAt, Select
from bpexplorer.document.bounds import nice_bound
from bpexplorer.document.session import Pointed, SessionState
from bpexplorer.look.colours import SignedScale
from bpexplorer.look.numbers import signed
from bpexplorer.look.theme import DARK, LIGHT, apply_theme
from bpexplorer.look.widgets import ColourBar
from bpexplorer.panels.image.panel import ImagePanel
from bpexplorer.panels.image.tiles import SMALLEST, WeightTiles
from tests.frames import Training
from tests.pictures import draw

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture(scope="module")
def start() -> Frame:
    return Training().frame()


@pytest.fixture(scope="module")
def later() -> Frame:
    return Training().advance(720).frame()


@pytest.fixture
def panel(qtbot: QtBot) -> ImagePanel:
    widget = ImagePanel()
    qtbot.addWidget(widget)
    widget.resize(520, 420)
    with qtbot.waitExposed(widget):
        widget.show()
    return widget


def colours(image: QImage) -> np.ndarray:
    """A picture's pixels, shape (rows, columns, 3)."""
    pixels = image.convertToFormat(QImage.Format.Format_RGBA8888)
    whole = np.frombuffer(pixels.constBits(), dtype=np.uint8)
    return whole.reshape(image.height(), image.width(), 4)[..., :3].copy()


def middle(tiles: WeightTiles, neuron: int) -> QPointF:
    return tiles.tile_rect(neuron).center()


def readout(panel: ImagePanel) -> str:
    label = panel.findChild(QLabel, "image_readout")
    assert label is not None
    return label.text()


def scale_of(frame: Frame) -> SignedScale:
    return SignedScale(nice_bound(float(np.abs(frame.network.weights[0]).max())))


def test_each_picture_has_the_weights_of_its_neuron_on_one_scale(
    panel: ImagePanel, start: Frame, qapp: QApplication
) -> None:
    draw(panel, start)
    weights, scale = start.network.weights[0].reshape(-1, 8, 8), scale_of(start)
    assert len(weights) == 14
    for neuron, w in enumerate(weights):
        np.testing.assert_array_equal(colours(panel.tiles.picture(neuron)), scale.rgba(w, LIGHT)[..., :3])
    try:
        apply_theme(qapp, "dark")
        shown = colours(panel.tiles.picture(3))
        np.testing.assert_array_equal(shown, scale.rgba(weights[3], DARK)[..., :3])
    finally:
        apply_theme(qapp, "light")


def test_the_scale_stays_until_it_is_asked_for_anew(
    panel: ImagePanel, start: Frame, later: Frame, qtbot: QtBot
) -> None:
    draw(panel, start)
    draw(panel, later)
    bar = panel.findChild(ColourBar, "image_colour_bar")
    assert isinstance(bar, ColourBar)
    old, new = scale_of(start), scale_of(later)
    assert old != new
    assert panel.tiles.scale == bar.scale == old
    w = later.network.weights[0].reshape(-1, 8, 8)[5]
    np.testing.assert_array_equal(colours(panel.tiles.picture(5)), old.rgba(w, LIGHT)[..., :3])
    (rescale,) = panel.menu_actions
    rescale.trigger()
    assert panel.tiles.scale == bar.scale == new


def test_a_click_or_an_arrow_selects_the_neuron(panel: ImagePanel, start: Frame, qtbot: QtBot) -> None:
    draw(panel, start)
    tiles = panel.tiles
    with qtbot.waitSignal(panel.act_requested, check_params_cb=lambda act: isinstance(act, Select)) as asked:
        QTest.mouseClick(tiles, LEFT, pos=middle(tiles, 6).toPoint())
    assert asked.args == [Select((Neuron(1, 6),))]
    draw(panel, session=SessionState(selection=(Neuron(1, 6),)))
    tiles.setFocus()
    with qtbot.waitSignal(panel.act_requested) as asked:
        QTest.keyClick(tiles, Qt.Key.Key_Right)
    assert asked.args == [Select((Neuron(1, 7),))]


def test_the_neuron_under_the_mouse_is_read_and_pointed_at(
    panel: ImagePanel, start: Frame, qtbot: QtBot
) -> None:
    draw(panel, start, SessionState(selection=(Neuron(1, 2),)))
    w = start.network.weights[0]
    assert readout(panel).startswith(f"layer 1, neuron 2: w from {signed(float(w[2].min())).strip()}")
    asked: list[object] = []
    panel.act_requested.connect(asked.append)
    QTest.mouseMove(panel.tiles, middle(panel.tiles, 9).toPoint())
    qtbot.waitUntil(lambda: readout(panel).startswith("layer 1, neuron 9: "))
    assert f"to {signed(float(w[9].max())).strip()}" in readout(panel)
    assert asked == [PointAt(Pointed((Neuron(1, 9),)))]
    assert panel.tiles.pointed == 9


def test_a_neuron_that_is_pointed_at_elsewhere_is_read_here(panel: ImagePanel, start: Frame) -> None:
    draw(panel, start, SessionState(selection=(Neuron(1, 2),)))
    panel.show_pointed(Pointed((Neuron(1, 4),), on_canvas=True))
    assert readout(panel).startswith("layer 1, neuron 4: ")
    assert panel.tiles.pointed == 4
    for elsewhere in (Pointed((Neuron(2, 4),)), None):
        panel.show_pointed(elsewhere)
        assert readout(panel).startswith("layer 1, neuron 2: ")
        assert panel.tiles.pointed is None


@pytest.mark.parametrize(("size", "neurons"), [((520, 420), 14), ((260, 200), 14), ((300, 220), 60)])
def test_all_are_there_as_large_as_they_fit(
    qtbot: QtBot, panel: ImagePanel, size: tuple[int, int], neurons: int
) -> None:
    panel.resize(*size)
    draw(panel, Training((64, neurons, 10), ("tanh", "softmax")).frame())
    qtbot.waitUntil(lambda: panel.tiles.tile_rect(neurons - 1).bottom() <= panel.tiles.height())
    rects = [panel.tiles.tile_rect(neuron) for neuron in range(neurons)]
    assert min(rect.width() for rect in rects) >= SMALLEST
    assert max(rect.right() for rect in rects) <= panel.tiles.width()
    assert not any(a.intersects(b) for a in rects for b in rects if a is not b)
    assert panel.tiles.neuron_at(panel.tiles.grid()) is None


def test_without_pictures_it_says_why_and_they_come_with_other_data(panel: ImagePanel, start: Frame) -> None:
    def said() -> str:
        return " ".join(label.text() for label in panel.findChildren(QLabel) if label.isVisible())

    assert "once the network has been evaluated" in said()
    draw(panel, Training((2, 4, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy").frame())
    assert "aren't pictures" in said()
    draw(panel, start)
    assert panel.tiles.isVisible()
    table = panel.content().tables[0]
    np.testing.assert_array_equal([row[1:] for row in table.rows], start.network.weights[0])
    panel.clear()
    assert "once the network has been evaluated" in said()
