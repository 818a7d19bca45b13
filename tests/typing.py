"""A hand that types into the number fields of a window and presses other things before Return."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.masks import Freeze, RemoveBiases
from bpexplorer.core.edits.structure import AddNeurons, RemoveLayer, RemoveNeurons, SetActivation, SetDropout
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.rules.schedules import SCHEDULES
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.look.typing.number_field import NumberField
from tests.windows import Desk

#: Edits of a network 2-4-1 that can be made before something is typed, by name.
EDITS: Mapping[str, Callable[[NetworkDocument], object]] = MappingProxyType(
    {
        **{
            f"optimizer {name}": lambda document, name=name: document.configure(optimizer=name)
            for name in OPTIMIZERS
        },
        **{
            f"schedule {name}": lambda document, name=name: document.configure(schedule=name)
            for name in SCHEDULES
        },
        "penalty": lambda document: document.configure(l2=0.25),
        "stop": lambda document: document.configure(patience=7),
        "rate": lambda document: document.configure(learning_rate=0.75),
        "start": lambda document: document.configure(initializer="uniform"),
        "start of biases": lambda document: document.configure(bias_initializer="constant"),
        "seed": lambda document: document.restart(seed=77),
        "restart": lambda document: document.restart(),
        "neurons": lambda document: document.request(AddNeurons(1, 2)),
        "fewer neurons": lambda document: document.request(RemoveNeurons(1, (0,))),
        "layer": lambda document: document.insert_layer(1),
        "no layer": lambda document: document.request(RemoveLayer(1)),
        "activation": lambda document: document.request(SetActivation(1, "relu")),
        "biases": lambda document: document.request(SetBiases(1, (0, 1, 2, 3), 0.5)),
        "dropout": lambda document: document.request(SetDropout(1, 0.25)),
        "frozen": lambda document: document.request(Freeze(1, (0,))),
        "no biases": lambda document: document.request(RemoveBiases(1)),
        "held": lambda document: document.request(HoldDemon(Neuron(1, 0), 0.5)),
        "moved": lambda document: document.move_layer(1, 30.0, 10.0),
    }
)


def fields(desk: Desk) -> dict[str, NumberField]:
    """The fields that can be typed into now."""
    return {
        field.objectName(): field
        for field in desk.window.findChildren(NumberField)
        if field.isVisible() and field.isEnabled()
    }


def type_over(field: NumberField, text: str) -> None:
    """Type in place of what stands in the field, without Return."""
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    type_letters(field, text)


def type_letters(field: NumberField, text: str) -> None:
    """Type a text; what no key of a keyboard writes is put in as a keyboard's map would."""
    for letter in text:
        if letter.isascii():
            QTest.keyClick(field, letter)
        else:
            field.lineEdit().insert(letter)


def another_number(field: NumberField) -> str:
    """The text of a number that the field takes and doesn't have."""
    for number in (0.5, 2, 1, 3, 0, field.minimum(), field.maximum()):
        if field.takes(number) and number != field.value():
            return f"{number:g}"
    raise AssertionError(f"{field.objectName()} takes no other number")


def undo_all(desk: Desk) -> None:
    """Press Undo on the toolbar until there is nothing left to undo."""
    while desk.find("button_action_undo").isEnabled():
        desk.click("button_action_undo")
