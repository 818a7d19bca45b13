"""A few positions beside each other, one of which is chosen."""

from collections.abc import Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QSizePolicy, QToolButton, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import wrapped


class _Segment(QToolButton):
    """A button that is as wide as its text: the style rounds the room for it down."""

    @override
    @guard(returns=QSize())
    def sizeHint(self) -> QSize:
        return super().sizeHint() + QSize(4, 0)

    @override
    @guard(returns=QSize())
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class Segments(QFrame):
    """Buttons of which one is pressed; a click on another presses that.

    Parameters
    ----------
    name : str
        Object name; those of the buttons are ``name_0``, ``name_1``, …
    texts : mapping of str to str
        What stands on them, and their tooltips.
    """

    #: The place of the one that the user has chosen.
    chosen = Signal(int)

    def __init__(
        self, name: str, accessible_name: str, texts: Mapping[str, str], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(accessible_name)
        set_role(self, "segments")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(1)
        self._group = QButtonGroup(self)
        for place, (text, tooltip) in enumerate(texts.items()):
            button = _Segment(self)
            button.setObjectName(f"{name}_{place}")
            button.setCheckable(True)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            set_role(button, "segment")
            self._group.addButton(button, place)
            layout.addWidget(button)
            self.set_text(place, text)
            button.setToolTip(wrapped(tooltip))
        self._group.button(0).setChecked(True)
        self._group.idClicked.connect(self._on_clicked)

    @property
    def place(self) -> int:
        """Which one is pressed."""
        return self._group.checkedId()

    def show_place(self, place: int) -> None:
        """Press one of them, as if nobody had chosen it."""
        self._group.button(place).setChecked(True)

    def set_text(self, place: int, text: str) -> None:
        """Write something else on one of them."""
        button = self._group.button(place)
        button.setText(text)
        button.setAccessibleName(text)

    @guard
    def _on_clicked(self, place: int) -> None:
        self.chosen.emit(place)
