"""What there is to say of a phase, as data: a case that the numbers decide, and the values that its sentence needs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Final

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.costs import cost
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.readings.phases.acting import Lengths
from bpexplorer.core.readings.phases.phase import Phase, PhaseKind
from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.vocabularies.pairs import pair

#: δ of an output and output − target are the same up to here.
EQUAL_TO: Final = 1e-12


class CaptionKind(Enum):
    """The case that a caption speaks of."""

    #: ``count`` samples make the step; the next step takes others.
    BATCH = auto()
    #: As BATCH, but the next step begins an epoch in a new order.
    LAST_BATCH = auto()
    #: The batch is the whole training set, ``count`` samples.
    WHOLE_SET = auto()
    #: Into layer ``layer`` come ``sources`` inputs, pixels if ``is_picture``; its activation is ``label``.
    FIRST_LAYER = auto()
    #: Into layer ``layer`` come the ``sources`` activations of the layer before.
    NEXT_LAYER = auto()
    #: The same, into an output layer whose activation works on all z at once; ``sources``, ``count`` outputs.
    MIXING_OUTPUT = auto()
    #: Hidden layers ``first`` to ``layer`` at once.
    GROUP = auto()
    #: C = −ln a of the right class, ``label``, whose output is ``output``.
    COST_OF_ONE_OUTPUT = auto()
    #: C by a ``formula``, summed over ``count`` outputs.
    COST = auto()
    #: BP1 of ``layer``: δ = output − target.
    MATCHED = auto()
    #: BP1 of ``layer``: δ by a ``formula``.
    ODD = auto()
    #: BP2 of ``layer``, the first one that is made; its activation is ``label``.
    HIDDEN = auto()
    #: BP2 of ``layer`` from ``next``, once more.
    HIDDEN_AGAIN = auto()
    #: BP2 of ``layer`` behind an activation that works on all z at once.
    HIDDEN_MIXING = auto()
    #: The mean over ``count`` samples.
    GRADIENT = auto()
    #: There is one sample only.
    GRADIENT_OF_ONE = auto()
    #: Plain descent.
    DESCENT = auto()
    #: Another optimizer, ``label``; it ``keeps`` something of earlier gradients or not.
    OPTIMIZER = auto()
    #: Afterwards C of the batch is lower, higher, the same (but for rounding), or no finite number.
    LOWER = auto()
    HIGHER = auto()
    SAME = auto()
    NOT_FINITE = auto()


class NoteKind(Enum):
    """What else acts in a phase."""

    #: The step can't be taken, and this is the phase in which it fails; ``sentence`` says why.
    DIVERGED = auto()
    #: The demon's ``dz`` is part of z of ``neuron`` in ``layer``.
    HELD_DZ = auto()
    #: Dropout silences ``silent`` of ``count`` neurons of ``layer`` in the sample that is shown.
    DROPOUT = auto()
    #: The same, on the way back.
    DROPOUT_BACK = auto()
    #: ``count`` weights and biases are frozen; they keep their gradient.
    FROZEN = auto()
    #: ``count`` connections or biases are removed.
    REMOVED = auto()
    #: L1 or L2 acts, ``l1`` and ``l2``.
    PENALTY = auto()
    #: The gradient is shortened by ``factor``: its ``norm`` is above the ``limit``.
    CLIPPED = auto()
    #: The ``schedule`` gives the step the ``rate`` η, of ``full``.
    SCHEDULE = auto()
    #: The optimizer has nothing kept yet: the step equals plain descent.
    AS_PLAIN = auto()
    #: Every weight moves by almost exactly η.
    EQUAL_STEPS = auto()
    #: The run computes in ``dtype``; this is shown in float64.
    SHOWN_IN_FLOAT64 = auto()


_Values = dict[str, int | float | str | bool]


@dataclass(frozen=True, slots=True)
class Caption:
    """The case of a phase's caption, and what its sentence needs."""

    kind: CaptionKind
    values: Mapping[str, int | float | str | bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Note:
    """Something that acts in a phase, and what its sentence needs."""

    kind: NoteKind
    values: Mapping[str, int | float | str | bool] = field(default_factory=dict)


def caption_of(reading: StepPhases, phase: Phase, row: int) -> Caption:
    """What there is to say of a phase, for the sample in this row of the batch."""
    match phase.kind:
        case PhaseKind.BATCH:
            return _of_batch(reading)
        case PhaseKind.FORWARD:
            return _of_forward(reading, phase)
        case PhaseKind.COST:
            return _of_cost(reading, row)
        case PhaseKind.OUTPUT_ERROR:
            return _of_output_error(reading, row)
        case PhaseKind.HIDDEN_ERROR:
            return _of_hidden_error(reading, phase.layers[0])
        case PhaseKind.GRADIENT:
            count = len(reading.samples.rows)
            kind = CaptionKind.GRADIENT if count > 1 else CaptionKind.GRADIENT_OF_ONE
            return Caption(kind, {"count": count})
        case PhaseKind.UPDATE:
            chosen = optimizer(reading.shown.config.optimizer)
            kind = CaptionKind.DESCENT if chosen.is_plain else CaptionKind.OPTIMIZER
            return Caption(kind, {"label": chosen.label, "keeps": bool(chosen.moment_names)})
        case PhaseKind.AFTER:
            return Caption(_after(reading))


def notes_of(reading: StepPhases, phase: Phase, row: int) -> tuple[Note, ...]:
    """What else acts in a phase, for the sample in this row of the batch; the most important first."""
    return tuple(_notes(reading, phase, row))


def _of_batch(reading: StepPhases) -> Caption:
    count, whole = len(reading.samples.rows), len(reading.data.x_train)
    if count == whole:
        return Caption(CaptionKind.WHOLE_SET, {"count": count})
    kind = CaptionKind.LAST_BATCH if reading.ends_epoch else CaptionKind.BATCH
    return Caption(kind, {"count": count})


def _of_forward(reading: StepPhases, phase: Phase) -> Caption:
    spec, layer = reading.shown.spec, phase.layers[-1]
    function = activation(spec.activations[layer - 1])
    values: _Values = {
        "layer": layer,
        "sources": spec.sizes[layer - 1],
        "count": spec.sizes[layer],
        "label": function.label,
    }
    if phase.is_grouped:
        return Caption(CaptionKind.GROUP, values | {"first": phase.layers[0]})
    if layer == phase.depth and not function.elementwise:
        return Caption(CaptionKind.MIXING_OUTPUT, values | {"is_share": function.shares})
    if layer == 1:
        return Caption(CaptionKind.FIRST_LAYER, values | {"is_picture": reading.data.image_shape is not None})
    return Caption(CaptionKind.NEXT_LAYER, values)


def _of_cost(reading: StepPhases, row: int) -> Caption:
    chosen = cost(reading.shown.config.cost)
    y = reading.batch.y[row]
    values: _Values = {
        "label": chosen.label,
        "formula": chosen.formula,
        "count": len(y),
    }
    labels = reading.batch.labels
    if chosen.name == "log_likelihood" and labels is not None and np.count_nonzero(y) == 1:
        output = int(np.argmax(y))
        if y[output] == 1.0:
            name = reading.data.class_names[int(labels[row])]
            return Caption(CaptionKind.COST_OF_ONE_OUTPUT, values | {"output": output, "name": name})
    return Caption(CaptionKind.COST, values)


def _of_output_error(reading: StepPhases, row: int) -> Caption:
    spec, config, trace = reading.shown.spec, reading.shown.config, reading.samples.trace
    found = pair(config.cost, spec.activations[-1])
    if found.kind != "matched":
        return Caption(CaptionKind.ODD, {"layer": spec.depth, "formula": found.error})
    # Softmax with log-likelihood leaves a Σy − y: the difference only where a sample's targets add up to 1.
    last = activation(spec.activations[-1])
    left = trace.activations[-1][row] - reading.batch.y[row] - trace.deltas[-1][row]
    if last.elementwise or np.abs(left).max() <= EQUAL_TO:
        return Caption(CaptionKind.MATCHED, {"layer": spec.depth})
    formula = last.error.format(r=cost(config.cost).slope)
    return Caption(CaptionKind.ODD, {"layer": spec.depth, "formula": formula})


def _of_hidden_error(reading: StepPhases, layer: int) -> Caption:
    spec = reading.shown.spec
    function = activation(spec.activations[layer - 1])
    values: _Values = {
        "layer": layer,
        "next": layer + 1,
        "label": function.label,
    }
    if not function.elementwise:
        return Caption(CaptionKind.HIDDEN_MIXING, values)
    is_first = layer == spec.depth - 1
    return Caption(CaptionKind.HIDDEN if is_first else CaptionKind.HIDDEN_AGAIN, values)


def _after(reading: StepPhases) -> CaptionKind:
    update = reading.update
    if not np.isfinite(update.actual):
        return CaptionKind.NOT_FINITE
    if abs(update.actual) <= update.rounding:
        return CaptionKind.SAME
    return CaptionKind.LOWER if update.actual < 0.0 else CaptionKind.HIGHER


def _notes(reading: StepPhases, phase: Phase, row: int) -> Iterator[Note]:
    if reading.divergence is not None and phase.number == reading.last:
        yield Note(NoteKind.DIVERGED, {"sentence": str(reading.divergence)})
    held = reading.shown.held
    if held is not None and phase.kind is PhaseKind.FORWARD and held.neuron.layer in phase.layers:
        place: _Values = {"layer": held.neuron.layer, "neuron": held.neuron.index}
        yield Note(NoteKind.HELD_DZ, place | {"dz": held.dz})
    yield from _notes_of_dropout(reading, phase, row)
    if phase.kind is PhaseKind.GRADIENT or phase.kind is PhaseKind.UPDATE:
        yield from _notes_of_mask(reading)
    if phase.kind is PhaseKind.UPDATE:
        yield from _notes_of_update(reading)
    if not reading.is_float64 and phase.kind in (PhaseKind.BATCH, PhaseKind.AFTER):
        yield Note(NoteKind.SHOWN_IN_FLOAT64, {"dtype": reading.shown.config.dtype})


def _notes_of_dropout(reading: StepPhases, phase: Phase, row: int) -> Iterator[Note]:
    kinds = {PhaseKind.FORWARD: NoteKind.DROPOUT, PhaseKind.HIDDEN_ERROR: NoteKind.DROPOUT_BACK}
    if phase.kind not in kinds:
        return
    for layer in phase.layers:
        dropped = reading.samples.dropped(layer)
        if dropped is not None:
            silent, count = int(np.count_nonzero(dropped[row])), dropped.shape[1]
            yield Note(kinds[phase.kind], {"layer": layer, "silent": silent, "count": count})


def _notes_of_mask(reading: StepPhases) -> Iterator[Note]:
    for kind, count in (
        (NoteKind.FROZEN, reading.acting.frozen),
        (NoteKind.REMOVED, reading.acting.removed),
    ):
        if count:
            yield Note(kind, {"count": count})


def _notes_of_update(reading: StepPhases) -> Iterator[Note]:
    shown, config, clip = reading.shown, reading.shown.config, reading.acting.clip
    if config.penalty:
        yield Note(NoteKind.PENALTY, {"l1": config.l1, "l2": config.l2})
    if clip is not None:
        yield Note(NoteKind.CLIPPED, {"factor": clip.factor, "norm": clip.norm, "limit": clip.limit})
    if config.schedule != "constant":
        values: _Values = {"rate": shown.learning_rate, "full": config.learning_rate}
        yield Note(NoteKind.SCHEDULE, values | {"schedule": config.schedule})
    if reading.acting.lengths is Lengths.AS_PLAIN:
        yield Note(NoteKind.AS_PLAIN)
    elif reading.acting.lengths is Lengths.EQUAL:
        yield Note(NoteKind.EQUAL_STEPS, {"rate": shown.learning_rate})
