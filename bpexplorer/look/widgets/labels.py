"""Words and numbers: headings, captions, numbers that sit still, what an empty panel says."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QFontMetrics, QHelpEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolTip,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.access.roles import Spoken
from bpexplorer.look.icons import icon
from bpexplorer.look.stylesheet import Ink, set_ink, set_role
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.look.tooltips import wrapped


class SectionHeading(QLabel):
    """The name of a group, in small capitals."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(fonts.heading_font())
        set_role(self, "heading")


class ToolHeading(QLabel):
    """The name of something on the toolbar. In letters as they are: *C* is a symbol, and *s* in ``25/s`` a unit."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(fonts.text_font(fonts.HEADING, bold=True))
        set_role(self, "heading")


class Caption(QLabel):
    """Secondary words: units, remarks. Too long ones end in an ellipsis, and what comes up under the mouse has them
    whole, before what the tooltip says.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        set_role(self, "secondary")
        self._shorter = ""

    def set_shorter(self, text: str) -> None:
        """Show this where there isn't room for all, rather than a part of it; or at the least the last of its parts,
        and of that the last word: of a step its number.
        """
        if text != self._shorter:
            self._shorter = text
            self.update()

    def text_shown(self) -> str:
        """What stands there: all of the text if there is room for it."""
        if not self.is_elided():
            return self.text()
        metrics, width = self.fontMetrics(), self.contentsRect().width()
        last = self._shorter.rpartition(" · ")[2]
        for shorter in (self._shorter, last, last.rpartition(" ")[2]):
            if shorter and metrics.horizontalAdvance(shorter) <= width:
                return shorter
        return shortened(self.text(), metrics, width)

    def is_elided(self) -> bool:
        """Say whether some of the text isn't shown."""
        return self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        width = self.fontMetrics().horizontalAdvance("…") if self.text() else 0
        return QSize(width, super().minimumSizeHint().height())

    @override
    @guard(returns=False)
    def event(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() is QEvent.Type.ToolTip and self.is_elided():
            whole = "\n".join(filter(None, (self.text(), self.toolTip())))
            QToolTip.showText(event.globalPos(), wrapped(whole), self)
            return True
        return super().event(event)

    @override
    @guard
    def paintEvent(self, event: QPaintEvent) -> None:
        if not self.is_elided():
            super().paintEvent(event)
            return
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        painter.drawText(self.contentsRect(), int(self.alignment()), self.text_shown())


class CaptionRoom(QWidget):
    """The room of a caption that changes often, beside what doesn't: it asks for more only for a longer text than ever.

    Else all that a window has in it would be laid out anew for each text.
    """

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.caption = Caption(text, self)
        self.setSizePolicy(self.caption.sizePolicy())
        self._widest = 0
        self.fit()

    def fit(self) -> None:
        """The caption says something else: see whether it has room."""
        needed = self.caption.sizeHint().width() if self.caption.text() else 0
        if needed > self._widest:
            self._widest = needed
            self.updateGeometry()

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        return QSize(self._widest, self.caption.sizeHint().height())

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return self.caption.minimumSizeHint()

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.caption.setGeometry(self.rect())

    @override
    @guard
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._widest = 0
            self.fit()
            self.updateGeometry()


def shortened(text: str, metrics: QFontMetrics, width: int) -> str:
    """As many whole parts of ``a · b · c`` as fit, and “…”: a number that is cut would be another number."""
    parts = text.split(" · ")
    for count in range(len(parts) - 1, 0, -1):
        short = f"{' · '.join(parts[:count])} …"
        if metrics.horizontalAdvance(short) <= width:
            return short
    if len(parts) > 1 and metrics.horizontalAdvance(parts[0]) <= width:
        return parts[0]
    if any(each.isdigit() for each in parts[0]):
        return "…"
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


class SteadyLabel(Spoken, QLabel):
    """A text that changes often while its place stays: it asks for room only when it has too little.

    Any other label has its whole window laid out anew for each text, which takes longer than drawing it.
    What it is called and what it says are spoken together: “Step: 12”.
    """

    accessible_role = QAccessible.Role.StaticText
    #: Nobody else is to give it a size as its font changes.
    measures_itself = True

    def __init__(self, parent: QWidget | None = None, *, width: int = 0) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        #: Its width now, and at least; what is no longer than the longest text so far needs no look at it.
        self._width = self._least = width
        self._longest = -1

    @override
    def spoken(self) -> str:
        return self.text() if self.accessibleName() else ""

    def show_text(self, text: str) -> None:
        """Show another text."""
        if text == self.text():
            return
        self.setText(text)
        # Qt takes ten times as long to say what a label needs as how long a text is.
        if self.fontMetrics().horizontalAdvance(text) > self._longest:
            self._make_room()

    def give_room_back(self) -> None:
        """Keep no more room than the next text needs."""
        self._width, self._longest = round(self._least * fonts.magnification()), -1
        self.setMinimumSize(0, 0)  # Qt says that a label needs what it has at least

    def _make_room(self) -> None:
        needed = self.sizeHint()
        self._longest = max(self._longest, self.fontMetrics().horizontalAdvance(self.text()))
        self._width = max(self._width, needed.width())
        if (self._width, needed.height()) != (self.maximumWidth(), self.maximumHeight()):
            # Qt lays nothing out for a label whose size is fixed.
            self.setFixedSize(self._width, needed.height())

    @override
    @guard
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self.text():
            # In other letters the same text needs another room, and is another's longest no more.
            self.give_room_back()
            self._make_room()


class SteadySentence(QLabel):
    """A sentence that is another at times, while all around it stays: it has the room of the longest.

    Parameters
    ----------
    longest : sequence of str
        What it usually says, or sentences as long. For one that is longer still it grows.
    """

    #: Nobody else is to give it a size as its font changes.
    measures_itself = True

    def __init__(self, longest: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._longest = tuple(longest)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._room_width = 160
        self._room = 0
        self._keep_room()

    @override
    def setText(self, text: str) -> None:
        super().setText(text)
        self.setFixedHeight(max(self._room, self._height_of(text)))

    def keep_room(self, width: int) -> None:
        """Keep the height for this width.

        Whoever holds it says so before it lays out: told by its own new size, it would change height too late.
        """
        if width != self._room_width:
            self._room_width = width
            self._keep_room()

    def _keep_room(self) -> None:
        self._room = max(map(self._height_of, self._longest))
        self.setFixedHeight(max(self._room, self._height_of(self.text())))

    def _height_of(self, text: str) -> int:
        room, flags = QRect(0, 0, max(self._room_width, 1), 1 << 16), int(Qt.TextFlag.TextWordWrap)
        return self.fontMetrics().boundingRect(room, flags, text).height()

    @override
    @guard
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._keep_room()

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        return QSize(80, super().minimumSizeHint().height())


class NumberLabel(QWidget):
    """A caption over a number (or before it) that changes without moving anything.

    Parameters
    ----------
    caption : str
        What the number is.
    name : str
        Object name of the label that holds the number; scripts find it by this.
    characters : int
        Room for so many monospaced characters is always kept; by default for any number.
    size : float
        Of the digits, in logical pixels.
    ink : str
        Colour of the number.
    beside : bool
        Caption and number share a line, the number at the right.
    heading : bool
        The caption is one of the toolbar.
    """

    def __init__(
        self,
        caption: str,
        *,
        name: str,
        characters: int = numbers.WIDEST,
        size: float = fonts.NUMBER,
        ink: Ink = "text",
        bold: bool = False,
        beside: bool = False,
        heading: bool = False,
        tooltip: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.caption = ToolHeading(caption, self) if heading else Caption(caption, self)
        font = fonts.number_font(size, bold=bold)
        room = QFontMetrics(font).horizontalAdvance("0" * characters) + 2
        self.number = SteadyLabel(self, width=room)
        self.number.setObjectName(name)
        self.number.setAccessibleName(caption)
        self.number.setFont(font)
        self.number.setMinimumWidth(room)
        self.number.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        set_ink(self.number, ink)
        self.setToolTip(tooltip)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._layout = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addWidget(self.caption)
        self._layout.addWidget(self.number)
        self.set_beside(beside)

    def set_beside(self, beside: bool) -> None:
        """Put caption and number on one line, the number at the right, or the caption over the number."""
        layout, alignment = self._layout, Qt.AlignmentFlag
        layout.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)
        layout.setSpacing(8 if beside else 1)
        layout.setStretchFactor(self.caption, 1 if beside else 0)
        layout.setAlignment(self.number, alignment(0) if beside else alignment.AlignLeft)
        self.number.setAlignment(
            (alignment.AlignRight if beside else alignment.AlignLeft) | alignment.AlignVCenter
        )

    def set_text(self, text: str) -> None:
        """Show a number, as `bpexplorer.look.numbers` writes it."""
        self.number.show_text(text)

    def text(self) -> str:
        """Give what is shown."""
        return self.number.text()

    def set_caption(self, caption: str) -> None:
        """Say what the number is now."""
        self.caption.setText(caption)
        self.number.setAccessibleName(caption)


class EmptyState(QWidget):
    """What an empty panel says: what will appear here and how to get it, with a button if one act will do."""

    _ICON_SIZE = 28
    _AROUND, _SPACING = 9, 6
    _NARROWEST_MESSAGE, _WIDEST_MESSAGE = 240, 320

    def __init__(
        self,
        title: str,
        text: str,
        *,
        icon_name: str = "empty",
        button: str = "",
        on_click: Callable[[], object] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._on_click = on_click
        self._picture = QLabel(self)
        self.title = QLabel(title, self)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        set_role(self.title, "title")
        self.message = QLabel(text, self)
        self.message.setTextFormat(Qt.TextFormat.PlainText)
        self.message.setWordWrap(True)
        self.message.setMaximumWidth(self._WIDEST_MESSAGE)
        set_role(self.message, "secondary")
        self.button: QPushButton | None = None
        layout = QVBoxLayout(self)
        layout.addStretch(1)
        for label in (self._picture, self.title, self.message):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(self._picture)
        layout.addWidget(self.title)
        # A label that wraps is given its height only if it may take the width of its column, so what keeps it
        # narrow and in the middle are the stretches beside it.
        column = QHBoxLayout()
        column.addStretch(1)
        column.addWidget(self.message, 1000)
        column.addStretch(1)
        layout.addLayout(column)
        if button:
            self.button = QPushButton(button, self)
            self.button.setObjectName("empty_state_button")
            self.button.setAccessibleName(button)
            self.button.setToolTip(text)
            self.button.clicked.connect(self._on_button_clicked)
            layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch(1)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self._on_theme_changed(current_theme())

    def set_words(self, title: str, text: str) -> None:
        """Say something else."""
        self.title.setText(title)
        self.message.setText(text)

    @guard
    def _on_button_clicked(self) -> None:
        if self._on_click is not None:
            self._on_click()

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        picture = icon(self._icon_name, theme, color=theme.outline)
        self._picture.setPixmap(
            picture.pixmap(QSize(self._ICON_SIZE, self._ICON_SIZE), self.devicePixelRatioF())
        )

    def _height_of_all(self, width: int) -> int:
        """The height that everything needs at a width."""
        words = self.message.heightForWidth(min(width - 2 * self._AROUND, self._WIDEST_MESSAGE))
        button = 0 if self.button is None else self.button.sizeHint().height()
        parts = (self._ICON_SIZE, self.title.sizeHint().height(), words, button)
        return sum(parts) + (len(parts) + 1) * self._SPACING + 2 * self._AROUND

    @override
    @guard(returns=QSize(0, 0))
    def minimumSizeHint(self) -> QSize:
        # Of a low panel, whatever there was room for: as one of a panel's pages it counts also while another is shown.
        title, words = self.title.sizeHint().height(), self.message.heightForWidth(self._NARROWEST_MESSAGE)
        button = 0 if self.button is None else 1 + self.button.sizeHint().height()
        return QSize(super().minimumSizeHint().width(), title + 1 + words + button)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        # In a low panel the words are worth more than the picture and the room around them.
        is_low = event.size().height() < self._height_of_all(event.size().width())
        self._picture.setVisible(not is_low)
        around, layout = 0 if is_low else self._AROUND, self.layout()
        assert layout is not None
        layout.setContentsMargins(self._AROUND, around, self._AROUND, around)
        layout.setSpacing(1 if is_low else self._SPACING)
        self.message.setMaximumWidth(event.size().width() if is_low else self._WIDEST_MESSAGE)
        super().resizeEvent(event)
