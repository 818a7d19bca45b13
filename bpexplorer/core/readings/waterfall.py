"""How δ of a neuron is left over, step by step: its largest terms, what they leave, and what the slope lets pass.

It is the sum of `bpexplorer.core.readings.origin`, read as a waterfall: each stage begins where the one before ended.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.diagnostics.neurons import held_up
from bpexplorer.core.readings.origin import OriginReading, WorkedSum, read_origin
from bpexplorer.core.readings.why_small import WhySmall, why_small
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import TracedSamples
from bpexplorer.core.training_data import TrainingData

#: So many terms are stages of their own.
TERMS: Final = 4
#: So many neurons of a layer are read at most, its first ones.
MOST_NEURONS: Final = 256


class StageKind(Enum):
    """What a stage of the waterfall is."""

    #: One of the largest terms, and all others together.
    TERM = "term"
    REST = "other terms"
    SUM = "sum"
    #: What the slope takes away, or adds where it is above 1.
    SLOPE = "slope"
    DELTA = "delta"


@dataclass(frozen=True, slots=True)
class Stage:
    """A bar from ``start`` to ``end``. That of a result begins at 0. ``neuron`` is the one that a term is of."""

    kind: StageKind
    start: float
    end: float
    neuron: int | None = None

    @property
    def value(self) -> float:
        """How far it leads."""
        return self.end - self.start


def waterfall(worked: WorkedSum) -> tuple[Stage, ...]:
    """The stages of a sum, from its terms, the largest first, to δ; without a slope where none is a factor of it."""
    stages, at = [], 0.0
    for neuron, term in zip(worked.neurons[:TERMS].tolist(), worked.terms[:TERMS].tolist(), strict=True):
        stages.append(Stage(StageKind.TERM, at, at + term, neuron))
        at += term
    with np.errstate(invalid="ignore"):  # of infinite terms of both signs there is no sum
        total = worked.total
    if len(worked.terms) > TERMS:
        stages.append(Stage(StageKind.REST, at, total))
    stages.append(Stage(StageKind.SUM, 0.0, total))
    if worked.slope is not None:
        stages.append(Stage(StageKind.SLOPE, total, worked.delta))
    return (*stages, Stage(StageKind.DELTA, 0.0, worked.delta))


@dataclass(frozen=True, slots=True, eq=False)
class LayerOrigin:
    """Where δ of the neurons of a layer comes from, for one sample, entry j for neuron j; and why it is small."""

    layer: int
    #: The sample's row among those that are looked at.
    row: int
    #: How many neurons the layer has; the first ones are read.
    size: int
    readings: tuple[OriginReading, ...]
    verdicts: tuple[WhySmall, ...]
    #: The share of the slopes of this layer, of every neuron and sample that is looked at, that are nearly 0.
    narrow_share: float
    #: How many samples that is.
    count: int

    @property
    def is_estimated(self) -> bool:
        """Whether only some of the neurons are here."""
        return len(self.readings) < self.size


def read_layer_origin(
    samples: TracedSamples,
    data: TrainingData,
    *,
    cost: str,
    row: int,
    layer: int,
    step: int,
    mask: Parameters | None = None,
) -> LayerOrigin:
    """Read where every δ of a layer comes from, in float64.

    Parameters
    ----------
    row : int
        The sample; where a batch has fewer, its last one stands for it.

    Raises InvalidNetworkError if there is no such layer or it is the input.
    """
    row = min(row, len(samples.rows) - 1)
    size = samples.network.sizes[layer]
    readings = tuple(
        _origins(samples.only(row), data, cost, range(min(size, MOST_NEURONS)), layer, step, mask)
    )
    with np.errstate(all="ignore"):
        narrow, _, _ = held_up(samples.network, samples.trace, layer)
    return LayerOrigin(
        layer=layer,
        row=row,
        size=size,
        readings=readings,
        verdicts=tuple(map(why_small, readings)),
        narrow_share=float(narrow.mean()),
        count=len(samples.rows),
    )


def _origins(
    sample: TracedSamples,
    data: TrainingData,
    cost: str,
    neurons: Iterable[int],
    layer: int,
    step: int,
    mask: Parameters | None,
) -> Iterable[OriginReading]:
    for j in neurons:
        yield read_origin(sample, data, cost=cost, row=0, neuron=Neuron(layer, j), step=step, mask=mask)
