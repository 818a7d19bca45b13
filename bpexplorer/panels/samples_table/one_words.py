"""What the page of one sample asks, and what it says. No Qt."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

from bpexplorer.core.readings.table.one import Judged, WhatIf, read_what_if
from bpexplorer.core.training_data import PartName, TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.data.own_units import own_rows
from bpexplorer.data.table.table import Kind
from bpexplorer.document.picture import Picture
from bpexplorer.look import numbers
from bpexplorer.look.own_units import own_text
from bpexplorer.look.samples import part_sample
from bpexplorer.panels.samples_table.one_sample import OneSample
from bpexplorer.panels.samples_table.words import output_name
from bpexplorer.panels.shared.cells.cells import Cell, Column, Row, Table
from bpexplorer.translation import tr, tr_n

_DIGITS: Final = numbers.WIDEST


@dataclass(frozen=True, slots=True, eq=False)
class Changed:
    """A sample of a set with what was typed: inputs, shape (n_0,), and targets, shape (n_L,) or None."""

    part: PartName
    row: int
    x: FloatArray
    y: FloatArray | None


def ask(picture: Picture, choice: Changed | None) -> Callable[[], WhatIf]:
    """The question: of the sample that is looked at, and of what was typed in its place."""
    frame, samples = picture.frame, picture.samples
    given = samples.of(frame.data)
    row = picture.row
    is_here = choice is not None and (choice.part, choice.row) == (samples.part, int(samples.rows[row]))
    fits = choice is not None and choice.x.shape == given.x[row].shape
    changed = (choice.x, choice.y) if choice is not None and is_here and fits else None
    return partial(
        read_what_if,
        frame.trained_network,
        frame.data,
        (given.x[row], given.y[row]),
        changed,
        cost=frame.config.cost,
        step=frame.step,
        edit=frame.edit_number,
    )


def title(sample: OneSample, reading: WhatIf) -> str:
    """Which sample it is, and of which step the network."""
    return " · ".join(
        (tr("step {step}", step=numbers.count(reading.step)), part_sample(sample.part, sample.row))
    )


def sentences(sample: OneSample, reading: WhatIf) -> str:
    """What the sample is and what it is taken for; and what it would be taken for with what was typed."""
    said = [_where(sample), _judged(reading.data, reading.as_it_is)]
    if reading.changed is not None and sample.is_changed:
        changes = [
            tr("{name} = {value}", name=sample.name(row), value=sample.text(row))
            for row in sorted(sample.typed)
        ]
        more = len(changes) - 3
        listed = ", ".join(changes[:3])
        if more > 0:
            listed = tr_n("{listed} and {count} more", "{listed} and {count} more", more, listed=listed)
        said.append(tr("What if {listed}?", listed=listed))
        said.append(_judged(reading.data, reading.changed))
    else:
        said.append(tr("Click a value to type another one: what would the network say?"))
    return " ".join(said)


def _where(sample: OneSample) -> str:
    name = part_sample(sample.part, sample.row)
    name = name[0].upper() + name[1:]
    if sample.prepared.taken is not None:
        row = int(own_rows(sample.prepared, sample.part)[sample.row])
        name = tr(
            "{name}, row {row} of {title}",
            name=name,
            row=numbers.count(row),
            title=sample.prepared.choice.title,
        )
    targets = sample.values[len(sample.inputs) :]
    if sample.prepared.training.is_classification:
        return tr("{name}: true class {class_name}.", name=name, class_name=targets[0])
    if len(targets) > 1:
        return tr("{name}.", name=name)
    return tr("{name}: target {target}.", name=name, target=own_text(targets[0], Kind.NUMBER, digits=4))


def _judged(data: TrainingData, judged: Judged) -> str:
    cost = "" if judged.cost is None else numbers.significant(judged.cost)
    if judged.predicted is not None:
        predicted = data.class_names[judged.predicted]
        if judged.cost is None:
            return tr("Predicted {predicted}.", predicted=predicted)
        return tr("Predicted {predicted}, C = {cost}.", predicted=predicted, cost=cost)
    output = numbers.significant(float(data.in_target_units(judged.outputs)[0]), digits=4)
    if len(judged.outputs) > 1:
        return tr("C = {cost}.", cost=cost) if cost else ""
    if not cost:
        return tr("Predicted {output}.", output=output)
    return tr("Predicted {output}, C = {cost}.", output=output, cost=cost)


def outputs_table(reading: WhatIf) -> Table:
    """A row for each output: a, in the units of targets that are numbers, and δ; beside it what if."""
    data, as_it_is, changed = reading.data, reading.as_it_is, reading.changed
    of_a = tr("What the output gives, in the units of the target.")
    of_delta = tr("∂C/∂z of the output, for this sample's own C.")
    columns = [Column("a", of_a, _DIGITS), Column("δ", of_delta, _DIGITS)]
    if changed is not None:
        columns += [
            Column(tr("a, what if"), tr("The same with what was typed."), _DIGITS),
            Column(
                tr("δ, what if"), tr("The same with what was typed; without a target there is none."), _DIGITS
            ),
        ]
    shown = [as_it_is] if changed is None else [as_it_is, changed]
    in_units = [data.in_target_units(judged.outputs) for judged in shown]
    rows = []
    for j in range(data.outputs):
        cells = []
        for judged, outputs in zip(shown, in_units, strict=True):
            cells.append(Cell(numbers.signed(float(outputs[j])), value=float(outputs[j])))
            if judged.deltas is None:
                cells.append(Cell(numbers.NOTHING))
            else:
                delta = float(judged.deltas[-1][j])
                cells.append(Cell(numbers.signed(delta), value=delta))
        name = output_name(data, j)
        rows.append(Row(name, tr("Output {index}: {name}.", index=j, name=name), tuple(cells)))
    return Table(tuple(columns), tuple(rows))
