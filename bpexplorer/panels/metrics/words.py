"""What the confusion matrix says in words and shades, prepared without Qt."""

import math

import numpy as np

from bpexplorer.core.metrics import ClassMetrics
from bpexplorer.core.readings.metrics import MetricsReading
from bpexplorer.core.training_data import PARTS, PartName
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.look import numbers


def shades(confusion: IntArray) -> FloatArray:
    """How strongly each cell is coloured, 0…1: the square root of its share of the row, so that few mistakes show."""
    totals = np.maximum(confusion.sum(axis=1, keepdims=True), 1)
    shares: FloatArray = np.sqrt(confusion / totals)
    return shares


def share_text(share: float) -> str:
    """A share as a percentage of fixed width; a dash where there is nothing to take it of."""
    return "–" if math.isnan(share) else numbers.percent(share)


def cell_sentence(reading: MetricsReading, actual: int, predicted: int) -> str:
    """What a cell counts: its number, and its share of the class."""
    metrics, names = reading.metrics, reading.class_names
    if not isinstance(metrics, ClassMetrics):
        return ""
    found, total = int(metrics.confusion[actual, predicted]), int(metrics.confusion[actual].sum())
    of_class = "sample" if total == 1 else "samples"
    what = "recognised" if actual == predicted else f"taken for “{names[predicted]}”"
    share = f" ({numbers.percent(found / total).strip()})" if total else ""
    return f"{numbers.count(found)} of {numbers.count(total)} {of_class} of class “{names[actual]}” {what}{share}"


def example_sentence(reading: MetricsReading, actual: int, predicted: int) -> str:
    """Whether a click on a cell can show an example of it among the fixed samples."""
    found = len(reading.examples(actual, predicted))
    if found:
        return (
            f"Click to look at {'the one' if found == 1 else f'one of the {found}'} among the fixed samples."
        )
    return no_example(reading, actual, predicted)


def no_example(reading: MetricsReading, actual: int, predicted: int) -> str:
    """That no fixed sample is of this kind."""
    names = reading.class_names
    what = "recognised" if actual == predicted else f"taken for “{names[predicted]}”"
    return f"No fixed sample of class “{names[actual]}” is {what} at this step."


def shown_example(reading: MetricsReading, sample: int) -> str:
    """That this fixed sample is looked at now, and what it is an example of."""
    cell = reading.cell_of(sample)
    assert cell is not None
    name, taken = (reading.class_names[index] for index in cell)
    return f"Fixed sample {sample}: class “{name}”, " + (
        "recognised." if cell[0] == cell[1] else f"taken for “{taken}”."
    )


def class_sentence(reading: MetricsReading, index: int) -> str:
    """Precision, recall and F1 of a class, with what they are shares of."""
    metrics, name = reading.metrics, reading.class_names[index]
    if not isinstance(metrics, ClassMetrics):
        return ""
    return (
        f"Class “{name}”: recall {share_text(metrics.recall[index]).strip()} of its samples were recognised; "
        f"precision {share_text(metrics.precision[index]).strip()} of those taken for it are of it; "
        f"F1 {share_text(metrics.f1[index]).strip()}, the harmonic mean of both."
    )


def next_example(examples: tuple[int, ...], now: int) -> int:
    """The example after the sample that is looked at now; the first one after the last."""
    return next((sample for sample in examples if sample > now), examples[0])


def summary(reading: MetricsReading | None, *, k: int) -> str:
    """How good the network is as a whole, for the title line."""
    if reading is None or not isinstance(reading.metrics, ClassMetrics):
        return ""
    metrics = reading.metrics
    parts = [f"accuracy {numbers.percent(metrics.accuracy).strip()}"]
    if metrics.top_accuracies is not None:
        share = float(metrics.top_accuracies[k - 1])
        parts.append(f"top-{k} {numbers.percent(share).strip()}")
    return " · ".join(parts)


def source(reading: MetricsReading | None) -> str:
    """What is counted, at which step, and how the matrix is read."""
    if reading is None:
        return ""
    noun = "sample" if reading.samples == 1 else "samples"
    counted = f"{numbers.count(reading.samples)} {short_name(reading.part)} {noun}"
    axes = "" if reading.fit is None else " · across: target · up: output"
    if reading.fit is not None and reading.fit.curve is not None:
        axes = " · dots: targets · line: output"
    if isinstance(reading.metrics, ClassMetrics):
        axes = " · rows: their class · columns: taken for"
    return f"{counted} at step {numbers.count(reading.step)}{axes}"


def short_name(part: PartName) -> str:
    """A set by one word, before “samples”."""
    return PARTS[part].removesuffix(" set")
