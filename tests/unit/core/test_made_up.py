"""Entries that somebody adds from outside, one insertion each: the core knows all of them at once, in both engines."""

import sys
from dataclasses import replace
from functools import partial
from typing import ClassVar

import numpy as np
import pytest

from bpexplorer.core.activations import ACTIVATIONS, Elementwise
from bpexplorer.core.costs import COSTS, Cost
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.run import Configure
from bpexplorer.core.engine.compiled.codes import codes
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.initializers import INITIALIZERS, LayerDraw
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.output import output_error
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.vocabularies.pairing import Pair
from bpexplorer.core.vocabularies.pairs import costs_of_numbers, pair
from bpexplorer.data.choice import default_choice
from bpexplorer.data.dataset import DATASETS
from bpexplorer.data.prepare import chosen_dataset, prepare
from tests import interpreted
from tests.engines import assert_engines_agree
from tests.gradients import assert_gradients_are_exact, gradient_of_a_step, gradient_of_a_trace
from tests.made_up.adding import MADE_UP, add_all
from tests.made_up.arctan import Arctan
from tests.made_up.averaged import Averaged
from tests.made_up.log_cosh import LogCosh
from tests.runs import advance, start


@pytest.fixture(autouse=True)
def _added(monkeypatch):
    add_all(monkeypatch)


@pytest.fixture
def read_by_python(monkeypatch):
    interpreted.put_in_place(monkeypatch)


def made_up_run(**config: object):
    """A run of all of them."""
    made_up = {"cost": "log_cosh", "optimizer": "averaged", "initializer": "signs", "learning_rate": 0.05}
    return start((4, 3), activation="arctan", output="arctan", **(made_up | config))


@pytest.mark.parametrize("kind", MADE_UP)
def test_an_entry_is_unknown_until_it_is_added(kind, monkeypatch):
    table, one = MADE_UP[kind]
    monkeypatch.delitem(table, one.name)
    with pytest.raises(BpExplorerError, match=rf"no .*{one.name}"):
        _use(kind)
    monkeypatch.setitem(table, one.name, one)
    _use(kind)


def _use(kind):
    {
        "activation": lambda: NetworkSpec.create([1, 1], ["arctan"]),
        "cost": lambda: TrainingConfig(cost="log_cosh"),
        "optimizer": lambda: TrainingConfig(optimizer="averaged"),
        "initializer": lambda: LayerDraw("signs"),
        "data set": lambda: prepare(replace(DEFAULT_XOR, name="stripes"), "tanh"),
    }[kind]()


DEFAULT_XOR = default_choice("xor")


# What is said of pairs


@pytest.mark.parametrize("cost", [*COSTS, "log_cosh"])
def test_there_is_a_sentence_on_each_pair_with_an_activation_that_nobody_wrote_about(cost):
    found = pair(cost, "arctan")
    assert found.words.endswith(".")
    assert (found.kind == "refused") == (cost in ("cross_entropy", "log_likelihood"))
    if found.kind == "odd":
        assert found.error.startswith("δ = σ′(z) · ")
        assert "Near −1.57 or 1.57 it is tiny" in found.words


def test_what_is_said_of_saturation_is_true():
    arctan, z = ACTIVATIONS["arctan"], np.array([[-1e6, 1e6]])
    for cost in ("quadratic", "absolute", "huber", "log_cosh"):
        a = arctan.value(z)
        assert abs(output_error(COSTS[cost], arctan, z, a, -a)).max() < 1e-10


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_there_is_a_sentence_on_each_pair_with_a_cost_that_nobody_wrote_about(activation):
    found = pair("log_cosh", activation, of_numbers=True)
    assert found.kind == "odd"
    assert found.error.startswith("δ")
    assert "tanh(a − y)" in found.error
    assert "A far miss pulls no harder than 1." in found.words


def test_a_cost_of_numbers_is_offered_for_numbers():
    assert "log_cosh" in costs_of_numbers()
    assert "Log-cosh" in pair("cross_entropy", "sigmoid", of_numbers=True).words


class Gate(Elementwise):
    """A ramp from 0 to 1, with kinks: close to its ends the slope isn't small."""

    name, label, formula = "gate", "Gate", "a = z between 0 and 1"
    purpose = "A ramp."
    range = (0.0, 1.0)
    kinks = (0.0, 1.0)

    def value(self, z):
        return np.where(z.real < 0, 0, np.where(z.real > 1, 1, z))

    def derivative(self, z, a):
        return ((z.real > 0) & (z.real <= 1)).astype(z.dtype)


class Counts(Cost):
    """Of counts: outputs and targets from 0 up; it can be negative."""

    name, label, formula = "counts", "Counts", "C = Σₖ (aₖ − yₖ ln aₖ)"
    purpose = "The surprise at counts."
    domain = (0.0, np.inf)

    def sample_costs(self, a, y):
        return (a - y * np.log(a)).sum(axis=-1)

    def gradient(self, a, y):
        return 1 - y / a


def test_nothing_is_claimed_that_cant_be_told_from_the_properties(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "gate", Gate())
    monkeypatch.setitem(COSTS, "counts", Counts())
    assert "where that is small, so is δ" in pair("quadratic", "gate").words  # not: near 0 and 1
    both = pair("cross_entropy", "gate")
    assert (both.kind, both.error) == ("odd", "δ = σ′(z) · (a − y) / (a (1 − a))")
    assert both.words == (
        "The slopes of both stay in δ. An output that is rounded to 0 or 1 has no δ that can be computed."
    )
    assert pair("counts", "softplus").error == "δ = σ′(z) · ∂C/∂a"
    refused = pair("counts", "tanh")
    assert refused.words.startswith(
        "The counts cost needs outputs from 0 up, but tanh gives numbers between −1 and 1."
    )
    assert "Choose sigmoid or ReLU or softplus or softmax or Gate for the output layer" in refused.words
    assert "is for targets from 0 up" in pair("counts", "softplus", of_numbers=True).words


class Matching(Arctan):
    """One that has something to say of a cost that was there before."""

    name = "matching"
    pairs: ClassVar = {"quadratic": Pair("odd", "δ = r / (1 + z²)", "Said by the activation.")}


def test_either_of_a_pair_may_carry_what_is_said_of_it(monkeypatch):
    monkeypatch.setitem(ACTIVATIONS, "matching", Matching())
    assert pair("quadratic", "matching").words == "Said by the activation."


# Numbers


def test_gradients_through_a_new_activation_and_cost_are_exact():
    assert_gradients_are_exact("arctan", "log_cosh", "arctan", gradient_of_a_trace)
    assert_gradients_are_exact("arctan", "log_likelihood", "softmax", partial(gradient_of_a_step, "numpy"))
    assert_gradients_are_exact("tanh", "log_cosh", "identity", partial(gradient_of_a_step, "numpy"))


def test_numpy_trains_with_all_of_them():
    trainer = Trainer(made_up_run())
    before = trainer.state()
    assert {abs(w) for weights in before.parameters.weights for w in weights.flat} == {0.3}
    after = advance(trainer, 60).state()
    assert after.history.batches[-5:, 1].mean() < 0.7 * after.history.batches[0, 1]


def test_a_new_initialiser_takes_its_settings():
    weights, biases = LayerDraw("signs", {"size": 2.0})(3, 5, np.random.default_rng(0))
    assert set(np.unique(weights)) == {-2.0, 2.0}
    assert not biases.any()
    assert list(INITIALIZERS)[-1] == "signs"


@pytest.mark.usefixtures("read_by_python")
@pytest.mark.parametrize("config", [{}, {"optimizer": "adam"}, {"cost": "quadratic"}, {"batch_size": 7}])
def test_the_compiled_engine_makes_what_numpy_makes_with_each_of_them(config, monkeypatch):
    assert_engines_agree(made_up_run(**config), monkeypatch, steps=24, tolerance=1e-12)


@pytest.mark.usefixtures("read_by_python")
@pytest.mark.parametrize("kind", [Arctan, LogCosh, Averaged])
def test_what_has_no_compiled_form_is_left_to_numpy_and_that_is_said(kind, monkeypatch):
    monkeypatch.setattr(kind, "compiled", lambda self, tools: None)
    trainer = Trainer(made_up_run())
    assert trainer.engine == "numpy float64"
    assert advance(trainer, 5).step == 5


@pytest.mark.usefixtures("read_by_python")
def test_a_run_of_the_compiled_engine_has_it_back_when_what_it_lacks_has_gone(monkeypatch):
    monkeypatch.setattr(Averaged, "compiled", lambda self, tools: None)
    trainer = advance(Trainer(start((4,))), 3)
    trainer.apply(Configure(trainer.config.with_changes(optimizer="averaged")), Context(1))
    assert trainer.engine == "numpy float64"
    advance(trainer, 3)
    trainer.apply(Configure(trainer.config.with_changes(optimizer="sgd")), Context(2))
    assert trainer.engine == "compiled float64"
    assert advance(trainer, 3).step == 9


@pytest.mark.usefixtures("read_by_python")
def test_what_is_added_after_the_engine_was_loaded_is_left_to_numpy(monkeypatch):
    monkeypatch.setitem(sys.modules, f"{interpreted.PACKAGE}.dispatch", interpreted.dispatch())
    assert Trainer(made_up_run()).engine == "compiled float64"
    monkeypatch.setitem(OPTIMIZERS, "later", type("Later", (Averaged,), {"name": "later"})())
    assert Trainer(made_up_run(optimizer="later")).engine == "numpy float64"
    assert Trainer(made_up_run()).engine == "compiled float64"  # whose codes are what they were


def test_a_code_that_no_entry_has_is_an_error_and_never_another_entry():
    dispatch = interpreted.dispatch()
    z = np.zeros(8)
    for wrong in (len(codes().activations), -1):
        with pytest.raises(ValueError, match="no entry has this code"):
            dispatch.activate(wrong, z, z.copy(), 8)
        with pytest.raises(ValueError, match="no entry has this code"):
            dispatch.carry_back(wrong, z, z, z.copy(), 8)
        with pytest.raises(ValueError, match="no entry has this code"):
            dispatch.cost_and_gradient(wrong, z, z, z.copy(), 8, 8)
        with pytest.raises(ValueError, match="no entry has this code"):
            dispatch.pair_cost_and_error(wrong, z, z, z, z.copy(), 8, 8)
        with pytest.raises(ValueError, match="no entry has this code"):
            dispatch.update(wrong, z[np.newaxis], z[np.newaxis].copy(), 0.1, z, 1, 1.0)


# Data


def test_a_new_data_set_can_be_chosen_prepared_and_told_apart():
    choice = default_choice("stripes")
    assert (choice.samples, choice.noise) == (400, 0.1)
    prepared = prepare(choice, "arctan")
    assert chosen_dataset(prepared.choice).title == DATASETS["stripes"].title
    assert prepared.training.inputs == 2
    assert set(np.unique(prepared.training.y_train)) == {-np.pi / 2, np.pi / 2}
