"""Steps that are made in the parameters themselves: the same bits as in a copy, and finite numbers only.

Python reads the lines of the compiled engine here, and BLAS multiplies, whatever the size.
"""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.engine.base import Task
from bpexplorer.core.engine.compiled import stepper as compiled_stepper
from bpexplorer.core.engine.compiled.stepper import CompiledStepper
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.mask import FROZEN
from bpexplorer.core.training.state import start_run
from bpexplorer.core.training.trainer import Trainer
from tests import interpreted
from tests.engines import assert_engines_agree, numpy_trainer
from tests.runs import advance, assert_same_run, bits, overflowing, start

SUMMING = pytest.mark.parametrize("optimizer", ["sgd", "momentum"])


@pytest.fixture(autouse=True)
def _by_blas(monkeypatch):
    if not compiled_stepper.gemm_address(np.dtype(np.float64)):
        pytest.skip("numpy's BLAS isn't one that compiled code can call")
    interpreted.put_in_place(monkeypatch)
    monkeypatch.setattr(compiled_stepper, "MIN_PRODUCT_FOR_BLAS", 30)  # the last layer's is made by loops


def masked(state):
    mask = np.zeros(state.spec.parameter_count)
    mask[::3] = FROZEN
    return replace(state, mask=Parameters(state.spec, mask))


def held(state):
    return replace(state, held=HeldDemon(Neuron(1, 2), 0.7, since=0, bias=0.0))


def with_dropout(state):
    first, *others = state.spec.layers
    spec = replace(state.spec, layers=(replace(first, dropout=0.3), *others))
    return start_run(spec, state.config, state.data)


def stepper_of(state):
    """An engine at the start of a run, with all samples in one batch, so that a call may make any number of steps."""
    task = Task(state.spec, state.config, state.data.x_train, state.data.y_train)
    return CompiledStepper(task, np.delete(state.planes.flat, 1, axis=0))


def make(stepper, count):
    """So many steps in one call, all with the first sample."""
    order = np.zeros(100, np.intp)
    with np.errstate(all="ignore"):
        steps = stepper.make_steps(order, 0, np.full(count, 0.1), moment_steps=0)
    assert not steps.failed
    return stepper


@SUMMING
@pytest.mark.parametrize("penalty", [{}, {"l2": 0.1}, {"l1": 0.01, "l2": 0.1}], ids=str)
def test_a_run_has_the_same_bits_whichever_way_its_steps_go(optimizer, penalty, monkeypatch):
    """A step that is asked for alone is made in a copy, as is the last of several."""
    state = start((6, 5), optimizer=optimizer, **penalty)
    for what in (state, masked(held(with_dropout(state)))):
        in_copies, in_place = Trainer(what), Trainer(what)
        for _ in range(9):
            in_copies.advance(1)
        assert_same_run(advance(in_place, 9).state(), in_copies.state())
        assert_engines_agree(what, monkeypatch, steps=9)


@SUMMING
def test_all_steps_of_a_call_but_the_first_and_the_last_are_made_in_place(optimizer):
    """Before the first nothing is known of the numbers; what the last was made from may be asked for."""
    state = start((6, 5), optimizer=optimizer, batch_size=1)
    stepper, one_by_one = stepper_of(state), stepper_of(state)
    planes = stepper.planes
    make(stepper, 3)
    assert stepper.planes is planes  # of two copies each leads to the other buffer
    for _ in range(2):
        make(one_by_one, 1)
    assert bits(stepper.tried) == bits(one_by_one.planes)
    stepper.take_back()
    assert bits(stepper.planes) == bits(one_by_one.planes)
    planes = stepper.planes
    assert make(stepper, 2).planes is planes  # nothing is known of what a step was taken back to
    assert make(stepper, 2).planes is not planes


@SUMMING
def test_no_step_is_made_in_place_where_no_bound_tells_what_it_leaves(optimizer):
    """The square of a weight overflows, so there is no bound, and all numbers are finite."""
    state = start((6, 5), optimizer=optimizer, batch_size=1, output="tanh", cost="quadratic")
    planes = Parameters(state.spec, state.planes.flat.copy())
    planes.weights[1][0] = 0.0
    planes.weights[1][0, 0, 0] = 1e200
    state = replace(state, planes=planes)
    stepper = stepper_of(state)
    before = stepper.planes
    assert make(stepper, 3).planes is not before
    assert np.isfinite(stepper.planes).all()


@SUMMING
def test_a_run_that_is_made_in_place_diverges_in_the_same_step_as_by_numpy(optimizer, monkeypatch):
    monkeypatch.setattr(compiled_stepper, "MIN_PRODUCT_FOR_BLAS", 1)
    state = overflowing(optimizer=optimizer)
    fast, slow = advance(Trainer(state), 1000), advance(numpy_trainer(state, monkeypatch), 1000)
    assert fast.divergence == slow.divergence is not None
    assert fast.step > 20
    np.testing.assert_allclose(fast.state().planes.flat, slow.state().planes.flat, rtol=1e-10)
