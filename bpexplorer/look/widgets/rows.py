"""Controls with their names: before them in a form, above them on the toolbar."""

from PySide6.QtWidgets import (
    QAbstractSpinBox,
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from bpexplorer.look.stylesheet import ROW_HEIGHT, set_ink, set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.labels import SectionHeading, ToolHeading


class LabelledRow(QWidget):
    """A control with its name before it; the name is a buddy, so its mnemonic (&) and a screen reader find
    the control.

    Parameters
    ----------
    text : str
    control : QWidget
    name : str
        Object name of the control.
    tooltip : str
        What the control does; shown on the row.
    control_width : int
        The controls of a form are equally wide.
    """

    def __init__(
        self,
        text: str,
        control: QWidget,
        *,
        name: str,
        tooltip: str,
        control_width: int = 110,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.label = QLabel(text, self)
        self.label.setBuddy(control)
        set_ink(self.label, "secondary")
        self.control = control
        control.setObjectName(name)
        control.setAccessibleName(text.replace("&", ""))
        control.setToolTip(wrapped(tooltip))
        control.setFixedWidth(control_width)
        if isinstance(control, QAbstractSpinBox):
            pad_spin_box(control)
        control.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setToolTip(wrapped(tooltip))
        self.setMinimumHeight(ROW_HEIGHT)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self.label, 1)
        layout.addWidget(control)


class ToolGroup(QWidget):
    """A control of the toolbar below its name in small capitals.

    Parameters
    ----------
    text : str
    control : QWidget
    name : str
        Object name of the control.
    tooltip : str
        What the control does.
    """

    def __init__(
        self, text: str, control: QWidget, *, name: str, tooltip: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.heading = ToolHeading(text, self)
        self.heading.setBuddy(control)
        self.control = control
        control.setObjectName(name)
        control.setAccessibleName(text)
        control.setToolTip(wrapped(tooltip))
        if isinstance(control, QAbstractSpinBox):
            pad_spin_box(control)
        set_role(control, "compact")
        self.setToolTip(wrapped(tooltip))
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(1)
        layout.addWidget(self.heading)
        layout.addWidget(control)


def pad_spin_box(box: QAbstractSpinBox) -> None:
    """Move the text of a spin box as far from its edge as that of other fields."""
    # WORKAROUND: where a style sheet places the arrows, Qt ignores the padding at the left of the text.
    for edit in box.findChildren(QLineEdit):
        edit.setTextMargins(7, 0, 0, 0)


class Section(QWidget):
    """A heading and the rows below it."""

    def __init__(self, title: str, *, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.heading = SectionHeading(title, self)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self._layout.addWidget(self.heading)

    def add(self, widget: QWidget) -> None:
        """Add a row."""
        self._layout.addWidget(widget)


class Divider(QFrame):
    """A thin line between sections."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(1)
        self.setProperty("role", "divider")
