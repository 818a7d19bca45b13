"""Diagnostics against loops over single samples and neurons."""

import math
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate, forward
from bpexplorer.core.errors import DataError, InvalidNetworkError
from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.network import Network
from bpexplorer.core.readings.diagnostics.contributions import contributions
from bpexplorer.core.readings.diagnostics.flow import FlowVerdict, LayerFlow, gradient_flow, judge_flow
from bpexplorer.core.readings.diagnostics.neurons import layer_health, twins
from bpexplorer.core.readings.diagnostics.noise import gradient_noise
from bpexplorer.core.readings.diagnostics.steps import forecast, updates
from bpexplorer.core.readings.gradient import read_gradient
from bpexplorer.core.training.trainer import Trainer
from tests.frames import Training
from tests.runs import start

MIXED = (("tanh", "sigmoid", "softmax"), ("softmax", "relu", "sigmoid"), ("gelu", "softmax", "identity"))
mixed = pytest.mark.parametrize("activations", MIXED, ids="-".join)


def case(activations=("tanh", "sigmoid", "softmax"), sizes=(3, 5, 4, 2), samples=7, cost="quadratic"):
    net = Network.create(sizes, activations, initializer="normal", rng=np.random.default_rng(1))
    rng = np.random.default_rng(2)
    x, y = rng.normal(size=(samples, sizes[0])), rng.random(size=(samples, sizes[-1]))
    return net, x, y, backpropagate(net, x, y, cost=cost)


def moved(net, size, seed=3):
    rng = np.random.default_rng(seed)
    return Network(
        [w + size * rng.normal(size=w.shape) for w in net.weights],
        [b + size * rng.normal(size=b.shape) for b in net.biases],
        net.activations,
    )


# The gradient over whole sets


def test_of_a_trained_network_the_fixed_samples_have_other_slopes_than_the_training_set():
    trainer = Training().trainer
    while trainer.epoch < 20:
        trainer.advance(10_000)
    few, many = (
        without_pauses(
            read_gradient(
                trainer.network, trainer.data, cost=trainer.config.cost, over=over, step=trainer.step, edit=3
            )
        )
        for over in ("probe", "train")
    )
    assert [(each.samples, each.step, each.edit) for each in (few, many)] == [
        (32, trainer.step, 3),
        (1438, trainer.step, 3),
    ]
    for name in ("grad_biases", "grad_weights"):
        signs = [np.concatenate([np.sign(each).ravel() for each in getattr(of, name)]) for of in (few, many)]
        assert 0.3 < np.mean(signs[0] != signs[1]) < 0.55, "so it has to be said whose cost is meant"
    mean = np.mean(
        backpropagate(trainer.network, *trainer.data.samples("train")[:2], cost="log_likelihood").deltas[1],
        axis=0,
    )
    np.testing.assert_allclose(many.grad_biases[1], mean, rtol=1e-12, atol=1e-15)


# Flow


@mixed
def test_the_flow_of_delta_splits_into_what_weights_and_what_slopes_do(activations):
    net, _, _, trace = case(activations)
    flow = gradient_flow(net, trace)
    assert [each.layer for each in flow] == [1, 2, 3]
    for each, delta in zip(flow, trace.deltas, strict=True):
        values = delta.ravel().tolist()
        assert each.mean == pytest.approx(sum(values) / len(values), abs=1e-15)
        assert each.mean_absolute == pytest.approx(sum(map(abs, values)) / len(values), rel=1e-13)
        assert each.rms == pytest.approx(math.sqrt(sum(v * v for v in values) / len(values)), rel=1e-13)
    for layer in (1, 2):
        this, after = flow[layer - 1], flow[layer]
        assert this.ratio == pytest.approx(this.rms / after.rms, rel=1e-13)
        assert this.by_weights * this.by_slopes == pytest.approx(this.ratio, rel=1e-13)
    assert (flow[-1].ratio, flow[-1].by_weights, flow[-1].by_slopes) == (None, None, None)


def test_slopes_of_the_identity_and_orthogonal_weights_change_nothing_on_the_way_back():
    rng = np.random.default_rng(0)
    rotation, _ = np.linalg.qr(rng.normal(size=(4, 4)))
    net = Network([rng.normal(size=(4, 2)), rotation], [np.zeros(4), np.zeros(4)], ["identity", "identity"])
    trace = backpropagate(net, rng.normal(size=(6, 2)), rng.normal(size=(6, 4)), cost="quadratic")
    hidden = gradient_flow(net, trace)[0]
    assert hidden.by_weights == pytest.approx(1, rel=1e-13)
    assert hidden.by_slopes == 1


@mixed
def test_the_median_the_largest_mean_and_the_main_samples_are_those_of_loops(activations):
    net, _, _, trace = case(activations)
    for layer, flow in enumerate(gradient_flow(net, trace)):
        rows = [[abs(float(each)) for each in row] for row in trace.deltas[layer]]
        every = sorted(value for row in rows for value in row)
        middle = len(every) // 2
        median = every[middle] if len(every) % 2 else (every[middle - 1] + every[middle]) / 2
        assert flow.median_absolute == pytest.approx(median, rel=1e-12)
        assert flow.largest_mean == pytest.approx(float(np.abs(trace.grad_biases[layer]).max()), rel=1e-12)
        squares = sorted((sum(value**2 for value in row) for row in rows), reverse=True)
        assert sum(squares[: flow.main_samples]) >= 0.9 * sum(squares) > sum(squares[: flow.main_samples - 1])


def test_a_median_far_below_the_rms_gives_away_that_a_few_samples_have_it_all():
    net, x, y, _ = case(("identity", "identity", "identity"), samples=50)
    y = forward(net, x).activations[-1].copy()
    y[3] += 1.0  # all the others are fitted
    flow = gradient_flow(net, backpropagate(net, x, y, cost="quadratic"))[0]
    assert flow.main_samples == 1
    assert flow.median_absolute < 1e-6 * flow.rms


def flows(*strengths, by_weights=1.0, by_slopes=1.0):
    """Layers of such RMS δ; of each ratio, so much is the weights', and the rest the slopes'."""
    ratios = [one / later if later else math.nan for one, later in pairwise(strengths)]
    hidden = [
        LayerFlow(layer, 0.0, rms, rms, ratio, by_weights=by_weights, by_slopes=ratio / by_weights)
        for layer, (rms, ratio) in enumerate(zip(strengths, ratios, strict=False), start=1)
    ]
    return [*hidden, LayerFlow(len(strengths), 0.0, strengths[-1], strengths[-1])]


@pytest.mark.parametrize(
    ("strengths", "by_weights", "verdict"),
    [
        ((0.3,), 1.0, FlowVerdict("one layer")),
        ((0.0, 0.0), 1.0, FlowVerdict("none")),
        ((math.inf, 0.3), 1.0, FlowVerdict("not finite")),
        ((math.nan, 0.3), 1.0, FlowVerdict("not finite")),
        ((0.17, 0.27, 0.30), 1.0, FlowVerdict("keeps")),
        ((1.0, 10.0), 1.0, FlowVerdict("keeps")),
        ((10.0, 1.0), 1.0, FlowVerdict("keeps")),
        ((0.99, 10.0), 1.0, FlowVerdict("fades", 1, 0.099, "slopes")),
        ((0.99, 10.0), 0.05, FlowVerdict("fades", 1, 0.099, "weights")),
        ((11.0, 1.0), 20.0, FlowVerdict("grows", 1, 11.0, "weights")),
        ((11.0, 1.0), 1.1, FlowVerdict("grows", 1, 11.0, "slopes")),
        ((0.2, 0.01, 1.0), 1.0, FlowVerdict("fades", 2, 0.01, "slopes")),
        ((0.0, 0.2, 1.0), 1.0, FlowVerdict("ends", 1, 0.0, "slopes")),
    ],
)
def test_the_verdict_names_what_becomes_of_delta_where_and_by_what(strengths, by_weights, verdict):
    judged = judge_flow(flows(*strengths, by_weights=by_weights))
    assert judged == replace(verdict, factor=pytest.approx(verdict.factor))


def test_sigmoids_fade_by_their_slopes_and_tanh_keeps_delta():
    def judged(activation):
        net = Network.create(
            (6, 8, 8, 8, 8, 3),
            (*[activation] * 4, "softmax"),
            initializer="normal_fan_in",
            rng=np.random.default_rng(4),
        )
        rng = np.random.default_rng(5)
        x, y = rng.normal(size=(40, 6)), np.eye(3)[rng.integers(0, 3, 40)]
        return judge_flow(gradient_flow(net, backpropagate(net, x, y, cost="log_likelihood")))

    assert (judged("sigmoid").kind, judged("sigmoid").cause) == ("fades", "slopes")
    assert judged("tanh").kind == "keeps"


def test_contributions_that_cancel_leave_rounding_and_no_number():
    net, x, y, _ = case(("tanh", "tanh", "softmax"))
    net.weights[2][:] = 0.3  # every output hangs on the hidden layer alike, and their δ add up to 0
    y = np.eye(2)[np.arange(len(x)) % 2]
    first, second, output = gradient_flow(net, backpropagate(net, x, y, cost="log_likelihood"))
    assert 0 < second.rms < 1e-15
    assert second.is_rounding
    assert first.is_rounding, "what comes of rounding is rounding"
    assert not output.is_rounding
    assert judge_flow([first, second, output]) == FlowVerdict("ends", 2, 0.0, "weights")
    net.weights[2][0, 0] += 1e-6
    assert not gradient_flow(net, backpropagate(net, x, y, cost="log_likelihood"))[1].is_rounding


def test_where_no_delta_arrives_the_ratio_is_unknown():
    net, x, _, trace = case(("tanh", "identity"), sizes=(3, 4, 2))
    exact = backpropagate(net, x, trace.activations[-1], cost="quadratic")
    flow = gradient_flow(net, exact)
    assert flow[0].rms == flow[1].rms == 0
    assert math.isnan(flow[0].ratio)
    assert math.isnan(flow[0].by_slopes)


# Neurons


def one_layer(activation, biases):
    """Two inputs, a neuron of weights 1 for each bias, and one output."""
    size = len(biases)
    return Network(
        [np.ones((size, 2)), np.arange(1.0, size + 1)[np.newaxis]], [biases, [0.0]], [activation, "identity"]
    )


def health_of(net, samples=40):
    x = np.random.default_rng(0).uniform(-1, 1, size=(samples, 2))
    return layer_health(net, backpropagate(net, x, np.zeros((samples, 1)), cost="quadratic"))


def test_a_relu_that_no_sample_opens_is_dead_and_one_that_some_open_is_not():
    hidden, output = health_of(one_layer("relu", [-2.5, 0.0, 2.5]))
    assert hidden.dead == (0,)
    assert hidden.saturated == ()
    assert hidden.narrow[0] == 1
    assert 0 < hidden.narrow[1] < 1
    assert hidden.narrow[2] == 0
    assert (output.dead, output.saturated, output.twins) == ((), (), ())


@pytest.mark.parametrize("activation", ["sigmoid", "tanh"])
def test_a_neuron_at_its_bounds_is_saturated_and_one_far_beyond_is_dead(activation):
    hidden, _ = health_of(one_layer(activation, [0.0, 7.0, -7.0, 60.0]))
    assert hidden.saturated == (1, 2)
    assert hidden.dead == (3,)


def test_an_activation_without_bounds_is_never_saturated():
    hidden, _ = health_of(one_layer("leaky_relu", [-5.0, 5.0]))
    assert hidden.narrow.tolist() == [1, 0]
    assert hidden.saturated == ()
    assert hidden.dead == ()


def test_twins_are_neurons_that_no_training_tells_apart():
    net = Network.create((3, 6, 2), ("tanh", "softmax"), rng=np.random.default_rng(0))
    into, out_of = net.weights
    for one, other in ((4, 1), (5, 1), (2, 0)):
        into[one], net.biases[0][one], out_of[:, one] = into[other], net.biases[0][other], out_of[:, other]
    assert twins(net, 1) == ((0, 2), (1, 4, 5))
    out_of[0, 5] += 1e-3  # the same inputs, but another say in the output
    assert twins(net, 1) == ((0, 2), (1, 4))
    into[2, 0] += 1e-3
    assert twins(net, 1) == ((1, 4),)


def test_training_keeps_twins_together_and_finds_them_again():
    state = start(hidden=(4,), initializer="zeros")
    trainer = Trainer(state)
    for _ in range(30):
        trainer.advance(1)
    assert twins(trainer.network, 1) == ((0, 1, 2, 3),)
    other = Trainer(start(hidden=(4,)))
    assert twins(other.network, 1) == ()


def test_softmax_neurons_are_judged_by_their_own_slope():
    net = Network([np.zeros((3, 2)), np.ones((1, 3))], [[0.0, 0.0, -30.0], [0.0]], ["softmax", "identity"])
    hidden, _ = health_of(net)
    assert hidden.dead == (2,)
    assert hidden.twins == ((0, 1),)


# Steps


def test_updates_are_the_size_of_the_change_beside_what_was_there():
    net, *_ = case()
    after = Network([1.01 * w for w in net.weights], [b + 0.5 for b in net.biases], net.activations)
    for update, biases in zip(updates(net, after), net.biases, strict=True):
        assert update.weights == pytest.approx(0.01, rel=1e-9)
        assert update.biases == pytest.approx(0.5 / math.sqrt(sum(b * b for b in biases) / len(biases)))


def test_an_update_of_zeros_has_no_ratio():
    zeros = Network([np.zeros((2, 2))], [np.zeros(2)], ["tanh"])
    [update] = updates(zeros, Network([np.ones((2, 2))], [np.ones(2)], ["tanh"]))
    assert math.isnan(update.weights)
    assert math.isnan(update.biases)


@mixed
def test_the_forecast_comes_true_to_second_order(activations):
    if "relu" in activations:
        activations = tuple("elu" if name == "relu" else name for name in activations)
    net, x, y, _ = case(activations)
    gaps = []
    for size in (1e-3, 5e-4):
        step = forecast(net, moved(net, size), x, y, cost="quadratic")
        assert step.predicted == pytest.approx(sum(step.by_layer), rel=1e-13)
        assert step.gap == step.actual - step.predicted
        gaps.append(step.gap)
    assert gaps[0] / gaps[1] == pytest.approx(4, rel=0.02)


def test_a_step_of_gradient_descent_forecasts_minus_eta_times_the_squared_gradient():
    state = start(batch_size=23, learning_rate=0.3)
    trainer = Trainer(state)
    trainer.advance(1)
    data = state.data
    trace = backpropagate(state.network(), data.x_train, data.y_train, cost="log_likelihood")
    squared = sum(float((g * g).sum()) for g in (*trace.grad_weights, *trace.grad_biases))
    step = forecast(state.network(), trainer.network, data.x_train, data.y_train, cost="log_likelihood")
    assert step.predicted == pytest.approx(-0.3 * squared, rel=1e-12)
    assert step.predicted < step.actual < 0


# Noise


@mixed
def test_signal_and_noise_are_those_of_the_gradients_of_single_samples(activations):
    net, x, y, trace = case(activations)
    singles = [backpropagate(net, x[s : s + 1], y[s : s + 1], cost="quadratic") for s in range(len(x))]
    for layer, noise in enumerate(gradient_noise(trace, x)):
        gradients = np.array([[*t.grad_weights[layer].ravel(), *t.grad_biases[layer]] for t in singles])
        mean = gradients.mean(axis=0)
        scatter = np.mean([np.sum((g - mean) ** 2) for g in gradients])
        assert noise.layer == layer + 1
        assert noise.signal == pytest.approx(np.sqrt(np.sum(mean**2)), rel=1e-12)
        assert noise.noise == pytest.approx(np.sqrt(scatter), rel=1e-9)
        assert noise.ratio == pytest.approx(np.sqrt(np.sum(mean**2) / scatter), rel=1e-9)
        assert noise.balanced_batch == pytest.approx(noise.ratio**-2, rel=1e-12)


def test_samples_that_are_all_the_same_make_no_noise():
    net, x, y, _ = case()
    x, y = np.tile(x[:1], (5, 1)), np.tile(y[:1], (5, 1))
    for noise in gradient_noise(backpropagate(net, x, y, cost="quadratic"), x):
        assert noise.noise == 0
        assert noise.ratio == math.inf
        assert noise.balanced_batch == 0


def test_without_any_gradient_signal_to_noise_is_unknown():
    net, x, _, trace = case(("tanh", "identity"), sizes=(3, 4, 2))
    exact = backpropagate(net, x, trace.activations[-1], cost="quadratic")
    for noise in gradient_noise(exact, x):
        assert math.isnan(noise.ratio)
        assert math.isnan(noise.balanced_batch)


# Contributions


@mixed
@pytest.mark.parametrize("sample", [0, 4])
def test_terms_and_slopes_make_every_delta(activations, sample):
    net, _, y, trace = case(activations)
    for layer in (1, 2):
        made = contributions(net, trace, y, cost="quadratic", layer=layer, sample=sample)
        for k in range(net.sizes[layer + 1]):
            for j in range(net.sizes[layer]):
                want = net.weights[layer][k, j] * trace.deltas[layer][sample, k]
                assert made.terms[k, j] == pytest.approx(want, rel=1e-15)
        np.testing.assert_allclose(made.jacobian.T @ made.terms.sum(axis=0), made.delta, atol=1e-15)
        np.testing.assert_array_equal(made.delta, trace.deltas[layer - 1][sample])
        if net.functions[layer - 1].elementwise:
            np.testing.assert_allclose(made.slopes * made.terms.sum(axis=0), made.delta, atol=1e-15)


@pytest.mark.parametrize("cost", ["quadratic", "log_likelihood", "cross_entropy"])
def test_the_terms_of_the_output_sum_to_delta_with_their_slopes(cost):
    net, _, y, trace = case(cost=cost)
    made = contributions(net, trace, y, cost=cost, layer=3, sample=2)
    assert made.terms.shape == (2, 2)
    np.testing.assert_allclose(made.terms.sum(axis=0), trace.deltas[-1][2], atol=1e-15)


def test_a_layer_or_sample_that_is_not_there_is_refused():
    net, _, y, trace = case()
    with pytest.raises(DataError, match="no sample 7; choose one from 0 to 6"):
        contributions(net, trace, y, cost="quadratic", layer=1, sample=7)
    with pytest.raises(InvalidNetworkError, match="no layer 4"):
        contributions(net, trace, y, cost="quadratic", layer=4, sample=0)
