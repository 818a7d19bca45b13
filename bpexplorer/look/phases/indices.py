"""Numbers of layers and neurons as they stand at their quantities."""

from typing import Final

_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


def raised(number: int) -> str:
    """The number of a layer as it stands at its quantities: ``δ²``."""
    return str(number).translate(_RAISED)


def lowered(number: int) -> str:
    """The number of a neuron as it stands at its quantities: ``a₈``."""
    return str(number).translate(_LOWERED)
