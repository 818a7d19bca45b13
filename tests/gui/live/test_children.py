"""Children of a window: heard in its thread, cancelled, killed, and gone when it is."""

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from bpexplorer import app
from bpexplorer.core.children.outside import ChildCommand, ChildError
from bpexplorer.core.engine.compiled import warm
from bpexplorer.live import children
from bpexplorer.live.asker import Asker
from tests.child import command

ROOT = Path(__file__).parents[3]
PATIENCE = 20_000

pytestmark = pytest.mark.skipif(os.name != "posix", reason="the children of these tests use signals of POSIX")


@pytest.fixture
def asker(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Iterator[Asker]:
    del qtbot
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    asker = Asker()
    yield asker
    assert asker.shutdown(PATIENCE)


def is_there(pid: object) -> bool:
    assert isinstance(pid, int)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_a_child_is_heard_while_it_works_and_when_it_is_done(asker: Asker, qtbot: QtBot) -> None:
    heard: list[object] = []
    asker.spawn(command("shout", "oyez ", "50000"), then=heard.append, progressed=heard.append)
    qtbot.waitUntil(lambda: len(heard) == 3, timeout=PATIENCE)
    assert heard == [{"share": 0.5}, "nearly", b"OYEZ " * 50_000]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("eat",), "more memory than it may take"),
        (("die", "SIGSEGV"), "ended by the signal SIGSEGV"),
        (("break",), "failed with code 1"),
    ],
)
def test_how_a_child_ended_is_heard_as_a_sentence(
    asker: Asker, qtbot: QtBot, arguments: tuple[str, ...], words: str
) -> None:
    heard: list[object] = []
    asker.spawn(command(*arguments), then=heard.append)
    qtbot.waitUntil(lambda: heard != [], timeout=PATIENCE)
    assert isinstance(heard[0], ChildError)
    assert words in str(heard[0])


def test_a_child_that_can_t_be_started_is_heard_of(
    asker: Asker, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChildCommand, "program", ["/no/such/python"])
    heard: list[object] = []
    asker.spawn(command("shout"), then=heard.append)
    qtbot.waitUntil(lambda: heard != [], timeout=PATIENCE)
    assert "No process can be started to test children" in str(heard[0])


@pytest.mark.parametrize("act", ["wait", "cling"])
def test_a_cancelled_child_tidies_up_or_is_killed_and_isn_t_heard(
    asker: Asker, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, act: str
) -> None:
    if act == "cling":
        monkeypatch.setattr(children, "KILL_MILLISECONDS", 20)
    told: list[object] = []
    heard: list[object] = []
    child = asker.spawn(command(act, str(tmp_path / "end"), "600"), then=heard.append, progressed=told.append)
    qtbot.waitUntil(lambda: told != [], timeout=PATIENCE)
    with qtbot.waitSignal(child.over, timeout=PATIENCE):
        child.cancel()
    assert not is_there(told[0])
    assert heard == []
    assert (tmp_path / "end").exists() == (act == "wait")


def test_children_end_with_the_asker_and_a_stubborn_one_is_killed_when_time_is_up(
    asker: Asker, qtbot: QtBot, tmp_path: Path
) -> None:
    told: list[object] = []
    heard: list[object] = []
    for act in ("cling", "wait"):
        asker.spawn(command(act, str(tmp_path / "end"), "600"), then=heard.append, progressed=told.append)
    qtbot.waitUntil(lambda: len(told) == 2, timeout=PATIENCE)
    asker.shutdown(200)
    assert [is_there(pid) for pid in told] == [False, False]
    assert heard == []
    asker.spawn(command("die", signal.SIGKILL.name), then=heard.append)
    assert heard == []


# The engine is compiled by one


def test_an_engine_that_can_t_be_compiled_is_said_in_the_window(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(warm, "COMMAND", command("refuse"))
    window = app.create_window()
    qtbot.addWidget(window)
    app.compile_engine(window)
    notice = window.findChild(QLabel, "status_notice")
    assert notice is not None
    assert notice.text().startswith("You can begin")
    assert window.message_bar.text() == ""
    said = "The faster engine isn't there, so numpy makes the steps. This file is no table. Choose another."
    qtbot.waitUntil(lambda: window.message_bar.text() == said, timeout=PATIENCE)
    assert notice.text() == ""
    window.closing.shut_down()


def test_the_engine_isn_t_compiled_any_more_when_the_window_has_ended(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(warm, "COMMAND", command("wait", str(tmp_path / "end")))
    window = app.create_window()
    qtbot.addWidget(window)
    child = app.compile_engine(window)
    with qtbot.waitSignal(child.over, timeout=PATIENCE):
        window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)


def test_an_engine_that_is_ready_is_said_in_the_status_line(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setattr(warm, "COMMAND", command("shout", "done", "1"))
    window = app.create_window()
    qtbot.addWidget(window)
    app.compile_engine(window)
    notice = window.findChild(QLabel, "status_notice")
    assert notice is not None
    qtbot.waitUntil(lambda: "Reset uses it" in notice.text(), timeout=PATIENCE)
    assert window.message_bar.text() == ""
    window.closing.shut_down()
