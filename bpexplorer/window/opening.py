"""How a project looks when it is opened for the first time: what is selected, and where the demon waits."""

from dataclasses import replace

import numpy as np

from bpexplorer.core.frame import Frame
from bpexplorer.core.spec import Neuron
from bpexplorer.core.traced_samples import SampleSource
from bpexplorer.document.session import Demon, SessionState
from bpexplorer.look.colours import nice_bound

#: |Δz| of the waiting demon.
OPENING_DZ = 0.25


def opening_state(frame: Frame, state: SessionState) -> SessionState:
    """Select the neuron of the last hidden layer with the largest |δ|, with the demon waiting against the sign of δ."""
    trace = frame.trace
    if frame.spec.depth < 2:
        return replace(state, delta_bound=delta_bound(frame))
    layer = frame.spec.depth - 1
    deltas = trace.deltas[layer - 1][state.sample]
    index = int(np.argmax(np.abs(deltas)))
    neuron = Neuron(layer, index)
    dz = -OPENING_DZ if deltas[index] > 0 else OPENING_DZ
    return replace(state, selection=(neuron,), demon=Demon(neuron, dz), delta_bound=delta_bound(frame))


def delta_bound(frame: Frame, source: SampleSource = SampleSource.PROBE) -> float:
    """The 1-2-5 number above the largest |δ| of these samples: the ends of the shared colour scale."""
    samples = frame.samples(source)
    if samples is None:
        return 1.0
    largest = max(float(np.abs(delta).max()) for delta in samples.trace.deltas)
    return nice_bound(largest) if np.isfinite(largest) and largest > 0 else 1.0
