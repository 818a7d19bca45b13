"""What every test stands on: no screen, settings of its own, and nothing left behind.

A test fails if it leaves a process behind, one that its processes have started included. A test that uses Qt fails if
it leaves a running thread, an active timer or a top-level widget, or if one of our slots or overrides raised behind its
guard. Qt warnings and exceptions that reach Qt fail it too; pytest-qt sees to these (``qt_log_level_fail``).
"""

import gc
import logging
import os
import sys
import threading
import time
import traceback
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import screens
from tests.processes import ProcessWatch

# The same examples every time, and no limit on how long one may take on a busy machine. To look for new ones:
# pytest --hypothesis-profile=explore
hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None, max_examples=1000)
# For planted bugs: that a test fails is all they ask, not which example is the simplest.
hypothesis.settings.register_profile(
    "planted",
    parent=hypothesis.settings.get_profile("repeatable"),
    phases=[hypothesis.Phase.explicit, hypothesis.Phase.generate],
)
hypothesis.settings.load_profile("repeatable")

# Before anything imports Qt. Who wants to see the tests in a real window sets QT_QPA_PLATFORM=xcb.
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
screens.ensure_one_as_large(os.environ)
os.environ.setdefault("PYQTGRAPH_QT_LIB", "PySide6")
os.environ.setdefault("QT_API", "pyside6")
# Whatever is compiled on this machine: tests of the compiled engine switch it on for themselves.
os.environ["BPEXPLORER_ENGINE"] = "numpy"

#: How long a thread that was told to stop may take to be gone, in seconds.
GRACE = 10.0

#: So many modules were loaded when what lives was last set aside.
_modules_set_aside = 0

_failed = pytest.StashKey[bool]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--attack",
        action="store_true",
        help="try all that tests/attack can try instead of a small, fixed sample",
    )


@pytest.fixture(scope="session")
def trials(pytestconfig: pytest.Config) -> Callable[[int, int], int]:
    """``trials(sample, full)``: how many cases to try, ``full`` under ``make attack`` and else ``sample``."""
    is_attack = pytestconfig.getoption("--attack")
    return lambda sample, full: full if is_attack else sample


def pytest_collection_finish() -> None:
    """What collecting the tests has made stays until the end: garbage is looked for among the rest alone, after every
    test with a window. (Looking through all of it each time takes a sixth of the whole run.)"""
    _set_aside_what_is_loaded()


def _set_aside_what_is_loaded() -> None:
    """So do the modules that a test has loaded, with all that they hold: after a few hundred tests these are as many
    things again as there were to begin with."""
    global _modules_set_aside
    if len(sys.modules) > _modules_set_aside:
        gc.collect()
        gc.freeze()
        _modules_set_aside = len(sys.modules)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    report = yield
    # A failed test's traceback keeps its locals alive; what it leaves behind is then no news.
    item.stash[_failed] = item.stash.get(_failed, False) or report.failed
    return report


@pytest.fixture(autouse=True)
def _own_folders(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Settings, caches and logs of each test (and of the processes it starts) go to an empty folder."""
    home = tmp_path_factory.mktemp("home")
    for name in ("CONFIG", "DATA", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    runtime = home / "runtime"
    runtime.mkdir(mode=0o700)
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(runtime))
    return home


@pytest.fixture
def qtbot(qapp: object, request: pytest.FixtureRequest, pytestconfig: pytest.Config) -> Any:
    """pytest-qt's, which waits longer; where a bug is planted most waiting is in vain."""
    from pytestqt.qtbot import QtBot

    from tests.patience import PatientBot

    return (QtBot if pytestconfig.getoption("hypothesis_profile") == "planted" else PatientBot)(request)


@pytest.fixture(autouse=True)
def _no_process_left_behind(request: pytest.FixtureRequest, _own_folders: Path) -> Iterator[None]:
    watch = ProcessWatch(mark=f"XDG_RUNTIME_DIR={_own_folders}/")
    yield
    left_behind = watch.left_behind(GRACE)
    if left_behind and not request.node.stash.get(_failed, False):
        pytest.fail("The test left behind:\n" + "\n".join(left_behind), pytrace=False)


@pytest.fixture(autouse=True)
def _leave_nothing_behind(request: pytest.FixtureRequest, _own_folders: Path) -> Iterator[None]:
    if not _uses_qt(request):
        yield
        return
    from PySide6.QtCore import QSettings

    request.getfixturevalue("qapp")
    for settings_format in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(settings_format, QSettings.Scope.UserScope, str(_own_folders / "config"))

    _set_aside_what_is_loaded()
    watch = LeakWatch()
    try:
        yield
        left_behind = watch.left_behind()
    finally:
        watch.stop()
    if left_behind and not request.node.stash.get(_failed, False):
        pytest.fail("The test left behind:\n" + "\n".join(left_behind), pytrace=False)


@pytest.fixture(autouse=True)
def _no_guarded_faults(request: pytest.FixtureRequest) -> Iterator[None]:
    """`bpexplorer.guard` keeps a fault of ours from reaching Qt; the test must still hear of it."""
    if not _uses_qt(request) or request.node.get_closest_marker("faults"):
        yield
        return
    from bpexplorer import guard

    guard.set_reporter(None)  # and forget which faults were reported: each is logged only once
    faults = FaultCollector()
    guard.log.addHandler(faults)
    try:
        yield
    finally:
        guard.log.removeHandler(faults)
    if faults.messages:
        pytest.fail("A slot or override raised:\n" + "\n".join(faults.messages), pytrace=False)


class FaultCollector(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


def _uses_qt(request: pytest.FixtureRequest) -> bool:
    return "qapp" in request.fixturenames or "gui" in request.node.path.parent.parts


class LeakWatch:
    """Notes every thread and timer that Python code starts, and later says which of them are still going."""

    def __init__(self) -> None:
        from PySide6.QtCore import QThread, QTimer
        from PySide6.QtWidgets import QApplication

        self._patch = pytest.MonkeyPatch()
        self._started_threads = self._note_starts(QThread)
        self._started_timers = self._note_starts(QTimer)
        self._threads_before = set(threading.enumerate())
        self._widgets_before = QApplication.topLevelWidgets()

    def stop(self) -> None:
        self._patch.undo()

    def left_behind(self) -> list[str]:
        """One line for each thing still there after it had its chance to go; threads are then stopped."""
        from PySide6.QtCore import QCoreApplication, QEvent

        checks = (self._running_qthreads, self._running_threads, self._active_timers, self._open_widgets)
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        if any(check(grace=0) for check in checks):
            gc.collect()  # pyqtgraph's menus, for one, are parentless widgets in reference cycles
            QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        return [line for check in checks for line in check(grace=GRACE)]

    def _note_starts(self, cls: type[Any]) -> "weakref.WeakKeyDictionary[Any, str]":
        started: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
        original: Callable[..., None] = cls.start

        def start(self: Any, *args: Any) -> None:
            started[self] = "".join(traceback.format_stack(limit=3)[:-1]).rstrip()
            original(self, *args)

        self._patch.setattr(cls, "start", start)
        return started

    def _running_qthreads(self, grace: float) -> list[str]:
        from PySide6.QtCore import QThreadPool
        from shiboken6 import isValid

        lines = []
        for thread, where in list(self._started_threads.items()):
            if isValid(thread) and thread.isRunning() and not thread.wait(round(grace * 1000)):
                lines.append(f"running QThread {_name(thread)}, started at\n{where}")
                if grace:
                    thread.requestInterruption()
                    thread.quit()
                    thread.wait(round(GRACE * 1000))
        pool = QThreadPool.globalInstance()
        if pool.activeThreadCount() and not pool.waitForDone(round(grace * 1000)):
            lines.append(f"{pool.activeThreadCount()} running tasks of the global QThreadPool")
        return lines

    def _running_threads(self, grace: float) -> list[str]:
        deadline = time.monotonic() + grace
        lines = []
        for thread in threading.enumerate():
            # Python makes up a dummy for a QThread that logs; before 3.13 it stays in the list for ever.
            if thread in self._threads_before or isinstance(thread, threading._DummyThread):
                continue
            thread.join(max(0.0, deadline - time.monotonic()))
            if thread.is_alive():
                lines.append(f"running thread {thread.name}")
        return lines

    def _active_timers(self, grace: float) -> list[str]:
        from shiboken6 import isValid

        return [
            f"active QTimer {_name(timer)}, started at\n{where}"
            for timer, where in list(self._started_timers.items())
            if isValid(timer) and timer.isActive()
        ]

    def _open_widgets(self, grace: float) -> list[str]:
        from PySide6.QtWidgets import QApplication

        return [
            f"top-level widget {_name(widget)}"
            for widget in QApplication.topLevelWidgets()
            # Qt keeps the last tooltip for a while and deletes it by itself.
            if widget.parentWidget() is None
            and widget not in self._widgets_before
            and widget.metaObject().className() != "QTipLabel"
        ]


def _name(qobject: Any) -> str:
    return f"{type(qobject).__name__}({qobject.objectName()!r})"
