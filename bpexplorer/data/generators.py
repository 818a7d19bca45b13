"""Small sets to learn from, made from a few lines of geometry and a random stream.

Those of two classes return x, shape (samples, 2), and labels, shape (samples,), and take the classes in turn. Those of
a function return x, shape (samples, inputs), and targets, shape (samples, 1); their noise is on the targets. Each draws
the same random numbers whatever the noise is: more noise moves each point along its own line.
"""

import numpy as np

from bpexplorer.core.types import FloatArray, IntArray

Points = tuple[FloatArray, IntArray]
Values = tuple[FloatArray, FloatArray]

#: How far an arm of the spiral turns from its inner to its outer end.
SPIRAL_TURNS = 1.5
#: Where the top of the hill and the bottom of the valley lie, and how wide both are.
HILL, VALLEY, HILL_WIDTH = (0.6, 0.6), (-0.6, -0.6), 0.45


def xor(samples: int, noise: float, *, rng: np.random.Generator) -> Points:
    """The four corners of the unit square with normal noise; the class is x0 xor x1 of the corner."""
    corner = np.arange(samples) % 4
    # Corners in the order (0,0) (1,0) (1,1) (0,1): the classes take turns, 0 1 0 1.
    bits = np.column_stack(((corner == 1) | (corner == 2), corner >= 2))
    x = bits + noise * rng.standard_normal((samples, 2))
    return x, corner % 2


def circle(samples: int, noise: float, *, rng: np.random.Generator) -> Points:
    """A disc of radius 0.5 (class 0) inside a ring of radii 0.7…1 (class 1), each evenly filled."""
    labels = np.arange(samples) % 2
    inner, outer = np.where(labels == 0, 0.0, 0.7), np.where(labels == 0, 0.5, 1.0)
    # Evenly in area means evenly in the square of the radius.
    radius = np.sqrt(inner**2 + (outer**2 - inner**2) * rng.random(samples))
    return _polar(radius, 2 * np.pi * rng.random(samples)) + noise * rng.standard_normal((samples, 2)), labels


def gaussians(samples: int, noise: float, *, rng: np.random.Generator) -> Points:
    """Two round normal clouds about (−1, −1) (class 0) and (1, 1) (class 1); the noise is their deviation."""
    labels = np.arange(samples) % 2
    centres = np.array([[-1.0, -1.0], [1.0, 1.0]])
    return centres[labels] + noise * rng.standard_normal((samples, 2)), labels


def spiral(samples: int, noise: float, *, rng: np.random.Generator) -> Points:
    """Two interleaved arms of an Archimedean spiral, one turned by half a circle against the other."""
    labels = np.arange(samples) % 2
    along = rng.random(samples)
    angle = 2 * np.pi * SPIRAL_TURNS * along + np.pi * labels
    return _polar(along, angle) + noise * rng.standard_normal((samples, 2)), labels


def wave(samples: int, noise: float, *, rng: np.random.Generator) -> Values:
    """A wave that fades: x evenly from 0 to 4, y = e^(−x/2) cos 4x."""
    x = 4.0 * rng.random((samples, 1))
    return x, np.exp(-x / 2) * np.cos(4 * x) + noise * rng.standard_normal((samples, 1))


def hill(samples: int, noise: float, *, rng: np.random.Generator) -> Values:
    """A round hill of height 1 beside a valley as deep, over the square from −1.5 to 1.5."""
    x = 3.0 * rng.random((samples, 2)) - 1.5
    y = _bell(x, HILL) - _bell(x, VALLEY)
    return x, y[:, np.newaxis] + noise * rng.standard_normal((samples, 1))


def _bell(x: FloatArray, middle: tuple[float, float]) -> FloatArray:
    squares: FloatArray = np.square(x - np.array(middle)).sum(axis=1)
    return np.exp(-squares / (2 * HILL_WIDTH**2))


def _polar(radius: FloatArray, angle: FloatArray) -> FloatArray:
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
