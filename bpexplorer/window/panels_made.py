"""The panels, each made when it is first seen or asked for, and the rest while there is nothing else to do."""

from collections.abc import Callable, Iterable, Mapping
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.guard import guard
from bpexplorer.look.widgets.cards import CardDock
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.panel import Panel
from bpexplorer.window.drawing import is_seen

#: How long after one panel the next is made that nobody has asked for.
PREWARM_MILLISECONDS = 400

P = TypeVar("P", bound=Panel)


class PanelsMade(QObject):
    """The panels by the names of their docks: ``panels["dock_cost"]``. Asking for one makes it.

    Parameters
    ----------
    docks : mapping
        Where they belong, by name.
    is_calm : callable
        Whether there is time now to make one that nobody has asked for.
    """

    #: This one, by the name of its dock, is there now.
    made = Signal(str)

    def __init__(self, docks: Mapping[str, CardDock], is_calm: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._docks, self._is_calm = docks, is_calm
        self._panels: dict[str, Panel] = {}
        self._prewarming = QTimer(self)
        self._prewarming.setInterval(PREWARM_MILLISECONDS)
        self._prewarming.timeout.connect(self._on_prewarming_timeout)

    def __getitem__(self, name: str) -> Panel:
        if name not in self._panels:
            dock = self._docks[name]
            panel = self._panels[name] = PANELS[name].make(dock.body)
            dock.set_body(panel)
            if panel.title_controls is not None:
                dock.add_control(panel.title_controls)
            panel.note_changed.connect(dock.set_note)
            panel.shorter_note_changed.connect(dock.set_shorter_note)
            dock.set_note(panel.note)
            dock.set_shorter_note(panel.shorter_note)
            self.made.emit(name)
        return self._panels[name]

    @property
    def there(self) -> Mapping[str, Panel]:
        """Those that there are so far, in the order of their entries."""
        return {name: self._panels[name] for name in PANELS if name in self._panels}

    def of(self, kind: type[P]) -> P:
        """The panel of this class, which is made if it isn't there yet."""
        return next(panel for name in PANELS if isinstance(panel := self[name], kind))

    def unseen_fields(self) -> frozenset[str]:
        """Fields of the picture that only panels show which nobody can see now."""
        return frozenset(
            field
            for name, spec in PANELS.items()
            if spec.reads and (name not in self._panels or not is_seen(self._docks[name]))
            for field in spec.reads
        )

    def make(self, names: Iterable[str]) -> None:
        """See to it that these are there."""
        for name in names:
            self[name]

    def make_when_seen(self) -> None:
        """From now on make each when its dock comes into sight."""
        for dock in self._docks.values():
            dock.visibilityChanged.connect(self._on_dock_visibility_changed)
        self._make_seen()

    @guard
    def make_others(self) -> None:
        """From now on make the others, too, when there is time."""
        self._prewarming.start()

    @guard
    def stop(self) -> None:
        """Make no more."""
        self._prewarming.stop()

    def _make_seen(self) -> None:
        self.make(name for name, dock in self._docks.items() if dock.isVisible())

    @guard
    def _on_dock_visibility_changed(self, _visible: bool) -> None:
        # Qt says of a dock that comes up left of the first screen, or above it, that it isn't visible.
        self._make_seen()

    @guard
    def _on_prewarming_timeout(self) -> None:
        if not self._is_calm():
            return
        missing = next((name for name in self._docks if name not in self._panels), None)
        if missing is not None:
            polish(self[missing])
        elif (made := self._make_more()) is not None:
            polish(made)
        else:
            self._prewarming.stop()

    def _make_more(self) -> QWidget | None:
        """Make something more of a panel that is there; None if all is."""
        return next(filter(None, (panel.make_more() for panel in self._panels.values())), None)


def polish(widget: QWidget) -> None:
    """Style a widget that can't be seen yet, and all that is in it: when it comes up, there is no time for that."""
    for each in (widget, *widget.findChildren(QWidget)):
        each.ensurePolished()
