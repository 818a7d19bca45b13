"""What all costs have in common."""

import math
from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import CostForm, Tools
from bpexplorer.core.vocabularies.pairing import Pair, StableForm


class Cost(ABC):
    """One cost function, and all that the program says and does with it. Those in ``COSTS`` can be chosen.

    A subclass must give what has no default here; that is enough to be in every list, tooltip, file and command.
    """

    name: ClassVar[str]
    #: The name on screen.
    label: ClassVar[str]
    #: What it weighs, and where one would have it, in a sentence or two.
    purpose: ClassVar[str]
    formula: ClassVar[str]
    #: The outputs that the cost is made for: a between these bounds, the bounds themselves excluded.
    domain: ClassVar[tuple[float, float]] = (-math.inf, math.inf)
    #: Whether it is never below 0 where outputs and targets lie in its domain.
    never_negative: ClassVar[bool] = False
    #: The residuals a − y at which the gradient jumps.
    kinks: ClassVar[tuple[float, ...]] = ()

    #: ∂C/∂a of one output, as a formula.
    slope: ClassVar[str] = "∂C/∂a"
    #: What is odd about that slope, in a sentence; empty if nothing is.
    lesson: ClassVar[str] = ""
    #: The same where every output lies between 0 and 1; None: the same.
    lesson_between_0_and_1: ClassVar[str | None] = None
    #: Output activations, by name, of which it has more to say.
    pairs: ClassVar[Mapping[str, Pair]] = MappingProxyType({})
    #: Those of them with which BP1 needs a form of its own to stay finite.
    stable: ClassVar[Mapping[str, StableForm]] = MappingProxyType({})

    @property
    def is_of_numbers(self) -> bool:
        """Whether it exists for every output and every target."""
        return self.domain == (-math.inf, math.inf)

    @abstractmethod
    def sample_costs(self, a: FloatArray, y: FloatArray) -> FloatArray:
        """C_x of each sample, shape (samples,), for a and y of shape (samples, n)."""

    @abstractmethod
    def gradient(self, a: FloatArray, y: FloatArray) -> FloatArray:
        """∇_a C: ∂C_x/∂a_k for each sample, shape (samples, n)."""

    def compiled(self, tools: Tools) -> CostForm | None:
        """Its form for the compiled engine; None leaves it to numpy."""
        return None

    def __repr__(self) -> str:
        return f"<cost {self.name}>"
