"""What the tug of war asks, and what it says in words. No Qt."""

from collections.abc import Callable
from functools import partial

import numpy as np

from bpexplorer.core.readings.laboratory.tug import TugReading, read_tug
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import PARTS
from bpexplorer.document.picture import Picture
from bpexplorer.look import numbers
from bpexplorer.look.samples import part_sample
from bpexplorer.panels.shared import titles
from bpexplorer.panels.shared.sets import NeuronOver
from bpexplorer.translation import tr


def ask(picture: Picture, choice: NeuronOver | None) -> Callable[[], TugReading] | None:
    """The question; None without a neuron that has δ, and without samples."""
    frame = picture.frame
    if choice is None or not frame.spec.has(choice.neuron) or not frame.data.count(choice.over):
        return None
    return partial(
        read_tug,
        frame.trained_network,
        frame.data,
        cost=frame.config.cost,
        neuron=choice.neuron,
        over=choice.over,
        step=frame.step,
        run=frame.run,
    )


def why_empty(neuron: Neuron | None) -> str:
    """What to do where there is nothing to show."""
    if neuron is None:
        return tr("Click a neuron in the network to see its δ for every sample.")
    return tr(
        "Input {index} has no δ: an input is given, it has no weighted input z to change. "
        "Click a neuron of a later layer.",
        index=neuron.index,
    )


def title(reading: TugReading) -> str:
    """Of which neuron, samples and step it speaks."""
    return titles.joined(
        str(reading.neuron),
        titles.of_set(reading.over, reading.samples),
        titles.at_step(reading.step),
        titles.estimated_from(len(reading.rows), reading.samples),
    )


def shorter_title(reading: TugReading) -> str:
    """The same where there isn't room."""
    return titles.joined(
        titles.neuron_words(reading.neuron.index),
        titles.at_step(reading.step),
        titles.ESTIMATED if reading.is_estimated else "",
    )


def sentence(reading: TugReading) -> str:
    """What there is to see."""
    if not np.isfinite(reading.deltas).all():
        return tr("Some δ aren't finite.")
    count, raises, lowers = map(numbers.count, (len(reading.deltas), reading.raises, reading.lowers))
    return tr(
        "Raising z raises C for {raises} of {count} samples and lowers it for {lowers}. Training brings the mean of "
        "δ to 0, not each δ.",
        raises=raises,
        count=count,
        lowers=lowers,
    )


def arrow_words(reading: TugReading, place: int) -> str:
    """One sample of those that are sorted."""
    number = int(reading.rows[place])
    sample = (
        tr("sample {row}", row=numbers.count(number))
        if reading.over not in PARTS
        else part_sample(reading.over, number)  # type: ignore[arg-type]
    )
    return tr(
        "{sample}: δ = {delta}", sample=sample, delta=numbers.signed(float(reading.deltas[place])).strip()
    )
