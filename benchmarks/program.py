"""The program's own window, opened and driven by a benchmark."""

import gc
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEventLoop, QTimer

from bpexplorer import app
from bpexplorer.core.training.frame import RunState
from bpexplorer.project.project import Project
from bpexplorer.window.chrome.actions import WORKSPACE_ACTIONS
from bpexplorer.window.garbage import GarbageCollector
from bpexplorer.window.main_window import FIRST_SIZE, MainWindow

#: The actions that show the workspaces, by the names of these.
WORKSPACES = {workspace.value: action for workspace, action in WORKSPACE_ACTIONS.items()}
#: What training is left alone for before anything is measured.
SETTLING_SECONDS = 1.5


def run_for(seconds: float) -> None:
    """Let the event loop run so long."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()


def wait_until(condition: Callable[[], bool], *, timeout: float = 20.0) -> None:
    """Handle events until the condition holds."""
    end = time.perf_counter() + timeout
    while not condition():
        if time.perf_counter() > end:
            raise TimeoutError(f"{condition} didn't come true in {timeout:g} s")
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents, 5)


@contextmanager
def opened_window(project: Project | None = None) -> Iterator[MainWindow]:
    """The window as the program opens it where the screen isn't too small, on its example or a project.

    Its first frame is drawn. As in the program, only its thread collects garbage.
    """
    app.make_application()
    window = app.create_window(project)
    collector = GarbageCollector()
    window.resize(FIRST_SIZE)
    window.show()
    wait_until(lambda: window.frame is not None and window.draw_loop.is_idle)
    try:
        yield window
    finally:
        collector.stop()
        gc.unfreeze()  # what comes after isn't that window's
        gc.enable()
        wait_until(window.closing.shut_down)
        window.hide()
        window.deleteLater()
        run_for(0.05)


def show_workspace(window: MainWindow, name: str) -> None:
    """Choose a workspace by its name, and let its panels be made and drawn."""
    window.actions_by_name[WORKSPACES[name]].trigger()
    run_for(SETTLING_SECONDS)


def is_playing(window: MainWindow) -> bool:
    """Whether the frame that is shown is one of a running training."""
    return window.frame is not None and window.frame.state is RunState.PLAYING


def play(window: MainWindow, *, speed: float | None) -> None:
    """Press play, at so many steps a second, and let it settle."""
    window.top_bar.set_speed(speed)
    window.training.toggle_play()
    wait_until(lambda: is_playing(window))
    run_for(SETTLING_SECONDS)


def pause(window: MainWindow) -> None:
    """Press pause, and wait until it shows."""
    window.training.toggle_play()
    wait_until(lambda: not is_playing(window) and window.draw_loop.is_idle)
