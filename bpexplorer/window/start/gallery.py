"""New…: a gallery of the examples, each with a still of its data, what it is for, and its network."""

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
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_role
from bpexplorer.panels.setup.summaries import network_summary
from bpexplorer.project.presets import PRESETS, preset
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


class Gallery(QListWidget):
    """The examples as cards, in as many columns as there is room for. A double click or Return takes one."""

    def __init__(self, faces: Mapping[str, Face], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("new_presets")
        self.setAccessibleName(tr("Examples"))
        set_role(self, "gallery")
        self.setToolTip(tr("Each example is a data set with a network that suits it."))
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
        self._gallery = Gallery({name: face_of(name) for name in PRESETS}, self)
        self._gallery.itemDoubleClicked.connect(self.accept)
        buttons = QDialogButtonBox(self)
        create = buttons.addButton(tr("Create"), QDialogButtonBox.ButtonRole.AcceptRole)
        create.setObjectName("new_create")
        create.setAccessibleName(tr("Create"))
        create.setDefault(True)
        set_role(create, "primary")
        cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        cancel.setObjectName("new_cancel")
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(self._on_accepted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(words)
        layout.addWidget(self._gallery)
        layout.addWidget(buttons)
        room = parent.size() - QSize(32, 32)
        self.resize(_SIZE.boundedTo(room).expandedTo(_LEAST_SIZE))
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
