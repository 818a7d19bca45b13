"""The phases of a step in words: their titles, symbols, captions, and what else acts in them. No Qt."""

from collections.abc import Callable, Mapping
from typing import Final

from bpexplorer.core.readings.phases.captions import (
    Caption,
    CaptionKind,
    Note,
    NoteKind,
    caption_of,
    notes_of,
)
from bpexplorer.core.readings.phases.my_turn import Blank, Quantity
from bpexplorer.core.readings.phases.phase import Phase, PhaseKind
from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.spec import Connection
from bpexplorer.core.training.schedules import SCHEDULES
from bpexplorer.core.training.traced_samples import TracedSamples
from bpexplorer.look import numbers
from bpexplorer.look.parameters import parameter_name
from bpexplorer.look.samples import sample_words
from bpexplorer.translation import tr, tr_n

_RAISED: Final = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_LOWERED: Final = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")

_TITLES: Final[Mapping[PhaseKind, str]] = {
    PhaseKind.BATCH: tr("the batch"),
    PhaseKind.FORWARD: tr("forward"),
    PhaseKind.COST: tr("cost"),
    PhaseKind.OUTPUT_ERROR: "BP1",
    PhaseKind.HIDDEN_ERROR: "BP2",
    PhaseKind.GRADIENT: tr("gradient"),
    PhaseKind.UPDATE: tr("update"),
    PhaseKind.AFTER: tr("after"),
}


def raised(number: int) -> str:
    """The number of a layer as it stands at its quantities: ``δ²``."""
    return str(number).translate(_RAISED)


def lowered(number: int) -> str:
    """The number of a neuron as it stands at its quantities: ``a₈``."""
    return str(number).translate(_LOWERED)


def name(phase: Phase) -> str:
    """What a phase is called: ``BP2``."""
    return _TITLES[phase.kind]


def title(phase: Phase) -> str:
    """What a phase is called, with its number: ``6 BP2``."""
    return f"{phase.number} {name(phase)}"


def symbol(reading: StepPhases, phase: Phase) -> str:
    """What a phase makes, in symbols: ``z¹, a¹``."""
    match phase.kind:
        case PhaseKind.BATCH:
            size = len(reading.samples.rows)
            return tr_n("{count} sample", "{count} samples", size, count=numbers.count(size))
        case PhaseKind.FORWARD:
            first, last = raised(phase.layers[0]), raised(phase.layers[-1])
            return f"z{first}…z{last}" if phase.is_grouped else f"z{last}, a{last}"
        case PhaseKind.COST:
            return "C"
        case PhaseKind.OUTPUT_ERROR:
            return f"δ{raised(phase.depth)}"
        case PhaseKind.HIDDEN_ERROR:
            layer = phase.layers[0]
            return tr("δ{layer} from δ{next}", layer=raised(layer), next=raised(layer + 1))
        case PhaseKind.GRADIENT:
            return "∂C/∂w, ∂C/∂b"
        case PhaseKind.UPDATE:
            is_plain = caption_of(reading, phase, 0).kind is CaptionKind.DESCENT
            return "Δw = −η ∂C/∂w" if is_plain and reading.update.is_plain else "Δw, Δb"
        case PhaseKind.AFTER:
            return "ΔC"


def caption(reading: StepPhases, phase: Phase, row: int) -> str:
    """What happens in a phase, in a sentence or two."""
    found = caption_of(reading, phase, row)
    return _CAPTIONS[found.kind](found)


def notes(reading: StepPhases, phase: Phase, row: int) -> tuple[str, ...]:
    """What else acts in a phase, a sentence each; the most important first."""
    return tuple(_NOTES[note.kind](note) for note in notes_of(reading, phase, row))


def spoken(reading: StepPhases, phase: Phase, row: int) -> str:
    """A phase and what happens in it, as they are said aloud."""
    said = (caption(reading, phase, row), *notes(reading, phase, row))
    return tr("Phase {title}. {caption}", title=title(phase), caption=" ".join(said))


def purpose(phase: Phase) -> str:
    """What a phase works out, in a sentence."""
    layer = phase.layer or 0
    return {
        PhaseKind.BATCH: tr("The samples that the next step is made from."),
        PhaseKind.FORWARD: tr("z and a up to layer {layer}.", layer=layer),
        PhaseKind.COST: tr("C of each sample of the batch, and their mean."),
        PhaseKind.OUTPUT_ERROR: tr("δ of the output layer, by BP1."),
        PhaseKind.HIDDEN_ERROR: tr("δ of layer {layer}, by BP2.", layer=layer),
        PhaseKind.GRADIENT: tr("∂C/∂w and ∂C/∂b of every layer, by BP3 and BP4."),
        PhaseKind.UPDATE: tr("What the optimizer makes of the gradient: Δw and Δb."),
        PhaseKind.AFTER: tr("C of the same batch, once the step is taken."),
    }[phase.kind]


#: What stands for the phases while training goes on.
PAUSE_FIRST: Final = tr("Pause to see the phases of the next step.")

# My turn


def asked_symbol(blank: Blank) -> str:
    """What is worked out, as a symbol: ``∂C/∂w``."""
    letter = "w" if isinstance(blank.place, Connection) else "b"
    return {
        Quantity.Z: "z",
        Quantity.A: "a",
        Quantity.DELTA: "δ",
        Quantity.GRADIENT: f"∂C/∂{letter}",
        Quantity.CHANGE: f"Δ{letter}",
    }[blank.quantity]


def asked_words(blank: Blank, samples: TracedSamples) -> str:
    """Whose number is worked out: of a neuron for a sample, or of a weight or bias."""
    if blank.row is None:
        batch = tr("batch of {count}", count=numbers.count(samples.count))
        return f"{parameter_name(blank.place)} · {batch}"
    return f"{blank.place} · {sample_words(samples, blank.row)}"


# Captions


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


# Notes


def _diverged(note: Note) -> str:
    return tr("{sentence} The step isn't taken.", sentence=note.values["sentence"])


def _held_dz(note: Note) -> str:
    return tr(
        "The demon's Δz = {dz} is a term of z of neuron {neuron}.",
        dz=numbers.signed(float(note.values["dz"])).strip(),
        neuron=note.values["neuron"],
    )


def _dropout(note: Note) -> str:
    return tr(
        "Dropout silences {silent} of {count} neurons of layer {layer} in this sample (⊘): they pass nothing on.",
        silent=numbers.count(int(note.values["silent"])),
        count=numbers.count(int(note.values["count"])),
        layer=note.values["layer"],
    )


def _dropout_back(note: Note) -> str:
    return tr(
        "A silent neuron (⊘) passes nothing back: its δ is 0 for {silent} of {count} in this sample.",
        silent=numbers.count(int(note.values["silent"])),
        count=numbers.count(int(note.values["count"])),
    )


def _frozen(note: Note) -> str:
    count = int(note.values["count"])
    return tr_n(
        "{count} frozen weight or bias keeps its gradient, but Δw = 0.",
        "{count} frozen weights and biases keep their gradient, but Δw = 0.",
        count,
        count=numbers.count(count),
    )


def _removed(note: Note) -> str:
    count = int(note.values["count"])
    return tr_n(
        "{count} removed weight or bias is 0 and stays 0.",
        "{count} removed weights and biases are 0 and stay 0.",
        count,
        count=numbers.count(count),
    )


def _penalty(note: Note) -> str:
    if not note.values["l1"]:
        return tr("L2 adds −ηλw to each Δw, which is not part of δ.")
    if not note.values["l2"]:
        return tr("L1 adds −ηλ sign(w) to each Δw, which is not part of δ.")
    return tr("L1 and L2 pull each weight towards 0, which is not part of δ.")


def _clipped(note: Note) -> str:
    return tr(
        "Gradient × {factor}: its norm was {norm}, the limit is {limit}.",
        factor=numbers.significant(float(note.values["factor"]), digits=2),
        norm=numbers.significant(float(note.values["norm"]), digits=2),
        limit=numbers.limit(float(note.values["limit"])),
    )


def _schedule(note: Note) -> str:
    return tr(
        "The schedule {schedule} gives this step η = {rate}, of {full}.",
        schedule=SCHEDULES[str(note.values["schedule"])].label,
        rate=numbers.significant(float(note.values["rate"]), digits=3),
        full=numbers.significant(float(note.values["full"]), digits=3),
    )


def _as_plain(_note: Note) -> str:
    return tr("Nothing is kept of earlier steps yet: this step equals gradient descent.")


def _equal_steps(_note: Note) -> str:
    return tr("In this step every weight moves by almost exactly η, however small its gradient.")


def _shown_in_float64(note: Note) -> str:
    return tr(
        "Shown in float64; the run itself computes in {dtype}.",
        dtype=note.values["dtype"],
    )


_NOTES: Final[Mapping[NoteKind, Callable[[Note], str]]] = {
    NoteKind.DIVERGED: _diverged,
    NoteKind.HELD_DZ: _held_dz,
    NoteKind.DROPOUT: _dropout,
    NoteKind.DROPOUT_BACK: _dropout_back,
    NoteKind.FROZEN: _frozen,
    NoteKind.REMOVED: _removed,
    NoteKind.PENALTY: _penalty,
    NoteKind.CLIPPED: _clipped,
    NoteKind.SCHEDULE: _schedule,
    NoteKind.AS_PLAIN: _as_plain,
    NoteKind.EQUAL_STEPS: _equal_steps,
    NoteKind.SHOWN_IN_FLOAT64: _shown_in_float64,
}
