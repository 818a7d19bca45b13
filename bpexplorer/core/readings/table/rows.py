"""The samples of a set at one step, a row each: C, δ, what is predicted, and what part each has in ∇C.

∇C = mean of ∇C_x over the training set, so ‖∇C‖² is the sum of ∇C_x · ∇C / samples: that is the share of a sample,
which is below 0 where it pulls against the others. A sample of another set has no share, but its gradient lies beside
∇C all the same: where both point one way, a step that lowers C of the training set lowers C of this sample, too.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.laboratory.sampled import MOST_WORK, affordable_rows, forward_work
from bpexplorer.core.readings.table.gradients import Free, mean_gradient, products, square_norms, traces
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import PARTS, PartName, SamplesName, TrainingData
from bpexplorer.core.types import BoolArray, FloatArray, IntArray

#: Rows of a table at most; of larger sets so many are read, spread evenly over them.
MOST_ROWS: Final = 20_000
#: A table is asked for less often than other readings, and may take longer.
_WORK: Final = 10.0 * MOST_WORK
#: Passes of a sample: forward and back, with its gradient and what that has of ∇C; in the training set also for ∇C.
_PASSES: Final = 7
_NAMES: Final = tuple(PARTS)


@dataclass(frozen=True, slots=True, eq=False)
class SampleTable:
    """Samples of a set in the set's order; arrays have shape (rows,), ``outputs`` and ``targets`` (rows, n_L).

    ``labels`` and ``predicted`` are None for regression, ``neuron_deltas`` without a neuron that has a δ.
    """

    data: TrainingData
    over: SamplesName
    neuron: Neuron | None
    step: int
    edit: int
    #: How many samples the set has.
    samples: int
    #: Of each row the place of its set in ``PARTS``, and its own there.
    parts: IntArray
    rows: IntArray
    labels: IntArray | None
    predicted: IntArray | None
    targets: FloatArray
    outputs: FloatArray
    costs: FloatArray
    #: ‖δ^L‖, and δ of the neuron.
    delta_norms: FloatArray
    neuron_deltas: FloatArray | None
    #: ‖∇C_x‖; the share in ∇C, NaN outside the training set; the cosine between ∇C_x and ∇C.
    gradient_norms: FloatArray
    shares: FloatArray
    alignments: FloatArray
    #: ‖∇C‖ over the training set.
    gradient_norm: float

    @property
    def is_sampled(self) -> bool:
        """Whether only some of the set are here, spread evenly over it."""
        return len(self.rows) < self.samples

    @property
    def is_right(self) -> BoolArray | None:
        """Which samples are taken for what they are; None for regression."""
        return None if self.labels is None or self.predicted is None else self.labels == self.predicted

    def part_of(self, row: int) -> PartName:
        """The set of a row of the table."""
        return _NAMES[self.parts[row]]

    def place_of(self, part: PartName, row: int) -> int | None:
        """Where a sample stands in the table; None if it isn't here."""
        found = np.flatnonzero((self.rows == row) & (self.parts == _NAMES.index(part)))
        return int(found[0]) if len(found) else None

    def heaviest(self, share: float = 0.5) -> int:
        """How many samples, those with the largest ‖∇C_x‖, have this share of what all norms add up to."""
        norms = np.sort(self.gradient_norms[np.isfinite(self.gradient_norms)])[::-1]
        sums = np.cumsum(norms)
        return int(np.searchsorted(sums, share * sums[-1]) + 1) if len(sums) and sums[-1] > 0.0 else 0


def read_samples(
    network: Network,
    data: TrainingData,
    *,
    cost: str,
    over: SamplesName,
    neuron: Neuron | None = None,
    mask: Parameters | None = None,
    step: int = 0,
    edit: int = 0,
) -> SampleTable:
    """Read the samples of a set, in float64. The set has at least one sample.

    Parameters
    ----------
    neuron : Neuron, optional
        Whose δ each sample is read with; an input, which has none, is passed over.
    mask : Parameters, optional
        What training leaves alone (``core.training.mask``): it has no part in any gradient.
    """
    x, y, labels = data.samples(over)
    parts, own_rows = _places(data, over)
    some = rows_within(len(x), network)
    network, free = network.for_inspection(), Free.under(mask)
    learned = _rows_for_gradient(network, data, over, parts[some], own_rows[some])
    has_delta = neuron is not None and neuron.layer >= 1
    with np.errstate(all="ignore"):  # a run that is about to diverge is read as it is
        gradient = mean_gradient(network, data.x_train[learned], data.y_train[learned], cost=cost, free=free)
        columns: list[tuple[FloatArray, ...]] = []
        for _, inputs, trace in traces(network, x[some], y[some], cost=cost):
            last = trace.deltas[-1]
            columns.append(
                (
                    trace.activations[-1],
                    trace.sample_costs,
                    np.sqrt(np.square(last).sum(axis=1)),
                    trace.deltas[neuron.layer - 1][:, neuron.index] if has_delta and neuron else last[:, 0],
                    np.sqrt(square_norms(inputs, trace, free)),
                    products(inputs, trace, gradient),
                )
            )
        outputs, costs, norms, deltas, sizes, beside = (
            np.concatenate(each) for each in zip(*columns, strict=True)
        )
        length = float(np.sqrt(gradient.square_norm))
        cosines = np.clip(beside / (sizes * length), -1.0, 1.0)
        shares = np.where(parts[some] == 0, beside / (len(learned) * length**2), np.nan)
    return SampleTable(
        data=data,
        over=over,
        neuron=neuron if has_delta else None,
        step=step,
        edit=edit,
        samples=len(x),
        parts=parts[some],
        rows=own_rows[some],
        labels=None if labels is None else labels[some],
        predicted=None if labels is None else data.predicted_classes(outputs),
        targets=y[some],
        outputs=outputs,
        costs=costs,
        delta_norms=norms,
        neuron_deltas=deltas if has_delta else None,
        gradient_norms=sizes,
        shares=shares,
        alignments=cosines,
        gradient_norm=length,
    )


def _places(data: TrainingData, over: SamplesName) -> tuple[IntArray, IntArray]:
    """Of each sample of a set the place of its part in ``PARTS``, and its row there."""
    if over == "probe":
        return np.zeros(len(data.probe), dtype=np.intp), data.probe
    names = _NAMES if over == "all" else (over,)
    counts = [len(data.part(name).x) for name in names]
    parts = np.repeat([_NAMES.index(name) for name in names], counts)
    return parts, np.concatenate([np.arange(count) for count in counts])


def rows_within(samples: int, network: Network) -> IntArray:
    """As many of so many samples as a table can have, spread evenly over all."""
    count = len(affordable_rows(min(samples, MOST_ROWS), _PASSES * forward_work(network), most=_WORK))
    return np.arange(count) * samples // max(count, 1)


def _rows_for_gradient(
    network: Network, data: TrainingData, over: SamplesName, parts: IntArray, rows: IntArray
) -> IntArray:
    """The training samples whose mean is ∇C: those in the table if it is of them, so that their shares add up to 1."""
    listed = rows[parts == 0] if over in ("train", "all") else rows[:0]
    return listed if len(listed) else rows_within(len(data.x_train), network)


def ordered(values: FloatArray, *, largest_first: bool) -> IntArray:
    """The places of values in this order, shape (values,): equal ones stay as they stand, what is no number is last."""
    order: IntArray = np.lexsort((-values if largest_first else values, np.isnan(values)))
    return order
