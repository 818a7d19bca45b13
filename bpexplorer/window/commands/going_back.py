"""*Back to before Play*: what it is called now, why it can't be chosen, that it was done, and when undo needs it."""

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from bpexplorer.document.marks import Mark
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.guard import guard
from bpexplorer.look import numbers
from bpexplorer.look.widgets.message_bar import MessageAction
from bpexplorer.translation import tr
from bpexplorer.window.chrome.actions import ACTIONS
from bpexplorer.window.commands.offers import Offer


class GoingBack(QObject):
    """Lets an action say which mark it goes back to, and goes there."""

    #: Where the run is now, in a sentence.
    done = Signal(str)
    #: An Offer to go to what undo alone doesn't bring back.
    offered = Signal(object)

    def __init__(self, document: NetworkDocument, action: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._action = document, action
        document.marks.changed.connect(self._show)
        document.progressed.connect(self._show)
        document.plan_changed.connect(self._on_plan_changed)
        document.left_mixed.connect(self._on_left_mixed)
        self._show()

    @guard
    def go_back(self) -> None:
        """Go back; training pauses."""
        self._go_to(None)

    @guard
    def _go_to(self, to: Mark | None) -> None:
        mark = self._document.marks.go_back(to)
        self.done.emit(
            tr(
                "The run is at step {step} again, as it was before {what}. Undo takes that back.",
                step=numbers.count(mark.state.step),
                what=mark.what,
            )
        )

    @guard
    def _show(self) -> None:
        marks, spec = self._document.marks, ACTIONS[self._action.objectName()]
        reason, target = marks.refusal, marks.target
        self._action.setEnabled(reason is None)
        self._action.setText(spec.text if target is None else f"&{target.text}")
        self._action.setToolTip(reason or spec.tip)

    @guard
    def _on_left_mixed(self, what: str, mark: Mark | None) -> None:
        text = tr("Undone: {what}. The weights keep what training has made of them since.", what=what)
        actions: tuple[MessageAction, ...] = ()
        if mark is not None:
            back = tr("Back to before it (step {step})", step=numbers.count(mark.state.step))
            actions = (MessageAction(back, "undo_go_back", partial(self._go_to, mark)),)
        # It leaves with the next thing that is done.
        self.offered.emit(Offer(text, "info", actions, "done"))

    @guard
    def _on_plan_changed(self, _new: object, _old: object) -> None:
        self._show()
