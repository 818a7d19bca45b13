"""The opening example for the tests of instruments: as it is, or trained for some epochs by the engine in numpy."""

from dataclasses import replace
from functools import cache

from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training.traced_samples import TracedSamples
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project.presets import preset


@cache
def opening_run(epochs: int = 0, cost: str = "log_likelihood") -> TrainerState:
    """Its run after so many epochs."""
    start = preset("digits").project().state
    trainer = Trainer(replace(start, config=replace(start.config, engine="numpy", cost=cost)))
    for _ in range(epochs):
        trainer.advance(trainer.batches_per_epoch)
    return trainer.state()


@cache
def fixed_samples(epochs: int = 0) -> TracedSamples:
    """Backpropagation of its 32 fixed samples then."""
    run = opening_run(epochs)
    network, data = run.network(), run.data
    trace = backpropagate(network, data.x_probe, data.y_probe, cost=run.config.cost)
    return TracedSamples(data.probe, trace, network)
