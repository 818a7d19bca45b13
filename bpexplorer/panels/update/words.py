"""What the update panel says in words, and how it writes its numbers. No Qt."""

from typing import Final, Literal

from bpexplorer.core.readings.update import ParameterUpdate, Place, UpdateReading
from bpexplorer.core.readings.update_verdict import UpdateVerdict
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.traced_samples import BatchFate
from bpexplorer.look import numbers
from bpexplorer.panels.update.trail import RatioTrail
from bpexplorer.translation import tr, tr_n

NO_NUMBER: Final = numbers.NOTHING

#: What a walk through a step will show here.
STILL_TO_COME: Final = (
    tr("Gradient: a × δ for each sample of the batch, then their mean ∂C/∂w."),
    tr("Update: Δw, and the weight before and after it."),
    tr("After the step: C of this batch before and after, beside the prediction."),
)

_VERDICTS: Final[dict[UpdateVerdict, tuple[str, str]]] = {
    UpdateVerdict.SMALL_ENOUGH: (
        tr("η isn't too large: over half the predicted fall."),
        tr(
            "C falls by at least half of what was predicted: the step ends before the "
            "lowest point on its way, if C is a parabola there. That says nothing of how fast training gets on: "
            "a layer may hardly move all the same, as Gradient flow shows."
        ),
    ),
    UpdateVerdict.HARDLY_ANYTHING: (
        tr("Hardly any change: ΔC is below 0.01 % of C."),
        tr(
            "Predicted and actual are both next to nothing beside C, so they say little about η. Either C is at its "
            "lowest near here, or η is tiny, or the gradient is: Gradient flow shows in which layer."
        ),
    ),
    UpdateVerdict.AT_THE_LIMIT: (
        tr("η is at the limit: under half the predicted fall."),
        tr(
            "C falls by less than half of what was predicted: the step goes past the "
            "lowest point on its way, if C is a parabola there. A smaller learning rate "
            "would lower C of this batch further."
        ),
    ),
    UpdateVerdict.TOO_LARGE: (
        tr("η is too large: C rises, though it was to fall."),
        tr(
            "The step goes so far past the lowest point on its way that C of this batch is "
            "higher than before. Try a smaller learning rate."
        ),
    ),
    UpdateVerdict.UPHILL: (
        tr("Uphill: C of this batch was to rise, and does."),
        tr(
            "The change of the parameters doesn't follow the gradient of this batch alone: "
            "the optimizer's memory of earlier steps, or a penalty, leads elsewhere."
        ),
    ),
    UpdateVerdict.FALLS_AFTER_ALL: (
        tr("Turned: C of this batch was to rise, and falls."),
        tr(
            "The change of the parameters doesn't follow the gradient of this batch alone, "
            "and goes past a turn of C."
        ),
    ),
    UpdateVerdict.TOO_SMALL: (
        tr("Too small to see: ΔC is below the rounding of C."),
        tr("Both predicted and actual are smaller than what C is rounded by."),
    ),
    UpdateVerdict.NOTHING_MOVED: (
        tr("No weight and no bias moves in this step."),
        tr("The gradient or the learning rate is 0, or everything is frozen."),
    ),
    UpdateVerdict.NOT_FINITE: (
        tr("C isn't finite, before or after this step."),
        tr("There is nothing to compare. If cost and output don't go together, Set-up says why."),
    ),
}
#: Where the verdict leads; there is nothing to see of a step that moved nothing, or came to nothing.
TO_FORECAST: Final = tr("Click to see each step's forecast over time, and to look for a learning rate.")
_LEADS_NOWHERE: Final = (UpdateVerdict.NOTHING_MOVED, UpdateVerdict.NOT_FINITE)
FAILED: Final = tr("Not taken: its numbers aren't finite.")
STUCK: Final = tr("C falls as predicted, but training is stuck.")
_STUCK_MEANING: Final = tr(
    "The step does what it predicts, and that is too little: most hidden neurons are saturated or dead, so almost no δ "
    "passes. A ratio near 1 is no good sign here."
)
#: Verdicts as long as any: the room of the longest is kept, so that nothing moves when it comes.
LONGEST: Final = (*(short for short, _ in _VERDICTS.values()), FAILED, STUCK)

NOTHING_SELECTED: Final = tr(
    "Click a connection in the network to see how its weight moves, or a neuron to see how its bias does."
)
AN_INPUT: Final = tr("Input {index} has no bias. Click a neuron of a later layer, or a connection.")


def title(reading: UpdateReading, *, held: Neuron | None) -> str:
    """Of which step the panel speaks, and what is to be known of its numbers."""
    number = numbers.count(reading.batch.step)
    of = {
        BatchFate.TAKEN: tr("of step {number}", number=number),
        BatchFate.NEXT: tr("of the next step"),
        BatchFate.FAILED: tr("of step {number}, which failed", number=number),
    }[reading.batch.fate]
    return of if held is None else tr("{of} · with Δz on {held}", of=of, held=held)


def predicted_caption(reading: UpdateReading) -> str:
    """What the prediction is made of."""
    return tr("predicted −η‖∂C‖²") if reading.is_plain else tr("predicted Σ ∂C·Δw")


def predicted_meaning(reading: UpdateReading) -> str:
    """The prediction in words."""
    norm = numbers.significant(reading.gradient_norm)
    rate = numbers.significant(reading.learning_rate)
    plain = (
        tr(
            "For plain gradient descent this is −η‖∂C‖²; here ‖∂C‖ = {norm}, η = {rate}.",
            norm=norm,
            rate=rate,
        )
        if reading.is_plain
        else tr(
            "Only plain gradient descent has −η‖∂C‖² here. ({optimizer}; ‖∂C‖ = {norm}, η = {rate}.)",
            optimizer=reading.optimizer,
            norm=norm,
            rate=rate,
        )
    )
    return tr(
        "The change of C of this batch to first order: the sum of ∂C/∂w · Δw over all "
        "weights and biases. {plain}",
        plain=plain,
    )


COSTS_MEANING: Final = tr("C of the batch that the step was made from, before it and after it.")


def costs(reading: UpdateReading) -> str:
    """C of the batch before the step and after it: ``C of this batch: 2.3193 → 2.2055``."""
    before, after = (
        numbers.significant(cost, digits=5) for cost in (reading.cost_before, reading.cost_after)
    )
    return tr("C of this batch: {before} → {after}", before=before, after=after)


def actual_meaning(reading: UpdateReading) -> str:
    """The actual change in words."""
    before, after = (numbers.unsigned(each).strip() for each in (reading.cost_before, reading.cost_after))
    text = tr(
        "C of the same batch after the step − before it: {before} → {after}.", before=before, after=after
    )
    if any(factors is not None for factors in reading.batch.factors):
        text += tr(" Both with what dropout leaves out in this step.")
    if reading.penalty_change is not None:
        text += tr(
            " C is without the penalty, which changes by {penalty_change}.",
            penalty_change=numbers.signed(reading.penalty_change).strip(),
        )
    return text


RATIO_MEANING: Final = tr(
    "1: C follows its tangent. Above ½: the step ends before the lowest point on "
    "its way. Below: it goes past it. Below 0: C rises. (As if C were a parabola.)"
)


def change(value: float, reading: UpdateReading) -> str:
    """A change of C; what is only rounding isn't one."""
    if 0.0 < abs(value) <= reading.rounding:
        return numbers.ROUNDING
    return numbers.signed(value).strip()


def ratio(reading: UpdateReading) -> str:
    """actual / predicted."""
    return NO_NUMBER if reading.ratio is None else numbers.signed(reading.ratio, decimals=3).strip()


def is_held_up(reading: UpdateReading, *, is_stuck: bool) -> bool:
    """Whether the step does what it predicts, and yet training is stuck, so that there is nothing to praise."""
    return (
        is_stuck
        and reading.verdict is UpdateVerdict.SMALL_ENOUGH
        and reading.batch.fate is not BatchFate.FAILED
    )


def verdict(reading: UpdateReading, *, is_stuck: bool = False) -> str:
    """What predicted and actual have to do with each other."""
    if is_held_up(reading, is_stuck=is_stuck):
        return STUCK
    return FAILED if reading.batch.fate is BatchFate.FAILED else _VERDICTS[reading.verdict][0]


def verdict_meaning(reading: UpdateReading, *, is_stuck: bool = False) -> str:
    """More of it, for whoever asks."""
    return _STUCK_MEANING if is_held_up(reading, is_stuck=is_stuck) else _VERDICTS[reading.verdict][1]


def whereto(reading: UpdateReading, *, is_stuck: bool = False) -> str:
    """What the verdict means, and where it leads; empty if it leads nowhere."""
    if reading.batch.fate is BatchFate.FAILED or reading.verdict in _LEADS_NOWHERE:
        return ""
    return f"{verdict_meaning(reading, is_stuck=is_stuck)}\n{TO_FORECAST}"


PENALTY_MEANING: Final = tr(
    "What the step changes the penalty by. Training lowers C + penalty; C alone is compared here."
)


def penalty_change(reading: UpdateReading) -> str:
    """How the penalty changes, which is no part of C; empty without one."""
    return "" if reading.penalty_change is None else numbers.signed(reading.penalty_change).strip()


def trail_words(trail: RatioTrail) -> str:
    """Of which steps the ratios are."""
    if not trail.has_line:
        return tr("ratio over time: once two steps were seen")
    measured, span = len(trail.shown), trail.span
    if measured == span:
        return tr("ratio in the last {count} steps", count=numbers.count(span))
    return tr(
        "ratio in {measured} of the last {count} steps",
        measured=numbers.count(measured),
        count=numbers.count(span),
    )


TRAIL_MEANING: Final = tr(
    "actual / predicted of earlier steps. It is measured of the steps that this "
    "panel shows: of each while training is slow, of some of them while it is "
    "fast. The curve begins with the second of them. The lines are at 1, where C "
    "follows its tangent, and at 0; what lies beyond is drawn at the edge."
)

# One weight or bias


VOTES_MEANING: Final = tr(
    "Each sample of the batch has its own ∂C/∂w or ∂C/∂b: where it is above 0, the sample wants the parameter lower. "
    "Over a bar: that sample's."
)


def why_empty(neuron: Neuron | None) -> str:
    """What to do where there is no weight or bias to speak of."""
    return NOTHING_SELECTED if neuron is None else AN_INPUT.format(index=neuron.index)


def kind(place: Place) -> Literal["weight", "bias"]:
    """Weight or bias, as a key."""
    return "weight" if isinstance(place, Connection) else "bias"


def kind_word(place: Place) -> str:
    """Weight or bias, in a sentence."""
    return tr("weight") if isinstance(place, Connection) else tr("bias")


def votes(update: ParameterUpdate) -> str:
    """What the samples want: ``14 samples want this weight lower, 6 higher``."""
    if update.is_removed:
        return tr("Removed: this {kind} is 0 and stays 0.", kind=kind_word(update.place))
    lower, higher = numbers.count(update.lowers), numbers.count(update.raises)
    return tr_n(
        "{lower} sample wants this {kind} lower, {higher} higher",
        "{lower} samples want this {kind} lower, {higher} higher",
        update.lowers,
        lower=lower,
        kind=kind_word(update.place),
        higher=higher,
    )


def share_words(update: ParameterUpdate, row: int, number: int) -> str:
    """One sample's part in the gradient; ``number`` is its own in the training set."""
    whose = tr("no. {number}", number=numbers.count(number))
    share, delta = _signed(update.shares[row]), _signed(update.deltas[row])
    if update.dropped[row]:
        return tr("{whose}: dropout leaves it out", whose=whose)
    if update.signals is None:
        return f"{whose}: δ = {delta}"
    return f"{whose}: a · δ = {_signed(update.signals[row])} · {delta} = {share}"


def _signed(value: float) -> str:
    return numbers.signed(float(value)).strip()


def move(update: ParameterUpdate) -> str:
    """Old and new value."""
    return f"{_signed(update.old)} → {_signed(update.new)}"
