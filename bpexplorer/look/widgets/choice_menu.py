"""A choice of one among a few in a menu, for what is seldom chosen: its title says what is chosen now."""

from collections.abc import Hashable, Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from bpexplorer.guard import guard


class ChoiceMenu(QMenu):
    """Offers values by their words, each with an explanation, and marks the one that holds.

    Parameters
    ----------
    name : str
        Its object name; that of an entry is this and the entry's own: ``delta_scale_log``.
    title : str
        What is chosen, such as ``Scale``; after it stands what is chosen now.
    choices : mapping
        By value: the entry's own name, its words, and its explanation.
    """

    #: Its user wants this value. What is marked stays until `show_value` says otherwise.
    chosen = Signal(object)

    def __init__(
        self,
        name: str,
        title: str,
        choices: Mapping[Any, tuple[str, str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setToolTipsVisible(True)
        self._title = title
        self._group = QActionGroup(self)
        self._entries: dict[Hashable, QAction] = {}
        for value, (own, words, explanation) in choices.items():
            entry = self._entries[value] = self.addAction(words)
            entry.setObjectName(f"{name}_{own}")
            entry.setToolTip(explanation)
            entry.setCheckable(True)
            entry.setData(value)
            self._group.addAction(entry)
        self.menuAction().setObjectName(name)
        self._value: Hashable = next(iter(choices))
        self.show_value(self._value)
        self._group.triggered.connect(self._on_group_triggered)

    @property
    def value(self) -> Hashable:
        """What is marked."""
        return self._value

    def show_value(self, value: Hashable) -> None:
        """Mark this as what holds."""
        self._value = value
        entry = self._entries[value]
        entry.setChecked(True)
        self.setTitle(f"{self._title}: {entry.text()}")

    def offer(self, value: Hashable, offered: bool, explanation: str, words: str) -> None:
        """Let a value be chosen or not, call it so, and say about it what there is to say."""
        self._entries[value].setText(words)
        if value == self._value:
            self.show_value(value)
        self._entries[value].setEnabled(offered)
        self._entries[value].setToolTip(explanation)

    @guard
    def _on_group_triggered(self, entry: QAction) -> None:
        value = entry.data()
        self._entries[self._value].setChecked(True)
        self.chosen.emit(value)
