"""One layer of the δ panel: its name, its heatmap, and how large its δ is."""

from collections.abc import Sequence

from PySide6.QtCore import QLineF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QHBoxLayout, QLabel, QWidget
from typing_extensions import override

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.spec import LayerSpec
from bpexplorer.core.types import BoolArray, FloatArray
from bpexplorer.guard import guard
from bpexplorer.look import fonts, numbers
from bpexplorer.look.colours import SignedScale, dropped_grey
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.theme import current_theme
from bpexplorer.look.widgets import SteadyLabel
from bpexplorer.panels.delta.tables import RowWords, fitting_bound
from bpexplorer.panels.shared.cells.heatmap import Heatmap
from bpexplorer.translation import tr

NAME_WIDTH, NAME_WIDTH_WITH_SCALE = 62, 106
SIZE_WIDTH = 112
SWATCH = 10
#: Between the words above a heatmap, all together.
_GAPS = 32
#: Qt's own word for no limit, which PySide lacks.
QWIDGETSIZE_MAX = 16_777_215


class DroppedSwatch(QWidget):
    """What a cell looks like that is of a neuron that dropout left out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(SWATCH, SWATCH)

    @override
    @guard
    def paintEvent(self, _event: QPaintEvent) -> None:
        theme = current_theme()
        with QPainter(self) as painter:
            painter.fillRect(self.rect(), dropped_grey(theme))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(theme.panel, 1.0))
            painter.drawLine(QLineF(0.0, SWATCH, SWATCH, 0.0))


class DeltaRow(QWidget):
    """Keeps its heatmap while the layer lives; number and size of the layer may change."""

    #: (layer, neuron, sample)
    cell_clicked = Signal(int, int, int)
    #: (layer, neuron, sample), or None.
    cell_hovered = Signal(object)
    #: Whether it has room to say since when something has changed is another now.
    wording_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer = 0
        #: The end of this layer's scale when each layer has its own; locked until it is asked for again.
        self.own_bound: float | None = None
        self._has_own_scale = False
        self._words: RowWords | None = None
        #: Which of what can be said of the change has room, from the longest to nothing.
        self._wording = 0
        self._name, self._activation = QLabel(self), QLabel(self)
        self._size, self._change = SteadyLabel(self), SteadyLabel(self)
        self._swatch = DroppedSwatch(self)
        self._swatch.hide()
        self.heatmap = Heatmap(self)
        self._lay_out()
        self.heatmap.cell_clicked.connect(self._on_heatmap_cell_clicked)
        self.heatmap.cell_hovered.connect(self._on_heatmap_cell_hovered)

    def _lay_out(self) -> None:
        self._size.setFont(fonts.number_font())
        for label in (self._activation, self._change):
            set_role(label, "secondary")
        self._columns = [
            self._column(NAME_WIDTH, (self._name, self._activation), at_right=False),
            self._column(SIZE_WIDTH, (self._size, self._change), at_right=True),
        ]
        self._name_column, size_column = self._columns
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(2)
        self._is_strip = False
        self._grid.addWidget(self._name_column, 0, 0)
        self._grid.addWidget(self.heatmap, 0, 1)
        self._grid.addWidget(size_column, 0, 2)
        self._grid.setColumnStretch(1, 1)

    def _column(self, width: int, labels: Sequence[QLabel], *, at_right: bool) -> QWidget:
        """What stands at one side of the heatmap, or above it: a label and a secondary one."""
        column = QWidget(self)
        column.setFixedWidth(round(width * fonts.dpi_scale()))
        stack = QBoxLayout(QBoxLayout.Direction.TopToBottom, column)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        for label in labels:
            label.setTextFormat(Qt.TextFormat.PlainText)
            line = QHBoxLayout()
            line.setSpacing(4)
            if at_right:
                line.addStretch(1)
            if label is self._change:
                line.addWidget(self._swatch)
            line.addWidget(label)
            if not at_right:
                line.addStretch(1)
            stack.addLayout(line)
        stack.addStretch(1)
        return column

    def set_strip(self, is_strip: bool) -> None:
        """Stand beside other layers, the words above the heatmap, or below them, the words at its sides."""
        if is_strip == self._is_strip:
            return
        self._is_strip = is_strip
        place, span = (1, 3) if is_strip else (0, 1)
        self._grid.removeWidget(self.heatmap)
        self._grid.addWidget(self.heatmap, place, 0 if is_strip else 1, 1, span)
        self._grid.setRowStretch(1, 1 if is_strip else 0)
        for column in self._columns:
            stack = column.layout()
            assert isinstance(stack, QBoxLayout)
            stack.setDirection(
                QBoxLayout.Direction.LeftToRight if is_strip else QBoxLayout.Direction.TopToBottom
            )
            stack.setSpacing(6 if is_strip else 0)
            if is_strip:
                column.setMinimumWidth(0)
                column.setMaximumWidth(QWIDGETSIZE_MAX)
        if is_strip:
            # What has changed gives way: were it room that is needed, what has once had it would never give it back.
            self._columns[1].setMinimumWidth(1)
        else:
            self._columns[1].setFixedWidth(round(SIZE_WIDTH * fonts.dpi_scale()))
            self._name_layer()

    @property
    def size_text(self) -> str:
        """The RMS as it stands beside the heatmap."""
        return self._size.text()

    @property
    def change_text(self) -> str:
        """How it has changed, or of a batch, which share was dropped, as it stands below the RMS."""
        return self._change.text()

    @property
    def leaves_out_when(self) -> bool:
        """Whether it says how it has changed, but has no room for since when."""
        return self._wording > 0 and bool(self.change_text)

    def set_layer(self, layer: int, spec: LayerSpec) -> None:
        """Name the layer."""
        if layer != self.layer:
            self.layer = layer
            self._name_layer()
            self.setObjectName(f"delta_row_{layer}")
            self.heatmap.setObjectName(f"delta_heatmap_{layer}")
            self.heatmap.setAccessibleName(
                tr("δ of layer {layer}: samples across, neurons down", layer=layer)
            )
        self._activation.setText(ACTIVATIONS[spec.activation].label)

    def show_delta(
        self, delta: FloatArray, scale: SignedScale | None, words: RowWords, dropped: BoolArray | None = None
    ) -> None:
        """Show δ of this layer, shape (samples, neurons); without a scale on its own, which is then locked."""
        if scale is None and self.own_bound is None:
            self.own_bound = fitting_bound(delta)
        self.heatmap.set_waiting(False)
        self._has_own_scale = scale is None
        self._name_layer()
        self.heatmap.show_values(delta, scale or SignedScale(self.own_bound or 1.0), dropped)
        self._size.show_text(words.size)
        self._words = words
        self._show_change()
        self._swatch.setVisible(dropped is not None)
        self.setToolTip(words.sentence)

    def show_waiting(self, delta: FloatArray, words: RowWords) -> None:
        """Say that δ of this shape is still to come."""
        self._has_own_scale = False
        self._name_layer()
        self.heatmap.show_values(delta, SignedScale(1.0))
        self.heatmap.set_waiting(True)
        self._size.show_text(words.size)
        self._words = words
        self._show_change()
        self._swatch.hide()
        self.setToolTip(words.sentence)

    def _show_change(self) -> None:
        """How it has changed, since when where there is room to say so; the tooltip says it all."""
        if (words := self._words) is None:
            return
        room = self.width() - sum(
            label.sizeHint().width() for label in (self._name, self._activation, self._size)
        )
        said = (words.below, words.short, "") if self._is_strip else (words.below,)
        width = self._change.fontMetrics().horizontalAdvance
        wording = next((at for at, each in enumerate(said) if width(each) + _GAPS <= room), len(said) - 1)
        left_out = self.leaves_out_when
        if wording != self._wording:
            self._wording = wording
            self._change.give_room_back()
        self._change.show_text(said[wording])
        if self.leaves_out_when != left_out:
            self.wording_changed.emit()

    def _name_layer(self) -> None:
        """Write the layer's number, and the end of its scale if that is its own."""
        own = f" ±{numbers.significant(self.own_bound or 1.0)}" if self._has_own_scale else ""
        self._name.setText(tr("layer {layer}{own}", layer=self.layer, own=own))
        if self._is_strip:
            return
        width = NAME_WIDTH_WITH_SCALE if own else NAME_WIDTH
        self._name_column.setFixedWidth(round(width * fonts.dpi_scale()))

    @override
    @guard
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_change()

    @guard
    def _on_heatmap_cell_clicked(self, neuron: int, sample: int) -> None:
        self.cell_clicked.emit(self.layer, neuron, sample)

    @guard
    def _on_heatmap_cell_hovered(self, cell: tuple[int, int] | None) -> None:
        self.cell_hovered.emit(None if cell is None else (self.layer, *cell))
