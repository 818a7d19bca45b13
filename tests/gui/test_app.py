"""The program as a whole: a window that opens on the ready example and closes without a trace."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from bpexplorer import app
from bpexplorer.app import create_window
from bpexplorer.core.training.frame import RunState
from bpexplorer.window.main_window import MainWindow
from tests.engines import seemingly_compiled


@pytest.fixture
def window(qtbot: QtBot) -> Iterator[MainWindow]:
    made = create_window()
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    yield made
    made.closing.shut_down()


def test_the_program_opens_on_the_digits_paused_with_the_demon_ready(
    qtbot: QtBot, window: MainWindow
) -> None:
    qtbot.waitUntil(lambda: window.frame is not None)
    frame = window.frame
    assert frame is not None
    assert frame.spec.sizes == (64, 14, 10, 10)
    assert (frame.step, frame.state) == (0, RunState.PAUSED)
    demon = window.document.session.state.demon
    assert demon is not None
    assert demon.neuron.layer == 2
    assert abs(demon.dz) == 0.25


def test_a_window_that_was_not_changed_closes_without_a_question(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.frame is not None)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_numpy_is_silent_in_the_thread_of_the_window(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[dict[str, str]] = []
    signal = SimpleNamespace(connect=lambda *_: None)
    stand_in = SimpleNamespace(
        exec=lambda: told.append(np.geterr()) or 0,
        quit=lambda: None,
        show=lambda: None,
        stop=lambda: None,
        closing=None,
        picturing=SimpleNamespace(published=signal),
        reporting=SimpleNamespace(begin=lambda *_: None),
    )
    for name in ("make_application", "window_with", "keep_work", "GarbageCollector", "connect_qt"):
        monkeypatch.setattr(app, name, lambda *_: stand_in)
    monkeypatch.setattr(app, "start_log", lambda: None)
    with np.errstate(all="raise"):
        assert app.run() == 0
    assert set(told[0].values()) == {"ignore"}


def test_a_damaged_engine_is_said_in_the_window_and_numpy_trains(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    with seemingly_compiled(monkeypatch, tmp_path) as folder:
        (folder / "compiled_0123" / "steps.nbi").write_bytes(b"")
        window = create_window()
        qtbot.addWidget(window)
        with qtbot.waitExposed(window):
            window.show()
        qtbot.waitUntil(lambda: window.frame is not None)
        qtbot.keyClick(window.canvas.view.viewport(), Qt.Key.Key_Space)
        qtbot.waitUntil(lambda: window.frame is not None and window.frame.step > 0)
        qtbot.waitUntil(lambda: "compiled engine" in window.message_bar.text())
        assert window.frame is not None
        assert window.frame.engine == "numpy float64"
        assert not folder.exists()
        window.closing.shut_down()


def test_space_on_the_canvas_plays(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.waitUntil(lambda: window.frame is not None)
    qtbot.keyClick(window.canvas.view.viewport(), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: window.frame is not None and window.frame.step > 0)


#: Runs the program on XOR, floats a panel, plays, and closes the window, which doesn't wait for its threads.
CLOSES_EARLY = """
from PySide6.QtCore import QTimer
from bpexplorer import app
from bpexplorer.live.messages import Play
from bpexplorer.window import closing
closing.SHUTDOWN_MILLISECONDS = 0
make = app.window_with
def make_and_close(name):
    window = make(name)
    def close():
        window.docks["dock_demon"].setFloating(True)
        window.live.post(Play())  # so that the document knows of nothing to save
        window.close()
        print([each.isVisible() for each in (window, window.docks["dock_demon"])])
    QTimer.singleShot(0, window, close)
    return window
app.window_with = make_and_close
app.leave(app.run("xor") + 3)
"""


def test_the_program_ends_with_its_threads_even_if_the_window_has_gone_before() -> None:
    done = subprocess.run(
        [sys.executable, "-c", CLOSES_EARLY], capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stdout.split("\n")[0]) == (3, "[False, False]"), done.stderr


def test_leaving_ends_the_process_with_its_code_once_all_is_said() -> None:
    program = (
        "import atexit\nfrom bpexplorer.app import leave\n"
        "atexit.register(print, 'taken apart')\nprint('said', end='')\nleave(3)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "said")
