"""What happens after a fault of ours in the training thread: back to the last state that is whole."""

import numpy as np
from PySide6.QtCore import QObject, Signal

from bpexplorer.core.state import TrainerState
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.guard import guard
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Load


class Recovery(QObject):
    """Takes back the changes that the training thread failed to make, and lets it go on from what it has."""

    #: What happened, in a sentence.
    recovered = Signal(str)

    def __init__(self, document: NetworkDocument, live: LiveController, parent: QObject) -> None:
        super().__init__(parent)
        self._document, self._live = document, live
        self._token: int | None = None
        live.failed.connect(self._on_live_failed)
        live.state_copied.connect(self._on_state_copied)

    @guard
    def _on_live_failed(self, _text: str) -> None:
        self._token = self._live.request_copy()

    @guard
    def _on_state_copied(self, token: int, state: TrainerState) -> None:
        if token != self._token:
            return
        self._token = None
        stack = self._document.undo_stack
        undone = 0
        while not self._agrees_with(state) and stack.can_undo:
            stack.undo()
            undone += 1
        self._live.post(Load(self._document.posted, state))
        what = "the change was taken back" if undone else "training has paused"
        self.recovered.emit(
            f"An internal error came up and {what}; the log has the details. Nothing else is lost."
        )

    def _agrees_with(self, state: TrainerState) -> bool:
        plan, data = self._document.plan, self._document.prepared.training
        return (
            (plan.spec, plan.config) == (state.spec, state.config)
            and np.array_equal(data.x_train, state.data.x_train)
            and np.array_equal(data.y_train, state.data.y_train)
        )
