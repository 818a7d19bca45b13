"""Random networks, samples and plans for property tests (hypothesis)."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

import numpy as np
from hypothesis import strategies as st

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS, explain_pair
from bpexplorer.core.edits.demon import held_from_now
from bpexplorer.core.initializers import BIAS_INITIALIZERS, INITIALIZERS
from bpexplorer.core.network import Network
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import LayerSpec, NetworkSpec, Neuron
from bpexplorer.core.training.config import DTYPES, TrainingConfig
from bpexplorer.core.training.mask import FREE, FROZEN, REMOVED
from bpexplorer.core.training.rules.schedules import SCHEDULES
from bpexplorer.core.training.state import TrainerState, start_run
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.data.choice import DataChoice
from bpexplorer.data.dataset import DATASETS
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
    """Some settings of an optimizer, initialiser or schedule, in range and not huge; the others keep their defaults."""

    def values(one: Setting) -> st.SearchStrategy[float]:
        low, high = max(one.low, -2.0), min(one.high, 2.0)
        return st.floats(low, low + 0.99 * (high - low))

    return st.fixed_dictionaries({}, optional={one.name: values(one) for one in kind.settings})


@st.composite
def configs(draw: st.DrawFn, *, output: str) -> TrainingConfig:
    """Any configuration that fits an output activation, with steps small enough to stay finite for a while."""
    optimizer, initializer, schedule = (
        draw(st.sampled_from(list(kind))) for kind in (OPTIMIZERS, INITIALIZERS, SCHEDULES)
    )
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
        schedule=schedule,
        schedule_settings=draw(_settings_of(SCHEDULES[schedule])),
        l1=draw(st.sampled_from([0.0, 0.01])),
        l2=draw(st.sampled_from([0.0, 0.1])),
        clip_norm=draw(st.sampled_from([0.0, 0.1, 1.0])),
        dtype=draw(st.sampled_from(DTYPES)),
    )


@st.composite
def structures(
    draw: st.DrawFn, *, inputs: int, outputs: int, output: str | None = None, dropout: bool = True
) -> NetworkSpec:
    """Up to three hidden layers between so many inputs and outputs; each may leave neurons out."""
    shares = st.sampled_from([0.0, 0.0, 0.5]) if dropout else st.just(0.0)
    layer = st.builds(LayerSpec, st.integers(1, 4), st.sampled_from(list(ACTIVATIONS)), shares)
    last = draw(st.sampled_from(list(ACTIVATIONS))) if output is None else output
    return NetworkSpec(inputs, (*draw(st.lists(layer, max_size=3)), LayerSpec(outputs, last)))


@st.composite
def masks(draw: st.DrawFn, spec: NetworkSpec) -> Parameters | None:
    """What training leaves alone: nothing, some weights, all that leads into a neuron, the biases of a layer."""
    if draw(st.booleans()):
        return None
    rng = np.random.default_rng(draw(SEEDS))
    codes, chances = (FREE, FROZEN, REMOVED, FROZEN + REMOVED), [0.7, 0.15, 0.1, 0.05]
    mask = Parameters(spec, rng.choice(codes, spec.parameter_count, p=chances))
    layer = draw(st.integers(1, spec.depth))
    if draw(st.booleans()):
        neuron = draw(st.integers(0, spec.sizes[layer] - 1))
        mask.weights[layer - 1][neuron], mask.biases[layer - 1][neuron] = FROZEN, FROZEN
    if draw(st.booleans()):
        mask.biases[layer - 1][...] = REMOVED
    return mask


@st.composite
def runs(
    draw: st.DrawFn, data: TrainingData, *, output: str | None = None, dropout: bool = True
) -> TrainerState:
    """A run before its first step: any structure, configuration and mask, perhaps under a held demon."""
    spec = draw(structures(inputs=data.inputs, outputs=data.outputs, output=output, dropout=dropout))
    config = draw(configs(output=spec.activations[-1]))
    state = start_run(spec, config, data, mask=draw(masks(spec)))
    if draw(st.booleans()):
        return state
    layer = draw(st.integers(1, spec.depth))
    neuron = Neuron(layer, draw(st.integers(0, spec.sizes[layer] - 1)))
    return replace(state, held=held_from_now(state, neuron, draw(st.floats(-1, 1))))


@st.composite
def plans(draw: st.DrawFn, *, dropout: bool = True) -> Plan:
    """A plan on one of the generated data sets: small, but otherwise anything."""
    name = draw(st.sampled_from([name for name in DATASETS if name != "digits"]))
    choice = DataChoice(
        name=name,
        samples=draw(st.integers(20, 60)),
        noise=draw(st.floats(0, DATASETS[name].limits.max_noise)),
        test_share=draw(st.sampled_from([0.0, 0.1, 0.5])),
        scaling=draw(st.sampled_from(list(SCALINGS))),
        seed=draw(SEEDS),
    )
    output = draw(st.sampled_from(list(ACTIVATIONS)))
    training = prepare(choice, output).training
    spec = draw(structures(inputs=training.inputs, outputs=training.outputs, output=output, dropout=dropout))
    offset = st.tuples(st.floats(-1e3, 1e3), st.floats(-1e3, 1e3))
    offsets = draw(st.lists(offset, min_size=spec.depth + 1, max_size=spec.depth + 1))
    return Plan(spec, draw(configs(output=output)), choice, tuple(offsets))
