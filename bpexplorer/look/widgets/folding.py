"""Sections that open and close: what they hold stands in a line of summary while they are closed."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import RADIUS, ROW_HEIGHT, Ink, set_ink, set_role
from bpexplorer.look.theme import current_theme
from bpexplorer.translation import tr

#: Where the words begin, after the chevron.
INDENT = 14
_CHEVRON = 3.5


class FoldHeader(QAbstractButton):
    """The name of a section with a chevron, and its summary below: a click anywhere on it, Space or Return opens and
    closes the section.
    """

    def __init__(
        self, title: str, *, name: str, is_heading: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setCheckable(True)
        self.setText(title)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.title = QLabel(title, self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.title, "title" if is_heading else "secondary")
        if not is_heading:
            set_ink(self.title, "accent")
        self.mark = QLabel(self)
        set_role(self.mark, "secondary")
        set_ink(self.mark, "accent")
        self.mark.hide()
        self.summary = QLabel(self)
        self.summary.setObjectName(f"{name}_summary")
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        set_role(self.summary, "secondary")
        self.summary.hide()
        for label in (self.title, self.mark, self.summary):
            label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        column = QVBoxLayout(self)
        column.setContentsMargins(INDENT, 4, 2, 4)
        column.setSpacing(1)
        for label in (self.title, self.mark, self.summary):
            column.addWidget(label)
        # A button would never be narrower than all of its words in one line.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.setMinimumHeight(ROW_HEIGHT if is_heading else 24)
        self.toggled.connect(self._on_toggled)
        self._describe()

    def show_summary(self, text: str, *, ink: Ink = "secondary") -> None:
        """Say in a line what the section holds; it shows while the section is closed."""
        set_ink(self.summary, ink)
        if text != self.summary.text():
            self.summary.setText(text)
            self._describe()

    def show_mark(self, text: str) -> None:
        """Say something below the name, such as that a choice waits; empty for nothing."""
        self.mark.setText(text)
        self.mark.setVisible(bool(text))
        self._describe()

    def _describe(self) -> None:
        is_open, summary = self.isChecked(), self.summary.text()
        self.summary.setVisible(bool(summary) and not is_open)
        self.setAccessibleName(", ".join(filter(None, (self.text(), self.mark.text(), summary))))
        self.setAccessibleDescription(tr("open") if is_open else tr("closed"))
        act = (
            tr("Close the section “{title}”.", title=self.text())
            if is_open
            else tr("Open the section “{title}”.", title=self.text())
        )
        self.setToolTip(act + (f"\n{summary}" if summary else ""))

    @guard
    def _on_toggled(self, _checked: bool) -> None:
        self._describe()
        self.update()

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isDown() or self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            # Its words may be in the accent, which no darker ground would leave readable.
            painter.setBrush(theme.accent_soft if self.isDown() else theme.field_hover)
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.accent, 1.0))
            painter.drawRoundedRect(box, RADIUS, RADIUS)
        middle = QPointF(INDENT / 2.0, self.title.geometry().center().y() + 1.0)
        ends = [
            QPointF(-_CHEVRON / 2, -_CHEVRON),
            QPointF(_CHEVRON / 2, 0.0),
            QPointF(-_CHEVRON / 2, _CHEVRON),
        ]
        if self.isChecked():
            ends = [QPointF(end.y(), end.x()) for end in ends]
        painter.setPen(QPen(theme.secondary, 1.5, c=Qt.PenCapStyle.RoundCap, j=Qt.PenJoinStyle.RoundJoin))
        painter.drawPolyline([middle + end for end in ends])


class FoldingSection(QWidget):
    """A header, and a body that is there while the section is open.

    Parameters
    ----------
    title : str
    name : str
        The header is called ``<name>_section``, its summary ``<name>_section_summary``.
    is_heading : bool
        Whether it is a section of its own; else it is a part of one, such as its rare settings.
    """

    #: It was opened, or closed, by whoever.
    toggled = Signal(bool)

    def __init__(
        self, title: str, *, name: str, is_heading: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.header = FoldHeader(title, name=f"{name}_section", is_heading=is_heading, parent=self)
        self.body = QWidget(self)
        self.rows = QVBoxLayout(self.body)
        # What is part of a section is indented with it already.
        self.rows.setContentsMargins(INDENT if is_heading else 0, 2, 0, 6 if is_heading else 0)
        self.rows.setSpacing(4)
        self.body.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.body)
        self.header.toggled.connect(self._on_toggled)

    @property
    def is_open(self) -> bool:
        """Whether its body is there."""
        return self.header.isChecked()

    def open(self, is_open: bool = True) -> None:
        """Open it, or close it."""
        self.header.setChecked(is_open)

    def add(self, widget: QWidget) -> None:
        """Add a row to the body; best made in ``body``, since what is moved here is styled twice."""
        self.rows.addWidget(widget)

    def fill(self) -> None:
        """Make what is in the body, for whoever makes that only when it is to be seen."""

    @guard
    def _on_toggled(self, is_open: bool) -> None:
        if is_open:
            self.fill()
        self.body.setVisible(is_open)
        self.toggled.emit(is_open)
