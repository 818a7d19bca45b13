"""The factors of dropout for many steps at once, drawn as numpy's steps draw them, where compiled code reads them."""

from typing import Any

import numpy as np

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.rules.dropout import Dropout
from bpexplorer.core.types import FloatArray, IntArray

#: Factors that are drawn before compiled code is called, those of one step at least.
DRAWN_AT_ONCE = 200_000


class Factors:
    """The factors of the layers with dropout, one row a step: neurons × samples, layer after layer.

    Parameters
    ----------
    layers : ndarray of int, shape (L + 2,)
        Where each layer begins among the activations, and where the last one ends.
    """

    def __init__(
        self, spec: NetworkSpec, seed: int, layers: IntArray, stride: int, dtype: "np.dtype[np.floating[Any]]"
    ) -> None:
        self._dropout = Dropout(spec, seed) if spec.has_dropout else None
        self._stride, self._dtype = stride, dtype
        #: Where what each layer passes on lies among the activations: behind them all, if it isn't the activations.
        self.passed = layers[:-1].copy()
        #: Where the factors of a layer begin in a row.
        self._places: dict[int, int] = {}
        self.length = 0
        for number, layer in enumerate(spec.layers, start=1):
            if layer.dropout > 0:
                self.passed[number] = layers[-1] + self.length
                self._places[number] = self.length
                self.length += layer.size * stride

    @property
    def steps_at_once(self) -> int:
        """How many rows are drawn at a time; a great many where there is nothing to draw."""
        return DRAWN_AT_ONCE if not self.length else max(1, DRAWN_AT_ONCE // self.length)

    def draw(self, step: int, steps: int, *, samples: int, batch_size: int) -> FloatArray:
        """The factors of so many steps from ``step`` on, which go through so many samples in batches."""
        drawn = np.zeros((steps, self.length), self._dtype)
        if self._dropout is not None:
            for number, own in enumerate(drawn):
                batch = min(batch_size, samples - number * batch_size)
                for layer, factors in self._dropout.factors(step + number, batch).items():
                    begin, neurons = self._places[layer], factors.shape[1]
                    place = own[begin : begin + neurons * self._stride]
                    place.reshape(neurons, self._stride)[:, :batch] = factors.T
        return drawn
