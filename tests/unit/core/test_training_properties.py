"""What holds for every network and configuration, on random ones."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.costs import COSTS
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.streams import Purpose, stream
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.mask import fixed_places, removed_places
from bpexplorer.core.training.state import MOMENTS, START, VALUE, start_run
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project.project import Project
from tests.runs import advance, assert_same_run, bits, classes_data
from tests.slopes import by_parameters
from tests.strategies import plans, runs

DATA = classes_data()
SMOOTH = [name for name, each in ACTIVATIONS.items() if not each.kinks]


@st.composite
def networks(draw, names):
    hidden = draw(st.lists(st.integers(1, 5), max_size=3))
    activations = draw(st.lists(st.sampled_from(names), min_size=len(hidden), max_size=len(hidden)))
    return NetworkSpec.create((DATA.inputs, *hidden, DATA.outputs), [*activations, "softmax"])


@given(runs(DATA), st.integers(0, 12), st.integers(0, 12))
@settings(deadline=None, max_examples=80)
def test_a_run_stopped_anywhere_goes_on_to_the_bit(state, stop_at, more):
    through = advance(Trainer(state), stop_at + more)
    stopped = advance(Trainer(state), stop_at)
    resumed = advance(Trainer(stopped.state()), more)
    assert_same_run(resumed.state(), through.state())


@given(runs(DATA), st.lists(st.integers(1, 6), max_size=4))
@settings(deadline=None, max_examples=60)
def test_in_what_slices_a_run_advances_changes_nothing(state, slices):
    sliced = Trainer(state)
    for steps in slices:
        sliced.advance(steps)
    assert_same_run(sliced.state(), advance(Trainer(state), sliced.step).state())


@given(runs(DATA).filter(lambda state: state.mask is not None), st.integers(1, 12))
@settings(deadline=None, max_examples=80)
def test_what_is_masked_never_moves_nor_do_its_moments(state, steps):
    fixed, removed = fixed_places(state.mask), removed_places(state.mask)
    after = advance(Trainer(state), steps).state()
    assert bits(after.planes.flat[:, fixed]) == bits(state.planes.flat[:, fixed])
    assert not after.parameters.flat[removed].any()


@given(
    networks(SMOOTH),
    st.sampled_from([name for name in COSTS if name != "absolute"]),
    st.integers(0, 99),
    st.data(),
)
@settings(deadline=None, max_examples=60)
def test_a_step_of_gradient_descent_goes_down_the_slope_of_cost_and_penalty(spec, cost, seed, data):
    batch_size = data.draw(st.sampled_from([1, 2, 7]))
    # Without momentum the velocity is the gradient, to the bit.
    config = TrainingConfig(
        cost=cost, optimizer="momentum", optimizer_settings={"momentum": 0.0}, learning_rate=1.0,
        batch_size=batch_size, l1=0.03, l2=0.2, seed=seed,
    )  # fmt: skip
    state = start_run(spec, config, DATA)
    trainer = Trainer(state)
    rows = trainer.order[:batch_size]
    trainer.advance(1)
    after = trainer.state()
    gradient = after.planes.flat[MOMENTS]
    np.testing.assert_array_equal(after.parameters.flat, state.parameters.flat - gradient)

    slopes = by_parameters(state.parameters, DATA.x_train[rows], DATA.y_train[rows], cost, config.penalty)
    rounding = 16 * np.finfo(float).eps * max(1, np.abs(state.parameters.flat).max()) ** spec.depth
    np.testing.assert_allclose(gradient[slopes.clear], slopes.values[slopes.clear], rtol=1e-12, atol=rounding)


def epochs_by_hand(state, epochs):
    """The parameters after whole epochs: the order of each epoch cut into batches, a step of the optimizer each."""
    config, x, y = state.config, state.data.x_train, state.data.y_train
    rule, parameters = OPTIMIZERS[config.optimizer], state.parameters
    rows = np.vstack([parameters.flat, np.zeros((len(rule.moment_names), parameters.flat.size))])
    batches, count = -(-len(x) // config.batch_size), 0
    for epoch in range(epochs):
        order = stream(config.seed, Purpose.SHUFFLE, epoch).permutation(len(x))
        for batch in range(batches):
            taken = order[batch * config.batch_size :][: config.batch_size]
            network = Parameters(state.spec, rows[VALUE]).network()
            trace = backpropagate(network, x[taken], y[taken], cost=config.cost)
            by_weights = [
                gradient + config.l1 * np.sign(w) + config.l2 * w
                for gradient, w in zip(trace.grad_weights, network.weights, strict=True)
            ]
            gradient = Parameters.join(state.spec, by_weights, trace.grad_biases).flat
            length = float(np.sqrt((gradient**2).sum()))
            if 0 < config.clip_norm < length:
                gradient *= config.clip_norm / length
            after, count = np.empty_like(rows), count + 1
            rule.step(
                rows,
                gradient,
                after,
                learning_rate=config.learning_rate_after(epoch + batch / batches),
                settings=config.optimizer_settings,
                count=count,
            )
            rows = after
    return rows[VALUE]


@given(plan=plans(dropout=False), epochs=st.integers(1, 2))
@settings(deadline=None, max_examples=40)
def test_training_is_a_step_for_each_batch_of_each_epochs_order(plan, epochs):
    # Two ways to add up differ by rounding noise. Whole steps would be made of it by an adaptive optimizer with a small
    # ε, or by the L1 penalty where symmetry holds a weight at 0.
    chosen = plan.config.optimizer_settings
    steady = {**chosen, "epsilon": 0.01} if "epsilon" in chosen else chosen
    plan = replace(
        plan,
        config=plan.config.with_changes(initializer="normal", optimizer_settings=steady, dtype="float64"),
    )
    state = Project.at_start(plan).state
    with np.errstate(all="ignore"):
        want = epochs_by_hand(state, epochs)
    trainer = Trainer(state)
    advance(trainer, epochs * trainer.batches_per_epoch)
    if trainer.divergence is not None:  # rare: an unbounded output with steps of the largest length
        assert not np.isfinite(want).all() or not np.isfinite(trainer.recorder.history().batches).all()
        return
    got = trainer.state().parameters.flat
    assert np.abs(got - want).max() <= 1e-9 * max(1.0, np.abs(want).max())


@given(plan=plans(), steps=st.integers(0, 25))
@settings(deadline=None, max_examples=40)
def test_the_start_stays_and_the_counters_fit_together(plan, steps):
    state = Project.at_start(plan).state
    trainer = advance(Trainer(state), steps)
    now = trainer.state()
    np.testing.assert_array_equal(now.planes.flat[START], state.parameters.flat)
    assert (now.epoch, trainer.batch) == divmod(now.step, trainer.batches_per_epoch)
    assert np.isfinite(now.planes.flat).all()
    assert len(now.history.batches) == now.step
