"""Makes the picture that is on screen: of the newest frame and the session, with what has to be read for it."""

from collections.abc import Callable, Collection
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.picture import Picture, PictureQuestion, picture_questions, read_picture
from bpexplorer.document.session import SessionState
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker


class Picturing(QObject):
    """Publishes pictures. One is made at a time; what changes meanwhile is in the next.

    A frame becomes a picture when the draw loop asks for one (`advance`), a change of the session at once. While an
    edit hasn't reached a frame yet, or a frame lacks the samples that are looked at, there is none. Fields that are
    ``unseen`` aren't read, until ``see_again`` is called. A frame after an edit, or of training that has come to rest
    (``is_urgent``), takes the place of one of which a picture is still being made: of a large batch that takes long.
    """

    #: Picture
    published = Signal(object)

    def __init__(
        self,
        document: NetworkDocument,
        take_frame: Callable[[], Frame | None],
        asker: Asker,
        parent: QObject | None = None,
        *,
        unseen: Callable[[], Collection[str]] = tuple,
        is_urgent: Callable[[], bool] = lambda: False,
    ) -> None:
        super().__init__(parent)
        self._document, self._take_frame, self._asker = document, take_frame, asker
        self._unseen, self._is_urgent = unseen, is_urgent
        self.picture: Picture | None = None
        #: The newest frame that was taken.
        self._frame: Frame | None = None
        self._answers: dict[PictureQuestion, Any] = {}
        self._is_reading = self._has_changed = False
        document.session.changed.connect(self._on_session_changed)

    def advance(self) -> bool:
        """Make a picture of a newer frame if there is one; True if a picture is being made."""
        is_wanted = not self._is_reading or self._is_overtaken
        if is_wanted and (frame := self._take_frame()) is not None:
            self._frame, self._is_reading = frame, False
            self._make()
        return self._is_reading

    @property
    def _is_overtaken(self) -> bool:
        """Whether what is being made, which may take long, is in the way of what is to be seen at once."""
        return self._is_urgent() or (
            self._frame is not None and self._frame.edit_number != self._document.posted
        )

    def forget(self) -> None:
        """Another project is open: nothing that is known is of it."""
        self.picture = self._frame = None
        self._answers = {}
        self._is_reading = self._has_changed = False

    @guard
    def _on_session_changed(self, _new: SessionState, _old: SessionState) -> None:
        self._make()

    def _is_complete(self, frame: Frame, session: SessionState) -> bool:
        """Whether a picture can be made: the frame is of the document's newest edit, and has what is looked at."""
        samples = frame.samples(session.source)
        return (
            frame.edit_number == self._document.posted
            and samples is not None
            and (session.source is not SampleSource.HARDEST or samples.listed == session.hardest)
            and session.sample < len(frame.data.probe)
            and (session.walk is None or _is_of(session.walk, frame))
        )

    def _questions(self, frame: Frame, session: SessionState) -> dict[str, PictureQuestion]:
        unseen = self._unseen()
        return {
            field: question
            for field, question in picture_questions(frame, session).items()
            if field not in unseen
        }

    def see_again(self) -> None:
        """A view has come into sight: read what it shows, unless that is in the picture."""
        picture = self.picture
        if picture is not None:
            questions = self._questions(picture.frame, picture.session)
            if not self._answers.keys() >= set(questions.values()):
                self._make()

    def _make(self) -> None:
        frame, session = self._frame, self._document.session.state
        if self._is_reading:
            self._has_changed = True
            return
        if frame is None or not self._is_complete(frame, session):
            return
        questions = self._questions(frame, session)
        read = partial(read_picture, frame, session, questions, self._answers)
        if self._answers.keys() >= set(questions.values()):
            self._publish(*without_pauses(read()))
        else:
            self._is_reading = True
            self._asker.ask(read, then=self._take)

    def _take(self, made: tuple[Picture, dict[PictureQuestion, Any]] | None) -> None:
        if not self._is_reading:
            return  # a newer frame, for which all was known, has been shown meanwhile, or another project is open
        self._is_reading = False
        # Of an edit that was made meanwhile, the next frame tells; a question that failed leaves the old picture.
        if made is not None and self._is_complete(made[0].frame, made[0].session):
            self._publish(*made)
        if self._has_changed:
            self._has_changed = False
            self._make()

    def _publish(self, picture: Picture, answers: dict[PictureQuestion, Any]) -> None:
        self.picture, self._answers = picture, answers
        self.published.emit(picture)


def _is_of(walk: PhaseWalk, frame: Frame) -> bool:
    """Whether a frame has the step that is walked through: as the next one, or once it is taken, as the last."""
    shown = frame.shown_step
    is_there = shown is not None and frame.last_batch is not None and shown.number == walk.step
    return is_there and (frame.ahead is None) == walk.is_taken
