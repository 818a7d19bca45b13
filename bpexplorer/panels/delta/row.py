"""One layer of the δ panel: its name, its heatmap, and how large its δ is."""

from PySide6.QtCore import QLineF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget
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
from bpexplorer.panels.shared.heatmap import Heatmap

NAME_WIDTH, NAME_WIDTH_WITH_SCALE = 62, 106
SIZE_WIDTH = 78
SWATCH = 10


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

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.layer = 0
        #: The end of this layer's scale when each layer has its own; locked until it is asked for again.
        self.own_bound: float | None = None
        self._has_own_scale = False
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
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        for labels, width, at in (
            ((self._name, self._activation), NAME_WIDTH, 0),
            ((self._size, self._change), SIZE_WIDTH, 1),
        ):
            column = QWidget(self)
            column.setFixedWidth(round(width * fonts.dpi_scale()))
            stack = QVBoxLayout(column)
            stack.setContentsMargins(0, 0, 0, 0)
            stack.setSpacing(0)
            for label in labels:
                label.setTextFormat(Qt.TextFormat.PlainText)
                line = QHBoxLayout()
                line.setSpacing(4)
                if at == 1:
                    line.addStretch(1)
                if label is self._change:
                    line.addWidget(self._swatch)
                line.addWidget(label)
                if at == 0:
                    line.addStretch(1)
                stack.addLayout(line)
            stack.addStretch(1)
            layout.insertWidget(at, column)
            if at == 0:
                self._name_column = column
        layout.insertWidget(1, self.heatmap, 1)

    @property
    def size_text(self) -> str:
        """The RMS as it stands beside the heatmap."""
        return self._size.text()

    @property
    def change_text(self) -> str:
        """How it has changed, or of a batch, which share was dropped, as it stands below the RMS."""
        return self._change.text()

    def set_layer(self, layer: int, spec: LayerSpec) -> None:
        """Name the layer."""
        if layer != self.layer:
            self.layer = layer
            self._name_layer()
            self.setObjectName(f"delta_row_{layer}")
            self.heatmap.setObjectName(f"delta_heatmap_{layer}")
            self.heatmap.setAccessibleName(f"δ of layer {layer}: samples across, neurons down")
        self._activation.setText(ACTIVATIONS[spec.activation].label)

    def show_delta(
        self, delta: FloatArray, scale: SignedScale | None, words: RowWords, dropped: BoolArray | None = None
    ) -> None:
        """Show δ of this layer, shape (samples, neurons); without a scale on its own, which is then locked."""
        if scale is None and self.own_bound is None:
            self.own_bound = fitting_bound(delta)
        self._has_own_scale = scale is None
        self._name_layer()
        self.heatmap.show_values(delta, scale or SignedScale(self.own_bound or 1.0), dropped)
        self._size.show_text(words.size)
        self._change.show_text(words.below)
        self._swatch.setVisible(dropped is not None)
        self.setToolTip(words.sentence)

    def _name_layer(self) -> None:
        """Write the layer's number, and the end of its scale if that is its own."""
        own = f" ±{numbers.significant(self.own_bound or 1.0)}" if self._has_own_scale else ""
        self._name.setText(f"layer {self.layer}{own}")
        width = NAME_WIDTH_WITH_SCALE if own else NAME_WIDTH
        self._name_column.setFixedWidth(round(width * fonts.dpi_scale()))

    @guard
    def _on_heatmap_cell_clicked(self, neuron: int, sample: int) -> None:
        self.cell_clicked.emit(self.layer, neuron, sample)

    @guard
    def _on_heatmap_cell_hovered(self, cell: tuple[int, int] | None) -> None:
        self.cell_hovered.emit(None if cell is None else (self.layer, *cell))
