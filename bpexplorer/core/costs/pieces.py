"""Pieces that several costs are made of."""

import numpy as np

from bpexplorer.core.activations import below_largest
from bpexplorer.core.types import FloatArray


def total(terms: FloatArray) -> FloatArray:
    """The sum over the outputs of each sample."""
    summed: FloatArray = terms.sum(axis=-1)
    return summed


def times_log(y: FloatArray, a: FloatArray) -> FloatArray:
    """y ln a, and 0 where y = 0 whatever a is."""
    absent = y == 0
    return np.where(absent, 0, y * np.log(np.where(absent, 1, a)))


def over(y: FloatArray, a: FloatArray) -> FloatArray:
    """y / a, and 0 where y = 0 whatever a is."""
    absent = y == 0
    return np.where(absent, 0, y / np.where(absent, 1, a))


def only(values: FloatArray, neuron: int) -> FloatArray:
    """The column of one neuron, and 0 elsewhere: the single living term of an elementwise activation."""
    kept = np.zeros_like(values)
    kept[..., neuron] = values[..., neuron]
    return kept


def unit_change(z: FloatArray, neuron: int) -> FloatArray:
    """A change of z by 1 at one neuron and 0 elsewhere, for each sample."""
    change = np.zeros_like(z)
    change[..., neuron] = 1
    return change


def log_softmax(z: FloatArray) -> FloatArray:
    """ln of the softmax of each row, finite where the softmax itself rounds to 0."""
    shifted = below_largest(z)
    logarithm: FloatArray = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return logarithm
