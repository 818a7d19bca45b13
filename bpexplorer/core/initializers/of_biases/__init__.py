"""Initialisers of biases, chosen apart from those of the weights. Each is one class in one file."""

from typing import Final

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.initializers.base import BiasInitializer
from bpexplorer.core.initializers.of_biases.constant import ConstantBiases
from bpexplorer.core.initializers.of_biases.normal import NormalBiases
from bpexplorer.core.initializers.of_biases.uniform import UniformBiases
from bpexplorer.core.initializers.of_biases.usual import Usual
from bpexplorer.core.initializers.of_biases.zeros import ZeroBiases
from bpexplorer.core.vocabularies.vocabulary import named, table
from bpexplorer.translation import tr

#: The initialisers of biases by name, in the order of lists.
BIAS_INITIALIZERS: Final[dict[str, BiasInitializer]] = table(
    Usual(), ZeroBiases(), ConstantBiases(), NormalBiases(), UniformBiases()
)


def bias_initializer(name: str) -> BiasInitializer:
    """The initialiser of biases called ``name``; raises InvalidConfigError with the names there are."""
    return named(BIAS_INITIALIZERS, name, tr("initialiser of biases"), InvalidConfigError)
