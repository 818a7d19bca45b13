"""A worksheet on the next step: what one pupil works out, drawn by the pupil's own seed.

All of it is of one sample: a neuron of some layers on both ways, and the weights between those neurons.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

import numpy as np

from bpexplorer.core.readings.phases.my_turn import Blank, blanks
from bpexplorer.core.readings.phases.phase import Phase, PhaseKind
from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.readings.update import Place
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.streams import Purpose, stream
from bpexplorer.core.types import IntArray

#: So many layers are worked on at most, the first and the last ones.
MOST_LAYERS: Final = 4


@dataclass(frozen=True, slots=True)
class Task:
    """What is worked out in one phase, of a neuron or of a weight."""

    phase: Phase
    place: Place
    blanks: tuple[Blank, ...]


@dataclass(frozen=True, slots=True)
class Worksheet:
    """The tasks of one pupil, in the order of the phases; ``row`` is the sample of the batch that they are of."""

    seed: int
    row: int
    tasks: tuple[Task, ...]


def draw_worksheet(reading: StepPhases, seed: int) -> Worksheet:
    """Draw what a pupil works out. The same seed gives the same sheet of the same step."""
    rng = stream(seed, Purpose.WORKSHEET, reading.step)
    spec = reading.shown.spec
    row = int(rng.integers(len(reading.samples.rows)))
    layers = _layers(spec.depth)
    drawn = {layer: _neuron(reading, layer, row, rng) for layer in layers}
    weight = _weight(reading, drawn, rng)
    tasks = []
    for phase in reading.phases[: reading.last + 1]:
        for place in _places(phase, drawn, weight):
            found = blanks(reading, phase, place, row)
            if found:
                tasks.append(Task(phase, place, found))
    return Worksheet(seed, row, tuple(tasks))


def _layers(depth: int) -> tuple[int, ...]:
    """The layers that are worked on: all, or the first and the last ones."""
    every = tuple(range(1, depth + 1))
    return every if depth <= MOST_LAYERS else (1, *every[1 - MOST_LAYERS :])


def _neuron(reading: StepPhases, layer: int, row: int, rng: np.random.Generator) -> Neuron:
    """One of the layer's neurons, not one that dropout silences if there is another."""
    dropped = reading.samples.dropped(layer)
    size = reading.shown.spec.sizes[layer]
    candidates: IntArray = np.arange(size)
    if dropped is not None and not dropped[row].all():
        candidates = np.flatnonzero(~dropped[row])
    return Neuron(layer, int(rng.choice(candidates)))


def _weight(reading: StepPhases, drawn: dict[int, Neuron], rng: np.random.Generator) -> Connection:
    """A weight between two of the neurons, or one into the first of them."""
    between = [
        Connection(target.layer, target.index, source.index)
        for source, target in pairwise(drawn.values())
        if target.layer == source.layer + 1
    ]
    if between:
        return between[int(rng.integers(len(between)))]
    first = drawn[1]
    return Connection(1, first.index, int(rng.integers(reading.shown.spec.inputs)))


def _places(phase: Phase, drawn: dict[int, Neuron], weight: Connection) -> Iterator[Place]:
    if phase.kind in (PhaseKind.GRADIENT, PhaseKind.UPDATE):
        yield weight
        yield Neuron(weight.layer, weight.target)
        return
    for layer in phase.layers:
        if layer in drawn:
            yield drawn[layer]
