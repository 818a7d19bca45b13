"""The last batch on the canvas: what dropout leaves out of the selected sample is drawn as left out."""

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from bpexplorer.core.edits.structure import AddNeurons, SetDropout
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.session import Tool
from bpexplorer.look.colours import dropped_grey
from bpexplorer.look.theme import current_theme
from tests.frames import Training
from tests.gui.canvas.conftest import Canvas
from tests.pictures import draw


def dropping_canvas(qtbot: QtBot, training: Training) -> Canvas:
    canvas = Canvas(qtbot, training.apply(SetDropout(1, 0.5)).advance(5))
    canvas.view.show_plan(training.spec, ())
    draw(canvas.view, training.frame(batch=True))
    canvas.session.update(source=SampleSource.BATCH, batch_sample=2)
    return canvas


@pytest.fixture
def dropping(qtbot: QtBot) -> Canvas:
    """The digits network, whose layer 1 leaves out half of its neurons."""
    return dropping_canvas(qtbot, Training())


def dropped(canvas: Canvas, sample: int = 2) -> np.ndarray:
    frame = canvas.view.frame
    assert frame is not None
    assert frame.last_batch is not None
    mask = frame.last_batch.dropped(1)
    assert mask is not None
    return mask[sample]


def picture(canvas: Canvas) -> QImage:
    return canvas.view.grab().toImage()


def is_empty(image: QImage, place: QPoint, reach: int = 2) -> bool:
    """Whether nothing is drawn about a place."""
    background = image.pixelColor(3, image.height() - 3)
    steps = range(-reach, reach + 1)
    return all(image.pixelColor(place + QPoint(dx, dy)) == background for dx in steps for dy in steps)


def test_a_dropped_neuron_is_hollow_and_the_others_are_not(dropping: Canvas) -> None:
    image = picture(dropping)
    shown = [is_empty(image, dropping.at(1, index)) for index in range(14)]
    assert shown == dropped(dropping).tolist()
    assert set(shown) == {False, True}


def test_each_sample_of_the_batch_has_its_own_and_the_probe_has_none(dropping: Canvas) -> None:
    for sample in (0, 5):
        dropping.session.update(batch_sample=sample)
        image = picture(dropping)
        shown = [is_empty(image, dropping.at(1, index)) for index in range(14)]
        assert shown == dropped(dropping, sample).tolist()
    dropping.session.update(source=SampleSource.PROBE)
    image = picture(dropping)
    assert not any(is_empty(image, dropping.at(1, index)) for index in range(14))


def test_the_edges_of_a_dropped_neuron_are_gone_until_somebody_connects_neurons(qtbot: QtBot) -> None:
    sizes, activations = (2, 6, 1), ("tanh", "sigmoid")
    canvas = dropping_canvas(qtbot, Training(sizes, activations, data="xor", cost="cross_entropy"))
    mask = dropped(canvas)
    assert set(mask.tolist()) == {False, True}
    # To one output no two edges cross.
    middles = [(canvas.at(1, index) + canvas.at(2, 0)) / 2 for index in range(6)]
    canvas.session.update(selection=(Neuron(1, 0),))
    assert [is_empty(picture(canvas), middle, reach=1) for middle in middles] == mask.tolist()
    canvas.session.update(tool=Tool.CONNECT)
    assert not any(is_empty(picture(canvas), middle, reach=1) for middle in middles)


def test_what_is_dropped_is_said_under_the_mouse_and_in_the_legend(dropping: Canvas) -> None:
    mask = dropped(dropping)
    out, there = (int(np.flatnonzero(mask == is_out)[0]) for is_out in (True, False))
    dropping.mouse.hover(dropping.at(1, out))
    assert "dropped: it passes nothing on" in dropping.view.hover_text()
    dropping.mouse.hover(dropping.at(1, there))
    assert "dropped" not in dropping.view.hover_text()
    legends = []
    dropping.view.legend_changed.connect(legends.append)
    dropping.session.update(source=SampleSource.PROBE)
    dropping.session.update(source=SampleSource.BATCH)
    assert [any("dropped in this sample" in entry for entry in each.entries) for each in legends] == [
        False,
        True,
    ]


def test_in_a_grid_dropped_cells_have_a_grey_that_no_sign_has(qtbot: QtBot) -> None:
    canvas = dropping_canvas(qtbot, Training().apply(AddNeurons(1, 26)))
    image, grey = picture(canvas), dropped_grey(current_theme()).rgb()
    aside = QPoint(2, 2)  # the stroke goes through the middle
    shown = [image.pixelColor(canvas.at(1, index) + aside).rgb() == grey for index in range(40)]
    assert shown == dropped(canvas).tolist()


def test_without_its_batch_a_frame_leaves_the_neurons_neutral(dropping: Canvas) -> None:
    draw(dropping.view, dropping.training.frame())
    dropping.mouse.hover(dropping.at(1, 0))
    assert dropping.view.hover_text() == "layer 1, neuron 0"
    assert not is_empty(picture(dropping), dropping.at(1, int(np.flatnonzero(~dropped_of(dropping))[0])))


def dropped_of(canvas: Canvas) -> np.ndarray:
    samples = canvas.training.frame(batch=True).last_batch
    assert samples is not None
    mask = samples.dropped(1)
    assert mask is not None
    return mask[2]
