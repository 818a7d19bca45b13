"""The settings that several initialisers have."""

from typing import Final

from bpexplorer.core.setting import Setting

_MAX_SPREAD: Final = 100.0

#: Of the rules that were published with a spread of their own.
GAIN: Final = Setting(
    "gain",
    "Gain g",
    1.0,
    0.0,
    _MAX_SPREAD,
    "Makes all weights so many times as large; 1 is the rule as it was published.",
    "w ← g · w",
)


def value(prefix: str, symbol: str, what: str) -> Setting:
    """The value of all; names of weights' and biases' settings differ, so that each has its own."""
    return Setting(
        f"{prefix}value",
        "Value c",
        0.1,
        -_MAX_SPREAD,
        _MAX_SPREAD,
        f"What every {what} starts at.",
        f"{symbol} = c",
    )


def deviation(prefix: str, symbol: str, what: str) -> Setting:
    """σ of a normal distribution."""
    return Setting(
        f"{prefix}standard_deviation",
        "Deviation σ",
        1.0,
        0.0,
        _MAX_SPREAD,
        f"The standard deviation of a {what}: two in three lie within ±σ.",
        f"{symbol} ~ N(0, σ²)",
    )


def half_width(prefix: str, symbol: str, what: str) -> Setting:
    """Half the width of an even distribution about 0."""
    return Setting(
        f"{prefix}half_width",
        "Half-width r",
        0.5,
        0.0,
        _MAX_SPREAD,
        f"How far from 0 a {what} may lie.",
        f"{symbol} ~ U(−r, r)",
    )
