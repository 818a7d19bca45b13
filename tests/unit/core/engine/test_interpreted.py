"""What the lines of the compiled engine compute, read by Python: so these tests need no numba and no compiler."""

from dataclasses import replace
from functools import partial

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.engine.compiled import factors
from bpexplorer.core.engine.compiled import stepper as compiled_stepper
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.mask import FROZEN
from bpexplorer.core.training.state import start_run
from bpexplorer.core.training.trainer import Trainer
from tests import interpreted
from tests.engines import assert_engines_agree, deviations, numpy_trainer
from tests.gradients import assert_gradients_are_exact, gradient_of_a_step
from tests.runs import advance, classes_data, regression_data, start
from tests.strategies import PAIRS, runs


@pytest.fixture(autouse=True)
def _read_by_python(monkeypatch):
    interpreted.put_in_place(monkeypatch)


@pytest.fixture
def by(request, monkeypatch):
    """What multiplies matrices, whatever their size."""
    if request.param == "BLAS":
        if not compiled_stepper.gemm_address(np.dtype(np.float64)):
            pytest.skip("numpy's BLAS isn't one that compiled code can call")
        monkeypatch.setattr(compiled_stepper, "MIN_PRODUCT_FOR_BLAS", 1)
    return request.param


DATA = classes_data()
COMPILED = partial(gradient_of_a_step, "compiled")
BY = pytest.mark.parametrize("by", ["loops", "BLAS"], indirect=True)


@pytest.mark.parametrize("hidden", list(ACTIVATIONS))
def test_gradients_are_exact_with_every_hidden_activation(hidden):
    assert_gradients_are_exact(hidden, "log_likelihood", "softmax", COMPILED)


@pytest.mark.parametrize(("cost", "output"), PAIRS)
def test_gradients_are_exact_with_every_cost_and_output(cost, output):
    assert_gradients_are_exact("tanh", cost, output, COMPILED)


@BY
@pytest.mark.parametrize("batch_size", [1, 7, 8, 11, 1000])
def test_runs_agree_with_numpy_whatever_the_batch_size(by, batch_size, monkeypatch):
    """The last batch of 23 samples is smaller; what the one before left beyond its samples must not count."""
    state = start((9, 6, 6, 4), activation="softplus", batch_size=batch_size)
    assert_engines_agree(state, monkeypatch, steps=12)


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_runs_agree_with_numpy_with_every_optimizer(optimizer, monkeypatch):
    settings = {"weight_decay": 0.3} if optimizer == "adamw" else {}
    state = start(
        (5,), optimizer=optimizer, optimizer_settings=settings, learning_rate=0.01, schedule="exponential",
        l1=1e-3, l2=1e-2,
    )  # fmt: skip
    assert_engines_agree(state, monkeypatch, steps=24)


@BY
@pytest.mark.parametrize("drawn_at_once", [1, 200, 10**6])
def test_runs_with_dropout_agree_with_numpy_however_many_factors_are_drawn_at_once(
    by, drawn_at_once, monkeypatch
):
    """Also where a step is taken back and made again, and in a layer that isn't elementwise."""
    monkeypatch.setattr(factors, "DRAWN_AT_ONCE", drawn_at_once)
    state = start((6, 5, 4), optimizer="momentum", learning_rate=0.05)
    layers = tuple(
        replace(layer, dropout=share)
        for layer, share in zip(state.spec.layers, (0.5, 0, 0.3, 0), strict=True)
    )
    spec = replace(
        state.spec, layers=(layers[0], replace(layers[1], activation="softmax", dropout=0.2), *layers[2:])
    )
    trainer = advance(Trainer(start_run(spec, state.config, state.data)), 3)
    trainer.shown_step()
    assert_engines_agree(trainer.state(), monkeypatch, steps=14)


def test_a_run_that_goes_on_agrees_with_numpy(monkeypatch):
    """The moments have seen the steps of earlier calls, too."""
    state = start((5,), optimizer="adam", learning_rate=0.01)
    assert_engines_agree(advance(Trainer(state), 7).state(), monkeypatch, steps=9)


def test_the_same_steps_are_clipped_as_by_numpy(monkeypatch):
    state = assert_engines_agree(start(clip_norm=0.4), monkeypatch, steps=40)
    assert 0 < state.clipped_steps < 40


def huge(**config):
    """One weight whose gradient is 1e200, so that its square is no number any more."""
    data = regression_data(np.full((4, 1), 1e200), np.zeros((4, 1)))
    options = {"cost": "absolute", "learning_rate": 10.0, "batch_size": 1} | config
    return start((), data=data, output="identity", **options)


def test_a_gradient_whose_squares_overflow_is_clipped_as_by_numpy(monkeypatch):
    assert assert_engines_agree(huge(clip_norm=1.0), monkeypatch, steps=6).clipped_steps == 6


@BY
@pytest.mark.parametrize("neuron", [Neuron(1, 2), Neuron(2, 0), Neuron(3, 2)])
def test_a_held_demon_is_obeyed_as_by_numpy(by, neuron, monkeypatch):
    state = start((4, 3))
    held = replace(state, held=HeldDemon(neuron, 0.7, since=0, bias=0.0))
    assert_engines_agree(held, monkeypatch, steps=12)


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adamw"])
def test_what_is_fixed_is_left_alone_as_by_numpy(optimizer, monkeypatch):
    state = start(optimizer=optimizer, learning_rate=0.02, l2=0.1, clip_norm=0.3)
    state = advance(Trainer(state), 6).state()  # moments that would go on
    mask = np.zeros(state.spec.parameter_count)
    mask[::3] = FROZEN
    got = assert_engines_agree(
        replace(state, mask=Parameters(state.spec, mask), step=0, clipped_steps=0), monkeypatch, steps=9
    )
    np.testing.assert_array_equal(got.planes.flat[:, ::3], state.planes.flat[:, ::3])


@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_a_run_diverges_in_the_same_step_as_by_numpy(optimizer, monkeypatch):
    state = huge(optimizer=optimizer)
    fast, slow = advance(Trainer(state), 50), advance(numpy_trainer(state, monkeypatch), 50)
    assert fast.divergence == slow.divergence is not None
    assert np.isfinite(fast.state().planes.flat).all()
    assert deviations(fast.state().planes, slow.state().planes).max() <= 1e-12


def steady(state):
    """The same run in float64, from random parameters, and so that rounding isn't made much of.

    Where symmetry holds a gradient at 0, what is left of it is rounding, of which an adaptive optimizer with a small ε
    and the L1 penalty make whole steps.
    """
    chosen = state.config.optimizer_settings
    chosen = {**chosen, "epsilon": 0.01} if "epsilon" in chosen else chosen
    config = state.config.with_changes(initializer="normal", optimizer_settings=chosen, dtype="float64")
    return replace(start_run(state.spec, config, state.data, mask=state.mask), held=state.held)


@given(runs(DATA).map(steady), st.integers(1, 8))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_run_agrees_with_numpy(monkeypatch, state, steps):
    fast, slow = advance(Trainer(state), steps), advance(numpy_trainer(state, monkeypatch), steps)
    assert fast.engine.startswith("compiled")
    assert (fast.step, fast.divergence) == (slow.step, slow.divergence)
    got, want = fast.state(), slow.state()
    assert got.clipped_steps == want.clipped_steps
    assert deviations(got.planes, want.planes).max() <= 1e-10
