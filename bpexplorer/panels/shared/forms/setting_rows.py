"""The numbers that belong to a choice, of which only those of the chosen one are shown."""

from collections.abc import Iterable, Mapping
from typing import Protocol

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.guard import guard
from bpexplorer.look.tooltips import explain
from bpexplorer.panels.shared.forms.editors import ParameterBox
from bpexplorer.panels.shared.forms.form import FormRow, form_row


class Owner(Protocol):
    """What has settings: an optimizer, a schedule, an initialiser."""

    @property
    def name(self) -> str: ...
    @property
    def settings(self) -> tuple[Setting, ...]: ...


class SettingRows(QWidget):
    """A row for each setting of the owner that is shown. The rows of an owner are made when it is first shown."""

    #: The settings of the shown owner with one of them changed, by name.
    changed = Signal(dict)

    def __init__(
        self, owners: Iterable[Owner], parent: QWidget, *, consequence: str = "Takes effect immediately."
    ) -> None:
        """``consequence`` is what a change does, as a sentence for the tooltips."""
        super().__init__(parent)
        self._consequence = consequence
        self._settings = {owner.name: owner.settings for owner in owners}
        self._values: Mapping[str, float] = {}
        self._rows: dict[str, dict[str, FormRow]] = {}
        self._shown = ""
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.hide()

    def show_values(self, owner: str, values: Mapping[str, float]) -> None:
        """Show the rows of one owner with its values; asks for nothing."""
        self._values = values
        if owner != self._shown:
            hidden, self._shown = self._shown, owner
            for row in self._rows.get(hidden, {}).values():
                row.hide()
            for row in self._rows_of(owner).values():
                row.show()
            # A widget without rows would still take the room between two.
            self.setVisible(bool(values))
        for name, row in self._rows_of(owner).items():
            box = row.control
            assert isinstance(box, ParameterBox)
            box.show_value(values[name])

    def _rows_of(self, owner: str) -> Mapping[str, FormRow]:
        if owner not in self._rows:
            self._rows[owner] = {setting.name: self._row(owner, setting) for setting in self._settings[owner]}
        return self._rows[owner]

    def _row(self, owner: str, setting: Setting) -> FormRow:
        box = ParameterBox(setting, self)
        box.setProperty("owner", owner)
        box.setProperty("setting", setting.name)
        box.valueChanged.connect(self._on_value_changed)
        row = form_row(
            setting.label,
            box,
            name=f"{owner}_{setting.name}",
            tooltip=explain(setting, then=self._consequence),
        )
        layout = self.layout()
        assert layout is not None
        layout.addWidget(row)
        return row

    @guard
    def _on_value_changed(self, value: float) -> None:
        # What is typed into a row that goes away is of no use to another owner.
        if self.sender().property("owner") == self._shown:
            self.changed.emit({**self._values, self.sender().property("setting"): value})
