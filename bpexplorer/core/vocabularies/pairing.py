"""A cost and an output activation that somebody has something to say of together.

Either of the two carries it, under the name of the other: words in its ``pairs``, and in ``stable`` the form that stays
finite. Of all other pairs the module ``pairs`` finds words, and BP1 is multiplied out.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from bpexplorer.core.errors import InvalidConfigError
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import PairForm, Tools
from bpexplorer.translation import tr

Kind = Literal["matched", "odd", "refused"]


@dataclass(frozen=True, slots=True)
class StableForm:
    """Where the product Jᵀ ∇_aC would be no number though δ is finite: cost and error from z, written out.

    Functions take z, a and y, shape (samples, n).
    """

    #: C_x, shape (samples,).
    sample_costs: Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
    #: δ^L, shape (samples, n).
    error: Callable[[FloatArray, FloatArray, FloatArray], FloatArray]
    #: The terms (∂C/∂a_k) J_kj of δ_j for one neuron j, one column for each k, shape (samples, n).
    terms: Callable[[FloatArray, FloatArray, FloatArray, int], FloatArray]
    #: The same for the compiled engine.
    compiled: Callable[[Tools], PairForm] | None = None


@dataclass(frozen=True, slots=True)
class Pair:
    """One cost after one output activation.

    ``error`` is δ^L of one output as a formula; empty if the pair is refused. ``words`` say what is odd about it, or
    why it is refused and what to choose; a matched pair has the sentence that says so.
    """

    kind: Kind
    error: str
    words: str

    def __str__(self) -> str:
        return f"{self.error}. {self.words}" if self.error else self.words

    def check(self) -> None:
        """Raise InvalidConfigError with the reason if this cost can't be evaluated after this activation."""
        if self.kind == "refused":
            raise InvalidConfigError(self.words)


#: A pair whose error is the miss.
MATCHED: Final = Pair("matched", "δ = a − y", tr("Matched pair: the slope cancels, so δ = output − target."))
