"""What the outputs of one sample are beside its targets, and the costs of all samples of the batch with their mean."""

from dataclasses import dataclass

import numpy as np

from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.types import FloatArray, IntArray


@dataclass(frozen=True, slots=True, eq=False)
class BatchCost:
    """One sample's outputs, those farthest from their targets first, and C of every sample of the batch.

    ``outputs``, ``targets`` and ``differences`` (output − target) have one entry for each of ``neurons``; ``costs`` has
    one for each sample, in the order of the batch, and ``cost`` is their mean. ``cost_of_one`` is the sample's own.
    """

    neurons: IntArray
    outputs: FloatArray
    targets: FloatArray
    differences: FloatArray
    cost_of_one: float
    costs: FloatArray
    cost: float


def read_batch_cost(reading: StepPhases, row: int) -> BatchCost:
    """Read the cost of a step's batch, and what the sample in this row has to do with it."""
    trace = reading.samples.trace
    outputs, targets = trace.activations[-1][row], reading.batch.y[row].astype(float)
    differences = outputs - targets
    order = np.argsort(-np.abs(differences), kind="stable")
    return BatchCost(
        neurons=order,
        outputs=outputs[order],
        targets=targets[order],
        differences=differences[order],
        cost_of_one=float(trace.sample_costs[row]),
        costs=trace.sample_costs,
        cost=trace.cost,
    )
