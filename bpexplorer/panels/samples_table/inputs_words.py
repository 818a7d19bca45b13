"""The inputs as a table: how each comes from the data, how it is scaled, and what it does in learning. No Qt."""

from collections.abc import Callable, Generator
from functools import partial
from typing import Final

import numpy as np

from bpexplorer.core.readings.table.inputs import InputsReading, read_inputs
from bpexplorer.core.types import FloatArray
from bpexplorer.data.own_units import OwnColumn, own_columns
from bpexplorer.data.prepare import PreparedData
from bpexplorer.data.recipe.recipe import KIND_WORDS, MISSING_WORDS
from bpexplorer.document.picture import Picture
from bpexplorer.look import numbers
from bpexplorer.look.own_units import own_text
from bpexplorer.panels.samples_table.array_table import ArrayColumn, ArrayTable, Sorting, number_column
from bpexplorer.translation import tr

FIRST_SORTING: Final = Sorting("input", False)
_LONGEST_NAME: Final = 24


def ask(picture: Picture, _choice: object) -> Callable[[], Generator[None, None, InputsReading]]:
    """The question: over the training set."""
    frame = picture.frame
    return partial(
        read_inputs,
        frame.trained_network,
        frame.data,
        cost=frame.config.cost,
        mask=frame.mask,
        step=frame.step,
        edit=frame.edit_number,
    )


def input_columns(reading: InputsReading, prepared: PreparedData) -> ArrayTable:
    """A row for each input of the network, not sorted yet."""
    data, scaling = prepared.training, prepared.scaling
    names, inputs = data.feature_names, np.arange(data.inputs, dtype=np.float64)
    columns = [
        _words("input", tr("input"), tr("Its name, and how many inputs come before it."), names, inputs)
    ]
    if prepared.columns:
        owned = own_columns(prepared)
        by_input = [column for column in owned for _ in range(column.inputs)]
        kinds = [KIND_WORDS[column.kind] for column in by_input]
        rules = [_rule(column) for column in by_input]
        columns += [
            _words(
                "type", tr("type"), tr("As what the values of its column are taken."), kinds, _ranked(kinds)
            ),
            _words(
                "missing",
                tr("where missing"),
                tr(
                    "What is done where its column has no value, and what then stands in: from the training set."
                ),
                rules,
                _ranked(rules),
            ),
        ]
    columns += [
        number_column("offset", tr("offset"), tr("Taken off the value first."), scaling.offset, _precise),
        number_column("scale", tr("scale"), tr("What is left is divided by it."), scaling.scale, _precise),
        number_column(
            "weights",
            tr("RMS w"),
            tr("RMS of the weights that lead on from this input."),
            reading.weight_rms,
            numbers.unsigned,
        ),
        number_column(
            "share",
            tr("share of ∂C/∂W¹"),
            tr(
                "Its weights' part in the square of the gradient of layer 1, over the training set: all of them add up "
                "to 100 %. Where it is large, learning changes what the network makes of this input."
            ),
            reading.shares,
            lambda share: numbers.percent(share).strip(),
        ),
        number_column(
            "influence",
            tr("RMS ∂C/∂x"),
            tr("How far C answers to the input itself, as the network gets it: RMS over the training set."),
            reading.influence,
            numbers.unsigned,
        ),
    ]
    name = tr("Inputs at step {step}", step=numbers.count(reading.step))
    return ArrayTable(name, tuple(columns), row_words=partial(_row_words, names))


def _row_words(names: tuple[str, ...], place: int) -> str:
    return tr("Input {index}: {name}.", index=place, name=names[place])


def _rule(column: OwnColumn) -> str:
    if column.fitted is None:
        return ""
    words = MISSING_WORDS[column.fitted.missing]
    if column.stands_in is None:
        return words
    return tr("{rule}: {value}", rule=words, value=own_text(column.stands_in, column.kind, digits=4))


def _precise(value: float) -> str:
    return numbers.significant(value, digits=6)


def _ranked(texts: list[str]) -> FloatArray:
    """Numbers that sort texts by their letters."""
    ranks: FloatArray = np.unique(np.array(texts, dtype=object).astype(str), return_inverse=True)[1].astype(
        np.float64
    )
    return ranks


def _words(
    key: str, title: str, meaning: str, texts: tuple[str, ...] | list[str], keys: FloatArray
) -> ArrayColumn:
    longest = max(map(len, texts), default=0)
    return ArrayColumn(
        key=key,
        title=title,
        meaning=meaning,
        characters=min(longest, _LONGEST_NAME),
        text=lambda place: texts[place],
        keys=keys,
        value=lambda place: texts[place],
        is_number=False,
        largest_first=False,
    )


def title(reading: InputsReading) -> str:
    """Of which step it is, over which samples."""
    step = tr("step {step}", step=numbers.count(reading.step))
    if reading.read < reading.samples:
        samples = tr(
            "{shown} of {samples} training samples",
            shown=numbers.count(reading.read),
            samples=numbers.count(reading.samples),
        )
    else:
        samples = tr("training set")
    return f"{step} · {samples}"


def sentences(prepared: PreparedData) -> str:
    """How the table of somebody's own became inputs."""
    inputs = numbers.count(prepared.training.inputs)
    if not prepared.columns:
        return tr("{inputs} inputs; given to the network as (value − offset) / scale.", inputs=inputs)
    return tr(
        "{columns} columns of {title} are {inputs} inputs; given to the network as (value − offset) / scale.",
        columns=numbers.count(len(prepared.columns)),
        title=prepared.choice.title,
        inputs=inputs,
    )
