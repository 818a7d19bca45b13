"""What else acts in a phase, in a sentence each."""

from collections.abc import Callable, Mapping
from typing import Final

from bpexplorer.core.readings.phases.captions import Note, NoteKind
from bpexplorer.core.training.rules.schedules import SCHEDULES
from bpexplorer.look import numbers
from bpexplorer.translation import tr, tr_n


def note_words(note: Note) -> str:
    """Say a note."""
    return _NOTES[note.kind](note)


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
