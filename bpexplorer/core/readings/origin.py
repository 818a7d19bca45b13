"""Where the δ of one neuron comes from, for one sample and on average over all: the terms, and what they come to.

For one sample the terms are those of BP1 or BP2 (``core.origin``). The mean of δ over the samples is ∂C/∂b of their
mean cost, and of means other things are true: the mean of a product isn't the product of means. So a term of the mean
is the mean of what that term contributes to δ, slope and all, and the terms add up to the mean.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Final

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.numerals import is_rounding
from bpexplorer.core.origin import DeltaSum, SumKind, delta_sum
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.diagnostics.neurons import NARROW
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.mask import removed_weights
from bpexplorer.core.training.traced_samples import Batch, SampleSource, TracedSamples
from bpexplorer.core.training_data import PartName, TrainingData
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.core.vocabularies.pairs import pair

#: |Σ terms| / Σ |terms|: terms agree from the first on, as then 85 % of them, by size, pull one way; below the other,
#: where the two sides hold 60 and 40 %, they cancel.
AGREE, CANCEL = 0.7, 0.2
#: |δ| of every neuron ahead below this is small: raising any of their z by 1 would change C by less.
SMALL: Final = 0.01
#: A slope between these lets a sum pass nearly as it is.
PASSES: Final = (0.9, 1.1)


class Adding(Enum):
    """How the terms add up."""

    AGREE = "agree"
    PARTLY = "partly cancel"
    CANCEL = "cancel"
    #: Only one isn't 0.
    ONE = "one"
    #: All are 0, or there is none.
    NOTHING = "nothing"
    #: Whatever their signs: no neuron ahead has a δ that is more than small.
    SMALL = "small"
    NOT_FINITE = "not finite"


class Passing(Enum):
    """What the slope lets through."""

    NEARLY_ALL = "nearly all"
    SOME = "some"
    #: More than all of it: some slopes are above 1.
    MORE = "more"
    #: Less than ``NARROW`` of the activation's largest slope.
    HARDLY_ANY = "hardly any"
    NOTHING = "nothing"
    #: The slope is negative: what passes has the other sign.
    TURNED = "turned"
    #: Dropout leaves the neuron out.
    DROPPED = "dropped"


class Raising(Enum):
    """What raising z does to C."""

    RAISES = "raises"
    LOWERS = "lowers"
    #: δ is 0, or what rounding left of terms that cancel.
    NEITHER = "neither"
    #: δ isn't finite.
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the numbers come to, decided by the thresholds above. ``passing`` is None where no slope is a factor."""

    adding: Adding
    passing: Passing | None
    raising: Raising


@dataclass(frozen=True, slots=True, eq=False)
class WorkedSum:
    """The sum with its result, terms ordered by size, the largest first.

    Arrays have one entry for each term. ``path`` × ``influence`` = ``terms``, but for an infinite ∂C/∂a_k; both are
    None where only the mean of their product says anything. ``total`` × ``factor`` × ``slope`` = ``delta``.
    """

    neurons: IntArray
    path: FloatArray | None
    influence: FloatArray | None
    terms: FloatArray
    #: σ'(z_j), and m_j of dropout; None where they are no factor of the sum.
    slope: float | None
    factor: float | None
    delta: float
    #: a_j and y_j where δ_j is their difference.
    difference: tuple[float, float] | None
    verdict: Verdict

    @property
    def total(self) -> float:
        """Σ of the terms."""
        return float(self.terms.sum())

    @property
    def size(self) -> float:
        """Σ of the |terms|: what the sum is added up from."""
        return _size(self.terms)


@dataclass(frozen=True, slots=True, eq=False)
class OriginReading:
    """Where the δ of a neuron comes from. Terms are of neurons of ``layer``."""

    neuron: Neuron
    kind: SumKind
    layer: int
    step: int
    cost: str
    #: Name of the activation of the neuron's layer.
    activation: str
    #: For one sample, and the means over all that are here.
    one: WorkedSum
    mean: WorkedSum
    #: The sample's row, and its number in its part.
    sample: int
    number: int
    #: Over how many samples the means are, for how many of them raising z raises and lowers C, and how many samples the
    #: whole batch has.
    count: int
    raises: int
    lowers: int
    size: int
    #: Which samples these are, the part that ``number`` counts in, and their batch if they are of one.
    source: SampleSource = SampleSource.PROBE
    part: PartName = "train"
    batch: Batch | None = None


def read_origin(
    samples: TracedSamples,
    data: TrainingData,
    *,
    cost: str,
    row: int,
    neuron: Neuron,
    step: int,
    mask: Parameters | None = None,
) -> OriginReading:
    """Read where δ comes from, in float64.

    Parameters
    ----------
    row : int
        The sample; where a batch has fewer, its last one stands for it.
    step : int
        Of the network shown. A batch has its own.
    mask : Parameters, optional
        What is removed of the network.

    Raises InvalidNetworkError if there is no such neuron or it is an input.
    """
    network, layer, j = samples.network, neuron.layer, neuron.index
    is_hidden = 0 < layer < network.depth
    y = samples.of(data).y.astype(float)
    found = delta_sum(
        network,
        samples.trace,
        y,
        cost=cost,
        layer=layer,
        neuron=j,
        factors=samples.factors(layer),
        removed=removed_weights(mask, layer + 1) if is_hidden else None,
    )
    activation = network.activations[layer - 1]
    a = samples.trace.activations[layer - 1][:, j]
    # δ = a − y is known of matched pairs only; there it holds for means, too.
    pulled = None
    if not is_hidden and pair(cost, activation).kind == "matched":
        pulled = np.stack([a, y[:, j]], axis=1)
    sample = min(row, len(samples.rows) - 1)
    batch = samples.batch
    return OriginReading(
        neuron=neuron,
        kind=found.kind,
        layer=found.layer,
        step=step if batch is None else batch.step,
        cost=cost,
        activation=activation,
        one=_of_one(found, sample, pulled, ACTIVATIONS[activation].largest_slope),
        mean=_of_all(found, pulled),
        sample=sample,
        number=int(samples.rows[sample]),
        count=len(samples.rows),
        raises=int(np.count_nonzero(found.delta > 0.0)),
        lowers=int(np.count_nonzero(found.delta < 0.0)),
        size=samples.count,
        source=samples.source,
        part=samples.part,
        batch=batch,
    )


def _of_one(found: DeltaSum, sample: int, pulled: FloatArray | None, largest_slope: float) -> WorkedSum:
    terms, influence = found.terms[sample], found.influence[sample]
    slope = None if found.slope is None else float(found.slope[sample])
    factor = None if found.factor is None else float(found.factor[sample])
    is_small = found.kind is not SumKind.OUTPUT and bool(np.abs(influence).max(initial=0.0) < SMALL)
    delta = float(found.delta[sample])
    passing = None if slope is None else _passing(slope, factor, largest_slope)
    return _ordered(
        found.neurons,
        found.path[sample],
        influence,
        terms,
        slope=slope,
        factor=factor,
        delta=delta,
        pulled=None if pulled is None else pulled[sample],
        verdict=Verdict(
            _adding(terms, is_small=is_small), passing, _raising(delta, _size(found.shares[sample]))
        ),
    )


def _of_all(found: DeltaSum, pulled: FloatArray | None) -> WorkedSum:
    shares = found.shares
    terms, delta = shares.mean(axis=0), float(found.delta.mean())
    path = influence = None
    if found.slope is not None:
        # w_kj is the same for every sample, so it is still a factor of the mean.
        path = found.path[0]
        influence = (found.influence * found.passing[:, np.newaxis]).mean(axis=0)
    return _ordered(
        found.neurons,
        path,
        influence,
        terms,
        slope=None,
        factor=None,
        delta=delta,
        pulled=None if pulled is None else pulled.mean(axis=0),
        verdict=Verdict(_adding(terms, is_small=False), None, _raising(delta, _size(terms))),
    )


def _ordered(
    neurons: IntArray,
    path: FloatArray | None,
    influence: FloatArray | None,
    terms: FloatArray,
    *,
    slope: float | None,
    factor: float | None,
    delta: float,
    pulled: FloatArray | None,
    verdict: Verdict,
) -> WorkedSum:
    order = np.argsort(-np.abs(terms), kind="stable")
    difference = None
    # Softmax with log-likelihood has δ = a Σy − y: the same thing only where a sample's targets sum to 1.
    if pulled is not None and np.isclose(pulled[0] - pulled[1], delta, rtol=1e-9, atol=1e-12):
        difference = float(pulled[0]), float(pulled[1])
    return WorkedSum(
        neurons=neurons[order],
        path=None if path is None else path[order],
        influence=None if influence is None else influence[order],
        terms=terms[order],
        slope=slope,
        factor=factor,
        delta=delta,
        difference=difference,
        verdict=verdict,
    )


def _size(terms: FloatArray) -> float:
    return float(np.abs(terms).sum())


def _adding(terms: FloatArray, *, is_small: bool) -> Adding:
    if not np.isfinite(terms).all():
        return Adding.NOT_FINITE
    living = int(np.count_nonzero(terms))
    if living == 0:
        return Adding.NOTHING
    if is_small:
        return Adding.SMALL
    if living == 1:
        return Adding.ONE
    share = abs(float(terms.sum())) / _size(terms)
    if share >= AGREE:
        return Adding.AGREE
    return Adding.PARTLY if share >= CANCEL else Adding.CANCEL


def _passing(slope: float, factor: float | None, largest_slope: float) -> Passing:
    if factor == 0.0:
        return Passing.DROPPED
    if slope == 0.0:
        return Passing.NOTHING
    if abs(slope) < NARROW * largest_slope:
        return Passing.HARDLY_ANY
    if slope < 0.0:
        return Passing.TURNED
    least, most = PASSES
    if slope > most:
        return Passing.MORE
    return Passing.NEARLY_ALL if slope >= least else Passing.SOME


def _raising(delta: float, made_of: float) -> Raising:
    if not np.isfinite(delta):
        return Raising.UNKNOWN
    if delta == 0.0 or is_rounding(delta, made_of):
        return Raising.NEITHER
    return Raising.RAISES if delta > 0.0 else Raising.LOWERS
