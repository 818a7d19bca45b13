"""How an activation and its slope are written beside the numbers of a neuron. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Symbols:
    """The activation as LaTeX and in plain characters, short enough for a narrow form, and its slope, the gate.

    What is left out of the short form stands in the activation's own formula.
    """

    latex: str
    plain: str
    gate: str


#: By the name of the activation.
SYMBOLS: Mapping[str, Symbols] = MappingProxyType(
    {
        "identity": Symbols("a = z", "a = z", "gate 1"),
        "sigmoid": Symbols(r"a = \sigma(z)", "a = σ(z)", "gate a(1−a)"),
        "tanh": Symbols(r"a = \tanh z", "a = tanh z", "gate 1−a²"),
        "relu": Symbols(r"a = \max(0, z)", "a = max(0, z)", "gate 1 if z > 0"),
        "leaky_relu": Symbols(r"a = \max(0.01 z, z)", "a = max(0.01 z, z)", "gate 1 or 0.01"),
        "elu": Symbols(r"a = z \text{ or } e^z - 1", "a = z or eᶻ − 1", "gate 1 or eᶻ"),
        "gelu": Symbols(r"a = 0.5\,z\,(1 + \tanh u)", "a = 0.5 z (1 + tanh u)", "gate ∂a/∂z"),
        "silu": Symbols(r"a = z\,\sigma(z)", "a = z σ(z)", "gate σ + a(1−σ)"),
        "softplus": Symbols(r"a = \ln(1 + e^z)", "a = ln(1 + eᶻ)", "gate σ(z)"),
        "softmax": Symbols(r"a = \mathrm{softmax}(z)_j", "a = softmax(z)_j", "∂aⱼ/∂zⱼ"),
    }
)
