"""Two-dimensional sets of two classes, made from a few lines of geometry and a random stream.

Every generator returns x, shape (samples, 2), and labels, shape (samples,), and takes the classes in turn.
It draws the same random numbers whatever the noise is: more noise moves each point along its own line.
"""

import numpy as np

from bpexplorer.core.types import FloatArray, IntArray

Points = tuple[FloatArray, IntArray]

#: How far an arm of the spiral turns from its inner to its outer end.
SPIRAL_TURNS = 1.5


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


def _polar(radius: FloatArray, angle: FloatArray) -> FloatArray:
    return np.column_stack((radius * np.cos(angle), radius * np.sin(angle)))
