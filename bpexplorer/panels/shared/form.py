"""What the sections of a form are made of, narrow enough for a dock."""

from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.widgets import LabelledRow

_CONTROL_WIDTH = 116
#: Between the longest name and its control.
_SPACING = 4


def form_row(text: str, control: QWidget, *, name: str, tooltip: str) -> LabelledRow:
    """A name and its control, in its parent. Where the dock is too narrow the name is cut, never the control."""
    # A row that is made elsewhere and moved here is styled twice.
    parent = control.parentWidget()
    row = LabelledRow(text, control, name=name, tooltip=tooltip, control_width=_CONTROL_WIDTH, parent=parent)
    layout = row.layout()
    assert layout is not None
    layout.setSpacing(_SPACING)
    row.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return row


def words(name: str, parent: QWidget) -> QLabel:
    """Secondary words that wrap: a description, a formula, a reason."""
    label = QLabel(parent)
    label.setObjectName(name)
    label.setWordWrap(True)
    set_role(label, "secondary")
    return label
