"""What happens in each phase, in a sentence or two."""

from collections.abc import Callable, Mapping
from typing import Final

from bpexplorer.core.readings.phases.captions import Caption, CaptionKind
from bpexplorer.look import numbers
from bpexplorer.look.phases.indices import lowered, raised
from bpexplorer.translation import tr, tr_n


def caption_words(found: Caption) -> str:
    """Say a caption."""
    return _CAPTIONS[found.kind](found)


def _batch(found: Caption) -> str:
    count = int(found.values["count"])
    return tr_n(
        "This {count} sample makes the next step; the step after takes another.",
        "These {count} samples make the next step; the step after takes others.",
        count,
        count=numbers.count(count),
    )


def _last_batch(found: Caption) -> str:
    count = int(found.values["count"])
    return tr_n(
        "This {count} sample makes the last step of the epoch; then all samples come again, in a new order.",
        "These {count} samples make the last step of the epoch; then all samples come again, in a new order.",
        count,
        count=numbers.count(count),
    )


def _whole_set(found: Caption) -> str:
    count = int(found.values["count"])
    return tr_n(
        "The training set is this {count} sample. It makes the next step, and each step after.",
        "All {count} samples of the training set make the next step, and each step after.",
        count,
        count=numbers.count(count),
    )


def _first_layer(found: Caption) -> str:
    sources, label = int(found.values["sources"]), found.values["label"]
    if found.values["is_picture"]:
        return tr_n(
            "Each neuron weighs the {count} pixel, adds its bias to get z, and passes z through {label} to get a.",
            "Each neuron weighs the {count} pixels, adds its bias to get z, and passes z through {label} to get a.",
            sources,
            count=numbers.count(sources),
            label=label,
        )
    return tr_n(
        "Each neuron weighs the {count} input, adds its bias to get z, and passes z through {label} to get a.",
        "Each neuron weighs the {count} inputs, adds its bias to get z, and passes z through {label} to get a.",
        sources,
        count=numbers.count(sources),
        label=label,
    )


def _next_layer(found: Caption) -> str:
    sources = int(found.values["sources"])
    return tr_n(
        "The same again with {label}; the input is now the {count} activation of layer {before}.",
        "The same again with {label}; the inputs are now the {count} activations of layer {before}.",
        sources,
        count=numbers.count(sources),
        label=found.values["label"],
        before=int(found.values["layer"]) - 1,
    )


def _mixing_output(found: Caption) -> str:
    label, count = str(found.values["label"]), int(found.values["count"])
    label = label[:1].upper() + label[1:]  # it begins a sentence
    if found.values["is_share"]:
        return tr_n(
            "{label} turns the {count} z into a probability, which can only be 1.",
            "{label} turns the {count} z into {count} probabilities. Raising one lowers the others.",
            count,
            count=numbers.count(count),
            label=label,
        )
    return tr_n(
        "{label} makes the output from its z.",
        "{label} makes the {count} outputs from all {count} z together.",
        count,
        count=numbers.count(count),
        label=label,
    )


def _group(found: Caption) -> str:
    return tr(
        "Layers {first} to {last}, one after the other: weigh, add the bias to get z, bend z to get a.",
        first=found.values["first"],
        last=found.values["layer"],
    )


def _cost_of_one(found: Caption) -> str:
    return tr(
        "This sample: C = −ln a{output}, by its class alone. The step should lower C of the batch, the mean.",
        output=lowered(int(found.values["output"])),
    )


def _cost(found: Caption) -> str:
    return tr(
        "This sample: {formula}, how far from the targets. The step should lower C of the batch, the mean.",
        formula=found.values["formula"],
    )


def _matched(found: Caption) -> str:
    return tr(
        "How does C change with an output's z? That is δ{layer}. In this matched pair: output − target.",
        layer=raised(int(found.values["layer"])),
    )


def _odd(found: Caption) -> str:
    return tr(
        "How does C change with an output's z? That is δ{layer}. Here {formula}.",
        layer=raised(int(found.values["layer"])),
        formula=found.values["formula"],
    )


def _hidden(found: Caption) -> str:
    return tr(
        "Each neuron adds up w·δ over the neurons it feeds. The slope of {label} lets part of it through.",
        label=found.values["label"],
    )


def _hidden_again(found: Caption) -> str:
    following = raised(int(found.values["next"]))
    return tr(
        "The same once more. Only δ{next}, the weights W{next} and the slopes here are needed, nothing further ahead.",
        next=following,
    )


def _hidden_mixing(found: Caption) -> str:
    return tr(
        "The sums of w·δ give ∂C/∂a. With {label} each z reaches C through all a of the layer.",
        label=found.values["label"],
    )


def _gradient(_found: Caption) -> str:
    return tr(
        "Each sample's share of ∂C/∂w is a × δ, of ∂C/∂b δ. Their mean: the gradient. Backpropagation ends here."
    )


def _gradient_of_one(_found: Caption) -> str:
    return tr("∂C/∂w is a × δ, ∂C/∂b is δ: the batch is one sample. Backpropagation ends here.")


def _descent(_found: Caption) -> str:
    return tr(
        "Every weight moves against its gradient, η times as far. Taking this step changes the network."
    )


def _optimizer(found: Caption) -> str:
    label = found.values["label"]
    if not found.values["keeps"]:
        return tr(
            "{label} makes the step from this gradient. Taking this step changes the network.", label=label
        )
    return tr(
        "{label} makes the step from this gradient and what it keeps of earlier ones. "
        "Taking this step changes the network.",
        label=label,
    )


def _lower(_found: Caption) -> str:
    return tr("C of this batch fell. C of other samples can rise in a single step.")


def _higher(_found: Caption) -> str:
    return tr("C of this batch rose: the prediction holds for small steps only.")


def _same(_found: Caption) -> str:
    return tr("The same batch costs as much as before: a change is too small to see.")


def _not_finite(_found: Caption) -> str:
    return tr("The cost of the same batch is no longer finite.")


_CAPTIONS: Final[Mapping[CaptionKind, Callable[[Caption], str]]] = {
    CaptionKind.BATCH: _batch,
    CaptionKind.LAST_BATCH: _last_batch,
    CaptionKind.WHOLE_SET: _whole_set,
    CaptionKind.FIRST_LAYER: _first_layer,
    CaptionKind.NEXT_LAYER: _next_layer,
    CaptionKind.MIXING_OUTPUT: _mixing_output,
    CaptionKind.GROUP: _group,
    CaptionKind.COST_OF_ONE_OUTPUT: _cost_of_one,
    CaptionKind.COST: _cost,
    CaptionKind.MATCHED: _matched,
    CaptionKind.ODD: _odd,
    CaptionKind.HIDDEN: _hidden,
    CaptionKind.HIDDEN_AGAIN: _hidden_again,
    CaptionKind.HIDDEN_MIXING: _hidden_mixing,
    CaptionKind.GRADIENT: _gradient,
    CaptionKind.GRADIENT_OF_ONE: _gradient_of_one,
    CaptionKind.DESCENT: _descent,
    CaptionKind.OPTIMIZER: _optimizer,
    CaptionKind.LOWER: _lower,
    CaptionKind.HIGHER: _higher,
    CaptionKind.SAME: _same,
    CaptionKind.NOT_FINITE: _not_finite,
}
