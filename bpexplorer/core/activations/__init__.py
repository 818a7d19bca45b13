"""Activation functions and their Jacobians: what a layer makes of its weighted inputs.

Every activation has a Jacobian J_kj = ∂a_k/∂z_j, and backpropagation needs only its products with vectors.
For elementwise activations J is diagonal. Arrays hold one sample in each row; the neurons are the last axis.

Finite z gives finite a and derivatives over the whole range of floating-point numbers, without a warning, and
elementwise activations take ±∞ to their limits. The dtype is kept. Complex z is accepted for checks by complex step;
pieces are then chosen by the real part. At a kink the derivative is that of the left side: relu'(0) = 0.

Each activation is one class in one file, with all that the program says and does with it; ``ACTIVATIONS`` is the table.
"""

from typing import Final

from bpexplorer.core.activations.base import Activation, Elementwise
from bpexplorer.core.activations.elu import ELU
from bpexplorer.core.activations.gelu import GELU
from bpexplorer.core.activations.identity import Identity
from bpexplorer.core.activations.leaky_relu import LeakyReLU
from bpexplorer.core.activations.pieces import below_largest
from bpexplorer.core.activations.relu import ReLU
from bpexplorer.core.activations.sigmoid import Sigmoid
from bpexplorer.core.activations.silu import SiLU
from bpexplorer.core.activations.softmax import Softmax
from bpexplorer.core.activations.softplus import Softplus
from bpexplorer.core.activations.tanh import Tanh
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.vocabularies.vocabulary import named, table

__all__ = ["ACTIVATIONS", "Activation", "Elementwise", "activation", "below_largest"]

#: The activations by name, in the order of lists.
ACTIVATIONS: Final[dict[str, Activation]] = table(
    Identity(),
    Sigmoid(),
    Tanh(),
    ReLU(),
    LeakyReLU(),
    ELU(),
    GELU(),
    SiLU(),
    Softplus(),
    Softmax(),
)


def activation(name: str) -> Activation:
    """The activation called ``name``; raises InvalidNetworkError with the names there are."""
    return named(ACTIVATIONS, name, "activation", InvalidNetworkError)
