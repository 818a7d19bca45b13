"""The numbers that belong to a choice, of which only those of the chosen one are shown."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.core.setting import Setting
from bpexplorer.guard import guard
from bpexplorer.look.tooltips import explain
from bpexplorer.look.widgets import LabelledRow
from bpexplorer.panels.editors import ParameterBox
from bpexplorer.panels.form import form_row


class Owner(Protocol):
    """What has settings: an optimizer, a schedule, an initialiser."""

    @property
    def name(self) -> str: ...
    @property
    def settings(self) -> tuple[Setting, ...]: ...


class SettingRows(QObject):
    """A row for each setting of each owner."""

    #: The settings of the shown owner with one of them changed, by name.
    changed = Signal(dict)

    def __init__(
        self,
        owners: Iterable[Owner],
        parent: QWidget,
        *,
        consequence: str = "Changes at once.",
    ) -> None:
        """``consequence`` is what a change does, as a sentence for the tooltips."""
        super().__init__(parent)
        self._consequence = consequence
        self._values: Mapping[str, float] = {}
        self._boxes: dict[tuple[str, str], ParameterBox] = {}
        self._rows: dict[tuple[str, str], LabelledRow] = {}
        for owner in owners:
            for setting in owner.settings:
                self._add(owner.name, setting, parent)

    @property
    def rows(self) -> list[LabelledRow]:
        """All rows, for a form to lay out."""
        return list(self._rows.values())

    def show_values(self, owner: str, values: Mapping[str, float]) -> None:
        """Show the rows of one owner with its values; asks for nothing."""
        self._values = values
        for (each, name), row in self._rows.items():
            row.setVisible(each == owner)
            if each == owner:
                self._boxes[each, name].show_value(values[name])

    def _add(self, owner: str, setting: Setting, parent: QWidget) -> None:
        box = ParameterBox(setting, parent)
        box.setProperty("setting", setting.name)
        box.valueChanged.connect(self._on_value_changed)
        self._boxes[owner, setting.name] = box
        self._rows[owner, setting.name] = form_row(
            setting.label,
            box,
            name=f"{owner}_{setting.name}",
            tooltip=explain(setting, then=self._consequence),
        )

    @guard
    def _on_value_changed(self, value: float) -> None:
        self.changed.emit({**self._values, self.sender().property("setting"): value})
