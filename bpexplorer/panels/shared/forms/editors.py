"""Editors of training settings, the same on the toolbar and in Set-up.

Each shows a value without asking for it, and asks by a signal when a person changes it. Who owns an editor shows the
decided value again afterwards, so that a refused change snaps back.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Protocol

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QStylePainter, QWidget
from typing_extensions import override

from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.training.config import CONFIG_NUMBERS, MAX_BATCH_SIZE, MAX_LEARNING_RATE, TrainingConfig
from bpexplorer.core.training_data import SAMPLES, SamplesName
from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.look.tooltips import Explained, explain
from bpexplorer.look.typing.number_field import NumberField, keep_wheel_for_focus
from bpexplorer.look.typing.stops import linear, one_two_five, towards_one
from bpexplorer.panels.setup.rate_words import rate_tooltip
from bpexplorer.translation import tr

#: Where the arrows of a parameter that may be 0 go from there.
_SMALLEST_STOP = 1e-6
#: How far the arrows go where a number may have either sign.
_SIGNED_STEP = 0.05

BATCH_SIZE_TOOLTIP = explain(CONFIG_NUMBERS["batch_size"], then=tr("Takes effect immediately."))
OPTIMIZER_TOOLTIP = tr(
    "How a gradient becomes a step. Takes effect immediately; another optimizer starts with new moments."
)


class LearningRateBox(NumberField):
    """The learning rate; arrows go 1-2-5. Its tooltip says which one the optimizer usually takes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0.0, MAX_LEARNING_RATE, stepped=one_two_five, parent=parent)

    def explain_rate(self, config: TrainingConfig) -> None:
        """Say which rate the optimizer usually takes."""
        self.setToolTip(rate_tooltip(OPTIMIZERS[config.optimizer]))


class BatchSizeBox(NumberField):
    """The batch size; arrows go 1-2-5."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(1, MAX_BATCH_SIZE, is_whole=True, stepped=_batch_step, parent=parent)


def _batch_step(value: float, steps: int) -> float:
    return max(1.0, one_two_five(value, steps))


class ParameterBox(NumberField):
    """A setting of a choice, such as the momentum of an optimizer."""

    def __init__(self, parameter: Setting, parent: QWidget | None = None) -> None:
        # A decay does little until it is close to 1.
        is_decay = parameter.high == 1.0 and parameter.default >= 0.5
        stepped: Callable[[float, int], float] = partial(
            one_two_five, smallest=parameter.low or _SMALLEST_STOP
        )
        if is_decay:
            stepped = towards_one
        elif parameter.low < 0:
            stepped = linear(_SIGNED_STEP)
        super().__init__(parameter.low, parameter.high, stepped=stepped, excludes_high=True, parent=parent)


class Choice(Explained, Protocol):
    """An object of a vocabulary that can be chosen from."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> str: ...


def explained(choices: Iterable[Choice]) -> Iterator[tuple[str, str, str]]:
    """Name, label and tooltip of each, for a ChoiceBox."""
    return ((each.name, each.label, explain(each)) for each in choices)


class ChoiceBox(QComboBox):
    """One of several named things. Its tooltip says what it is for, and then of the chosen one what its own says."""

    #: The name of the one that was picked.
    picked = Signal(str)

    def __init__(self, choices: Iterable[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """``choices`` are (name, label, tooltip)."""
        super().__init__(parent)
        self._words = ""
        self.offer(choices)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(6)
        keep_wheel_for_focus(self)
        self.activated.connect(self._on_activated)

    def offer_also(self, name: str, choice: tuple[str, str] | None) -> None:
        """Offer one more thing at the end, by its label and tooltip; None takes it off the list. Asks for nothing."""
        with QSignalBlocker(self):
            place = self.findData(name)
            if choice is None:
                if place >= 0:
                    self.removeItem(place)
                return
            if place < 0:
                place = self.count()
                self.addItem("", name)
            self.setItemText(place, choice[0])
            self.setItemData(place, choice[1], Qt.ItemDataRole.ToolTipRole)

    def offer(self, choices: Iterable[tuple[str, str, str]]) -> None:
        """Let one of these be chosen, each (name, label, tooltip), in place of those before; asks for nothing."""
        with QSignalBlocker(self):
            self.clear()
            for name, label, tooltip in choices:
                self.addItem(label, name)
                self.setItemData(self.count() - 1, tooltip, Qt.ItemDataRole.ToolTipRole)

    def show_choice(self, name: str) -> None:
        """Show one of the choices; asks for nothing."""
        with QSignalBlocker(self):
            self.setCurrentIndex(self.findData(name))
        self._explain_choice()

    @override
    def setToolTip(self, text: str) -> None:
        self._words = text
        self._explain_choice()

    @override
    @guard
    def showPopup(self) -> None:
        # The list is else as wide as the box, which may be narrow, and cuts what it offers.
        view = self.view()
        around = 2 * view.frameWidth() + view.verticalScrollBar().sizeHint().width()
        view.setMinimumWidth(view.sizeHintForColumn(0) + around)
        super().showPopup()

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        # Under a style sheet Qt cuts a label that is too long.
        painter, option = QStylePainter(self), QStyleOptionComboBox()
        self.initStyleOption(option)
        painter.drawComplexControl(QStyle.ComplexControl.CC_ComboBox, option)
        room = self.style().subControlRect(
            QStyle.ComplexControl.CC_ComboBox, option, QStyle.SubControl.SC_ComboBoxEditField, self
        )
        option.currentText = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, room.width() - 2
        )
        painter.drawControl(QStyle.ControlElement.CE_ComboBoxLabel, option)

    def _explain_choice(self) -> None:
        """Say what the box is for, and what was chosen."""
        chosen = self.currentData(Qt.ItemDataRole.ToolTipRole)
        super().setToolTip(f"{self._words}\n\n{self.currentText()}: {chosen}" if chosen else self._words)

    @guard
    def _on_activated(self, index: int) -> None:
        self.picked.emit(self.itemData(index))


class OptimizerBox(ChoiceBox):
    """The optimizer."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(explained(OPTIMIZERS.values()), parent)


class SamplesBox(ChoiceBox):
    """The set of samples that a panel speaks of.

    Parameters
    ----------
    name, title, purpose : str
        Object name, accessible name and tooltip.
    shown : str
        The set that is chosen at first.
    """

    def __init__(self, name: str, title: str, purpose: str, shown: SamplesName, parent: QWidget) -> None:
        offered: tuple[SamplesName, ...] = ("train", "validation", "test", "probe")
        super().__init__(
            (
                (each, SAMPLES[each], tr("Every sample of the {text}.", text=SAMPLES[each]))
                for each in offered
            ),
            parent,
        )
        self.setObjectName(name)
        name_choice(self, title)
        self.setToolTip(purpose)
        self.setMinimumContentsLength(9)
        self.show_choice(shown)
