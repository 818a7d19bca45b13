"""Drawing in a window: a stroke is one edit, no weight is touched, and a run under way takes it along."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from bpexplorer.core.training_data import PARTS
from bpexplorer.panels.image.pad import SketchPad
from bpexplorer.panels.plane.drawing import DrawablePlane
from bpexplorer.project.presets import preset
from tests.runs import bits
from tests.windows import LEFT, NO_MODIFIER, Desk


def plane_of(desk: Desk) -> DrawablePlane:
    view = desk.find("plane_view")
    assert isinstance(view, DrawablePlane)
    return view


def click(desk: Desk, across: float, down: float) -> None:
    view = plane_of(desk)
    room = view.map_rect()
    place: QPoint = QPointF(room.left() + across * room.width(), room.top() + down * room.height()).toPoint()
    QTest.mouseClick(view, LEFT, NO_MODIFIER, place)


def samples(desk: Desk) -> int:
    data = desk.window.document.prepared.training
    return sum(len(data.part(part).x) for part in PARTS)


def test_points_that_are_drawn_touch_no_weight_come_back_and_join_a_run_under_way(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(preset("circle").project())
    desk.wait_for_measured()
    document, action = desk.window.document, desk.window.actions_by_name["action_draw_points"]
    map_at = plane_of(desk).map_rect()
    action.trigger()
    switch = desk.find("plane_draw")
    assert isinstance(switch, QAbstractButton)
    assert switch.isChecked()
    assert plane_of(desk).map_rect() == map_at  # nothing moves

    before, data, count = desk.state(), document.prepared.training, samples(desk)
    click(desk, 0.5, 0.5)
    assert samples(desk) == count + 1
    after = desk.state()
    assert after.run == before.run
    assert bits(after.planes.flat) == bits(before.planes.flat)
    desk.window.actions_by_name["action_undo"].trigger()
    assert document.prepared.training is data

    desk.play_at_full_speed()
    desk.wait(lambda: desk.frame.step > 20)
    for place in (0.2, 0.4, 0.6, 0.8):
        click(desk, place, 0.9)
    drawn, epoch = document.prepared.training, desk.frame.epoch
    desk.wait(lambda: desk.frame.data is drawn and desk.frame.epoch > epoch + 1)
    assert samples(desk) == count + 4
    desk.pause()
    assert desk.frame.run == before.run
    switch.click()
    assert not action.isChecked()
    click(desk, 0.5, 0.5)
    assert samples(desk) == count + 4


def test_a_class_is_added_and_the_weights_of_the_others_stay(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk(preset("blobs").project())
    desk.wait_for_measured()
    desk.click("plane_draw")
    before = desk.state()
    desk.click("plane_add_class")
    desk.wait_for_measured()
    after = desk.state()
    assert after.spec.outputs == before.spec.outputs + 1
    assert bits(after.parameters.weights[-1][:-1]) == bits(before.parameters.weights[-1])
    click(desk, 0.1, 0.1)
    labels = [desk.window.document.prepared.training.part(part).labels for part in PARTS]
    assert sum((each == before.spec.outputs).sum() for each in labels if each is not None) == 1
    drawn, weights = samples(desk), bits(desk.state().parameters.weights[-1])
    desk.click("plane_clear")
    assert samples(desk) == after.spec.outputs
    desk.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert samples(desk) == drawn
    desk.wait_for_calm()
    assert bits(desk.state().parameters.weights[-1]) == weights


def test_a_digit_that_is_drawn_is_classified_and_added_without_touching_a_weight(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(preset("digits").project())
    desk.window.actions_by_name["action_draw_picture"].trigger()
    pad = desk.find("sketch_pad")
    assert isinstance(pad, SketchPad)
    blank = desk.text("sketch_verdict")
    QTest.mouseClick(pad, LEFT, NO_MODIFIER, pad.position_of((4.0, 4.0)).toPoint())
    desk.wait(lambda: desk.text("sketch_verdict") != blank)
    box = desk.find("sketch_class")
    QTest.keyClick(box, Qt.Key.Key_End)
    before, count = desk.state(), samples(desk)
    desk.wait(desk.find("sketch_add").isEnabled)
    desk.click("sketch_add")
    assert samples(desk) == count + 1
    assert bits(desk.state().planes.flat) == bits(before.planes.flat)
    assert desk.window.document.undo_stack.steps_from_clean == 1
    desk.wait_for_calm()
