"""Plays a sum: its terms one after the other, with what they come to so far."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final

import numpy as np
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QPushButton, QWidget

from bpexplorer.guard import guard
from bpexplorer.look.access.speech import announce
from bpexplorer.look.motion import moves
from bpexplorer.look.stylesheet import set_role
from bpexplorer.panels.origin.rows import OriginTable, cell
from bpexplorer.panels.origin.table import OriginTableView
from bpexplorer.translation import tr

#: A sum of more terms isn't played; between two terms pass so many milliseconds.
MOST_TERMS: Final = 16
MILLISECONDS: Final = 500


class SumPlayer(QObject):
    """A button that plays the sum of a table. Where nothing is to move, it shows all terms at once.

    Parameters
    ----------
    view : OriginTableView
        Where the terms stand; the one that has just been added is marked.
    show_total : callable
        Shows the text of a running total, or with None the whole one again.
    """

    def __init__(
        self, name: str, view: OriginTableView, show_total: Callable[[str | None], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._view, self._show_total = view, show_total
        self.button = QPushButton(tr("Play the sum"), parent)
        self.button.setObjectName(name)
        self.button.setAccessibleName(tr("Play the sum"))
        self.button.setToolTip(tr("Add the terms one after the other, with a running total."))
        set_role(self.button, "link")
        self.button.clicked.connect(self._on_clicked)
        self._table: OriginTable | None = None
        self._row = 0
        self._timer = QTimer(self)
        self._timer.setInterval(MILLISECONDS)
        self._timer.timeout.connect(self._on_timeout)

    @property
    def is_playing(self) -> bool:
        """Whether terms are still being added."""
        return self._timer.isActive()

    def offer(self, table: OriginTable | None) -> None:
        """Another sum is shown, which is played if that is wanted; None, or too many terms: none is."""
        self._stop()
        count = 0 if table is None else len(table.neurons)
        self._table = table
        self.button.setVisible(2 <= count <= MOST_TERMS)

    def _stop(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._show_total(None)

    @guard
    def _on_clicked(self) -> None:
        table = self._table
        if table is None:
            return
        self._stop()
        self._row = 0
        if moves():
            self._timer.start()
            self._show_row(table)
        else:
            self._view.show_table(replace(table, rows=range(len(table.neurons))))
            announce(self.button, cell(float(table.terms.sum()), of=table.size))

    @guard
    def _on_timeout(self) -> None:
        table, self._row = self._table, self._row + 1
        if table is None or not self.button.isVisible():
            self._stop()
        elif self._row < len(table.neurons):
            self._show_row(table)
        else:
            self._stop()
            self._view.show_table(table)
            announce(self.button, cell(float(table.terms.sum()), of=table.size))

    def _show_row(self, table: OriginTable) -> None:
        count = len(table.neurons)
        self._view.show_table(replace(table, rows=range(count), marked=self._row))
        total = float(np.cumsum(table.terms)[self._row])
        self._show_total(cell(total, of=table.size))
