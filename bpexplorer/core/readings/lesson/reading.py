"""What a named reading is, and what it may be told."""

from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Literal

import numpy as np

from bpexplorer.core.backprop import Trace, backpropagate
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training_data import SamplesName, TrainingData

#: What of a `Place` a reading can't do without.
Need = Literal["sample", "neuron", "hidden", "output", "source", "dz", "classes"]


#: Yields between two slices of its work, and returns the number.
Slices = Generator[None, None, float]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a reading looks; what it doesn't need is ignored.

    ``sample`` is a row of the fixed samples, ``over`` the set of readings over one; ``source`` a neuron of the layer
    before ``neuron``, or for outputs another output; ``cost`` another cost than the run's own; ``epochs`` how long a
    copy is trained.
    """

    sample: int = 0
    neuron: Neuron = field(default_factory=lambda: Neuron(1, 0))
    source: int = 0
    dz: float = 0.0
    cost: str = ""
    over: SamplesName = "train"
    epochs: int = 0


@dataclass(frozen=True, slots=True)
class LessonReading:
    """A reading by the name that lessons give it; ``needs`` says what of a place must be given.

    One that takes long gives its number in slices.
    """

    name: str
    purpose: str
    read: Callable[[TrainerState, Place], "float | Slices"]
    needs: tuple[Need, ...] = ()


def cost_of(state: TrainerState, place: Place) -> str:
    """The cost that is asked about: the run's own, unless another one is named."""
    return place.cost or state.config.cost


def trace_of_probe(state: TrainerState, place: Place) -> Trace:
    """Backpropagation of the fixed samples."""
    data = state.data
    with np.errstate(all="ignore"):  # a saturated network is read as it is
        return backpropagate(state.trained_network(), data.x_probe, data.y_probe, cost=cost_of(state, place))


def trace_of_set(state: TrainerState, place: Place) -> Trace:
    """Backpropagation of the set that the place names."""
    x, y, _ = state.data.samples(place.over)
    with np.errstate(all="ignore"):
        return backpropagate(state.trained_network(), x, y, cost=cost_of(state, place))


def lack(reading: LessonReading, spec: NetworkSpec, data: TrainingData, place: Place) -> Need | None:
    """What a place, a network or its data don't have of what a reading needs; None if nothing."""
    neuron = place.neuron
    is_there = neuron.layer > 0 and spec.has(neuron)
    is_output = is_there and neuron.layer == spec.depth
    sources = spec.outputs if "output" in reading.needs else spec.sizes[neuron.layer - 1] if is_there else 0
    fits: dict[Need, bool] = {
        "sample": 0 <= place.sample < len(data.probe),
        "neuron": is_there,
        "hidden": is_there and not is_output,
        "output": is_output,
        "source": 0 <= place.source < sources,
        "dz": place.dz != 0.0,
        "classes": data.is_classification,
    }
    return next((need for need in reading.needs if not fits[need]), None)
