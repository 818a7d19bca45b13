"""The bar at the top: where training stands, and how it goes on."""

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

from bpexplorer.core.readings.costs import CostsReading
from bpexplorer.core.training.frame import RunState
from bpexplorer.look import numbers
from bpexplorer.look.widgets.labels import NumberLabel
from bpexplorer.window.chrome.progress import left_words, place_words
from bpexplorer.window.chrome.speed import POSITIONS, position_of, rate_text, steps_per_second
from tests.windows import Desk

STYLES = Qt.ToolButtonStyle


def test_the_numbers_are_those_of_the_run(small_desk: Desk) -> None:
    small_desk.run_epochs(3)
    latest = small_desk.state().history.latest
    assert latest is not None
    assert small_desk.text("epoch").strip() == "3", "a whole epoch has no decimals"
    assert small_desk.number("step") == latest.step == small_desk.frame.step
    assert small_desk.number("train_cost") == pytest.approx(latest.train_cost, abs=1e-3)
    assert small_desk.number("test_cost") == pytest.approx(latest.test_cost, abs=1e-3)
    assert small_desk.number("test_accuracy") == pytest.approx(100 * latest.test_accuracy, abs=0.051)


def test_a_batch_is_one_step_and_an_epoch_ends_at_its_end(small_desk: Desk) -> None:
    small_desk.click("button_action_step")
    small_desk.wait(lambda: small_desk.text("step") == "1")
    small_desk.choose("Train", "Epoch")
    small_desk.wait(lambda: small_desk.frame.epoch == 1)
    small_desk.wait_for_calm()
    assert small_desk.frame.step == small_desk.frame.batches_per_epoch
    assert small_desk.number("epoch") == 1


def test_the_play_button_says_what_a_press_does(small_desk: Desk) -> None:
    play = small_desk.window.actions_by_name["action_play"]
    assert play.text() == "Play"
    small_desk.click("button_action_play")
    small_desk.wait(lambda: small_desk.frame.state is RunState.PLAYING)
    assert play.text() == "Pause"
    small_desk.pause()
    assert play.text() == "Play"


def test_reset_returns_to_the_same_start_and_can_be_undone(small_desk: Desk) -> None:
    start = small_desk.parameters()
    small_desk.run_epochs(2)
    learned = small_desk.parameters()
    assert (learned != start).any()
    small_desk.click("button_action_reset")
    small_desk.wait_for_calm()
    assert small_desk.frame.step == 0
    assert (small_desk.parameters() == start).all()
    small_desk.click("button_action_undo")
    small_desk.wait_for_calm()
    assert (small_desk.parameters() == learned).all()


def test_a_new_seed_draws_another_start(small_desk: Desk) -> None:
    start, seed = small_desk.parameters(), small_desk.frame.config.seed
    small_desk.choose("Train", "New seed")
    small_desk.wait_for_calm()
    assert small_desk.frame.config.seed == seed + 1
    assert (small_desk.parameters() != start).any()


def test_a_setting_on_the_bar_is_the_plan_s_and_is_live(small_desk: Desk) -> None:
    small_desk.run_epochs(1)
    step = small_desk.frame.step
    small_desk.enter("quick_learning_rate", "0.5")
    small_desk.wait_for_calm()
    assert small_desk.frame.config.learning_rate == 0.5
    assert small_desk.frame.step == step


def test_the_speed_goes_in_equal_ratios_up_to_full_speed() -> None:
    rates = [steps_per_second(position) for position in range(POSITIONS + 1)]
    assert rates[-1] is None
    finite = [rate for rate in rates if rate is not None]
    assert finite[0] == 0.5
    assert finite[-1] == 5000.0
    assert {round(b / a, 9) for a, b in pairwise(finite)} == {round(finite[1] / finite[0], 9)}
    assert [position_of(rate) for rate in rates] == list(range(POSITIONS + 1))


@pytest.mark.parametrize(("rate", "text"), [(None, "full"), (25.0, "25/s"), (0.5, "0.5/s")])
def test_a_speed_reads_as_batches_a_second(rate: float | None, text: str) -> None:
    assert rate_text(rate) == text


def test_slow_motion_makes_steps_one_by_one(small_desk: Desk) -> None:
    small_desk.click("speed")
    small_desk.key(Qt.Key.Key_Home, widget=small_desk.find("speed"))
    small_desk.click("button_action_play")
    small_desk.wait(lambda: small_desk.frame.step >= 1)
    small_desk.pause()
    assert small_desk.frame.step <= 2


#: By width of the window.
BUTTONS = {
    1520: STYLES.ToolButtonTextBesideIcon,
    1428: STYLES.ToolButtonTextOnly,  # as wide as the window is on a screen of 1,440
    1380: STYLES.ToolButtonIconOnly,
    1280: STYLES.ToolButtonTextBesideIcon,  # with the workspaces in a list
    1024: STYLES.ToolButtonIconOnly,
}


def test_a_narrow_bar_drops_icons_then_names_before_it_leaves_anything_out(small_desk: Desk) -> None:
    bar, step = small_desk.window.top_bar, small_desk.find("button_action_step")
    assert isinstance(step, QToolButton)
    # The guide is in the Help menu, too: where it is tightest, the room is the run's.
    kept = ["button_action_undo", "test_accuracy", "speed", "run_progress"]
    for width in (*BUTTONS, *reversed(BUTTONS)):
        small_desk.window.resize(width, 800)
        small_desk.wait(lambda width=width: small_desk.window.width() == width)  # type: ignore[misc]
        small_desk.wait(lambda width=width: step.toolButtonStyle() is BUTTONS[width])  # type: ignore[misc]
        assert step.accessibleName() == "Batch"
        for name in [*kept, "button_action_guide"] if width > 1024 else kept:
            assert bar.rect().contains(small_desk.find(name).mapTo(bar, QPoint(0, 0))), (name, width)
        assert small_desk.find_all("qt_toolbar_ext_button") == [], width


#: What the numbers that are measured are called, by width of the window.
IN_FULL = ("C, training set", "C, test set", "Accuracy, test set")
SHORT = ("C, training", "C, test", "Accuracy, test")


def test_each_measured_number_says_of_which_set_it_is_and_moves_nothing_when_it_is_not_finite(
    small_desk: Desk,
) -> None:
    bar, frame = small_desk.window.top_bar, small_desk.frame
    for width, names in (
        (1680, IN_FULL),
        (1520, IN_FULL),
        (1428, SHORT),
        (1280, IN_FULL),
        (1024, SHORT),
        (780, SHORT),
    ):
        small_desk.window.resize(width, 800)
        small_desk.wait(lambda width=width: bar.width() == width)
        bar.show_costs(CostsReading(frame, 2.3, 2.3, 0.5))
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        labels = [label_of(small_desk, name) for name in ("train_cost", "test_cost", "test_accuracy")]
        assert tuple(label.caption.text() for label in labels) == names
        for label in labels:
            assert label.caption.width() >= label.caption.sizeHint().width(), label.caption.text()
            assert label.visibleRegion().boundingRect() == label.rect(), label.caption.text()
        assert tuple(label.number.accessibleName() for label in labels) == IN_FULL
        before = geometry_of(small_desk)
        bar.show_costs(CostsReading(frame, math.inf, math.inf, 0.5))
        assert small_desk.text("train_cost").strip() == numbers.NOT_FINITE
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        assert geometry_of(small_desk) == before, width
    assert small_desk.find_all("qt_toolbar_ext_button") == []


def label_of(desk: Desk, name: str) -> NumberLabel:
    label = desk.find(name).parent()
    assert isinstance(label, NumberLabel)
    return label


def test_however_long_a_run_is_its_counts_move_nothing_and_are_whole_in_the_tooltip(small_desk: Desk) -> None:
    bar, picture = small_desk.window.top_bar, small_desk.window.newest_picture()
    labels = {name: label_of(small_desk, name) for name in ("epoch", "step")}
    before = [each.sizeHint() for each in labels.values()]
    for epoch, step in ((999, 99_999), (1_000, 1_234_567), (99_999, 999_999_999)):
        longer = replace(picture.frame, epoch=epoch, batch=1, step=step)
        bar.show_picture(replace(picture, frame=longer), picture)
        assert [each.sizeHint() for each in labels.values()] == before
        for (name, label), count in zip(labels.items(), (epoch, step), strict=True):
            # To two digits at the least.
            assert small_desk.number(name) == pytest.approx(count, rel=0.05)
            exact = numbers.count(count)
            assert exact in label.text() or exact in label.toolTip()


# A run whose end is known


def progress_of(desk: Desk) -> tuple[str, str]:
    return desk.text("run_place"), desk.text("run_left")


def geometry_of(desk: Desk) -> list[QRect]:
    bar = desk.window.top_bar
    return [
        each.geometry()
        for each in bar.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly)
    ]


def test_a_run_of_epochs_says_how_far_it_is_and_ends_with_a_click(small_desk: Desk) -> None:
    desk = small_desk
    before = geometry_of(desk)
    desk.window.top_bar.set_speed(100.0)
    desk.window.training.run_epochs(3_000)
    desk.wait(lambda: desk.find_all("run_cancel") != [])
    place, left = progress_of(desk)
    assert place.startswith("epoch ")
    assert place.endswith(f" of {numbers.count(3_000)}")
    desk.wait(lambda: progress_of(desk)[0] == place_words(desk.frame.epoch, 3_000) != place)
    assert left.endswith(" left")
    assert geometry_of(desk) == before, "nothing beside it moves"
    desk.click("run_cancel")
    desk.wait(lambda: desk.frame.state is RunState.PAUSED)
    desk.wait_for_calm()
    assert desk.frame.epoch < 3_000
    assert desk.find_all("run_cancel") == []
    assert geometry_of(desk) == before


def test_keys_end_a_run_as_well_and_play_goes_on_without_an_end(small_desk: Desk) -> None:
    desk = small_desk
    desk.window.top_bar.set_speed(100.0)
    desk.window.training.run_epochs(500)
    desk.wait(lambda: desk.find_all("run_cancel") != [])
    button = desk.find("run_cancel")
    button.setFocus()
    desk.key(Qt.Key.Key_Space, widget=button)
    desk.wait(lambda: desk.frame.state is RunState.PAUSED)
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.state is RunState.PLAYING and desk.frame.steps_per_second > 0)
    assert desk.frame.ending is None
    assert desk.find_all("run_cancel") == []
    desk.pause()


def test_play_and_pause_take_turns_however_quickly_they_are_pressed(small_desk: Desk) -> None:
    desk = small_desk
    for _ in range(2):  # no picture comes in between
        desk.window.actions_by_name["action_play"].trigger()
    desk.wait(lambda: desk.window.live.has_heard_all(desk.frame))
    assert desk.frame.state is RunState.PAUSED
    for _ in range(3):
        desk.window.actions_by_name["action_play"].trigger()
    desk.wait(lambda: desk.window.live.has_heard_all(desk.frame))
    assert desk.frame.state is RunState.PLAYING
    desk.pause()


def test_a_rule_that_will_stop_training_is_an_end_as_well(small_desk: Desk) -> None:
    desk = small_desk
    desk.window.document.configure(max_epochs=400)
    desk.window.top_bar.set_speed(100.0)
    desk.click("button_action_play")
    desk.wait(lambda: desk.find_all("run_cancel") != [])
    assert progress_of(desk)[0].endswith(f" of {numbers.count(400)}")
    desk.click("run_cancel")
    desk.wait_for_calm()


def test_the_time_left_is_told_in_whole_minutes() -> None:
    assert left_words(0.2) == left_words(59.9) == "under 1 min left"
    assert [left_words(each) for each in (60.0, 61.0, 120.0)] == ["1 min left", "2 min left", "2 min left"]
    assert left_words(3_600.0) == "1 h 0 min left"
    assert left_words(3 * 86_400.0) == f"{numbers.count(3)} days left"
    assert place_words(7, 3_000) == f"epoch {numbers.count(7)} of {numbers.count(3_000)}"
    assert place_words(7, None) == ""
    assert len(place_words(7_654_321, 12_345_678)) <= len(place_words(9_999, 9_999))
