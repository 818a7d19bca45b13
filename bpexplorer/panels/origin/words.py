"""What the panel says in words. No Qt."""

from collections.abc import Mapping
from functools import partial
from typing import Final, NamedTuple

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.origin import SumKind
from bpexplorer.core.readings.origin import SMALL, Adding, OriginReading, Passing, Raising, WorkedSum
from bpexplorer.core.readings.why_small import WhySmall, why_small
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.document.walk import PhaseWalk
from bpexplorer.look import numbers
from bpexplorer.look.phases import title
from bpexplorer.look.samples import SOURCE_WORDS, part_sample, part_word, step_words
from bpexplorer.look.widgets.pill import Whose, batch_of, fixed_samples, part_samples
from bpexplorer.translation import tr


class Remark(NamedTuple):
    """A few words beside a number, and fewer where there is less room."""

    words: str
    short: str


#: Nothing to say.
NO_REMARK: Final = Remark("", "")
_ADDING: Final[Mapping[Adding, Remark]] = {
    Adding.AGREE: Remark(tr("terms mostly agree"), tr("mostly agree")),
    Adding.PARTLY: Remark(tr("terms partly cancel"), tr("partly cancel")),
    Adding.CANCEL: Remark(tr("terms cancel"), tr("cancel")),
    Adding.ONE: Remark(tr("one term is left"), tr("one term")),
    Adding.NOTHING: Remark(tr("no term is left"), tr("no term")),
    Adding.SMALL: Remark(tr("δ ahead is small"), tr("small ahead")),
    Adding.NOT_FINITE: Remark(tr("not finite"), tr("not finite")),
}
_PASSING: Final[Mapping[Passing, Remark]] = {
    Passing.NEARLY_ALL: Remark(tr("almost all passes"), tr("almost all")),
    Passing.SOME: Remark(tr("part of it passes"), tr("part of it")),
    Passing.MORE: Remark(tr("passes, enlarged"), tr("enlarged")),
    Passing.HARDLY_ANY: Remark(tr("slope nearly 0"), tr("nearly 0")),
    Passing.NOTHING: Remark(tr("nothing passes"), tr("nothing")),
    Passing.TURNED: Remark(tr("passes, sign turned"), tr("sign turned")),
    Passing.DROPPED: Remark(tr("left out by dropout"), tr("dropped out")),
}
_RAISING: Final[Mapping[Raising, Remark]] = {
    Raising.RAISES: Remark(tr("raising z raises C"), tr("raises C")),
    Raising.LOWERS: Remark(tr("raising z lowers C"), tr("lowers C")),
    Raising.NEITHER: Remark(tr("C stays the same"), tr("C stays")),
    Raising.UNKNOWN: NO_REMARK,
}
#: What has to have room beside a number at the least.
SHORT_REMARKS: Final = tuple(
    each.short for remarks in (_ADDING, _PASSING, _RAISING) for each in remarks.values()
)
#: Counts up to ten are spelled out in a sentence.
_SPELLED: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def adding_words(reading: OriginReading, worked: WorkedSum) -> Remark:
    """How the terms add up."""
    if worked.verdict.adding is Adding.SMALL and reading.kind is SumKind.LAYER:
        return Remark(tr("∂C/∂a is small"), tr("∂C/∂a small"))
    return _ADDING[worked.verdict.adding]


def passing_words(worked: WorkedSum) -> Remark:
    """What the slope lets through."""
    return NO_REMARK if worked.verdict.passing is None else _PASSING[worked.verdict.passing]


def raising_words(worked: WorkedSum) -> Remark:
    """What raising z does to C."""
    return _RAISING[worked.verdict.raising]


def difference_words(output: float, target: float) -> Remark:
    """Of which numbers the difference is."""
    whole, short = (
        tr("{output} − {target}", output=written(output), target=written(target))
        for written in (_plain, partial(numbers.significant, digits=2))
    )
    return Remark(whole, short)


def _plain(value: float) -> str:
    return numbers.significant(value) if value.is_integer() else numbers.unsigned(value).strip()


def slope_name(reading: OriginReading) -> str:
    """What the sum is multiplied by, with its formula."""
    formula = ACTIVATIONS[reading.activation].slope_formula
    return tr("× slope σ′(z) = {formula}", formula=formula) if formula else tr("× slope σ′(z)")


def title_words(reading: OriginReading) -> str:
    """Of which neuron and step the panel speaks."""
    return f"{reading.neuron} · {step_of(reading)}"


def shorter_title_words(reading: OriginReading) -> str:
    """The same where there isn't room: the formula below the title names the layer, too."""
    return tr("neuron {index} · {step}", index=reading.neuron.index, step=step_of(reading))


def step_of(reading: OriginReading) -> str:
    """Of which step it is."""
    if reading.batch is None:
        return tr("step {step}", step=numbers.count(reading.step))
    return step_words(reading.batch)


def choices(reading: OriginReading) -> tuple[Whose, Whose]:
    """Whose δ can be shown: the one sample's, and the mean over all that are here."""
    if reading.source is SampleSource.HARDEST:
        one = Whose(part_sample(reading.part, reading.number))
        return one, part_samples(reading.count, part_word(reading.part))
    one = Whose(f"{SOURCE_WORDS[reading.source].prefix} {reading.sample}")
    if reading.batch is None:
        return one, fixed_samples(reading.count)
    if reading.count < reading.size:
        first, size = numbers.count(reading.count), numbers.count(reading.size)
        return one, Whose(tr("first {first} of batch of {size}", first=first, size=size), many=True)
    return one, batch_of(reading.size)


def cost_name(reading: OriginReading, *, mean: bool) -> str:
    """Which C is meant."""
    whose = choices(reading)[mean].words
    return (
        tr("the mean cost of the {whose}", whose=whose)
        if mean
        else tr("the cost of {whose} alone", whose=whose)
    )


def why_empty(neuron: Neuron | None) -> str:
    """What to do where there is no δ to speak of."""
    if neuron is None:
        return tr("Click a neuron in the network to see where its δ comes from.")
    return tr(
        "Input {index} has no δ: an input is given, it has no weighted input z to change. "
        "Click a neuron of a later layer.",
        index=neuron.index,
    )


def still_to_come(neuron: Neuron, walk: PhaseWalk) -> str:
    """When a walk through a step comes to δ of a neuron."""
    return tr(
        "Not reached yet: δ of layer {layer} comes in phase {phase}.",
        layer=neuron.layer,
        phase=title(walk.phase_of_delta(neuron.layer)),
    )


def sentence(reading: OriginReading, *, mean: bool) -> str:
    """What there is to understand of this sum, as far as the numbers don't say it."""
    if mean:
        return _of_the_mean(reading)
    match reading.kind:
        case SumKind.OUTPUT:
            return _of_an_output(reading)
        case SumKind.NEXT:
            return _of_the_next_layer(reading)
        case SumKind.LAYER:
            label = ACTIVATIONS[reading.activation].label
            return tr(
                "With {label}, changing one z changes every output of the layer, so the sum "
                "goes over all of them. Each ∂C/∂aᵢ is the sum of wₖᵢδₖ.",
                label=label,
            )


def _of_the_mean(reading: OriginReading) -> str:
    if reading.count == 1:
        return tr("There is one sample only: the mean of δ is its own.")
    included = tr(", slope included") if reading.kind is SumKind.NEXT else ""
    count, raises, lowers = map(numbers.count, (reading.count, reading.raises, reading.lowers))
    return tr(
        "Each term is a mean over the samples{included}, so the terms add up to the "
        "mean of δ. Raising z raises C for {raises} of the {count} samples and lowers "
        "it for {lowers}.",
        included=included,
        raises=raises,
        count=count,
        lowers=lowers,
    )


def _of_an_output(reading: OriginReading) -> str:
    worked, j = reading.one, reading.neuron.index
    activation = ACTIVATIONS[reading.activation]
    if activation.elementwise:
        if worked.verdict.adding is Adding.NOTHING:
            return tr(
                "With {label}, zⱼ changes output {j} only, and here C doesn't change with it.",
                label=activation.label,
                j=j,
            )
        return tr(
            "With {label}, zⱼ changes output {j} only: one term is left, k = j = {j}.",
            label=activation.label,
            j=j,
        )
    if worked.verdict.adding is Adding.ONE:
        k = int(worked.neurons[0])
        if k == j:
            return tr("The cost depends only on output {k}: one term is left, k = j = {k}.", k=k)
        return tr("The cost depends only on output {k}: one term is left, k = {k}, not k = j.", k=k)
    count = len(worked.terms)
    living = int(np.count_nonzero(worked.terms))
    if living == count:
        return tr(
            "With {activation}, changing one z changes every output: all {count} terms count.",
            activation=activation.label,
            count=_spelled(count),
        )
    return tr(
        "With {activation}, changing one z changes every output: {living} of {count} terms count.",
        activation=activation.label,
        living=_spelled(living),
        count=_spelled(count),
    )


def _of_the_next_layer(reading: OriginReading) -> str:
    worked, label = reading.one, ACTIVATIONS[reading.activation].label
    if worked.verdict.passing is Passing.DROPPED:
        return tr("Dropout leaves this neuron out of this sample: it passes nothing on, so its δ is 0.")
    if not len(worked.terms):
        return tr("No connection leads on from this neuron: nothing it does reaches C.")
    if worked.verdict.passing is Passing.NOTHING:
        return tr("At this z, {label} is flat: whatever stands ahead, δ is 0.", label=label)
    if worked.verdict.passing is Passing.HARDLY_ANY:
        return tr("At this z, {label} is saturated: little of the sum passes.", label=label)
    if worked.verdict.adding is Adding.NOTHING:
        return tr("Every weight that leads on is 0, or every δ ahead: nothing comes back.")
    return ""


def _spelled(count: int) -> str:
    return _SPELLED[count] if count < len(_SPELLED) else numbers.count(count)


def why_small_words(reading: OriginReading) -> str:
    """Why δ of the neuron is small, in a sentence or two, with the numbers that say so."""
    worked = reading.one
    delta = tr("δ of {neuron} is {number}", neuron=reading.neuron, number=_number(worked.delta))
    reason = _WHY_SMALL[why_small(reading)]
    values = {
        "small": numbers.significant(SMALL),
        "slope": "" if worked.slope is None else _number(worked.slope),
        "difference": ""
        if worked.difference is None
        else _number(worked.difference[0] - worked.difference[1]),
        "total": _number(worked.total),
        "size": _number(worked.size),
        "label": ACTIVATIONS[reading.activation].label,
    }
    return f"{delta}. {reason.format(**values)}"


_WHY_SMALL: Final[Mapping[WhySmall, str]] = {
    WhySmall.NOT_SMALL: tr("That isn't small: only a |δ| below {small} is called so."),
    WhySmall.NOT_FINITE: tr("It isn't finite, so it can't be called small."),
    WhySmall.DROPPED: tr("Dropout leaves the neuron out of this sample, so it passes nothing on."),
    WhySmall.NO_WAY: tr("Every weight that leads on is 0, or every δ ahead: nothing comes back."),
    WhySmall.FITTED: tr("This output is almost at its target: output − target is {difference}."),
    WhySmall.CONTENT: tr("C hardly depends on any output here: no ∂C/∂a is more than {small}."),
    WhySmall.SLOPE: tr("The slope is nearly 0: {label} is saturated at this z, and almost nothing passes."),
    WhySmall.AHEAD: tr("δ ahead is small: no neuron of the next layer has |δ| of {small} or more."),
    WhySmall.CANCEL: tr("Its terms cancel: without their signs they come to {size}, with them to {total}."),
    WhySmall.PRODUCT: tr("No single factor is nearly 0: weights, δ ahead and slope together make it small."),
}


def _number(value: float) -> str:
    return numbers.signed(value).strip()
