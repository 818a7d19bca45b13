"""How a neuron of layer 1 comes by its z where samples are pictures: pixel by pixel, x · w, and what they add up to."""

from dataclasses import dataclass

import numpy as np

from bpexplorer.core.network import Network
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray


@dataclass(frozen=True, slots=True, eq=False)
class PixelReading:
    """z = Σ x⊙w + b of one neuron for one sample; ``x``, ``weights`` and ``terms`` have the shape of the picture.

    ``shift`` is the Δz of a demon that is held on the neuron, and part of ``z``.
    """

    neuron: Neuron
    x: FloatArray
    weights: FloatArray
    terms: FloatArray
    total: float
    bias: float
    shift: float
    z: float


def is_pictured(data: TrainingData, inputs: int) -> bool:
    """Whether the samples of these data are pictures that a network of so many inputs takes."""
    return data.image_shape is not None and data.inputs == inputs


def read_pixels(frame: Frame, source: SampleSource, row: int, index: int) -> PixelReading | None:
    """Read how neuron ``index`` of layer 1 comes by its z of a sample, a row of ``source``.

    None where samples aren't pictures, or the frame doesn't hold these.
    """
    samples, data = frame.samples(source), frame.data
    if samples is None or not is_pictured(data, frame.spec.inputs):
        return None
    row = min(row, len(samples.rows) - 1)
    shape, neuron = data.image_shape, Neuron(1, index)
    assert shape is not None
    x, weights = samples.of(data).x[row], samples.network.weights[0][index]
    terms = x * weights
    return PixelReading(
        neuron,
        x.reshape(shape),
        weights.reshape(shape),
        terms.reshape(shape),
        total=float(terms.sum()),
        bias=float(samples.network.biases[0][index]),
        shift=frame.held.dz if frame.held is not None and frame.held.neuron == neuron else 0.0,
        z=float(samples.trace.zs[0][row, index]),
    )


def largest_term(network: Network, data: TrainingData) -> float:
    """Give the largest |x·w| into layer 1 of all fixed samples, neurons and pixels."""
    across = np.abs(data.x_probe).max(axis=0) * np.abs(network.weights[0]).max(axis=0)
    return float(across.max())
