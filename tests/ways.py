"""Ways to train a small network: what acts on a step beside its optimizer, each as edits and configuration."""

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.demon import HoldDemon
from bpexplorer.core.edits.masks import Freeze, FreezeConnections, RemoveBiases, RemoveConnections
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.trainer import Trainer

#: For a network with at least 4 neurons in layer 1, 3 in layer 2 and 2 outputs in layer 3.
WAYS = {
    "plain": ((), {}),
    "penalties": ((), {"l1": 0.003, "l2": 0.02}),
    "clipping": ((), {"clip_norm": 0.05, "l2": 0.02}),
    "masks": (
        (Freeze(1, (2,), True), FreezeConnections(2, ((0, 1),), True), RemoveConnections(2, ((1, 0),), True)),
        {"l2": 0.02},
    ),
    "no biases": ((RemoveBiases(2, True),), {"clip_norm": 0.1}),
    "dropout": ((SetDropout(1, 0.4),), {}),
    "held": ((HoldDemon(Neuron(1, 2), 0.75),), {}),
    "all of it": (
        (
            SetDropout(1, 0.4),
            HoldDemon(Neuron(2, 1), -0.5),
            FreezeConnections(1, ((0, 1),), True),
            RemoveConnections(3, ((1, 0),), True),
        ),
        {"l2": 0.02, "clip_norm": 0.05, "schedule": "cosine", "schedule_settings": {"length": 3.0}},
    ),
}


def edited(trainer: Trainer, way: str) -> Trainer:
    """The same trainer after a way's edits."""
    for number, edit in enumerate(WAYS[way][0], start=1):
        trainer.apply(edit, Context(number))
    return trainer
