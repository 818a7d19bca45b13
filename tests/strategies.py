"""Random networks, samples and plans for property tests (hypothesis)."""

from collections.abc import Collection
from typing import Any

import numpy as np
from hypothesis import strategies as st

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.config import TrainingConfig
from bpexplorer.core.costs import COSTS, explain_pair
from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.network import Network
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.schedules import SCHEDULES
from bpexplorer.core.setting import Setting
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.data.choice import LIMITS, DataChoice
from bpexplorer.data.prepare import prepare
from bpexplorer.data.scaling import SCALINGS
from bpexplorer.project.plan import Plan

SEEDS = st.integers(0, 2**31 - 1)
#: Pairs of cost and output activation that can be trained.
PAIRS = [(c, a) for c in COSTS for a in ACTIVATIONS if explain_pair(COSTS[c], ACTIVATIONS[a]) is None]


@st.composite
def networks(
    draw: st.DrawFn, *, activations: Collection[str] = ACTIVATIONS, output: str | None = None
) -> Network:
    """Up to four layers of up to five neurons, often of equal sizes, with weights and biases from N(0, 1)."""
    sizes = draw(st.lists(st.integers(1, 5), min_size=2, max_size=5))
    if draw(st.booleans()):
        sizes = [sizes[0]] * len(sizes)
    layers = len(sizes) - 1
    names = draw(st.lists(st.sampled_from(list(activations)), min_size=layers, max_size=layers))
    if output is not None:
        names[-1] = output
    return Network.create(sizes, names, initializer="normal", rng=np.random.default_rng(draw(SEEDS)))


@st.composite
def problems(draw: st.DrawFn) -> tuple[Network, np.ndarray, np.ndarray, str]:
    """A network, one to nine samples with targets in 0…1 or one-hot, and a cost that fits its output."""
    cost, output = draw(st.sampled_from(PAIRS))
    net = draw(networks(output=output))
    rng, samples = np.random.default_rng(draw(SEEDS)), draw(st.integers(1, 9))
    outputs = net.sizes[-1]
    # A softmax of one neuron is always 1: under the cross-entropy any other target costs infinitely much.
    one_hot = (net.activations[-1] == "softmax" and outputs == 1) or draw(st.booleans())
    y = np.eye(outputs)[rng.integers(0, outputs, samples)] if one_hot else rng.random((samples, outputs))
    return net, rng.normal(size=(samples, net.sizes[0])), y, cost


def _settings_of(kind: Any) -> st.SearchStrategy[dict[str, float]]:
    """Some settings of an optimizer or initialiser, in range and not huge; the others keep their defaults."""

    def values(one: Setting) -> st.SearchStrategy[float]:
        low, high = max(one.low, -2.0), min(one.high, 2.0)
        return st.floats(low, low + 0.99 * (high - low))

    return st.fixed_dictionaries({}, optional={one.name: values(one) for one in kind.settings})


@st.composite
def configs(draw: st.DrawFn, *, output: str) -> TrainingConfig:
    """Any configuration that fits an output activation, with steps small enough to stay finite for a while."""
    optimizer, initializer = (draw(st.sampled_from(list(kind))) for kind in (OPTIMIZERS, INITIALIZERS))
    return TrainingConfig(
        cost=draw(st.sampled_from([cost for cost, name in PAIRS if name == output])),
        initializer=initializer,
        initializer_settings=draw(_settings_of(INITIALIZERS[initializer])),
        bias_initializer=draw(st.sampled_from(list(BIAS_INITIALIZERS))),
        optimizer=optimizer,
        optimizer_settings=draw(_settings_of(OPTIMIZERS[optimizer])),
        learning_rate=draw(st.floats(1e-4, 0.05)),
        batch_size=draw(st.integers(1, 40)),
        seed=draw(SEEDS),
        schedule=draw(st.sampled_from(list(SCHEDULES))),
        l1=draw(st.sampled_from([0.0, 0.01])),
        l2=draw(st.sampled_from([0.0, 0.1])),
        clip_norm=draw(st.sampled_from([0.0, 0.1])),
    )


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """A plan on one of the generated data sets: small, but otherwise anything."""
    name = draw(st.sampled_from([name for name in LIMITS if name != "digits"]))
    choice = DataChoice(
        name=name,
        samples=draw(st.integers(20, 60)),
        noise=draw(st.floats(0, LIMITS[name].max_noise)),
        test_share=draw(st.sampled_from([0.0, 0.1, 0.5])),
        scaling=draw(st.sampled_from(list(SCALINGS))),
        seed=draw(SEEDS),
    )
    hidden = draw(st.lists(st.tuples(st.integers(1, 4), st.sampled_from(list(ACTIVATIONS))), max_size=3))
    output = draw(st.sampled_from(list(ACTIVATIONS)))
    training = prepare(choice, output).training
    sizes = [training.inputs, *(size for size, _ in hidden), training.outputs]
    spec = NetworkSpec.create(sizes, [*(activation for _, activation in hidden), output])
    offset = st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
    offsets = draw(st.lists(offset, min_size=len(sizes), max_size=len(sizes)))
    return Plan(spec, draw(configs(output=output)), choice, tuple(offsets))
