"""What moves in a walk through one step: the wave, a sum that is played, the phases by themselves; or none of it."""

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from bpexplorer.canvas.picture.items.wave import MILLISECONDS
from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.panels.origin.rows import cell
from tests.gui.window.test_stepping import enter, walk_of, walk_to
from tests.windows import Desk


@pytest.fixture
def moving(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the desktop wants; what the user wants still counts."""
    monkeypatch.setattr("bpexplorer.look.motion._desktop_moves", lambda: True)


def test_a_wave_runs_along_the_edges_of_the_phase_the_way_its_numbers_go(
    small_desk: Desk, moving: None
) -> None:
    del moving
    desk, wave = small_desk, small_desk.window.canvas.view.scene().wave.item  # type: ignore[attr-defined]
    assert MILLISECONDS <= 600
    enter(desk)
    assert not wave.is_running
    desk.key(Qt.Key.Key_Comma)
    desk.wait(lambda: wave.is_running)
    segments = wave.segments
    assert len(segments) == desk.frame.spec.sizes[0] * desk.frame.spec.sizes[1]
    assert (segments[:, 0] < segments[:, 2]).all()
    desk.wait(lambda: not wave.is_running)
    walk_to(desk, PhaseKind.OUTPUT_ERROR)
    desk.key(Qt.Key.Key_Comma)
    desk.wait(lambda: wave.is_running)
    assert (wave.segments[:, 0] > wave.segments[:, 2]).all()
    # Back, nothing runs; nor does it where nothing is to move.
    desk.key(Qt.Key.Key_Comma, Qt.KeyboardModifier.ShiftModifier)
    desk.wait_for_calm()
    assert not wave.is_running
    desk.window.actions_by_name["action_reduce_motion"].trigger()
    assert desk.window.settings.reduces_motion
    desk.key(Qt.Key.Key_Comma)
    desk.wait_for_calm()
    assert not wave.is_running
    desk.window.actions_by_name["action_reduce_motion"].trigger()


def test_a_sum_is_played_term_by_term_to_its_total(small_desk: Desk, moving: None) -> None:
    del moving
    desk = small_desk
    enter(desk)
    walk_to(desk, PhaseKind.FORWARD, 2)
    total = desk.text("forward_sum")
    desk.click("forward_play")
    picture = desk.window.newest_picture()
    assert picture is not None
    assert picture.forward is not None
    terms = picture.forward.terms
    seen = []
    for so_far in np.cumsum(terms).tolist():
        text = cell(so_far, of=float(np.abs(terms).sum()))
        desk.wait(lambda text=text: desk.text("forward_sum").strip() == text)
        seen.append(text)
    assert len(set(seen)) == len(terms)
    desk.wait(lambda: desk.text("forward_sum_name") == "Σ")
    assert desk.text("forward_sum") == total


def test_a_sum_of_many_terms_is_not_played(desk: Desk) -> None:
    enter(desk)
    walk_to(desk, PhaseKind.FORWARD, 1)
    assert desk.find_all("forward_play") == []
    walk_to(desk, PhaseKind.FORWARD, 2)
    assert len(desk.find_all("forward_play")) == 1


def test_auto_goes_on_to_the_update_and_leaves_the_step_to_the_user(small_desk: Desk) -> None:
    desk = small_desk
    enter(desk)
    auto = desk.window.canvas.phase_bar.auto  # type: ignore[union-attr]
    auto._timer.setInterval(1)
    desk.click("phase_auto")
    desk.wait(lambda: walk_of(desk).is_before_taking)
    desk.wait_for_calm()
    assert isinstance(auto, QAbstractButton)
    assert not auto.isChecked()
    assert not auto.isEnabled()
    assert desk.frame.step == 0
