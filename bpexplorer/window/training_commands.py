"""What the toolbar, the Train menu and the Build panel ask: train, start over, set how training goes."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.core.config import MAX_SEED
from bpexplorer.core.frame import Frame, RunState
from bpexplorer.data.choice import DataChoice
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.guard import guard
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Pause, Play, SetSpeed, Step, StepUnit
from bpexplorer.window import dialogs

#: What “run N epochs” offers first.
DEFAULT_EPOCHS = 10


class TrainingCommands(QObject):
    """Talks to the training thread and to the document."""

    #: Something can't be done, in a sentence.
    refused = Signal(str)
    #: A setting was asked for: what is shown must be what is.
    settings_asked = Signal()

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

    @guard
    def reset(self) -> None:
        """Return to the numbers that this run started from."""
        self._document.restart()

    @guard
    def new_seed(self) -> None:
        """Draw other numbers to start from: those of the next seed."""
        self._document.restart(seed=(self._document.plan.config.seed + 1) % (MAX_SEED + 1))

    @guard
    def restore_best(self) -> None:
        """Return to the best state of the run, unless it is there already."""
        frame = self._newest_frame()
        if frame is not None and frame.best is not None and frame.best.step == frame.step:
            self.refused.emit("The run is in its best state already.")
        else:
            self._document.restore_best()

    @guard
    def restart(self, seed: int | None) -> None:
        """Begin a new run, from the same start or from another seed's."""
        self._document.restart(seed)

    @guard
    def configure(self, changes: dict[str, Any]) -> None:
        """Change training settings."""
        try:
            self._document.configure(**changes)
        finally:
            self.settings_asked.emit()

    @guard
    def choose_data(self, choice: DataChoice) -> None:
        """Train on other data, from the start."""
        try:
            self._document.choose_data(choice)
        finally:
            self.settings_asked.emit()

    def _train(self, message: Play | Step) -> None:
        """Train, unless cost and output activation can't go together; then say why."""
        pair = self._document.plan.pair
        if pair.kind == "refused":
            self.refused.emit(pair.words)
        else:
            self._live.post(message)
