"""A cost that can't be evaluated after the output layer, made so while training goes on."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt

from bpexplorer.core.edits.structure import SetActivation
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.frame import RunState
from bpexplorer.core.training.state import Divergence
from bpexplorer.project.plan import Plan
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from tests.windows import Desk

CTRL = Qt.KeyboardModifier.ControlModifier
REASON = "The cross-entropy cost needs outputs between 0 and 1, but tanh gives"


def xor_with(output: str, cost: str) -> Plan:
    plan = preset("xor").plan
    spec = NetworkSpec.create(plan.spec.sizes, [*plan.spec.activations[:-1], output])
    return replace(plan, spec=spec, config=plan.config.with_changes(cost=cost))


@pytest.fixture
def playing(open_desk: Callable[..., Desk]) -> Desk:
    """XOR with a tanh output and the quadratic cost, which is trained right now."""
    desk = open_desk(Project.at_start(xor_with("tanh", "quadratic")))
    desk.unfold("cost")
    desk.play_at_full_speed()
    desk.wait(lambda: desk.frame.step > 20)
    return desk


def test_a_cost_that_cannot_be_evaluated_pauses_training_with_the_reason_and_resets_nothing(
    playing: Desk,
) -> None:
    desk, run = playing, playing.frame.run
    desk.pick("cost", "Cross-entropy")
    message = desk.wait_for_message(REASON)
    assert message.startswith("Training is paused. ")
    desk.wait_for_calm()
    assert desk.frame.state is RunState.PAUSED
    assert desk.frame.divergence is None
    assert desk.frame.run == run
    assert desk.frame.step > 20
    assert np.isfinite(desk.parameters()).all()
    assert desk.find_all("divergence_go_back") == desk.find_all("divergence_halve") == []
    step = desk.frame.step
    desk.click("button_action_play")
    desk.wait(lambda: desk.message.startswith(REASON))
    desk.wait_for_calm()
    assert desk.frame.step == step


def test_the_reason_goes_when_the_pair_is_mended_and_play_goes_on(playing: Desk) -> None:
    desk = playing
    desk.pick("cost", "Log-likelihood")
    desk.wait_for_message("Training is paused. The log-likelihood cost")
    desk.click("refusal_quadratic")
    desk.wait_for_calm()
    assert desk.frame.config.cost == "quadratic"
    assert desk.frame.refused is None
    step = desk.frame.step
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.step > step)
    desk.pick("cost", "Cross-entropy")
    desk.wait_for_message(REASON)
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait(lambda: desk.message == "")
    desk.wait(lambda: desk.frame.config.cost == "quadratic")


def test_an_undo_that_brings_the_pair_back_pauses_training_too(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(Project.at_start(xor_with("tanh", "cross_entropy")))
    desk.unfold("cost")
    desk.pick("cost", "Quadratic")
    desk.wait_for_calm()
    desk.play_at_full_speed()
    desk.wait(lambda: desk.frame.step > 20)
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait_for_message(REASON)
    desk.wait(lambda: desk.frame.state is RunState.PAUSED)
    desk.choose("Edit", "Redo: change cost")
    desk.wait(lambda: desk.message == "")
    step = desk.frame.step
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.step > step)
    desk.pause()


def test_redo_pauses_training_too(playing: Desk) -> None:
    desk = playing
    desk.pick("cost", "Cross-entropy")
    desk.wait_for_message(REASON)
    desk.key(Qt.Key.Key_Z, CTRL)
    desk.wait(lambda: desk.message == "")
    desk.wait_for_calm()
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.state is RunState.PLAYING)
    desk.choose("Edit", "Redo: change cost")
    desk.wait_for_message(REASON)
    desk.wait(lambda: desk.frame.state is RunState.PAUSED)


def test_an_output_activation_that_the_cost_cannot_follow_pauses_training(
    open_desk: Callable[..., Desk],
) -> None:
    desk = open_desk(Project.at_start(xor_with("sigmoid", "cross_entropy")))
    desk.play_at_full_speed()
    desk.wait(lambda: desk.frame.step > 20)
    desk.window.document.request(SetActivation(desk.frame.spec.depth, "identity"))
    desk.wait_for_message(
        "The cross-entropy cost needs outputs between 0 and 1, but identity gives any number"
    )
    desk.wait(lambda: desk.frame.state is RunState.PAUSED)


def test_no_half_rate_is_offered_where_no_rate_is_small_enough(open_desk: Callable[..., Desk]) -> None:
    """As in a file from a program that trained such a pair."""
    project = Project.at_start(xor_with("tanh", "cross_entropy"))
    state = replace(project.state, step=1, divergence=Divergence(2, 2, "the cost C"))
    desk = open_desk(replace(project, state=state))
    message = desk.wait_for_message("diverged in step 2")
    assert REASON in message
    assert desk.find_all("divergence_go_back") == desk.find_all("divergence_halve") == []
    desk.click("refusal_quadratic")
    desk.wait_for_calm()
    assert desk.frame.state is RunState.PAUSED
    desk.click("button_action_play")
    desk.wait(lambda: desk.frame.step > 5)
    desk.pause()
