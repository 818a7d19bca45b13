"""What happens after a fault of ours: plan and run are made one again, and nothing that was trained is lost."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from bpexplorer.core.training.state import TrainerState, start_run
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.guard import guard
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Load
from bpexplorer.translation import tr


class Reconciling(QObject):
    """Makes plan and run equal where a fault has parted them, and lets training go on from what it has.

    After a fault in the training thread the changes that it failed to make are taken back, by the undo stack. Where
    that doesn't lead to the run, or where they differ without a fault in the thread, the plan becomes the run's: what
    was trained weighs more than what can be undone. So whatever happens, the project can be saved.
    """

    #: What happened, in a sentence.
    reconciled = Signal(str)

    def __init__(self, document: NetworkDocument, live: LiveController, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._live = document, live
        self._token: int | None = None
        self._has_thread_failed = False
        live.failed.connect(self._on_live_failed)
        live.state_copied.connect(self._on_state_copied)

    @guard
    def reconcile(self) -> None:
        """Make plan and run equal: they were seen to differ."""
        if self._token is None:
            self._token = self._live.request_copy()

    @guard
    def _on_live_failed(self, _text: str) -> None:
        self._has_thread_failed = True
        self._token = self._live.request_copy()

    @guard
    def _on_state_copied(self, token: int, state: TrainerState) -> None:
        if token != self._token:
            return
        has_failed, self._has_thread_failed = self._has_thread_failed, False
        self._token = None
        done = self._document.plan
        # A thread that has failed doesn't serve what the stack posts: only the plan moves.
        can_go_on = self._agrees_with(state) or (has_failed and self._is_found_in_the_stack(state))
        if can_go_on:
            what = (
                tr("training has paused") if self._document.plan is done else tr("the change was taken back")
            )
            what = tr("{what}; the log has the details. Nothing else is lost.", what=what)
        else:
            state = self._adopt(state)
            what = tr(
                "the plan was set to what the running network is. What was done before can't "
                "be undone any more."
            )
        self._live.post(Load(self._document.posted, state, keeps_edits=can_go_on))
        self.reconciled.emit(tr("An internal error came up and {what}", what=what))

    def _is_found_in_the_stack(self, state: TrainerState) -> bool:
        """Look for the plan of this run among what can be undone, then among what can be made again."""
        stack = self._document.undo_stack
        while not self._agrees_with(state) and stack.can_undo:
            stack.undo()
        while not self._agrees_with(state) and stack.can_redo:
            stack.redo()
        return self._agrees_with(state)

    def _adopt(self, state: TrainerState) -> TrainerState:
        """Let the document go on from this run, or from a new one if the data are others; returns its state."""
        plan, prepared = self._document.plan, self._document.prepared
        if not self._has_data_of(state):
            state = start_run(plan.spec, plan.config, prepared.training)
        self._document.follow(state.spec, state.config)
        return state

    def _agrees_with(self, state: TrainerState) -> bool:
        plan = self._document.plan
        return (plan.spec, plan.config) == (state.spec, state.config) and self._has_data_of(state)

    def _has_data_of(self, state: TrainerState) -> bool:
        data = self._document.prepared.training
        return np.array_equal(data.x_train, state.data.x_train) and np.array_equal(
            data.y_train, state.data.y_train
        )
