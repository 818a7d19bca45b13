"""Dropout: in each training step a share of a layer's neurons says nothing (Srivastava et al., 2014).

What is left is made larger by 1/(1 − share), so that what the next layer gets is the same on average, and nothing needs
to be changed where the network is evaluated, which is always done without dropout. The same factors apply to δ on its
way back: a neuron that is left out of a sample has δ = 0 there.
"""

import numpy as np

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.streams import Purpose, stream
from bpexplorer.core.types import FloatArray


class Dropout:
    """Draws the factors of each step from a stream of its own, so that they are those of (seed, step) alone."""

    def __init__(self, spec: NetworkSpec, seed: int) -> None:
        self._seed = seed
        self._layers = [
            (number, layer.size, layer.dropout) for number, layer in enumerate(spec.layers, start=1)
        ]

    def factors(
        self, step: int, samples: int, begin: int = 0, end: int | None = None
    ) -> dict[int, FloatArray]:
        """What the activations of layer l are multiplied by in a step, shape (samples, n_l): 0 or 1/(1 − share).

        Layers without dropout have no entry. Of a batch of so many samples, those from ``begin`` to ``end`` alone may
        be drawn.
        """
        rng = stream(self._seed, Purpose.DROPOUT, step)
        end = samples if end is None else end
        found: dict[int, FloatArray] = {}
        for layer, size, share in self._layers:
            if share > 0:
                _pass_over(rng, begin * size)
                found[layer] = (rng.random((end - begin, size)) >= share) / (1.0 - share)
                _pass_over(rng, (samples - end) * size)
        return found


def _pass_over(rng: np.random.Generator, numbers: int) -> None:
    """Go on as if so many numbers had been drawn."""
    if numbers:
        assert isinstance(
            rng.bit_generator, np.random.PCG64
        )  # as streams are, which takes one state a number
        rng.bit_generator.advance(numbers)
