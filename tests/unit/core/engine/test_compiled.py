"""The compiled engine: what numpy makes, much sooner; and chosen only where it is ready."""

import math
import os
import subprocess
import sys
from dataclasses import replace
from functools import cache, partial
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.engine import choice
from bpexplorer.core.engine.base import Task
from bpexplorer.core.engine.compiled import cache as engine_cache
from bpexplorer.core.engine.compiled import evaluator as compiled_evaluator
from bpexplorer.core.engine.compiled import stepper as compiled_stepper
from bpexplorer.core.engine.compiled import work_space
from bpexplorer.core.engine.compiled.codes import NO_PAIR, codes
from bpexplorer.core.engine.compiled.evaluator import by_compiled
from bpexplorer.core.engine.compiled.warm import warm_and_wait
from bpexplorer.core.evaluation import by_numpy
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.mask import FROZEN
from bpexplorer.core.training.trainer import Trainer
from tests.engines import assert_engines_agree, numpy_trainer
from tests.gradients import assert_gradients_are_exact, gradient_of_a_step
from tests.overflows import DTYPES, OVERFLOWS, overflow_at_ends
from tests.runs import advance, assert_same_run, classes_data, overflowing, regression_data, start
from tests.strategies import PAIRS

DATA = classes_data()
#: Where nothing is compiled yet, the first test waits for it, on a busy machine for minutes.
pytestmark = pytest.mark.timeout(900)


@pytest.fixture(scope="module")
def compiled():
    """The engine, compiled if it isn't yet: by a process of its own, which takes half a minute."""
    if not engine_cache.is_installed():
        missing = "numba isn't installed (the extra 'fast'), so nothing is known about the compiled engine"
        pytest.fail(missing) if "CI" in os.environ else pytest.skip(missing)
    if not engine_cache.is_warm():
        warm_and_wait()
        assert engine_cache.is_warm()
    return engine_cache.folder().parent


@pytest.fixture
def switched_on(compiled, monkeypatch):
    """Runs get the compiled engine, though tests switch it off."""
    monkeypatch.delenv(choice.SWITCH)
    monkeypatch.setenv("BPEXPLORER_CACHE", str(compiled))  # every test has a user's folder of its own


@cache
def activations_compiled():
    """``activate`` and ``carry_back``, which only compiled code can call, for calls from Python."""
    from numba import njit

    from bpexplorer.core.engine.compiled import dispatch

    activate, carry_back = dispatch.activate, dispatch.carry_back

    @njit
    def activated(code, z, a, stride):
        activate(code, z, a, stride)

    @njit
    def carried_back(code, z, a, u, stride):
        carry_back(code, z, a, u, stride)

    return activated, carried_back


# The same numbers


def test_every_name_of_the_program_has_its_code():
    known = codes()
    assert set(known.activations) == set(ACTIVATIONS)
    assert set(known.costs) == set(COSTS)
    assert set(known.optimizers) == set(OPTIMIZERS)
    assert {known.of_cost(cost, output) for cost, output in PAIRS} == {
        *((pair, NO_PAIR) for pair in range(len(known.pairs))),
        *((NO_PAIR, known.costs.index(cost)) for cost in ("quadratic", "absolute", "huber")),
    }


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_both_engines_agree_after_100_steps_with_every_hidden_activation(activation, monkeypatch):
    assert_engines_agree(start((6, 5), activation=activation), monkeypatch)


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_compiled_activations_take_what_is_infinite_or_almost_to_their_limits(dtype):
    activate, carry_back = activations_compiled()
    largest = np.finfo(dtype).max
    z = np.array([-np.inf, -largest, largest, np.inf], dtype)
    for name, one in ACTIVATIONS.items():
        if not one.elementwise:
            continue
        a, u = np.full_like(z, np.nan), np.ones_like(z)
        activate(codes().activations.index(name), z, a, len(z))
        carry_back(codes().activations.index(name), z, a, u, len(z))
        np.testing.assert_allclose(a, one.value(z), rtol=1e-6, atol=1e-300, err_msg=name)
        np.testing.assert_allclose(u, one.derivative(z, a), rtol=1e-6, atol=1e-300, err_msg=name)


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize(("cost", "output"), PAIRS)
def test_both_engines_agree_with_every_cost_and_output(cost, output, monkeypatch):
    assert_engines_agree(start((6, 5), output=output, cost=cost, learning_rate=0.02), monkeypatch)


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
def test_both_engines_agree_with_every_optimizer(optimizer, monkeypatch):
    state = start((6,), optimizer=optimizer, learning_rate=0.01, schedule="cosine", l1=1e-3, l2=1e-2)
    assert_engines_agree(state, monkeypatch)


def points(samples=200):
    """Random points of a plane with −1 or 1 for each."""
    rng = np.random.default_rng(0)
    return regression_data(rng.normal(size=(samples, 2)), np.sign(rng.normal(size=(samples, 1))))


def pictures():
    """Random pictures of 784 pixels in ten classes."""
    return classes_data(samples=300, inputs=784, classes=10)


#: The networks whose speed ``benchmarks/engine.py`` measures.
NAMED = {
    "2-4-2-1": lambda **config: start(
        (4, 2), data=points(), output="tanh", cost="quadratic", batch_size=10, **config
    ),
    "2-8x6-1": lambda **config: start(
        (8,) * 6, data=points(), output="tanh", cost="quadratic", batch_size=10, **config
    ),
    "784-30-10": lambda **config: start(
        (30,), data=pictures(), activation="sigmoid", output="softmax", batch_size=10, **config
    ),
    "784-100x3-10": lambda **config: start((100,) * 3, data=pictures(), batch_size=32, **config),
}


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("optimizer", list(OPTIMIZERS))
@pytest.mark.parametrize("name", ["2-4-2-1", "2-8x6-1", "784-30-10"])
def test_both_engines_agree_on_the_networks_that_are_measured(name, optimizer, monkeypatch):
    assert_engines_agree(NAMED[name](optimizer=optimizer, learning_rate=0.01), monkeypatch)


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "adam"])
def test_both_engines_agree_on_a_network_of_100_000_parameters(optimizer, monkeypatch):
    """Among so many gradients some are as small as their rounding; what divides by their size alone (the first steps
    of RMSprop) makes whole steps of that, and says nothing about an engine."""
    assert_engines_agree(NAMED["784-100x3-10"](optimizer=optimizer, learning_rate=1e-3), monkeypatch)


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize(("cost", "output"), PAIRS)
def test_every_compiled_gradient_is_exact(cost, output):
    for hidden in ACTIVATIONS:
        assert_gradients_are_exact(hidden, cost, output, partial(gradient_of_a_step, "compiled"))


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("batch_size", [1, 2, 7, 8, 23, 1000])
def test_both_engines_agree_with_any_batch_size(batch_size, monkeypatch):
    assert_engines_agree(start((9, 4), batch_size=batch_size), monkeypatch)


@pytest.mark.usefixtures("switched_on")
def test_both_engines_agree_where_blas_multiplies(monkeypatch):
    data = classes_data(samples=100, inputs=60)
    state = start((40, 50), data=data, batch_size=32)
    assert 60 * 40 * 32 > compiled_stepper.MIN_PRODUCT_FOR_BLAS > 50 * 3 * 32
    assert_engines_agree(state, monkeypatch)


@pytest.mark.usefixtures("switched_on")
def test_both_engines_clip_the_same_steps(monkeypatch):
    state = assert_engines_agree(start(clip_norm=0.3), monkeypatch)
    assert 0 < state.clipped_steps < 100


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("neuron", [Neuron(1, 2), Neuron(2, 0)])
def test_both_engines_obey_a_held_demon(neuron, monkeypatch):
    state = start()
    held = replace(state, held=HeldDemon(neuron, 0.7, since=0, bias=0.0))
    got = assert_engines_agree(held, monkeypatch)
    free = advance(Trainer(state), 100).state()
    assert np.abs(got.planes.flat - free.planes.flat).max() > 1e-3


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("steps", [1, 2, 4, 5])
def test_the_batch_of_a_compiled_step_holds_the_gradient_that_the_step_was_made_from(steps):
    state = start((6, 5), data=DATA, learning_rate=1.0)
    before, trainer = advance(Trainer(state), steps - 1).state().parameters, Trainer(state)
    trainer.advance(steps)
    assert trainer.engine.startswith("compiled")
    samples, after = trainer.trace_batch(), trainer.state().parameters
    for layer in range(trainer.spec.depth):
        made = before.weights[layer] - after.weights[layer]
        assert_allclose(samples.network.weights[layer], before.weights[layer], rtol=0, atol=0)
        assert_allclose(samples.trace.grad_weights[layer], made, rtol=1e-9, atol=1e-14)


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize(
    ("hidden", "dtype"), [((6, 5), "float64"), ((80, 60), "float64"), ((6, 5), "float32")]
)
def test_both_engines_leave_out_the_same_neurons(hidden, dtype, monkeypatch):
    state = start(hidden, data=classes_data(inputs=40), dtype=dtype, batch_size=10)
    for layer, share in ((1, 0.5), (2, 0.2)):
        state = SetDropout(layer, share).on_state(state, Context(layer))[0]
    single = dtype == "float32"
    assert_engines_agree(state, monkeypatch, steps=20 if single else 100, tolerance=2e-5 if single else 1e-12)


@pytest.mark.usefixtures("switched_on")
def test_a_compiled_run_with_dropout_from_its_middle_on_goes_on_to_the_bit_from_its_state():
    trainer = advance(Trainer(start((6, 5), data=DATA)), 4)
    before = trainer.state()
    trainer.apply(SetDropout(1, 0.5), Context(1))
    assert trainer.engine.startswith("compiled")
    state = advance(trainer, 3).state()
    assert_same_run(advance(Trainer(state), 4).state(), advance(trainer, 4).state())

    trainer = Trainer(before)
    trainer.apply(trainer.apply(SetDropout(1, 0.5), Context(3)), Context(4))
    assert_same_run(trainer.state(), before)


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("optimizer", ["sgd", "adamw"])
def test_both_engines_leave_alone_what_is_frozen(optimizer, monkeypatch):
    state = start(optimizer=optimizer, learning_rate=0.02, l2=0.1, clip_norm=0.5)
    codes_of_mask = np.zeros(state.spec.parameter_count)
    codes_of_mask[::3] = FROZEN
    got = assert_engines_agree(replace(state, mask=Parameters(state.spec, codes_of_mask)), monkeypatch)
    np.testing.assert_array_equal(got.planes.flat[0, ::3], state.planes.flat[0, ::3])
    assert (got.planes.flat[0, 1::3] != state.planes.flat[0, 1::3]).all()


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", OVERFLOWS)
def test_the_first_number_that_overflows_in_compiled_code_is_named(name, dtype):
    state, expected = OVERFLOWS[name](dtype)
    trainer = Trainer(state)
    assert trainer.engine == f"compiled {dtype}"
    before = trainer.state()
    assert trainer.advance(1).divergence == expected
    assert_same_run(replace(trainer.state(), divergence=None), before)


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("samples", [20, 23, 25])
def test_compiled_code_takes_a_step_back_after_which_the_training_part_overflows(samples, monkeypatch):
    state = start(data=classes_data(samples=samples), optimizer="adam")
    trainer = Trainer(state)
    with monkeypatch.context() as patch:
        overflow_at_ends(patch)
        trainer.advance(100)
    assert trainer.divergence is not None
    assert trainer.step == trainer.divergence.step - 1 == -(-samples // 5) - 1
    trainer.divergence = None
    trainer.advance(100)
    whole = Trainer(state)
    whole.advance(100)
    assert_same_run(trainer.state(), whole.state())


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("samples", [25, 51])
def test_where_arrays_lie_in_memory_does_not_decide_about_the_last_bit_of_a_cost(samples, monkeypatch):
    state, runs = start(data=classes_data(samples=samples)), []
    for between in (2, 5, 2000):  # an allocator leaves two numbers between neighbours, or what lies there
        memory, begin = np.zeros(200_000), 0

        def zeros(shape, dtype=float, between=between, memory=memory):
            nonlocal begin
            numbers = math.prod(np.atleast_1d(shape))
            array = memory[begin : begin + numbers].view(dtype)[:numbers].reshape(shape)
            begin += numbers + between
            return array

        with monkeypatch.context() as patch:
            for module in (work_space, compiled_evaluator, compiled_stepper):
                patch.setattr(module, "np", SimpleNamespace(**{**vars(np), "zeros": zeros}))
            trainer = Trainer(state)
            trainer.advance(100)
        runs.append(trainer.state())
    assert trainer.engine == "compiled float64"
    assert_same_run(runs[0], runs[-1])
    assert_same_run(runs[1], runs[-1])


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("hidden", [(6, 5), (80, 60)])
def test_both_engines_agree_in_float32(hidden, monkeypatch):
    state = start(hidden, data=classes_data(inputs=40), dtype="float32")
    assert assert_engines_agree(state, monkeypatch, steps=20, tolerance=2e-5).planes.flat.dtype == np.float32


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("activation", list(ACTIVATIONS))
def test_compiled_activations_are_right_to_a_few_units_in_the_last_place(activation):
    activate, carry_back = activations_compiled()
    rng = np.random.default_rng(0)
    z = rng.normal(size=40) * 10.0 ** rng.integers(-12, 3, 40)
    z = np.concatenate([z, [0.0, -0.0, 1e-310, 700, -700, 37, -37, 1e3]])
    a, u = np.empty_like(z), np.ones_like(z)
    code, column = codes().activations.index(activation), z[np.newaxis]
    activate(code, z, a, 1)  # as one sample of many neurons
    want = ACTIVATIONS[activation].value(column)[0]
    np.testing.assert_allclose(a, want, rtol=4e-15, atol=1e-300)
    carry_back(code, z, a, u, 1)
    back = ACTIVATIONS[activation].vjp(column, want[np.newaxis], np.ones_like(column))[0]
    np.testing.assert_allclose(u, back, rtol=1e-14, atol=1e-14)


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("cost", ["quadratic", "huber"])
def test_single_precision_adds_costs_one_after_the_other_as_it_always_did(cost):
    rng = np.random.default_rng(0)
    y = (rng.normal(size=(100, 3)) * 10 ** rng.uniform(-4, 4, (100, 3))).astype(np.float32)
    spec = NetworkSpec.create([1, 3], ["identity"])
    task = Task(spec, TrainingConfig(cost=cost, batch_size=100), np.zeros((100, 1), np.float32), y)
    stepper = compiled_stepper.CompiledStepper(task, np.zeros((1, 6), np.float32))  # its outputs are 0
    steps = stepper.make_steps(np.arange(100), 0, np.array([0.1]), moment_steps=0)
    total = 0.0
    for target in y.T.flat:
        total += COSTS[cost].sample_costs(np.zeros((1, 1)), np.array([[target]], np.float64))[0]
    assert steps.costs[0] == total / 100


@pytest.mark.usefixtures("compiled")
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(
    ("cost", "output"), [("log_likelihood", "softmax"), ("cross_entropy", "tanh"), ("huber", "relu")]
)
def test_compiled_evaluations_are_numpys_in_either_type(cost, output, dtype):
    data = classes_data(samples=300, inputs=60)
    network = (
        start((40, 5), data=data, output=output, cost=cost, initializer="normal").network().astype(dtype)
    )
    with np.errstate(all="ignore"):
        got, want = (by(network, data, cost=cost)(*data.part("train")) for by in (by_compiled, by_numpy))
    assert got == pytest.approx(want, rel=1e-12 if dtype == np.float64 else 1e-5, nan_ok=True)


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_what_is_equal_to_the_threshold_in_its_own_type_is_not_above_it(dtype):
    data = replace(
        classes_data(samples=20, inputs=1, classes=2),
        y_train=np.ones((20, 1)), y_test=np.ones((5, 1)), threshold=0.1,
    )  # fmt: skip
    network = start((), data=data, output="identity", cost="quadratic").network().astype(dtype)
    network.weights[0][...], network.biases[0][...] = 0, 0.1
    x, y, _ = data.part("train")
    for by in (by_compiled, by_numpy):
        assert by(network, data, cost="quadratic")(x, y, np.zeros(20, np.intp))[1] == 20
        network.biases[0][...] = np.nextafter(dtype(0.1), dtype(1))
        assert by(network, data, cost="quadratic")(x, y, np.zeros(20, np.intp))[1] == 0
        network.biases[0][...] = 0.1


# Runs


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("stop_at", [1, 4, 5, 7])
@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_a_compiled_run_goes_on_to_the_bit_from_its_state(stop_at, optimizer):
    state = start(optimizer=optimizer)
    through = advance(Trainer(state), 18)
    stopped = advance(Trainer(state), stop_at)
    resumed = advance(Trainer(stopped.state()), 18 - stop_at)
    assert resumed.state().engine == "compiled"
    assert_same_run(resumed.state(), through.state())


@pytest.mark.usefixtures("switched_on")
def test_in_what_slices_a_compiled_run_advances_changes_nothing():
    state = start((6, 6))
    one_by_one, at_once = Trainer(state), advance(Trainer(state), 17)
    for _ in range(17):
        one_by_one.advance(1)
    assert_same_run(one_by_one.state(), at_once.state())


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_steps_in_place_and_steps_in_copies_have_the_same_bits(optimizer, dtype):
    """A step that is asked for alone is made in a copy of the parameters, as is the last of several."""
    config = {"optimizer": optimizer, "dtype": dtype, "l1": 1e-4, "l2": 1e-2, "batch_size": 32}
    state = start((40, 50), data=classes_data(samples=250, inputs=60), **config)
    codes_of_mask = np.zeros(state.spec.parameter_count)
    codes_of_mask[::7] = FROZEN
    state = replace(state, mask=Parameters(state.spec, codes_of_mask))
    one_by_one, at_once = Trainer(state), advance(Trainer(state), 20)
    for _ in range(20):
        one_by_one.advance(1)
    assert_same_run(one_by_one.state(), at_once.state())


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("optimizer", ["sgd", "momentum"])
def test_steps_in_place_fail_where_steps_in_copies_do(optimizer, dtype, monkeypatch):
    monkeypatch.setattr(compiled_stepper, "MIN_PRODUCT_FOR_BLAS", 1)
    state = overflowing(optimizer=optimizer, dtype=dtype)
    one_by_one, at_once = Trainer(state), advance(Trainer(state), 1000)
    while one_by_one.divergence is None:
        one_by_one.advance(1)
    assert_same_run(one_by_one.state(), at_once.state())
    assert np.isfinite(at_once.state().planes.flat).all()


@pytest.mark.usefixtures("switched_on")
@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "nesterov"])
def test_a_compiled_run_diverges_in_the_same_step_for_the_same_reason(optimizer, monkeypatch):
    state = overflowing(optimizer=optimizer)
    fast, slow = advance(Trainer(state), 1000), advance(numpy_trainer(state, monkeypatch), 1000)
    assert fast.divergence == slow.divergence is not None
    np.testing.assert_allclose(fast.state().planes.flat, slow.state().planes.flat, rtol=1e-10)
    assert np.isfinite(fast.state().planes.flat).all()


@pytest.mark.usefixtures("switched_on")
def test_a_sum_that_overflows_while_every_number_is_finite_is_no_divergence_for_compiled_code_either():
    data = regression_data(np.zeros((1, 2)), np.zeros((1, 1)))
    state = start((), data=data, output="tanh", cost="quadratic")
    flat = np.zeros_like(state.planes.flat)
    flat[0, :2] = 1e308
    trainer = Trainer(replace(state, planes=Parameters(state.spec, flat)))
    assert trainer.advance(1).steps == 1
    assert trainer.divergence is None


# The choice


@pytest.mark.usefixtures("switched_on")
def test_a_run_gets_the_compiled_engine_only_where_it_is_ready(monkeypatch, tmp_path):
    assert Trainer(start()).engine == "compiled float64"
    monkeypatch.setenv("BPEXPLORER_CACHE", str(tmp_path))
    assert Trainer(start()).engine == "numpy float64"


@pytest.mark.usefixtures("switched_on")
def test_a_configuration_that_asks_for_numpy_gets_it():
    state = start()
    asking = replace(state, config=state.config.with_changes(engine="numpy"))
    assert Trainer(asking).engine == "numpy float64"


@pytest.mark.usefixtures("switched_on")
def test_a_run_keeps_its_engine_while_another_becomes_ready(monkeypatch):
    begun = advance(numpy_trainer(start(), monkeypatch), 1).state()
    assert Trainer(begun).state().engine == "numpy"


def test_a_compiled_run_goes_on_with_numpy_where_nothing_is_compiled(monkeypatch, tmp_path):
    monkeypatch.delenv(choice.SWITCH)
    monkeypatch.setenv("BPEXPLORER_CACHE", str(tmp_path))
    begun = replace(start(), engine="compiled", step=1)
    assert advance(Trainer(begun), 3).state().engine == "numpy"


def test_a_network_with_large_products_needs_a_blas_that_can_be_called(monkeypatch):
    monkeypatch.delenv(choice.SWITCH)
    monkeypatch.setattr(engine_cache, "is_warm", lambda: True)
    monkeypatch.setattr(compiled_stepper, "gemm_address", lambda dtype: 0)
    small, large = start((4,)), start((400, 400), batch_size=20)
    assert choice.choose_engine(small.spec, small.config).name == "compiled"
    assert choice.choose_engine(large.spec, large.config).name == "numpy"


def run_python(code, **environment):
    command = [sys.executable, "-c", code]
    variables = os.environ | environment
    return subprocess.run(
        command, env=variables, stdout=subprocess.PIPE, text=True, check=True, timeout=100
    ).stdout


FIRST_STEP = """
import sys
from bpexplorer.core.training.trainer import Trainer
from tests.overflows import DTYPES, OVERFLOWS
from tests.runs import start
trainer = Trainer(start())
print("numba" in sys.modules)
trainer.advance(1)
from bpexplorer.core.engine.compiled.steps import make_steps
print(sum(make_steps.stats.cache_hits.values()), sum(make_steps.stats.cache_misses.values()))
"""


def test_another_process_takes_what_was_compiled_and_loads_numba_with_its_first_step(compiled):
    assert run_python(FIRST_STEP, BPEXPLORER_ENGINE="auto", BPEXPLORER_CACHE=str(compiled)).split() == [
        "False",
        "1",
        "0",
    ]


def test_the_numpy_engine_never_loads_numba():
    code = FIRST_STEP.split("from bpexplorer.core.engine")[0] + "print('numba' in sys.modules)"
    assert run_python(code, BPEXPLORER_ENGINE="numpy").split() == ["False", "False"]
