"""The panel of the phases: the strip, whose they are, and what it waits for where there is no walk."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget
from typing_extensions import override

from bpexplorer.core.training.frame import RunState
from bpexplorer.document.acts.walking import MyTurn
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.guard import guard
from bpexplorer.look import numbers, phases
from bpexplorer.look.stylesheet import set_role
from bpexplorer.look.tooltips import wrapped
from bpexplorer.look.widgets.pill import Pill, batch_of
from bpexplorer.panels.panel import Panel
from bpexplorer.panels.phases.strip import PhaseStrip
from bpexplorer.translation import tr

_EMPTY: Final = tr(
    "Choose the workspace Step through: while training pauses, the phases of the next step are here."
)


#: The tile of the cost has room for such a number before there is one, so that no tile moves as it comes.
_USUAL_COST: Final = 0.0123


class PhasesPanel(Panel):
    """Shows where the walk through a step stands, and asks for other phases."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("phases_panel", tr("Phases of one step"), parent)
        self._pill = Pill(parent=self)
        self._pill.setObjectName("phases_pill")
        self._my_turn = self._make_switch()
        #: May be moved into the title line of a dock.
        self.title_controls: QWidget = QWidget(self)
        controls = QHBoxLayout(self.title_controls)
        controls.setContentsMargins(0, 0, 0, 0)
        controls.addWidget(self._pill)
        controls.addWidget(self._my_turn)
        self.strip = PhaseStrip(self)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.strip)
        self.strip.act_requested.connect(self.act_requested)
        worksheets = QAction(tr("Export worksheets…"), self)
        worksheets.setObjectName("phases_export_worksheets")
        worksheets.setToolTip(tr("Write worksheets on this step, and their answers, as HTML to print."))
        worksheets.triggered.connect(self._on_worksheets_triggered)
        self.menu_actions = (worksheets,)
        self.clear()

    def _make_switch(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("my_turn")
        button.setText(tr("My turn"))
        button.setAccessibleName(button.text())
        button.setToolTip(
            wrapped(
                tr(
                    "Practise: each phase hides its new numbers (z, a, δ, ∂C/∂w or Δw), and you type them below the "
                    "network. Two digits are enough, and Show gives them away. Press again to see all."
                )
            )
        )
        button.setCheckable(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        set_role(button, "tool")
        button.clicked.connect(self._on_my_turn_clicked)
        return button

    @guard
    def _on_my_turn_clicked(self, checked: bool) -> None:
        self.act_requested.emit(MyTurn(checked))

    @guard
    def _on_worksheets_triggered(self) -> None:
        self.action_requested.emit("action_export_worksheets")

    @override
    def clear(self) -> None:
        self._show_waiting(_EMPTY)

    def _show_waiting(self, why: str) -> None:
        """Show no walk, and why there is none."""
        self._pill.show_whose(None)
        self._my_turn.setChecked(False)
        self._my_turn.setEnabled(False)
        self.strip.show_waiting(why)
        self._tell_note("")

    @override
    def show_session(self, state: SessionState) -> None:
        if state.walk is None and self.strip.walk is not None:
            self.clear()

    @override
    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        walk = picture.session.walk
        if walk is None:
            is_training = picture.frame.state is RunState.PLAYING
            # A picture from before its end may have come after that was told.
            self._show_waiting(phases.PAUSE_FIRST if is_training else _EMPTY)
            return
        if picture.samples.batch is None:
            return
        size = picture.samples.batch.size
        symbols = [phases.symbol(walk.reading, phase) for phase in walk.phases]
        cost = next(phase.number for phase in walk.phases if phase.has_cost)
        room = list(symbols)
        room[cost] = _cost_symbol(_USUAL_COST)
        if walk.phase.has_cost:
            symbols[cost] = _cost_symbol(picture.samples.trace.cost)
        self.strip.show_walk(walk, symbols, phases.spoken(walk.reading, walk.phase, picture.row), room=room)
        self._pill.show_whose(batch_of(size))
        self._my_turn.setChecked(walk.is_my_turn)
        self._my_turn.setEnabled(True)
        self._tell_note(_note(walk))


def _note(walk: PhaseWalk) -> str:
    """Which step it is, what becomes of the network, and in which numbers it is shown."""
    step = numbers.count(walk.step)
    said = (
        tr("step {step} is taken", step=step)
        if walk.is_taken
        else tr("step {step}, not taken yet", step=step)
    )
    if not walk.reading.is_float64:
        said += " · " + tr("shown in float64")
    return said


def _cost_symbol(cost: float) -> str:
    return tr("C = {cost}", cost=numbers.significant(cost))
