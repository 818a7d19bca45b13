"""The samples of a set at one step, a row each: C, δ, what is predicted, and what part each has in ∇C.

∇C = mean of ∇C_x over the training set, so ‖∇C‖² is the sum of ∇C_x · ∇C / samples: that is the share of a sample,
which is below 0 where it pulls against the others. A sample of another set has no share, but its gradient lies beside
∇C all the same: where both point one way, a step that lowers C of the training set lowers C of this sample, too.
"""

from collections.abc import Generator
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.backprop_slices import traced_slices
from bpexplorer.core.evaluation import in_silence, products
from bpexplorer.core.network import Network
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.laboratory.sampled import affordable_rows
from bpexplorer.core.readings.table.gradients import Free, beside, mean_gradient, square_norms
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import PARTS, PartName, SamplesName, TrainingData
from bpexplorer.core.types import BoolArray, FloatArray, IntArray

#: Rows of a table at most; of larger sets so many are read, spread evenly over them.
MOST_ROWS: Final = 1_000_000
#: Multiplications and additions that a table is made of at most: some ten seconds, in slices.
MOST_WORK: Final = 200_000_000_000
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


@in_silence
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
) -> Generator[None, None, SampleTable]:
    """Read the samples of a set, in float64, with a pause between slices of it. The set has at least one sample.

    Parameters
    ----------
    neuron : Neuron, optional
        Whose δ each sample is read with; an input, which has none, is passed over.
    mask : Parameters, optional
        What training leaves alone (``core.training.mask``): it has no part in any gradient.
    """
    parts, rows = _places(data, over)
    samples, some = len(rows), rows_within(len(rows), network)
    parts, rows = parts[some], rows[some]
    network, free = network.for_inspection(), Free.under(mask)
    learned = _rows_for_gradient(network, data, over, rows[parts == 0])
    gradient = yield from mean_gradient(network, data.x_train, data.y_train, learned, cost=cost, free=free)
    has_delta = neuron is not None and neuron.layer >= 1
    columns: list[tuple[FloatArray, ...]] = []
    for part in np.unique(parts):
        x, y, _ = data.part(_NAMES[part])
        for each in traced_slices(network, x, y, rows[parts == part], cost=cost):
            inputs, trace = each.x, each.trace
            last = trace.deltas[-1]
            columns.append(
                (
                    trace.activations[-1],
                    trace.sample_costs,
                    np.sqrt(np.square(last).sum(axis=1)),
                    trace.deltas[neuron.layer - 1][:, neuron.index] if has_delta and neuron else last[:, 0],
                    np.sqrt(square_norms(inputs, trace, free)),
                    beside(inputs, trace, gradient),
                )
            )
            yield
    outputs, costs, norms, deltas, sizes, shared = (
        np.concatenate(each) for each in zip(*columns, strict=True)
    )
    length = float(np.sqrt(gradient.square_norm))
    return SampleTable(
        data=data,
        over=over,
        neuron=neuron if has_delta else None,
        step=step,
        edit=edit,
        samples=samples,
        parts=parts,
        rows=rows,
        labels=_labels(data, parts, rows),
        predicted=data.predicted_classes(outputs) if data.is_classification else None,
        targets=np.concatenate([data.part(_NAMES[part]).y[rows[parts == part]] for part in np.unique(parts)]),
        outputs=outputs,
        costs=costs,
        delta_norms=norms,
        neuron_deltas=deltas if has_delta else None,
        gradient_norms=sizes,
        shares=np.where(parts == 0, shared / (len(learned) * length**2), np.nan),
        alignments=np.clip(shared / (sizes * length), -1.0, 1.0),
        gradient_norm=length,
    )


def _places(data: TrainingData, over: SamplesName) -> tuple[IntArray, IntArray]:
    """Of each sample of a set the place of its part in ``PARTS``, and its row there; part after part."""
    if over == "probe":
        return np.zeros(len(data.probe), dtype=np.intp), data.probe
    names = _NAMES if over == "all" else (over,)
    counts = [len(data.part(name).x) for name in names]
    parts = np.repeat([_NAMES.index(name) for name in names], counts)
    return parts, np.concatenate([np.arange(count) for count in counts])


def _labels(data: TrainingData, parts: IntArray, rows: IntArray) -> IntArray | None:
    """The classes of samples; None for regression."""
    if not data.is_classification:
        return None
    found = np.empty(len(rows), dtype=np.intp)
    for part in np.unique(parts):
        labels = data.part(_NAMES[part]).labels
        assert labels is not None
        found[parts == part] = labels[rows[parts == part]]
    return found


def rows_within(samples: int, network: Network) -> IntArray:
    """As many of so many samples as a table can have, spread evenly over all: the rows themselves, but for the very
    largest sets."""
    at_most = min(samples, MOST_ROWS)
    count = len(affordable_rows(at_most, _PASSES * products(network.sizes), most=MOST_WORK))
    return np.arange(count) * samples // max(count, 1)


def _rows_for_gradient(network: Network, data: TrainingData, over: SamplesName, listed: IntArray) -> IntArray:
    """The training samples whose mean is ∇C: those in the table if it is of them, so that their shares add up to 1."""
    is_of_them = over in ("train", "all") and len(listed)
    return listed if is_of_them else rows_within(len(data.x_train), network)


def ordered(values: FloatArray, *, largest_first: bool) -> IntArray:
    """The places of values in this order, shape (values,): equal ones stay as they stand, what is no number is last."""
    order: IntArray = np.lexsort((-values if largest_first else values, np.isnan(values)))
    return order
