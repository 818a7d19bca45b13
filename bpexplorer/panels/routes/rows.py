"""The rows of the route table, and the sentence above it. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.routes import Routes
from bpexplorer.core.spec import Neuron
from bpexplorer.core.types import FloatArray
from bpexplorer.look import numbers

#: A product below this part of the largest is shown as one that hardly counts.
_FAINT = 0.01
#: A gate below this lets hardly anything through.
_NEARLY_SHUT = 0.05


@dataclass(frozen=True, slots=True)
class RouteColumn:
    """A column's symbol and what it stands for."""

    symbol: str
    meaning: str


#: What heads the names of the rows.
NAMES: Final = RouteColumn("k", "The row's neuron")


@dataclass(frozen=True, slots=True)
class RouteRow:
    """One row: its name, a text for each further column, and the neuron it speaks of (None: a line of the sum)."""

    name: str
    cells: tuple[str, ...]
    neuron: Neuron | None
    #: Whether the neuron reaches the cost by this row at all.
    lives: bool
    #: Whether its product counts beside the others.
    counts: bool


@dataclass(frozen=True, slots=True)
class RouteTable:
    """Everything the table shows; the first column is that of the rows' names."""

    columns: tuple[RouteColumn, ...]
    rows: tuple[RouteRow, ...]
    sentence: str

    @property
    def shape(self) -> tuple[tuple[RouteColumn, ...], tuple[str, ...]]:
        """What stays while only the numbers change."""
        return self.columns, tuple(row.name for row in self.rows)

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        shown = self.rows[row]
        return shown.cells[column - 1] if column else shown.name

    @property
    def routes(self) -> tuple[RouteRow, ...]:
        """The rows without the lines of the sum."""
        return tuple(row for row in self.rows if row.neuron is not None)


def route_table(
    found: Routes, *, activation: str, class_names: tuple[str, ...], depth: int, with_demon: bool
) -> RouteTable:
    """Lay out the routes of one sample (row 0 of ``found``).

    Parameters
    ----------
    activation : str
        Name of the activation of the neuron's own layer.
    class_names : tuple of str
        Name the outputs where there is one for each.
    depth : int
        L, to know whether the rows of BP2 are outputs.
    with_demon : bool
        True: the changes that Δz = ``found.dz`` makes. False: those of a unit Δz, to first order.
    """
    if found.equation == "BP1":
        return _output_table(found, activation=activation, class_names=class_names, with_demon=with_demon)
    return _hidden_table(
        found, activation=activation, class_names=class_names, depth=depth, with_demon=with_demon
    )


def _output_table(
    found: Routes, *, activation: str, class_names: tuple[str, ...], with_demon: bool
) -> RouteTable:
    path, influence, terms = found.path[0], found.influence[0], found.terms[0]
    # Where ∂C/∂a_k is infinite (an output that has rounded to 0 or 1) only the first order is a number.
    finite = np.isfinite(influence)
    change = found.change[0] if with_demon else path
    known = np.where(finite, influence, 0.0)
    product = np.where(finite, known * change, terms * found.dz) if with_demon else terms
    rows = _rows(found.layer, path != 0.0, product, class_names, (change, influence, product))
    if with_demon:
        columns = (
            RouteColumn("Δaₖ", "How output k changes when Δz is added"),
            RouteColumn("∂C/∂aₖ", "How C changes with output k"),
            RouteColumn("product", "∂C/∂aₖ · Δaₖ: the part of ΔC that goes through output k, to first order"),
        )
        sums: tuple[RouteRow, ...] = (
            _sum_row("Σ", float(product.sum()), len(columns)),
            _sum_row("δ·Δz", float(found.delta[0]) * found.dz, len(columns)),
        )
    else:
        columns = (
            RouteColumn(
                "∂aₖ/∂zⱼ", "How output k changes with z of the selected neuron: column j of the Jacobian J"
            ),
            RouteColumn("∂C/∂aₖ", "How C changes with output k"),
            RouteColumn("product", "∂C/∂aₖ · ∂aₖ/∂zⱼ: the part of δ that comes through output k"),
        )
        sums = (_sum_row("Σ = δ", float(found.delta[0]), len(columns)),)
    sentence = _output_sentence(activation, path != 0.0, product, found.neuron)
    return RouteTable((NAMES, *columns), (*rows, *sums), sentence)


def _output_sentence(activation: str, lives: FloatArray, product: FloatArray, neuron: int) -> str:
    label = ACTIVATIONS[activation].label
    if ACTIVATIONS[activation].elementwise:
        if not lives.any():
            return f"Δz reaches no output: {label} is flat here, its gate is shut."
        return (
            f"Δz reaches output {neuron} alone, because the Jacobian J of {label} is diagonal: one row lives."
        )
    reached = f"Δz reaches every output, because the Jacobian J of {label} is full"
    speaking = int(np.count_nonzero(product))
    if speaking == 1:
        k = int(np.flatnonzero(product)[0])
        return f"{reached}. This C looks at output {k} alone, so one product carries all of δ."
    return f"{reached}: all {len(product)} rows live."


def _hidden_table(
    found: Routes, *, activation: str, class_names: tuple[str, ...], depth: int, with_demon: bool
) -> RouteTable:
    elementwise = ACTIVATIONS[activation].elementwise
    influence, path, terms = found.influence[0], found.path[0], found.terms[0]
    gate, delta = float(found.gate[0]), float(found.delta[0])
    if elementwise and found.weights is not None:
        step, step_column = found.weights, RouteColumn("wₖⱼ", "Weight from the selected neuron j to neuron k")
        product = influence * step
        product_column = RouteColumn("wₖⱼ·δₖ", "A term of BP2's sum")
    else:
        step, step_column = path, RouteColumn("∂zₖ/∂zⱼ", "How zₖ changes with z of the selected neuron")
        product, product_column = terms, RouteColumn("product", "A term of δ")
    columns = [step_column, RouteColumn("δₖ", "Error of neuron k of the next layer"), product_column]
    cells = [step, influence, product]
    if with_demon:
        columns.insert(0, RouteColumn("Δzₖ", "How zₖ changes when Δz is added"))
        cells.insert(0, found.change[0])
    names = class_names if found.layer + 1 == depth else ()
    rows = _rows(found.layer + 1, step != 0.0, product, names, tuple(cells))
    width = len(columns)
    sums = [
        _sum_row("Σ", float(product.sum()), width),
        _sum_row("× gate", gate, width),
        _sum_row("= δ", delta, width),
    ]
    if not elementwise:
        sums = [_sum_row("Σ = δ", delta, width)]
    if with_demon:
        sums.append(_sum_row("δ·Δz", delta * found.dz, width))
    factor = None if found.factor is None else float(found.factor[0])
    sentence = _hidden_sentence(activation, gate, int(influence.shape[0]), factor)
    return RouteTable((NAMES, *columns), (*rows, *sums), sentence)


def _hidden_sentence(activation: str, gate: float, count: int, factor: float | None) -> str:
    """Say how δ is made; ``factor`` is dropout's, and a part of the gate."""
    label = ACTIVATIONS[activation].label
    ahead = "the neuron" if count == 1 else f"the {count} neurons"
    made = f"δ is made of the δₖ of {ahead} ahead, by the weights that lead there"
    if not ACTIVATIONS[activation].elementwise:
        left = "" if factor is None else ", but for what dropout leaves out"
        return f"{made}, through the full Jacobian J of {label}{left}."
    if factor == 0.0:
        return "Dropped: in this step the neuron passes nothing on, so whatever stands ahead, its δ is 0."
    if gate == 0.0:
        return f"The gate is shut: {label} is flat at this z, so whatever stands ahead, δ is 0."
    if abs(gate) < _NEARLY_SHUT:
        slope = numbers.significant(gate)
        return f"The gate is nearly shut ({slope}): {label} saturates, and little of the sum passes."
    times = "" if factor is None else f", times {numbers.significant(factor)} for what dropout leaves out"
    return f"{made}, times the gate, the slope of {label} at this z{times}."


def _rows(
    layer: int,
    lives: FloatArray,
    product: FloatArray,
    names: tuple[str, ...],
    columns: tuple[FloatArray, ...],
) -> tuple[RouteRow, ...]:
    largest = float(np.abs(product).max(initial=0.0))
    name: Callable[[int], str] = lambda k: str(k)  # noqa: E731
    if len(names) == len(product) and any(names[k] != str(k) for k in range(len(names))):
        name = lambda k: f"{k}  {names[k]}"  # noqa: E731
    return tuple(
        RouteRow(
            name(k),
            tuple(cell(float(column[k])) for column in columns),
            Neuron(layer, k),
            bool(lives[k]),
            largest > 0.0 and abs(float(product[k])) >= _FAINT * largest,
        )
        for k in range(len(product))
    )


def cell(value: float) -> str:
    """Write a number of the table; an exact zero stands out by being short."""
    return "0" if value == 0.0 else numbers.signed(value).strip()


def _sum_row(name: str, value: float, columns: int) -> RouteRow:
    return RouteRow(name, (*[""] * (columns - 1), cell(value)), None, lives=True, counts=True)
