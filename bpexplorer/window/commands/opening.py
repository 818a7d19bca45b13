"""How a project looks when it is opened for the first time: what is selected, and where the demon waits."""

from dataclasses import replace

import numpy as np

from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.bounds import delta_bound
from bpexplorer.document.dz import against
from bpexplorer.document.session import Demon, SessionState


def opening_state(frame: Frame, state: SessionState) -> SessionState:
    """Put the demon on the neuron that the project names, against the sign of δ; else on the one that `_most` gives."""
    state = replace(state, delta_bound=delta_bound(frame))
    neuron = state.primary if state.primary is not None and state.primary.layer > 0 else _most(frame, state)
    if neuron is None:
        return state
    delta = frame.trace.deltas[neuron.layer - 1][state.sample, neuron.index]
    return replace(state, selection=(neuron,), demon=Demon(neuron, against(float(delta))))


def _most(frame: Frame, state: SessionState) -> Neuron | None:
    """The neuron of the last hidden layer with the largest |δ|; None without a hidden layer."""
    layer = frame.spec.depth - 1
    if layer < 1:
        return None
    return Neuron(layer, int(np.argmax(np.abs(frame.trace.deltas[layer - 1][state.sample]))))
