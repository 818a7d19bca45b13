"""What the demon panel says about a reading, in words. No Qt."""

import math

from bpexplorer.core.network import Network
from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.session import Pin
from bpexplorer.look import numbers

#: A gap below this part of the prediction reads as agreement.
_AGREES = 0.05
#: From here on a gap is given as a factor, not in per cent.
_MANY_TIMES = 10.0


def title(reading: DemonReading, *, probe_size: int, source: SampleSource = SampleSource.PROBE) -> str:
    """Say what the panel shows: the neuron, whose cost, and the step whose network the demon perturbs.

    The demon is one of the probe, and says so where something else is looked at.
    """
    neuron = reading.neuron
    probe = "" if source is SampleSource.PROBE else "probe "
    this_sample = f"{probe}sample {reading.sample} · C of this sample"
    scope = f"mean C of {probe_size} probe samples" if reading.whole_batch else this_sample
    return f"layer {neuron.layer} · neuron {neuron.index} · {scope} · step {numbers.count(reading.step)}"


def pinned(pin: Pin | None, frame: Frame) -> str:
    """Say behind the title that the numbers are those of another step; nothing for a demon that follows."""
    if pin is None:
        return ""
    earlier = ", before the last edit" if pin.frame.edit_number != frame.edit_number else ""
    return f" · pinned to step {numbers.count(pin.frame.step)}{earlier}"


def gap_share(reading: DemonReading) -> float | None:
    """Give |gap| as a part of |predicted|; None where nothing was predicted, or C isn't finite."""
    if not reading.predicted or not math.isfinite(reading.gap):
        return None
    return abs(reading.gap / reading.predicted)


def verdict(reading: DemonReading) -> str:
    """Say in a sentence or two what predicted and actual have to do with each other here."""
    if reading.dz == 0.0:
        return "Δz is 0, so nothing changes. Move the slider, scroll, or press “against δ”."
    if not math.isfinite(reading.gap):
        return (
            "C isn't a finite number here, so there is nothing to compare. "
            "If cost and output don't go together, Set-up says why."
        )
    share = gap_share(reading)
    if share is None:
        if reading.actual == 0.0:
            return "δ is 0 and C does not move: this neuron has no influence here, however far off the answer is."
        return "δ is 0, yet C moves: δ speaks of the first step away from z only."
    if reading.predicted * reading.actual < 0.0:
        return "δ told which way for a small step; this one went past the turn of the curve. Halve Δz."
    if share < _AGREES:
        return "δ tells which way, not how far: a small step goes as δ·Δz says."
    if share < _MANY_TIMES:
        off = f"{numbers.percent(share, decimals=0).strip()} of what was predicted"
    else:
        off = f"{numbers.significant(share, digits=2)} times what was predicted"
    return f"δ tells which way, not how far: here the curve has left its tangent by {off}. Halve Δz."


def held(demon: HeldDemon) -> str:
    """Say what training goes on under."""
    since = f"held since step {numbers.count(demon.since)}, and all that is shown is with it"
    return f"Δz = {numbers.signed(demon.dz).strip()} on {demon.neuron}: {since}."


def moved(demon: HeldDemon, network: Network) -> str:
    """Say how far the neuron's bias has moved since Δz is held, of the −Δz that would take all of it back."""
    by = demon.compensation(network)
    text = f"{numbers.signed(by).strip()} of {numbers.signed(-demon.dz).strip()}"
    return f"{text} ({numbers.percent(-by / demon.dz, decimals=0).strip()})" if demon.dz else text
