"""Where a bound on its work keeps a reading from going over everything, the title says so; so does the shorter one."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.readings.jacobian import read_jacobian
from bpexplorer.core.readings.laboratory.histograms import Counted, read_histograms
from bpexplorer.core.readings.laboratory.on_curve import read_on_curve
from bpexplorer.core.readings.laboratory.silence import read_silence
from bpexplorer.core.readings.laboratory.slices import read_slices
from bpexplorer.core.readings.laboratory.tug import read_tug
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.traced_samples import TracedSamples
from bpexplorer.look import numbers
from bpexplorer.panels.activation import words as on_curve
from bpexplorer.panels.histograms import words as histograms
from bpexplorer.panels.neurons import words as silence
from bpexplorer.panels.origin.jacobian import words as jacobian
from bpexplorer.panels.shared import titles
from bpexplorer.panels.slices import words as slices
from bpexplorer.panels.tug import words as tug
from tests.claims import after

RUN = after("xor_small", 0)
NETWORK, DATA = RUN.network(), RUN.data
NEURON, OUTPUT = Neuron(1, 0), Neuron(2, 0)
COST = RUN.config.cost
#: As if there were so many more.
MANY = 1_000_000


def _jacobian() -> Any:
    trace = backpropagate(NETWORK, DATA.x_probe, DATA.y_probe, cost=COST)
    return read_jacobian(
        TracedSamples(DATA.probe, trace, NETWORK), DATA, cost=COST, row=0, neuron=OUTPUT, step=0
    )


TITLES: dict[str, tuple[Callable[[], Any], str, Callable[[Any], str], Callable[[Any], str] | None]] = {
    "jacobian": (
        _jacobian,
        "size",
        lambda reading: jacobian.title_words(reading, "step 0"),
        lambda reading: jacobian.shorter_title_words(reading, "step 0"),
    ),
    "tug": (
        lambda: read_tug(NETWORK, DATA, cost=COST, neuron=NEURON),
        "samples",
        tug.title,
        tug.shorter_title,
    ),
    "activation": (
        lambda: read_on_curve(NETWORK, DATA, neuron=NEURON),
        "samples",
        on_curve.title,
        on_curve.shorter_title,
    ),
    "silence": (
        lambda: read_silence(NETWORK, DATA, cost=COST, layer=1),
        "samples",
        silence.title,
        silence.shorter_title,
    ),
    "slices": (lambda: read_slices(RUN), "samples", slices.title, None),
    "histograms": (lambda: read_histograms(RUN, counted=Counted.DELTAS), "samples", histograms.title, None),
}


@pytest.mark.parametrize("name", TITLES)
def test_the_title_says_estimated_from_what_where_not_all_was_read(name: str) -> None:
    read, size, title, shorter = TITLES[name]
    whole = read()
    bounded = replace(whole, **{size: MANY})
    assert titles.ESTIMATED not in title(whole)
    assert titles.ESTIMATED in title(bounded)
    assert numbers.count(MANY) in title(bounded)
    if shorter is not None:
        assert titles.ESTIMATED not in shorter(whole)
        assert titles.ESTIMATED in shorter(bounded)
