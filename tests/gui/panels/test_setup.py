"""Set-up, connected to a real document as the window does it."""

from dataclasses import replace
from typing import TypeVar

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import Freeze, RemoveBiases
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.readings.gradient import read_gradient
from bpexplorer.core.spec import Connection, NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.frame import Frame
from bpexplorer.data.choice import DataChoice, default_choice
from bpexplorer.document.acts.base import Act
from bpexplorer.document.acts.demon import ArmDemon, ReleaseDemon
from bpexplorer.document.acts.network import FreezeSelected, ReinitialiseSelected
from bpexplorer.document.acts.training import ChangeSettings
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.session import Demon, SessionState
from bpexplorer.guard import set_reporter
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.panels.setup.gradients import MEASURING
from bpexplorer.panels.setup.panel import SetupPanel
from bpexplorer.panels.shared.forms.editors import ChoiceBox
from bpexplorer.panels.shared.forms.quick_settings import QuickSettings
from bpexplorer.project.plan import Plan
from tests.frames import Training
from tests.pictures import draw
from tests.shown import number as shown_number

W = TypeVar("W", bound=QObject)


class Desk:
    """A panel whose requests reach a document, and whose plan comes back from it."""

    def __init__(self, panel: SetupPanel, document: NetworkDocument) -> None:
        self.panel, self.document = panel, document
        #: What a user would read in the message bar.
        self.refused: list[str] = []
        set_reporter(lambda fault: self.refused.append(fault.text))
        panel.act_requested.connect(self._carry_out)
        document.plan_changed.connect(self._show)
        document.pending.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        document = self.document
        self.panel.show_plan(document.plan, document.prepared)
        self.panel.show_pending(document.pending.choices, document.pending.outlook)

    def _carry_out(self, act: Act) -> None:
        try:
            act.carry_out(self.document, None)
        except BpExplorerError as error:
            self.refused.append(str(error))

    @property
    def config(self) -> TrainingConfig:
        return self.document.plan.config

    def find(self, kind: type[W], name: str) -> W:
        found = self.panel.findChild(kind, name)
        assert found is not None, name
        return found

    def type(self, name: str, text: str) -> None:
        field = self.find(NumberField, name)
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Return)

    def pick(self, name: str, label: str) -> None:
        """Choose from a combo box with the keyboard, as its popup does it."""
        combo = self.find(QComboBox, name)
        row = combo.findText(label)
        assert row >= 0, label
        while combo.currentIndex() != row:
            QTest.keyClick(combo, Qt.Key.Key_Down if combo.currentIndex() < row else Qt.Key.Key_Up)

    def click(self, name: str) -> None:
        QApplication.processEvents()  # what has just appeared has its place before anybody can press it
        QTest.mouseClick(self.find(QPushButton, name), Qt.MouseButton.LeftButton)

    def text(self, name: str) -> str:
        label = self.find(QLabel, name)
        return label.text() if label.isVisibleTo(self.panel) else ""

    def is_shown(self, name: str) -> bool:
        """Whether it is there; settings of a choice are made when it is first chosen."""
        found = self.panel.findChild(QWidget, name)
        return found is not None and found.isVisibleTo(self.panel)


def plan_for(data: str, sizes: tuple[int, ...], activations: tuple[str, ...], **config: object) -> Plan:
    spec = NetworkSpec.create(sizes, activations)
    return Plan(spec, TrainingConfig(**config), default_choice(data))  # type: ignore[arg-type]


def desk_for(qtbot: QtBot, plan: Plan) -> Desk:
    document = NetworkDocument(plan)
    panel = SetupPanel()
    document.setParent(panel)
    qtbot.addWidget(panel)
    panel.resize(240, 1100)
    with qtbot.waitExposed(panel):
        panel.show()
    panel.open_only(panel.section_names)
    return Desk(panel, document)


@pytest.fixture
def desk(qtbot: QtBot) -> Desk:
    return desk_for(qtbot, plan_for("digits", (64, 14, 10, 10), ("tanh", "tanh", "softmax")))


@pytest.fixture(scope="module")
def frame() -> Frame:
    return Training().advance(72).frame()


def test_the_learning_rate_changes_at_once_and_its_arrows_go_one_two_five(desk: Desk) -> None:
    desk.type("learning_rate", "0.3")
    assert desk.config.learning_rate == 0.3
    QTest.keyClick(desk.find(NumberField, "learning_rate"), Qt.Key.Key_Up)
    assert desk.config.learning_rate == 0.5
    assert desk.document.undo_stack.count() >= 1


def test_the_batch_size_changes_at_once(desk: Desk) -> None:
    desk.type("batch_size", "50")
    assert desk.config.batch_size == 50


def test_another_optimizer_brings_its_parameters_and_says_that_moments_are_new(desk: Desk) -> None:
    assert not desk.is_shown("momentum_momentum")
    desk.pick("optimizer", "Momentum")
    assert desk.config.optimizer == "momentum"
    assert desk.is_shown("momentum_momentum")
    assert "new moments" in desk.text("optimizer_formula")
    desk.type("momentum_momentum", "0.5")
    assert desk.config.optimizer_settings["momentum"] == 0.5


def test_the_parameters_of_adam_go_in_steps_that_suit_them(desk: Desk) -> None:
    desk.pick("optimizer", "AdamW")
    for name, key, value in (
        ("beta2", Qt.Key.Key_Up, 0.9995),
        ("beta1", Qt.Key.Key_Down, 0.8),
        ("epsilon", Qt.Key.Key_Down, 5e-9),
        ("weight_decay", Qt.Key.Key_Up, 0.02),
    ):
        field = desk.find(NumberField, f"adamw_{name}")
        assert field.isVisibleTo(desk.panel)
        assert field.toolTip()
        QTest.keyClick(field, key)
        assert desk.config.optimizer_settings[name] == field.value() == value
    assert not desk.refused


def test_a_schedule_brings_its_settings_and_the_rate_of_the_next_step(desk: Desk) -> None:
    assert not desk.is_shown("cosine_length")
    desk.pick("schedule", "Cosine")
    assert desk.config.schedule == "cosine"
    desk.type("cosine_length", "4")
    desk.type("cosine_floor", "0.5")
    assert desk.config.schedule_settings == {"length": 4.0, "floor": 0.5}
    training = Training(**{name: getattr(desk.config, name) for name in ("schedule", "schedule_settings")})
    draw(desk.panel, training.advance(4 * 72).frame())
    assert desk.text("learning_rate_now") == "η of step 289: 0.075"
    desk.type("cosine_floor", "1")
    assert desk.refused == ["Floor f can't be 1; it must be at least 0 and below 1."]
    assert desk.find(NumberField, "cosine_floor").value() == 0.5


def test_penalties_and_clipping_change_at_once_and_say_what_they_come_to(desk: Desk) -> None:
    assert not desk.is_shown("penalty_now")
    assert not desk.is_shown("clipped_steps")
    desk.type("l1", "0.001")
    desk.type("l2", "0.01")
    desk.type("clip_norm", "0.1")
    assert (desk.config.l1, desk.config.l2, desk.config.clip_norm) == (0.001, 0.01, 0.1)
    frame = Training(l1=0.001, l2=0.01, clip_norm=0.1).advance(30).frame()
    assert frame.clipped_steps == 30
    draw(desk.panel, frame)
    assert desk.text("penalty_now").startswith("Penalty now: ")
    assert "is without it" in desk.text("penalty_now")
    draw(desk.panel, session=SessionState(selection=(Neuron(2, 1),), connection=Connection(2, 1, 3)))
    gradient = desk.find(QLabel, "connection_gradient")
    shown = " ".join(label.text() for label in gradient.parentWidget().findChildren(QLabel))
    assert "∂C/∂w without penalty" in shown
    assert desk.text("clipped_steps") == "Clipped: 30 of 30 steps."
    desk.document.undo_stack.undo()
    assert desk.config.clip_norm == 0
    assert not desk.is_shown("clipped_steps")


def test_a_refused_change_is_told_by_name_with_the_range_and_snaps_back(desk: Desk) -> None:
    desk.pick("optimizer", "Momentum")
    desk.type("momentum_momentum", "2")
    assert desk.refused == ["Momentum μ can't be 2; it must be at least 0 and below 1."]
    assert desk.config.optimizer_settings["momentum"] == 0.9
    assert desk.find(NumberField, "momentum_momentum").value() == 0.9


def test_undo_shows_the_old_values_again(desk: Desk) -> None:
    desk.type("learning_rate", "0.3")
    desk.document.undo_stack.undo()
    assert desk.find(NumberField, "learning_rate").value() == 0.15


def test_another_initialiser_is_offered_and_only_applied_on_demand(desk: Desk) -> None:
    desk.pick("initializer", "He normal")
    assert desk.config.initializer == "normal_fan_in"
    assert "Applying this restarts training. You can undo it" in desk.text("start_pending_words")
    desk.click("start_apply")
    assert desk.config.initializer == "he_normal"
    assert not desk.is_shown("start_pending")


def test_biases_and_the_settings_of_a_start_are_gathered_and_applied_as_one(desk: Desk) -> None:
    assert desk.is_shown("normal_fan_in_gain")
    desk.pick("initializer", "Uniform")
    assert not desk.is_shown("normal_fan_in_gain")
    desk.type("uniform_half_width", "0.2")
    assert not desk.is_shown("constant_bias_value")
    desk.pick("bias_initializer", "Constant")
    desk.type("constant_bias_value", "-0.3")
    QTest.keyClick(desk.find(NumberField, "constant_bias_value"), Qt.Key.Key_Up)
    assert desk.config == TrainingConfig()
    desk.click("start_apply")
    assert desk.config == TrainingConfig(
        initializer="uniform",
        initializer_settings={"half_width": 0.2},
        bias_initializer="constant",
        bias_initializer_settings={"bias_value": -0.25},
    )
    assert not desk.is_shown("start_pending")
    assert desk.document.undo_stack.count() == 1
    assert desk.document.undo_stack.undo_text == "Change initialisation of weights, initialisation of biases"
    desk.document.undo_stack.undo()
    assert desk.config == TrainingConfig()
    assert desk.is_shown("normal_fan_in_gain")


def test_the_way_weights_are_drawn_is_told_with_its_formula(desk: Desk) -> None:
    desk.pick("initializer", "He normal")
    tooltip = desk.find(QComboBox, "initializer").toolTip()
    assert "Applying this restarts training." in tooltip.replace("\n", " ")
    assert "He normal: Makes up for the half of z that a ReLU cuts off" in tooltip.replace("\n", " ")
    assert tooltip.endswith("w ~ N(0, σ²)\nσ = g √(2 / n_in)")


def test_another_type_of_numbers_is_offered_and_begins_a_new_run(desk: Desk) -> None:
    desk.pick("dtype", "float32")
    assert desk.config.dtype == "float64"
    desk.click("start_apply")
    assert desk.config.dtype == "float32"
    assert desk.document.undo_stack.undo_text == "Change precision"
    desk.document.undo_stack.undo()
    assert desk.config.dtype == "float64"


def test_the_compiled_engine_is_switched_off_by_an_offered_restart(desk: Desk) -> None:
    desk.pick("engine", "numpy")
    assert desk.config.engine == "automatic"
    desk.click("start_apply")
    assert desk.config.engine == "numpy"


def test_an_offered_start_can_be_discarded(desk: Desk) -> None:
    desk.type("seed", "7")
    assert desk.is_shown("start_pending")
    desk.click("start_discard")
    assert not desk.is_shown("start_pending")
    assert desk.find(NumberField, "seed").value() == 20261121
    assert desk.document.undo_stack.count() == 0


def test_a_new_seed_restarts_from_the_next_one(desk: Desk) -> None:
    desk.click("new_seed")
    assert desk.config.seed == 20261122
    assert desk.find(NumberField, "seed").value() == 20261122
    assert desk.document.undo_stack.count() == 1


def test_other_data_are_previewed_and_offered_with_what_they_mean_for_the_network(desk: Desk) -> None:
    desk.pick("data_set", "Spiral")
    assert desk.document.plan.data.name == "digits"
    words = desk.text("data_pending_words")
    assert "Applying this restarts training. You can undo it." in words
    assert "Input layer: 64 → 2 neurons." in words
    assert "Output layer: 10 → 2 neurons." in words
    assert "2 classes" in desk.text("data_counts")
    desk.click("data_apply")
    assert desk.document.plan.data.name == "spiral"
    assert desk.document.plan.spec.sizes == (2, 14, 10, 2)
    assert not desk.is_shown("data_pending")


def test_settings_of_generated_data_are_shown_for_generated_data_only(desk: Desk) -> None:
    assert not desk.is_shown("data_noise")
    desk.pick("data_set", "Spiral")
    assert desk.is_shown("data_noise")
    assert desk.is_shown("data_samples")


def test_the_parts_of_a_set_that_has_any_are_chosen_by_their_own_name(desk: Desk) -> None:
    field = desk.find(NumberField, "data_parts")
    assert not field.isVisibleTo(desk.panel)
    for title, label in (("Parity", "Bits"), ("Blobs", "Classes")):
        desk.pick("data_set", title)
        assert field.isVisibleTo(desk.panel)
        assert field.accessibleName() == label
    desk.type("data_parts", "9")
    assert "2" in desk.refused[-1]
    assert "8" in desk.refused[-1]
    desk.type("data_parts", "7")
    desk.click("data_apply")
    plan = desk.document.plan
    assert (plan.data.parts, plan.spec.outputs) == (7, 7)
    desk.type("data_parts", "5")
    assert desk.document.pending.choices.in_words(plan) == ("Data (classes)",)


def test_several_changes_of_the_data_are_one_undo_step(qtbot: QtBot) -> None:
    desk = desk_for(qtbot, plan_for("xor", (2, 4, 1), ("tanh", "sigmoid"), cost="cross_entropy"))
    desk.type("data_noise", "0.2")
    desk.type("data_samples", "200")
    desk.type("data_test_share", "50")
    desk.type("data_validation_share", "10")
    desk.pick("data_scaling", "0…1")
    desk.type("data_seed", "3")
    desk.click("data_apply")
    assert desk.document.plan.data == DataChoice(
        name="xor", noise=0.2, samples=200, test_share=0.5, validation_share=0.1, scaling="unit", seed=3
    )
    assert desk.document.undo_stack.count() == 1
    assert "90 training, 10 validation, 100 test" in desk.text("data_counts")


def test_going_back_to_the_data_in_use_offers_nothing(desk: Desk) -> None:
    desk.pick("data_set", "Spiral")
    desk.pick("data_set", "Handwritten digits 8×8")
    assert not desk.is_shown("data_pending")


def test_a_gathered_change_survives_a_live_one(desk: Desk) -> None:
    desk.type("data_seed", "5")
    desk.type("learning_rate", "0.3")
    assert desk.is_shown("data_pending")
    assert desk.find(NumberField, "data_seed").value() == 5


def test_a_cost_that_cannot_follow_the_output_layer_is_explained(qtbot: QtBot) -> None:
    desk = desk_for(qtbot, plan_for("xor", (2, 4, 1), ("tanh", "tanh"), cost="log_likelihood"))
    assert "needs outputs between 0 and 1" in desk.text("cost_pair")
    desk.pick("cost", "Quadratic")
    assert desk.config.cost == "quadratic"
    assert desk.text("cost_pair").startswith("δ = (1 − a²) · (a − y)\nIts slope stays in δ")


def test_the_selected_neuron_shows_its_numbers_of_this_sample(desk: Desk, frame: Frame) -> None:
    draw(desk.panel, frame)
    draw(desk.panel, session=SessionState(selection=(Neuron(1, 6),), sample=3))
    trace = frame.trace
    assert trace is not None
    z, a = trace.zs[0][3, 6], trace.activations[0][3, 6]
    expected = {
        "selected_z": z,
        "selected_a": a,
        "selected_delta": trace.deltas[0][3, 6],
        "selected_gate": 1 - a * a,
        "selected_mean_delta": trace.deltas[0][:, 6].mean(),
    }
    for name, value in expected.items():
        assert shown_number(desk.text(name)) == pytest.approx(value, abs=1e-4), name
    assert desk.find(NumberField, "selected_bias").value() == pytest.approx(frame.network.biases[0][6])
    assert desk.text("selected_section_summary") == ""  # the rows below say it


def test_it_is_named_whose_cost_the_gradient_is_of_and_the_training_set_is_offered(
    desk: Desk, frame: Frame, qtbot: QtBot
) -> None:
    draw(desk.panel, frame)
    draw(desk.panel, session=SessionState(selection=(Neuron(1, 6),)))
    box = desk.find(ChoiceBox, "selected_gradient_samples")
    assert box.currentText() == "32 fixed samples"
    assert desk.panel.choice is None, "nothing is measured that isn't looked at"
    with qtbot.waitSignal(desk.panel.choice_changed):
        desk.pick("selected_gradient_samples", "training set")
    assert desk.panel.choice == "train"
    assert desk.text("selected_mean_delta") == MEASURING
    reading = without_pauses(
        read_gradient(
            frame.network,
            frame.data,
            cost=frame.config.cost,
            over="train",
            step=frame.step,
            edit=frame.edit_number,
        )
    )
    desk.panel.show_reading(reading)
    assert shown_number(desk.text("selected_mean_delta")) == pytest.approx(
        reading.grad_biases[0][6], abs=1e-4
    )
    draw(desk.panel, session=SessionState(selection=(Neuron(2, 1),), connection=Connection(2, 1, 3)))
    weight = reading.grad_weights[1][1, 3]
    assert shown_number(desk.text("connection_gradient")) == pytest.approx(weight, abs=1e-4)
    assert desk.find(ChoiceBox, "connection_gradient_samples").currentText() == "training set"
    # An edit has made it another network: what was measured before isn't its gradient.
    draw(desk.panel, replace(frame, edit_number=frame.edit_number + 1))
    assert desk.text("connection_gradient") == MEASURING
    draw(
        desk.panel,
        replace(frame, edit_number=frame.edit_number + 1),
        session=SessionState(selection=(Neuron(0, 1),)),
    )
    assert not desk.is_shown("selected_gradient_samples")


def test_a_typed_bias_is_asked_for_and_goes_to_all_selected_neurons_of_the_layer(
    desk: Desk, frame: Frame, qtbot: QtBot
) -> None:
    draw(desk.panel, frame)
    draw(desk.panel, session=SessionState(selection=(Neuron(2, 1), Neuron(1, 4), Neuron(1, 6))))
    with qtbot.waitSignal(desk.panel.edit_requested) as asked:
        desk.type("selected_bias", "0.5")
    assert asked.args == [SetBiases(1, (4, 6), 0.5)]


def test_frames_do_not_disturb_a_bias_that_is_being_typed(desk: Desk, frame: Frame) -> None:
    draw(desk.panel, frame)
    draw(desk.panel, session=SessionState(selection=(Neuron(1, 6),)))
    field = desk.find(NumberField, "selected_bias")
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, "0.7")
    biases = [b + 1.0 for b in frame.network.biases]
    draw(desk.panel, replace(frame, network=replace_biases(frame, biases)))
    assert field.lineEdit().text() == "0.7"


def replace_biases(frame: Frame, biases: list) -> object:  # type: ignore[type-arg]
    return type(frame.network)(frame.network.weights, biases, frame.network.activations)


def test_the_demon_is_armed_from_here_and_the_button_says_where_it_is(
    desk: Desk, frame: Frame, qtbot: QtBot
) -> None:
    draw(desk.panel, frame)
    draw(desk.panel, session=SessionState(selection=(Neuron(1, 6),)))
    with qtbot.waitSignal(desk.panel.act_requested) as asked:
        desk.click("selected_arm")
    assert asked.args == [ArmDemon()]
    draw(desk.panel, session=SessionState(selection=(Neuron(1, 6),), demon=Demon(Neuron(1, 6), 0.25)))
    assert desk.find(QPushButton, "selected_arm").text() == "Remove demon"
    with qtbot.waitSignal(desk.panel.act_requested) as asked:
        desk.click("selected_arm")
    assert asked.args == [ReleaseDemon()]


def test_selected_neurons_are_frozen_and_drawn_anew_by_buttons(desk: Desk, qtbot: QtBot) -> None:
    training = Training()
    training.trainer.apply(Freeze(1, (6,)), Context(1))
    training.trainer.apply(RemoveBiases(1), Context(2))
    draw(desk.panel, training.frame())
    draw(desk.panel, session=SessionState(selection=(Neuron(1, 6),)))
    button = desk.find(QPushButton, "selected_freeze")
    assert button.text() == "Unfreeze"
    with qtbot.waitSignal(desk.panel.act_requested) as asked:
        desk.click("selected_freeze")
    assert asked.args == [FreezeSelected(False)]
    assert not desk.find(NumberField, "selected_bias").isEnabled()
    draw(desk.panel, session=SessionState(selection=(Neuron(1, 6), Neuron(2, 0))))
    assert button.text() == "Freeze"
    with qtbot.waitSignal(desk.panel.act_requested) as asked:
        desk.click("selected_freeze")
    assert asked.args == [FreezeSelected(True)]
    with qtbot.waitSignal(desk.panel.act_requested) as asked:
        desk.click("selected_reinitialise")
    assert asked.args == [ReinitialiseSelected()]


def test_an_input_shows_its_value_and_has_no_bias(desk: Desk, frame: Frame) -> None:
    draw(desk.panel, frame)
    draw(desk.panel, session=SessionState(selection=(Neuron(0, 20),), sample=3))
    assert f"a = {frame.data.x_probe[3, 20]:.3g} in sample 3" in desk.text("selected_message")
    assert not desk.is_shown("selected_bias")


def test_a_low_panel_scrolls_its_settings_and_keeps_the_selected_neuron_in_sight(
    desk: Desk, frame: Frame
) -> None:
    desk.panel.resize(220, 560)
    draw(desk.panel, frame)
    draw(desk.panel, session=SessionState(selection=(Neuron(1, 6),)))
    arm = desk.find(QPushButton, "selected_arm")
    assert desk.panel.rect().contains(arm.mapTo(desk.panel, arm.rect().bottomRight()))


def test_every_control_has_a_name_for_scripts_and_for_screen_readers(desk: Desk) -> None:
    for kind in (QComboBox, QAbstractSpinBox, QPushButton):
        for control in desk.panel.findChildren(kind):
            assert control.objectName(), control
            assert control.accessibleName(), control.objectName()
            assert control.toolTip() or not control.isVisible(), control.objectName()


def test_the_toolbar_uses_the_same_editors(qtbot: QtBot) -> None:
    settings = QuickSettings()
    qtbot.addWidget(settings)
    with qtbot.waitExposed(settings):
        settings.show()
    settings.show_config(TrainingConfig())
    rate = settings.findChild(NumberField, "quick_learning_rate")
    assert rate is not None
    rate.setFocus()
    with qtbot.waitSignal(settings.act_requested) as asked:
        QTest.keyClick(rate, Qt.Key.Key_Up)
    assert asked.args == [ChangeSettings({"learning_rate": 0.2})]
    assert rate.value() == 0.15  # nobody took the change, so it went back


def test_stopping_rules_change_at_once_in_the_units_that_are_shown(desk: Desk) -> None:
    for name, typed, value in (
        ("max_epochs", "40", 40),
        ("max_seconds", "2.5", 2.5),
        ("target_cost", "0.05", 0.05),
        ("target_accuracy", "97.5", 0.975),
        ("patience", "6", 6),
    ):
        field = desk.find(NumberField, name)
        assert field.text() == "off"
        desk.type(name, typed)
        assert getattr(desk.config, name) == value
    assert desk.find(NumberField, "target_accuracy").text() == "97.5 %"
    desk.type("target_accuracy", "150")
    desk.type("patience", "2.5")
    assert desk.refused == [
        "“Accuracy reaches” can't be 150; it must be from 0 % (off) to 100 %.",
        "“No improvement for” can't be 2.5; it must be a whole number from 0 (off) to 1,000,000.",
    ]
    assert desk.config.target_accuracy == 0.975
    desk.type("patience", "0")
    assert desk.find(NumberField, "patience").text() == "off"
    assert "patience" not in desk.config.stopping_limits


def test_the_best_state_so_far_is_told_with_the_part_that_says_so(desk: Desk) -> None:
    training = Training((64, 6, 10), ("tanh", "softmax"), validation_share=0.1)
    training.trainer.advance(1000)
    draw(desk.panel, training.frame())
    best = training.trainer.best
    assert desk.text("best_state") == f"Best: validation cost {best.cost:.4g} (epoch 1)"


def test_each_pair_of_cost_and_output_says_what_becomes_of_delta_and_nothing_below_moves(
    qtbot: QtBot,
) -> None:
    desk = desk_for(qtbot, plan_for("xor", (2, 4, 1), ("tanh", "sigmoid"), cost="cross_entropy"))
    desk.panel.resize(300, 900)
    desk.panel.show()
    assert desk.text("cost_pair").startswith("δ = a − y\nMatched pair")

    def place_below() -> int:
        QApplication.processEvents()
        below = desk.find(QWidget, "training_section")
        return below.mapTo(desk.panel, below.rect().topLeft()).y()

    before = place_below()
    desk.pick("cost", "Quadratic")
    assert desk.text("cost_pair").startswith("δ = a (1 − a) · (a − y)\nIts slope stays in δ")
    assert place_below() == before
    desk.pick("cost", "Log-likelihood")
    assert "it is never pushed down" in desk.text("cost_pair")
    assert place_below() == before


def test_a_rate_that_is_large_for_the_optimizer_is_hinted_at_and_left_alone(desk: Desk) -> None:
    assert not desk.is_shown("learning_rate_hint")
    rate = desk.config.learning_rate
    desk.pick("optimizer", "Adam")
    assert desk.text("learning_rate_hint").startswith(f"Adam usually takes 0.001; {rate:g} is")
    assert desk.is_shown("learning_rate_hint")
    assert desk.config.learning_rate == rate
    assert "Adam usually takes 0.001." in desk.find(NumberField, "learning_rate").toolTip().replace("\n", " ")
    desk.type("learning_rate", "0.002")
    assert not desk.is_shown("learning_rate_hint")
    desk.pick("optimizer", "SGD")
    desk.type("learning_rate", "3")
    assert not desk.is_shown("learning_rate_hint")
    assert "usually" not in desk.find(NumberField, "learning_rate").toolTip()
