"""What is asked of the training thread: play, pause, make steps, and how fast."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer.core.training.frame import Frame
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.pending import Choices
from bpexplorer.guard import guard
from bpexplorer.live.controller import LiveController
from bpexplorer.live.messages import Pause, Play, SetSpeed, Step, StepUnit
from bpexplorer.look import numbers
from bpexplorer.translation import tr, tr_n
from bpexplorer.window.commands.dialogs import questions
from bpexplorer.window.commands.dialogs.epochs_dialog import ask_epochs
from bpexplorer.window.commands.offers import refusal

#: What “run N epochs” offers first.
DEFAULT_EPOCHS = 20


@dataclass(frozen=True, slots=True)
class _Training:
    """What is asked of the thread, by the epoch that the run is in, under the name that it has in the menu."""

    name: str
    message: Callable[[int], Play | Step]


_PLAY = _Training(tr("Play"), lambda _epoch: Play())
_BATCH = _Training(tr("Batch"), lambda _epoch: Step(StepUnit.BATCH))
_EPOCH = _Training(tr("Epoch"), lambda _epoch: Step(StepUnit.EPOCH))


class TrainingCommands(QObject):
    """Talks to the training thread."""

    #: Offer: training can't go on, why, and what can be done.
    refused = Signal(object)
    #: Training was told to go on; or the user has called that off.
    begun = Signal()
    called_off = Signal()
    #: How many epochs were asked for last: so many are offered next time.
    epochs_chosen = Signal(int)

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
        self._epochs = DEFAULT_EPOCHS
        #: What waits for a restart, and is to go on waiting while the network is trained as it is.
        self._declined = Choices()

    @property
    def epochs(self) -> int:
        """How many epochs are run again."""
        return self._epochs

    @guard
    def toggle_play(self) -> None:
        """Play, or pause."""
        if self._live.is_playing(self._newest_frame()):
            self.pause()
        else:
            self._train(_PLAY)

    @guard
    def pause(self) -> None:
        """Pause; a run that was to end later ends here."""
        self._live.post(Pause())

    @guard
    def step_batch(self) -> None:
        """Make one step, and pause."""
        self._train(_BATCH)

    @guard
    def step_epoch(self) -> None:
        """Train to the end of the epoch, and pause."""
        self._train(_EPOCH)

    @guard
    def ask_epochs(self) -> None:
        """Ask how many epochs to run."""
        ask_epochs(self._window, self._epochs, self.run_epochs)

    @guard
    def run_again(self) -> None:
        """Run as many epochs as were asked for last."""
        self.run_epochs(self._epochs)

    def run_epochs(self, epochs: int) -> None:
        """Train for so many epochs more, and pause."""
        if epochs != self._epochs:
            self._epochs = epochs
            self.epochs_chosen.emit(epochs)
        what = tr_n("Run {count} epoch", "Run {count} epochs", epochs, count=numbers.count(epochs))
        self._train(_Training(what, lambda epoch: Play(until_epoch=epoch + epochs)))

    @guard
    def set_speed(self, steps_per_second: float | None) -> None:
        """Train at this speed; None for as fast as it goes."""
        self._live.post(SetSpeed(steps_per_second))

    def _train(self, training: _Training) -> None:
        """Train from the epoch that the run is in; ask first about what waits for a restart."""
        pending = self._document.pending
        if pending.choices and pending.choices is not self._declined:
            questions.ask_pending(
                self._window,
                pending.choices.in_words(self._document.plan),
                pending.outlook.obstacle,
                partial(self._go_on, training),
            )
        else:
            frame = self._newest_frame()
            self._begin(training, 0 if frame is None else frame.epoch)

    def _go_on(self, training: _Training, answer: str) -> None:
        if answer == "apply":
            self._document.apply_pending()
            self._begin(training, 0)
        elif answer == "without":
            self._declined = self._document.pending.choices
            self._train(training)
        else:
            self.called_off.emit()

    def _begin(self, training: _Training, epoch: int) -> None:
        """Train, unless cost and output activation can't go together; then say why."""
        pair = self._document.plan.pair
        if pair.kind == "refused":
            self.refused.emit(refusal(pair.words, self._document))
            self.called_off.emit()
        else:
            self._document.marks.take(training.name, is_series=training is _BATCH)
            self._live.post(training.message(epoch))
            self._document.note_training()
            self.begun.emit()
