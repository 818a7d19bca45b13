"""What the panel says in words. No Qt."""

from collections.abc import Mapping
from typing import Final

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.origin import SumKind
from bpexplorer.core.readings.origin import SMALL, Adding, OriginReading, Passing, Raising, WorkedSum
from bpexplorer.core.readings.why_small import WhySmall, why_small
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.look import numbers
from bpexplorer.look.pill import Whose, batch_of, fixed_samples, part_samples
from bpexplorer.look.samples import SOURCE_WORDS, part_sample, part_word, step_words

_ADDING: Final[Mapping[Adding, str]] = {
    Adding.AGREE: "terms mostly agree",
    Adding.PARTLY: "terms partly cancel",
    Adding.CANCEL: "terms cancel",
    Adding.ONE: "one term is left",
    Adding.NOTHING: "no term is left",
    Adding.SMALL: "δ ahead is small",
    Adding.NOT_FINITE: "not finite",
}
_PASSING: Final[Mapping[Passing, str]] = {
    Passing.NEARLY_ALL: "almost all passes",
    Passing.SOME: "part of it passes",
    Passing.MORE: "passes, enlarged",
    Passing.HARDLY_ANY: "slope nearly 0",
    Passing.NOTHING: "nothing passes",
    Passing.TURNED: "passes, sign turned",
    Passing.DROPPED: "left out by dropout",
}
_RAISING: Final[Mapping[Raising, str]] = {
    Raising.RAISES: "raising z raises C",
    Raising.LOWERS: "raising z lowers C",
    Raising.NEITHER: "C stays the same",
    Raising.UNKNOWN: "",
}
#: Counts up to ten are spelled out in a sentence.
_SPELLED: Final = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def adding_words(reading: OriginReading, worked: WorkedSum) -> str:
    """How the terms add up."""
    if worked.verdict.adding is Adding.SMALL and reading.kind is SumKind.LAYER:
        return "∂C/∂a is small"
    return _ADDING[worked.verdict.adding]


def passing_words(worked: WorkedSum) -> str:
    """What the slope lets through."""
    return "" if worked.verdict.passing is None else _PASSING[worked.verdict.passing]


def raising_words(worked: WorkedSum) -> str:
    """What raising z does to C."""
    return _RAISING[worked.verdict.raising]


def slope_name(reading: OriginReading) -> str:
    """What the sum is multiplied by, with its formula."""
    formula = ACTIVATIONS[reading.activation].slope_formula
    return f"× slope σ′(z) = {formula}" if formula else "× slope σ′(z)"


def title_words(reading: OriginReading) -> str:
    """Of which neuron and step the panel speaks."""
    step = f"step {numbers.count(reading.step)}" if reading.batch is None else step_words(reading.batch)
    return f"{reading.neuron} · {step}"


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
        return one, Whose(f"first {first} of batch of {size}", many=True)
    return one, batch_of(reading.size)


def cost_name(reading: OriginReading, *, mean: bool) -> str:
    """Which C is meant."""
    whose = choices(reading)[mean].words
    return f"the mean cost of the {whose}" if mean else f"the cost of {whose} alone"


def why_empty(neuron: Neuron | None) -> str:
    """What to do where there is no δ to speak of."""
    if neuron is None:
        return "Select a neuron to see where its δ comes from."
    return (
        f"Input {neuron.index} has no δ: an input is given, it has no weighted input z to change. "
        "Select a neuron of a later layer."
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
            return (
                f"With {label}, changing one z changes every output of the layer, so the sum goes over all of them. "
                "Each ∂C/∂aᵢ is the sum of wₖᵢδₖ."
            )


def _of_the_mean(reading: OriginReading) -> str:
    if reading.count == 1:
        return "There is one sample only: the mean of δ is its own."
    included = ", slope included" if reading.kind is SumKind.NEXT else ""
    count, raises, lowers = map(numbers.count, (reading.count, reading.raises, reading.lowers))
    return (
        f"Each term is a mean over the samples{included}, so the terms add up to the mean of δ. "
        f"Raising z raises C for {raises} of the {count} samples and lowers it for {lowers}."
    )


def _of_an_output(reading: OriginReading) -> str:
    worked, j = reading.one, reading.neuron.index
    activation = ACTIVATIONS[reading.activation]
    if activation.elementwise:
        if worked.verdict.adding is Adding.NOTHING:
            return f"With {activation.label}, zⱼ changes output {j} only, and here C doesn't change with it."
        return f"With {activation.label}, zⱼ changes output {j} only: one term is left, k = j = {j}."
    if worked.verdict.adding is Adding.ONE:
        k = int(worked.neurons[0])
        which = f"k = {k}, not k = j" if k != j else f"k = j = {j}"
        return f"The cost depends only on output {k}: one term is left, {which}."
    count = len(worked.terms)
    living = int(np.count_nonzero(worked.terms))
    of = "all" if living == count else f"{_spelled(living)} of"
    terms = f"{of} {_spelled(count)} terms count"
    return f"With {activation.label}, changing one z changes every output: {terms}."


def _of_the_next_layer(reading: OriginReading) -> str:
    worked, label = reading.one, ACTIVATIONS[reading.activation].label
    if worked.verdict.passing is Passing.DROPPED:
        return "Dropout leaves this neuron out of this sample: it passes nothing on, so its δ is 0."
    if not len(worked.terms):
        return "No connection leads on from this neuron: nothing it does reaches C."
    if worked.verdict.passing is Passing.NOTHING:
        return f"At this z, {label} is flat: whatever stands ahead, δ is 0."
    if worked.verdict.passing is Passing.HARDLY_ANY:
        return f"At this z, {label} is saturated: little of the sum passes."
    if worked.verdict.adding is Adding.NOTHING:
        return "Every weight that leads on is 0, or every δ ahead: nothing comes back."
    return ""


def _spelled(count: int) -> str:
    return _SPELLED[count] if count < len(_SPELLED) else numbers.count(count)


def why_small_words(reading: OriginReading) -> str:
    """Why δ of the neuron is small, in a sentence or two, with the numbers that say so."""
    worked = reading.one
    delta = f"δ of {reading.neuron} is {_number(worked.delta)}"
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
    WhySmall.NOT_SMALL: "That isn't small: called so is |δ| below {small}.",
    WhySmall.NOT_FINITE: "It isn't finite, so it can't be called small.",
    WhySmall.DROPPED: "Dropout leaves the neuron out of this sample, so it passes nothing on.",
    WhySmall.NO_WAY: "Every weight that leads on is 0, or every δ ahead: nothing comes back.",
    WhySmall.FITTED: "This output is almost at its target: output − target is {difference}.",
    WhySmall.CONTENT: "C hardly depends on any output here: no ∂C/∂a is more than {small}.",
    WhySmall.SLOPE: "The slope is nearly 0: {label} is saturated at this z, and almost nothing passes.",
    WhySmall.AHEAD: "δ ahead is small: no neuron of the next layer has |δ| of {small} or more.",
    WhySmall.CANCEL: "Its terms cancel: without their signs they come to {size}, with them to {total}.",
    WhySmall.PRODUCT: "No single factor is nearly 0: weights, δ ahead and slope together make it small.",
}


def _number(value: float) -> str:
    return numbers.signed(value).strip()
