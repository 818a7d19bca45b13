"""Which of the examples goes with weights that come alone."""

import numpy as np

from bpexplorer.core.backprop import forward
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.project.importing import imported
from bpexplorer.project.presets import PRESETS, Preset, preset
from bpexplorer.project.weights import WeightsFile
from bpexplorer.translation import tr


def example_for(weights: WeightsFile) -> Preset:
    """The example whose data have the network's inputs and outputs, and least that its file says otherwise.

    Among several it is the one whose targets the outputs come nearest to. Raises BpExplorerError with what is needed if
    there is none.
    """
    found: list[tuple[int, float, str]] = []
    for name in PRESETS:
        try:
            taken = imported(preset(name).plan, weights)
        except BpExplorerError:
            continue
        data = taken.prepared.training
        outputs = forward(weights.network, data.x_train).activations[-1]
        miss = float(np.mean((outputs - data.y_train) ** 2))
        found.append((len(taken.differences), miss if np.isfinite(miss) else np.inf, name))
    if not found:
        inputs, outputs_needed = weights.network.sizes[0], weights.network.sizes[-1]
        raise BpExplorerError(
            tr(
                "These are weights alone, of a network with {in_words} and "
                "{outputs_needed_in_words}, and no example has such data. Open a project whose "
                "data have that many, then choose File → Import weights….",
                in_words=_in_words(inputs, "input"),
                outputs_needed_in_words=_in_words(outputs_needed, "output"),
            )
        )
    return preset(min(found)[-1])


def _in_words(count: int, what: str) -> str:
    return f"{count:,} {what if count == 1 else what + 's'}"
