"""The demon on the canvas."""

import math

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.measures import RADIUS
from bpexplorer.canvas.picture.items.marks import HALO
from bpexplorer.canvas.picture.palette import canvas_palette
from bpexplorer.core.spec import Neuron
from bpexplorer.document.session import Tool
from bpexplorer.look.numbers import signed
from bpexplorer.look.theme import current_theme
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


def test_what_it_changes_is_marked_by_a_thin_ring_with_a_tip_the_way_z_goes(armed: Canvas) -> None:
    armed.view.resize(1500, 1150)
    reading = armed.view._shown.reading
    assert reading is not None
    changes = reading.perturbation.z_changes[2][0]
    assert len(set(np.sign(changes))) == 2
    picture, zoom = armed.view.grab().toImage(), armed.view.zoom
    strong = canvas_palette(current_theme()).strong
    for index, change in enumerate(changes.tolist()):
        if abs(change) < 0.2 * np.abs(changes).max():
            continue
        at, colour = armed.at(3, index), strong[int(np.sign(change))]
        rim = round((RADIUS + 1.0) * zoom)
        up, down = (
            sum(_near(picture.pixelColor(at.x(), at.y() + way * (rim + far)), colour) for far in range(20))
            for way in (-1, 1)
        )
        assert (up > down) is (change > 0)
        # The ring alone, and with its tip; what is half covered counts as well.
        assert min(up, down) <= HALO + 1
        assert max(up, down) <= 2 * HALO + 2


def _near(colour: QColor, other: QColor) -> bool:
    pairs = zip(colour.getRgb()[:3], other.getRgb()[:3], strict=True)  # type: ignore[arg-type, index]
    return all(abs(one - two) < 90 for one, two in pairs)


def test_enter_arms_the_demon_on_the_selected_neuron(canvas: Canvas, qtbot: QtBot) -> None:
    canvas.session.update(tool=Tool.DEMON)
    canvas.session.select(Neuron(2, 4))
    qtbot.keyClick(canvas.view, Qt.Key.Key_Return)
    assert canvas.state.demon is not None
    assert canvas.state.demon.neuron == Neuron(2, 4)
