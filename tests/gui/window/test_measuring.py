"""What is measured beside training: asked of the network shown, never answered for one that an edit has replaced."""

from typing import Any

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.panels.panel import Question
from bpexplorer.window.measuring import Measuring
from tests.askers import PromptAsker
from tests.frames import Training


def picture_after(edit: int) -> Picture:
    return Picture(Training((64, 4, 10), ("tanh", "softmax")).frame(edit=edit), SessionState())


@pytest.fixture
def shown() -> list[Any]:
    return []


def test_what_was_asked_before_an_edit_is_not_shown_after_it(qtbot: QtBot, shown: list[Any]) -> None:
    owner, asker = QObject(), PromptAsker()
    asker.waits = True
    question = Question(ask=lambda picture, _choice: lambda: picture.frame.edit_number)
    measuring = Measuring(question, asker, show=shown.append, parent=owner)  # type: ignore[arg-type]
    before, after = picture_after(0), picture_after(1)
    measuring.show_picture(before, None)
    measuring.show_picture(after, before)
    asker.answer()
    assert shown == [1]
    assert measuring.is_settled
