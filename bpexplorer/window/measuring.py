"""Asks what panels want measured of the network shown, beside training and not oftener than it can bear."""

import time
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from bpexplorer.document.picture import Picture
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker, Job, Lane
from bpexplorer.panels.panel import Panel, Question


class Measuring(QObject):
    """Asks the question of one panel for it, and does its jobs.

    A question is asked of the picture that the panel drew last, so of nothing while it is hidden. While one is being
    answered none is asked, unless the user chose something else.
    """

    #: The frames lack the run, which the question is asked of.
    run_needed = Signal()

    def __init__(self, panel: Panel, question: Question, asker: Asker) -> None:
        super().__init__(panel)
        self._panel, self._question, self._asker = panel, question, asker
        self._picture: Picture | None = None
        #: What the panel was shown last.
        self.reading: Any = None
        self._asked_at = float("-inf")
        #: There is something that no question was asked of.
        self._is_due = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rest_timeout)
        panel.choice_changed.connect(self._on_choice_changed)
        panel.job_requested.connect(self._on_job_requested)

    def show_picture(self, picture: Picture, before: Picture | None) -> None:
        """Ask of this picture, if its network is another."""
        if before is not None and before.frame is picture.frame:
            return
        if self._question.needs_run and picture.frame.run_state is None:
            self.run_needed.emit()
            return
        self._picture, self._is_due = picture, True
        self._ask_in_time()

    def forget(self) -> None:
        """Another project is open: what is asked is no longer of interest."""
        self._picture, self.reading, self._is_due = None, None, False
        self._rest.stop()

    def _ask_in_time(self) -> None:
        rest = self._asked_at + self._question.every - time.monotonic()
        if self._asker.is_waiting(self._take) or self._rest.isActive():
            return
        if rest > 0:
            self._rest.start(round(rest * 1000) + 1)
        else:
            self._ask()

    def _ask(self) -> None:
        self._is_due = False
        if self._picture is None:
            return
        question = self._question.ask(self._picture, self._panel.choice)
        if question is not None:
            self._asked_at = time.monotonic()
            self._asker.ask(question, then=self._take, lane=Lane.JOBS)

    def _take(self, reading: object) -> None:
        if self._picture is not None:
            self.reading = reading
            self._panel.show_reading(reading)
        if self._is_due:
            self._ask_in_time()

    @guard
    def _on_rest_timeout(self) -> None:
        self._ask_in_time()

    @guard
    def _on_choice_changed(self) -> None:
        self._ask()

    @guard
    def _on_job_requested(self, job: Job) -> None:
        self._asker.start(job, progressed=self._panel.show_progress, then=self._panel.show_result)
