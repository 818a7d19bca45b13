"""A window to read a text in: Markdown with room around headings and quiet tables."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextBlockFormat, QTextCursor, QTextDocument, QTextFrameFormat, QTextTable
from PySide6.QtWidgets import QDialog, QHBoxLayout, QTextBrowser, QVBoxLayout, QWidget

from bpexplorer.guard import guard
from bpexplorer.look.screens import room_for
from bpexplorer.look.theme import Theme, current_theme, theme_notifier

_MARGIN = 12.0
#: Above a heading of each level, and below all of them.
_ABOVE = {1: 4.0, 2: 20.0, 3: 14.0}
_BELOW = 6.0
_CELL_PADDING = 4.0


class TextWindow(QDialog):
    """Shows a text beside the main window."""

    def __init__(
        self, parent: QWidget, title: str, markdown: str, *, name: str, size: tuple[int, int]
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._browser = QTextBrowser(self)
        self._browser.setObjectName(f"{name}_text")
        self._browser.setAccessibleName(title)
        self._browser.setOpenExternalLinks(True)
        document = self._browser.document()
        document.setMarkdown(markdown, QTextDocument.MarkdownFeature.MarkdownDialectGitHub)
        document.setDocumentMargin(_MARGIN)
        _give_headings_room(document)
        self._colour_tables(current_theme())
        self._browser.moveCursor(QTextCursor.MoveOperation.Start)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(12, 12, 12, 12)
        self._row = QHBoxLayout()
        self._row.addWidget(self._browser, 1)
        self._column.addLayout(self._row, 1)
        theme_notifier().theme_changed.connect(self._on_theme_changed)
        self.resize(QSize(*size).boundedTo(room_for(self)))

    def go_to(self, heading: str) -> None:
        """Scroll to this heading, so that it is at the top."""
        block = self._browser.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == heading:
                self._browser.moveCursor(
                    QTextCursor.MoveOperation.End
                )  # what scrolls back puts it at the top
                self._browser.setTextCursor(QTextCursor(block))
                self._browser.ensureCursorVisible()
                return
            block = block.next()

    def _colour_tables(self, theme: Theme) -> None:
        for frame in self._browser.document().rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                look = frame.format().toTableFormat()
                look.setBorder(1.0)
                look.setBorderCollapse(True)
                look.setBorderStyle(QTextFrameFormat.BorderStyle.BorderStyle_Solid)
                look.setBorderBrush(theme.line)
                look.setCellPadding(_CELL_PADDING)
                look.setTopMargin(_BELOW)
                look.setBottomMargin(_MARGIN)
                frame.setFormat(look)

    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        self._colour_tables(theme)


def _give_headings_room(document: QTextDocument) -> None:
    block = document.begin()
    while block.isValid():
        level = block.blockFormat().headingLevel()
        if level in _ABOVE:
            room = QTextBlockFormat()
            room.setTopMargin(_ABOVE[level])
            room.setBottomMargin(_BELOW)
            QTextCursor(block).mergeBlockFormat(room)
        block = block.next()
