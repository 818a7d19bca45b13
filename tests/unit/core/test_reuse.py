"""What reuse saves: the counts against computations that count themselves, and four ways to the same gradient."""

import itertools

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.errors import DataError
from bpexplorer.core.network import Network
from bpexplorer.core.reuse import ways as reuse_ways
from bpexplorer.core.reuse.comparison import compare_ways, count_ways, measure_way
from bpexplorer.core.reuse.counts import count_gradient, forward_count, path_count, paths_from
from bpexplorer.core.reuse.ways import BIAS, all_paths, differences, own_chains
from bpexplorer.core.spec import NetworkSpec

STRUCTURES = [
    ([3, 2], ["sigmoid"]),
    ([3, 2], ["softmax"]),
    ([2, 4, 2, 1], ["tanh", "tanh", "sigmoid"]),
    ([3, 4, 2, 3], ["tanh", "sigmoid", "softmax"]),
    ([2, 3, 2, 3], ["softmax", "tanh", "softmax"]),
    ([1, 2, 2, 2, 2], ["tanh", "softmax", "tanh", "sigmoid"]),
]
structures = pytest.mark.parametrize(
    ("sizes", "activations"), STRUCTURES, ids=lambda each: "-".join(map(str, each))
)


class Counter:
    """Multiplies for others, and counts how often."""

    def __init__(self):
        self.products = 0

    def times(self, *factors):
        """The product of all factors: one multiply-add for each but the first."""
        self.products += len(factors) - 1
        return np.prod(factors)


class Plain:
    """A network in loops over single numbers, whose every product is counted."""

    def __init__(self, sizes, activations):
        self.net = Network.create(sizes, activations, initializer="normal", rng=np.random.default_rng(0))
        rng = np.random.default_rng(1)
        self.x, self.y = rng.normal(size=(1, sizes[0])), rng.random(size=(1, sizes[-1]))
        self.trace = backpropagate(self.net, self.x, self.y, cost="quadratic")
        self.sizes, self.depth = sizes, len(activations)
        self.a = [self.x[0], *(a[0] for a in self.trace.activations)]
        self.elementwise = [None, *(f.elementwise for f in self.net.functions)]
        self.jacobians = [
            None,
            *(
                f.jacobian(z, a)[0]
                for f, z, a in zip(self.net.functions, self.trace.zs, self.trace.activations, strict=True)
            ),
        ]
        self.slopes = self.a[-1] - self.y[0]  # ∂C/∂a of the quadratic cost

    def gate(self, layer, u, neurons, count):
        """Jᵀu at some neurons, by the form that each activation has."""
        jacobian, a = self.jacobians[layer], self.a[layer]
        if self.elementwise[layer]:
            return {j: count.times(u[j], jacobian[j, j]) for j in neurons}
        mean = sum(count.times(a[i], u[i]) for i in range(len(a)))
        return {j: count.times(a[j], u[j] - mean) for j in neurons}

    def delta(self, layer, neurons, count):
        """δ of some neurons, with everything above it made anew."""
        if layer == self.depth:
            return self.gate(layer, self.slopes, neurons, count)
        above = self.delta(layer + 1, range(self.sizes[layer + 1]), count)
        entering = neurons if self.elementwise[layer] else range(self.sizes[layer])
        w = self.net.weights[layer]
        u = {j: sum(count.times(w[k, j], above[k]) for k in above) for j in entering}
        return self.gate(layer, u, neurons, count)

    def parameters(self):
        for layer in range(1, self.depth + 1):
            for neuron in range(self.sizes[layer]):
                yield layer, neuron, None
                for source in range(self.sizes[layer - 1]):
                    yield layer, neuron, source

    def by_backpropagation(self, layer, neuron, source):
        trace = self.trace
        if source is None:
            return trace.grad_biases[layer - 1][neuron]
        return trace.grad_weights[layer - 1][neuron, source]

    def forward_products(self):
        return sum(w.size for w in self.net.weights)


@structures
def test_backpropagation_takes_as_many_products_as_counted(sizes, activations):
    plain, count = Plain(sizes, activations), Counter()
    deltas = {}
    for layer in range(plain.depth, 0, -1):
        neurons = range(sizes[layer])
        if layer == plain.depth:
            u = plain.slopes
        else:
            w = plain.net.weights[layer]
            u = [sum(count.times(w[k, j], deltas[layer + 1][k]) for k in deltas[layer + 1]) for j in neurons]
        deltas[layer] = plain.gate(layer, u, neurons, count)
    for layer, neuron, source in plain.parameters():
        delta = deltas[layer][neuron]
        got = delta if source is None else count.times(delta, plain.a[layer - 1][source])
        assert got == pytest.approx(plain.by_backpropagation(layer, neuron, source), abs=1e-13)
    spec = NetworkSpec.create(sizes, activations)
    assert forward_count(spec) == plain.forward_products()
    assert count_gradient(spec).backpropagation == plain.forward_products() + count.products


@structures
def test_own_chains_take_as_many_products_as_counted(sizes, activations):
    plain, count = Plain(sizes, activations), Counter()
    for layer, neuron, source in plain.parameters():
        delta = plain.delta(layer, [neuron], count)[neuron]
        got = delta if source is None else count.times(delta, plain.a[layer - 1][source])
        assert got == pytest.approx(plain.by_backpropagation(layer, neuron, source), abs=1e-13)
    counted = count_gradient(NetworkSpec.create(sizes, activations)).own_chains
    assert counted == plain.forward_products() + count.products


@structures
def test_the_sum_over_all_paths_takes_as_many_products_as_counted(sizes, activations):
    plain, count = Plain(sizes, activations), Counter()
    spec = NetworkSpec.create(sizes, activations)
    for layer, neuron, source in plain.parameters():
        stations = [
            station
            for above in range(layer, plain.depth + 1)
            for station in ([neuron] if above == layer else range(sizes[above]), range(sizes[above]))
        ]
        total, paths = 0.0, 0
        for path in itertools.product(*stations):
            zs, reached = path[0::2], path[1::2]
            above = range(layer, plain.depth + 1)
            hops = list(zip(above, zs, reached, strict=True))
            if any(plain.elementwise[at] and z != a for at, z, a in hops):
                continue
            factors = [plain.jacobians[at][a, z] for at, z, a in hops]
            factors += [plain.net.weights[at][z, a] for at, z, a in zip(above, zs[1:], reached, strict=False)]
            factors += [plain.slopes[reached[-1]]]
            factors += [] if source is None else [plain.a[layer - 1][source]]
            total += count.times(*factors)
            paths += 1
        assert paths == paths_from(spec, layer)
        assert total == pytest.approx(plain.by_backpropagation(layer, neuron, source), abs=1e-13)
    assert count_gradient(spec).all_paths == plain.forward_products() + count.products


def test_counts_stay_exact_where_they_leave_the_range_of_any_machine_number():
    deep = NetworkSpec.create([10] * 41, ["tanh"] * 40)
    counts = count_gradient(deep)
    # Layer 1 alone: 10 neurons, 10^39 paths each, with 10 weights of 80 products and a bias of 79.
    assert counts.all_paths > 10 * 10**39 * (10 * 80 + 79)
    assert isinstance(counts.all_paths, int)
    assert counts.all_paths % 10 == 0
    assert counts.backpropagation < counts.own_chains < counts.differences < counts.all_paths


def test_differences_take_a_forward_pass_for_each_parameter_and_one_more():
    spec = NetworkSpec.create([64, 14, 10, 10], ["tanh", "tanh", "softmax"])
    assert count_gradient(spec).differences == (64 * 14 + 14 + 140 + 10 + 100 + 10 + 1) * (896 + 140 + 100)


@structures
@pytest.mark.parametrize("cost", ["quadratic", "log_likelihood"])
@pytest.mark.parametrize(("way", "tolerance"), [(own_chains, 1e-12), (all_paths, 1e-12), (differences, 1e-5)])
def test_every_way_gives_the_gradient(sizes, activations, cost, way, tolerance):
    plain = Plain(sizes, activations)
    plain.trace = backpropagate(plain.net, plain.x, plain.y, cost=cost)
    rounds = []
    derivatives = way(plain.net, plain.x, plain.y, cost=cost, tick=rounds.append)
    places = list(plain.parameters())
    for layer in range(1, plain.depth + 1):
        neurons, sources = (
            np.array([BIAS if each is None else each for each in column])
            for column in list(zip(*(place for place in places if place[0] == layer), strict=True))[1:]
        )
        want = [plain.by_backpropagation(*place) for place in places if place[0] == layer]
        assert derivatives(layer - 1, neurons, sources) == pytest.approx(want, rel=tolerance, abs=tolerance)
    spec = NetworkSpec.create(sizes, activations)
    if way is not all_paths:
        assert len(rounds) == plain.depth, "like backpropagation, it works on whole arrays"
    assert sum(rounds) == (path_count(spec) if way is all_paths else spec.parameter_count)


def test_the_comparison_has_a_time_and_an_error_for_each_way():
    plain = Plain([2, 4, 2, 1], ["tanh", "tanh", "sigmoid"])
    weights = [w.copy() for w in plain.net.weights]
    ways = compare_ways(plain.net, plain.x, plain.y, cost="quadratic", seconds_each=60)
    assert [way.name for way in ways] == ["backpropagation", "own_chains", "all_paths", "differences"]
    assert all(way.seconds > 0 for way in ways)
    assert ways[1].error < 1e-13
    assert ways[2].error < 1e-13
    assert 0 < ways[3].error < 1e-5
    for before, after in zip(weights, plain.net.weights, strict=True):
        np.testing.assert_array_equal(before, after)


def test_a_way_that_does_not_end_in_time_is_counted_only():
    plain = Plain([2, 4, 2, 1], ["tanh", "tanh", "sigmoid"])
    ticks = itertools.count()
    ways = compare_ways(
        plain.net, plain.x, plain.y, cost="quadratic", seconds_each=5, clock=lambda: float(next(ticks))
    )
    assert ways[0].seconds == 1.0
    assert [way.seconds for way in ways[1:]] == [None] * 3
    assert [way.error for way in ways[1:]] == [None] * 3
    assert all(way.multiply_adds > 0 for way in ways)


def test_more_than_one_sample_is_refused():
    plain = Plain([3, 2], ["sigmoid"])
    with pytest.raises(DataError, match="one sample, not for 2"):
        compare_ways(
            plain.net, np.tile(plain.x, (2, 1)), np.tile(plain.y, (2, 1)), cost="quadratic", seconds_each=1
        )


def test_counting_alone_runs_nothing():
    ways = count_ways(NetworkSpec.create([10] * 41, ["tanh"] * 40))
    assert [way.name for way in ways] == ["backpropagation", "own_chains", "all_paths", "differences"]
    assert all((way.seconds, way.error, way.expected_seconds) == (None, None, None) for way in ways)


@structures
@pytest.mark.parametrize("name", ["own_chains", "all_paths", "differences"])
def test_what_a_way_would_have_taken_is_reckoned_from_how_far_it_got(sizes, activations, name, monkeypatch):
    """A clock of one second a round: what is reckoned half-way is what it takes to the end."""
    monkeypatch.setattr(reuse_ways, "BLOCK", 1)
    plain = Plain(sizes, activations)

    def measured(seconds):
        ticks = itertools.count()
        return measure_way(
            name,
            plain.net,
            plain.x,
            plain.y,
            cost="quadratic",
            seconds=seconds,
            clock=lambda: float(next(ticks)),
        )

    whole = measured(1e9)
    assert whole.expected_seconds is None
    half = measured(whole.seconds // 2 + 1)
    assert half.seconds is None
    assert half.error is None
    assert half.expected_seconds == pytest.approx(whole.seconds, rel=4 / whole.seconds)


def test_what_would_take_longer_than_any_float_takes_for_ever():
    sizes = [1, *[64] * 62, 1]
    net = Network.create(sizes, ["softmax"] * 63, rng=np.random.default_rng(0))
    one = np.ones((1, 1))
    way = measure_way("all_paths", net, one, one, cost="quadratic", seconds=0.01)
    assert way.expected_seconds > 1e100


def test_without_any_time_the_slow_ways_are_counted_and_not_run():
    plain = Plain([3, 2], ["sigmoid"])
    ways = compare_ways(plain.net, plain.x, plain.y, cost="quadratic", seconds_each=0)
    assert ways[0].seconds > 0
    for way, counted in zip(ways[1:], count_ways(NetworkSpec.create([3, 2], ["sigmoid"]))[1:], strict=True):
        assert way == counted
        assert (way.seconds, way.expected_seconds, way.error) == (None, None, None)


def test_backpropagation_of_a_large_network_is_run_no_longer_than_it_may():
    plain = Plain([3, 2], ["sigmoid"])
    ticks = itertools.count(step=10)
    clock = lambda: float(next(ticks))  # noqa: E731
    way = measure_way(
        "backpropagation", plain.net, plain.x, plain.y, cost="quadratic", seconds=15, clock=clock
    )
    assert way.seconds == 10
    assert next(ticks) < 100
