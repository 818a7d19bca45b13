"""What stands on the title line of the cost panel: the legend, and what the curves show on which scale."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy, QWidget

from bpexplorer.guard import guard
from bpexplorer.look.access.names import name_choice
from bpexplorer.panels.cost.curves import Measure
from bpexplorer.panels.shared.legend import Legend

#: Short and full names of what the curves show.
MEASURES = {
    Measure.COST: ("cost C", "cost C (mean over the set)"),
    Measure.ACCURACY: ("accuracy", "accuracy (share of the set)"),
}
#: Between legend and boxes.
_BEFORE_BOXES = 8


class CostTitle(QWidget):
    """The choices, and a legend that its owner shows where there is room for it."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.legend = Legend(self)
        self._measure = QComboBox(self)
        self._measure.setObjectName("cost_measure")
        name_choice(self._measure, "What the curves show")
        self._measure.setToolTip("Show the cost or the accuracy, each over all samples of a set.")
        for measure, (name, full_name) in MEASURES.items():
            self._measure.addItem(name, measure)
            self._measure.setItemData(self._measure.count() - 1, full_name, Qt.ItemDataRole.ToolTipRole)
        self._scale = QComboBox(self)
        self._scale.setObjectName("cost_scale")
        name_choice(self._scale, "Scale of the cost axis")
        self._scale.setToolTip(
            "Linear from zero, or logarithmic. A logarithmic axis leaves out costs that are not positive."
        )
        self._scale.addItems(["linear", "log"])
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(4)
        line.addWidget(self.legend)
        line.addSpacing(_BEFORE_BOXES)
        for box in (self._measure, self._scale):
            box.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
            line.addWidget(box)
            box.currentIndexChanged.connect(self._on_choice_changed)

    @property
    def measure(self) -> Measure:
        """What the curves are to show."""
        measure: Measure = self._measure.currentData()
        return measure

    @property
    def is_log(self) -> bool:
        """Whether on a logarithmic scale; an accuracy never is."""
        return self.measure is Measure.COST and self._scale.currentText() == "log"

    @guard
    def _on_choice_changed(self, _index: int) -> None:
        self._scale.setEnabled(self.measure is Measure.COST)
        self.changed.emit()
