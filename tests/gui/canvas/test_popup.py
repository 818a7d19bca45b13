"""The layer's properties behind its header."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QPushButton
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.chrome.popup import LayerPopup
from bpexplorer.canvas.layout import Part
from bpexplorer.canvas.picture.words import titles
from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import Freeze, RemoveBiases
from bpexplorer.core.edits.structure import RemoveLayer, SetActivation, SetDropout
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.spec import Neuron
from bpexplorer.document.acts.network import Resize
from bpexplorer.guard import set_reporter
from bpexplorer.look.typing.number_field import NumberField
from tests.gui.canvas.conftest import Canvas
from tests.pictures import draw
from tests.shown import number as shown_number

LEFT = Qt.MouseButton.LeftButton


def open_popup(canvas: Canvas, layer: int) -> LayerPopup:
    canvas.mouse.click(canvas.view.control_position(Part.HEADER, layer))
    popup = canvas.view.findChild(LayerPopup)
    assert popup is not None
    assert popup.isVisible()
    return popup


@pytest.fixture
def popup(canvas: Canvas) -> LayerPopup:
    return open_popup(canvas, 1)


def test_a_click_on_a_header_shows_the_layer_as_it_is(canvas: Canvas, popup: LayerPopup) -> None:
    assert popup.title.text() == "Layer 1"
    assert popup.findChild(NumberField, "layer_size").value() == 14
    assert popup.findChild(QComboBox, "layer_activation").currentData() == "tanh"
    low, high = canvas.frame.network.biases[0].min(), canvas.frame.network.biases[0].max()
    words = popup.biases_now.text().split()
    assert [shown_number(words[2]), shown_number(words[4])] == pytest.approx([low, high], abs=6e-4)
    popup.close()


def test_another_activation_is_asked_for(canvas: Canvas, popup: LayerPopup, qtbot: QtBot) -> None:
    box = popup.findChild(QComboBox, "layer_activation")
    qtbot.keyClick(box, Qt.Key.Key_Down)
    (edit,) = canvas.asked
    assert isinstance(edit, SetActivation)
    assert edit.layer == 1
    assert edit.activation in ACTIVATIONS
    assert edit.activation != "tanh"
    # Nobody granted it here.
    assert box.currentData() == "tanh"
    popup.close()


def test_a_typed_size_is_asked_for_once_it_is_whole(canvas: Canvas, popup: LayerPopup, qtbot: QtBot) -> None:
    box = popup.findChild(NumberField, "layer_size")
    box.selectAll()
    qtbot.keyClicks(box, "120")
    assert canvas.asked == []
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert canvas.asked == [Resize(1, 120)]
    popup.close()


def test_all_biases_of_the_layer_are_set_to_a_value(canvas: Canvas, popup: LayerPopup, qtbot: QtBot) -> None:
    box = popup.findChild(NumberField, "layer_bias")
    box.selectAll()
    qtbot.keyClicks(box, box.locale().toString(-0.5))
    qtbot.mouseClick(popup.findChild(QPushButton, "layer_set_biases"), LEFT)
    assert canvas.asked == [SetBiases(1, tuple(range(14)), -0.5)]
    popup.close()


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        (
            "layer_size",
            "5000",
            "Neurons in the layer can't be 5000; it must be a whole number from 1 to 4,096.",
        ),
        ("layer_dropout", "99", "Dropout of the layer can't be 99; it must be from 0 % to 95 %."),
    ],
)
def test_numbers_out_of_range_are_told_and_not_asked_for(
    canvas: Canvas, popup: LayerPopup, qtbot: QtBot, name: str, typed: str, sentence: str
) -> None:
    told: list[str] = []
    set_reporter(lambda fault: told.append(fault.text))
    box = popup.findChild(NumberField, name)
    before = box.value()
    box.selectAll()
    qtbot.keyClicks(box, typed)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert told == [sentence]
    assert box.value() == before
    assert canvas.asked == []
    popup.close()


def test_biases_stay_when_the_typed_value_cannot_be(canvas: Canvas, popup: LayerPopup, qtbot: QtBot) -> None:
    told: list[str] = []
    set_reporter(lambda fault: told.append(fault.text))
    box = popup.findChild(NumberField, "layer_bias")
    box.setFocus()
    box.selectAll()
    qtbot.keyClicks(box, "1e9")
    qtbot.mouseClick(popup.findChild(QPushButton, "layer_set_biases"), LEFT)
    assert told == [
        "Value for all biases of the layer can't be 1e9; it must be from −1,000,000 to 1,000,000."
    ]
    assert canvas.asked == []
    popup.close()


def test_biases_of_selected_neurons_are_set_alone(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.session.select(Neuron(1, 6), Neuron(2, 0), Neuron(1, 2))
    popup = open_popup(canvas, 1)
    popup.findChild(NumberField, "layer_bias").setValue(0.25)
    button = popup.findChild(QPushButton, "layer_set_selected_biases")
    assert button.text() == "Set selected (2)"
    qtbot.mouseClick(button, LEFT)
    assert canvas.asked == [SetBiases(1, (2, 6), 0.25)]
    popup.close()
    canvas.session.select(Neuron(2, 0))
    popup = open_popup(canvas, 1)
    assert not button.isVisible()
    popup.close()


def test_a_dropout_is_asked_for_in_per_cent_and_shown_above_the_layer(
    canvas: Canvas, popup: LayerPopup, qtbot: QtBot
) -> None:
    box = popup.findChild(NumberField, "layer_dropout")
    with qtbot.waitSignal(canvas.view.edit_requested) as asked:
        box.selectAll()
        qtbot.keyClicks(box, "25")
        qtbot.keyClick(box, Qt.Key.Key_Return)
    assert asked.args == [SetDropout(1, 0.25)]
    # Nobody granted it here.
    assert box.value() == 0
    spec = canvas.training.spec.with_layer(1, dropout=0.25)
    canvas.view.show_plan(spec, ())
    assert box.value() == 25
    assert titles(spec)[1][:2] == ("drop 25 %", "layer 1")
    popup.close()
    popup = open_popup(canvas, 3)
    assert not popup.findChild(NumberField, "layer_dropout").isEnabled()
    popup.close()


def test_freezing_and_biases_are_asked_for_and_follow_the_frame(
    canvas: Canvas, popup: LayerPopup, qtbot: QtBot
) -> None:
    freeze, none = (popup.findChild(QCheckBox, name) for name in ("layer_freeze", "layer_no_biases"))
    for box in (freeze, none):
        qtbot.mouseClick(box, LEFT)
    assert canvas.asked == [Freeze(1, tuple(range(14))), RemoveBiases(1)]
    # Nobody granted it here.
    assert not freeze.isChecked()
    trainer = canvas.training.trainer
    trainer.apply(Freeze(1, tuple(range(14))), Context(1))
    trainer.apply(RemoveBiases(1), Context(2))
    draw(canvas.view, canvas.training.frame(edit=2))
    assert freeze.isChecked()
    assert none.isChecked()
    assert not popup.findChild(NumberField, "layer_bias").isEnabled()
    popup.close()


def test_the_layer_can_be_removed(canvas: Canvas, popup: LayerPopup, qtbot: QtBot) -> None:
    qtbot.mouseClick(popup.findChild(QPushButton, "layer_remove"), LEFT)
    assert canvas.asked == [RemoveLayer(1)]
    assert not popup.isVisible()


def test_the_output_layer_keeps_its_size(canvas: Canvas) -> None:
    popup = open_popup(canvas, 3)
    assert not popup.findChild(NumberField, "layer_size").isEnabled()
    assert not popup.findChild(QPushButton, "layer_remove").isEnabled()
    assert popup.findChild(QComboBox, "layer_activation").isEnabled()
    popup.close()


def test_the_input_has_nothing_to_edit(canvas: Canvas) -> None:
    canvas.mouse.click(canvas.view.control_position(Part.HEADER, 0))
    assert canvas.view.findChild(LayerPopup) is None


def test_a_popup_that_is_open_follows_an_edit(canvas: Canvas, popup: LayerPopup, qtbot: QtBot) -> None:
    spec = canvas.training.spec.with_layer(1, size=20)
    canvas.view.show_plan(spec, ())
    assert popup.findChild(NumberField, "layer_size").value() == 20
    assert canvas.asked == []
    popup.close()


def test_the_button_for_selected_neurons_follows_the_selection(canvas: Canvas) -> None:
    canvas.session.select(Neuron(1, 2), Neuron(1, 13))
    popup = open_popup(canvas, 1)
    assert popup.set_selected.text() == "Set selected (2)"
    canvas.session.select(Neuron(1, 2))
    assert popup.set_selected.text() == "Set selected (1)"
    canvas.session.select()
    assert not popup.set_selected.isVisible()
    popup.close()
