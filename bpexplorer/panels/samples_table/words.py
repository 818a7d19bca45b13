"""The table of samples as columns, and what is said of it. No Qt."""

from collections.abc import Callable, Generator
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np

from bpexplorer.core.readings.table.rows import SampleTable, read_samples
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training_data import PARTS, SAMPLES, PartName, SamplesName, TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.data.own_units import is_of, own_rows, row_names
from bpexplorer.data.prepare import PreparedData
from bpexplorer.data.table.table import Column
from bpexplorer.document.picture import Picture
from bpexplorer.look import numbers
from bpexplorer.look.samples import part_sample, part_word
from bpexplorer.look.stylesheet import Ink
from bpexplorer.panels.samples_table.array_table import ArrayColumn, ArrayTable, Sorting, number_column
from bpexplorer.translation import tr, tr_n

#: The sets whose samples can be listed.
OFFERED: Final[tuple[SamplesName, ...]] = ("train", "validation", "test", "all")
#: What hurts most comes first.
FIRST_SORTING: Final = Sorting("cost", True)
_DIGITS: Final = numbers.WIDEST
_LONGEST_NAME: Final = 16
_RIGHT, _WRONG = "✓", "✗"
#: Targets and outputs have columns as long as there are so few; of more, a cell has the first ones.
_MOST_NUMBERS: Final = 4


@dataclass(frozen=True, slots=True, eq=False)
class SamplesChoice:
    """Which set is listed, whose δ stands beside each sample, by what they are sorted, and of which data they are."""

    over: SamplesName
    neuron: Neuron | None
    sorting: Sorting
    prepared: PreparedData | None


@dataclass(frozen=True, slots=True, eq=False)
class SampleRows:
    """The samples of a set, and the same as rows, sorted."""

    reading: SampleTable
    table: ArrayTable


def ask(picture: Picture, choice: SamplesChoice) -> Callable[[], Generator[None, None, SampleRows]] | None:
    """The question; None of a set without samples."""
    return partial(_read, picture.frame, choice) if picture.frame.data.count(choice.over) else None


def _read(frame: Frame, choice: SamplesChoice) -> Generator[None, None, SampleRows]:
    neuron = choice.neuron if choice.neuron is not None and frame.spec.has(choice.neuron) else None
    reading = yield from read_samples(
        frame.trained_network,
        frame.data,
        cost=frame.config.cost,
        over=choice.over,
        neuron=neuron,
        mask=frame.mask,
        step=frame.step,
        edit=frame.edit_number,
    )
    yield  # to sort very many takes a while, too
    return SampleRows(reading, sample_columns(reading, choice.prepared).sorted_by(choice.sorting))


def sample_columns(table: SampleTable, prepared: PreparedData | None) -> ArrayTable:
    """The table, not sorted yet. Without the data that it was prepared from, rows of files aren't known."""
    owned = prepared if prepared is not None and is_of(prepared, table.data) else None
    columns = [_sample(table)]
    if owned is not None and owned.taken is not None:
        if (names := row_names(owned)) is not None:
            columns.append(_name_of_row(table, owned, names))
        columns.append(_row_of_file(table, owned))
    columns += _answers(table)
    columns += [
        number_column(
            "cost",
            "C",
            tr("The cost of this sample."),
            table.costs,
            numbers.unsigned,
        ),
        number_column(
            "delta",
            tr("‖δ‖ outputs"),
            tr("The length of δ at the outputs: √ of the sum of δ² over them."),
            table.delta_norms,
            numbers.unsigned,
        ),
    ]
    if table.neuron is not None and table.neuron_deltas is not None:
        columns.append(_neuron(table.neuron, table.neuron_deltas))
    columns += _learning(table)
    name = tr("Samples of the {set} at step {step}", set=SAMPLES[table.over], step=numbers.count(table.step))
    return ArrayTable(name, tuple(columns), row_words=partial(row_words, table))


def row_words(table: SampleTable, place: int) -> str:
    """What a row is: ``Test sample 123``."""
    said = part_sample(table.part_of(place), int(table.rows[place]))
    return said[0].upper() + said[1:]


def _sample(table: SampleTable) -> ArrayColumn:
    is_of_all = table.over == "all"

    def text(place: int) -> str:
        number = numbers.count(int(table.rows[place]))
        return f"{part_word(table.part_of(place))} {number}" if is_of_all else number

    meaning = tr("The number of the sample in its set, counted from 0.")
    widest = max(len(text(place)) for place in _ends(table))
    return ArrayColumn(
        key="sample",
        title=tr("sample"),
        meaning=meaning,
        characters=widest,
        text=text,
        keys=np.arange(len(table.rows), dtype=np.float64),
        value=lambda place: text(place) if is_of_all else int(table.rows[place]),
        is_number=False,  # a name, not a quantity
        largest_first=False,
    )


def _ends(table: SampleTable) -> list[int]:
    """The rows whose numbers in their sets are the longest."""
    return [int(np.flatnonzero(table.parts == part)[-1]) for part in np.unique(table.parts)]


def _rows_of_file(table: SampleTable, prepared: PreparedData) -> np.ndarray:
    rows = np.empty_like(table.rows)
    for number, part in enumerate(PARTS):
        here = table.parts == number
        rows[here] = own_rows(prepared, part)[table.rows[here]]
    return rows


def _name_of_row(table: SampleTable, prepared: PreparedData, names: Column) -> ArrayColumn:
    rows = _rows_of_file(table, prepared)
    longest = names.categories or (names.text(int(np.nanargmax(names.values))),)
    return ArrayColumn(
        key="name",
        title=names.name if len(names.name) <= _LONGEST_NAME else f"{names.name[: _LONGEST_NAME - 1]}…",
        meaning=tr("“{name}”, which is no input and names the rows.", name=names.name),
        characters=min(max(map(len, longest)), _LONGEST_NAME),
        text=lambda place: names.text(int(rows[place])),
        keys=names.values[rows].astype(np.float64),
        value=lambda place: names.text(int(rows[place])),
        is_number=False,
        largest_first=False,
    )


def _row_of_file(table: SampleTable, prepared: PreparedData) -> ArrayColumn:
    rows = _rows_of_file(table, prepared)
    return ArrayColumn(
        key="row",
        title=tr("row"),
        meaning=tr(
            "The row of {title} that it is, counted from 0 after the header.", title=prepared.choice.title
        ),
        characters=len(numbers.count(int(rows.max()))),
        text=lambda place: numbers.count(int(rows[place])),
        keys=rows.astype(np.float64),
        value=lambda place: int(rows[place]),
        is_number=False,
        largest_first=False,
        ink=_secondary,
    )


def _answers(table: SampleTable) -> list[ArrayColumn]:
    right = table.is_right
    if table.labels is None or table.predicted is None or right is None:
        return _numbers_predicted(table)
    names = table.data.class_names

    def wrong(place: int) -> Ink:
        return "text" if right[place] else "error"

    columns = [
        ArrayColumn(
            key=key,
            title=title,
            meaning=meaning,
            characters=min(max(map(len, names)), _LONGEST_NAME),
            text=partial(_name, names, labels),
            keys=labels.astype(np.float64),
            value=partial(_name, names, labels),
            is_number=False,
            largest_first=False,
            ink=ink,
        )
        for key, title, meaning, labels, ink in (
            ("class", tr("true"), tr("The class of the sample."), table.labels, _text),
            (
                "predicted",
                tr("predicted"),
                tr("The class that the network takes it for."),
                table.predicted,
                wrong,
            ),
        )
    ]
    columns.append(
        ArrayColumn(
            key="right",
            title=tr("right"),
            meaning=tr("Whether the predicted class is the true one."),
            characters=2,
            text=lambda place: _RIGHT if right[place] else _WRONG,
            keys=right.astype(np.float64),
            value=lambda place: int(right[place]),
            is_number=False,
            largest_first=False,
            ink=lambda place: "good" if right[place] else "error",
            spoken=lambda place: tr("right") if right[place] else tr("wrong"),
        )
    )
    return columns


def _numbers_predicted(table: SampleTable) -> list[ArrayColumn]:
    data = table.data
    targets, outputs = data.in_target_units(table.targets), data.in_target_units(table.outputs)
    columns = []
    for j in range(min(data.outputs, _MOST_NUMBERS)):
        name = output_name(data, j)
        for key, title, meaning, values in (
            ("class", tr("target {name}", name=name), tr("What “{name}” is.", name=name), targets[:, j]),
            (
                "predicted",
                tr("output {name}", name=name),
                tr("What the network makes of “{name}”, in its own unit.", name=name),
                outputs[:, j],
            ),
            (
                "residual",
                tr("target − output"),
                tr("By how much the output of “{name}” falls short of its target.", name=name),
                targets[:, j] - outputs[:, j],
            ),
        ):
            columns.append(number_column(f"{key}{j}", title, meaning, values, numbers.signed))
    return columns


def output_name(data: TrainingData, j: int) -> str:
    """What an output stands for: its class, its column, or its number. One of two classes speaks for the second."""
    names = data.output_names or data.class_names[-1:]
    return names[j] if names else str(j)


def _neuron(neuron: Neuron, deltas: FloatArray) -> ArrayColumn:
    return ArrayColumn(
        key="neuron",
        title=tr("δ {layer}, {index}", layer=neuron.layer, index=neuron.index),
        meaning=tr(
            "δ of the selected neuron, {neuron}. Sorted by its size, whatever its sign.", neuron=neuron
        ),
        characters=_DIGITS,
        text=lambda place: numbers.signed(float(deltas[place])),
        keys=np.abs(deltas),
        value=lambda place: float(deltas[place]),
    )


def _learning(table: SampleTable) -> list[ArrayColumn]:
    return [
        number_column(
            "gradient",
            "‖∇Cₓ‖",
            tr(
                "The length of the gradient of this sample's own C by all weights and biases that training changes."
            ),
            table.gradient_norms,
            numbers.unsigned,
        ),
        ArrayColumn(
            key="share",
            title=tr("share of ∇C"),
            meaning=tr(
                "Its part in ‖∇C‖² of the training set: all of them add up to 100 %. Below 0 it pulls against the "
                "others. A sample of another set has none."
            ),
            characters=_DIGITS,
            text=lambda place: share_text(float(table.shares[place])),
            keys=table.shares,
            value=lambda place: None if np.isnan(table.shares[place]) else float(table.shares[place]),
        ),
        ArrayColumn(
            key="alignment",
            title=tr("cos with ∇C"),
            meaning=tr(
                "The cosine between its gradient and ∇C of the training set. Above 0, a small step down ∇C lowers the "
                "C of this sample, too; below 0, it raises it."
            ),
            characters=_DIGITS,
            text=lambda place: numbers.signed(float(table.alignments[place]), decimals=2),
            keys=table.alignments,
            value=lambda place: float(table.alignments[place]),
        ),
    ]


def share_text(share: float) -> str:
    """A share with its sign, which may be beyond ±100 %; a dash where there is none."""
    if np.isnan(share):
        return numbers.NOTHING
    return f"{numbers.signed(100.0 * share, decimals=2)} %"


def _name(names: tuple[str, ...], labels: np.ndarray, place: int) -> str:
    return names[int(labels[place])]


def _text(_place: int) -> Ink:
    return "text"


def _secondary(_place: int) -> Ink:
    return "secondary"


def title(table: SampleTable) -> str:
    """Whose rows these are, and of which step."""
    step = tr("step {step}", step=numbers.count(table.step))
    return " · ".join((step, SAMPLES[table.over], counted(table)))


def counted(table: SampleTable) -> str:
    """How many samples are listed: ``1,438 samples``, ``1,440 of 60,000 samples``."""
    if table.is_sampled:
        return tr(
            "{shown} of {samples} samples",
            shown=numbers.count(len(table.rows)),
            samples=numbers.count(table.samples),
        )
    return tr_n("{count} sample", "{count} samples", table.samples, count=numbers.count(table.samples))


def sentences(table: SampleTable) -> str:
    """What drives learning, and what isn't listed."""
    said = []
    heaviest, rows = table.heaviest(), len(table.rows)
    if heaviest and rows > 1:
        said.append(
            tr_n(
                "{count} sample of {rows} ({share}) has half of what all ‖∇Cₓ‖ add up to.",
                "{count} samples of {rows} ({share}) have half of what all ‖∇Cₓ‖ add up to.",
                heaviest,
                count=numbers.count(heaviest),
                rows=numbers.count(rows),
                share=numbers.percent(heaviest / rows).strip(),
            )
        )
    if table.over in ("train", "all"):
        against = int(np.count_nonzero(table.shares < 0.0))
        said.append(
            tr_n(
                "{count} training sample pulls against ∇C.",
                "{count} training samples pull against ∇C.",
                against,
                count=numbers.count(against),
            )
        )
    if table.is_sampled:
        said.append(
            tr(
                "Of this large set {shown} samples are read, spread evenly over it.",
                shown=numbers.count(rows),
            )
        )
    return " ".join(said)


def set_tooltip(over: SamplesName) -> str:
    """What the choice of a set lists."""
    return tr("Every sample of the {text}.", text=SAMPLES[over])


def beside(
    table: SampleTable, order: np.ndarray, row: int, most: int
) -> tuple[PartName, tuple[int, ...], int]:
    """The samples of one set that stand around a row of the table as it is sorted: its set, their rows, and its place
    among them."""
    place = int(order[row])
    part = table.parts[place]
    same = np.flatnonzero(table.parts[order] == part)
    at = int(np.searchsorted(same, row))
    first = max(0, min(at - most // 2, len(same) - most))
    listed = order[same[first : first + most]]
    return tuple(PARTS)[part], tuple(table.rows[listed].tolist()), at - first
