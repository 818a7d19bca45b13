"""What all activations have in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from types import MappingProxyType
from typing import ClassVar

import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import ElementwiseForm, LayerForm, Tools
from bpexplorer.core.vocabularies.pairing import Pair, StableForm
from bpexplorer.translation import tr


class Activation(ABC):
    """One activation function, and all that the program says and does with it. Those in ``ACTIVATIONS`` can be chosen.

    A subclass must give what has no default here; that is enough to be in every list, tooltip, file and command.
    """

    name: ClassVar[str]
    #: The name on screen.
    label: ClassVar[str]
    #: What it does to z, and where one would have it, in a sentence or two.
    purpose: ClassVar[str]
    formula: ClassVar[str]
    #: The infimum and supremum of a; ±inf where there is none.
    range: ClassVar[tuple[float, float]]
    #: True if a_j depends on z_j alone, so that J is diagonal.
    elementwise: ClassVar[bool]
    #: Where the derivative jumps.
    kinks: ClassVar[tuple[float, ...]] = ()
    #: About the largest slope; slopes are judged against it.
    largest_slope: ClassVar[float] = 1.0
    #: True if the outputs of a layer sum to 1: classes take one each, and a lone one can only be 1.
    shares: ClassVar[bool] = False

    #: The activation beside the numbers of a neuron, short enough for a narrow form: typeset, and in plain characters.
    latex: ClassVar[str] = ""
    symbol: ClassVar[str] = ""
    #: Its slope ∂a/∂z there, in plain characters; empty where that is too long.
    slope_formula: ClassVar[str] = ""

    #: δ^L of one output behind a cost that has no words about the two, as a formula; r is ∇_aC.
    error: ClassVar[str] = "δⱼ = Σₖ rₖ ∂aₖ/∂zⱼ, r = {r}"
    #: What its slope does in such a δ, in a sentence; empty: what can be told from its range.
    lesson: ClassVar[str] = ""
    #: Costs, by name, of which it has more to say as the output activation.
    pairs: ClassVar[Mapping[str, Pair]] = MappingProxyType({})
    #: Those of them with which BP1 needs a form of its own to stay finite.
    stable: ClassVar[Mapping[str, StableForm]] = MappingProxyType({})

    def __init_subclass__(cls, **options: object) -> None:
        super().__init_subclass__(**options)
        if "label" in cls.__dict__:  # a concrete one
            cls.symbol = cls.symbol or cls.formula
            cls.latex = cls.latex or rf"a = \mathrm{{{''.join(filter(str.isalnum, cls.label))}}}(z)"

    @abstractmethod
    def value(self, z: FloatArray) -> FloatArray:
        """a for weighted inputs z, of the same shape."""

    @abstractmethod
    def derivative(self, z: FloatArray, a: FloatArray) -> FloatArray:
        """∂a_j/∂z_j, the diagonal of J, in the shape of z; for an elementwise activation this is σ'(z)."""

    @abstractmethod
    def jacobian(self, z: FloatArray, a: FloatArray) -> FloatArray:
        """J_kj = ∂a_k/∂z_j for each sample, shape (samples, n, n)."""

    @abstractmethod
    def vjp(self, z: FloatArray, a: FloatArray, u: FloatArray) -> FloatArray:
        """Jᵀu for each row: carries a gradient by a back to a gradient by z. Shape (samples, n)."""

    @abstractmethod
    def jvp(self, z: FloatArray, a: FloatArray, v: FloatArray) -> FloatArray:
        """Jv for each row: the first-order change of a for a change v of z. Shape (samples, n)."""

    def value_into(self, z: FloatArray, a: FloatArray) -> None:
        """Write a for real z, without new arrays where there is a way; overflow on the way is expected."""
        a[...] = self.value(z)

    def vjp_into(self, z: FloatArray, a: FloatArray, u: FloatArray) -> None:
        """Turn u into Jᵀu, for real z; z may be used as work space."""
        u[...] = self.vjp(z, a, u)

    def compiled(self, tools: Tools) -> ElementwiseForm | LayerForm | None:
        """Its form for the compiled engine; None leaves it to numpy."""
        return None

    def __repr__(self) -> str:
        return f"<activation {self.name}>"


class Elementwise(Activation):
    """An activation that treats every neuron alone; a subclass gives ``value`` and ``derivative``."""

    elementwise = True
    #: σ' in ``error``.
    slope: ClassVar[str] = "σ′(z)"
    error = tr("δ = {slope} · {r}")

    def jacobian(self, z: FloatArray, a: FloatArray) -> FloatArray:
        derivative = self.derivative(z, a)
        neurons = np.arange(z.shape[-1])
        jacobian = np.zeros((*z.shape, z.shape[-1]), dtype=derivative.dtype)
        jacobian[..., neurons, neurons] = derivative
        return jacobian

    def vjp(self, z: FloatArray, a: FloatArray, u: FloatArray) -> FloatArray:
        return u * self.derivative(z, a)

    def jvp(self, z: FloatArray, a: FloatArray, v: FloatArray) -> FloatArray:
        return v * self.derivative(z, a)
