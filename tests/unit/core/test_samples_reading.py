"""The hardest samples of a part: what the panel of the same name is told."""

import numpy as np
import pytest

from bpexplorer.core import evaluation
from bpexplorer.core.backprop import forward
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.readings import samples as samples_module
from bpexplorer.core.readings.samples import read_hardest
from tests.frames import Training
from tests.runs import classes_data, regression_data, start

COST = "log_likelihood"


def state_of_classes(samples=40):
    return start(data=classes_data(samples=samples))


def costs_of(network, x, y, cost=COST):
    return cost_named(cost).sample_costs(forward(network, x).activations[-1], y)


@pytest.mark.parametrize("part", ["train", "test"])
def test_the_largest_costs_come_first_with_what_the_network_makes_of_their_samples(part):
    state = state_of_classes()
    net, (x, y, labels) = state.network(), state.data.part(part)
    costs = costs_of(net, x, y)
    reading = without_pauses(read_hardest(net, state.data, cost=COST, part=part, step=7, most=5))
    rows = np.argsort(-costs, kind="stable")[:5]
    np.testing.assert_array_equal(reading.rows, rows)
    np.testing.assert_allclose(reading.costs, costs[rows], rtol=1e-12)
    outputs = forward(net, x[rows]).activations[-1]
    np.testing.assert_allclose(reading.outputs, outputs, rtol=1e-12)
    np.testing.assert_array_equal(reading.predicted, outputs.argmax(axis=1))
    given = reading.given
    for found, expected in zip(given, (x[rows], y[rows], labels[rows]), strict=True):
        np.testing.assert_array_equal(found, expected)
    assert (reading.part, reading.step, reading.samples, reading.found) == (part, 7, len(x), len(x))


def test_of_a_cell_only_its_samples_are_listed():
    state = state_of_classes()
    net, (x, _, labels) = state.network(), state.data.part("train")
    predicted = forward(net, x).activations[-1].argmax(axis=1)
    total = 0
    for cell in [(i, j) for i in range(3) for j in range(3)]:
        reading = without_pauses(read_hardest(net, state.data, cost=COST, part="train", step=0, cell=cell))
        expected = np.flatnonzero((labels == cell[0]) & (predicted == cell[1]))
        assert sorted(reading.rows.tolist()) == expected.tolist()
        assert reading.found == len(expected)
        total += reading.found
    assert total == len(x)


def test_of_the_wrong_ones_those_are_listed_that_are_taken_for_another_class():
    state = state_of_classes()
    net, (x, _, labels) = state.network(), state.data.part("train")
    wrong = np.flatnonzero(forward(net, x).activations[-1].argmax(axis=1) != labels)
    reading = without_pauses(read_hardest(net, state.data, cost=COST, part="train", step=0, wrong=True))
    assert 0 < len(wrong) < len(x)
    assert sorted(reading.rows.tolist()) == wrong.tolist()
    assert (reading.found, reading.samples) == (len(wrong), len(x))
    assert (np.diff(reading.costs) <= 0.0).all()


def test_equal_costs_keep_the_order_of_the_part_and_what_is_no_number_comes_first():
    costs = np.array([1.0, 3.0, 1.0, np.nan, 3.0, np.inf, 1.0])
    assert samples_module._largest(costs, 7).tolist() == [3, 5, 1, 4, 0, 2, 6]
    assert samples_module._largest(costs, 5).tolist() == [3, 5, 1, 4, 0]
    assert samples_module._largest(costs[:0], 5).tolist() == []


def test_many_samples_are_gone_through_in_parts(monkeypatch):
    state = state_of_classes()
    at_once = without_pauses(read_hardest(state.network(), state.data, cost=COST, part="train", step=0))
    monkeypatch.setattr(evaluation, "samples_at_once", lambda _network: 3)
    in_parts = without_pauses(read_hardest(state.network(), state.data, cost=COST, part="train", step=0))
    np.testing.assert_array_equal(in_parts.rows, at_once.rows)
    np.testing.assert_allclose(in_parts.costs, at_once.costs, rtol=1e-12)


def test_numbers_have_no_classes_and_an_empty_part_has_no_samples():
    data = regression_data(np.arange(8.0).reshape(4, 2), np.arange(4.0).reshape(4, 1))
    net = start(data=data, output="identity", cost="quadratic").network()
    reading = without_pauses(read_hardest(net, data, cost="quadratic", part="train", step=0))
    assert reading.predicted is None
    assert reading.given.labels is None
    expected = 0.5 * (forward(net, data.x_train).activations[-1] - data.y_train)[:, 0] ** 2
    np.testing.assert_allclose(reading.costs, np.sort(expected)[::-1], rtol=1e-12)
    empty = without_pauses(read_hardest(net, data, cost="quadratic", part="test", step=0))
    assert (empty.samples, empty.found, len(empty.rows)) == (0, 0, 0)


def test_what_training_computes_in_single_precision_is_read_in_double():
    state = state_of_classes()
    x = state.data.x_train.astype(np.float32)
    single = type(state.data)(
        **{
            name: getattr(state.data, name)
            for name in ("y_train", "labels_train", "x_test", "y_test", "labels_test", "class_names")
        },
        x_train=x,
        feature_names=state.data.feature_names,
        probe=state.data.probe,
    )
    reading = without_pauses(read_hardest(state.network(), single, cost=COST, part="train", step=0))
    exact = costs_of(state.network(), x.astype(np.float64), state.data.y_train)
    np.testing.assert_allclose(reading.costs, exact[reading.rows], rtol=1e-12)
    assert reading.costs.dtype == np.float64


def test_the_telling_output_is_the_class_predicted_and_of_a_regression_the_furthest_from_its_target():
    state = state_of_classes()
    reading = without_pauses(read_hardest(state.network(), state.data, cost=COST, part="train", step=0))
    told = [reading.telling_output(index) for index in range(len(reading.rows))]
    assert told == reading.predicted.tolist()
    assert told != reading.given.labels.tolist()
    data = regression_data(np.arange(12.0).reshape(6, 2), np.sin(np.arange(12.0)).reshape(6, 2) * 9.0)
    net = start(data=data, output="identity", cost="quadratic").network()
    of_numbers = without_pauses(read_hardest(net, data, cost="quadratic", part="train", step=0))
    far = np.abs(of_numbers.outputs - of_numbers.given.y).argmax(axis=1)
    assert len(set(far.tolist())) == 2
    assert [of_numbers.telling_output(index) for index in range(6)] == far.tolist()
    xor = Training((2, 4, 1), ("tanh", "sigmoid"), data="xor", cost="cross_entropy").frame()
    by_one = without_pauses(read_hardest(xor.network, xor.data, cost="cross_entropy", part="train", step=0))
    assert 1 in by_one.predicted
    assert {by_one.telling_output(index) for index in range(len(by_one.rows))} == {0}
