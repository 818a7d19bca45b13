"""What the whole Jacobian says in words. No Qt."""

from typing import Final

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.origin import SumKind
from bpexplorer.core.readings.jacobian import MOST_NEURONS, JacobianReading, PairCell
from bpexplorer.look import numbers
from bpexplorer.panels.shared import titles
from bpexplorer.translation import tr

#: The heading of the guide about it.
GUIDE: Final = "The whole Jacobian"
#: What leads from the sum of one neuron to the whole Jacobian, and back.
WHOLE: Final = tr("Whole Jacobian")
ONE: Final = tr("This neuron alone")
WHOLE_MEANING: Final = tr(
    "The Jacobian is the table of all ∂aₖ/∂zⱼ of a layer: how much each output changes with each z. "
    "Show it whole, with ∂C/∂a above it and δ below."
)
ONE_MEANING: Final = tr("Back to the sum that makes δ of the selected neuron.")
WITHOUT: Final = tr("Without the sum (only k = j)")
WITHOUT_MEANING: Final = tr(
    "Keep only the term k = j of each sum, the diagonal of the Jacobian, and see what δ would be. "
    "The network isn't changed."
)


def pair_words(cost: str, activation: str) -> str:
    """A cost after an output activation: “Quadratic with softmax”."""
    return tr("{cost} with {activation}", cost=COSTS[cost].label, activation=ACTIVATIONS[activation].label)


def title_words(reading: JacobianReading, step: str) -> str:
    """Of which layer and step, of which pair if that isn't the network's own, and whether of all neurons."""
    return titles.joined(
        tr("layer {layer}", layer=reading.neuron.layer),
        step,
        tr("supposed: {pair}", pair=pair_words(reading.cost, reading.activation))
        if reading.is_supposed
        else "",
        titles.estimated_from_neurons(len(reading.neurons), reading.size),
    )


def shorter_title_words(reading: JacobianReading, step: str) -> str:
    """The same where there isn't room."""
    return titles.joined(step, titles.ESTIMATED if len(reading.neurons) < reading.size else "")


def heading(part: str, reading: JacobianReading) -> str:
    """What a part of the picture is, short enough to stand before it."""
    is_output = reading.kind is SumKind.OUTPUT
    return {
        "influence": "∂C/∂aₖ" if is_output else "∂C/∂aᵢ",
        "jacobian": "∂aₖ/∂zⱼ" if is_output else "∂aᵢ/∂zⱼ",
        "delta": "δⱼ",
        "without": tr("k = j only") if is_output else tr("i = j only"),
    }[part]


def cell_words(part: str, reading: JacobianReading, row: int, column: int) -> str:
    """What a cell of the picture is, with its number: of the Jacobian with its whole term."""
    k, j = int(reading.neurons[row]), int(reading.neurons[column])
    match part:
        case "influence":
            return f"∂C/∂a({j}) = {written(reading.influence[column])}"
        case "delta":
            return tr("δ({j}) = {delta}, the sum of column {j}", j=j, delta=written(reading.delta[column]))
        case "without":
            return tr(
                "δ({j}) with the term k = {j} alone: {without}; with the sum {delta}",
                j=j,
                without=written(reading.without_sum[column]),
                delta=written(reading.delta[column]),
            )
    influence, slope = float(reading.influence[row]), float(reading.jacobian[row, column])
    return f"∂a({k})/∂z({j}) = {written(slope)};  × ∂C/∂a({k}) {written(influence)} = {written(influence * slope)}"


def meaning(reading: JacobianReading) -> str:
    """What the picture shows, in a sentence or two."""
    label = ACTIVATIONS[reading.activation].label
    if ACTIVATIONS[reading.activation].elementwise:
        text = tr(
            "With {label}, each z changes its own output only: the diagonal is all there is.", label=label
        )
    elif reading.mixes:
        text = tr("With {label}, changing one z changes every output: every column is full.", label=label)
    else:
        text = tr(
            "With {label}, changing one z changes every output; the outputs here are so sure that it rounds to 0.",
            label=label,
        )
    if reading.size > len(reading.neurons):
        text += " " + tr(
            "Shown are {shown} of {size} neurons, those with the largest terms of the selected δ.",
            shown=numbers.count(MOST_NEURONS),
            size=numbers.count(reading.size),
        )
    return text


def chosen_words(reading: JacobianReading, *, without_sum: bool) -> str:
    """δ of the chosen neuron, and beside it what is left without the sum."""
    place, j = reading.place, reading.neuron.index
    text = tr("δ of {j}: {delta}", j=j, delta=written(reading.delta[place]))
    if not without_sum:
        return text
    return tr("{text} · only k = j: {without}", text=text, without=written(reading.without_sum[place]))


def error_words(reading: JacobianReading) -> str:
    """How wrong δ of the whole layer is without the sum: of this sample, and over all of them."""
    without = reading.without
    if not without.loses and reading.error == 0.0:
        return tr("Nothing is lost: δ is the same without the sum.")
    text = tr(
        "δ is off by {error} for this sample, by {median} in the median of {samples}.",
        error=_share(reading.error),
        median=_share(without.median_error),
        samples=numbers.count(reading.samples),
    )
    if not without.zeros:
        return text
    return tr(
        "{text} {zeros} of {entries} entries are exactly 0.",
        text=text,
        zeros=numbers.count(without.zeros),
        entries=numbers.count(without.entries),
    )


def check_words(reading: JacobianReading, *, without_sum: bool) -> str:
    """Whether the gradient check of this δ is passed, and how far off it is."""
    error = numbers.significant(reading.check_error(without_sum=without_sum), digits=2)
    if reading.passes_check(without_sum=without_sum):
        return tr("Gradient check of δ: passed, error {error}.", error=error)
    return tr("Gradient check of δ: fails, error {error}.", error=error)


CHECK_MEANING: Final = tr(
    "δ beside ∂C/∂z by complex step, which uses the forward pass alone: the largest difference, as a share of the "
    "largest δ of this sample. It is passed up to 10⁻¹⁰."
)
TO_CHECKS: Final = tr("Check all weights and biases in the panel Gradient check.")


def cell_text(cell: PairCell) -> tuple[str, str, str]:
    """What stands in one of the four cells, in three lines."""
    return (
        tr("Σ in C: yes") if cell.cost_has_sum else tr("Σ in C: no"),
        tr("Σ over k: needed") if cell.needs_sum else tr("Σ over k: not needed"),
        tr("else δ off by {share}", share=_share(cell.without.median_error))
        if cell.needs_sum
        else tr("δ the same without it"),
    )


CELLS_HEADING: Final = tr("Does the Σ in the cost make the sum?")
CELLS_MEANING: Final = tr(
    "Four pairs of cost and output activation at the same weighted inputs z. Σ in C: whether the cost of a sample "
    "depends on more than one output. The share is the median error of δ without the sum over k. Click a cell to "
    "look at its Jacobian; the network isn't changed."
)
NO_CELLS: Final = tr(
    "Four pairs of cost and output can be compared where the targets are one of several classes."
)


def written(value: float) -> str:
    """A signed number; what is exactly 0, as a term that isn't there, is 0 without a sign."""
    return "0" if value == 0.0 else numbers.signed(float(value)).strip()


def _share(value: float) -> str:
    return numbers.percent(value).strip()
