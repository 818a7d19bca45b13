"""The settings that several initialisers have."""

from typing import Final

from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.translation import tr

_MAX_SPREAD: Final = 100.0

#: Of the rules that were published with a spread of their own.
GAIN: Final = Setting(
    "gain",
    tr("Gain g"),
    1.0,
    0.0,
    _MAX_SPREAD,
    tr("Makes all weights so many times as large; 1 is the rule as it was published."),
    "w ← g · w",
)


def value(prefix: str, symbol: str, what: str) -> Setting:
    """The value of all; names of weights' and biases' settings differ, so that each has its own."""
    return Setting(
        f"{prefix}value",
        tr("Value c"),
        0.1,
        -_MAX_SPREAD,
        _MAX_SPREAD,
        tr("What every {what} starts at.", what=what),
        f"{symbol} = c",
    )


def deviation(prefix: str, symbol: str, what: str) -> Setting:
    """σ of a normal distribution."""
    return Setting(
        f"{prefix}standard_deviation",
        tr("Deviation σ"),
        1.0,
        0.0,
        _MAX_SPREAD,
        tr("The standard deviation of a {what}: two in three lie within ±σ.", what=what),
        f"{symbol} ~ N(0, σ²)",
    )


def half_width(prefix: str, symbol: str, what: str) -> Setting:
    """Half the width of an even distribution about 0."""
    return Setting(
        f"{prefix}half_width",
        tr("Half-width r"),
        0.5,
        0.0,
        _MAX_SPREAD,
        tr("How far from 0 a {what} may lie.", what=what),
        f"{symbol} ~ U(−r, r)",
    )
