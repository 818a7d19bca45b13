"""What the panel “Work without reuse” shows: the ways to one gradient, as rows and in a sentence. No Qt."""

import math
from collections.abc import Mapping
from typing import Final

from bpexplorer.core.reuse.comparison import Way
from bpexplorer.look import numbers
from bpexplorer.panels.shared.cells.cells import Cell, Column, Row, Table
from bpexplorer.translation import tr

#: A count of more digits is abbreviated; the tooltip has it whole, up to so many digits.
LONG_COUNT: Final = 7
MOST_DIGITS: Final = 40
#: What a cell without a value shows.
NOTHING: Final = "–"

COLUMNS: Final = (
    Column(
        tr("multiply-adds"),
        tr(
            "Multiplications (each with its addition) for one gradient: of the cost of one "
            "sample, by every weight and bias, forward pass included. Counted exactly from "
            "the layers' sizes and activations."
        ),
        numbers.WIDEST,
    ),
    Column(
        tr("ratio"),
        tr(
            "How many times the multiply-adds of backpropagation. The bar is logarithmic: "
            "nothing at ×1, full for the way that takes most."
        ),
        numbers.WIDEST,
    ),
    Column(
        tr("time"),
        tr(
            "How long it took on this machine. All four work on whole arrays, so none is "
            "slow for being written one number at a time. Of a small network, most of "
            "backpropagation's time is the calls, not the numbers: its times are nearer to "
            "each other than the counts. ≈ is an estimate: stopped after ⅓ s. Measure runs "
            "them."
        ),
        len("≈ 1.9×10¹⁰ a"),
    ),
)

#: What each way does, by name.
_MEANINGS: Mapping[str, str] = {
    "backpropagation": tr(
        "Each δ is made once, from those of the next layer, and every weight into its neuron uses it."
    ),
    "own_chains": tr(
        "Each weight and bias goes back from the outputs to its own neuron by the "
        "chain rule, and makes every δ on the way again."
    ),
    "all_paths": tr(
        "The chain rule written out: for each weight and bias a product for every path "
        "from its neuron to the outputs, and their sum."
    ),
    "differences": tr(
        "Each weight and bias is moved a little, the network runs forward again, and the cost is compared."
    ),
}
_SHORT: Mapping[str, str] = {
    "backpropagation": tr("Backpropagation"),
    "own_chains": tr("Weight by weight"),
    "all_paths": tr("All paths"),
    "differences": tr("Differences"),
}


def reuse_table(ways: tuple[Way, ...]) -> Table:
    """One row a way; the first of ``ways`` is backpropagation."""
    counts = [way.multiply_adds for way in ways]
    most = max(map(_decades, counts, [counts[0]] * len(counts)))
    return Table(COLUMNS, tuple(_row(way, ways[0], most) for way in ways))


def _row(way: Way, backpropagation: Way, most: float) -> Row:
    decades = _decades(way.multiply_adds, backpropagation.multiply_adds)
    share = decades / most if most > 0.0 else 0.0
    cells = (
        Cell(count_text(way.multiply_adds), note=_whole(way.multiply_adds), value=_exact(way.multiply_adds)),
        Cell(times_text(way.multiply_adds, backpropagation.multiply_adds), max(share, 0.0)),
        Cell(
            time_text(way), note=_compared(way, backpropagation), faint=way.seconds is None, value=way.seconds
        ),
    )
    return Row(_SHORT[way.name], f"{way.label}. {_MEANINGS[way.name]}", cells)


def _exact(count: int) -> int | None:
    """A count for other programs; of those that no number of theirs can hold, the text has to do."""
    return count if count < 2**63 else None


def reuse_sentence(ways: tuple[Way, ...]) -> str:
    """What reuse saves on this network; once they are measured, in time too, and which ways were stopped."""
    first, alone = ways[:2]
    text = tr(
        "Each δ is made once: {count_text} multiply-adds instead of {multiply_adds_count_text}",
        count_text=count_text(first.multiply_adds),
        multiply_adds_count_text=count_text(alone.multiply_adds),
    )
    if first.seconds is not None and time_text(alone) != NOTHING:
        text += tr(
            "; measured {time_text} instead of {alone_time_text}, all on whole arrays",
            time_text=time_text(first),
            alone_time_text=time_text(alone),
        )
    broken = any(way.expected_seconds is not None for way in ways)
    return f"{text}." + (tr(" ≈ estimated: stopped after ⅓ s.") if broken else "")


def count_text(count: int) -> str:
    """A count, however large: ``4,512``, ``1.3×10¹²``. Counts of paths may exceed any floating-point number."""
    return numbers.count(count, most_digits=LONG_COUNT)


def times_text(count: int, least: int) -> str:
    """How many times as many."""
    times = count // least
    return f"×{count_text(times)}" if times >= 100 else numbers.ratio(count / least)


def time_text(way: Way) -> str:
    """How long a way took, or would have taken; a dash if nothing was measured."""
    if way.seconds is not None:
        return _duration(way.seconds)
    return NOTHING if way.expected_seconds is None else f"≈ {_duration(way.expected_seconds)}"


_UNITS: Final = (
    (31_557_600.0, "a"),
    (86_400.0, "d"),
    (3_600.0, "h"),
    (60.0, "min"),
    (1.0, "s"),
    (1e-3, "ms"),
)


def _duration(seconds: float) -> str:
    size, unit = next((each for each in _UNITS if seconds >= each[0]), (1e-6, "µs"))
    value = seconds / size
    return (
        f"{numbers.count(round(value))} {unit}"
        if 10 <= value < 10_000
        else f"{numbers.significant(value, digits=2)} {unit}"
    )


def _compared(way: Way, backpropagation: Way) -> str:
    seconds = way.seconds if way.seconds is not None else way.expected_seconds
    if seconds is None or not backpropagation.seconds or way.name == backpropagation.name:
        return ""
    text = tr(
        "×{seconds} the time of backpropagation.",
        seconds=numbers.significant(seconds / backpropagation.seconds, digits=2),
    )
    if way.error is None:
        return tr("{text} Stopped after ⅓ s, and estimated from how far it got.", text=text)
    error = numbers.significant(way.error, digits=1)
    return tr(
        "{text} Its gradient differs from backpropagation's by at most {error} of the largest entry.",
        text=text,
        error=error,
    )


def _whole(count: int) -> str:
    digits = str(count)
    return (
        numbers.count(count, most_digits=MOST_DIGITS)
        if len(digits) <= MOST_DIGITS
        else tr("a number of {count} digits", count=len(digits))
    )


def _decades(count: int, least: int) -> float:
    """log₁₀ of a ratio of whole numbers of any size."""
    return math.log10(count) - math.log10(least)
