"""The window of the user's guide: its contents at the left, the text, and a field that searches it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QKeySequence,
    QResizeEvent,
    QShortcut,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QTextEdit,
    QToolButton,
    QTreeWidget,
    QTreeWidgetItem,
    QWidget,
)
from typing_extensions import override

from bpexplorer.assets import asset
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.theme import Theme, current_theme
from bpexplorer.translation import tr
from bpexplorer.window.chrome.guide_text import Heading, headings
from bpexplorer.window.chrome.text_window import TextWindow

_CONTENTS_WIDTH: Final = 220
_TITLE_HEIGHT: Final = 22
#: How the names of the pictures end that the text names; each has one of the other theme beside it.
_LIGHT, _DARK = "-light.png", "-dark.png"
#: How much of the accent is behind the places that aren't shown at the moment.
_PALE: Final = 0.28
_TITLE: Final = Qt.ItemDataRole.UserRole


class GuideWindow(TextWindow):
    """Shows the guide beside the main window."""

    #: The user has given the window another size.
    resized = Signal(QSize)

    def __init__(self, parent: QWidget, title: str, markdown: str, *, name: str, size: QSize) -> None:
        super().__init__(parent, title, markdown, name=name, size=(size.width(), size.height()))
        self._found: list[QTextCursor] = []
        self._place = 0
        #: What one read when the search began: each letter typed leads away from it. None while nothing is sought.
        self._here: int | None = None
        self._contents = self._make_contents(headings(markdown))
        self._row.insertWidget(0, self._contents)
        self._field = _SearchField(self)
        self._field.stepped.connect(self._on_stepped)
        self._said = QLabel(self)
        self._column.insertLayout(0, self._make_search())
        self._show_pictures(current_theme())
        self._browser.setFocus()

    @property
    def sought(self) -> str:
        """What is searched for."""
        return self._field.text()

    def search(self, text: str) -> None:
        """Mark all places of a text, and go to the first from here on where a word begins so, or else to the first."""
        self._field.setText(text)

    def _make_contents(self, titles: Sequence[Heading]) -> QTreeWidget:
        tree = QTreeWidget(self)
        tree.setObjectName("guide_contents")
        tree.setAccessibleName(tr("Contents"))
        tree.setHeaderHidden(True)
        tree.setFixedWidth(_CONTENTS_WIDTH)
        tree.setIndentation(12)
        tree.setToolTip(tr("Go to a chapter of the guide."))
        above: dict[int, QTreeWidgetItem] = {}
        for level, title in titles:
            if level == 1:
                continue  # it is the title of the window
            item = QTreeWidgetItem(above.get(level - 1) or tree, [title])
            item.setData(0, _TITLE, title)
            item.setToolTip(0, title)
            item.setSizeHint(0, QSize(0, _TITLE_HEIGHT))
            above[level] = item
        tree.expandAll()
        tree.itemClicked.connect(self._on_title_chosen)
        tree.itemActivated.connect(self._on_title_chosen)
        return tree

    def _make_search(self) -> QHBoxLayout:
        field = self._field
        field.setObjectName("guide_search")
        field.setAccessibleName(tr("Search the guide"))
        field.setPlaceholderText(tr("Search the guide"))
        field.setToolTip(tr("Marks every place. Enter goes to the next, Shift + Enter to the one before."))
        field.setClearButtonEnabled(True)
        field.textChanged.connect(self._on_text_changed)
        self._said.setObjectName("guide_found")
        self._said.setToolTip(tr("Which of the places that were found is shown."))
        set_role(self._said, "secondary")
        # The widest that it says at all: nothing moves while one types.
        self._said.setFixedWidth(self._said.fontMetrics().horizontalAdvance(tr("not found anywhere")))
        row = QHBoxLayout()
        row.addWidget(field, 1)
        row.addWidget(self._said)
        for name, text, tip, slot, keys in (
            (
                "guide_previous",
                "‹",
                tr("Go to the place before (Shift + F3)."),
                self._on_previous,
                "Shift+F3",
            ),
            ("guide_next", "›", tr("Go to the next place (F3)."), self._on_next, "F3"),
        ):
            button = QToolButton(self)
            button.setObjectName(name)
            button.setText(text)
            button.setAccessibleName(tip.split(" (")[0])
            button.setToolTip(tip)
            button.clicked.connect(slot)
            QShortcut(QKeySequence(keys), self, slot)
            row.addWidget(button)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Find), self, self._on_find)
        return row

    def _show_found(self) -> None:
        """Mark all places, the one that is shown more strongly."""
        theme, marks = current_theme(), []
        pale = QColor(theme.accent)
        pale.setAlphaF(_PALE)
        for place, cursor in enumerate(self._found):
            mark = QTextEdit.ExtraSelection()
            mark.cursor = cursor
            mark.format.setBackground(theme.accent if place == self._place else pale)
            mark.format.setForeground(theme.text_on_accent if place == self._place else theme.text)
            marks.append(mark)
        self._browser.setExtraSelections(marks)
        count = len(self._found)
        if not self.sought.strip():
            self._said.setText("")
        elif not count:
            self._said.setText(tr("not found"))
        else:
            self._said.setText(
                tr("{place} of {count}", place=numbers.count(self._place + 1), count=numbers.count(count))
            )
            shown = QTextCursor(self._found[self._place])
            shown.clearSelection()
            self._browser.setTextCursor(shown)
            self._browser.ensureCursorVisible()

    def _go(self, steps: int) -> None:
        if self._found:
            self._place = (self._place + steps) % len(self._found)
            self._here = self._found[self._place].position()
            self._show_found()

    def _show_pictures(self, theme: Theme) -> None:
        """Show the pictures of the theme, those of the text being of the light one."""
        document = self._browser.document()
        for name in _pictures(document):
            file = name.replace(_LIGHT, _DARK) if theme.is_dark else name
            document.addResource(
                QTextDocument.ResourceType.ImageResource, QUrl(name), QImage(str(asset(file)))
            )
        document.markContentsDirty(0, document.characterCount())

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit(event.size())

    @override
    @guard
    def _on_theme_changed(self, theme: Theme) -> None:
        super()._on_theme_changed(theme)
        self._show_pictures(theme)
        self._show_found()

    @guard
    def _on_text_changed(self, text: str) -> None:
        document, here = self._browser.document(), self._here
        if here is None:
            here = self._browser.textCursor().position()
        self._here = here if text.strip() else None
        self._found, cursor = [], QTextCursor(document)
        while text.strip():
            cursor = document.find(text.strip(), cursor)
            if cursor.isNull():
                break
            self._found.append(QTextCursor(cursor))
        order = [
            (_is_within_a_word(each), each.position() < here, place) for place, each in enumerate(self._found)
        ]
        self._place = min(order, default=(False, False, 0))[-1]
        self._show_found()

    @guard
    def _on_stepped(self, steps: int) -> None:
        self._go(steps)

    @guard
    def _on_previous(self) -> None:
        self._go(-1)

    @guard
    def _on_next(self) -> None:
        self._go(1)

    @guard
    def _on_find(self) -> None:
        self._field.setFocus()
        self._field.selectAll()

    @guard
    def _on_title_chosen(self, item: QTreeWidgetItem, _column: int) -> None:
        self.go_to(item.data(0, _TITLE))


class _SearchField(QLineEdit):
    """Enter and Shift + Enter go on and back; a dialog would press its buttons with them."""

    stepped = Signal(int)

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)


def _is_within_a_word(found: QTextCursor) -> bool:
    before = found.document().characterAt(found.selectionStart() - 1)
    return found.selectionStart() > 0 and before.isalnum()


def _pictures(document: QTextDocument) -> list[str]:
    """The names of all pictures in a text, as it names them."""
    names, block = [], document.begin()
    while block.isValid():
        for each in block.textFormats():
            if each.format.isImageFormat():
                names.append(QTextImageFormat(each.format.toImageFormat()).name())
        block = block.next()
    return names
