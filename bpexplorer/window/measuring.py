"""Asks what panels want measured of the network shown, beside training and not oftener than it can bear."""

import time
from collections.abc import Callable
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from bpexplorer.core.training.frame import RunState
from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker, Lane
from bpexplorer.panels.panel import Panel, Question

#: For so many milliseconds what an edit has overtaken may stay as it is: what is measured sooner doesn't flicker.
_GRACE: Final = 200


class Measuring(QObject):
    """Asks one question for whoever shows its answer.

    A question is asked of the picture that was drawn last, so of nothing while its answer can't be seen. While one is
    being answered none is asked, unless the user chose something else. Between two there is a rest, which training
    needs; once that has come to rest, or an edit has changed what is measured, the question is asked at once. What is
    shown then is an answer to another question, which is told if the new one doesn't come soon.

    Parameters
    ----------
    show : callable
        Takes the answer; None if there was a fault.
    choice : callable
        Gives what the question is asked over, as the user has chosen it.
    is_seen : callable
        Whether the answer could be seen. What would be asked after a rest meanwhile waits for ``go_on``.
    """

    #: The frames lack the run, which the question is asked of.
    run_needed = Signal()
    #: Whether what is shown isn't the answer to what is asked now: of the network before an edit, or over what was
    #: chosen before.
    overtaken_changed = Signal(bool)

    def __init__(
        self,
        question: Question,
        asker: Asker,
        *,
        show: Callable[[Any], None],
        choice: Callable[[], Any] = lambda: None,
        is_seen: Callable[[], bool] = lambda: True,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._question, self._asker = question, asker
        self._show, self._choice, self._is_seen = show, choice, is_seen
        self._picture: Picture | None = None
        #: The last answer.
        self.reading: Any = None
        self._asked_at = float("-inf")
        #: How long the last answer took.
        self._took = 0.0
        #: There is something that no question was asked of.
        self._is_due = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rest_timeout)
        #: An answer is awaited; one that comes although none is, was asked of a network that is gone.
        self._is_awaited = False
        self._grace = QTimer(self)
        self._grace.setSingleShot(True)
        self._grace.timeout.connect(self._on_grace_timeout)

    @property
    def is_settled(self) -> bool:
        """Whether all that was to be asked has been answered."""
        return not (self._is_due and self._is_seen()) and not self._asker.is_waiting(self._take)

    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        """Ask of this picture, if its network is another."""
        if before is not None and before.frame is picture.frame:
            return
        if self._question.needs_run and picture.frame.run_state is None:
            self.run_needed.emit()
            return
        is_another = self._picture is None or self._picture.frame.edit_number != picture.frame.edit_number
        if is_another or picture.frame.state is not RunState.PLAYING:
            self._rest.stop()
            self._asked_at = float("-inf")
        self._picture, self._is_due = picture, True
        if is_another:
            # The answer to what was asked before the edit would stand beside the network after it: this asks instead.
            self._ask_another()
        else:
            self._ask_in_time()

    def go_on(self) -> None:
        """Ask what has waited until its answer can be seen."""
        if self._is_due:
            self._ask_in_time()

    def forget(self) -> None:
        """Another project is open: what is asked is no longer of interest."""
        self._picture, self.reading, self._is_due = None, None, False
        self._is_awaited = False
        self._rest.stop()
        self._hold_again()

    def _ask_in_time(self) -> None:
        # What takes long leaves training as much time as it takes.
        rest = self._asked_at + max(self._question.every, 2.0 * self._took) - time.monotonic()
        if self._asker.is_waiting(self._take) or self._rest.isActive() or not self._is_seen():
            return
        if rest > 0:
            self._rest.start(round(rest * 1000) + 1)
        else:
            self._ask()

    def _ask(self) -> None:
        self._is_due = False
        if self._picture is None:
            return
        question = self._question.ask(self._picture, self._choice())
        self._is_awaited = question is not None
        if question is not None:
            self._asked_at = time.monotonic()
            self._asker.ask(question, then=self._take, lane=Lane.JOBS)

    def _ask_another(self) -> None:
        """Ask what the answer on screen has nothing to do with any more."""
        if self.reading is not None:
            self._grace.start(_GRACE)
        self._ask()
        if not self._is_awaited:  # what is shown holds, or there is nothing to be shown
            self._hold_again()

    def _hold_again(self) -> None:
        """What is shown is what is asked about."""
        self._grace.stop()
        self.overtaken_changed.emit(False)

    def _take(self, reading: object) -> None:
        if self._is_awaited:
            self._is_awaited = False
            self._took = time.monotonic() - self._asked_at
            self._show(reading)
            if reading is not None:  # after a fault the last one is still there
                self.reading = reading
                self._hold_again()
        if self._is_due:
            self._ask_in_time()

    @guard
    def _on_rest_timeout(self) -> None:
        self._ask_in_time()

    @guard
    def _on_grace_timeout(self) -> None:
        self.overtaken_changed.emit(True)

    @guard
    def ask_anew(self) -> None:
        """Ask at once: the user has chosen something else."""
        self._ask_another()


class PanelMeasuring(Measuring):
    """Asks the question of one panel for it."""

    def __init__(
        self, panel: Panel, question: Question, asker: Asker, *, is_seen: Callable[[], bool]
    ) -> None:
        super().__init__(
            question,
            asker,
            show=panel.show_reading,
            choice=lambda: panel.choice,
            is_seen=is_seen,
            parent=panel,
        )
        panel.choice_changed.connect(self.ask_anew)
        self.overtaken_changed.connect(panel.show_overtaken)
