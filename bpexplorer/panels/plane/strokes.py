"""From places on the plane to samples in their own units, prepared without Qt."""

from collections.abc import Iterable, Sequence

import numpy as np

from bpexplorer.core.readings.plane import PlaneReading
from bpexplorer.core.training_data import PartName
from bpexplorer.data.drawing import Stroke
from bpexplorer.data.prepare import PreparedData
from bpexplorer.look.colours import SequentialScale
from bpexplorer.panels.plane.face import value_at

#: A place in the unit square of the plane, x from the left and y from the top down.
Place = tuple[float, float]
#: A sample by its set and its row there.
Sample = tuple[PartName, int]


def stroke_of(
    prepared: PreparedData,
    reading: PlaneReading,
    scale: SequentialScale,
    places: Iterable[Place],
    gone: Iterable[Sample],
    targets: Sequence[float],
    height_of: int = 0,
) -> Stroke:
    """What is drawn at these places, in the data's own units.

    ``targets`` has the class, or what is to be predicted; over a single input, the number ``height_of`` of those to
    predict is the height itself, on ``scale``.
    """
    maps, data = reading.maps, prepared.training
    x, drawn = [], []
    for across, down in places:
        unit = np.array((across, 1.0 - down)[: data.inputs])
        scaled = maps.low + unit * (maps.high - maps.low)
        x.append(tuple(prepared.scaling.undo(scaled).tolist()))
        own = list(targets)
        if data.inputs == 1 and not data.is_classification:
            scaled_targets = np.full(data.outputs, value_at(down, scale))
            own[height_of] = float(data.in_target_units(scaled_targets)[height_of])
        drawn.append(tuple(own))
    return Stroke(tuple(x), tuple(drawn), tuple(gone))
