"""What is measured beside training: asked of the network shown, never answered for one that an edit has replaced."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.training.frame import RunState
from bpexplorer.document.acts.looking import ShowPage
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.look.theme import current_theme
from bpexplorer.panels.entries import PANELS
from bpexplorer.panels.image import SPEC as IMAGE
from bpexplorer.panels.panel import Question
from bpexplorer.panels.setup import SPEC as SETUP
from bpexplorer.window import measuring as measuring_module
from bpexplorer.window.measuring import Measuring
from tests.askers import PromptAsker
from tests.frames import Training
from tests.windows import Desk


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


def test_an_answer_that_comes_at_once_never_pales_what_was_shown(
    qtbot: QtBot, shown: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measuring_module, "_GRACE", 0)
    owner, told = QObject(), list[bool]()
    question = Question(ask=lambda picture, _choice: lambda: picture.frame.edit_number)
    measuring = Measuring(question, PromptAsker(), show=shown.append, parent=owner)  # type: ignore[arg-type]
    measuring.overtaken_changed.connect(told.append)
    before, after = picture_after(0), picture_after(1)
    measuring.show_picture(before, None)
    measuring.show_picture(after, before)
    passed: list[bool] = []
    QTimer.singleShot(0, owner, lambda: passed.append(True))
    qtbot.waitUntil(lambda: passed != [])
    assert shown == [0, 1]
    assert True not in told


def test_the_answer_to_what_is_no_question_any_more_is_not_shown(shown: list[Any]) -> None:
    owner, asker = QObject(), PromptAsker()
    asker.waits = True
    question = Question(ask=lambda picture, _: (lambda: "of 1") if picture.frame.edit_number == 1 else None)
    measuring = Measuring(question, asker, show=shown.append, parent=owner)  # type: ignore[arg-type]
    first, second, third = map(picture_after, (0, 1, 2))
    measuring.show_picture(first, None)
    measuring.show_picture(second, first)
    measuring.show_picture(third, second)
    asker.answer()
    assert shown == []


def test_what_was_due_after_a_rest_waits_while_it_cannot_be_seen_and_is_asked_once_it_can(
    qtbot: QtBot, shown: list[Any]
) -> None:
    owner, seen = QObject(), [True]
    question = Question(ask=lambda picture, _choice: lambda: picture.frame.step, every=0.05)
    measuring = Measuring(
        question,
        PromptAsker(),  # type: ignore[arg-type]
        show=shown.append,
        is_seen=lambda: seen[0],
        parent=owner,
    )
    first = picture_after(0)
    playing = replace(first.frame, state=RunState.PLAYING)
    pictures = [replace(first, frame=replace(playing, step=step)) for step in (1, 2)]
    measuring.show_picture(pictures[0], None)
    measuring.show_picture(pictures[1], pictures[0])
    seen[0] = False
    rested: list[bool] = []
    QTimer.singleShot(100, owner, lambda: rested.append(True))
    qtbot.waitUntil(lambda: rested != [])
    assert shown == [1]
    assert measuring.is_settled, "nobody waits for what nobody sees"
    seen[0] = True
    measuring.go_on()
    qtbot.waitUntil(lambda: shown == [1, 2])


#: Of panels with pages, one that has something measured; the first one has not.
MEASURED_PAGES = {"dock_delta": "scatter", "dock_origin": "layer"}
#: The panel of images asks only about what has been drawn on its sheet.
MEASURED = [spec.name for spec in PANELS.values() if spec.question is not None and spec not in (SETUP, IMAGE)]


def test_what_an_edit_has_overtaken_is_pale_and_says_so_until_it_is_measured_anew(small_desk: Desk) -> None:
    """One panel after the other, in one window: two inputs, which every panel has something for."""
    for name in MEASURED:
        with pytest.MonkeyPatch.context() as monkeypatch:
            _is_pale_until_it_is_measured_anew(small_desk, monkeypatch, name)
        small_desk.wait_for_measured()


def _is_pale_until_it_is_measured_anew(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    desk.open_panel(name)
    if name in MEASURED_PAGES:
        desk.window.requests.take_act(ShowPage(name, MEASURED_PAGES[name]))
    desk.wait(
        lambda: (
            name in desk.window.panel_drawing.measurings
            and desk.window.panel_drawing.measurings[name].reading is not None
        )
    )
    desk.wait_for_measured()
    panel, note = desk.window.panels.there[name], desk.window.docks[name].title_line.note
    before, asker = contrast(panel), PromptAsker()
    asker.waits = True
    monkeypatch.setattr(desk.window.panel_drawing.measurings[name], "_asker", asker)
    desk.add_a_neuron()
    desk.wait(lambda: panel.is_overtaken)
    assert note.text() == panel.note != "", name
    assert contrast(panel) < 0.5 * before, name
    asker.answer()
    assert not panel.is_overtaken, name
    assert contrast(panel) > 0.8 * before, name


def contrast(panel: QWidget) -> float:
    """How far what a panel shows stands out from the card."""
    picture = panel.grab().toImage().convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.bytesPerLine())
    colours = rows[:, : 4 * picture.width()].reshape(picture.height(), picture.width(), 4)[..., :3] / 255
    lightness = (colours.max(axis=-1) + colours.min(axis=-1)) / 2
    return float(np.abs(lightness - current_theme().panel.lightnessF()).mean())
