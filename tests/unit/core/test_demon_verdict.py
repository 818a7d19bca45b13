"""The verdict on predicted and actual is true of the numbers: of many networks, at minima, at kinks, below rounding."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.demon import perturb
from bpexplorer.core.network import Network
from bpexplorer.core.readings.demon import DemonReading, read_demon
from bpexplorer.core.readings.demon_verdict import Verdict, judge
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import DataPart, TrainingData
from tests.strategies import problems

#: What says that there is a gap, and what to do about it.
GAPS = {Verdict.KINK, Verdict.TURNED, Verdict.BENDS}


class Problem:
    """Samples that stand in for a data set: a reading takes no more of one."""

    def __init__(self, x, y):
        self.x_probe, self.y_probe = np.asarray(x, float), np.asarray(y, float)

    def samples(self, name) -> DataPart:
        assert name == "probe"
        return DataPart(self.x_probe, self.y_probe, None)


def read(net, x, y, neuron, dz, *, cost="quadratic", whole_batch=False) -> DemonReading:
    data: TrainingData = Problem(x, y)  # type: ignore[assignment]
    return read_demon(net, data, cost=cost, sample=0, neuron=neuron, dz=dz, whole_batch=whole_batch, step=0)


def line(bias: float, target: float = 0.0) -> tuple[Network, list[list[float]], list[list[float]]]:
    """One identity neuron: C = ½(bias + Δz − target)², lowest at Δz = target − bias."""
    return Network([[[0.0]]], [[bias]], ["identity"]), [[0.0]], [[target]]


@pytest.mark.parametrize("dz", [0.25, -0.25, 4.0, 1e-3])
def test_behind_thirty_sigmoid_layers_the_change_is_too_small_to_see(dz):
    rng = np.random.default_rng(3)
    net = Network.create([4, *[4] * 30, 2], ["sigmoid"] * 31, rng=rng)
    reading = read(net, rng.normal(size=(1, 4)), [[0.0, 1.0]], Neuron(1, 2), dz)
    assert 0.0 < abs(reading.predicted) < 1e-17
    assert reading.verdict is Verdict.TOO_SMALL


@given(problems(), st.integers(0, 2**31), st.floats(-13.0, -9.0))
@settings(max_examples=60)
def test_what_is_only_rounding_is_never_called_a_gap(problem, seed, exponent):
    net, x, y, cost = problem
    rng = np.random.default_rng(seed)
    layer = int(rng.integers(1, net.depth + 1))
    neuron = Neuron(layer, int(rng.integers(net.sizes[layer])))
    for whole_batch in (False, True):
        reading = read(net, x, y, neuron, 10.0**exponent, cost=cost, whole_batch=whole_batch)
        found = perturb(net, x, y, cost=cost, layer=layer, neuron=neuron.index, dz=10.0**exponent)
        if not found.crosses_kink.any():
            assert reading.verdict not in GAPS


@pytest.mark.parametrize("dz", [10.0, 0.25, -0.25, 1e-3, 1e-7])
def test_at_the_lowest_point_of_the_curve_it_says_so_however_far_dz_reaches(dz):
    assert read(*line(0.3, 0.3), Neuron(1, 0), dz).verdict is Verdict.LOWEST
    assert read(*line(0.3 + 1e-9, 0.3), Neuron(1, 0), dz if abs(dz) > 1e-6 else 0.1).verdict is Verdict.LOWEST


@pytest.mark.parametrize(
    ("beside", "verdict"),
    [(0.001, Verdict.LOWEST), (0.05, Verdict.BENDS), (-0.05, Verdict.TURNED), (40.0, Verdict.AGREES)],
)
def test_how_far_the_lowest_point_lies_decides(beside, verdict):
    """Beside it by 0.05, Δz = 0.25 leads away from it, or to it and past it; from 40 it is hardly a start."""
    assert read(*line(beside), Neuron(1, 0), 0.25).verdict is verdict


def _at_turn(net: Network, x, y, cost: str, neuron: Neuron) -> tuple[Network, bool] | None:
    """The network with the neuron's bias where its curve turns, and whether that is its lowest point."""

    def moved(by):
        biases = [bias.copy() for bias in net.biases]
        biases[neuron.layer - 1][neuron.index] += by
        return Network(net.weights, biases, net.activations)

    def slope(by):
        return backpropagate(moved(by), x, y, cost=cost).deltas[neuron.layer - 1][0, neuron.index]

    grid = np.linspace(-4.0, 4.0, 41)
    slopes = [slope(by) for by in grid]
    for low, high, one, other in zip(grid, grid[1:], slopes, slopes[1:], strict=False):
        if one * other < 0.0 and min(abs(one), abs(other)) > 1e-5:
            for _ in range(60):
                middle = (low + high) / 2
                low, high = (middle, high) if slope(middle) * one > 0.0 else (low, middle)
            return moved((low + high) / 2), one < 0.0
    return None


@pytest.mark.parametrize("hidden", ["tanh", "sigmoid", "silu", "relu"])
def test_where_the_curve_of_a_network_turns_it_says_lowest_or_highest(hidden):
    found = set()
    for seed in range(20):
        rng = np.random.default_rng(seed)
        net = Network.create([3, 4, 3, 2], [hidden, hidden, "sigmoid"], initializer="normal", rng=rng)
        x, y = rng.normal(size=(1, 3)), rng.random((1, 2))
        neuron = Neuron(int(rng.integers(1, 3)), int(rng.integers(3)))
        turn = _at_turn(net, x, y, "quadratic", neuron)
        if turn is None:
            continue
        at_turn, is_lowest = turn
        for dz in (0.05, -0.05):
            reading = read(at_turn, x, y, neuron, dz)
            assert abs(reading.predicted) < abs(reading.gap)
            assert reading.verdict is (Verdict.LOWEST if is_lowest else Verdict.HIGHEST), (seed, dz)
            found.add(reading.verdict)
    assert Verdict.LOWEST in found


@pytest.mark.parametrize(
    ("dip", "verdict"), [(-0.01, Verdict.LOWEST), (-0.2, Verdict.BENDS)], ids=["hardly lower", "lower"]
)
def test_with_a_lower_place_on_the_way_to_dz_it_is_not_lowest(dip, verdict):
    numbers = {"dz": 1.0, "predicted": 0.01, "actual": 1.0, "opposite": 1.0, "cost": 1.0, "rounding": 1e-15}
    assert judge(**numbers, is_kinked=False, lowest=dip, highest=1.0) is verdict


def test_across_a_kink_of_relu_the_kink_is_named_and_up_to_it_the_tangent_holds():
    net, x, y = Network([[[1.0]], [[1.0]]], [[0.1], [0.0]], ["relu", "identity"]), [[0.0]], [[-100.0]]
    assert read(net, x, y, Neuron(1, 0), -0.05).verdict is Verdict.AGREES
    assert read(net, x, y, Neuron(1, 0), -0.4).verdict is Verdict.KINK
    dead = Network([[[1.0]], [[1.0]]], [[-0.1], [0.0]], ["relu", "identity"])
    assert read(dead, x, y, Neuron(1, 0), 0.05).verdict is Verdict.NO_INFLUENCE
    assert read(dead, x, y, Neuron(1, 0), 0.4).verdict is Verdict.KINK


def test_a_kink_of_the_cost_counts_too():
    net, x, y = line(0.1)
    assert read(net, x, y, Neuron(1, 0), -0.4, cost="absolute").verdict is Verdict.KINK
    assert read(net, x, y, Neuron(1, 0), -0.05, cost="absolute").verdict is Verdict.AGREES


def test_a_delta_that_has_rounded_to_nothing_is_flat_and_not_lowest():
    net, x, y = Network([[[0.0]]], [[45.0]], ["sigmoid"]), [[0.0]], [[0.0]]
    reading = read(net, x, y, Neuron(1, 0), -44.0)
    assert abs(reading.predicted) < 1e-16 < abs(reading.actual)
    assert reading.verdict is Verdict.FLAT


@given(problems(), st.integers(0, 2**31), st.floats(-3.0, 1.0), st.booleans())
@settings(max_examples=60)
def test_every_verdict_is_true_of_the_curve(problem, seed, exponent, whole_batch):
    net, x, y, cost = problem
    rng = np.random.default_rng(seed)
    layer = int(rng.integers(1, net.depth + 1))
    index, dz = int(rng.integers(net.sizes[layer])), float(rng.choice([-1.0, 1.0])) * 10.0**exponent
    reading = read(net, x, y, Neuron(layer, index), dz, cost=cost, whole_batch=whole_batch)
    rows = slice(None) if whole_batch else slice(0, 1)

    def change(by):
        found = perturb(net, x[rows], y[rows], cost=cost, layer=layer, neuron=index, dz=by)
        return found.mean_actual

    share = reading.gap_share
    near = [change(by) for by in np.linspace(-abs(dz), abs(dz), 61)]
    match reading.verdict:
        case Verdict.LOWEST:
            assert min(near[0], near[-1]) > 0.0
            assert min(near) >= -0.1 * min(near[0], near[-1])
        case Verdict.HIGHEST:
            assert max(near[0], near[-1]) < 0.0
            assert max(near) <= -0.1 * max(near[0], near[-1])
        case Verdict.AGREES:
            assert share is not None
            assert share < 0.05 or abs(reading.gap) < 1e-12 * (1.0 + abs(reading.cost))
        case Verdict.TURNED:
            assert reading.predicted * reading.actual < 0.0
        case Verdict.BENDS | Verdict.KINK:
            assert share is None or share >= 0.05
            # "try half of Δz": there is a half, quarter, … of it at which δ tells what happens.
            assert reading.delta == 0.0 or any(
                abs(change(part) - reading.delta * part) <= 0.06 * abs(reading.delta * part) + 1e-14
                for part in dz / 2.0 ** np.arange(1, 40)
            )
        case Verdict.TOO_SMALL:
            assert max(abs(reading.predicted), abs(reading.actual)) < 1e-12 * (1.0 + abs(reading.cost))
        case Verdict.NO_INFLUENCE:
            assert change(dz) == 0.0
            assert reading.delta == 0.0
        case Verdict.FAINT:
            assert abs(reading.delta) <= 1.1e-5 * reading.cost
        case _:
            assert reading.verdict in (Verdict.FLAT, Verdict.NOT_FINITE)


def test_where_delta_is_almost_0_no_half_of_dz_is_advised():
    """A saturated neuron: δ = −2·10⁻⁷ of a C of about 1, and a gap of 30 %, of which half of Δz tells nothing."""
    of = {
        "dz": 0.25,
        "opposite": 1e-8,
        "rounding": 1e-15,
        "is_kinked": False,
        "lowest": -7e-8,
        "highest": 1e-8,
    }
    assert judge(**of, predicted=-5e-8, actual=-6.5e-8, cost=1.0) is Verdict.FAINT
    assert judge(**of, predicted=-5e-8, actual=-6.5e-8, cost=1e-4) is Verdict.BENDS, (
        "beside this C it isn't small"
    )
    assert judge(**of, predicted=-5e-8, actual=-5.1e-8, cost=1.0) is Verdict.AGREES


def test_half_of_dz_leaves_about_a_quarter_of_the_gap_on_a_parabola():
    net, x, y = line(1.0)
    whole, half = (read(net, x, y, Neuron(1, 0), dz) for dz in (0.5, 0.25))
    assert half.left_of_gap(whole) == pytest.approx(0.25)
    assert whole.left_of_gap(half) is None
    assert half.left_of_gap(half) is None
    assert half.left_of_gap(read(*line(1.1), Neuron(1, 0), 0.5)) is None, "another network"
    tiny, tinier = (read(net, x, y, Neuron(1, 0), dz) for dz in (1e-8, 5e-9))
    assert tinier.left_of_gap(tiny) is None, "nothing but rounding"
