"""The palette's window: a field, and below it what it finds."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPalette
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.stylesheet import PADDING, RADIUS
from bpexplorer.look.theme import current_theme
from bpexplorer.look.tooltips import wrapped
from bpexplorer.translation import tr
from bpexplorer.window.palette.entries import Entry
from bpexplorer.window.palette.ranking import ranked

_ENTRY: Final = Qt.ItemDataRole.UserRole
_WIDTH, _ROWS, _ROW_HEIGHT = 560, 9, 42
_BELOW_TOP: Final = 64
_PAGE: Final = 8
#: Keys of the field that walk through the list: by how many entries.
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _PAGE,
    Qt.Key.Key_PageUp: -_PAGE,
}
_NOTHING: Final = tr("Nothing is called so. Try another word, such as “demon” or “rate”.")


class PalettePopup(QFrame):
    """Shows the entries that match what is typed. A click outside or Esc closes it."""

    #: Entry: this one is to be run.
    chosen = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("palette")
        self.setAccessibleName(tr("Find anything"))
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setBackgroundRole(QPalette.ColorRole.Base)
        self.setAutoFillBackground(True)
        self._entries: Sequence[Entry] = ()
        self._recent: Sequence[str] = ()
        self._field = _Field(self._on_step, self)
        self._field.setObjectName("palette_field")
        self._field.setAccessibleName(tr("Find an act, a panel, a setting or a word"))
        self._field.setPlaceholderText(tr("Find an act, a panel, a setting or a word"))
        self._field.setToolTip(tr("Type words in any order. ↑ and ↓ choose, Enter runs, Esc closes."))
        self._field.setClearButtonEnabled(True)
        self._list = QListWidget(self)
        self._list.setObjectName("palette_list")
        self._list.setAccessibleName(tr("What is found"))
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setFrameShape(QFrame.Shape.NoFrame)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        self._list.setItemDelegate(_EntryDelegate(self._list))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(8, 8, 8, 8)
        layout.setSpacing(6)
        layout.addWidget(self._field)
        layout.addWidget(self._list)
        self._field.textChanged.connect(self._on_text_changed)
        self._field.returnPressed.connect(self._on_return_pressed)
        self._list.itemClicked.connect(self._on_item_clicked)

    def open_over(self, window: QWidget, entries: Sequence[Entry], recent: Sequence[str]) -> None:
        """Show these entries at the top of a window, and take what is typed."""
        self._entries, self._recent = entries, recent
        self._field.clear()
        self._fill()
        width = min(_WIDTH, window.width() - 2 * PADDING)
        height = min(
            self._field.sizeHint().height() + _ROWS * _ROW_HEIGHT + 24, window.height() - 2 * _BELOW_TOP
        )
        self.setFixedSize(width, height)
        self.move(window.mapToGlobal(QPoint((window.width() - width) // 2, _BELOW_TOP)))
        self.show()
        self._field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _fill(self) -> None:
        self._list.clear()
        for entry in ranked(self._field.text(), self._entries, self._recent):
            item = QListWidgetItem(entry.title, self._list)
            item.setData(_ENTRY, entry)
            item.setSizeHint(QSize(0, _ROW_HEIGHT))
            item.setToolTip(wrapped("\n".join(filter(None, (entry.detail, entry.refusal)))))
            spoken = (entry.title, entry.kind.word, entry.keys, entry.refusal or entry.detail)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, ", ".join(filter(None, spoken)))
            if entry.refusal:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
        if not self._list.count():
            nothing = QListWidgetItem(_NOTHING, self._list)
            nothing.setFlags(Qt.ItemFlag.NoItemFlags)
            nothing.setSizeHint(QSize(0, _ROW_HEIGHT))
        self._list.setCurrentRow(-1)
        self._step(1)
        self._list.scrollToTop()

    def _step(self, rows: int) -> None:
        """Go on by so many entries that can be run, and stop at the ends."""
        able = [row for row in range(self._list.count()) if self._list.item(row).flags()]
        if not able:
            return
        now = self._list.currentRow()
        place = able.index(now) + rows if now in able else 0
        self._list.setCurrentRow(able[min(max(place, 0), len(able) - 1)])

    def _choose(self, item: QListWidgetItem | None) -> None:
        entry = None if item is None else item.data(_ENTRY)
        if isinstance(entry, Entry) and not entry.refusal:
            self.close()
            self.chosen.emit(entry)

    @guard
    def _on_text_changed(self, _text: str) -> None:
        self._fill()

    @guard
    def _on_step(self, rows: int) -> None:
        self._step(rows)

    @guard
    def _on_return_pressed(self) -> None:
        self._choose(self._list.currentItem())

    @guard
    def _on_item_clicked(self, item: QListWidgetItem) -> None:
        self._choose(item)


class _Field(QLineEdit):
    """Hands the keys that walk through a list on."""

    def __init__(self, step: Callable[[int], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._step = step

    @override
    @guard
    def keyPressEvent(self, event: QKeyEvent) -> None:
        rows = _STEPS.get(Qt.Key(event.key()))
        if rows is None:
            super().keyPressEvent(event)
        else:
            self._step(rows)


class _EntryDelegate(QStyledItemDelegate):
    """Paints an entry in two lines: its title, its keys and its kind; below them what it does, or why it can't."""

    @override
    @guard
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        entry = index.data(_ENTRY)
        theme, able = current_theme(), bool(option.state & QStyle.StateFlag.State_Enabled)
        rect: QRect = option.rect
        painter.save()
        if able and option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.accent_soft)
            painter.drawRoundedRect(rect, RADIUS, RADIUS)
        room = rect.adjusted(10, 4, -10, -4)
        ink = theme.text if able else theme.secondary
        if not isinstance(entry, Entry):
            _write(painter, room, index.data(), fonts.text_font(), theme.secondary)
            painter.restore()
            return
        upper = QRect(room.left(), room.top(), room.width(), room.height() // 2)
        beside = f"{entry.keys}   {entry.kind.word}" if entry.keys else entry.kind.word
        taken = _write(painter, upper, beside, fonts.secondary_font(), theme.secondary, right=True)
        _write(painter, upper.adjusted(0, 0, -taken - 12, 0), entry.title, fonts.text_font(), ink)
        lower = upper.translated(0, upper.height())
        said = entry.refusal or entry.detail
        _write(painter, lower, said, fonts.secondary_font(), theme.secondary)
        painter.restore()


def _write(
    painter: QPainter, room: QRect, text: str, font: QFont, ink: QColor, *, right: bool = False
) -> int:
    """Write a line, shortened where it is too long; gives its width."""
    painter.setFont(font)
    painter.setPen(ink)
    shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, room.width())
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), shown)
    return painter.fontMetrics().horizontalAdvance(shown)
