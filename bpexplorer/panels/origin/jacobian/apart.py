"""Train without the sum, in a process apart from the run: what it was asked for, and how far it is. No Qt."""

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.history import EpochRecord
from bpexplorer.core.training.without_sum import EPOCHS
from bpexplorer.core.types import FloatArray
from bpexplorer.look import numbers
from bpexplorer.panels.origin.jacobian.words import pair_words
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

TRAIN: Final = tr("Train without the sum")
MEANING: Final = tr(
    "From the start of this run, with the same data, seed and settings, in a process of its own: only its curve comes "
    "back, beside the run's. Nothing of the run changes, and no weights come of it."
)
NOT_BEGUN: Final = tr("Training without the sum couldn't begin; the log says more.")
SAME: Final = tr(
    "Every layer has a diagonal Jacobian: without the sum training is the same. Choose softmax to see it differ."
)


@dataclass(frozen=True, slots=True, eq=False)
class TrainedApart:
    """What is trained without the sum: of which run, under what, for how many epochs, and the epochs' ends so far."""

    run: int
    edit: int
    spec: NetworkSpec
    cost: str
    is_classification: bool
    epochs: int
    records: tuple[EpochRecord, ...] = ()
    is_over: bool = False
    #: Why it ended without a result.
    error: str = ""

    @classmethod
    def of_frame(cls, frame: Frame) -> "TrainedApart":
        """What is to be trained: as many epochs as the run has made, and ``EPOCHS`` at least."""
        return cls(
            run=frame.run,
            edit=frame.edit_number,
            spec=frame.spec,
            cost=frame.config.cost,
            is_classification=frame.data.is_classification,
            epochs=max(frame.epoch, EPOCHS),
        )

    def is_of(self, frame: Frame) -> bool:
        """Whether it can stand beside the run of a frame: same run, same network and cost."""
        return (self.run, self.spec, self.cost) == (frame.run, frame.spec, frame.config.cost)

    def after(self, record: EpochRecord) -> "TrainedApart":
        """With one more epoch's end."""
        return replace(self, records=(*self.records, record))

    def ended(self, error: str) -> "TrainedApart":
        """When it is over, be it by an error."""
        return replace(self, is_over=True, error=error)

    @property
    def measure(self) -> str:
        """The column of an EpochRecord that is compared."""
        if not self.is_classification:
            return "train_cost"
        has_test = not self.records or np.isfinite(self.records[0].test_accuracy)
        return "test_accuracy" if has_test else "train_accuracy"

    @property
    def curve(self) -> tuple[FloatArray, FloatArray]:
        """Epochs, and what is compared at their ends."""
        epochs = np.array([record.epoch for record in self.records], dtype=float)
        return epochs, np.array([getattr(record, self.measure) for record in self.records], dtype=float)

    def run_curve(self, frame: Frame) -> tuple[FloatArray, FloatArray]:
        """The same of the run, up to the last of these epochs."""
        history = frame.history
        epochs, values = history.column("epoch"), history.column(self.measure)
        there = epochs <= self.epochs
        return epochs[there], values[there]

    def content(self, frame: Frame) -> ValueTable:
        """Both curves as a table, which says what it is of."""
        run = dict(zip(*(each.tolist() for each in self.run_curve(frame)), strict=True))
        rows = tuple((int(epoch), run.get(epoch), value) for epoch, value in zip(*self.curve, strict=True))
        return ValueTable(
            tr("{measure}: the run, and trained without the sum over k", measure=axis_name(self)),
            (tr("epoch"), tr("run"), tr("without the sum")),
            rows,
        )


def axis_name(apart: TrainedApart) -> str:
    """What both curves are of."""
    return {
        "test_accuracy": tr("accuracy, test set"),
        "train_accuracy": tr("accuracy, training set"),
        "train_cost": tr("C, training set"),
    }[apart.measure]


def sentence(apart: TrainedApart, frame: Frame) -> str:
    """How far it is, and how both compare in the last epoch that both have."""
    if apart.error:
        return apart.error
    pair = pair_words(apart.cost, apart.spec.activations[-1])
    if not apart.records:
        return tr("Starting a process…")
    epochs, values = apart.curve
    last = int(epochs[-1])
    text = tr(
        "{pair}, epoch {epoch} of {epochs}, {measure}: {value} without the sum",
        pair=pair,
        epoch=numbers.count(last),
        epochs=numbers.count(apart.epochs),
        measure=axis_name(apart),
        value=_value(apart, float(values[-1])),
    )
    run_epochs, run_values = apart.run_curve(frame)
    at = np.flatnonzero(run_epochs == last)
    if not len(at):
        return tr("{text}. The run hasn't come so far.", text=text)
    return tr("{text}, {value} in the run.", text=text, value=_value(apart, float(run_values[at[0]])))


def _value(apart: TrainedApart, value: float) -> str:
    return numbers.significant(value) if apart.measure == "train_cost" else numbers.percent(value).strip()
