"""The program: an application, its settings, one window, and what happens when something of ours fails."""

import logging
import logging.handlers
import os
import sys
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import NoReturn

os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")

import numpy as np
import platformdirs
from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication

from bpexplorer import __version__
from bpexplorer.connecting import connect_qt
from bpexplorer.core.children.outside import ChildError
from bpexplorer.core.engine.compiled import warm
from bpexplorer.document.settings import Settings
from bpexplorer.guard import Fault, guard, report, set_reporter
from bpexplorer.lessons.catalogue import ENDING
from bpexplorer.live.children import Child
from bpexplorer.look.access.roles import tell_roles
from bpexplorer.look.theme import apply_theme
from bpexplorer.project.presets import PRESETS, preset
from bpexplorer.project.project import Project
from bpexplorer.translation import tr
from bpexplorer.window.garbage import GarbageCollector
from bpexplorer.window.main_window import MainWindow

OPENING_PRESET = "digits"
LOG_BYTES = 1_000_000


@np.errstate(all="ignore")  # this thread's edge: see core
def run(name: str | None = None) -> int:
    """Open the program, with the example or the file of this name, and return its exit code when it is closed."""
    log = start_log()
    app = make_application()
    window = window_with(name)
    window.show()
    # A window that went away before its threads had ended isn't the last one that closes.
    connect_qt(window.closing, "ended()", app, "quit()", Qt.ConnectionType.QueuedConnection)
    collector = GarbageCollector()
    keep_work(window)
    window.reporting.begin(state_folder() / "reports", log)

    @guard
    def compile_if_wanted(_picture: object) -> None:
        if warm.is_wanted():
            compile_engine(window)

    # It takes a look at every byte of the engine: not before there is something to be seen.
    window.picturing.published.connect(compile_if_wanted, Qt.ConnectionType.SingleShotConnection)
    try:
        return app.exec()
    finally:
        collector.stop()


def keep_work(window: MainWindow) -> None:
    """Keep what isn't saved and what is answered from now on; ask about what windows before this one have lost."""
    root = state_folder() / "recovery"
    window.autosave.begin(root)
    window.restoring.offer(root)
    window.learning.kept.folder = state_folder() / "lessons"


def state_folder() -> Path:
    """Where the program keeps what is of this machine and no setting."""
    return Path(platformdirs.user_state_dir("bpexplorer", appauthor=False))


def compile_engine(window: MainWindow) -> Child:
    """Compile the engine in a child process, for runs that begin once it is done; until then numpy makes the steps."""

    def then(outcome: bytes | ChildError) -> None:
        if isinstance(outcome, ChildError):
            window.status.note_engine("")
            window.messages.complain(
                tr("The faster engine isn't there, so numpy makes the steps. {outcome}", outcome=outcome)
            )
        else:
            window.status.note_engine(
                tr("Faster engine ready: Reset uses it"),
                tr(
                    "It makes the steps of every run that begins from now on: by Reset, New… or Open…. "
                    "The run that is open keeps numpy, so that its numbers stay the same."
                ),
            )

    window.status.note_engine(
        tr("You can begin; a faster engine is being compiled"),
        tr(
            "For this machine, once. It takes about half a minute. Until then, and for "
            "runs that have begun by then, numpy makes the steps."
        ),
    )
    return window.asker.spawn(warm.COMMAND, then=then)


def leave(code: int) -> NoReturn:
    """End the process with this exit code, once ``run`` has returned: files, settings and threads are done with.

    Python would take every object of the window apart first, which takes longer than all else about quitting.
    """
    app = QCoreApplication.instance()
    if isinstance(app, QApplication) and app.clipboard().ownsClipboard():
        app.shutdown()  # hands what was copied to whoever keeps it
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        with suppress(OSError, ValueError, AttributeError):  # closed, full, or none as under pythonw
            stream.flush()
    os._exit(code)


def window_with(name: str | None) -> MainWindow:
    """Make a window that shows the example of this name, or the opening example until the file of this name is read;
    a lesson, or a folder of lessons, is played in it.

    Where nothing is named, the start page lies over it, unless the user doesn't want it at start.
    """
    if name in PRESETS:
        return create_window(preset(name).project())
    window = create_window()
    if name is None:
        window.start_pages.show_at_start()
    elif Path(name).is_dir() or Path(name).suffix.lower() == ENDING:
        window.learning.open_path(Path(name))
    else:
        window.files.open_named(Path(name))
    return window


def create_window(project: Project | None = None) -> MainWindow:
    """Make a window that shows this project, or the opening example; ``show()`` is the caller's."""
    app = make_application()
    settings = Settings()
    tell_roles()
    apply_theme(app, settings.theme)
    window = MainWindow(project or preset(OPENING_PRESET).project(), settings=settings)
    settings.setParent(window)
    _Faults(window)
    return window


def make_application() -> QApplication:
    """The one application of this process."""
    existing = QCoreApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication(sys.argv[:1])
    app.setApplicationName("bpexplorer")
    app.setApplicationDisplayName(tr("Backprop Explorer"))
    app.setApplicationVersion(__version__)
    return app


def start_log() -> Path | None:
    """Log to a file in the user's log folder; to nothing if there is no such folder."""
    folder = Path(platformdirs.user_log_dir("bpexplorer", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            folder / "bpexplorer.log", maxBytes=LOG_BYTES, backupCount=1, encoding="utf-8"
        )
    except OSError:
        return None
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    logging.getLogger("bpexplorer").setLevel(logging.INFO)
    return folder / "bpexplorer.log"


class _Faults(QObject):
    """Brings what went wrong anywhere, in any thread, to the window's message bar."""

    _arrived = Signal(object)  # Fault

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._arrived.connect(self._on_arrived)
        set_reporter(self._report)
        sys.excepthook = self._on_exception
        window.closing.ended.connect(self._on_window_ended)

    def _report(self, fault: Fault) -> None:
        self._arrived.emit(fault)

    def _on_exception(
        self, kind: type[BaseException], error: BaseException, traceback: TracebackType | None
    ) -> None:
        if isinstance(error, Exception):
            report(error, place=tr("the program"))
        else:
            sys.__excepthook__(kind, error, traceback)

    @guard
    def _on_arrived(self, fault: Fault) -> None:
        self._window.messages.tell_fault(fault)

    @guard
    def _on_window_ended(self) -> None:
        set_reporter(None)
        sys.excepthook = sys.__excepthook__


if __name__ == "__main__":
    sys.exit(run())
