"""What the slices say in words. No Qt."""

import numpy as np

from bpexplorer.core.readings.laboratory.slices import SliceReading
from bpexplorer.look import numbers
from bpexplorer.panels.shared import titles
from bpexplorer.translation import tr


def title(reading: SliceReading) -> str:
    """Over which samples, at which step."""
    return titles.joined(
        titles.of_set(reading.over, reading.samples),
        titles.at_step(reading.step),
        titles.estimated_from(reading.read, reading.samples),
    )


def sentences(reading: SliceReading) -> tuple[str, ...]:
    """What there is to read off, a sentence each."""
    if not np.isfinite(reading.gradient_norm) or not np.isfinite(reading.cost):
        return (tr("C or its gradient isn't finite here."),)
    if reading.gradient_norm == 0.0:
        return (tr("The gradient is 0 here: no direction lowers C to first order."),)
    random = reading.random_changes
    return (
        tr("‖∇C‖ = {norm}.", norm=_plain(reading.gradient_norm)),
        tr(
            "C is {cost} here and lowest at η = {best}: {lowest}. Your η is {rate}: {at_rate}.",
            cost=_plain(reading.cost),
            best=_plain(reading.best),
            lowest=_plain(reading.cost_at_best),
            rate=_plain(reading.rate),
            at_rate=_plain(reading.cost_at_rate),
        ),
        tr(
            "A change of length 1 along −∇C changes C by {downhill}; {count} random directions by {mean} ± {spread}.",
            downhill=numbers.signed(reading.downhill_change, decimals=3).strip(),
            count=len(random),
            mean=numbers.signed(float(random.mean()), decimals=3).strip(),
            spread=numbers.unsigned(float(random.std()), decimals=3).strip(),
        ),
    )


def point_words(reading: SliceReading, place: int) -> str:
    """One point of the curve."""
    return tr(
        "η {rate} · C {cost} · tangent {tangent}",
        rate=_plain(float(reading.rates[place])),
        cost=_plain(float(reading.costs[place])),
        tangent=numbers.signed(float(reading.tangent[place])).strip(),
    )


def _plain(value: float) -> str:
    return numbers.significant(value, digits=4)
