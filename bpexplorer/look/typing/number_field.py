"""A number to type or to step, in the notation and along the stops that suit the quantity."""

import math
from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QWidget
from typing_extensions import override

from bpexplorer.core.errors import InvalidConfigError, about
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.typing.notifier import typing_notifier
from bpexplorer.look.typing.stops import one_two_five
from bpexplorer.look.typing.typed_numbers import Kind, NotTakenError, Written, read_number
from bpexplorer.translation import tr

#: How much of a refused text a message repeats.
_LONGEST_QUOTED = 40
#: How many letters of an end of the range a field makes room for.
_LONGEST_END = 18
#: The digits of a real number where there is room for them.
_MOST_DIGITS = 6
#: Pixels that Qt keeps free beside the text of a field.
_BESIDE_TEXT = 3


def percent(value: float) -> str:
    """Write a number of per cent: ``20 %``."""
    return numbers.per_cent(value, digits=_MOST_DIGITS)


def short(value: float) -> str:
    """Write a number with the digits it has, six at the most: ``0.15``, ``1500``, ``2×10⁻⁵``.

    Without commas: what is typed over such a number may mean 1.5 as well as 1,500.
    """
    return numbers.significant(value, digits=_MOST_DIGITS).replace(",", "")


class NumberField(QAbstractSpinBox):
    """A spin box that takes any notation, and changes by Return, arrows, or the wheel once it has the focus.

    It holds its number itself and shows whatever it is given, beyond the range and to the last bit: the range, and
    rounding for the screen, concern only what a person types or steps to. In a narrow
    field it is shown with fewer digits. What is typed is read by
    `bpexplorer.look.typing.typed_numbers`, whatever the locale. A text that can't be taken changes nothing: an
    InvalidConfigError names the field, which then shows its value again. The tooltip has the range below its words.

    Parameters
    ----------
    low, high : float
        The range, ends included.
    written : callable
        Turns the value into its text. A field that is written by `percent` is in per cent.
    stepped : callable
        Takes the value and a number of steps, and gives the value there.
    is_whole : bool
        Whether only whole numbers are taken; they are written as such.
    is_grouped : bool
        Whether commas stand between the thousands of a whole number. A number that only names something, such as a
        seed, has none.
    excludes_high : bool
        Whether ``high`` itself is beyond the range.
    zero : str
        What is written for 0, if that stands for something.
    wraps : bool
        Whether a step over one end of the range, of whole numbers, comes in at the other.
    """

    # Value, range and signal are called as those of Qt's own spin boxes.
    valueChanged = Signal(float)

    def __init__(
        self,
        low: float,
        high: float,
        *,
        written: Callable[[float], str] = short,
        stepped: Callable[[float, int], float] = one_two_five,
        is_whole: bool = False,
        is_grouped: bool = True,
        excludes_high: bool = False,
        zero: str = "",
        wraps: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        # Qt asks for sizes and steps while it sets itself up.
        whole = numbers.limit if is_grouped else _plain
        self._write, self._stepped = whole if is_whole else written, stepped
        self._kind = Kind.WHOLE if is_whole else Kind.PER_CENT if written is percent else Kind.REAL
        self._excludes_high, self._zero, self._wraps = excludes_high, zero, wraps
        self._words, self._prefix = "", ""
        self._low, self._high = float(low), float(high)
        self._value = min(max(0.0, self._low), self._high)
        self._written = Written("", self._value)
        super().__init__(parent)
        self.setKeyboardTracking(False)
        self.setFont(fonts.number_font(fonts.TEXT))
        keep_wheel_for_focus(self)
        self._show()

    # The number

    def value(self) -> float:
        """The number that the field holds; what is being typed isn't part of it yet."""
        return self._value

    def setValue(self, value: float) -> None:
        """Hold another number, whatever the range, and say so."""
        changed = value != self._value
        self._value = float(value)
        self._show()
        if changed:
            self.valueChanged.emit(self._value)

    def show_value(self, value: float) -> None:
        """Show a value that was decided elsewhere: asks for nothing, and leaves alone what is being typed."""
        self._value = float(value)
        if not self.is_typing and value != self._written.value:
            self._show()

    @property
    def is_whole(self) -> bool:
        """Whether only whole numbers are taken."""
        return self._kind is Kind.WHOLE

    def minimum(self) -> float:
        """The lower end of the range."""
        return self._low

    def maximum(self) -> float:
        """The upper end of the range."""
        return self._high

    def setRange(self, low: float, high: float) -> None:
        """Take numbers from another range. The value stays: it is decided elsewhere."""
        if (low, high) != (self._low, self._high):
            self._low, self._high = float(low), float(high)
            self._show_range()
            self.updateGeometry()

    def setMaximum(self, high: float) -> None:
        """Let the range end elsewhere."""
        self.setRange(self._low, high)

    def prefix(self) -> str:
        """What is written before the number."""
        return self._prefix

    def setPrefix(self, prefix: str) -> None:
        """Write this before the number."""
        if prefix != self._prefix:
            self._prefix = prefix
            if not self.is_typing:
                self._show()

    def textFromValue(self, value: float) -> str:
        """How the field writes a number."""
        return self._prefix + (self._zero if self._zero and value == 0 else self._write(value))

    def takes(self, value: float) -> bool:
        """Whether a number is one that can be typed into this field."""
        below = value < self._high if self._excludes_high else value <= self._high
        return self._low <= value and below and (self._kind is not Kind.WHOLE or float(value).is_integer())

    def range_in_words(self) -> str:
        """Say what the number may be, after “must”."""
        low, high = self._ends()
        if self._kind is Kind.WHOLE:
            return tr("be a whole number from {low} to {high}", low=low, high=high)
        return (
            tr("be at least {low} and below {high}", low=low, high=high)
            if self._excludes_high
            else tr("be from {low} to {high}", low=low, high=high)
        )

    def _ends(self) -> tuple[str, str]:
        """The ends of the range, and what 0 stands for."""
        written = self._write if self._kind is Kind.PER_CENT else numbers.limit
        low, high = written(self._low), written(self._high)
        return low + (f" ({self._zero})" if self._zero and self._low == 0 else ""), high

    # What is being typed

    @property
    def is_typing(self) -> bool:
        """Whether something is typed that is neither taken nor dropped yet."""
        return self.lineEdit().isModified()

    def commit(self) -> None:
        """Take what is typed; InvalidConfigError if it can't be taken, and the field shows its value again."""
        self.setValue(self._typed())
        typing_notifier().taken.emit(self.accessibleName())

    @guard
    def settle(self) -> None:
        """Take what is typed, or say why it can't be taken: either way nothing is being typed any more."""
        if self.is_typing:
            self.commit()

    def drop(self) -> None:
        """Show the value again, whatever is typed."""
        if self.is_typing:
            self._show()

    def _typed(self) -> float:
        """The number that is typed, or else the value; InvalidConfigError if it is refused, and then none is typed."""
        if not self.is_typing:
            return self._value
        text = self.lineEdit().text()
        try:
            with about(self.accessibleName()):
                return self._read(text)
        except InvalidConfigError:
            self._show()
            raise

    def _read(self, text: str) -> float:
        name = self.accessibleName()
        text = text.removeprefix(self._prefix).strip()
        if self._zero and text == self._zero:
            return 0.0
        must = tr("it must {range_in_words}", range_in_words=self.range_in_words())
        brief = text if len(text) <= _LONGEST_QUOTED else f"{text[:_LONGEST_QUOTED]}…"
        try:
            value = read_number(text, self._kind, self._written)
        except NotTakenError as error:
            if not text:
                raise InvalidConfigError(
                    tr("{name} can't be empty; {must}.", name=name, must=must)
                ) from error
            if error.reason is not None:
                raise InvalidConfigError(
                    tr("{name} can't be “{brief}”: {reason}.", name=name, brief=brief, reason=error.reason)
                ) from error
            raise InvalidConfigError(
                tr("{name} can't be {brief}; {must}.", name=name, brief=brief, must=must)
            ) from error
        # The number that stands there may lie beyond the range: it was decided elsewhere, and stays.
        if value != self._written.value and not self.takes(value):
            raise InvalidConfigError(
                tr("{name} can't be {brief}; {must}.", name=name, brief=brief, must=must)
            )
        return value

    def _show(self) -> None:
        """Write the value; nothing is being typed any more."""
        text = self._fitting_text()
        self._written = Written(text.removeprefix(self._prefix), self._value)
        edit = self.lineEdit()
        edit.setModified(False)
        if edit.text() != text:
            edit.setText(text)
        # Qt asks this property what to tell a screen reader.
        self.setProperty("value", self._value)

    def _fitting_text(self) -> str:
        """The value with as many digits as there is room for; a whole number has all of them."""
        text, value = self.textFromValue(self._value), self._value
        if not self.isVisible() or self.is_whole or not math.isfinite(value):
            return text
        edit = self.lineEdit()
        room = edit.contentsRect().width() - 2 * _BESIDE_TEXT
        for decimals in range(_MOST_DIGITS - 1, -1, -1):
            if edit.fontMetrics().horizontalAdvance(text) <= room:
                break
            text = self.textFromValue(float(f"{value:.{decimals}e}"))
        return text

    # Steps

    def _step(self, value: float, steps: int) -> float:
        """Where steps lead from a number; the number itself if they lead nowhere."""
        if not math.isfinite(value):
            return value
        if self._wraps:
            return self._low + (value + steps - self._low) % (self._high - self._low + 1)
        if not self._low <= value <= self._high:
            # From beyond the range a step leads to its nearest end, or nowhere.
            end = self._low if value < self._low else self._high
            if (end - value) * steps < 0:
                return value
            return end if self.takes(end) else self._step(end, steps)
        there = min(max(self._stepped(value, steps), self._low), self._high)
        return there if (there - value) * steps > 0 and self.takes(there) else value

    # Words and size

    @override
    def setToolTip(self, text: str) -> None:
        if text != self._words:
            self._words = text
            self._show_range()

    def _show_range(self) -> None:
        low, high = self._ends()
        # A range alone, as below a field of a form: messages say the same in a sentence.
        span = (
            tr("At least {low} and below {high}", low=low, high=high)
            if self._excludes_high
            else tr("{low} to {high}", low=low, high=high)
        )
        span += tr(", whole numbers") * (self._kind is Kind.WHOLE)
        super().setToolTip("\n".join((wrapped(self._words), span)) if self._words else "")

    def _longest_text(self) -> int:
        """How wide the ends of the range are when they are written, in pixels."""
        advance = self.fontMetrics().horizontalAdvance
        return max(advance(self.textFromValue(end)[:_LONGEST_END] + " ") for end in (self._low, self._high))

    # What Qt asks

    @override
    @guard(returns=QSize(80, 24))
    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(self._longest_text(), 0)

    @override
    @guard(returns=QSize(80, 24))
    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint() + QSize(self._longest_text(), 0)

    @override
    @guard(returns=QAbstractSpinBox.StepEnabledFlag.StepNone)
    def stepEnabled(self) -> QAbstractSpinBox.StepEnabledFlag:
        flags = QAbstractSpinBox.StepEnabledFlag
        # From what is being typed a step may lead anywhere.
        up, down = (self.is_typing or self._step(self._value, steps) != self._value for steps in (1, -1))
        return (flags.StepUpEnabled if up else flags.StepNone) | (
            flags.StepDownEnabled if down else flags.StepNone
        )

    @override
    @guard
    def stepBy(self, steps: int) -> None:
        self.setValue(self._step(self._typed(), steps))
        typing_notifier().taken.emit(self.accessibleName())
        self.selectAll()

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape and self.is_typing:
                event.accept()  # it drops what is typed
                return True
            is_undo = event.matches(QKeySequence.StandardKey.Undo) or event.matches(
                QKeySequence.StandardKey.Redo
            )
            if is_undo and not self.is_typing:
                event.ignore()  # there is nothing here to undo: it is the window's
                return False
        return super().event(event)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.drop()
            event.ignore()  # a dialog closes by it, too
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.is_typing:
            event.accept()  # or a dialog would go on with the old value if this one is refused
            self.commit()
        super().keyPressEvent(event)

    @override
    @guard
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        menu = QApplication.activePopupWidget()
        # Who opens the menu of the field goes on typing, or pastes.
        if menu is None or menu.parentWidget() != self.lineEdit():
            self.settle()

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self.is_typing:
            self._show()

    @override
    @guard
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self.is_typing:
            self._show()

    @override
    @guard
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.settle()


def settle_typing(window: QWidget) -> None:
    """Take what is being typed anywhere in a window, its dialogs and popups included, or say why it can't be taken."""
    for field in window.findChildren(NumberField):
        field.settle()


def drop_typing(window: QWidget) -> None:
    """Drop what is being typed anywhere in a window."""
    for field in window.findChildren(NumberField):
        field.drop()


def _plain(value: float) -> str:
    return f"{value:.0f}"


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
