"""The whole Jacobian: its numbers, δ without the sum, the check of both, and the four cells."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.network import Network
from bpexplorer.core.origin import SumKind
from bpexplorer.core.readings.jacobian import (
    MOST_NEURONS,
    JacobianReading,
    SupposedPair,
    has_jacobian,
    read_jacobian,
)
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import TracedSamples
from tests.laboratory import fixed_samples, opening_run

QUADRATIC = SupposedPair("quadratic", "softmax")


def read(
    epochs: int = 0, *, output: int = 3, row: int = 15, supposed: SupposedPair | None = None
) -> JacobianReading:
    run = opening_run(epochs)
    return read_jacobian(
        fixed_samples(epochs),
        run.data,
        cost=run.config.cost,
        row=row,
        neuron=Neuron(3, output),
        step=run.step,
        supposed=supposed,
    )


def test_row_times_matrix_is_delta_and_all_of_it_is_what_numpy_alone_makes_of_z() -> None:
    reading, run = read(), opening_run()
    z, y = fixed_samples().trace.zs[-1][15], run.data.y_probe[15]
    a = np.exp(z) / np.exp(z).sum()
    np.testing.assert_allclose(reading.jacobian, np.diag(a) - np.outer(a, a), atol=1e-15)
    np.testing.assert_allclose(reading.influence, -y / a)
    np.testing.assert_allclose(reading.influence @ reading.jacobian, a - y, atol=1e-14)
    np.testing.assert_allclose(reading.delta, a - y, atol=1e-15)
    np.testing.assert_allclose(reading.without_sum, (-y / a) * a * (1 - a), atol=1e-15)
    assert (reading.kind, reading.place, reading.mixes, reading.is_supposed) == (
        SumKind.OUTPUT,
        3,
        True,
        False,
    )


def test_the_term_of_an_output_that_the_cost_never_mentions() -> None:
    """C = −ln a₈ at the start: δ of output 3 is (−11.72)(−0.0124), and without the sum nothing is left."""
    reading = read()
    assert reading.influence[8] == pytest.approx(-11.72, abs=0.01)
    assert reading.jacobian[8, 3] == pytest.approx(-0.0124, abs=1e-4)
    assert reading.delta[3] == pytest.approx(0.1455, abs=1e-4)
    assert reading.without_sum[3] == 0.0


@pytest.mark.parametrize(
    ("supposed", "at_start", "after_20", "zeros"),
    [(QUADRATIC, 0.113, 0.431, 0), (None, 0.324, 0.510, 288)],
)
def test_how_wrong_delta_is_without_the_sum(
    supposed: SupposedPair | None, at_start: float, after_20: float, zeros: int
) -> None:
    for epochs, error in ((0, at_start), (20, after_20)):
        without = read(epochs, supposed=supposed).without
        assert without.median_error == pytest.approx(error, abs=0.001)
        assert (without.zeros, without.entries) == (zeros, 320)


def test_output_1_after_20_epochs_with_the_quadratic_cost() -> None:
    reading = read(20, output=1, supposed=QUADRATIC)
    assert reading.delta[1] == pytest.approx(0.1108, abs=1e-4)
    assert reading.without_sum[1] == pytest.approx(0.0546, abs=1e-4)
    assert reading.is_supposed


@pytest.mark.parametrize("supposed", [None, QUADRATIC, SupposedPair("log_likelihood", "sigmoid")])
def test_the_check_passes_with_the_sum_and_fails_without_it_where_it_is_needed(
    supposed: SupposedPair | None,
) -> None:
    reading = read(20, supposed=supposed)
    assert reading.passes_check(without_sum=False)
    assert reading.check_error(without_sum=False) < 1e-13
    needs_sum = supposed is None or supposed.activation == "softmax"
    assert reading.passes_check(without_sum=True) is not needs_sum
    assert (reading.check_error(without_sum=True) > 0.3) is needs_sum


def test_the_output_function_decides_whether_the_sum_is_needed_not_the_sum_in_the_cost() -> None:
    found = {
        (cell.pair.cost, cell.pair.activation): (cell.cost_has_sum, cell.needs_sum, cell.living_terms)
        for cell in read().cells
    }
    assert found == {
        ("quadratic", "sigmoid"): (True, False, 1),
        ("quadratic", "softmax"): (True, True, 10),
        ("log_likelihood", "sigmoid"): (False, False, 1),
        ("log_likelihood", "softmax"): (False, True, 1),
    }


def test_targets_that_are_no_classes_have_no_four_cells() -> None:
    run = opening_run()
    halves = np.full_like(run.data.y_train, 0.5)
    data = replace(run.data, y_train=halves)
    reading = read_jacobian(fixed_samples(), data, cost="quadratic", row=0, neuron=Neuron(3, 0), step=0)
    assert reading.cells == ()


def test_a_hidden_softmax_has_one_too_checked_through_all_that_lies_behind_it() -> None:
    run, rng = opening_run(), np.random.default_rng(6)
    net = Network.create([64, 5, 10], ["softmax", "softmax"], initializer="normal_fan_in", rng=rng)
    data = run.data
    trace = backpropagate(net, data.x_probe, data.y_probe, cost="log_likelihood")
    samples = TracedSamples(data.probe, trace, net)
    reading = read_jacobian(samples, data, cost="log_likelihood", row=2, neuron=Neuron(1, 4), step=0)
    assert reading.kind is SumKind.LAYER
    np.testing.assert_allclose(reading.influence @ reading.jacobian, trace.deltas[0][2], atol=1e-15)
    assert reading.passes_check(without_sum=False)
    assert not reading.passes_check(without_sum=True)
    assert not reading.cells
    assert has_jacobian(net, 1)
    assert not has_jacobian(run.spec, 1)


def test_of_a_large_layer_the_largest_terms_are_shown_and_the_errors_are_of_all() -> None:
    rng, size = np.random.default_rng(7), MOST_NEURONS + 36
    net = Network.create([64, size, 10], ["softmax", "softmax"], initializer="normal", rng=rng)
    data = opening_run().data
    trace = backpropagate(net, data.x_probe, data.y_probe, cost="log_likelihood")
    reading = read_jacobian(
        TracedSamples(data.probe, trace, net), data, cost="log_likelihood", row=0, neuron=Neuron(1, 7), step=0
    )
    assert (reading.size, len(reading.neurons)) == (size, MOST_NEURONS)
    assert reading.neurons[reading.place] == 7
    a = trace.activations[0][0]
    whole = np.diag(a) - np.outer(a, a)
    np.testing.assert_allclose(reading.jacobian, whole[np.ix_(reading.neurons, reading.neurons)], atol=1e-15)
    terms = np.abs((trace.deltas[1][0] @ net.weights[1]) * whole[:, 7])
    left_out = np.setdiff1d(np.arange(size), reading.neurons)
    assert terms[left_out].max() <= np.delete(terms[reading.neurons], reading.place).min()
    assert reading.without.entries == 32 * size
