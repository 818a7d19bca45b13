"""What the sections of a form are made of, narrow enough for a dock."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractSpinBox, QBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import ROW_HEIGHT, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets import Caption, pad_spin_box

#: The controls of a section are equally wide.
CONTROL_WIDTH = 104
#: Where names are short, what can be chosen may have longer ones.
WIDE_CONTROL = 152
#: Between the name and its control.
_SPACING = 6
#: In a narrower form every control stands below its name, so that all begin at one line.
_NARROW = 200
_NARROWEST = 96


class FormRow(QWidget):
    """A control with its name before it, or above it where there is no room beside it. Neither is ever cut.

    Parameters
    ----------
    text : str
    control : QWidget
    name : str
        Object name of the control.
    tooltip : str
        What the control does; shown on the row.
    spoken : str
        What a screen reader and a message call the control, if not ``text``.
    width : int
        Of the control, where it stands beside its name.
    """

    def __init__(
        self,
        text: str,
        control: QWidget,
        *,
        name: str,
        tooltip: str,
        spoken: str = "",
        width: int = CONTROL_WIDTH,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._width = width
        self.label = Caption(text, self)
        self.label.setBuddy(control)
        self.control = control
        control.setParent(self)
        control.setObjectName(name)
        self.rename(text, tooltip=tooltip, spoken=spoken)
        control.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        if isinstance(control, QAbstractSpinBox):
            pad_spin_box(control)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def rename(self, text: str, *, tooltip: str, spoken: str = "") -> None:
        """Let the control be of something else."""
        self.label.setText(text)
        self.control.setAccessibleName(spoken or text)
        for widget in (self, self.control):
            widget.setToolTip(wrapped(tooltip))
        self.updateGeometry()

    def _label_height(self) -> int:
        return self.label.sizeHint().height()

    def _control_height(self) -> int:
        return max(self.control.sizeHint().height(), self.control.minimumHeight())

    def _is_stacked(self, width: int) -> bool:
        beside = self.label.sizeHint().width() + _SPACING + self._width
        return bool(self.label.text()) and (width < _NARROW or width < beside)

    @override
    @guard(returns=ROW_HEIGHT)
    def heightForWidth(self, width: int) -> int:
        if self._is_stacked(width):
            return self._label_height() + 1 + self._control_height()
        return max(ROW_HEIGHT, self._control_height())

    @override
    @guard(returns=QSize(CONTROL_WIDTH, ROW_HEIGHT))
    def sizeHint(self) -> QSize:
        width = self.label.sizeHint().width() + _SPACING + self._width
        return QSize(width, self.heightForWidth(max(width, _NARROW)))

    @override
    @guard(returns=QSize(_NARROWEST, ROW_HEIGHT))
    def minimumSizeHint(self) -> QSize:
        return QSize(_NARROWEST, max(ROW_HEIGHT, self._control_height()))

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        width, height = self.width(), self._control_height()
        if self._is_stacked(width):
            self.label.setGeometry(0, 0, width, self._label_height())
            self.control.setGeometry(0, self._label_height() + 1, width, height)
            return
        left = width - self._width
        self.label.setGeometry(0, 0, left - _SPACING, self.height())
        self.control.setGeometry(left, (self.height() - height) // 2, self._width, height)


def form_row(
    text: str,
    control: QWidget,
    *,
    name: str,
    tooltip: str,
    spoken: str = "",
    width: int = CONTROL_WIDTH,
) -> FormRow:
    """A name and its control, in the control's parent; see `FormRow`."""
    parent = control.parentWidget()
    assert parent is not None
    return FormRow(text, control, name=name, tooltip=tooltip, spoken=spoken, width=width, parent=parent)


class WrappingRow(QWidget):
    """Widgets side by side, or below each other where there is no room for all they say."""

    def __init__(self, parent: QWidget, *, spacing: int) -> None:
        super().__init__(parent)
        self.box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self.box.setContentsMargins(0, 0, 0, 0)
        self.box.setSpacing(spacing)

    def width_needed(self) -> int:
        """What they need side by side."""
        raise NotImplementedError

    @override
    @guard(returns=QSize(_NARROWEST, ROW_HEIGHT))
    def minimumSizeHint(self) -> QSize:
        # Else a row that is side by side could never become narrow enough for anything else.
        return QSize(_NARROWEST, super().minimumSizeHint().height())

    def _arrange(self) -> None:
        directions = QBoxLayout.Direction
        fits = self.width_needed() <= self.width()
        self.box.setDirection(directions.LeftToRight if fits else directions.TopToBottom)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        # Other words, and the style that comes with the first show, make a widget wider.
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Show):
            self._arrange()
        return super().event(event)


class ButtonRow(WrappingRow):
    """Buttons of one width."""

    def __init__(self, buttons: Sequence[QPushButton], parent: QWidget) -> None:
        super().__init__(parent, spacing=4)
        self._buttons = buttons
        for button in buttons:
            button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            self.box.addWidget(button, 1)

    @override
    def width_needed(self) -> int:
        widest = max(button.sizeHint().width() for button in self._buttons)
        return len(self._buttons) * (widest + self.box.spacing()) - self.box.spacing()


class ValueRow(WrappingRow):
    """What a value is, at the left, and the value, at the right."""

    def __init__(self, name: QWidget, value: QWidget, parent: QWidget) -> None:
        super().__init__(parent, spacing=4)
        self._parts = name, value
        self.box.addWidget(name, 0, Qt.AlignmentFlag.AlignLeft)
        self.box.addStretch(1)
        self.box.addWidget(value, 0, Qt.AlignmentFlag.AlignRight)

    @override
    def width_needed(self) -> int:
        return sum(part.sizeHint().width() for part in self._parts) + 2 * self.box.spacing()


def words(name: str, parent: QWidget, tooltip: str = "") -> QLabel:
    """Secondary words that wrap: a description, a formula, a reason. What isn't a sentence has a tooltip."""
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    label.setToolTip(wrapped(tooltip))
    set_role(label, "secondary")
    return label
