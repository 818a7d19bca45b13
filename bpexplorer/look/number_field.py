"""A number to type or to step, in the notation and along the stops that suit the quantity."""

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QValidator
from PySide6.QtWidgets import QDoubleSpinBox, QWidget
from typing_extensions import override

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.tooltips import wrapped

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


def percent(value: float) -> str:
    """Write a number of per cent: ``20 %``."""
    return f"{value:g} %"


def short(value: float) -> str:
    """Write a number with the digits it has, six at the most: ``0.15``, ``2e-5``."""
    return numbers.significant(value, digits=6)


class NumberField(QDoubleSpinBox):
    """A spin box that takes any notation, and changes by Return, arrows, or the wheel once it has the focus.

    What is typed and can't be taken is told: an InvalidConfigError names the field, which then shows its value again.
    The tooltip has the range below its words.

    Parameters
    ----------
    low, high : float
        The range, ends included.
    written : callable
        Turns the value into its text.
    stepped : callable
        Takes the value and a number of steps, and gives the value there.
    is_whole : bool
        Whether only whole numbers are taken; they are written as such.
    excludes_high : bool
        Whether ``high`` itself is beyond the range.
    zero : str
        What is written for 0, if that stands for something.
    """

    def __init__(
        self,
        low: float,
        high: float,
        *,
        written: Callable[[float], str] = short,
        stepped: Callable[[float, int], float] = one_two_five,
        is_whole: bool = False,
        excludes_high: bool = False,
        zero: str = "",
        parent: QWidget | None = None,
    ) -> None:
        # Qt asks for texts while it sets itself up.
        self._written, self._stepped = _whole if is_whole else written, stepped
        self._is_whole, self._excludes_high, self._zero = is_whole, excludes_high, zero
        self._words = ""
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

    def takes(self, value: float) -> bool:
        """Whether a number is one that this field can have."""
        below = value < self.maximum() if self._excludes_high else value <= self.maximum()
        return self.minimum() <= value and below and (not self._is_whole or float(value).is_integer())

    def range_in_words(self) -> str:
        """Say what the number may be, after “must”."""
        written = "{:,.0f}".format if self._is_whole else self._written
        low, high = (written(end) for end in (self.minimum(), self.maximum()))
        low += f" ({self._zero})" if self._zero and self.minimum() == 0 else ""
        if self._is_whole:
            return f"be a whole number from {low} to {high}"
        return f"be at least {low} and below {high}" if self._excludes_high else f"be from {low} to {high}"

    def commit(self) -> None:
        """Take what is typed; InvalidConfigError if it can't be taken, and the field shows its value again."""
        refusal = self._refusal()
        self.interpretText()
        if refusal is not None:
            raise InvalidConfigError(refusal)

    def _refusal(self) -> str | None:
        """Why what is typed can't be taken, or None if it can, or if nothing is typed."""
        text = self.lineEdit().text().strip()
        if not text or not self.lineEdit().isModified():
            return None
        try:
            is_taken = self.takes(_number(text))
        except ValueError:
            return f"{self.accessibleName()} can't be “{text}”: that isn't a number."
        return (
            None if is_taken else f"{self.accessibleName()} can't be {text}; it must {self.range_in_words()}."
        )

    @override
    def setToolTip(self, text: str) -> None:
        if text != self._words:
            self._words = text
            self._show_range()

    @override
    def setRange(self, low: float, high: float) -> None:
        if (low, high) != (self.minimum(), self.maximum()):
            super().setRange(low, high)
            self._show_range()

    def _show_range(self) -> None:
        lines = [wrapped(self._words), f"It must {self.range_in_words()}."] if self._words else []
        super().setToolTip("\n".join(lines))

    @override
    @guard(returns="")
    def textFromValue(self, value: float) -> str:
        return self._zero if self._zero and value == 0 else self._written(value)

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
        return (
            QValidator.State.Acceptable if self.takes(value) else QValidator.State.Intermediate,
            text,
            position,
        )

    @override
    @guard
    def stepBy(self, steps: int) -> None:
        value = min(max(self._stepped(self.value(), steps), self.minimum()), self.maximum())
        if self.takes(value):
            self.setValue(value)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        is_done = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        # Qt puts the old text back.
        refusal = self._refusal() if is_done else None
        super().keyPressEvent(event)
        if refusal is not None:
            raise InvalidConfigError(refusal)

    @override
    @guard
    def focusOutEvent(self, event: QFocusEvent) -> None:
        refusal = self._refusal()
        super().focusOutEvent(event)
        if refusal is not None:
            raise InvalidConfigError(refusal)


def _whole(value: float) -> str:
    return f"{value:.0f}"


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
