"""What the outputs say of the sample: the rows beside them, and in a sentence. No Qt."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from bpexplorer.canvas.picture.quantities import sample_index, sample_part
from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.document.session import SessionState
from bpexplorer.look.numbers import per_cent, percent, significant
from bpexplorer.translation import tr

#: A probability below the one has two significant digits, one below the other is only said to be so.
_SMALL_SHARE, _LEAST_SHARE = 0.01, 1e-4


@dataclass(frozen=True, slots=True)
class OutputRow:
    """One output: its class or name, how far its bar goes (None: no bar), its number, and whether it is the true class.

    Beside bars only the true class and the largest output have a number.
    """

    name: str
    share: float | None
    number: str = ""
    is_truth: bool = False
    #: How far the bar goes with a demon's Δz, or after the step if that ``is_taken``; else None.
    after: float | None = None
    #: What the number is then; empty without one, and where there is no number.
    number_after: str = ""
    is_taken: bool = False


def output_rows(
    frame: Frame | None,
    data: TrainingData,
    spec: NetworkSpec,
    state: SessionState,
    reading: DemonReading | None = None,
) -> list[OutputRow]:
    """What each output says of the sample: with a bar where outputs are bounded, else with its number."""
    sample = sample_index(data, frame, state)
    labels = sample_part(data, state).labels
    truth = None if labels is None or sample is None else int(labels[sample])
    outputs = None if frame is None else _outputs(frame, state)
    after, is_taken = _later(reading, state, spec)
    largest = None if outputs is None else int(np.argmax(outputs))
    rows = []
    for index in range(spec.outputs):
        # One output tells two classes apart: it speaks for class 1.
        label = index if data.threshold is None else 1
        names = data.class_names or data.target_names
        name = names[label] if label < len(names) else tr("output {index}", index=index)
        name = name if data.threshold is None else tr("class {name}", name=name)
        a = None if outputs is None else float(outputs[index])
        share = None if a is None else _share(a, spec)
        is_named = share is None or label == truth or index == largest
        number = "" if a is None or not is_named else _short(a, spec)
        share_after = None if after is None or share is None else _share(float(after[index]), spec)
        number_after = "" if after is None or not number else _short(float(after[index]), spec)
        rows.append(OutputRow(name, share, number, label == truth, share_after, number_after, is_taken))
    return rows


def number_headings(rows: Sequence[OutputRow]) -> tuple[str, str]:
    """What stands above the numbers where there are two of an output: whose the upper and the lower one are."""
    twice = [row for row in rows if row.number_after]
    if not twice:
        return "", ""
    return (tr("before"), tr("after")) if twice[0].is_taken else (tr("now"), tr("with Δz"))


def output_words(index: int, frame: Frame, state: SessionState, reading: DemonReading | None = None) -> str:
    """One output in a sentence: ``output 8: a = 0.085 (9 %), target 1``; empty while its sample isn't known."""
    outputs, samples = _outputs(frame, state), frame.samples(state.source)
    if outputs is None or samples is None or index >= frame.data.outputs:
        return ""
    after, is_taken = _later(reading, state, frame.spec)
    targets = samples.of(frame.data).y
    words = tr(
        "output {index}: a = {a}, target {target}",
        index=index,
        a=_long(float(outputs[index]), frame.spec),
        target=significant(float(targets[min(state.row, len(targets) - 1), index])),
    )
    if after is None:
        return words
    if is_taken:
        return tr("{output}; after the step {a}", output=words, a=_long(float(after[index]), frame.spec))
    return tr("{output}; with the demon: a = {a}", output=words, a=_long(float(after[index]), frame.spec))


def outputs_after(reading: DemonReading | None, state: SessionState, spec: NetworkSpec) -> FloatArray | None:
    """What the output layer makes of the selected sample with a demon's Δz, shape (n_L,).

    None without one, and where it isn't of that sample: a demon is never a batch's.
    """
    if reading is None or state.tests_elsewhere:
        return None
    outputs: FloatArray = reading.perturbation.activations_after[-1][0]
    return outputs if len(outputs) == spec.outputs else None


def _later(
    reading: DemonReading | None, state: SessionState, spec: NetworkSpec
) -> tuple[FloatArray | None, bool]:
    """The outputs with a demon's Δz, else those after the step that a walk has taken; and whether it is the latter."""
    with_dz, walk = outputs_after(reading, state, spec), state.walk
    if with_dz is not None or walk is None or not walk.is_taken:
        return with_dz, False
    layers = walk.reading.activations_after(min(state.row, len(walk.reading.samples.rows) - 1))
    return (layers[-1], True) if layers is not None and len(layers[-1]) == spec.outputs else (None, False)


def _outputs(frame: Frame, state: SessionState) -> FloatArray | None:
    """What the output layer makes of the selected sample, shape (n_L,); None while that isn't known."""
    if state.walk is not None and not state.walk.has_forward(frame.spec.depth):
        return None
    samples = frame.samples(state.source)
    if samples is None:
        return None
    outputs: FloatArray = samples.trace.activations[-1][min(state.row, len(samples.rows) - 1)]
    return outputs


def _share(a: float, spec: NetworkSpec) -> float | None:
    """How far along its range an output is; None if that has no end."""
    low, high = ACTIVATIONS[spec.activations[-1]].range
    if not (math.isfinite(low) and math.isfinite(high)):
        return None
    return min(max((a - low) / (high - low), 0.0), 1.0)


def _is_share(spec: NetworkSpec) -> bool:
    return ACTIVATIONS[spec.activations[-1]].range == (0.0, 1.0)


def _short(a: float, spec: NetworkSpec) -> str:
    if not _is_share(spec):
        return significant(a, plus=True)
    if _LEAST_SHARE <= a < _SMALL_SHARE:  # whole per cents wouldn't tell it from what a demon makes of it
        return per_cent(100.0 * a, digits=2)
    return percent(a, decimals=2 if 0.0 < a < _LEAST_SHARE else 0).strip()


def _long(a: float, spec: NetworkSpec) -> str:
    if not _is_share(spec):
        return significant(a)
    return tr("{a} ({share})", a=significant(a), share=percent(a, decimals=0).strip())
