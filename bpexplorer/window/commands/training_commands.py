"""What is asked of the training thread: play, pause, make steps, and how fast."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.guard import guard
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Pause, Play, SetSpeed, Step, StepUnit
from bpexplorer.window.commands import dialogs

#: What “run N epochs” offers first.
DEFAULT_EPOCHS = 10


class TrainingCommands(QObject):
    """Talks to the training thread."""

    #: Something can't be done, in a sentence.
    refused = Signal(str)

    def __init__(
        self,
        document: NetworkDocument,
        live: LiveController,
        newest_frame: Callable[[], Frame | None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._document, self._live = document, live
        self._newest_frame, self._window = newest_frame, window

    @guard
    def toggle_play(self) -> None:
        """Play, or pause."""
        frame = self._newest_frame()
        if frame is not None and frame.state is RunState.PLAYING:
            self._live.post(Pause())
        else:
            self._train(Play())

    @guard
    def step_batch(self) -> None:
        """Make one step, and pause."""
        self._train(Step(StepUnit.BATCH))

    @guard
    def step_epoch(self) -> None:
        """Train to the end of the epoch, and pause."""
        self._train(Step(StepUnit.EPOCH))

    @guard
    def ask_epochs(self) -> None:
        """Ask how many epochs to run."""
        dialogs.ask_epochs(self._window, DEFAULT_EPOCHS, self.run_epochs)

    def run_epochs(self, epochs: int) -> None:
        """Train for so many epochs more, and pause."""
        frame = self._newest_frame()
        self._train(Play(until_epoch=(frame.epoch if frame is not None else 0) + epochs))

    @guard
    def set_speed(self, steps_per_second: float | None) -> None:
        """Train at this speed; None for as fast as it goes."""
        self._live.post(SetSpeed(steps_per_second))

    def _train(self, message: Play | Step) -> None:
        """Train, unless cost and output activation can't go together; then say why."""
        pair = self._document.plan.pair
        if pair.kind == "refused":
            self.refused.emit(pair.words)
        else:
            self._live.post(message)
            self._document.note_training()
