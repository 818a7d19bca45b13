"""Opens the palette, which is made when it is first asked for, and runs what is chosen in it."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from bpexplorer.document.settings import Settings
from bpexplorer.guard import guard
from bpexplorer.window.palette.entries import Entry

if TYPE_CHECKING:  # imported once it is opened
    from bpexplorer.window.palette.popup import PalettePopup


class Palette(QObject):
    """One for a window.

    Parameters
    ----------
    entries : callable
        Gives all that there is to find now.
    """

    def __init__(self, window: QWidget, settings: Settings, entries: Callable[[], Sequence[Entry]]) -> None:
        super().__init__(window)
        self._window, self._settings, self._entries = window, settings, entries
        self._popup: PalettePopup | None = None

    @guard
    def open(self) -> None:
        """Show it, with nothing typed yet."""
        from bpexplorer.window.palette.popup import PalettePopup  # not before it is opened

        if self._popup is None:
            self._popup = PalettePopup(self._window)
            self._popup.chosen.connect(self._on_chosen)
        self._popup.open_over(self._window, self._entries(), self._settings.recent_findings)

    @guard
    def _on_chosen(self, entry: Entry) -> None:
        self._settings.add_recent_finding(entry.key)
        entry.run()
