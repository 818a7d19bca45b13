"""What all initialisers have in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.setting import Setting

Settings = Mapping[str, float]


class Initializer(ABC):
    """One way to draw weights. Those in ``INITIALIZERS`` can be chosen.

    A subclass must give what has no default here; that is enough to be in every list, tooltip, file and command.
    """

    name: ClassVar[str]
    #: The name on screen.
    label: ClassVar[str]
    purpose: ClassVar[str]
    #: The distribution of a weight; σ is a standard deviation and U an even distribution.
    formula: ClassVar[str]
    settings: ClassVar[tuple[Setting, ...]] = ()

    @abstractmethod
    def weights(self, n_in: int, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        """Weights of a layer, float64, shape (n_out, n_in)."""

    def usual_biases(self, n_out: int, rng: np.random.Generator, settings: Settings) -> FloatArray:
        """The biases that go with these weights, float64, shape (n_out,); they are drawn after the weights."""
        return np.zeros(n_out)

    def __repr__(self) -> str:
        return f"<initialiser {self.name}>"


class BiasInitializer(ABC):
    """One way to draw biases. Those in ``BIAS_INITIALIZERS`` can be chosen."""

    name: ClassVar[str]
    #: The name on screen.
    label: ClassVar[str]
    purpose: ClassVar[str]
    #: The distribution of a bias.
    formula: ClassVar[str]
    settings: ClassVar[tuple[Setting, ...]] = ()

    @abstractmethod
    def biases(self, usual: FloatArray, rng: np.random.Generator, settings: Settings) -> FloatArray:
        """Biases of a layer, float64, in the shape of ``usual``, those that go with the weights.

        The stream is one of their own, so that another choice of biases never shifts what weights draw.
        """

    def __repr__(self) -> str:
        return f"<initialiser of biases {self.name}>"
