"""What the demon panel says, in words. No Qt."""

import math

from bpexplorer.core.network import Network
from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.readings.demon_verdict import Verdict
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.session import Demon
from bpexplorer.look import numbers
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.demon.dz_scale import written

#: On the title line: the demon only asks, unless training goes on with its Δz.
ASKS = "adds Δz here; the network isn't changed"
INCLUDES_DZ = "training includes Δz"
NO_DEMON = "no demon"

_VERDICTS: dict[Verdict, str] = {
    Verdict.NOTHING_ADDED: "Δz is 0, so nothing changes. Move the slider, or press Downhill.",
    Verdict.NOT_FINITE: "C isn't finite here, so there is nothing to compare. If cost and output don't go together, "
    "Set-up says why.",
    Verdict.NO_INFLUENCE: "δ is 0 and C doesn't change: here this neuron has no influence, however wrong the answer.",
    Verdict.TOO_SMALL: "Too small to see: ΔC is below the rounding of C.",
    Verdict.AGREES: "Δz is small enough: C follows its tangent.",
    Verdict.LOWEST: "The cost is already lowest near here: δ ≈ 0.",
    Verdict.HIGHEST: "The cost is highest near here: δ ≈ 0, and either direction lowers C.",
    Verdict.KINK: "Δz crosses a kink, where the slope jumps; try half of Δz.",
    Verdict.FLAT: "The curve is flat here: δ ≈ 0, and C changes only further away.",
    Verdict.TURNED: "Δz goes past the turn of the curve; try half of Δz.",
    Verdict.BENDS: "The curve bends; try half of Δz.",
}
#: Those that are about a gap name it first.
_WITH_GAP = (Verdict.AGREES, Verdict.KINK, Verdict.TURNED, Verdict.BENDS)
#: From here on a gap is given as a factor, not in per cent.
_MANY_TIMES = 10.0


def place(reading: DemonReading, *, source: SampleSource = SampleSource.PROBE) -> str:
    """Say where the demon stands and of which step the numbers are: ``layer 2, neuron 1 · step 340``.

    It is one of the fixed samples, and says so where a batch is looked at.
    """
    parts = [str(reading.neuron), f"step {numbers.count(reading.step)}"]
    if source is SampleSource.BATCH and not reading.whole_batch:
        parts.append(f"fixed sample {reading.sample}")
    return " · ".join(parts)


def title(demon: Demon, frame: Frame) -> str:
    """Say on the title line what the demon does to the network, or that it is on another step's than all the rest."""
    if demon.pin is None:
        return ASKS if frame.held is None else INCLUDES_DZ
    pin = demon.pin
    earlier = ", before the last edit" if pin.frame.edit_number != frame.edit_number else ""
    return f"pinned to step {numbers.count(pin.frame.step)}{earlier}"


def captions(*, whole_batch: bool) -> tuple[str, str]:
    """What stands beside predicted and actual: a mean over samples is barred, as in the tooltips."""
    return ("predicted δ̄·Δz", "actual ΔC̄") if whole_batch else ("predicted δ·Δz", "actual ΔC")


def verdict(reading: DemonReading) -> str:
    """Say in a sentence or two what predicted and actual have to do with each other here."""
    text, share = _VERDICTS[reading.verdict], reading.gap_share
    if reading.verdict not in _WITH_GAP or share is None:
        return text
    return f"Gap: {of_prediction(share)}. {text}"


def of_prediction(share: float) -> str:
    """Write a gap as a part of what was predicted; per cent up to ten times it."""
    if share < 0.01:
        return "under 1 % of the prediction"
    if share < _MANY_TIMES:
        return f"{numbers.percent(share, decimals=0).strip()} of the prediction"
    return f"{numbers.significant(share, digits=2)} times the prediction"


def held(demon: HeldDemon, network: Network) -> str:
    """Say what is shown while training goes on with a Δz, and how far the neuron's bias has made up for it."""
    return f"Every value shown includes Δz = {written(demon.dz)}.{_compensated(demon, network)}"


def held_tooltip(demon: HeldDemon) -> str:
    """What compensating is, for whoever asks."""
    return wrapped(
        f"Training adds Δz to {demon.neuron} since step {numbers.count(demon.since)}. A bias that has moved by −Δz has "
        "compensated all of it. Weights and other biases take a share. Training would have moved the bias without Δz, "
        "too: the number includes that."
    )


def _compensated(demon: HeldDemon, network: Network) -> str:
    share = -demon.compensation(network) / demon.dz if demon.dz else math.nan
    if not math.isfinite(share):
        return ""
    text = numbers.percent(abs(share), decimals=0).strip()
    minus = numbers.MINUS if share < 0.0 and not text.startswith("0") else ""
    return f" The bias has compensated {minus}{text} of Δz (with ordinary training)."


#: Sentences as long as any: the room of the longest is kept, so that nothing moves when it comes.
LONGEST = (
    *(
        f"Gap: under 1 % of the prediction. {text}" if about in _WITH_GAP else text
        for about, text in _VERDICTS.items()
    ),
    "Every value shown includes Δz = −0.12345. "
    "The bias has compensated −100 % of Δz (with ordinary training).",
)
