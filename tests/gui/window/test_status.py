"""What the status line says, and for how long."""

from dataclasses import replace

from PySide6.QtWidgets import QLabel, QStatusBar
from pytestqt.qtbot import QtBot

from bpexplorer.document.session import SessionState
from bpexplorer.window.chrome.status import StatusLine
from tests.frames import Training
from tests.pictures import picture_of


def test_what_is_said_of_the_engine_is_over_when_another_one_makes_the_steps(qtbot: QtBot) -> None:
    bar = QStatusBar()
    qtbot.addWidget(bar)
    line, frame = StatusLine(bar), Training().frame()
    notice = bar.findChild(QLabel, "status_notice")
    assert notice is not None
    line.show(picture_of(frame), SessionState(), pending=False)
    line.note_engine("Being made.", "It takes a while.")
    for shown in (None, picture_of(frame)):
        line.show(shown, SessionState(), pending=False)
        assert notice.text() == "Being made."
        assert notice.toolTip() == "It takes a while."
    line.show(picture_of(replace(frame, engine="another")), SessionState(), pending=False)
    assert notice.text() == notice.toolTip() == ""
