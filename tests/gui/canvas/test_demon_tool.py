"""The demon on the canvas."""

import math

import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from bpexplorer.core.spec import Neuron
from bpexplorer.document.session import Tool
from bpexplorer.look.numbers import signed
from tests.gui.canvas.conftest import Canvas

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def armed(canvas: Canvas) -> Canvas:
    canvas.session.update(tool=Tool.DEMON)
    canvas.mouse.click(canvas.at(1, 6))
    return canvas


def dz(canvas: Canvas) -> float:
    assert canvas.state.demon is not None
    return canvas.state.demon.dz


def test_a_click_arms_the_demon_against_the_sign_of_delta(armed: Canvas) -> None:
    assert armed.frame.trace is not None
    delta = armed.frame.trace.deltas[0][0, 6]
    assert armed.state.demon is not None
    assert armed.state.demon.neuron == Neuron(1, 6)
    assert dz(armed) == -math.copysign(0.25, delta)


def test_dragging_up_raises_dz_and_dragging_down_lowers_it(armed: Canvas) -> None:
    start, before = armed.at(1, 6), dz(armed)
    armed.mouse.drag(start, start - QPoint(0, 40))
    assert dz(armed) == pytest.approx(before + 0.4)
    armed.mouse.drag(start, start + QPoint(0, 60))
    assert dz(armed) == pytest.approx(before - 0.2)


def test_a_click_on_the_armed_neuron_keeps_dz(armed: Canvas) -> None:
    armed.mouse.wheel(armed.at(1, 6), 3)
    before = dz(armed)
    armed.mouse.click(armed.at(1, 6))
    assert dz(armed) == before


def test_the_wheel_over_the_armed_neuron_is_dz_and_elsewhere_zooms(armed: Canvas) -> None:
    zoom, before = armed.view.zoom, dz(armed)
    armed.mouse.wheel(armed.at(1, 6), 2)
    assert dz(armed) == pytest.approx(before + 0.1)
    assert armed.view.zoom == zoom
    armed.mouse.wheel(armed.at(1, 6), -1, SHIFT)
    assert dz(armed) == pytest.approx(before + 0.095)
    armed.mouse.wheel(armed.at(2, 0), 1)
    assert dz(armed) == pytest.approx(before + 0.095)
    assert armed.view.zoom > zoom


def test_page_keys_change_dz(armed: Canvas, qtbot: QtBot) -> None:
    before = dz(armed)
    qtbot.keyClick(armed.view, Qt.Key.Key_PageUp)
    qtbot.keyClick(armed.view, Qt.Key.Key_PageDown, SHIFT)
    assert dz(armed) == pytest.approx(before + 0.045)


def test_esc_during_a_drag_gives_dz_back_and_esc_again_releases(armed: Canvas, qtbot: QtBot) -> None:
    before = dz(armed)
    armed.mouse.press(armed.at(1, 6))
    armed.mouse.move(armed.at(1, 6) - QPoint(0, 50))
    assert dz(armed) != before
    qtbot.keyClick(armed.view, Qt.Key.Key_Escape)
    assert dz(armed) == before
    qtbot.keyClick(armed.view, Qt.Key.Key_Escape)
    assert armed.state.demon is None


def test_an_input_has_no_demon(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.session.update(tool=Tool.DEMON)
    with qtbot.waitSignal(canvas.view.hover_text_changed) as blocker:
        canvas.mouse.click(canvas.at(0, 30))
    assert "no weighted input" in blocker.args[0]
    assert canvas.state.demon is None


def test_the_demon_says_what_happens_and_marks_what_it_reaches(armed: Canvas) -> None:
    picture = armed.view.grab().toImage()
    lines = armed.view.demon_lines()
    assert lines is not None
    assert lines[0] == f"demon Δz = {signed(dz(armed), decimals=2).strip()}"
    assert lines[1].startswith("ΔC ")
    armed.mouse.hover(armed.at(2, 3))
    assert "Δz by the demon = " in armed.view.hover_text()
    armed.session.release()
    assert armed.view.demon_lines() is None
    assert armed.view.grab().toImage() != picture


def test_enter_arms_the_demon_on_the_selected_neuron(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.session.update(tool=Tool.DEMON)
    canvas.session.select(Neuron(2, 4))
    qtbot.keyClick(canvas.view, Qt.Key.Key_Return)
    assert canvas.state.demon is not None
    assert canvas.state.demon.neuron == Neuron(2, 4)
