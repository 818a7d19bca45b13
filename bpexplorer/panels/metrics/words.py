"""What the confusion matrix says in words and shades, prepared without Qt."""

import math

import numpy as np

from bpexplorer.core.metrics import ClassMetrics
from bpexplorer.core.readings.metrics import MetricsReading
from bpexplorer.core.training_data import PARTS, PartName
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.look import numbers
from bpexplorer.translation import tr, tr_n


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
    what = tr("recognised") if actual == predicted else tr("taken for “{name}”", name=names[predicted])
    share = f" ({numbers.percent(found / total).strip()})" if total else ""
    return tr_n(
        "{found} of {count} sample of class “{name}” {what}{share}",
        "{found} of {count} samples of class “{name}” {what}{share}",
        total,
        found=numbers.count(found),
        count=numbers.count(total),
        name=names[actual],
        what=what,
        share=share,
    )


def what_a_click_does(reading: MetricsReading, actual: int, predicted: int) -> str:
    """That a click on a cell lists its samples, the hardest first."""
    metrics = reading.metrics
    if not isinstance(metrics, ClassMetrics) or not metrics.confusion[actual, predicted]:
        return ""
    return tr("Click to see them in Hardest samples.")


def class_sentence(reading: MetricsReading, index: int) -> str:
    """Precision, recall and F1 of a class, with what they are shares of."""
    metrics, name = reading.metrics, reading.class_names[index]
    if not isinstance(metrics, ClassMetrics):
        return ""
    return tr(
        "Class “{name}”: recall {recall} of its samples were recognised; precision "
        "{precision} of those taken for it are of it; F1 {f1}, "
        "the harmonic mean of both.",
        name=name,
        recall=share_text(metrics.recall[index]).strip(),
        precision=share_text(metrics.precision[index]).strip(),
        f1=share_text(metrics.f1[index]).strip(),
    )


def summary(reading: MetricsReading | None) -> str:
    """How good the network is as a whole, and at which step, for the title line."""
    if reading is None or reading.metrics is None:
        return ""
    step = tr("step {step}", step=numbers.count(reading.step))
    if not isinstance(reading.metrics, ClassMetrics):
        return step
    accuracy = numbers.percent(reading.metrics.accuracy).strip()
    if not reading.metrics.is_lopsided:
        return tr("accuracy {accuracy} · {step}", accuracy=accuracy, step=step)
    return tr(
        "accuracy {accuracy} (always “{name}”: {baseline}) · balanced {balanced} · {step}",
        accuracy=accuracy,
        name=reading.class_names[reading.metrics.largest_class],
        baseline=numbers.percent(reading.metrics.baseline).strip(),
        balanced=numbers.percent(reading.metrics.balanced_accuracy).strip(),
        step=step,
    )


def top_share(metrics: ClassMetrics, *, k: int) -> str:
    """The top-k accuracy, where there is one."""
    return "" if metrics.top_accuracies is None else numbers.percent(float(metrics.top_accuracies[k - 1]))


def source(reading: MetricsReading | None) -> str:
    """How many samples are wrong of those counted, and how the matrix is read."""
    if reading is None:
        return ""
    counted = tr_n(
        "{count} {set} sample",
        "{count} {set} samples",
        reading.samples,
        count=numbers.count(reading.samples),
        set=short_name(reading.part),
    )
    axes = "" if reading.fit is None else tr(" · across: target · up: output")
    if reading.fit is not None and reading.fit.curve is not None:
        axes = tr(" · dots: targets · line: output")
    if isinstance(reading.metrics, ClassMetrics):
        counted = tr("{wrong} of {counted} wrong", wrong=numbers.count(wrong(reading)), counted=counted)
        axes = tr(" · rows: true · columns: predicted")
    return f"{counted}{axes}"


def wrong(reading: MetricsReading) -> int:
    """How many samples are taken for another class."""
    metrics = reading.metrics
    if not isinstance(metrics, ClassMetrics):
        return 0
    return int(metrics.confusion.sum() - metrics.confusion.trace())


def short_name(part: PartName) -> str:
    """A set by one word, before “samples”."""
    return PARTS[part].removesuffix(" set")
