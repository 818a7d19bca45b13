"""What the curves of the cost panel show, and on which scale: chosen in the panel's menu, said on its title line."""

from typing import cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.guard import guard
from bpexplorer.look.widgets.choice_menu import ChoiceMenu
from bpexplorer.panels.cost.curves import Measure
from bpexplorer.translation import tr

#: Short and full names of what the curves show.
MEASURES = {
    Measure.COST: (tr("cost C"), tr("cost C (mean over the set)")),
    Measure.ACCURACY: (tr("accuracy"), tr("accuracy (share of the set)")),
}
_LINEAR, _LOG = "linear", "log"
_SCALES = {
    _LINEAR: (_LINEAR, tr("linear"), tr("The cost axis is linear and begins at zero.")),
    _LOG: (
        _LOG,
        tr("logarithmic"),
        tr(
            "Logarithmic: what happens to small costs shows. An axis of this kind leaves "
            "out costs that are not positive."
        ),
    ),
}


class CostChoices(QObject):
    """Holds both choices, and the menus that they are made in."""

    changed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        measures = {each: (each.value, name, full) for each, (name, full) in MEASURES.items()}
        self._measure = ChoiceMenu("cost_measure", tr("Curves"), measures, parent)
        self._scale = ChoiceMenu("cost_scale", tr("Scale"), _SCALES, parent)
        for menu in (self._measure, self._scale):
            menu.chosen.connect(self._on_menu_chosen)
        self.actions = [self._measure.menuAction(), self._scale.menuAction()]

    @property
    def measure(self) -> Measure:
        """What the curves are to show."""
        return cast(Measure, self._measure.value)

    @property
    def is_log(self) -> bool:
        """Whether on a logarithmic scale; an accuracy never is."""
        return self.measure is Measure.COST and self._scale.value == _LOG

    @property
    def words(self) -> str:
        """What is chosen: ``cost C, linear``."""
        name, _ = MEASURES[self.measure]
        scale = _SCALES[_LOG if self.is_log else _LINEAR][1]
        return f"{name}, {scale}" if self.measure is Measure.COST else name

    @guard
    def _on_menu_chosen(self, value: object) -> None:
        menu = self._measure if isinstance(value, Measure) else self._scale
        menu.show_value(value)
        self._scale.setEnabled(self.measure is Measure.COST)
        self.changed.emit()
