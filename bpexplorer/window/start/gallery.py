"""New…: a gallery of the examples, and one of tables, each with a still of its data and what it is for."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QLabel,
    QListView,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.connecting import connect_qt
from bpexplorer.guard import guard
from bpexplorer.look.screens import fit_over
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.segments import Segments
from bpexplorer.panels.setup.summaries import network_summary
from bpexplorer.project.presets import PRESETS, preset
from bpexplorer.project.tables import OWN_DATA, OWN_POINTS, TABLES
from bpexplorer.translation import tr
from bpexplorer.window.start.beginnings import Face
from bpexplorer.window.start.cards import State, draw_card, height_for
from bpexplorer.window.start.stills import Drawn

_NAME = Qt.ItemDataRole.UserRole
#: A card is at least so wide, with half of this room around it.
_LEAST_WIDTH, _GAP = 210, 8
_SIZE, _LEAST_SIZE = QSize(1360, 660), QSize(480, 340)


def face_of(name: str) -> Face:
    """The card of an example."""
    example = preset(name)
    # A number stays on one line with what it counts.
    network = network_summary(example.plan.spec).replace(" parameters", "\N{NO-BREAK SPACE}parameters")
    return Face(example.plan.data.name, example.title, example.description, network)


def face_of_table(name: str) -> Face:
    """The card of a table that comes with the program."""
    table = TABLES[name]
    return Face(name, table.title, table.description, tr("To predict: {target}", target=table.target))


class Gallery(QListWidget):
    """Cards in as many columns as there is room for. A double click or Return takes one."""

    def __init__(
        self, faces: Mapping[str, Face], parent: QWidget, *, name: str, title: str, purpose: str
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        set_role(self, "gallery")
        self.setToolTip(wrapped(purpose))
        self._faces = faces
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: that it came would leave less room for the cards, and so on.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.setMouseTracking(True)
        self.setItemDelegate(_Cards(faces, self))
        for name, face in faces.items():
            item = QListWidgetItem(face.title, self)
            item.setData(_NAME, name)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, face.title)
            item.setData(Qt.ItemDataRole.AccessibleDescriptionRole, f"{face.text} {face.detail}")
        self.setCurrentRow(0)

    @property
    def chosen(self) -> str | None:
        """The name of the current example."""
        item = self.currentItem()
        return None if item is None else str(item.data(_NAME))

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        width = self.viewport().width()
        # Qt begins another row with the card that would end at the very edge.
        cell = (width - 1) // max(1, width // _LEAST_WIDTH)
        height = max(height_for(face, cell - _GAP) for face in self._faces.values())
        self.setGridSize(QSize(cell, height + _GAP))
        super().resizeEvent(event)


class _Cards(QStyledItemDelegate):
    """Paints each example as its card."""

    def __init__(self, faces: Mapping[str, Face], parent: QListView) -> None:
        super().__init__(parent)
        self._view, self._faces = parent, faces
        self._drawn = {name: Drawn(face.still) for name, face in faces.items()}

    @override
    @guard
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        name, flags = index.data(_NAME), option.state
        is_chosen = bool(flags & QStyle.StateFlag.State_Selected)
        state = State(
            marked=is_chosen,
            focused=is_chosen and self._view.hasFocus(),
            hovered=bool(flags & QStyle.StateFlag.State_MouseOver),
        )
        cell: QRect = option.rect
        place = cell.adjusted(_GAP // 2, _GAP // 2, -_GAP // 2, -_GAP // 2)
        painter.save()
        draw_card(painter, place, self._faces[name], self._drawn[name], state, self._view.devicePixelRatioF())
        painter.restore()

    @override
    @guard(returns=QSize(0, 0))
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self._view.gridSize()


class NewDialog(QDialog):
    """Choose an example to begin with."""

    #: The name of an example, or of a table, or `OWN_DATA` or `OWN_POINTS`.
    preset_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("dialog_new")
        self.setWindowTitle(tr("New network"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        words = QLabel(
            tr("Choose data to begin with. Network, training and data can all be changed afterwards."), self
        )
        words.setWordWrap(True)
        set_role(words, "secondary")
        self._pages = QStackedWidget(self)
        for gallery in (self._examples(), self._tables()):
            connect_qt(gallery, "itemDoubleClicked(QListWidgetItem*)", self, "accept()")
            self._pages.addWidget(gallery)
        self._kinds = Segments(
            "new_kind",
            tr("What to begin with"),
            {
                tr("Examples"): tr(
                    "Data made for a lesson, or drawn by you, each with a network that suits it."
                ),
                tr("Tables"): tr("Measured data, and your own, from a file."),
            },
            self,
        )
        self._kinds.chosen.connect(self._on_kind_chosen)
        buttons = QDialogButtonBox(self)
        create = buttons.addButton(tr("Create"), QDialogButtonBox.ButtonRole.AcceptRole)
        create.setObjectName("new_create")
        create.setAccessibleName(tr("Create"))
        create.setDefault(True)
        set_role(create, "primary")
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("new_cancel")
        connect_qt(buttons, "accepted()", self, "accept()")
        connect_qt(buttons, "rejected()", self, "reject()")
        self.accepted.connect(self._on_accepted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(words)
        layout.addWidget(self._kinds)
        layout.addWidget(self._pages)
        layout.addWidget(buttons)
        fit_over(self, _SIZE, least=_LEAST_SIZE)
        self._gallery.setFocus()

    @property
    def _gallery(self) -> Gallery:
        gallery = self._pages.currentWidget()
        assert isinstance(gallery, Gallery)
        return gallery

    def _examples(self) -> Gallery:
        points = Face(
            "points",
            tr("Your own points (empty plane)"),
            tr("Draw up to eight classes with the mouse, and watch the network follow."),
        )
        return Gallery(
            {**{name: face_of(name) for name in PRESETS}, OWN_POINTS: points},
            self._pages,
            name="new_presets",
            title=tr("Examples"),
            purpose=tr(
                "Each example is a data set with a network that suits it; the last one is yours to draw."
            ),
        )

    def _tables(self) -> Gallery:
        own = Face(
            "data",
            tr("Your own data…"),
            tr("A table, a sheet, arrays or a folder of pictures: you choose what is predicted from what."),
        )
        tables = {name: face_of_table(name) for name in TABLES}
        return Gallery(
            {**tables, OWN_DATA: own},
            self._pages,
            name="new_tables",
            title=tr("Tables"),
            purpose=tr("Each is read from a file, as your own data are."),
        )

    @guard
    def _on_kind_chosen(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        self._gallery.setFocus()

    @guard
    def _on_accepted(self) -> None:
        name = self._gallery.chosen
        if name is not None:
            self.preset_chosen.emit(name)


def ask_for_preset(parent: QWidget, answered: Callable[[str | None], object]) -> NewDialog:
    """Ask which example to begin with, and hand over its name, or None."""
    dialog = NewDialog(parent)

    @guard
    def hand_over(name: str) -> None:
        answered(name)

    @guard
    def hand_over_none() -> None:
        answered(None)

    dialog.preset_chosen.connect(hand_over)
    dialog.rejected.connect(hand_over_none)
    dialog.open()
    return dialog
