"""The values of one sample, a row a column of the data, where others can be typed; and the sample as a picture."""

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractItemModel, QModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QLineEdit,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from bpexplorer.core.types import FloatArray
from bpexplorer.guard import guard
from bpexplorer.look import fonts
from bpexplorer.look.pictures.ink import ink_picture
from bpexplorer.look.theme import Theme, current_theme, theme_notifier
from bpexplorer.panels.samples_table.one_sample import OneSample
from bpexplorer.panels.shared.tables.table_model import Heading, Index, TableModel
from bpexplorer.panels.shared.tables.table_view import PanelDelegate, PanelTable
from bpexplorer.translation import tr

NAME, VALUE, GIVEN = range(3)
_ROW_HEIGHT, _PADDING = 24, 7
#: The part of the width that names may take.
_NAME_SHARE = 0.42
#: So many rows are measured: there may be thousands.
_MEASURED = 200
_HEADINGS = (
    Heading(tr("column"), tr("The column of the data, or the input."), Qt.AlignmentFlag.AlignLeft),
    Heading(
        tr("value"),
        tr(
            "What the sample has, in its own unit. Click to type or choose another one: what would the network say?"
        ),
        Qt.AlignmentFlag.AlignLeft,
    ),
    Heading(
        tr("network gets"),
        tr("After scaling: (value − offset) / scale. A category is one input for each of its names."),
        Qt.AlignmentFlag.AlignRight,
    ),
)
_SIDES = tuple(heading.side for heading in _HEADINGS)


class OneModel(TableModel[OneSample]):
    """A OneSample for a view."""

    #: The row, and what was typed or chosen there.
    typed = Signal(int, str)

    @override
    def cell_data(self, row: int, column: int, role: int) -> Any:
        shown = self.table
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return (shown.name, shown.text, shown.given_text)[column](row)
            case Qt.ItemDataRole.EditRole:
                return self.cell_data(row, column, Qt.ItemDataRole.DisplayRole)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _SIDES[column] | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.FontRole:
                return fonts.number_font(fonts.SECONDARY) if column == GIVEN else fonts.secondary_font()
            case Qt.ItemDataRole.ForegroundRole:
                theme = current_theme()
                if column == VALUE and row in shown.typed:
                    return theme.accent
                return theme.text if column == VALUE else theme.secondary
            case Qt.ItemDataRole.BackgroundRole:
                return current_theme().field if column == VALUE else None
            case Qt.ItemDataRole.ToolTipRole:
                return f"{shown.meaning(row)}\n\n{_HEADINGS[column].meaning}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{shown.name(row)}, {_HEADINGS[column].text}: {self.cell_data(row, column, 0)}"
            case _:
                return None

    @override
    def column_heading(self, column: int) -> Heading:
        return _HEADINGS[column]

    @override
    def is_editable(self, row: int, column: int) -> bool:
        return column == VALUE

    @override
    @guard(returns=False)
    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if (
            not self.holds(index)
            or role != Qt.ItemDataRole.EditRole
            or str(value) == self.table.text(index.row())
        ):
            return False
        self.typed.emit(index.row(), str(value))
        return True


class _Typing(PanelDelegate):
    """A field for numbers, and a list for names."""

    @override
    @guard(returns=None)
    def createEditor(  # type: ignore[override]  # Qt takes None for "there is no editor"
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget | None:
        model = index.model()
        assert isinstance(model, OneModel)
        choices = model.table.choices(index.row())
        editor: QWidget
        if choices:
            box = QComboBox(parent)
            box.addItems(list(choices))
            box.activated.connect(self._on_box_activated)
            editor = box
        else:
            editor = QLineEdit(parent)
        editor.setObjectName("one_sample_editor")
        editor.setAccessibleName(model.table.name(index.row()))
        return editor

    @override
    @guard
    def setEditorData(self, editor: QWidget, index: Index) -> None:
        model = index.model()
        assert isinstance(model, OneModel)
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(max(editor.findText(model.table.text(index.row())), 0))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(model.table.typed_text(index.row()))
            editor.selectAll()

    @override
    @guard
    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox):
            model.setData(index, editor.currentText())
        elif isinstance(editor, QLineEdit) and editor.isModified():
            model.setData(index, editor.text())

    @guard
    def _on_box_activated(self, _index: int) -> None:
        box = self.sender()
        if isinstance(box, QComboBox):
            self.commitData.emit(box)  # the list goes with the keyboard, as a field does


class OneView(PanelTable):
    """Shows a OneSample. A click on a value, or typing on its row, begins to type another one; Tab goes on."""

    #: The row, and what was typed or chosen there.
    typed = Signal(int, str)

    def __init__(self, sample: OneSample, parent: QWidget | None = None) -> None:
        self._values = OneModel(sample)
        super().__init__(
            self._values,
            name="one_sample_values",
            accessible_name=tr("Values of the sample"),
            row_height=_ROW_HEIGHT,
            parent=parent,
        )
        self.setItemDelegate(_Typing(self))
        self.verticalHeader().hide()
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.DoubleClicked | triggers.EditKeyPressed | triggers.AnyKeyPressed)
        self._values.typed.connect(self.typed)
        self.clicked.connect(self._on_clicked)

    @property
    def sample(self) -> OneSample:
        """What is shown."""
        return self._values.table

    def show_sample(self, sample: OneSample) -> None:
        """Show a sample."""
        if self._values.show_table(sample):
            self._share_width()

    def _share_width(self) -> None:
        """Names as long as there is room, and what the network gets whole."""
        shown, room = self.sample, self.viewport().width()
        words, digits = QFontMetrics(fonts.secondary_font()), QFontMetrics(fonts.number_font(fonts.SECONDARY))
        measured = range(min(len(shown.rows), _MEASURED))

        def widest(texts: list[str], metrics: QFontMetrics) -> int:
            return 2 * _PADDING + max((metrics.horizontalAdvance(text) for text in texts), default=0)

        names = widest([shown.name(row) for row in measured] + [_HEADINGS[NAME].text], words)
        given = widest(
            [shown.given_text(row) for row in measured] + ["−99.999", _HEADINGS[GIVEN].text], digits
        )
        names = min(names, int(_NAME_SHARE * room))
        given = min(given, int(_NAME_SHARE * room))
        for column, width in ((NAME, names), (VALUE, max(room - names - given, 1)), (GIVEN, given)):
            self.setColumnWidth(column, width)

    @guard
    def _on_clicked(self, index: QModelIndex) -> None:
        if index.column() == VALUE:
            self.edit(index)

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_width()


class SamplePicture(QWidget):
    """A sample whose inputs are pixels, in its shape; hidden where they aren't."""

    _SIDE = 84

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("one_sample_picture")
        self.setAccessibleName(tr("The sample as a picture"))
        self._pixels: FloatArray | None = None
        self.setFixedSize(self.sizeHint())
        self.hide()
        theme_notifier().theme_changed.connect(self._on_theme_changed)

    def show_pixels(self, pixels: FloatArray | None) -> None:
        """Show pixels, shape (rows, columns); None: there is no picture."""
        self._pixels = None if pixels is None else np.asarray(pixels, dtype=np.float64)
        self.setVisible(pixels is not None)
        self.update()

    @guard
    def _on_theme_changed(self, _theme: Theme) -> None:
        self.update()

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self) -> QSize:
        return QSize(self._SIDE, self._SIDE) * fonts.dpi_scale()

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._pixels is None:
            return
        image = ink_picture(self._pixels, current_theme())
        scale = min(self.width() / image.width(), self.height() / image.height())
        with QPainter(self) as painter:
            painter.drawImage(QRectF(0.0, 0.0, image.width() * scale, image.height() * scale), image)
