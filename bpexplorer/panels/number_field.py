"""A number to type or to step, in the notation and along the stops that suit the quantity."""

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers

_LADDER = (1, 2, 5)
#: Below this the ladder ends at 0.
_SMALLEST = 1e-6


def one_two_five(value: float, steps: int, *, smallest: float = _SMALLEST) -> float:
    """Go so many stops along …, 0.1, 0.2, 0.5, 1, 2, 5, …; from between two stops the first goes to the next one.

    Below ``smallest`` there is only 0.
    """
    if value < smallest * 0.999:
        return one_two_five(smallest, steps - 1, smallest=smallest) if steps > 0 else 0.0
    exponent = math.floor(math.log10(value) + 1e-9)
    mantissa = value / 10.0**exponent
    below = max(place for place, stop in enumerate(_LADDER) if stop <= mantissa * (1 + 1e-9))
    is_between = mantissa > _LADDER[below] * (1 + 1e-9)
    stop = 3 * exponent + below + steps + (1 if is_between and steps < 0 else 0)
    result = float(f"{_LADDER[stop % 3]}e{stop // 3}")
    return result if result >= smallest * 0.999 else 0.0


def towards_one(value: float, steps: int) -> float:
    """Go along 0, 0.5, 0.8, 0.9, 0.95, 0.98, 0.99, …: what is missing to 1 goes 1-2-5."""
    return round(1.0 - min(1.0, one_two_five(round(1.0 - value, 12), -steps)), 12)


def linear(step: float) -> Callable[[float, int], float]:
    """Go along the multiples of ``step``."""

    def stepped(value: float, steps: int) -> float:
        return round((round(value / step) + steps) * step, 9)

    return stepped


def whole(value: float) -> str:
    """Write a whole number."""
    return f"{value:.0f}"


def short(value: float) -> str:
    """Write a number with the digits it has, six at the most: ``0.15``, ``2e-5``."""
    return numbers.significant(value, digits=6)


class NumberField(QDoubleSpinBox):
    """A spin box that takes any notation, and changes by Return, arrows, or the wheel once it has the focus.

    Parameters
    ----------
    low, high : float
        The range, ends included.
    written : callable
        Turns the value into its text.
    stepped : callable
        Takes the value and a number of steps, and gives the value there.
    """

    def __init__(
        self,
        low: float,
        high: float,
        *,
        written: Callable[[float], str] = short,
        stepped: Callable[[float, int], float] = one_two_five,
        parent: QWidget | None = None,
    ) -> None:
        # Qt asks for texts while it sets itself up.
        self._written, self._stepped = written, stepped
        super().__init__(parent)
        self.setDecimals(12)
        self.setRange(low, high)
        self.setKeyboardTracking(False)
        self.setFont(fonts.number_font(fonts.TEXT))
        keep_wheel_for_focus(self)

    def show_value(self, value: float) -> None:
        """Show a value that was decided elsewhere: asks for nothing, and leaves alone what is being typed."""
        if self.hasFocus() and self.lineEdit().isModified():
            return
        if value == self.value():
            return
        blocked = self.blockSignals(True)
        self.setValue(value)
        self.blockSignals(blocked)

    @override
    @guard(returns="")
    def textFromValue(self, value: float) -> str:
        return self._written(value)

    @override
    @guard(returns=0.0)
    def valueFromText(self, text: str) -> float:
        return _number(text)

    @override
    @guard(returns=(QValidator.State.Intermediate, "", 0))
    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        try:
            value = _number(text)
        except ValueError:
            is_start = all(letter in "+-−.,0123456789eE %" for letter in text.strip())
            return (QValidator.State.Intermediate if is_start else QValidator.State.Invalid, text, position)
        inside = self.minimum() <= value <= self.maximum()
        return (QValidator.State.Acceptable if inside else QValidator.State.Intermediate, text, position)

    @override
    @guard
    def stepBy(self, steps: int) -> None:
        self.setValue(self._stepped(self.value(), steps))


def _number(text: str) -> float:
    value = float(text.removesuffix("%").strip().replace("−", "-").replace(",", "."))
    if not math.isfinite(value):
        raise ValueError(text)
    return value


class _WheelKeeper(QObject):
    """Lets the wheel scroll the panel unless the control under the mouse has the focus."""

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Wheel and isinstance(watched, QWidget) and not watched.hasFocus():
            event.ignore()
            return True
        return False


def keep_wheel_for_focus(control: QWidget) -> None:
    """Scrolling past a control must not change it: it takes the wheel only while it has the focus."""
    control.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    control.installEventFilter(_WheelKeeper(control))
