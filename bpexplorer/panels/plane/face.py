"""What the plane draws, prepared from a reading: pixels, curves and the places of samples, in a unit square."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray
from PySide6.QtGui import QColor

from bpexplorer.core.readings.plane import PlaneReading, PlaneSamples
from bpexplorer.core.spec import Neuron
from bpexplorer.core.types import FloatArray
from bpexplorer.look.colours import SequentialScale
from bpexplorer.look.theme import Theme
from bpexplorer.panels.plane.words import output_of
from bpexplorer.panels.shared.plots.marks import class_colour, regions_argb

#: Above and below a curve, as a share of the height.
_AIR = 0.06


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """The large map of one neuron, or of the outputs.

    ``pixels`` has shape (rows, columns), None for curves: ``curves`` has shape (neurons, points, 2), of which the one
    at ``bold`` is meant. ``line`` as `contour` gives it. x goes from left to right, y from the top down, from 0 to 1.
    """

    reading: PlaneReading
    shown: Neuron | None
    scale: SequentialScale
    pixels: NDArray[np.uint32] | None
    curves: FloatArray
    bold: int
    line: FloatArray

    @property
    def is_curve(self) -> bool:
        """Whether there is one input, over which neurons are curves."""
        return self.pixels is None

    @property
    def is_outputs(self) -> bool:
        """Whether it is what the whole network makes of the inputs: then samples can be held against it."""
        return self.shown is None or self.shown.layer == len(self.reading.activations)


def face_of(reading: PlaneReading, shown: Neuron | None, scale: SequentialScale, theme: Theme) -> Face | None:
    """What is drawn of a reading; None where its layer has no maps."""
    neuron = shown or Neuron(len(reading.activations), output_of(reading, shown))
    layer = reading.maps.layers[neuron.layer] if neuron.layer < len(reading.maps.layers) else None
    if layer is None or neuron.index >= len(layer):
        return None
    # Where the middle lies is known of the neuron that was asked about; the answer for this one is on its way.
    line = reading.line if reading.shown == shown else reading.line[:0]
    if reading.data.inputs == 1:
        x = (np.arange(layer.shape[2]) + 0.5) / layer.shape[2]
        curves = np.stack([np.broadcast_to(x, layer[:, 0].shape), height_of(layer[:, 0], scale)], axis=-1)
        return Face(reading, shown, scale, None, curves, neuron.index, line[:0])
    if shown is None and reading.winners is not None and reading.confidence is not None:
        classes = len(reading.data.class_names)
        pixels = regions_argb(reading.winners, reading.confidence, classes, theme)
    else:
        pixels = scale.argb(layer[neuron.index], theme)
    return Face(reading, shown, scale, pixels, np.empty((0, 0, 2)), 0, line)


def height_of(values: ArrayLike, scale: SequentialScale) -> FloatArray:
    """How far down values of a curve lie, 0 at the top; what is beyond the scale is held at its edge."""
    down: FloatArray = 0.5 - (0.5 - _AIR) * scale.normalised(values)
    return down


def value_at(down: float, scale: SequentialScale) -> float:
    """The value whose height `height_of` gives, no farther than the ends of the scale."""
    share = min(max((0.5 - down) / (0.5 - _AIR), -1.0), 1.0)
    low, high = scale.ends
    return ((high - low) * share + low + high) / 2.0


def place_of(face: Face, points: PlaneSamples) -> FloatArray:
    """Where samples lie, shape (points, 2): in the plane, or of one input at their targets."""
    maps = face.reading.maps
    unit = (points.x - maps.low) / (maps.high - maps.low)
    if not face.is_curve:
        return np.column_stack([unit[:, 0], 1.0 - unit[:, 1]])
    targets = points.y[:, output_of(face.reading, face.shown)]
    return np.column_stack([unit[:, 0], height_of(targets, face.scale)])


def fills_of(
    face: Face, points: PlaneSamples, output_scale: SequentialScale, theme: Theme
) -> list[QColor | None]:
    """How training samples are filled, by class, or by target on the scale of the outputs; all others aren't."""
    count = len(points.rows)
    if points.part != "train":
        return [None] * count
    if points.labels is not None:
        classes = len(face.reading.data.class_names)
        colours = [class_colour(label, classes) for label in range(classes)]
        return [colours[label] for label in points.labels.tolist()]
    if face.is_curve:  # where it lies says how large a target is
        return [theme.outline] * count
    targets = points.y[:, output_of(face.reading, face.shown)]
    return [output_scale.color(float(target)) for target in targets]
