"""What the demon panel says, in words. No Qt."""

import math

from bpexplorer.core.network import Network
from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.readings.demon_verdict import Verdict
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.training_data import TrainingData
from bpexplorer.document.session import Demon
from bpexplorer.look import numbers
from bpexplorer.look.tooltips import wrapped
from bpexplorer.panels.demon.dz_scale import written
from bpexplorer.panels.shared.titles import before_edit
from bpexplorer.translation import tr

#: On the title line: the demon only asks, unless training goes on with its Δz.
ASKS = tr("adds Δz here; the network isn't changed")
INCLUDES_DZ = tr("training includes Δz")
NO_DEMON = tr("no demon")

_VERDICTS: dict[Verdict, str] = {
    Verdict.NOTHING_ADDED: tr("Δz is 0, so nothing changes. Move the slider, or press Downhill."),
    Verdict.NOT_FINITE: tr(
        "C isn't finite here, so there is nothing to compare. If cost and output don't "
        "go together, Set-up says why."
    ),
    Verdict.NO_INFLUENCE: tr(
        "δ is 0 and C doesn't change: here this neuron has no influence, however wrong the answer."
    ),
    Verdict.TOO_SMALL: tr("Too small to see: ΔC is below the rounding of C."),
    Verdict.AGREES: tr("Δz is small enough: C follows its tangent."),
    Verdict.LOWEST: tr("The cost is already lowest near here: δ ≈ 0."),
    Verdict.HIGHEST: tr("The cost is highest near here: δ ≈ 0, and either direction lowers C."),
    Verdict.KINK: tr("Δz crosses a kink, where the slope jumps; try half of Δz."),
    Verdict.FLAT: tr("The curve is flat here: δ ≈ 0, and C changes only further away."),
    Verdict.FAINT: tr("δ is almost 0 and the curve bends: predictions this small say little."),
    Verdict.TURNED: tr("Δz goes past the turn of the curve; try half of Δz."),
    Verdict.BENDS: tr("The curve bends; try half of Δz."),
}
#: Those that are about a gap name it first.
_WITH_GAP = (Verdict.AGREES, Verdict.KINK, Verdict.TURNED, Verdict.BENDS)
#: From here on a gap is given as a factor, not in per cent.
_MANY_TIMES = 10.0
#: What is left of a gap after half of Δz is near a quarter between these.
_QUARTER = (0.2, 0.3)


def place(reading: DemonReading, *, source: SampleSource = SampleSource.PROBE) -> str:
    """Say where the demon stands and of which step the numbers are: ``layer 2, neuron 1 · step 340``.

    It is one of the fixed samples, and says so where a batch is looked at.
    """
    parts = [str(reading.neuron), tr("step {step}", step=numbers.count(reading.step))]
    if source is SampleSource.BATCH and not reading.whole_batch:
        parts.append(tr("fixed sample {sample}", sample=reading.sample))
    return " · ".join(parts)


def title(demon: Demon, frame: Frame) -> str:
    """Say on the title line what the demon does to the network, or that it is on another step's than all the rest."""
    if demon.pin is None:
        return ASKS if frame.held is None else INCLUDES_DZ
    pin = demon.pin
    earlier = before_edit(pin.frame.edit_number, frame)
    return tr("pinned to step {step}{earlier}", step=numbers.count(pin.frame.step), earlier=earlier)


def captions(*, whole_batch: bool) -> tuple[str, str]:
    """What stands beside predicted and actual: a mean over samples is barred, as in the tooltips."""
    return (tr("predicted δ̄·Δz"), tr("actual ΔC̄")) if whole_batch else (tr("predicted δ·Δz"), tr("actual ΔC"))


def verdict(reading: DemonReading, left: float | None = None) -> str:
    """Say in a sentence or two what predicted and actual have to do with each other here.

    ``left`` is what part of the gap half of Δz has left, if Δz was just halved.
    """
    text, share = _VERDICTS[reading.verdict], reading.gap_share
    if reading.verdict not in _WITH_GAP or share is None:
        return text
    if left is not None and _QUARTER[0] <= left <= _QUARTER[1]:
        text = tr(
            "Half of Δz left {left} of the gap: towards a quarter.",
            left=numbers.unsigned(left, decimals=2).strip(),
        )
    return tr("Gap: {of_prediction}. {text}", of_prediction=of_prediction(share), text=text)


def of_prediction(share: float) -> str:
    """Write a gap as a part of what was predicted; per cent up to ten times it."""
    if share < 0.01:
        return tr("under 1 % of the prediction")
    if share < _MANY_TIMES:
        return tr("{share} of the prediction", share=numbers.percent(share, decimals=0).strip())
    return tr("{share} times the prediction", share=numbers.significant(share, digits=2))


def prediction(reading: DemonReading, data: TrainingData) -> str:
    """Say what Δz makes of the answer for the sample: the class it is taken for, or a lone output's number."""
    classes = reading.predictions(data)
    if classes is None:
        before, after = (
            each[-1][0]
            for each in (reading.perturbation.activations_before, reading.perturbation.activations_after)
        )
        if len(before) > 1:
            return ""
        return tr(
            "This sample's output: {before} → {after}",
            before=numbers.signed(before[0]).strip(),
            after=numbers.signed(after[0]).strip(),
        )
    names = [data.class_names[each] for each in classes]
    if classes[0] == classes[1]:
        return tr("This sample's prediction stays class {name}", name=names[0])
    return tr("This sample's prediction: class {before} → class {after}", before=names[0], after=names[1])


def activation(reading: DemonReading) -> str:
    """Say what Δz makes of the neuron's own a."""
    before, after = reading.activation_change
    return tr(
        "z {z} → {changed}, so a {before} → {after}, in this sample",
        z=numbers.signed(reading.z).strip(),
        changed=numbers.signed(reading.z + reading.dz).strip(),
        before=numbers.signed(before).strip(),
        after=numbers.signed(after).strip(),
    )


def held(demon: HeldDemon, network: Network) -> str:
    """Say what is shown while training goes on with a Δz, and how far the neuron's bias has made up for it."""
    return tr(
        "Every value shown includes Δz = {dz}.{compensated}",
        dz=written(demon.dz),
        compensated=_compensated(demon, network),
    )


def held_tooltip(demon: HeldDemon) -> str:
    """What compensating is, for whoever asks."""
    return wrapped(
        tr(
            "Training adds Δz to {neuron} since step {since}. A bias that has moved by −Δz "
            "has compensated all of it. Weights and other biases take a share. Training "
            "would have moved the bias without Δz, too: the number includes that.",
            neuron=demon.neuron,
            since=numbers.count(demon.since),
        )
    )


def _compensated(demon: HeldDemon, network: Network) -> str:
    share = -demon.compensation(network) / demon.dz if demon.dz else math.nan
    if not math.isfinite(share):
        return ""
    text = numbers.percent(abs(share), decimals=0).strip()
    minus = numbers.MINUS if share < 0.0 and text[0] not in "0<" else ""
    return tr(
        " The bias has compensated {minus}{text} of Δz (with ordinary training).", minus=minus, text=text
    )


#: Sentences as long as any: the room of the longest is kept, so that nothing moves when it comes.
LONGEST = (
    *(
        tr("Gap: under 1 % of the prediction. {text}", text=text) if about in _WITH_GAP else text
        for about, text in _VERDICTS.items()
    ),
    tr("Gap: under 1 % of the prediction. Half of Δz left 0.25 of the gap: towards a quarter."),
    tr(
        "Every value shown includes Δz = −0.12345. The bias has compensated −100 % of "
        "Δz (with ordinary training)."
    ),
)
