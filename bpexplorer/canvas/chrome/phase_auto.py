"""Going through the phases of a step by itself, at one speed."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QToolButton, QWidget
from typing_extensions import override

from bpexplorer.document.acts.walking import NextPhase
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.guard import guard
from bpexplorer.look.stylesheet import set_role
from bpexplorer.translation import tr

#: Between two phases.
SECONDS = 3


class PhaseAuto(QToolButton):
    """While it is down, it asks for the next phase again and again, up to the update: taking the step is the user's."""

    act_requested = Signal(object)  # Act

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("phase_auto")
        self.setText(tr("Auto"))
        self.setAccessibleName(tr("Go through the phases by itself"))
        self.setToolTip(
            tr("Go on to the next phase every {seconds} seconds, up to the update.", seconds=SECONDS)
        )
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(self, "tool")
        self._timer = QTimer(self)
        self._timer.setInterval(1000 * SECONDS)
        self._timer.timeout.connect(self._on_timeout)
        self.toggled.connect(self._on_toggled)

    def show_walk(self, walk: PhaseWalk | None) -> None:
        """Stop where the walk ends, or waits for its user."""
        can_go_on = walk is not None and walk.place < min(walk.end, len(walk.phases) - 2)
        if not can_go_on:
            self.setChecked(False)
        self.setEnabled(can_go_on)

    @guard
    def _on_toggled(self, wanted: bool) -> None:
        if wanted:
            self._timer.start()
            self.act_requested.emit(NextPhase())
        else:
            self._timer.stop()

    @guard
    def _on_timeout(self) -> None:
        self.act_requested.emit(NextPhase())

    @override
    @guard
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.setChecked(False)
