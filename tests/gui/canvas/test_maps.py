"""Neurons filled with what they make of every input."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.view import NetworkView
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.session import NeuronQuantity, SessionState
from bpexplorer.look.theme import THEMES, Scheme, apply_theme
from tests.frames import Training
from tests.pictures import draw

MAPPED = SessionState(neurons_by=NeuronQuantity.MAP)
#: From the middle of a neuron, in pixels.
ASIDE = 6


def trained(sizes: Sequence[int] = (2, 4, 1), data: str = "hill") -> Frame:
    return Training(sizes, ("tanh", "identity"), data=data, cost="quadratic").advance(30).frame()


def view_of(qtbot: QtBot, frame: Frame) -> NetworkView:
    view = NetworkView()
    qtbot.addWidget(view)
    view.resize(640, 440)
    with qtbot.waitExposed(view):
        view.show()
    show(view, frame)
    draw(view, session=MAPPED)
    return view


def show(view: NetworkView, frame: Frame, **readings: object) -> None:
    view.show_plan(frame.spec, ((0.0, 0.0),) * (frame.spec.depth + 1), frame.data)
    draw(view, frame, **readings)


def colours(view: NetworkView, layer: int, neuron: int) -> list[QColor]:
    """Left, right, above and below the middle of a neuron."""
    image, middle = view.viewport().grab().toImage(), view.neuron_position(layer, neuron)
    places = (QPoint(-ASIDE, 0), QPoint(ASIDE, 0), QPoint(0, -ASIDE), QPoint(0, ASIDE))
    return [image.pixelColor(middle + place) for place in places]


def tile(view: NetworkView, layer: int, neuron: int) -> QImage:
    """A neuron as it is drawn."""
    half = round(view.placement.boxes[layer].half * view.zoom)
    place = QRect(-half, -half, 2 * half, 2 * half).translated(view.neuron_position(layer, neuron))
    return view.viewport().grab().toImage().copy(place)


def is_red(colour: QColor) -> bool:
    return colour.red() > colour.blue()


@pytest.fixture
def in_theme(qapp: QApplication) -> Iterator[Callable[[Scheme], object]]:
    """Shows another theme until the end of the test."""
    yield lambda scheme: apply_theme(qapp, scheme)
    apply_theme(qapp, "light")


@pytest.mark.parametrize("theme", THEMES)
def test_input_0_is_dark_blue_at_the_left_and_input_1_below(
    qtbot: QtBot, in_theme: Callable[[Scheme], object], theme: Scheme
) -> None:
    in_theme(theme)
    frame = trained()
    view = view_of(qtbot, frame)
    left, right, _, _ = colours(view, 0, 0)
    assert (is_red(left), is_red(right)) == (False, True)
    _, _, above, below = colours(view, 0, 1)
    assert (is_red(above), is_red(below)) == (True, False)


def test_until_maps_come_and_for_other_quantities_a_neuron_has_one_colour(qtbot: QtBot) -> None:
    frame = trained()
    view = view_of(qtbot, frame)
    draw(view, maps=None)
    assert len({colour.name() for colour in colours(view, 0, 0)[:2]}) == 1
    draw(view)
    assert len({colour.name() for colour in colours(view, 0, 0)[:2]}) == 2
    draw(view, session=replace(MAPPED, neurons_by=NeuronQuantity.ACTIVATION))
    assert len({colour.name() for colour in colours(view, 0, 0)[:2]}) == 1


@pytest.mark.parametrize(("sizes", "data"), [((2, 6, 1), "hill"), ((2, 4, 1), "circle"), ((1, 4, 1), "wave")])
def test_maps_of_what_was_go_with_it(qtbot: QtBot, sizes: Sequence[int], data: str) -> None:
    frame = trained()
    view = view_of(qtbot, frame)
    other = trained(sizes, data)
    show(view, other, maps=None)
    for neuron in range(sizes[1]):
        assert len({colour.name() for colour in colours(view, 1, neuron)[:2]}) == 1
    blank = tile(view, 1, 0)
    draw(view)
    assert tile(view, 1, 0) != blank
