"""The samples and inputs of a set, a row each: held against backpropagation of each sample by itself."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core import evaluation
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import Freeze
from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.network import Network
from bpexplorer.core.readings.table import rows as rows_module
from bpexplorer.core.readings.table.inputs import read_inputs
from bpexplorer.core.readings.table.one import read_what_if
from bpexplorer.core.readings.table.rows import SampleTable, ordered, read_samples
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.mask import fixed_places
from bpexplorer.core.training.state import TrainerState
from tests.runs import classes_data, regression_data, start

COST = "log_likelihood"


def gradient_of(state: TrainerState, rows: slice, part: str = "train") -> np.ndarray:
    """∇C over some samples as one array, 0 where the mask holds a parameter."""
    x, y, _ = state.data.part(part)  # type: ignore[arg-type]
    trace = backpropagate(state.network(), x[rows], y[rows], cost=COST)
    pairs = zip(trace.grad_weights, trace.grad_biases, strict=True)
    return np.concatenate([each.ravel() for pair in pairs for each in pair])


def free_of(state: TrainerState) -> np.ndarray:
    """1 where training changes a parameter, in the order of `gradient_of`."""
    if state.mask is None:
        return np.ones(len(gradient_of(state, slice(1))))
    pairs = zip(state.mask.weights, state.mask.biases, strict=True)
    return np.concatenate([(each == 0.0).ravel() for pair in pairs for each in pair]).astype(float)


def frozen(state: TrainerState) -> TrainerState:
    """With all that leads into a hidden neuron frozen."""
    changed, _ = Freeze(1, (0,)).on_state(state, Context(0))
    assert len(fixed_places(changed.mask))
    return changed


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("over", ["train", "test", "all", "probe"])
def test_norm_share_and_cosine_are_those_of_each_samples_own_gradient(
    over: str, masked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(evaluation, "samples_at_once", lambda _network: 4)
    state = start((4, 3), dtype="float64")
    state = frozen(state) if masked else state
    free = free_of(state)
    whole = gradient_of(state, slice(None)) * free
    table = without_pauses(
        read_samples(
            state.network(),
            state.data,
            cost=COST,
            over=over,
            neuron=Neuron(1, 2),
            mask=state.mask,  # type: ignore[arg-type]
        )
    )
    assert len(table.rows) == table.samples == len(state.data.samples(over).x)  # type: ignore[arg-type]
    for place, row in enumerate(table.rows):
        part = table.part_of(place)
        own = gradient_of(state, slice(row, row + 1), part) * free
        size, length = np.linalg.norm(own), np.linalg.norm(whole)
        assert table.gradient_norms[place] == pytest.approx(size, rel=1e-12)
        assert table.alignments[place] == pytest.approx(own @ whole / (size * length), rel=1e-9)
        share = own @ whole / (len(state.data.x_train) * length**2)
        assert table.shares[place] == pytest.approx(
            share if part == "train" else np.nan, rel=1e-9, nan_ok=True
        )
        trace = backpropagate(
            state.network(),
            state.data.part(part).x[[row]],
            state.data.part(part).y[[row]],
            cost=COST,
        )
        assert table.costs[place] == pytest.approx(trace.cost, rel=1e-12)
        assert table.delta_norms[place] == pytest.approx(np.linalg.norm(trace.deltas[-1]), rel=1e-12)
        assert table.neuron_deltas is not None
        assert table.neuron_deltas[place] == pytest.approx(trace.deltas[0][0, 2], rel=1e-12)
        assert table.place_of(part, int(row)) == place
    assert table.gradient_norm == pytest.approx(np.linalg.norm(whole), rel=1e-12)
    if over in ("train", "all"):
        assert np.nansum(table.shares) == pytest.approx(1.0)


def test_a_step_against_the_gradient_lowers_c_of_the_samples_whose_gradients_lie_beside_it() -> None:
    state = start()
    before = without_pauses(read_samples(state.network(), state.data, cost=COST, over="test"))
    whole = backpropagate(state.network(), state.data.x_train, state.data.y_train, cost=COST)
    network, rate = state.network(), 1e-6
    stepped = Network(
        [w - rate * g for w, g in zip(network.weights, whole.grad_weights, strict=True)],
        [b - rate * g for b, g in zip(network.biases, whole.grad_biases, strict=True)],
        network.activations,
    )
    after = without_pauses(read_samples(stepped, state.data, cost=COST, over="test"))
    np.testing.assert_array_equal(np.sign(before.costs - after.costs), np.sign(before.alignments))


def table_of(**columns: object) -> SampleTable:
    state = start()
    return replace(
        without_pauses(read_samples(state.network(), state.data, cost=COST, over="test")), **columns
    )  # type: ignore[arg-type]


def test_equal_rows_stay_as_they_stand_and_what_is_no_number_comes_last() -> None:
    costs = np.array([1.0, np.nan, 3.0, 1.0, np.inf])
    assert ordered(costs, largest_first=True).tolist() == [4, 2, 0, 3, 1]
    assert ordered(costs, largest_first=False).tolist() == [0, 3, 2, 4, 1]


def test_the_heaviest_samples_have_half_of_what_all_norms_add_up_to() -> None:
    assert table_of(gradient_norms=np.array([1.0, 6.0, 1.0, 1.0, 1.0])).heaviest() == 1
    assert table_of(gradient_norms=np.array([4.0, 1.0, 3.0, 1.0, 1.0])).heaviest() == 2
    assert table_of(gradient_norms=np.zeros(5)).heaviest() == 0


def test_of_a_large_set_as_many_are_read_as_it_allows_spread_evenly_and_their_shares_are_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(rows_module, "MOST_ROWS", 6)
    state = start()
    table = without_pauses(read_samples(state.network(), state.data, cost=COST, over="train"))
    assert table.is_sampled
    assert table.rows.tolist() == [0, 3, 7, 11, 15, 19]
    assert table.shares.sum() == pytest.approx(1.0)


def test_numbers_are_not_right_or_wrong() -> None:
    data = regression_data(np.arange(8.0).reshape(4, 2), np.arange(4.0).reshape(4, 1))
    net = start(data=data, output="identity", cost="quadratic").network()
    table = without_pauses(read_samples(net, data, cost="quadratic", over="train"))
    assert (table.labels, table.predicted, table.is_right) == (None, None, None)
    np.testing.assert_array_equal(table.targets, data.y_train)


def test_inputs_have_the_share_of_their_weights_in_the_gradient_and_the_slope_of_c_by_them() -> None:
    state = start(data=classes_data(inputs=4))
    net, data = state.network(), state.data
    reading = without_pauses(read_inputs(net, data, cost=COST))
    gradient = backpropagate(net, data.x_train, data.y_train, cost=COST).grad_weights[0]
    np.testing.assert_allclose(reading.shares, np.square(gradient).sum(axis=0) / np.square(gradient).sum())
    slopes = []
    for sample in range(len(data.x_train)):
        shifted = data.x_train[[sample] * 4].astype(complex) + 1e-30j * np.eye(4)
        trace = backpropagate(net.astype(complex), shifted, data.y_train[[sample] * 4], cost=COST)
        slopes.append(trace.sample_costs.imag / 1e-30)
    np.testing.assert_allclose(reading.influence, np.sqrt(np.square(slopes).mean(axis=0)))


def test_what_if_an_input_were_another_is_backpropagation_of_just_that() -> None:
    state = start()
    net, data = state.network(), state.data
    x, y = data.x_train[0], data.y_train[0]
    other = x + 1.0
    read = read_what_if(net, data, (x, y), (other, None), cost=COST)
    trace = backpropagate(net, x[np.newaxis], y[np.newaxis], cost=COST)
    assert read.as_it_is.cost == pytest.approx(trace.cost)
    assert read.as_it_is.deltas is not None
    np.testing.assert_allclose(read.as_it_is.deltas[-1], trace.deltas[-1][0])
    assert read.changed is not None
    assert (read.changed.cost, read.changed.deltas) == (None, None)
    changed = backpropagate(net, other[np.newaxis], y[np.newaxis], cost=COST)
    np.testing.assert_allclose(read.changed.outputs, changed.activations[-1][0])
    assert read.changed.predicted == changed.activations[-1][0].argmax()


def test_every_sample_of_a_large_set_is_read_in_slices() -> None:
    data = classes_data(samples=30_000)
    state = start((40,), data=data)
    slices = read_samples(state.network(), data, cost=COST, over="all")
    table, pauses = None, 0
    while table is None:
        try:
            next(slices)
            pauses += 1
        except StopIteration as done:
            table = done.value
    assert pauses >= 4  # as many to learn ∇C as for the rows
    assert len(table.rows) == table.samples == 30_005
    costs = backpropagate(state.network(), data.x_test, data.y_test, cost=COST).sample_costs
    np.testing.assert_allclose(table.costs[-5:], costs, rtol=1e-12)
    assert table.shares[:30_000].sum() == pytest.approx(1.0)
