"""The exercises of a worksheet: the numbers that are given, and those that are worked out. No Qt."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.optimizers import optimizer
from bpexplorer.core.origin import SumKind
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.readings.origin import OriginReading, read_origin
from bpexplorer.core.readings.phases.my_turn import Blank
from bpexplorer.core.readings.phases.phase import PhaseKind
from bpexplorer.core.readings.phases.reading import StepPhases
from bpexplorer.core.readings.phases.weighted_sum import read_weighted_sum
from bpexplorer.core.readings.phases.worksheet import Task, Worksheet
from bpexplorer.core.readings.update import ParameterUpdate, Place, UpdateReading, read_update
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.types import FloatArray
from bpexplorer.look import numbers, phases
from bpexplorer.look.parameters import parameter_name
from bpexplorer.panels.origin.rows import cell, origin_table
from bpexplorer.panels.origin.words import slope_name
from bpexplorer.panels.update.rows import update_rows
from bpexplorer.translation import tr

#: So many terms stand in a table; what is left comes in one line.
FIRST: Final = 10


@dataclass(frozen=True, slots=True)
class Line:
    """A number by its name; without a number, only words."""

    name: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """One exercise. The last column of the table is worked out; of what is left over, its sum is given."""

    title: str
    caption: str
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    #: What the terms that aren't shown come to: how many there are, in words, and their sum.
    left: Line | None = None
    given: tuple[Line, ...] = ()
    #: How it is worked out, in formulas.
    ways: tuple[Line, ...] = ()
    #: What leads to the answers, and the answers, in the order in which there is room for them.
    steps: tuple[Line, ...] = ()
    answers: tuple[Line, ...] = ()


def exercises(reading: StepPhases, sheet: Worksheet) -> tuple[Exercise, ...]:
    """Those of a pupil's worksheet, one for each task."""
    return tuple(_exercise(reading, task, sheet.row) for task in sheet.tasks)


def _exercise(reading: StepPhases, task: Task, row: int) -> Exercise:
    match task.phase.kind:
        case PhaseKind.FORWARD:
            assert isinstance(task.place, Neuron)
            return _forward(reading, task, task.place, row)
        case PhaseKind.OUTPUT_ERROR | PhaseKind.HIDDEN_ERROR:
            assert isinstance(task.place, Neuron)
            return _error(reading, task, task.place, row)
        case PhaseKind.GRADIENT:
            return _gradient(reading, task, row)
        case _:
            return _update(reading, task, row)


def _title(task: Task) -> str:
    place = task.place
    name = (
        str(place)
        if isinstance(place, Neuron) and task.phase.kind not in (PhaseKind.GRADIENT, PhaseKind.UPDATE)
        else parameter_name(place)
    )
    return f"{phases.name(task.phase)} · {name}"


def _forward(reading: StepPhases, task: Task, neuron: Neuron, row: int) -> Exercise:
    found, spec = read_weighted_sum(reading, neuron, row), reading.shown.spec
    function = activation(spec.activations[neuron.layer - 1])
    given = [Line(tr("bias b"), cell(found.bias))]
    if found.dz is not None:
        given.append(Line(tr("Δz that the demon holds"), cell(found.dz)))
    if not function.elementwise:
        others = np.delete(reading.samples.trace.zs[neuron.layer - 1][row], neuron.index)
        given.append(Line(tr("the other z of the layer"), _listed(others)))
    table = _table((found.weights, found.inputs, found.terms), [str(k) for k in found.sources])
    sums = "Σ w·a + b" if found.dz is None else "Σ w·a + b + Δz"
    return Exercise(
        title=_title(task),
        caption=phases.caption(reading, task.phase, row),
        columns=("k", "wⱼₖ", "aₖ", "wⱼₖ·aₖ"),
        rows=table,
        left=_left(found.terms),
        given=tuple(given),
        ways=(Line(f"z = {sums}"), Line(function.formula)),
        answers=_answers(task.blanks),
    )


def _error(reading: StepPhases, task: Task, neuron: Neuron, row: int) -> Exercise:
    shown = reading.shown
    origin = read_origin(
        reading.samples,
        reading.data,
        cost=shown.config.cost,
        row=row,
        neuron=neuron,
        step=reading.step,
        mask=shown.mask,
    )
    worked = origin.one
    table = origin_table(origin, mean=False, names=(), first=FIRST - 1)
    given = []
    if worked.slope is not None:
        given.append(Line(slope_name(origin), cell(worked.slope)))
    if worked.factor is not None:
        given.append(Line(tr("× factor of dropout"), cell(worked.factor)))
    *factors, terms = table.values
    rows = tuple(
        (table.name(each), *(cell(float(values[table.rows[each]])) for values in (*factors, terms)))
        for each in range(len(table.rows))
    )
    return Exercise(
        title=_title(task),
        caption=phases.caption(reading, task.phase, row),
        columns=tuple(column.symbol for column in table.columns[:-1]),
        rows=rows,
        left=_left_over(table.left, table.sum_of_left) if table.left else None,
        given=tuple(given),
        ways=(Line(_way_of_error(origin)),),
        answers=_answers(task.blanks),
    )


def _way_of_error(origin: OriginReading) -> str:
    if origin.kind is not SumKind.NEXT:
        return tr("δ = Σ of the products")
    return "δ = Σ w·δ × σ′(z)" if origin.one.factor is None else "δ = Σ w·δ × σ′(z) × m"


def _gradient(reading: StepPhases, task: Task, row: int) -> Exercise:
    update, _ = _read(reading, task.place)
    order = np.argsort(-np.abs(update.shares), kind="stable")
    is_weight = update.signals is not None
    columns: tuple[FloatArray, ...] = (
        (update.signals, update.deltas, update.shares) if update.signals is not None else (update.shares,)
    )
    names = [tr("no. {number}", number=numbers.count(int(number))) for number in reading.samples.rows]
    count = len(order)
    return Exercise(
        title=_title(task),
        caption=phases.caption(reading, task.phase, row),
        columns=(tr("sample"), "a", "δ", "a·δ") if is_weight else (tr("sample"), "δ"),
        rows=_table(tuple(each[order] for each in columns), [names[each] for each in order]),
        left=_left(update.shares[order]),
        given=(Line(tr("samples in the batch"), numbers.count(count)),),
        ways=(Line("∂C/∂w = Σ a·δ / n" if is_weight else "∂C/∂b = Σ δ / n"),),
        answers=_answers(task.blanks),
    )


def _update(reading: StepPhases, task: Task, row: int) -> Exercise:
    update, whole = _read(reading, task.place)
    shown, config = reading.shown, reading.shown.config
    chosen = optimizer(config.optimizer)
    rows = update_rows(whole, update)
    given = [
        Line(rows[0].name, rows[0].text),
        Line(tr("learning rate η"), numbers.significant(shown.learning_rate)),
        Line(tr("old value"), cell(update.old)),
    ]
    if update.penalty is not None:
        given.append(Line(tr("penalty, added to the gradient"), cell(update.penalty)))
    if update.clip is not None:
        given.append(Line(tr("× clipping"), numbers.significant(update.clip.factor, digits=2)))
    if update.is_frozen or update.is_removed:
        given.append(Line(tr("Training leaves it as it is.")))
    else:
        given += _kept(reading, task.place)
    return Exercise(
        title=_title(task),
        caption=phases.caption(reading, task.phase, row),
        given=tuple(given),
        ways=(Line(chosen.formula),),
        steps=tuple(Line(each.name, each.text) for each in rows[1:-1] if not each.is_result),
        answers=_answers(task.blanks),
    )


def _kept(reading: StepPhases, place: Place) -> list[Line]:
    """The optimizer's settings, and what it keeps of earlier steps."""
    shown, config = reading.shown, reading.shown.config
    chosen = optimizer(config.optimizer)
    lines = [
        Line(setting.label, numbers.significant(config.optimizer_settings[setting.name]))
        for setting in chosen.settings
    ]
    if chosen.moment_names:
        lines.append(Line(tr("step of the optimizer, t"), numbers.count(shown.count)))
    symbols = (
        ("v",)
        if chosen.moment_names == ("velocity",)
        else tuple(_words(each) for each in chosen.moment_names)
    )
    for symbol, value in zip(symbols, _planes_at(reading, place)[1:], strict=True):
        lines.append(Line(tr("{symbol} before", symbol=symbol), cell(float(value))))
    return lines


def _words(name: str) -> str:
    return name.replace("_", " ")


def _planes_at(reading: StepPhases, place: Place) -> FloatArray:
    """A weight or bias before the step, and the optimizer's moments of it."""
    planes = Parameters(reading.shown.spec, reading.shown.before)
    if isinstance(place, Connection):
        return planes.weights[place.layer - 1][..., place.target, place.source]
    return planes.biases[place.layer - 1][..., place.index]


def _read(reading: StepPhases, place: Place) -> tuple[ParameterUpdate, UpdateReading]:
    whole = read_update(reading.shown, reading.data, place, run=reading.run)
    assert whole.parameter is not None
    return whole.parameter, whole


def _answers(blanks: Sequence[Blank]) -> tuple[Line, ...]:
    return tuple(Line(phases.asked_symbol(blank), cell(blank.value)) for blank in blanks)


def _table(columns: tuple[FloatArray, ...], names: Sequence[str]) -> tuple[tuple[str, ...], ...]:
    count = len(names) if len(names) <= FIRST + 1 else FIRST
    return tuple((names[row], *(cell(float(values[row])) for values in columns)) for row in range(count))


def _left(terms: FloatArray) -> Line | None:
    """The line of what the table leaves out of terms that are ordered by size."""
    if len(terms) <= FIRST + 1:
        return None
    return _left_over(len(terms) - FIRST, float(terms[FIRST:].sum()))


def _left_over(count: int, total: float) -> Line:
    return Line(tr("the other {count}, together", count=numbers.count(count)), cell(total))


def _listed(values: FloatArray) -> str:
    return ", ".join(cell(float(value)) for value in values)
