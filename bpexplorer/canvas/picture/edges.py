"""Edges as straight segments: where they run, and which is nearest to a point. No Qt."""

from collections.abc import Sequence

import numpy as np

from bpexplorer.core.spec import Neuron
from bpexplorer.core.types import FloatArray


def bundle_segments(sources: FloatArray, targets: FloatArray) -> FloatArray:
    """All segments between two layers.

    Parameters
    ----------
    sources, targets : ndarray, shape (n_{l-1}, 2), (n_l, 2)

    Returns
    -------
    ndarray, shape (n_l, n_{l-1}, 4)
        x1, y1 at the source, x2, y2 at the target.
    """
    segments = np.empty((len(targets), len(sources), 4))
    segments[..., :2] = sources
    segments[..., 2:] = targets[:, np.newaxis]
    return segments


def neuron_segments(centres: Sequence[FloatArray], neuron: Neuron) -> tuple[FloatArray, FloatArray]:
    """The segments of the edges into a neuron, shape (n_{l-1}, 4), and out of it, shape (n_{l+1}, 4)."""
    layer, index = neuron.layer, neuron.index
    own = centres[layer][index : index + 1]
    none: FloatArray = np.empty((0, 4))
    incoming = bundle_segments(centres[layer - 1], own)[0] if layer > 0 else none
    outgoing = bundle_segments(own, centres[layer + 1])[:, 0] if layer + 1 < len(centres) else none
    return incoming, outgoing


def points_at(segments: FloatArray, x: float) -> FloatArray:
    """Where each of some segments, shape (edges, 4), passes x; shape (edges, 2). It is never close to its ends."""
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    across = np.where(along[:, 0] == 0.0, 1e-12, along[:, 0])
    share = np.clip((x - start[:, 0]) / across, 0.1, 0.9)
    return start + share[:, np.newaxis] * along


def nearest_segment(segments: FloatArray, x: float, y: float) -> tuple[float, int]:
    """The distance from a point to the nearest of some segments, shape (edges, 4), and which one that is."""
    point = np.array([x, y])
    start, along = segments[:, :2], segments[:, 2:] - segments[:, :2]
    lengths = np.maximum((along**2).sum(axis=1), 1e-12)
    position = np.clip(((point - start) * along).sum(axis=1) / lengths, 0.0, 1.0)
    distances = np.hypot(*(start + position[:, np.newaxis] * along - point).T)
    index = int(np.argmin(distances))
    return float(distances[index]), index
