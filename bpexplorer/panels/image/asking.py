"""The question of the page that draws a picture. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np

from bpexplorer.core.readings.sketch import SketchReading, read_sketch
from bpexplorer.core.types import FloatArray
from bpexplorer.data.encoding import encoding_for
from bpexplorer.document.picture import Picture


@dataclass(frozen=True, slots=True, eq=False)
class Sketch:
    """A picture that is drawn, as the network gets it, shape (n_0,), and the class that it should be."""

    x: FloatArray
    label: int | None


def ask(picture: Picture, sketch: Sketch | None) -> Callable[[], SketchReading] | None:
    """What the network shown makes of what is drawn; None if nothing is, or other data's."""
    frame = picture.frame
    data = frame.data
    if sketch is None or data.inputs != len(sketch.x):
        return None
    y = None
    if sketch.label is not None and sketch.label < len(data.class_names):
        encoding = encoding_for(len(data.class_names), frame.spec.activations[-1])
        y = encoding.targets(np.array([sketch.label]))[0]
    return partial(
        read_sketch, frame.trained_network, data, sketch.x, y, cost=frame.config.cost, step=frame.step
    )
