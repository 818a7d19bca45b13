"""A hill beside a valley."""

import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.data.dataset.base import Generated
from bpexplorer.translation import tr

#: Where the top of the hill and the bottom of the valley lie, and how wide both are.
HILL, VALLEY, WIDTH = (0.6, 0.6), (-0.6, -0.6), 0.45


class Hill(Generated):
    """A round hill of height 1 beside a valley as deep, over the square from −1.5 to 1.5."""

    name, title = "hill", tr("Hill and valley")
    description = tr(
        "A number to predict: the height of a landscape with a hill and a valley, from two inputs."
    )
    noise = 0.05
    scaling = "standard"
    is_regression = True

    def draw(self, samples: int, noise: float, rng: np.random.Generator) -> tuple[FloatArray, FloatArray]:
        x = 3.0 * rng.random((samples, 2)) - 1.5
        y = _bell(x, HILL) - _bell(x, VALLEY)
        return x, y[:, np.newaxis] + noise * rng.standard_normal((samples, 1))


def _bell(x: FloatArray, middle: tuple[float, float]) -> FloatArray:
    squares: FloatArray = np.square(x - np.array(middle)).sum(axis=1)
    return np.exp(-squares / (2 * WIDTH**2))
