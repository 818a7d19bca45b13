"""How a neuron comes by z and a on the way forward: z_j = Σ_k w_jk a_k + b_j, and a_j on its activation's curve."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.backprop import passed_on
from bpexplorer.core.demon import check_neuron
from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.mask import removed_weights
from bpexplorer.core.types import FloatArray, IntArray

#: How far the curve goes to both sides of 0 at least, and how many points it has.
CURVE_REACH: Final = 3.0
CURVE_POINTS: Final = 121


@dataclass(frozen=True, slots=True, eq=False)
class WeightedSum:
    """The sum that makes z of a neuron, for one sample or on average over the batch; the largest terms first.

    Arrays have one entry for each connection into the neuron that isn't removed. ``weights`` × ``inputs`` = ``terms``,
    and Σ of the terms + ``bias`` + ``dz`` = ``z``. z is linear in the inputs, so means are means of everything but a:
    the mean of a isn't what the activation makes of the mean z.
    """

    neuron: Neuron
    #: The neurons of the layer before, and what each passes on, dropout's factor included.
    sources: IntArray
    weights: FloatArray
    inputs: FloatArray
    terms: FloatArray
    bias: float
    #: What a demon holds; None where it holds another neuron, or there is none.
    dz: float | None
    z: float
    a: float
    #: By what dropout multiplies a, 0 where it silences the neuron; None without dropout, and for a mean.
    factor: float | None
    #: a for some z around 0 and this one; of an activation that works on the whole layer, with the other z as they are.
    #: None for a mean.
    curve: tuple[FloatArray, FloatArray] | None

    @property
    def total(self) -> float:
        """Σ of the terms, without bias."""
        return float(self.terms.sum())

    @property
    def size(self) -> float:
        """Σ of the |terms|: what the sum is added up from."""
        return float(np.abs(self.terms).sum())


def read_weighted_sum(reading: StepPhases, neuron: Neuron, row: int | None) -> WeightedSum:
    """Read how a neuron of layers 1…L comes by its z: for the sample in a row of the batch, or, with None, on average.

    Raises InvalidNetworkError if there is no such neuron or it is an input.
    """
    layer, j = neuron.layer, neuron.index
    samples, shown = reading.samples, reading.shown
    network, trace = samples.network, samples.trace
    check_neuron(network, layer, j)
    given = reading.batch.x if layer == 1 else trace.activations[layer - 2]
    passed, z, a = (
        passed_on(given, samples.factors(layer - 1)),
        trace.zs[layer - 1],
        trace.activations[layer - 1],
    )
    inputs, z_j, a_j = (
        (passed.mean(axis=0), z[:, j].mean(), a[:, j].mean())
        if row is None
        else (passed[row], z[row, j], a[row, j])
    )
    removed = removed_weights(shown.mask, layer)
    sources = np.arange(len(inputs)) if removed is None else np.flatnonzero(~removed[j])
    weights, inputs = network.weights[layer - 1][j, sources], inputs[sources]
    terms = weights * inputs
    order = np.argsort(-np.abs(terms), kind="stable")
    held, factors = shown.held, samples.factors(layer)
    return WeightedSum(
        neuron=neuron,
        sources=sources[order],
        weights=weights[order],
        inputs=inputs[order],
        terms=terms[order],
        bias=float(network.biases[layer - 1][j]),
        dz=held.dz if held is not None and held.neuron == neuron else None,
        z=float(z_j),
        a=float(a_j),
        factor=None if factors is None or row is None else float(factors[row, j]),
        curve=None if row is None else _curve(network.activations[layer - 1], z[row], j),
    )


def _curve(name: str, z: FloatArray, neuron: int) -> tuple[FloatArray, FloatArray] | None:
    if not np.isfinite(z).all():
        return None
    function, reach = activation(name), max(CURVE_REACH, 1.25 * abs(float(z[neuron])))
    along = np.linspace(-reach, reach, CURVE_POINTS)
    if function.elementwise:
        return along, function.value(along[:, np.newaxis])[:, 0]
    layer = np.tile(z, (CURVE_POINTS, 1))
    layer[:, neuron] = along
    return along, function.value(layer)[:, neuron]
