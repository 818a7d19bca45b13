"""Takes frames from the training thread, and tells what has happened since the one before."""

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.document.bounds import delta_bound, map_bounds
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.live.controller import LiveController
from bpexplorer.look.widgets.message_bar import MessageBar
from bpexplorer.window.commands import offers
from bpexplorer.window.commands.opening import opening_state


class FrameIntake(QObject):
    """Holds the frame that is shown. Frames from before the document's newest edit are dropped."""

    #: RunState, where it is another than that of the frame before.
    state_changed = Signal(object)
    #: Frame: it is the one that is shown now.
    taken = Signal(object)
    #: The run has made all edits, and yet is of another plan: a fault of ours.
    disagreed = Signal()
    #: Offer: training has stopped or is stuck, and what can be done about it.
    offered = Signal(object)

    def __init__(
        self, document: NetworkDocument, live: LiveController, messages: MessageBar, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._document, self._live, self._messages = document, live, messages
        #: The newest one that was taken; None until the first.
        self.frame: Frame | None = None
        #: The run whose scale of δ is set. A project that wasn't opened before also gets an opening selection.
        self._run: int | None = None
        self._is_new = True
        #: The structure that the scales of maps were chosen for.
        self._scaled: NetworkSpec | None = None
        #: What was said of a run that is stuck, as long as it is.
        self._is_stuck_told = False

    @property
    def is_pending(self) -> bool:
        """Whether an edit of the document hasn't reached the frame that is shown."""
        return self.frame is not None and self.frame.edit_number != self._document.posted

    def expect(self, run: int, *, is_new: bool) -> None:
        """Another project is open: one that is new, or one that was opened in this run before."""
        self._is_new = is_new
        self._run = None if is_new else run
        self._scaled = None

    def expect_lent(self) -> None:
        """A lesson's project is open: it gets a scale of δ from its start, but no opening selection."""
        self._is_new, self._run, self._scaled = False, None, None

    def newest(self) -> Frame | None:
        """The frame that is shown, if there is one yet."""
        return self.frame

    def take(self) -> Frame | None:
        """The newest frame, unless there is none since the last, or an edit of the document hasn't reached it yet."""
        frame = self._live.take_frame()
        if frame is None or frame.edit_number != self._document.posted:
            return None
        plan = self._document.plan
        if (frame.spec, frame.config) != (plan.spec, plan.config):
            self.disagreed.emit()
            return None
        old, self.frame = self.frame, frame
        self._document.note_progress(frame.run, frame.step, training=self._is_training(frame))
        if frame.run != self._run:
            self._begin_run(frame)
            self._scaled = None
        if frame.spec != self._scaled:
            self._scaled = frame.spec
            self._document.session.update(map_bounds=map_bounds(frame))
        if old is None or old.state is not frame.state:
            self.state_changed.emit(frame.state)
        self._tell(frame, old)
        self.taken.emit(frame)
        return frame

    def _is_training(self, frame: Frame) -> bool:
        """Whether training goes on; of a frame from before it was told so, that it was told."""
        if frame.state is RunState.PLAYING or self._live.has_heard_all(frame):
            return frame.state is RunState.PLAYING
        return self._document.unsaved.is_training

    def _begin_run(self, frame: Frame) -> None:
        session = self._document.session
        self._run = frame.run
        if self._is_new:
            self._is_new = False
            session.restore(opening_state(frame, session.state))
        else:
            session.update(delta_bound=delta_bound(frame))

    def _tell(self, frame: Frame, old: Frame | None) -> None:
        """Say why training has stopped, and what can be done; take it back where it no longer holds."""
        if frame.state is not RunState.DIVERGED:
            self._messages.close_about(offers.DIVERGED)
        elif old is None or old.state is not frame.state:
            self.offered.emit(offers.after_divergence(frame, self._document))
        if frame.stopped is None:
            self._messages.close_about(offers.STOPPED)
        elif old is None or old.stopped is not frame.stopped:
            self.offered.emit(offers.after_stop(frame, self._document))
        if frame.refused is None:
            self._messages.close_about(offers.REFUSED)
        elif old is None or old.refused is None:
            self.offered.emit(offers.after_refusal(frame, self._document))
        self._tell_stuck(frame)

    def _tell_stuck(self, frame: Frame) -> None:
        """Say once that training is stuck, until it isn't any more."""
        was_told, self._is_stuck_told = self._is_stuck_told, frame.stuck is not None
        if frame.stuck is None:
            self._messages.close_about(offers.STUCK)
        elif not was_told:
            self.offered.emit(offers.when_stuck(frame, self._document))
