"""The window as a whole: divergence, faults, closing, the arrangement, the theme, what is on while training goes on."""

import time
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QAction, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QSlider,
    QWidget,
)
from pytestqt.qtbot import QtBot

from bpexplorer.app import create_window
from bpexplorer.core.edits.structure import AddNeurons
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.data.choice import default_choice
from bpexplorer.document.acts.network import RemoveSelected
from bpexplorer.guard import guard
from bpexplorer.look.theme import apply_theme, current_theme
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from bpexplorer.window.drawing import DrawLoop
from bpexplorer.window.workspaces import LESSON, NETWORK
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


# What opens


def test_the_program_opens_on_the_neuron_that_its_example_names_with_the_demon_downhill(desk: Desk) -> None:
    session, frame = desk.window.document.session.state, desk.frame
    assert session.primary == Neuron(2, 1)
    assert session.selection == (Neuron(2, 1),)
    assert session.sample == 15
    assert session.demon is not None
    assert session.demon.neuron == session.primary
    assert session.demon.dz * frame.trace.deltas[1][15, 1] < 0
    assert not desk.window.document.modified


def test_what_a_project_looks_at_is_shown_though_nothing_of_that_name_was_there_before(
    small_desk: Desk,
) -> None:
    last = small_desk.window.document.plan.spec
    plan = replace(
        preset("xor").plan, spec=NetworkSpec.create((2, 4, 3, 1), ("tanh", "tanh", "sigmoid")), offsets=()
    )
    selected = Neuron(2, 2)
    assert not last.has(selected)
    project = Project.at_start(plan)
    small_desk.window.document.request(AddNeurons(1))  # whose frame is still to come
    small_desk.window.files.project_opened.emit(
        replace(project, view=replace(project.view, selection=((selected.layer, selected.index),))), None
    )
    small_desk.wait_for_calm()
    assert small_desk.window.document.session.state.selection == (selected,)


def test_another_project_is_shown_whole_whatever_part_of_the_last_was_looked_at(desk: Desk) -> None:
    view = desk.window.canvas.view
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    desk.wait(lambda: not view.is_fitted)
    desk.window.files.project_opened.emit(preset("xor").project(), None)
    desk.wait(lambda: desk.frame.spec == preset("xor").plan.spec)
    desk.wait_for_calm()
    assert view.is_fitted
    shown, whole = view.mapToScene(view.viewport().rect()).boundingRect(), view.fitted_rect()
    assert whole is not None
    assert shown.contains(QRectF(whole.left, whole.top, whole.width, whole.height))


def test_a_project_without_a_choice_opens_with_the_neuron_of_the_largest_delta(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(preset("circle").project())
    session, frame = desk.window.document.session.state, desk.frame
    assert session.primary is not None
    deltas = frame.trace.deltas[session.primary.layer - 1][session.sample]
    assert session.primary.layer == frame.spec.depth - 1
    assert session.primary.index == np.abs(deltas).argmax()
    assert session.demon is not None
    assert session.demon.neuron == session.primary
    assert session.demon.dz * deltas[session.primary.index] < 0
    assert session.delta_bound >= max(np.abs(each).max() for each in frame.trace.deltas)
    assert not desk.window.document.modified


def test_a_frame_from_before_the_newest_edit_is_never_shown(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its shape may be another than the plan's. Here the thread is made to answer late, with such a frame."""
    window, shown = small_desk.window, small_desk.frame
    late = replace(shown, edit_number=window.document.posted - 1, step=shown.step + 1)
    taken: list[Frame] = []

    def take() -> Frame:
        taken.append(late)
        return late

    with monkeypatch.context() as patch:
        patch.setattr(window.live, "take_frame", take)
        window.draw_loop.wake()
        small_desk.wait(lambda: taken != [] and window.draw_loop.is_idle)
    assert small_desk.frame is shown
    assert window.canvas.view.frame is shown


# Divergence


@pytest.fixture
def diverged(open_desk: Callable[..., Desk]) -> Desk:
    """ReLU, the quadratic cost of an identity output and a rate of a thousand: stops after a few steps."""
    xor = preset("xor").plan
    config = xor.config.with_changes(cost="quadratic", learning_rate=1e3)
    plan = Plan(NetworkSpec.create((2, 8, 8, 1), ("relu", "relu", "identity")), config, xor.data)
    desk = open_desk(Project.at_start(plan))
    desk.play_at_full_speed()
    desk.wait(lambda: desk.frame.state is RunState.DIVERGED)
    return desk


def test_a_run_that_diverges_stops_says_where_and_offers_two_ways(diverged: Desk) -> None:
    divergence = diverged.frame.divergence
    assert divergence is not None
    message = diverged.wait_for_message(str(divergence))
    assert "before that step" in message
    assert np.isfinite(diverged.parameters()).all()
    assert diverged.find("divergence_go_back").isEnabled()
    assert diverged.find("divergence_halve").isEnabled()
    diverged.wait(lambda: "diverged" in diverged.text("status_activity"))


def test_going_back_halves_the_rate_and_can_be_undone(diverged: Desk) -> None:
    stuck = diverged.parameters()
    diverged.click("divergence_go_back")
    diverged.wait(lambda: diverged.frame.state is RunState.PAUSED)
    diverged.wait_for_calm()
    assert diverged.frame.config.learning_rate == 500
    assert diverged.frame.divergence is None
    assert diverged.message == ""
    diverged.key(Qt.Key.Key_Z, CTRL)
    diverged.wait(lambda: diverged.frame.config.learning_rate == 1e3)
    np.testing.assert_array_equal(diverged.parameters(), stuck)


def test_staying_halves_the_rate_and_keeps_the_last_finite_numbers(diverged: Desk) -> None:
    stuck = diverged.parameters()
    diverged.click("divergence_halve")
    diverged.wait(lambda: diverged.frame.config.learning_rate == 500)
    np.testing.assert_array_equal(diverged.parameters(), stuck)
    assert diverged.frame.state is RunState.PAUSED


def test_a_file_that_cannot_be_opened_leaves_the_way_back_from_a_divergence(diverged: Desk) -> None:
    diverged.wait_for_message(str(diverged.frame.divergence))
    diverged.window.files.failed.emit("Can't open “lost.bpx”: there is no such file.")
    diverged.wait_for_message("lost.bpx")
    assert diverged.find("divergence_go_back").isEnabled()
    diverged.click("divergence_go_back")
    diverged.wait_for_calm()
    assert diverged.message == "Can't open “lost.bpx”: there is no such file."


def test_a_divergence_that_is_edited_away_takes_its_offer_with_it(diverged: Desk) -> None:
    diverged.wait_for_message(str(diverged.frame.divergence))
    diverged.enter("quick_learning_rate", "0.5")
    diverged.wait(lambda: diverged.message == "")
    diverged.click("button_action_undo")
    diverged.wait_for_message("diverged")


def test_a_refused_act_is_forgotten_with_the_next_one_that_is_carried_out(small_desk: Desk) -> None:
    requests = small_desk.window.requests
    small_desk.click_neuron(2, 0)
    requests.take_act(RemoveSelected())
    small_desk.wait_for_message("Only hidden neurons can be removed")
    small_desk.click_neuron(1, 0)
    assert small_desk.message == ""


def test_the_title_of_a_project_without_a_file_follows_its_data(small_desk: Desk) -> None:
    assert "Untitled xor" in small_desk.window.windowTitle()
    small_desk.window.document.choose_data(default_choice("circle"))
    assert "Untitled circle" in small_desk.window.windowTitle()
    small_desk.click("button_action_undo")
    assert "Untitled xor" in small_desk.window.windowTitle()


# Faults of ours, and of the user


@pytest.mark.faults
def test_a_fault_in_a_slot_reaches_the_message_bar_and_the_window_goes_on(small_desk: Desk) -> None:
    class Faulty(QWidget):
        @guard
        def act(self) -> None:
            raise ZeroDivisionError("planted")

    faulty = Faulty(small_desk.window)
    action = QAction("Fault", faulty)
    action.triggered.connect(faulty.act)
    action.trigger()
    assert "ZeroDivisionError" in small_desk.wait_for_message("Internal error")
    assert small_desk.window.message_bar.kind == "error"
    small_desk.click("button_action_step")
    small_desk.wait(lambda: small_desk.frame.step == 1)


def test_what_the_user_can_mend_is_said_in_its_own_words(small_desk: Desk) -> None:
    class Refusing(QWidget):
        @guard
        def act(self) -> None:
            raise BpExplorerError("Layer 9 isn't there. Choose another.")

    action = QAction("Refuse", small_desk.window)
    refusing = Refusing(small_desk.window)
    action.triggered.connect(refusing.act)
    action.trigger()
    small_desk.wait(lambda: small_desk.message == "Layer 9 isn't there. Choose another.")


def test_escape_closes_a_message_before_it_lets_the_demon_go(small_desk: Desk) -> None:
    small_desk.click_neuron(1, 0)
    small_desk.choose("Demon", "Demon here")
    small_desk.window.messages.complain("Something.")
    small_desk.key(Qt.Key.Key_Escape, widget=small_desk.window)
    assert small_desk.message == ""
    assert small_desk.window.document.session.state.demon is not None
    small_desk.key(Qt.Key.Key_Escape, widget=small_desk.window)
    assert small_desk.window.document.session.state.demon is None


# Closing


def test_it_closes_at_once_while_training(small_desk: Desk) -> None:
    small_desk.play_at_full_speed()
    small_desk.wait(lambda: small_desk.frame.step > 100)
    small_desk.window.close()
    box = small_desk.find("dialog_unsaved")
    assert "Untitled" in box.text()  # type: ignore[attr-defined]
    began = time.perf_counter()
    small_desk.answer("unsaved_discard")
    small_desk.wait(lambda: not small_desk.window.isVisible())
    # Many times what it takes on a machine that does nothing else.
    assert time.perf_counter() - began < 5.0


# The arrangement and the theme


def test_the_arrangement_comes_back_with_the_next_window(open_desk: Callable[..., Desk]) -> None:
    first = open_desk(preset("xor").project())
    first.window.docks["dock_cost"].close()
    first.window.stage.area.splitDockWidget(
        first.window.docks["dock_setup"], first.window.docks["dock_demon"], Qt.Orientation.Vertical
    )
    first.wait(lambda: is_below_setup(first))
    first.window.close()
    first.wait(lambda: not first.window.isVisible())
    second = open_desk(preset("xor").project())
    assert not second.window.docks["dock_cost"].isVisible()
    assert is_below_setup(second)
    second.choose("View", "Reset this workspace")
    second.wait(second.window.docks["dock_cost"].isVisible)
    assert not is_below_setup(second)


def is_below_setup(desk: Desk) -> bool:
    setup, demon = (desk.window.docks[name].geometry() for name in ("dock_setup", "dock_demon"))
    return setup.left() == demon.left() and setup.bottom() < demon.top()


def test_the_panels_menu_closes_and_opens_docks(small_desk: Desk) -> None:
    dock = small_desk.window.docks["dock_cost"]
    small_desk.choose("View", "Panels", "Cost")
    small_desk.wait(lambda: not dock.isVisible())
    small_desk.run_epochs(1)
    small_desk.choose("View", "Panels", "Cost")
    small_desk.wait(dock.isVisible)


def test_another_theme_recolours_the_whole_window_and_is_remembered(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("xor").project())
    pictures = {}
    try:
        for entry in ("Light", "Dark"):
            desk.choose("View", "Theme", entry)
            assert current_theme().name == entry.lower()
            pictures[entry] = desk.window.grab().toImage()
            assert desk.window.settings.theme == entry.lower()
        width, height = pictures["Light"].width(), pictures["Light"].height()
        places = [(x, y) for x in range(20, width, 40) for y in range(80, height, 40)]
        light, dark = (
            [pictures[entry].pixelColor(*place).lightness() for place in places]
            for entry in ("Light", "Dark")
        )
        assert np.median(light) > 200
        assert np.median(dark) < 60
        # No panel kept the other theme's ground.
        assert np.mean(np.array(dark) > 200) < 0.05
    finally:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        apply_theme(app, "light")


# Names


def test_everything_that_can_be_used_has_a_name_and_says_what_it_does(desk: Desk) -> None:
    for kind in (QAbstractButton, QAbstractSpinBox, QComboBox, QSlider):
        for widget in desk.window.findChildren(kind):
            if not widget.isVisible() or widget.objectName().startswith("qt_"):
                continue
            where = (
                f"{type(widget).__name__} {widget.objectName()!r} in {widget.parentWidget().objectName()!r}"
            )
            assert widget.objectName(), where
            assert widget.accessibleName() or widget.property("text"), where
            assert widget.toolTip(), where


def test_every_dock_has_a_title_and_can_be_found_in_the_view_menu(desk: Desk) -> None:
    docks = desk.window.findChildren(QDockWidget)
    panels = [
        dock for dock in docks if dock.objectName() not in (NETWORK, LESSON)
    ]  # these come with workspaces
    titles = {dock.windowTitle() for dock in panels}
    offered = {action.text().replace("&", "") for action in desk.window.menus["menu_panels"].actions()}
    assert titles == offered


@pytest.mark.parametrize("by", ["edit", "project"])
def test_what_was_still_to_be_drawn_of_an_earlier_network_is_not_drawn_any_more(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch, by: str
) -> None:
    window, frame = small_desk.window, small_desk.frame
    picture = window.picturing.picture
    assert picture is not None
    drawn: list[Frame] = []
    monkeypatch.setattr(DrawLoop, "_draw", lambda _loop, _view, picture: drawn.append(picture.frame))
    window.draw_loop.show(replace(picture, frame=replace(frame, step=99)))
    if by == "edit":
        window.document.request(AddNeurons(1))
    else:
        window.open_project(preset("wave").project(), None)
    window.draw_loop.tick()  # before the next frame is there
    assert drawn == []
    small_desk.wait(lambda: len(drawn) > 5)
    assert {frame.spec for frame in drawn} == {window.document.plan.spec}


# What floats


def test_what_floats_comes_up_after_the_window_and_is_there_the_next_time(
    open_desk: Callable[..., Desk], qtbot: QtBot
) -> None:
    """A window manager that sees it before the window leaves it behind the window."""
    first = open_desk(preset("xor").project())
    first.window.docks["dock_demon"].setFloating(True)
    first.window.close()
    assert not first.window.docks["dock_demon"].isVisible()
    never_shown = create_window(preset("xor").project())
    qtbot.addWidget(never_shown)
    assert not never_shown.docks["dock_demon"].isVisible()
    never_shown.close()
    window = create_window(preset("xor").project())
    qtbot.addWidget(window, before_close_func=lambda _: window.closing.shut_down())
    assert not window.docks["dock_demon"].isVisible()
    window.show()
    after_the_window: list[bool] = []
    window.docks["dock_demon"].visibilityChanged.connect(
        lambda _: after_the_window.append(window.windowHandle().isVisible())
    )
    qtbot.waitUntil(window.docks["dock_demon"].isVisible)
    assert window.docks["dock_demon"].isFloating()
    assert after_the_window
    assert all(after_the_window)


# Sizes


SIZES = ((1440, 900), (900, 700), (780, 460), (1920, 1080), (901, 600))


def test_at_no_size_is_anything_drawn_that_has_no_room(small_desk: Desk) -> None:
    """Qt would say so by warnings, and a warning fails a test."""
    window = small_desk.window
    for size in SIZES:
        window.resize(*size)
        window.grab()
    for button in window.findChildren(QAbstractButton):
        if button.icon().isNull():
            continue
        for size in ((0, 20), (20, 0), (1, 1), (3, 20)):
            button.resize(*size)
            button.render(QPixmap(40, 40))
