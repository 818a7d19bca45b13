"""How a project looks when it is opened for the first time: what is selected, and where the demon waits."""

from dataclasses import replace

import numpy as np

from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.bounds import delta_bound
from bpexplorer.document.dz import against
from bpexplorer.document.session import Demon, SessionState


def opening_state(frame: Frame, state: SessionState) -> SessionState:
    """Select the neuron of the last hidden layer with the largest |δ|, with the demon waiting against the sign of δ."""
    trace = frame.trace
    if frame.spec.depth < 2:
        return replace(state, delta_bound=delta_bound(frame))
    layer = frame.spec.depth - 1
    deltas = trace.deltas[layer - 1][state.sample]
    index = int(np.argmax(np.abs(deltas)))
    neuron = Neuron(layer, index)
    demon = Demon(neuron, against(float(deltas[index])))
    return replace(state, selection=(neuron,), demon=demon, delta_bound=delta_bound(frame))
