"""The arrays that compiled code computes in, always as far from each other.

Before a loop that reads some arrays and writes another becomes one over vectors, compiled code looks whether they
overlap, and takes them for overlapping where they lie next to each other; then it goes number by number, and adds in
another order. Where the memory that is asked for happens to lie must not decide about the last bit of a sum.
"""

from collections.abc import Sequence
from typing import Any

import numpy as np

from bpexplorer.core.types import FloatArray

#: Samples lie in rows of a multiple of this: whole vectors of the processor, also for a batch of 10.
LANES = 8


def apart(lengths: Sequence[int], stride: int, dtype: "np.dtype[np.floating[Any]]") -> list[FloatArray]:
    """Arrays of zeros, with these lengths, of layers that have ``stride`` samples a neuron.

    What compiled code takes for an array's extent goes by whole rows of samples, so two of them lie between.
    """
    between = 2 * max(stride, LANES)
    space = np.zeros(sum(lengths) + between * (len(lengths) + 1), dtype)
    arrays, begin = [], between
    for length in lengths:
        arrays.append(space[begin : begin + length])
        begin += length + between
    return arrays
