"""The gradient check passes right gradients, catches wrong ones, and says what it left out."""

import numpy as np
import pytest

from bpexplorer.core import backprop
from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.gradients.gradient_check import check_gradients, check_in_slices
from bpexplorer.core.network import Network
from tests.laboratory import opening_run


def question(activations, *, seed=31, samples=5):
    rng = np.random.default_rng(seed)
    net = Network.create([3, 4, 2], activations, initializer="normal", rng=rng)
    return net, rng.normal(size=(samples, 3)), np.eye(2)[rng.integers(0, 2, samples)]


@pytest.mark.parametrize("hidden", ACTIVATIONS)
def test_right_gradients_pass(hidden):
    check = check_gradients(*question([hidden, "softmax"]), cost="log_likelihood")
    assert check.passed
    assert [array.name for array in check.arrays] == ["W1", "b1", "W2", "b2"]
    assert [array.shape for array in check.arrays] == [(4, 3), (4,), (2, 4), (2,)]
    assert check.worst.complex_step_error <= 1e-12
    assert max(array.central_error for array in check.arrays) <= 1e-7


def test_a_wrong_gradient_is_caught_and_placed(monkeypatch):
    """The check is worth having only if a planted fault turns it red: here BP3 forgets a neuron."""
    right = backprop.bias_gradient
    monkeypatch.setattr(
        backprop, "bias_gradient", lambda delta: right(delta) * (np.arange(delta.shape[1]) != 1)
    )
    check = check_gradients(*question(["tanh", "softmax"]), cost="log_likelihood")
    assert not check.passed
    assert [array.passed for array in check.arrays] == [True, False, True, False]
    wrong = check.arrays[1]
    assert wrong.worst_entry == (1,)
    assert wrong.worst_gradient == 0
    assert wrong.worst_complex_step != 0


def test_a_neuron_on_its_kink_is_checked_by_complex_step_and_reported():
    net = Network([[[1.0], [2.0]], [[1.0, 1.0]]], [[0.0, -1.0], [0.5]], ["relu", "identity"])
    check = check_gradients(net, [[0.0], [3.0]], [[4.0], [1.0]], cost="quadratic")
    assert check.passed
    assert check.crossed_kinks == 1  # the bias of neuron 0 moves z = 0 of sample 0; its weight doesn't
    assert [array.crossed_kinks for array in check.arrays] == [0, 1, 0, 0]


def test_an_exact_fit_under_the_absolute_cost_is_reported_and_passes():
    net = Network([[[1.0]]], [[0.0]], ["silu"])
    check = check_gradients(net, [[0.0]], [[0.0]], cost="absolute")
    assert check.passed
    assert check.arrays[1].crossed_kinks == check.arrays[1].left_kinks == 1


def test_a_fitted_saturated_network_passes_although_its_gradients_are_rounding():
    net = Network([[[45.0], [-45.0]]], [[0.0, 0.0]], ["sigmoid"])
    assert check_gradients(net, [[1.0]], [[1.0, 0.0]], cost="cross_entropy").passed


def test_large_networks_can_be_checked_on_some_entries():
    check = check_gradients(*question(["tanh", "softmax"]), cost="log_likelihood", max_entries=3)
    assert check.passed
    assert [array.checked for array in check.arrays] == [3, 3, 3, 2]


def test_a_single_precision_network_is_checked_in_double_precision():
    net, x, y = question(["silu", "sigmoid"])
    single = net.astype(np.float32)
    kept = single.weights[0].copy()
    assert check_gradients(single, x, y, cost="cross_entropy").passed
    np.testing.assert_array_equal(single.weights[0], kept)


def test_where_a_small_step_is_lost_in_rounding_there_is_no_difference_to_compare_with():
    check = check_gradients(Network([[[1e200]]], [[0.0]], ["sigmoid"]), [[0.0]], [[1.0]], cost="quadratic")
    by_weight, by_bias = check.arrays
    assert by_weight.complex_step_error == 0
    assert np.isnan(by_weight.central_error)
    assert by_bias.passed
    assert (check.passed, check.is_finite) == (False, False)


# The check in slices: over the step h, of a sample, without the sum


def checked(*question_asked, **options):
    """What the check comes to, and what shares of it were told on the way."""
    slices, shares = check_in_slices(*question_asked, **options), []
    while True:
        try:
            shares.append(next(slices))
        except StopIteration as end:
            return end.value, shares


def test_over_its_step_the_error_of_the_differences_is_a_u():
    """All 1,170 parameters of the opening example; the last two are rounding, which machines have their own of."""
    run = opening_run()
    data, steps = run.data, (1e-1, 1e-3, 1e-5, 1e-12)
    check, shares = checked(run.network(), data.x_probe, data.y_probe, cost=run.config.cost, steps=steps)
    errors = {each.step: each.error for each in check.by_step}
    assert (check.checked, check.size, check.passed) == (1170, 1170, True)
    assert errors[1e-1] == pytest.approx(5.5e-3, rel=0.02)
    assert errors[1e-3] == pytest.approx(5.5e-7, rel=0.02)
    assert 1e-10 < errors[1e-5] < 2e-9
    assert 1e-3 < errors[1e-12] < 3e-2
    assert check.complex_step_error < 1e-14
    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_a_sample_has_its_share_of_every_array():
    run = opening_run()
    check, _ = checked(run.network(), run.data.x_probe, run.data.y_probe, cost="log_likelihood", most=100)
    assert check.passed
    assert 100 <= check.checked <= 106
    assert [array.checked for array in check.arrays] == [77, 2, 12, 1, 9, 1]


def test_without_the_sum_the_check_fails_in_every_array():
    run = opening_run()
    check, _ = checked(
        run.network(),
        run.data.x_probe,
        run.data.y_probe,
        cost="log_likelihood",
        most=100,
        without_sum=True,
    )
    assert not any(array.passed for array in check.arrays)
    assert min(array.complex_step_error for array in check.arrays) > 0.1


def test_kinks_are_told_by_whose_they_are():
    net = Network([[[1.0], [2.0]], [[1.0, 1.0]]], [[0.0, -1.0], [0.5]], ["relu", "identity"])
    check = check_gradients(net, [[0.0], [3.0]], [[4.0], [1.0]], cost="quadratic")
    assert check.kinks == {1: 1}
    fitted = check_gradients(Network([[[1.0]]], [[0.0]], ["silu"]), [[0.0]], [[0.0]], cost="absolute")
    assert fitted.kinks == {2: 1}, "of the cost, behind the last layer"
