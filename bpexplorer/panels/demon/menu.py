"""What is seldom asked of the demon, in the ⋯ of its dock: pin it to a step, train with its Δz, take it away."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.document.acts.demon import FollowTraining, ReleaseDemon, RenewDemon
from bpexplorer.document.session import Demon
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.tooltips import in_words
from bpexplorer.translation import tr

_TRAIN, _STOP = tr("Train with this Δz"), tr("Stop training with Δz")
STOP_SAYS = tr("Train on without Δz. You can undo it.")
_TRAIN_SAYS = in_words(
    tr(
        "Adds Δz to this neuron's z in every forward pass of training, so that you see "
        "the network make up for it. Δz isn't learned and isn't exported."
    ),
    "z = Σ w·a + b + Δz",
)


class DemonMenu(QObject):
    """The entries of the menu. They show what is the case, not what was pressed."""

    act_requested = Signal(object)  # Act
    edit_requested = Signal(object)  # Edit

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._demon: Demon | None = None
        self._held: HeldDemon | None = None
        self._step: int | None = None
        self._shown_step: int | None = None
        self._follow = self._entry("demon_follow")
        self._follow.setCheckable(True)
        self._follow.setToolTip(
            tr(
                "On: the demon adds Δz to the network that is shown. Off: it is pinned to the "
                "network of this step."
            )
        )
        self._renew = self._entry("demon_renew", tr("Move to current step"))
        self._renew.setToolTip(tr("Pin the demon to the network of the current step, with the same Δz."))
        self._hold = self._entry("demon_hold")
        self._remove = self._entry("demon_release", tr("Remove demon (Esc)"))
        self._remove.setToolTip(tr("Take the demon away."))
        self._follow.triggered.connect(self._on_follow_triggered)
        self._renew.triggered.connect(self._on_renew_triggered)
        self._hold.triggered.connect(self._on_hold_triggered)
        self._remove.triggered.connect(self._on_remove_triggered)
        self._show()

    @property
    def entries(self) -> Sequence[QAction]:
        """All of them, in their order."""
        return self._follow, self._renew, self._hold, self._remove

    def show_demon(self, demon: Demon | None, *, step: int | None) -> None:
        """Offer what can be done with this demon; ``step`` is the step of the network that it is on."""
        self._demon, self._step = demon, step
        self._show()

    def show_training(self, step: int, held: HeldDemon | None) -> None:
        """Take the step that is shown, and the Δz with which training goes on."""
        self._shown_step, self._held = step, held
        self._show()

    def _show(self) -> None:
        demon = self._demon
        for entry in (self._follow, self._remove):
            entry.setEnabled(demon is not None)
        showing = "" if self._step is None else tr(" (showing step {step})", step=numbers.count(self._step))
        self._follow.setText(tr("Follow training{showing}", showing=showing))
        self._follow.setChecked(demon is not None and demon.follow)
        self._renew.setEnabled(demon is not None and not demon.follow and self._step != self._shown_step)
        self._hold.setEnabled(demon is not None or self._held is not None)
        self._hold.setText(_TRAIN if self._held is None else _STOP)
        self._hold.setToolTip(_TRAIN_SAYS if self._held is None else STOP_SAYS)

    def _entry(self, name: str, text: str = "") -> QAction:
        entry = QAction(text, self)
        entry.setObjectName(name)
        return entry

    @guard
    def _on_follow_triggered(self, checked: bool) -> None:
        self._show()
        self.act_requested.emit(FollowTraining(checked))

    @guard
    def _on_renew_triggered(self) -> None:
        self.act_requested.emit(RenewDemon())

    @guard
    def _on_hold_triggered(self) -> None:
        if self._held is not None:
            self.edit_requested.emit(LetGo())
        elif self._demon is not None:
            self.edit_requested.emit(HoldDemon(self._demon.neuron, self._demon.dz))

    @guard
    def _on_remove_triggered(self) -> None:
        self.act_requested.emit(ReleaseDemon())
