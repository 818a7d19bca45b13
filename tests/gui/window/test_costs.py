"""Cost and accuracy on the bar are those of the network shown, whatever was done to it."""

import pytest

from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.masks import Reinitialise
from bpexplorer.core.evaluation import cost_and_accuracy
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import PartName
from bpexplorer.look import numbers
from tests.frames import Training
from tests.pictures import draw
from tests.windows import Desk

SHOWN = ("train_cost", "test_cost", "test_accuracy")


def measured(desk: Desk) -> dict[str, str]:
    """What the bar has to say of the network shown, by the core's own evaluation."""
    frame = desk.frame

    def of(part: PartName) -> tuple[float, float]:
        return cost_and_accuracy(frame.trained_network, frame.data, part, cost=frame.config.cost)

    (train, _), (test, accuracy) = of("train"), of("test")
    return {
        "train_cost": numbers.unsigned(train),
        "test_cost": numbers.unsigned(test),
        "test_accuracy": numbers.percent(accuracy),
    }


def shown(desk: Desk) -> dict[str, str]:
    return {name: desk.text(name) for name in SHOWN}


def test_another_cost_chosen_before_the_first_step_is_the_one_on_the_bar(desk: Desk) -> None:
    before = desk.number("train_cost")
    desk.window.document.configure(cost="quadratic")
    desk.wait_for_calm()
    assert shown(desk) == measured(desk)
    assert desk.number("train_cost") != before


def test_a_pause_within_an_epoch_shows_the_cost_of_that_step(small_desk: Desk) -> None:
    for step in range(1, 4):
        small_desk.click("button_action_step")
        small_desk.wait(lambda step=step: small_desk.text("step") == numbers.count(step))
        small_desk.wait_for_calm()
        assert shown(small_desk) == measured(small_desk)


@pytest.mark.parametrize("undone", [False, True])
def test_an_edit_while_training_rests_is_measured_and_so_is_its_undo(small_desk: Desk, undone: bool) -> None:
    small_desk.run_epochs(1)
    before = shown(small_desk)
    small_desk.window.document.request(Reinitialise(1, (0, 1, 2)))
    small_desk.wait_for_calm()
    assert shown(small_desk) == measured(small_desk) != before
    if undone:
        small_desk.click("button_action_undo")
        small_desk.wait_for_calm()
        assert shown(small_desk) == measured(small_desk) == before


def test_the_accuracy_of_the_bar_is_that_of_the_metrics_at_the_same_step(desk: Desk) -> None:
    desk.click("button_action_step")
    desk.window.document.request(Reinitialise(2, tuple(range(10))))
    desk.wait_for_calm()
    desk.open_panel("dock_metrics")
    metrics = desk.window.panel_drawing.measurings["dock_metrics"]
    desk.wait(lambda: metrics.reading is not None and metrics.is_settled)
    assert metrics.reading.step == desk.window.costs.reading.step == desk.frame.step
    assert desk.text("test_accuracy") == numbers.percent(metrics.reading.metrics.accuracy)


def test_a_cost_that_an_edit_has_overtaken_is_a_dash_until_it_is_measured(desk: Desk) -> None:
    bar, training = desk.window.top_bar, Training(cost="quadratic")
    draw(bar, training.frame(edit=desk.frame.edit_number + 1))
    assert set(shown(desk).values()) == {"–"}


def test_a_change_that_leaves_the_network_alone_leaves_its_cost_on_the_bar(desk: Desk) -> None:
    before = shown(desk)
    desk.window.document.configure(learning_rate=0.01)
    desk.wait(lambda: desk.frame.edit_number == desk.window.document.posted)
    assert shown(desk) == before


def test_training_under_a_demon_is_measured_with_its_dz(small_desk: Desk) -> None:
    before = shown(small_desk)
    small_desk.window.document.request(HoldDemon(Neuron(1, 0), 2.0))
    small_desk.wait_for_calm()
    assert shown(small_desk) == measured(small_desk) != before
