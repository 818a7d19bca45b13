"""What the panel of the activation's curve asks, and what it says. No Qt."""

from collections.abc import Callable
from functools import partial

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.readings.laboratory.on_curve import OnCurveReading, read_on_curve
from bpexplorer.core.spec import Neuron
from bpexplorer.document.picture import Picture
from bpexplorer.look import numbers
from bpexplorer.panels.shared import titles
from bpexplorer.panels.shared.sets import NeuronOver
from bpexplorer.translation import tr


def ask(picture: Picture, choice: NeuronOver | None) -> Callable[[], OnCurveReading] | None:
    """The question; None without a neuron that has z, and without samples."""
    frame = picture.frame
    if choice is None or not frame.spec.has(choice.neuron) or not frame.data.count(choice.over):
        return None
    return partial(
        read_on_curve,
        frame.trained_network,
        frame.data,
        neuron=choice.neuron,
        over=choice.over,
        step=frame.step,
    )


def why_empty(neuron: Neuron | None) -> str:
    """What to do where there is nothing to show."""
    if neuron is None:
        return tr("Click a neuron in the network to see where its samples lie on the activation's curve.")
    return tr(
        "Input {index} has no activation: it is given. Click a neuron of a later layer.", index=neuron.index
    )


def title(reading: OnCurveReading) -> str:
    """Of which neuron, samples and step it speaks."""
    return titles.joined(
        str(reading.neuron),
        titles.of_set(reading.over, reading.samples),
        titles.at_step(reading.step),
        titles.estimated_from(len(reading.rows), reading.samples),
    )


def shorter_title(reading: OnCurveReading) -> str:
    """The same where there isn't room."""
    return titles.joined(
        titles.neuron_words(reading.neuron.index),
        titles.at_step(reading.step),
        titles.ESTIMATED if reading.is_estimated else "",
    )


def sentence(reading: OnCurveReading) -> str:
    """How many samples lie where the curve is flat."""
    label = ACTIVATIONS[reading.activation].label
    if not np.isfinite(reading.z).all():
        return tr("Some z aren't finite.")
    said = tr(
        "{label}: {share} of the samples lie where the slope is below {narrow}, and hardly any δ passes.",
        label=label,
        share=numbers.percent(reading.flat_share).strip(),
        narrow=numbers.significant(reading.narrow),
    )
    if reading.curve is None:
        said += " " + tr("a depends on every z of the layer, so there is no one curve.")
    return said


def dot_words(reading: OnCurveReading, dot: int) -> str:
    """One sample in words."""
    return tr(
        "sample {row}: z {z}, a {a}, slope {slope}",
        row=numbers.count(int(reading.rows[dot])),
        z=numbers.signed(float(reading.z[dot])).strip(),
        a=numbers.signed(float(reading.a[dot])).strip(),
        slope=numbers.significant(float(reading.slopes[dot])),
    )
