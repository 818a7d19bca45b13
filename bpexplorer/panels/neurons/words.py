"""What the panel of neurons asks, its table, and what it says. No Qt."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from bpexplorer.core.readings.laboratory.silence import SilenceReading, read_silence
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training_data import SamplesName
from bpexplorer.document.picture import Picture
from bpexplorer.look import numbers
from bpexplorer.panels.shared import titles
from bpexplorer.panels.shared.cells.cells import Cell, Column, Row, Table
from bpexplorer.translation import tr

_DIGITS: Final = 7
_RMS: Final = Column(
    tr("RMS δ"), tr("√ of the mean of δ² over the samples: how much C answers to a nudge of z."), _DIGITS
)
_MEDIAN: Final = Column(
    tr("median |δ|"), tr("Half of the samples have a smaller |δ|, half a larger one."), _DIGITS
)
_INFLUENCE: Final = Column(
    tr("on outputs"),
    tr("Influence on the answer: RMS of ∂z/∂z of the outputs' z by this neuron's, over samples and outputs."),
    _DIGITS,
)
_CHANGE: Final = Column(
    tr("ΔC silenced"), tr("C with this neuron silenced, less C as it is: the mean over the samples."), _DIGITS
)
_ACCURACY: Final = Column(
    tr("accuracy"), tr("The share of samples that are right with this neuron silenced."), 7
)


@dataclass(frozen=True, slots=True)
class SilenceChoice:
    """Which hidden layer, over which samples."""

    layer: int
    over: SamplesName


def ask(picture: Picture, choice: SilenceChoice) -> Callable[[], SilenceReading] | None:
    """The question; None without such a hidden layer, and without samples."""
    frame = picture.frame
    if choice.layer not in frame.spec.hidden or not frame.data.count(choice.over):
        return None
    return partial(
        read_silence,
        frame.trained_network,
        frame.data,
        cost=frame.config.cost,
        layer=choice.layer,
        over=choice.over,
        step=frame.step,
    )


def layer_of(chosen: int | None, selected: Neuron | None, spec: NetworkSpec) -> int:
    """The layer to show: the chosen one, or that of the selected neuron, or the last hidden one; 0 if there is none."""
    if chosen in spec.hidden:
        return chosen  # type: ignore[return-value]
    if selected is not None and selected.layer in spec.hidden:
        return selected.layer
    return spec.depth - 1


def silence_table(reading: SilenceReading) -> Table:
    """A row for each neuron, and one for all."""
    has_accuracy = not math.isnan(reading.accuracy)
    columns = (_RMS, _MEDIAN, *((_ACCURACY,) if has_accuracy else ()), _CHANGE, _INFLUENCE)
    neurons = range(len(reading.rms))
    rows = [_row(reading, j, has_accuracy) for j in neurons]
    return Table(columns, (*rows, _of_mean(reading, has_accuracy)))


def _row(reading: SilenceReading, j: int, has_accuracy: bool) -> Row:
    silent = bool(reading.silent[j])
    name = str(j)
    meaning = tr("Neuron {j} of layer {layer}.", j=j, layer=reading.layer)
    if silent:
        meaning += " " + tr("It is silenced: nothing leads on from it.")
    share = float(reading.accuracies[j])
    accuracy = Cell(numbers.percent(share).strip(), faint=silent, value=share)
    cells = (
        _size(float(reading.rms[j]), faint=silent),
        _size(float(reading.median[j]), faint=silent),
        *((accuracy,) if has_accuracy else ()),
        _change(float(reading.cost_changes[j]), faint=silent),
        _size(float(reading.influence[j]), faint=silent),
    )
    return Row(name, meaning, cells)


def _of_mean(reading: SilenceReading, has_accuracy: bool) -> Row:
    rms, influence, change = means(reading)
    share = float(reading.accuracies.mean())
    accuracy = Cell(numbers.percent(share).strip(), value=share)
    cells = (
        _size(rms),
        _size(float(reading.median.mean())),
        *((accuracy,) if has_accuracy else ()),
        _change(change),
        _size(influence),
    )
    return Row(tr("mean"), tr("The mean over the neurons above."), cells)


def means(reading: SilenceReading) -> tuple[float, float, float]:
    """Over the layer's neurons: of RMS δ, of the influence on the outputs, and of ΔC if silenced."""
    rms, influence, change = (
        float(each.mean()) for each in (reading.rms, reading.influence, reading.cost_changes)
    )
    return rms, influence, change


def _size(value: float, *, faint: bool = False) -> Cell:
    return Cell(numbers.unsigned(value).strip(), faint=faint, value=value)


def _change(value: float, *, faint: bool = False) -> Cell:
    return Cell(numbers.signed(value).strip(), faint=faint, value=value)


def title(reading: SilenceReading) -> str:
    """Of which layer, samples and step."""
    return titles.joined(
        tr("layer {layer}", layer=reading.layer),
        titles.of_set(reading.over, reading.samples),
        titles.at_step(reading.step),
        titles.estimated_from(reading.read, reading.samples),
        titles.first_neurons(len(reading.rms), reading.size),
    )


def shorter_title(reading: SilenceReading) -> str:
    """The same where there isn't room."""
    return titles.joined(titles.at_step(reading.step), titles.ESTIMATED if reading.is_estimated else "")


def sentence(reading: SilenceReading, first: SilenceReading) -> str:
    """What training has done to both kinds of influence since the first reading of the run."""
    if first.step == reading.step:
        said = tr(
            "δ is influence on C: what a nudge of z does. Silencing asks for influence on the answer. Train, and "
            "both change."
        )
        return f"{said} {_as_it_is(reading)}".strip()
    (rms, influence, change), (rms_first, influence_first, change_first) = means(reading), means(first)
    said = tr(
        "Since step {step}, on average: RMS δ {rms}, influence on the outputs {influence}, ΔC if silenced {before} → "
        "{now}.",
        step=numbers.count(first.step),
        rms=_times(rms_first, rms),
        influence=_times(influence_first, influence),
        before=numbers.signed(change_first, decimals=3).strip(),
        now=numbers.signed(change, decimals=3).strip(),
    )
    return f"{said} {_as_it_is(reading)}".strip()


def _as_it_is(reading: SilenceReading) -> str:
    if math.isnan(reading.accuracy):
        return ""
    return tr("Accuracy as it is: {share}.", share=numbers.percent(reading.accuracy).strip())


def _times(before: float, now: float) -> str:
    """How a size has changed: ``÷3.4``, ``×1.58``."""
    if not (math.isfinite(before) and math.isfinite(now)) or before <= 0.0 or now <= 0.0:
        return numbers.NOTHING
    sign, ratio = ("÷", before / now) if now < before else ("×", now / before)
    return f"{sign}{numbers.significant(ratio, digits=3)}"


def dot_words(reading: SilenceReading, j: int) -> str:
    """One neuron in words."""
    return tr(
        "{neuron}: RMS δ {rms}, ΔC {change}",
        neuron=Neuron(reading.layer, j),
        rms=numbers.unsigned(float(reading.rms[j])).strip(),
        change=numbers.signed(float(reading.cost_changes[j])).strip(),
    )
