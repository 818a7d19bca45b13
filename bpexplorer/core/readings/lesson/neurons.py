"""Readings of one neuron: its δ, the demon on it, what it is worth to the answer."""

from functools import partial

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.backprop import ForwardPass, forward, forward_from, hidden_error, weighted_input
from bpexplorer.core.costs import cost as cost_named
from bpexplorer.core.demon import cost_curve, perturb
from bpexplorer.core.norms import length
from bpexplorer.core.output import sample_costs
from bpexplorer.core.readings.lesson.reading import (
    LessonReading,
    Place,
    cost_of,
    trace_of_probe,
    trace_of_set,
)
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.types import FloatArray
from bpexplorer.translation import tr

#: In so many steps the demon's Δz goes from one end to the other.
_POINTS = 2001


def _delta(state: TrainerState, place: Place) -> float:
    neuron = place.neuron
    return float(trace_of_probe(state, place).deltas[neuron.layer - 1][place.sample, neuron.index])


def _sample_cost(state: TrainerState, place: Place) -> float:
    return float(trace_of_probe(state, place).sample_costs[place.sample])


def _activation(state: TrainerState, place: Place) -> float:
    """a of the neuron, for one sample."""
    neuron = place.neuron
    return float(trace_of_probe(state, place).activations[neuron.layer - 1][place.sample, neuron.index])


def _incoming(state: TrainerState, place: Place) -> float:
    """a of the source, for one sample."""
    layer = place.neuron.layer
    if layer == 1:
        return float(state.data.x_probe[place.sample, place.source])
    return float(trace_of_probe(state, place).activations[layer - 2][place.sample, place.source])


def _share(state: TrainerState, place: Place) -> float:
    return _incoming(state, place) * _delta(state, place)


def _predicted(state: TrainerState, place: Place) -> float:
    return _delta(state, place) * place.dz


def _actual(state: TrainerState, place: Place) -> float:
    one, neuron = slice(place.sample, place.sample + 1), place.neuron
    made = perturb(
        state.trained_network(),
        state.data.x_probe[one],
        state.data.y_probe[one],
        cost=cost_of(state, place),
        layer=neuron.layer,
        neuron=neuron.index,
        dz=place.dz,
    )
    return float(made.actual[0])


def _gap(state: TrainerState, place: Place) -> float:
    return abs(_actual(state, place) - _predicted(state, place))


def _best_saving(state: TrainerState, place: Place) -> float:
    """The most that any Δz between −dz and dz takes off the cost of the sample."""
    one, neuron, reach = slice(place.sample, place.sample + 1), place.neuron, abs(place.dz)
    dzs = np.linspace(-reach, reach, _POINTS)
    costs = cost_curve(
        state.trained_network(),
        state.data.x_probe[one],
        state.data.y_probe[one],
        cost=cost_of(state, place),
        layer=neuron.layer,
        neuron=neuron.index,
        dzs=dzs,
    )[:, 0]
    return float(costs[_POINTS // 2] - costs.min())


def _before_slope(state: TrainerState, place: Place) -> float:
    """∂C/∂a of a hidden neuron: Σ w δ, before the slope."""
    trace, neuron = trace_of_probe(state, place), place.neuron
    weights = state.trained_network().weights[neuron.layer][:, neuron.index]
    return float(trace.deltas[neuron.layer][place.sample] @ weights)


def _slope(state: TrainerState, place: Place) -> float:
    """a′(z) of a neuron, for one sample."""
    trace, neuron = trace_of_probe(state, place), place.neuron
    own = slice(neuron.index, neuron.index + 1)
    z, a = (each[neuron.layer - 1][place.sample, own] for each in (trace.zs, trace.activations))
    derivative: FloatArray = activation(state.spec.activations[neuron.layer - 1]).derivative(z, a)
    return float(derivative[0])


def _behind_curtain(state: TrainerState, place: Place) -> float:
    """δ of a hidden neuron from what δ of the next layer says alone: no layer beyond it, and no cost, is looked at."""
    trace, neuron, network = trace_of_probe(state, place), place.neuron, state.trained_network()
    layer, one = neuron.layer, slice(place.sample, place.sample + 1)
    passed = forward(network, state.data.x_probe[one])
    made = hidden_error(
        network.weights[layer],
        trace.deltas[layer][one],
        network.functions[layer - 1],
        passed.zs[layer - 1],
        passed.activations[layer - 1],
    )
    return float(made[0, neuron.index])


def _gradients(state: TrainerState, place: Place) -> float:
    """How many gradients belong to a neuron: its weights and its bias."""
    return float(state.spec.sizes[place.neuron.layer - 1] + 1)


def _deltas_of_set(state: TrainerState, place: Place) -> FloatArray:
    neuron = place.neuron
    deltas: FloatArray = trace_of_set(state, place).deltas[neuron.layer - 1][:, neuron.index]
    return deltas


def _mean(state: TrainerState, place: Place) -> float:
    return float(_deltas_of_set(state, place).mean())


def _mean_size(state: TrainerState, place: Place) -> float:
    return float(np.abs(_deltas_of_set(state, place)).mean())


def _median_size(state: TrainerState, place: Place) -> float:
    return float(np.median(np.abs(_deltas_of_set(state, place))))


def _largest_size(state: TrainerState, place: Place) -> float:
    return float(np.abs(_deltas_of_set(state, place)).max())


def _spread(state: TrainerState, place: Place) -> float:
    """How far apart the δ of the layer's neurons lie, at most, over the set: 0 if all of them are twins."""
    deltas = trace_of_set(state, place).deltas[place.neuron.layer - 1]
    return float(np.ptp(deltas, axis=1).max())


def _weight_spread(state: TrainerState, place: Place) -> float:
    """How far apart the weights into the layer's neurons lie, at most."""
    weights = state.network().weights[place.neuron.layer - 1]
    return float(np.ptp(weights, axis=0).max())


def _awake(state: TrainerState, place: Place) -> float:
    """The share of the set for which the neuron has a slope that isn't 0."""
    trace, at = trace_of_set(state, place), place.neuron.layer - 1
    own = slice(place.neuron.index, place.neuron.index + 1)
    z, a = trace.zs[at][:, own], trace.activations[at][:, own]
    slopes = activation(state.spec.activations[at]).derivative(z, a)
    return float(np.count_nonzero(slopes) / slopes.size)


def _gradient_norm(state: TrainerState, place: Place) -> float:
    """The length of the gradient of C of the set by all weights into the neuron, and its bias."""
    trace, neuron = trace_of_set(state, place), place.neuron
    by_weights = trace.grad_weights[neuron.layer - 1][neuron.index]
    return length(np.append(by_weights, trace.grad_biases[neuron.layer - 1][neuron.index]))


def _accuracy(state: TrainerState, place: Place) -> float:
    x, _, labels = state.data.samples(place.over)
    assert labels is not None, "asked for classes only"
    return state.data.accuracy(forward(state.trained_network(), x).activations[-1], labels)


def _silenced(state: TrainerState, place: Place) -> ForwardPass:
    """The layers behind the neuron, over the set, if it passes on 0 instead of its a."""
    network, neuron = state.trained_network(), place.neuron
    a = forward(network, state.data.samples(place.over).x).activations[neuron.layer - 1].copy()
    a[:, neuron.index] = 0.0
    z = weighted_input(network.weights[neuron.layer], network.biases[neuron.layer], a)
    return forward_from(network, neuron.layer + 1, z)


def _accuracy_silenced(state: TrainerState, place: Place) -> float:
    labels = state.data.samples(place.over).labels
    assert labels is not None, "asked for classes only"
    return state.data.accuracy(_silenced(state, place).activations[-1], labels)


def _cost_silenced(state: TrainerState, place: Place) -> float:
    """By how much the mean cost of the set rises if the neuron is silent."""
    passed, y = _silenced(state, place), state.data.samples(place.over).y
    chosen, function = cost_named(cost_of(state, place)), activation(state.spec.activations[-1])
    costs = sample_costs(chosen, function, passed.zs[-1], passed.activations[-1], y)
    return float(costs.mean()) - trace_of_set(state, place).cost


_one = partial(LessonReading, needs=("sample", "neuron"))
_set = partial(LessonReading, needs=("neuron",))

READINGS = (
    _one("delta", tr("δ of the neuron, for the sample"), _delta),
    _one("delta_size", tr("|δ| of the neuron, for the sample"), lambda *at: abs(_delta(*at))),
    LessonReading("sample_cost", tr("C of the sample"), _sample_cost, needs=("sample",)),
    _one("activation", tr("a of the neuron, for the sample"), _activation),
    LessonReading(
        "incoming", tr("a of the source, for the sample"), _incoming, needs=("sample", "neuron", "source")
    ),
    LessonReading(
        "share", tr("a·δ: the sample's share of ∂C/∂w"), _share, needs=("sample", "neuron", "source")
    ),
    LessonReading("predicted", tr("δ·Δz"), _predicted, needs=("sample", "neuron", "dz")),
    LessonReading("actual", tr("ΔC of the sample under Δz"), _actual, needs=("sample", "neuron", "dz")),
    LessonReading("gap", tr("|actual − predicted|"), _gap, needs=("sample", "neuron", "dz")),
    LessonReading(
        "best_saving",
        tr("the most that any Δz from −dz to dz takes off C of the sample"),
        _best_saving,
        needs=("sample", "neuron", "dz"),
    ),
    LessonReading("before_slope", tr("∂C/∂a of a hidden neuron"), _before_slope, needs=("sample", "hidden")),
    _one("slope", tr("the slope of the neuron's activation at z"), _slope),
    LessonReading(
        "behind_curtain",
        tr("δ of a hidden neuron, from δ and weights of the next layer alone"),
        _behind_curtain,
        needs=("sample", "hidden"),
    ),
    _set("gradients", tr("how many weights and biases the neuron has"), _gradients),
    _set("mean_delta", tr("the mean of δ over the set"), _mean),
    _set("mean_delta_size", tr("the mean of |δ| over the set"), _mean_size),
    _set("median_delta_size", tr("the median of |δ| over the set"), _median_size),
    _set("largest_delta_size", tr("the largest |δ| over the set"), _largest_size),
    _set("spread", tr("how far apart δ of the layer's neurons lie, at most, over the set"), _spread),
    _set(
        "weight_spread", tr("how far apart the weights into the layer's neurons lie, at most"), _weight_spread
    ),
    _set("awake", tr("the share of the set for which the neuron's slope isn't 0"), _awake),
    _set(
        "gradient_norm",
        tr("the length of the gradient of the neuron's weights and bias, over the set"),
        _gradient_norm,
    ),
    LessonReading("accuracy", tr("the share of the set that is right"), _accuracy, needs=("classes",)),
    LessonReading(
        "accuracy_silenced",
        tr("the share of the set that is right if the neuron is silent"),
        _accuracy_silenced,
        needs=("hidden", "classes"),
    ),
    LessonReading(
        "cost_silenced",
        tr("how much C of the set rises if the neuron is silent"),
        _cost_silenced,
        needs=("hidden",),
    ),
)
