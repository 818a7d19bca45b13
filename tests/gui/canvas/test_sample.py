"""Below an input that is a picture: the next samples, and x · w of a neuron of layer 1, pixel by pixel."""

from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from bpexplorer.canvas.picture.items.sample import TermsItem, ThumbnailsItem
from bpexplorer.core.readings.pixels import largest_term
from bpexplorer.core.spec import Neuron
from bpexplorer.core.types import FloatArray
from bpexplorer.document.bounds import nice_bound
from bpexplorer.document.session import Pointed
from bpexplorer.look.colours import SignedScale, sequential_lut
from bpexplorer.look.numbers import signed
from bpexplorer.look.theme import DARK, LIGHT, Theme, apply_theme
from tests.gui.canvas.conftest import Canvas
from tests.pictures import draw

SHOWN = 8


_Item = TypeVar("_Item", ThumbnailsItem, TermsItem)


def item(canvas: Canvas, kind: type[_Item]) -> _Item:
    return next(each for each in canvas.view.scene().items() if isinstance(each, kind))


def colours(image: QImage) -> np.ndarray:
    """A picture's pixels, shape (rows, columns, 3)."""
    pixels = image.convertToFormat(QImage.Format.Format_RGBA8888)
    whole = np.frombuffer(pixels.constBits(), dtype=np.uint8)
    return whole.reshape(image.height(), image.width(), 4)[..., :3].copy()


def ink(canvas: Canvas, x: FloatArray, theme: Theme = LIGHT) -> np.ndarray:
    probe = canvas.frame.data.x_probe
    shares = (x - probe.min()) / (probe.max() - probe.min())
    return np.asarray(sequential_lut(theme)[np.round(255.0 * shares).astype(np.uint8)][..., :3])


def thumbnail(canvas: Canvas, place: int) -> QPoint:
    sample = canvas.view.placement.sample
    assert sample is not None
    return canvas.view.mapFromScene(QPointF(*sample.thumbnails[place].centre))


def assert_terms(canvas: Canvas, row: int, index: int, theme: Theme = LIGHT) -> None:
    """The three pictures are x, w and x⊙w of the network, each on the scale that all neurons share."""
    network, data = canvas.frame.network, canvas.frame.data
    x, w = data.x_probe[row].reshape(8, 8), network.weights[0][index].reshape(8, 8)
    edges = SignedScale(nice_bound(max(float(np.abs(each).max()) for each in network.weights)))
    terms = SignedScale(nice_bound(largest_term(network, data)))
    shown = [colours(image) for image in item(canvas, TermsItem).images]
    np.testing.assert_array_equal(shown[0], ink(canvas, x, theme))
    np.testing.assert_array_equal(shown[1], edges.rgba(w, theme)[..., :3])
    np.testing.assert_array_equal(shown[2], terms.rgba(x * w, theme)[..., :3])


def test_the_neuron_under_the_mouse_shows_its_pictures_and_their_sum(canvas: Canvas) -> None:
    assert item(canvas, TermsItem).images == ()
    assert "layer 1" in item(canvas, TermsItem).words
    told: list[Pointed | None] = []
    canvas.session.pointed_changed.connect(told.append)
    for index in (3, 9):
        canvas.mouse.hover(canvas.at(1, index))
        assert told[-1] == Pointed((Neuron(1, index),), on_canvas=True)
        assert_terms(canvas, 0, index)
        z = float(canvas.frame.trace.zs[0][0, index])
        bias = float(canvas.frame.network.biases[0][index])
        total = float(canvas.frame.data.x_probe[0] @ canvas.frame.network.weights[0][index])
        said = item(canvas, TermsItem).words
        assert said == (f"Σ = {signed(total).strip()}, b = {signed(bias).strip()}: z = {signed(z).strip()}")
    canvas.mouse.hover(canvas.at(2, 3))
    assert item(canvas, TermsItem).images == ()


def test_a_selected_neuron_of_layer_1_keeps_its_pictures(canvas: Canvas, qapp: QApplication) -> None:
    canvas.session.select(Neuron(1, 5), sample=11)
    assert_terms(canvas, 11, 5)
    canvas.mouse.hover(canvas.at(1, 2))
    assert_terms(canvas, 11, 2)
    canvas.mouse.hover(QPoint(2, 2))
    assert_terms(canvas, 11, 5)
    try:
        apply_theme(qapp, "dark")
        assert_terms(canvas, 11, 5, DARK)
    finally:
        apply_theme(qapp, "light")


def test_the_scales_stay_while_training_goes_on(canvas: Canvas) -> None:
    canvas.session.select(Neuron(1, 5))
    before = colours(item(canvas, TermsItem).images[1])
    later = canvas.training.advance(60).frame()
    draw(canvas.view, later)
    edges = SignedScale(nice_bound(max(float(np.abs(each).max()) for each in canvas.frame.network.weights)))
    after = colours(item(canvas, TermsItem).images[1])
    np.testing.assert_array_equal(
        after, edges.rgba(later.network.weights[0][5].reshape(8, 8), LIGHT)[..., :3]
    )
    assert not np.array_equal(after, before)


def test_the_next_samples_stand_below_and_a_click_chooses_one(canvas: Canvas) -> None:
    def shown() -> list[int]:
        """Which of the fixed samples the pictures are."""
        inks = [ink(canvas, x.reshape(8, 8)) for x in canvas.frame.data.x_probe]
        images = [colours(image) for image in item(canvas, ThumbnailsItem).images]
        return [next(row for row, x in enumerate(inks) if np.array_equal(x, each)) for each in images]

    canvas.session.choose_sample(15)
    assert shown() == list(range(15, 15 + SHOWN))
    at = thumbnail(canvas, 3)
    canvas.mouse.hover(at)
    name = canvas.frame.data.class_names[int(canvas.frame.data.labels_train[canvas.frame.data.probe[18]])]
    assert canvas.view.hover_text() == f"sample 18 · true class {name}: click to look at it"
    canvas.mouse.click(at)
    assert canvas.state.sample == 18
    assert shown() == list(range(15, 15 + SHOWN))  # nothing moves under the mouse
    canvas.session.choose_sample(31)
    assert shown() == list(range(32 - SHOWN, 32))
    assert canvas.state.selection == ()


def test_other_data_have_nothing_below(small: Canvas) -> None:
    assert small.view.placement.sample is None
    assert item(small, ThumbnailsItem).images == ()
    small.mouse.hover(small.at(1, 2))
    assert item(small, TermsItem).images == ()
    assert item(small, TermsItem).words == ""


@pytest.mark.parametrize("row", [0, 17])
def test_the_sample_is_large(canvas: Canvas, row: int) -> None:
    canvas.session.choose_sample(row)
    canvas.view.resize(860, 470)
    canvas.view.fit()
    box = canvas.view.placement.boxes[0].rect
    assert 140 <= box.width * canvas.view.zoom <= 180
