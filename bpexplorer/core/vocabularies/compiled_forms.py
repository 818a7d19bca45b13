"""What an activation, a cost or an optimizer says of itself for the compiled engine; numba isn't needed to say it.

An entry's ``compiled`` takes ``Tools`` and gives its form: a few functions in what numba understands of Python
(numbers, arrays, loops, ``math``, much of numpy), each decorated with ``tools.fast`` or ``tools.exact``. Numbers may be
float64 or float32. Layers lie as neurons × samples: one neuron's samples after the other's, ``stride`` for each neuron.
An entry without a form is left to numpy.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

F = TypeVar("F", bound=Callable[..., Any])
Number = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Tools:
    """What compiled forms are made with. Bind what a function needs to a local name first: numba knows no objects."""

    #: Decorates a function whose sums may be added in any order and products fused; NaN and infinity stay as they are.
    #: It becomes lines of what calls it, so it can't call itself.
    fast: Callable[[F], F]
    #: Decorates a function that relies on the order of its operations.
    exact: Callable[[F], F]
    #: eˣ and eˣ − 1, both for x ≤ 0 alone; a loop over them becomes a loop over vectors.
    exp: Number
    expm1: Number
    sigmoid: Number
    softplus: Number
    #: z within ±bound; NaN stays NaN.
    within: Callable[[float, float], float]
    #: z − largest, where the difference may leave the range of the numbers.
    below: Callable[[float, float], float]
    #: ln Σ e^(z_k − largest) and that largest, of an array, over all k but one (−1: over all).
    log_sum: Callable[[Any, int], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class ElementwiseForm:
    """An activation that treats every number alone."""

    #: a of z.
    value: Number
    #: u σ'(z), of u, z and a.
    back: Callable[[float, float, float], float]


@dataclass(frozen=True, slots=True)
class LayerForm:
    """An activation of whole layers."""

    #: Writes a, of z, a and the stride.
    value: Callable[[Any, Any, int], None]
    #: Turns u into Jᵀu in place, of z, a, u and the stride.
    back: Callable[[Any, Any, Any, int], None]


@dataclass(frozen=True, slots=True)
class CostForm:
    """A cost that is a sum over the outputs."""

    #: What one output adds to C, and ∂C/∂a, of a and y, both float64.
    cost_and_slope: Callable[[float, float], tuple[float, float]]


@dataclass(frozen=True, slots=True)
class PairForm:
    """A cost and an output activation together."""

    #: Writes δ^L and returns the sum of the costs, of z, a, y, delta, the number of samples and the stride.
    cost_and_error: Callable[[Any, Any, Any, Any, int, int], float]


@dataclass(frozen=True, slots=True)
class SumForm:
    """An optimizer that does nothing with the gradient g but sum it up: w ← w − ηg, or v ← μv + g and w ← w − ηv.

    A matrix product can add g to such a sum while it is made, so that nothing has to hold g.
    """

    #: The setting μ, what the one moment v keeps of itself; None where the parameters are the sum.
    kept: str | None = None


@dataclass(frozen=True, slots=True)
class OptimizerForm:
    """An optimizer, in one pass over all parameters."""

    #: Writes into ``after`` what ``now`` becomes; its row 0 holds the gradient before. Says whether all is finite. Of
    #: now, after, the rate, the settings (in the order of the entry), the count of steps, and ``one``: 1 in the type of
    #: the arrays, which keeps what is computed in that type.
    step: Callable[[Any, Any, float, Any, int, float], bool]
    #: What it is if it only sums gradients up. Then ``step`` is for steps whose gradient has to be held, to clip it.
    as_sum: SumForm | None = None
