"""What the tiles say, prepared without Qt."""

from itertools import islice

import numpy as np

from bpexplorer.core.readings.samples import HardestReading
from bpexplorer.core.training_data import PARTS, TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.data.own_units import own_columns, own_rows, own_values, row_names
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.session import Listing
from bpexplorer.look import numbers
from bpexplorer.look.own_units import own_text
from bpexplorer.look.samples import part_sample, part_word
from bpexplorer.panels.shared.sets import EMPTY_SET
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

#: What a click does, and a double click.
_GESTURES = tr(
    "Click or Space: choose this sample; panels that show one sample show it. Double click or Return: see it in "
    "Explore, with the output that was predicted selected."
)
#: So many targets and outputs have room in a tile, in lines of so many letters.
_OUTPUTS = 1
_LETTERS = 13
_AND_MORE = ", …"
#: A tooltip has so many values, each whole.
_TOOLTIP_LINES = 12


def cost_line(reading: HardestReading, index: int) -> str:
    """The C of a sample, as a tile has room for it."""
    return _line("C", float(reading.costs[index]))


def value_lines(reading: HardestReading, index: int) -> tuple[str, str]:
    """The targets of a sample and its outputs, the first one of many, as a tile has room for them."""
    y, a = (
        _line(name, float(values[0]), "" if len(values) <= _OUTPUTS else _AND_MORE)
        for name, values in zip(("y", "a"), _answers(reading, index), strict=True)
    )
    return y, a


def class_names(reading: HardestReading, index: int) -> tuple[str, str] | None:
    """The class of a sample, and the one it is taken for; None for regression."""
    labels, predicted = reading.given.labels, reading.predicted
    if labels is None or predicted is None:
        return None
    names = reading.data.class_names
    return names[int(labels[index])], names[int(predicted[index])]


def values_text(reading: HardestReading, index: int) -> tuple[str, str]:
    """The targets of a sample and its outputs, the first ones of many."""
    y, a = (
        ", ".join(numbers.significant(value) for value in values[:_OUTPUTS].tolist())
        + (_AND_MORE if len(values) > _OUTPUTS else "")
        for values in _answers(reading, index)
    )
    return y, a


def _answers(reading: HardestReading, index: int) -> tuple[FloatArray, FloatArray]:
    """Targets and outputs of a sample, in the units that the targets came in."""
    data = reading.data
    return data.in_target_units(reading.given.y[index]), data.in_target_units(reading.outputs[index])


def _line(name: str, value: float, end: str = "") -> str:
    """Name and value in one line of a tile: a long one gives up digits, and at last that there are more."""
    for digits in (3, 2, 1):
        line = f"{name} {numbers.significant(value, digits=digits)}{end}"
        if len(line) <= _LETTERS:
            return line
    return line.removesuffix(end)


def input_lines(
    reading: HardestReading, index: int, prepared: PreparedData, *, at_most: int
) -> list[tuple[str, str]]:
    """Name and value of the columns, in the units of the data, in so many lines at most; the last says how many more
    there are."""
    values = own_values(prepared, reading.part, int(reading.rows[index]))
    columns = own_columns(prepared)
    lines = [
        (column.name, own_text(value, column.kind, digits=4))
        for column, value in islice(zip(columns, values, strict=True), at_most)
    ]
    if len(columns) > at_most:
        more = len(columns) - at_most + 1
        lines[at_most - 1 :] = [(tr("… {count} more", count=numbers.count(more)), "")]
    return lines


def sample_sentence(reading: HardestReading, index: int) -> str:
    """``test sample 123: true 5, predicted 9, cost 6.94``."""
    name = part_sample(reading.part, int(reading.rows[index]))
    cost = numbers.significant(float(reading.costs[index]))
    classes = class_names(reading, index)
    if classes is not None:
        return tr(
            "{name}: true {true}, predicted {predicted}, cost {cost}",
            name=name,
            true=classes[0],
            predicted=classes[1],
            cost=cost,
        )
    y, a = values_text(reading, index)
    return tr("{name}: target {y}, output {a}, cost {cost}", name=name, y=y, a=a, cost=cost)


def tooltip(reading: HardestReading, index: int, prepared: PreparedData | None) -> str:
    """The sample in words, its values where it is no picture, and what can be done with it."""
    sentence = sample_sentence(reading, index)
    said = tr(
        "{sentence}, at step {step}.",
        sentence=sentence[0].upper() + sentence[1:],
        step=numbers.count(reading.step),
    )
    lines = []
    if prepared is not None and (names := row_names(prepared)) is not None:
        row = own_rows(prepared, reading.part)[int(reading.rows[index])]
        lines.append(f"{names.name} {names.text(int(row))}")
    if prepared is not None and reading.data.image_shape is None:
        lines += [
            f"{name} {value}".strip()
            for name, value in input_lines(reading, index, prepared, at_most=_TOOLTIP_LINES)
        ]
    return "\n".join([said, *lines, _GESTURES])


def title(reading: HardestReading | None) -> str:
    """How a tile is read, and of which step all of them are."""
    if reading is None or not len(reading.rows):
        return ""
    # The step comes first: it is what stays where there is little room.
    parts = [tr("step {step}", step=numbers.count(reading.step)), tr("double click: why?")]
    if reading.cell is None and not reading.wrong:
        parts.insert(1, tr("true → predicted") if reading.predicted is not None else tr("y target, a output"))
    return " · ".join(parts)


def cell_words(cell: tuple[int, int], data: TrainingData) -> str:
    """A cell of the confusion matrix: ``true 5, predicted 9``."""
    actual, predicted = (data.class_names[index] for index in cell)
    return tr("true {actual}, predicted {predicted}", actual=actual, predicted=predicted)


def listing_words(listing: Listing, data: TrainingData) -> str:
    """Which samples of a set are listed, where it isn't all: those of a cell, or the wrong ones.

    Empty where it is all, and where the classes of the cell have just gone with other data.
    """
    if listing.cell is None:
        return tr("only wrong") if listing.wrong else ""
    return cell_words(listing.cell, data) if max(listing.cell) < len(data.class_names) else ""


def why_empty(reading: HardestReading) -> tuple[str, str]:
    """Why no sample is listed, and what to do."""
    if reading.samples and reading.wrong:
        return (
            tr("No sample is wrong."),
            tr(
                "At step {step} no sample of the {part} is taken for another class. Click ✕ above to list all.",
                step=numbers.count(reading.step),
                part=PARTS[reading.part],
            ),
        )
    if not reading.samples or reading.cell is None:
        return EMPTY_SET
    words = cell_words(reading.cell, reading.data)
    return (
        tr("No sample is of this kind."),
        tr(
            "At step {step} no sample of the {part} is {words}. Click ✕ above to list all, "
            "or another cell in Metrics.",
            step=numbers.count(reading.step),
            part=PARTS[reading.part],
            words=words,
        ),
    )


def table(reading: HardestReading) -> ValueTable:
    """All that are listed, with every digit: for other programs."""
    name = tr(
        "Hardest {part_word} samples at step {step}", part_word=part_word(reading.part), step=reading.step
    )
    if reading.predicted is not None:
        columns: tuple[str, ...] = ("sample", "true", "predicted", "C")
        answers = [class_names(reading, index) or () for index in range(len(reading.rows))]
    else:
        data, outputs = reading.data, range(reading.outputs.shape[1])
        ends = tuple(f" ({name})" for name in data.target_names) or ("",) * len(outputs)
        columns = (
            "sample",
            *(f"y{j}{ends[j]}" for j in outputs),
            *(f"a{j}{ends[j]}" for j in outputs),
            "C",
        )
        both = data.in_target_units(reading.given.y), data.in_target_units(reading.outputs)
        answers = np.hstack(both).tolist()
    rows = zip(reading.rows.tolist(), answers, reading.costs.tolist(), strict=True)
    return ValueTable(name, columns, tuple((row, *answer, cost) for row, answer, cost in rows))


def grid_name(listing: Listing) -> str:
    """What the tiles are called."""
    return tr("Hardest {part_word} samples", part_word=part_word(listing.part))
