"""The phases of a step in words: their titles, symbols, captions, and what else acts in them. No Qt."""

from collections.abc import Mapping
from typing import Final

from bpexplorer.core.readings.phases.captions import CaptionKind, caption_of, notes_of
from bpexplorer.core.readings.phases.my_turn import Blank, Quantity
from bpexplorer.core.readings.phases.phase import Phase, PhaseKind
from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.spec import Connection
from bpexplorer.core.training.traced_samples import TracedSamples
from bpexplorer.look import numbers
from bpexplorer.look.parameters import parameter_name
from bpexplorer.look.phases.captions import caption_words
from bpexplorer.look.phases.indices import lowered, raised
from bpexplorer.look.phases.notes import note_words
from bpexplorer.look.samples import sample_words
from bpexplorer.translation import tr, tr_n

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


def name(phase: Phase) -> str:
    """What a phase is called: ``BP2``."""
    return _TITLES[phase.kind]


def title(phase: Phase) -> str:
    """What a phase is called, with its number: ``6 BP2``."""
    return f"{phase.number} {name(phase)}"


def symbol(reading: StepPhases, phase: Phase) -> str:
    """What a phase makes, with the layer in words: a small raised number would be read as a power."""
    match phase.kind:
        case PhaseKind.BATCH:
            size = len(reading.samples.rows)
            return tr_n("{count} sample", "{count} samples", size, count=numbers.count(size))
        case PhaseKind.FORWARD if phase.is_grouped:
            first, last = phase.layers[0], phase.layers[-1]
            return tr("layers {first}–{last}: z, a", first=first, last=last)
        case PhaseKind.FORWARD:
            return tr("layer {layer}: z, a", layer=phase.layers[-1])
        case PhaseKind.COST:
            return "C"
        case PhaseKind.OUTPUT_ERROR | PhaseKind.HIDDEN_ERROR:
            return tr("layer {layer}: δ", layer=phase.layer)
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
    return caption_words(found)


def notes(reading: StepPhases, phase: Phase, row: int) -> tuple[str, ...]:
    """What else acts in a phase, a sentence each; the most important first."""
    return tuple(note_words(note) for note in notes_of(reading, phase, row))


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


__all__ = [
    "PAUSE_FIRST",
    "asked_symbol",
    "asked_words",
    "caption",
    "lowered",
    "name",
    "notes",
    "purpose",
    "raised",
    "spoken",
    "symbol",
    "title",
]
