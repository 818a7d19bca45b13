"""A test that leaves something behind fails, and the failure names what it left."""

from pathlib import Path

import pytest

CONFTEST = Path(__file__).parent.parent / "conftest.py"

LEAKY_TESTS = """
import os
import subprocess
import threading
from PySide6.QtCore import QObject, QProcess, QThread, QTimer, Signal, qWarning
from PySide6.QtWidgets import QApplication, QLabel, QWidget
import pytest
from bpexplorer.guard import guard

kept = []

class Emitter(QObject):
    fired = Signal()

def test_tidy(qtbot):
    widget = QWidget()
    qtbot.addWidget(widget)
    thread = QThread(widget)
    with qtbot.waitSignal(thread.started):
        thread.start()
    thread.quit()
    assert thread.wait(1000)
    timer = QTimer(widget)
    timer.start(10_000)     # goes with its parent
    # What pyqtgraph leaves to the garbage collector isn't a leak.
    label = QLabel()
    label.itself = label

def test_qthread(qapp):
    thread = QThread(objectName="left_running")
    thread.start()
    kept.append(thread)

def test_thread(qapp):
    release = threading.Event()
    kept.append(release)
    threading.Thread(target=release.wait, name="left_waiting", daemon=True).start()

def test_timer(qapp):
    timer = QTimer(objectName="left_ticking")
    timer.start(10_000)
    kept.append(timer)

def test_widget(qtbot):
    kept.append(QLabel("left open", objectName="left_open"))

def test_qt_warning(qtbot):
    qWarning("left unread")

def test_exception_in_slot(qtbot):
    emitter = Emitter()
    def fail():
        raise ValueError("left unhandled")
    emitter.fired.connect(fail)
    emitter.fired.emit()

def test_process():
    kept.append(subprocess.Popen(["sleep", "101"]))

def test_fork():
    if os.fork() == 0:
        os.execvp("sleep", ["sleep", "102"])

def test_orphan():
    subprocess.run(["sh", "-c", "sleep 103 >/dev/null 2>&1 &"], check=True)

def test_qprocess(qtbot):
    process = QProcess()
    process.start("sleep", ["104"])
    assert process.waitForStarted()
    kept.append(process)

def test_process_that_ends(qtbot):
    process = QProcess()
    process.start("sleep", ["0.01"])
    assert process.waitForFinished()
    if os.fork() == 0:
        os._exit(0)     # nobody asks for its code

def test_exception_in_thread(qapp):
    def fail():
        raise ValueError("left in a thread")
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()

def test_guarded_fault(qapp):
    @guard
    def fail():
        raise ValueError("left to the log")
    fail()

@pytest.mark.faults
def test_fault_on_purpose(qapp):
    @guard
    def fail():
        raise ValueError("meant to be")
    fail()

def test_the_next_test_is_not_blamed(qtbot):
    pass
"""


def test_everything_left_behind_is_named_and_the_tidy_tests_pass(pytester: pytest.Pytester):
    conftest = CONFTEST.read_text(encoding="utf-8")
    assert "GRACE = 10.0" in conftest
    pytester.makeconftest(conftest.replace("GRACE = 10.0", "GRACE = 0.2"))
    pytester.makeini(
        "[pytest]\nqt_api = pyside6\nqt_log_level_fail = WARNING\nfilterwarnings = error\n"
        "markers = faults\n"
        f"pythonpath = {CONFTEST.parent.parent}\naddopts = -p no:cacheprovider\n"
    )
    folder = pytester.mkdir("gui")
    (folder / "test_leaky.py").write_text(LEAKY_TESTS, encoding="utf-8")

    result = pytester.runpytest_subprocess("-v", timeout=60)

    outcomes = result.parseoutcomes()
    assert outcomes["errors"] == 9
    assert outcomes["failed"] == 3
    output = result.stdout.str()
    for name in ("tidy", "process_that_ends", "fault_on_purpose", "the_next_test_is_not_blamed"):
        result.stdout.fnmatch_lines([f"*test_leaky.py::test_{name} PASSED*"])
        assert f"ERROR gui/test_leaky.py::test_{name}" not in output
    for line in (
        "*running QThread QThread('left_running'), started at*",
        "*running thread left_waiting*",
        "*active QTimer QTimer('left_ticking'), started at*",
        *(f"*running process *sleep {seconds}*" for seconds in (101, 102, 103, 104)),
        "*top-level widget QLabel('left_open')*",
        "*left to the log*",
        "*left unread*",
        "*ValueError: left unhandled*",
        "*ValueError: left in a thread*",
    ):
        result.stdout.fnmatch_lines([line])
