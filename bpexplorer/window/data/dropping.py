"""A file that is dropped on the window."""

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLabel, QWidget
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.stylesheet import CARD_RADIUS
from bpexplorer.look.theme import current_theme
from bpexplorer.translation import tr

#: How much of what lies below the hint is covered, and how far its frame is from the edge.
_PAPER, _AWAY = 0.85, 12


class DropHint(QLabel):
    """Lies over the window while a file is held over it, and says what becomes of it."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setObjectName("drop_hint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.setWordWrap(True)
        self.setFont(fonts.text_font(fonts.PAGE_TITLE, bold=True))
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def tell(self, sentence: str) -> None:
        """Say this over all of the window."""
        self.setText(sentence)
        self.setGeometry(self._window.rect())
        self.raise_()
        self.show()

    @override
    @guard
    def paintEvent(self, event: QPaintEvent) -> None:
        theme, paper = current_theme(), QColor(current_theme().panel)
        paper.setAlphaF(_PAPER)
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.fillRect(self.rect(), paper)
            painter.setPen(QPen(theme.accent, 2.0, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(
                self.rect().adjusted(_AWAY, _AWAY, -_AWAY, -_AWAY), CARD_RADIUS, CARD_RADIUS
            )
        super().paintEvent(event)


class FileDrops(QObject):
    """Lets a file of this machine be dropped anywhere on a window."""

    #: The path of what was dropped.
    dropped = Signal(object)
    #: Why what was dropped isn't opened, in a sentence.
    refused = Signal(str)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._hint = DropHint(window)
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    @override
    @guard(returns=False)
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragEnterEvent | QDragMoveEvent):
            paths = paths_in(event.mimeData())
            if not paths:
                return False
            self._hint.tell(
                tr("Drop {name} to open it", name=paths[0].name) if len(paths) == 1 else tr("Drop one file")
            )
            # The file stays where it is, whatever its giver would like.
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            return True
        if isinstance(event, QDragLeaveEvent):
            self._hint.hide()
        if isinstance(event, QDropEvent):
            self._hint.hide()
            paths = paths_in(event.mimeData())
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
            if len(paths) == 1:
                self.dropped.emit(paths[0])
            elif paths:
                self.refused.emit(tr("Drop one file: {count} were dropped.", count=len(paths)))
            return True
        return False


def paths_in(data: QMimeData) -> list[Path]:
    """The files of this machine that are named in what is dragged."""
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
