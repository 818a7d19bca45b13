"""The terms as a table: which of them stand in it, and what their cells say. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from bpexplorer.core.origin import SumKind
from bpexplorer.core.readings.origin import OriginReading, WorkedSum
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.look import numbers
from bpexplorer.translation import tr

#: So many terms stand in the table at first, the largest; one more takes no more room than to speak of it. Where there
#: is less room, so many are enough; and so few, for what they come to is to be seen.
FIRST: Final = 5
ENOUGH: Final = 3
FEWEST: Final = 2
#: Columns of numbers where terms are products: two factors, and what they come to.
_PRODUCT: Final = 3
#: Decimals of a cell; significant digits of a factor where those are too few.
_DECIMALS, _DIGITS = 4, 4
#: A product is off by more than so much, and by more than this part of it.
_OFF, _PART_OFF = 5e-4, 2e-3


@dataclass(frozen=True, slots=True)
class Column:
    """A column's symbol and what it stands for."""

    symbol: str
    meaning: str


@dataclass(frozen=True, eq=False)
class OriginTable:
    """The terms that are shown, one row each. Texts are made as they are asked for: a layer may have 4,096 neurons.

    ``rows`` are places in the sum's own order. The first column names the neuron, the last is the bar of the term.
    """

    columns: tuple[Column, ...]
    rows: Sequence[int]
    layer: int
    neurons: IntArray
    #: The numbers of the columns between; the last of them are the terms.
    values: tuple[FloatArray, ...]
    #: What the neurons are called, one name for each, where that says more than their numbers.
    names: tuple[str, ...]
    #: The row of the selected connection.
    marked: int | None = None
    #: Where terms are products of two factors: the products are still to be worked out.
    hides_terms: bool = False

    @property
    def shape(self) -> tuple[tuple[Column, ...], int, int, int, tuple[str, ...]]:
        """What stays while only the numbers change."""
        return self.columns, len(self.rows), self.layer, len(self.neurons), self.names

    @property
    def terms(self) -> FloatArray:
        """The terms that make the sum."""
        return self.values[-1]

    def neuron(self, row: int) -> Neuron:
        """Of which neuron a row is."""
        return Neuron(self.layer, int(self.neurons[self.rows[row]]))

    def name(self, row: int) -> str:
        """What a row is called: its neuron, with the name of its class where that says more."""
        k = self.neuron(row).index
        return f"{k}  {self.names[k]}" if self.names else str(k)

    def value(self, row: int, column: int) -> float:
        """The number in a column of numbers."""
        return float(self.values[column - 1][self.rows[row]])

    def text(self, row: int, column: int) -> str:
        """What a cell says."""
        if column == 0:
            return self.name(row)
        if self.is_bar(column):
            return ""
        if self.is_hidden(column):
            return "?"
        value = self.value(row, column)
        return factor(value) if self.needs_digits and column < len(self.values) else cell(value)

    def is_bar(self, column: int) -> bool:
        """Whether a column has the bars."""
        return column == len(self.values) + 1

    def is_hidden(self, column: int) -> bool:
        """Whether what a column has is to be worked out from the others."""
        return self.hides_terms and len(self.values) == _PRODUCT and column >= len(self.values)

    def share(self, row: int) -> float:
        """The row's term, as a part of the largest, −1…1; 0 where terms are hidden."""
        if self.is_hidden(len(self.values)):
            return 0.0
        largest = float(np.abs(self.terms).max(initial=0.0))
        term = float(self.terms[self.rows[row]])
        return term / largest if 0.0 < largest < np.inf else 0.0

    @property
    def wide_columns(self) -> tuple[bool, ...]:
        """For each column of numbers, whether one of the rows is no plain decimal, or has more digits than others."""
        wide = []
        for column, values in enumerate(self.values, start=1):
            size = np.abs(values[list(self.rows)])
            is_plain = (size == 0.0) | ((size >= numbers.LEAST) & (size < numbers.GREATEST))
            wide.append(not is_plain.all() or (self.needs_digits and column < len(self.values)))
        return tuple(wide)

    @cached_property
    def needs_digits(self) -> bool:
        """Whether factors of the rows, as others are written, wouldn't multiply to their terms."""
        if len(self.values) != _PRODUCT:
            return False
        one, other, terms = (values[list(self.rows)] for values in self.values)
        return bool(np.any(is_off(one, other, terms)))

    @property
    def shown(self) -> tuple[Neuron, ...]:
        """The neurons of the rows."""
        return tuple(map(self.neuron, range(len(self.rows))))

    @property
    def left(self) -> int:
        """How many terms aren't shown."""
        return len(self.neurons) - len(self.rows)

    @property
    def sum_of_left(self) -> float:
        """What they come to together."""
        others = np.ones(len(self.neurons), dtype=bool)
        others[list(self.rows)] = False
        return float(self.terms[others].sum())

    @property
    def size(self) -> float:
        """What a sum of terms is added up from."""
        return float(np.abs(self.terms).sum())

    def in_words(self, row: int) -> str:
        """The product of a row in a line: ``wₖⱼ +0.6421 · δₖ −0.9147 = −0.5873``."""
        *factors, term = range(1, len(self.values) + 1)
        product = " · ".join(f"{self.columns[each].symbol} {self.text(row, each)}" for each in factors)
        name = product or self.columns[term].symbol
        return f"{name} = {self.text(row, term)}"


NOTHING: Final = OriginTable((), (), 0, np.empty(0, dtype=np.intp), (np.empty(0),), ())


def origin_table(
    reading: OriginReading,
    *,
    mean: bool,
    names: tuple[str, ...],
    whole: bool = False,
    first: int = FIRST,
    connection: Connection | None = None,
    keep: Sequence[Neuron] | None = None,
) -> OriginTable:
    """Lay out the terms.

    Parameters
    ----------
    mean : bool
        Those of the mean over the samples, instead of the one sample's.
    names : tuple of str
        What the neurons of the terms are called, one each; or none.
    whole : bool
        All terms, not just the largest.
    first : int
        How many of the largest.
    connection : Connection, optional
        The selected one: if a term is its, that is among the rows, and marked.
    keep : sequence of Neuron, optional
        Rows that are to stay where they are, though others may have larger terms by now.
    """
    worked = reading.mean if mean else reading.one
    chosen = _marked(reading, worked, connection)
    rows: Sequence[int]
    if keep is not None:
        place = {int(k): number for number, k in enumerate(worked.neurons)}
        rows = tuple(place[neuron.index] for neuron in keep if neuron.index in place)
    elif whole or len(worked.terms) <= first + 1:
        rows = range(len(worked.terms))
    else:
        beyond = chosen is not None and chosen >= first
        rows = (*range(first), chosen) if beyond and chosen is not None else range(first)
    says_more = any(name != str(k) for k, name in enumerate(names))
    return OriginTable(
        columns=_columns(reading, mean=mean),
        rows=rows,
        layer=reading.layer,
        neurons=worked.neurons,
        values=(worked.terms,)
        if worked.path is None or worked.influence is None
        else (worked.path, worked.influence, worked.terms)
        if reading.kind is SumKind.NEXT
        else (worked.influence, worked.path, worked.terms),
        names=names if says_more else (),
        marked=rows.index(chosen) if chosen is not None and chosen in rows else None,
    )


def _marked(reading: OriginReading, worked: WorkedSum, connection: Connection | None) -> int | None:
    if connection is None or reading.kind is not SumKind.NEXT or connection.ends[0] != reading.neuron:
        return None
    found = np.flatnonzero(worked.neurons == connection.target)
    return int(found[0]) if len(found) else None


def _columns(reading: OriginReading, *, mean: bool) -> tuple[Column, ...]:
    bars = Column(
        "",
        tr(
            "The term: to the right it raises δ, to the left it lowers δ. The longest bar "
            "is the largest term."
        ),
    )
    ahead = tr("Which neuron of the next layer")
    if reading.kind is SumKind.NEXT and mean:
        slope = "σ′(zⱼ)" if reading.one.factor is None else "mⱼ σ′(zⱼ)"
        return (
            Column("k", ahead),
            Column("wₖⱼ", tr("Weight from the selected neuron j to neuron k")),
            Column(tr("mean δₖσ′"), tr("Mean of δₖ {slope} over the samples", slope=slope)),
            Column("product", tr("A term of the mean of δ: the terms add up to it")),
            bars,
        )
    if reading.kind is SumKind.NEXT:
        return (
            Column("k", ahead),
            Column("wₖⱼ", tr("Weight from the selected neuron j to neuron k")),
            Column("δₖ", tr("δ of neuron k")),
            Column("wₖⱼδₖ", tr("Contribution w·δ: a term of the sum")),
            bars,
        )
    k = "ₖ" if reading.kind is SumKind.OUTPUT else "ᵢ"
    what = tr("output k") if reading.kind is SumKind.OUTPUT else tr("output i of this layer")
    first = Column("k" if reading.kind is SumKind.OUTPUT else "i", tr("Which {what}", what=what))
    if mean:
        return (
            first,
            Column(tr("mean of product"), tr("Mean of ∂C/∂a{k} · ∂a{k}/∂zⱼ over the samples", k=k)),
            bars,
        )
    return (
        first,
        Column(f"∂C/∂a{k}", tr("How C changes with {what}", what=what)),
        Column(f"∂a{k}/∂zⱼ", tr("How {what} changes with z of the selected neuron", what=what)),
        Column("product", tr("A term of the sum")),
        bars,
    )


def cell(value: float, *, of: float = 0.0) -> str:
    """Write a number of the table; an exact zero stands out by being short. ``of`` as in `numbers.signed`."""
    return "0" if value == 0.0 else numbers.signed(value, of=of).strip()


def factor(value: float) -> str:
    """Write a factor with so many digits that a small one, too, can be multiplied: ``−0.001725``."""
    if value == 0.0 or not np.isfinite(value):
        return cell(value)
    first = int(np.floor(np.log10(abs(value))))
    decimals = max(_DECIMALS, _DIGITS - 1 - first) if abs(value) >= numbers.LEAST else _DECIMALS
    return numbers.signed(value, decimals=decimals, width=numbers.WIDEST).strip()


#: The product of two such numbers is finite.
_MOST = 1e150


def is_off(one: FloatArray, other: FloatArray, term: FloatArray) -> NDArray[np.bool_]:
    """Where two factors, as cells are written, don't multiply to their term."""
    off: NDArray[np.bool_] = np.abs(_as_written(one) * _as_written(other) - term) > _OFF + _PART_OFF * np.abs(
        term
    )
    return off


def _as_written(values: FloatArray) -> FloatArray:
    values = np.clip(values, -_MOST, _MOST)
    sizes = np.abs(values)
    plain = (sizes >= numbers.LEAST) & (sizes < numbers.GREATEST)
    return np.where(plain, np.round(values, _DECIMALS), values)
