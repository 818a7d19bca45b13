"""Help → Report a problem, and what a crash has left at the next start."""

import platform
from functools import partial
from pathlib import Path

import numpy as np
import pyqtgraph
import PySide6
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from bpexplorer import __version__
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.look.widgets.message_bar import MessageAction
from bpexplorer.project.recovery.crash_report import CrashReport, end_of_log, find_crash, last_crash
from bpexplorer.translation import tr
from bpexplorer.window.chrome.actions import ACTIONS, Actions, Trigger
from bpexplorer.window.commands.offers import CRASHED, Offer
from bpexplorer.window.commands.requests import Requests


class Reporting(QObject):
    """Remembers the names of what is done, and shows what can be reported. Before `begin` nothing is written."""

    #: Offer: the program crashed when it ran before.
    offered = Signal(object)

    def __init__(self, requests: Requests, actions: Actions, asker: Asker, window: QWidget) -> None:
        super().__init__(window)
        self._asker, self._window = asker, window
        self._root: Path | None = None
        self._log: Path | None = None
        self._report: CrashReport | None = None
        requests.asked.connect(self._note)
        for name in ACTIONS:
            Trigger(actions[name], partial(self._note, name))

    def begin(self, root: Path, log: Path | None) -> None:
        """Keep a report there from now on, for the case of a crash, and offer that of a crash before."""
        self._root, self._log = root, log
        self._report = CrashReport(root, versions())
        self._asker.start(partial(find_crash, root), then=self._on_looked)

    @guard
    def end(self) -> None:
        """The program ends in order."""
        if self._report is not None:
            self._report.end()
            self._report = None

    @guard
    def show(self) -> None:
        """Show what can be reported."""
        from bpexplorer.window.commands.dialogs.report_dialog import ReportDialog  # seldom

        ReportDialog(self._text(), self._window).open()

    def _text(self) -> str:
        acts = () if self._report is None else self._report.acts
        crash = "" if self._root is None else last_crash(self._root)
        parts = {
            "": versions(),
            "Done last, the newest last:": "\n".join(acts),
            "The last crash:": crash,
            "The end of the log:": "" if self._log is None else end_of_log(self._log),
        }
        return "\n\n".join(f"{title}\n{text}".strip() for title, text in parts.items() if text)

    @guard
    def _note(self, name: str) -> None:
        if self._report is not None:
            self._report.note(name)

    def _on_looked(self, crash: str | None) -> None:
        if crash is not None:
            self.offered.emit(
                Offer(
                    tr(
                        "The program crashed when it ran before. A report of that can be copied and passed on; "
                        "it holds no data and no file names."
                    ),
                    "warning",
                    (MessageAction(tr("Show the report…"), "crash_report", self.show),),
                    CRASHED,
                    is_of_program=True,
                )
            )


def versions() -> str:
    """The program and what it stands on."""
    system = f"{platform.system()} {platform.release()} {platform.machine()}"
    libraries = f"PySide6 {PySide6.__version__}, pyqtgraph {pyqtgraph.__version__}, numpy {np.__version__}"
    return f"Backprop Explorer {__version__}\nPython {platform.python_version()}, {libraries}\n{system}"
