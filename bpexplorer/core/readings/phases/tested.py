"""The demon on a number in the middle of a walk through a step: on the batch, with the dropout of that step."""

from bpexplorer.core.readings.demon import DemonReading, Tested, read_tested
from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.spec import Neuron


def read_test(reading: StepPhases, neuron: Neuron, dz: float, *, row: int, whole_batch: bool) -> DemonReading:
    """Add Δz to one neuron's z for the sample in a row of the batch, or for all of it.

    δ of the reading is that of the phases, to the bit: the network, its held Δz and the dropout are those of the step.
    """
    shown, samples, batch = reading.shown, reading.samples, reading.batch

    def some(rows: slice) -> Tested:
        layers = range(1, shown.spec.depth + 1)
        found = ((layer, samples.factors(layer)) for layer in layers)
        factors = {layer: each[rows] for layer, each in found if each is not None}
        return Tested(batch.x[rows], batch.y[rows], factors)

    return read_tested(
        shown.trained(samples.network),
        some(slice(row, row + 1)),
        some(slice(None)) if whole_batch else None,
        cost=shown.config.cost,
        sample=row,
        neuron=neuron,
        dz=dz,
        step=reading.step,
    )
