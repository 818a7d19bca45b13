"""What a network of a weights file predicts for the rows of a table: raw rows in, raw predictions out."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.backprop import backpropagate, forward
from bpexplorer.core.errors import DataError
from bpexplorer.core.evaluation import samples_at_once
from bpexplorer.core.network import Network
from bpexplorer.core.training_data import PARTS
from bpexplorer.core.types import BoolArray, FloatArray, IntArray
from bpexplorer.data.own_units import row_names
from bpexplorer.data.prepare import PreparedData
from bpexplorer.data.recipe import Role
from bpexplorer.data.recipe.naming import naming_column
from bpexplorer.data.table.table import Column, Table
from bpexplorer.project.kinds import ARRAYS
from bpexplorer.project.table_csv import Value, ValueTable, csv_text
from bpexplorer.project.weights import WeightsFile
from bpexplorer.project.weights.columns import UsedColumn, column_for, of_role, raw_inputs
from bpexplorer.translation import tr

#: What columns are called that aren't the table's, and what one is called that would be called so.
_OURS: Final = ("row", "set", "predicted", "target")
_LABEL: Final = "label"


@dataclass(frozen=True, slots=True, eq=False)
class Predictions:
    """Of every row of a table.

    Parameters
    ----------
    names : tuple of str
        One an output: the class, or the column that is predicted.
    outputs : ndarray, shape (rows, n_L)
        In the units of the targets; NaN for a row that has no value for an input, and nothing that stands in for it.
    classes : tuple of str, or None
        The predicted class of each row, empty where there is none; None for numbers.
    targets : ndarray, shape (rows, n_L), or None
        What outputs should have been, in the units of the outputs, where the table says it; NaN where it doesn't.
    target_classes : tuple of str, or None
        The class that each row has in the table, where it says it.
    deltas : ndarray, shape (rows, n_L), or None
        δ at the outputs, as in training, where the targets are known: ∂C/∂z of each row's own cost.
    rows : ndarray of int, or None
        The row of the table, or the sample of the data set, that each is of; None if they are those from 0 on.
    sets : tuple of str, or None
        The set of the project that each row is in.
    labels : (name, texts), or None
        The column of the table that is no input and names the rows, and what it calls each.
    """

    names: tuple[str, ...]
    outputs: FloatArray
    classes: tuple[str, ...] | None
    targets: FloatArray | None = None
    target_classes: tuple[str, ...] | None = None
    deltas: FloatArray | None = None
    rows: IntArray | None = None
    sets: tuple[str, ...] | None = None
    labels: tuple[str, tuple[str, ...]] | None = None

    @property
    def is_predicted(self) -> BoolArray:
        """Which rows there are predictions for, shape (rows,)."""
        return ~_has_nan(self.outputs)

    def arrays(self) -> dict[str, np.ndarray]:
        """All of it as arrays, by name."""
        named: dict[str, np.ndarray] = {"outputs": self.outputs, "names": np.array(self.names, dtype=np.str_)}
        if self.classes is not None:
            named["classes"] = np.array(self.classes, dtype=np.str_)
        if self.targets is not None:
            named["targets"] = self.targets
            if self.classes is None:
                named["residuals"] = self.targets - self.outputs
        if self.deltas is not None:
            named["deltas"] = self.deltas
        if self.rows is not None:
            named["rows"] = self.rows
        if self.labels is not None:
            named["labels"] = np.array(self.labels[1], dtype=np.str_)
        if self.sets is not None:
            named["sets"] = np.array(self.sets, dtype=np.str_)
        return named

    def dump(self, name: str) -> bytes:
        """The bytes of a file of this name: arrays where it ends in ``.npz``, else CSV."""
        if not name.lower().endswith(ARRAYS.extension):
            return csv_text([self.table()]).encode()
        file = io.BytesIO()
        np.savez(file, **self.arrays())  # type: ignore[arg-type]  # its stub takes the names for options
        return file.getvalue()

    def table(self) -> ValueTable:
        """All of it as a table: a row for each row of the data, in their order."""
        columns = dict(self._columns())
        rows = zip(*columns.values(), strict=True)
        return ValueTable(tr("predictions"), tuple(columns), tuple(rows))

    def _columns(self) -> Iterator[tuple[str, list[Value]]]:
        if self.labels is not None:
            name, texts = self.labels
            # What stands in the file is found by what it is called; a column of ours keeps its name.
            yield name if name not in _OURS else _LABEL, list(texts)
        yield "row", list(range(len(self.outputs))) if self.rows is None else self.rows.tolist()
        if self.sets is not None:
            yield "set", list(self.sets)
        if self.classes is not None:
            yield "predicted", list(self.classes)
            if self.target_classes is not None:
                yield "target", list(self.target_classes)
        kinds = [("output" if self.classes is not None else "predicted", self.outputs)]
        if self.classes is None and self.targets is not None:
            kinds += [("target", self.targets), ("residual", self.targets - self.outputs)]
        if self.deltas is not None:
            kinds.append(("delta", self.deltas))
        for kind, numbers in kinds:
            for name, column in zip(self.names, numbers.T, strict=True):
                yield f"{kind} {name}", [None if np.isnan(one) else float(one) for one in column]


def predict(weights: WeightsFile, table: Table) -> Predictions:
    """Predict every row of a table.

    Columns are found by their names. Without any in the file, as many columns of numbers are taken, in their order, as
    the network has inputs.

    Raises
    ------
    DataError
        If the table lacks a column, or its values aren't of the kind that the network was trained on.
    """
    rows = np.arange(table.rows)
    x = raw_inputs(weights.columns or _plain_columns(weights, table), table, rows)
    raw = _outputs(weights.network, weights.scaling.apply(x))
    labels = _labels(weights, raw)
    classes = None
    if weights.is_of_classes:
        names = weights.class_names or tuple(map(str, range(max(2, raw.shape[1]))))
        missing = _has_nan(raw).tolist()
        classes = tuple("" if gone else names[label] for label, gone in zip(labels, missing, strict=True))
    known = _known_targets(weights, table, rows)
    outputs = raw if weights.target_scaling is None else weights.target_scaling.undo(raw)
    used = {column.name for column in weights.columns if column.role is not Role.LEAVE_OUT}
    called = _labelled(naming_column(table, set(table.names) - used), rows) if used else None
    if known is None:
        return Predictions(_output_names(weights, raw.shape[1]), outputs, classes, labels=called)
    y, target_classes = known
    own = y if weights.target_scaling is None else weights.target_scaling.undo(y)
    return Predictions(
        _output_names(weights, raw.shape[1]),
        outputs,
        classes,
        own,
        target_classes,
        _deltas(weights.network, weights.scaling.apply(x), y, cost=weights.cost),
        labels=called,
    )


def own_predictions(network: Network, prepared: PreparedData, *, cost: str) -> Predictions:
    """What the network of a project makes of the samples of its own sets, in their order."""
    data, split = prepared.training, prepared.split
    x, y, labels = data.samples("all")
    parts = (split.train, split.validation, split.test)
    rows = np.concatenate(parts)
    order = np.argsort(rows, kind="stable")
    sets = np.repeat(list(PARTS), [len(part) for part in parts])[order]
    x, y, labels, rows = x[order], y[order], None if labels is None else labels[order], rows[order]
    raw = _outputs(network, x)
    classes = target_classes = None
    names = data.target_names
    if labels is not None:
        names = data.class_names[-data.outputs :]
        classes = tuple(data.class_names[label] for label in data.predicted_classes(raw))
        target_classes = tuple(data.class_names[label] for label in labels)
    return Predictions(
        names or tuple(map(str, range(data.outputs))),
        data.in_target_units(raw),
        classes,
        data.in_target_units(y),
        target_classes,
        _deltas(network, x, y, cost=cost),
        rows if prepared.taken is None else prepared.taken.rows[rows],
        tuple(sets.tolist()),
        None if prepared.taken is None else _labelled(row_names(prepared), prepared.taken.rows[rows]),
    )


def _labelled(column: Column | None, rows: IntArray) -> tuple[str, tuple[str, ...]] | None:
    """What a column calls these rows, with its name."""
    return None if column is None else (column.name, tuple(column.text(int(row)) for row in rows))


def _plain_columns(weights: WeightsFile, table: Table) -> tuple[UsedColumn, ...]:
    wanted = weights.network.sizes[0]
    numbers = [column for column in table.columns if not column.kind.is_coded]
    if len(numbers) < wanted:
        raise DataError(
            tr(
                "The network has {wanted} inputs and its file doesn't name them; the table has {count} columns of "
                "numbers. Export the weights again from a project on such a table.",
                wanted=wanted,
                count=len(numbers),
            )
        )
    return tuple(
        UsedColumn(name=column.name, role=Role.INPUT, kind=column.kind) for column in numbers[:wanted]
    )


def _outputs(network: Network, x: FloatArray) -> FloatArray:
    """The outputs of the network, shape (rows, n_L), some rows at a time; NaN where an input is."""
    at_once = samples_at_once(network)
    with np.errstate(all="ignore"):
        parts = [
            forward(network, x[begin : begin + at_once]).activations[-1]
            for begin in range(0, len(x), at_once)
        ]
    outputs = np.concatenate(parts) if parts else np.empty((0, network.sizes[-1]))
    outputs[_has_nan(x)] = np.nan  # a ReLU would make 0 of it
    return outputs


def _has_nan(rows: FloatArray) -> BoolArray:
    """Which rows have a number that is missing."""
    found: BoolArray = np.any(np.isnan(rows), axis=1)
    return found


def _labels(weights: WeightsFile, raw: FloatArray) -> IntArray:
    if weights.threshold is not None:
        return (raw[:, 0] > weights.threshold).astype(np.intp)
    labels: IntArray = np.where(np.isnan(raw), -np.inf, raw).argmax(axis=1)
    return labels


def _output_names(weights: WeightsFile, outputs: int) -> tuple[str, ...]:
    if weights.is_of_classes:
        # One output for two classes speaks for the second.
        names = weights.class_names[-outputs:]
    else:
        names = tuple(column.name for column in of_role(weights.columns, Role.TARGET))
    return names if len(names) == outputs else tuple(map(str, range(outputs)))


def _known_targets(
    weights: WeightsFile, table: Table, rows: IntArray
) -> tuple[FloatArray, tuple[str, ...] | None] | None:
    """What the outputs should be by the table, as in training, and its classes; None where it doesn't say."""
    used = of_role(weights.columns, Role.TARGET)
    if not used or not {column.name for column in used} <= set(table.names):
        return None
    columns = [column_for(column, table) for column in used]
    if not weights.is_of_classes:
        y = np.column_stack([column.values[rows].astype(np.float64) for column in columns])
        return (y if weights.target_scaling is None else weights.target_scaling.apply(y)), None
    if weights.targets is None:
        return None
    return _encoded(weights, columns[0])


def _encoded(weights: WeightsFile, column: Column) -> tuple[FloatArray, tuple[str, ...]]:
    """The targets of the classes of a column; NaN where it has none, or one that training didn't know."""
    assert weights.targets is not None
    known = {name: place for place, name in enumerate(weights.class_names)}
    names = np.array([*column.categories, ""], dtype=object)[
        column.values
    ]  # −1, where it is missing, is the last
    labels = np.array([known.get(name, -1) for name in names], dtype=np.intp)
    outputs = weights.network.sizes[-1]
    own = np.arange(len(weights.class_names))[len(weights.class_names) - outputs :]
    y = np.where(labels[:, np.newaxis] == own, weights.targets.high, weights.targets.low)
    y[labels < 0] = np.nan
    return y, tuple(map(str, names))


def _deltas(network: Network, x: FloatArray, y: FloatArray, *, cost: str) -> FloatArray:
    """δ at the outputs, shape (rows, n_L); NaN where inputs or targets are."""
    deltas = np.full(y.shape, np.nan)
    whole = np.flatnonzero(~(_has_nan(x) | _has_nan(y)))
    at_once = samples_at_once(network)
    with np.errstate(all="ignore"):
        for begin in range(0, len(whole), at_once):
            some = whole[begin : begin + at_once]
            trace = backpropagate(network, x[some], y[some], cost=cost)
            deltas[some] = trace.deltas[-1]
    return deltas
