"""What the panel of the weights as images says. No Qt."""

import numpy as np

from bpexplorer.core.spec import Neuron
from bpexplorer.core.types import FloatArray
from bpexplorer.look import numbers
from bpexplorer.translation import tr

NOT_PICTURES = (
    tr("No images"),
    tr(
        "Where samples are pictures, such as the digits, each neuron of layer 1 has a weight for "
        "every pixel: a picture of what it looks for. The samples of these data aren't pictures."
    ),
)
NOTHING_YET = (
    tr("No weights yet"),
    tr(
        "The weights into each neuron of layer 1 as a picture. They appear once the network has been evaluated."
    ),
)


def neuron_words(index: int, weights: FloatArray) -> str:
    """A neuron and how far its weights reach."""
    low, high = numbers.signed(float(weights.min())).strip(), numbers.signed(float(weights.max())).strip()
    size = numbers.significant(float(np.linalg.norm(weights)))
    return tr(
        "{neuron}: w from {low} to {high}, ‖w‖ = {size}",
        neuron=Neuron(1, index),
        low=low,
        high=high,
        size=size,
    )


def title_words(step: int) -> str:
    """Of which step the weights are."""
    return tr("into layer 1 · step {step}", step=numbers.count(step))
