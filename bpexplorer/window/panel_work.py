"""Does the jobs of one panel, and starts its children."""

from typing import Any

from PySide6.QtCore import QObject

from bpexplorer.core.children.outside import ChildCommand
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker, Job, Ticket
from bpexplorer.live.children import Child
from bpexplorer.panels.panel import Panel


class PanelWork(QObject):
    """Lets what a panel asks for be done, one thing at a time: whatever is asked next takes its place."""

    def __init__(self, panel: Panel, asker: Asker) -> None:
        super().__init__(panel)
        self._panel, self._asker = panel, asker
        self._work: Ticket | Child | None = None
        panel.job_requested.connect(self._on_job_requested)
        panel.child_requested.connect(self._on_child_requested)
        panel.work_cancelled.connect(self._on_work_cancelled)

    @guard
    def _on_job_requested(self, job: Job) -> None:
        self._on_work_cancelled()
        self._work = self._asker.start(job, progressed=self._panel.show_progress, then=self._show_result)

    @guard
    def _on_child_requested(self, command: ChildCommand) -> None:
        self._on_work_cancelled()
        self._work = self._asker.spawn(command, progressed=self._panel.show_progress, then=self._show_result)

    def _show_result(self, result: Any) -> None:
        self._work = None
        self._panel.show_result(result)

    @guard
    def _on_work_cancelled(self) -> None:
        if self._work is not None:
            self._work.cancel()
            self._work = None
