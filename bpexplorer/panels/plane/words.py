"""What the plane says, prepared without Qt."""

from bpexplorer.core.readings.maps import can_be_mapped
from bpexplorer.core.readings.plane import PlanePoints, PlaneReading
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training_data import PARTS, TrainingData
from bpexplorer.look import numbers
from bpexplorer.look.samples import part_sample, part_word
from bpexplorer.panels.plane.drawing_words import added_words
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr, tr_n

__all__ = [
    "LONGEST",
    "empty",
    "heading",
    "hint",
    "is_regions",
    "left_out",
    "meant",
    "note",
    "output_of",
    "part_word",
    "place_words",
    "point_words",
    "state",
    "summary",
    "tables",
]


def is_regions(reading: PlaneReading, shown: Neuron | None) -> bool:
    """Whether the large map says for each place which class the network takes it for."""
    return shown is None and reading.winners is not None


def heading(reading: PlaneReading, shown: Neuron | None) -> str:
    """What the large map shows."""
    if shown is not None:
        where = str(shown)
        return where[:1].upper() + where[1:]
    if reading.winners is not None:
        return tr("Predicted class")
    outputs = reading.data.outputs
    return tr("Output") if outputs == 1 else tr("Output 0 of {count}", count=outputs)


def state(reading: PlaneReading, shown: Neuron | None, *, is_pinned: bool) -> str:
    """Why it shows that, or else where the inputs grow."""
    if shown is not None:
        return tr("pinned") if is_pinned else tr("under the mouse")
    names = reading.data.feature_names
    if len(names) == 1:
        return tr("{name} across", name=names[0])
    return tr("{across} across, {up} up", across=names[0], up=names[1])


def note(reading: PlaneReading) -> str:
    """Of which step all of it is."""
    return tr("step {step}", step=numbers.count(reading.step))


def hint(reading: PlaneReading, *, is_pinned: bool) -> str:
    """What can be done here."""
    if is_pinned:
        return tr("Hover over another neuron to see its map; press Esc to let this one go.")
    if reading.data.outputs > 1 and reading.winners is None:
        return tr("Hover over an output, or any neuron, to see its map here; a click pins it.")
    return tr("Hover over a neuron to see its map here; a click pins it.")


LONGEST = (
    tr("Hover over an output, or any neuron, to see its map here; a click pins it."),
    tr(
        "{sample}, {given} · output {output} · C {cost} · δ {delta}",
        sample=part_sample("train", 1000),
        given=tr("class {name}", name="0000000000"),
        output=numbers.signed(-1.0),
        cost=numbers.unsigned(1.0),
        delta=numbers.signed(-1.0),
    ),
    added_words({"train": 1_000, "validation": 1_000, "test": 1_000}),
)


def point_words(reading: PlaneReading, points: PlanePoints, index: int, shown: Neuron | None) -> str:
    """What a sample is, and what the network makes of it: its output, its C, and δ of the neuron that is shown.

    Where that are the outputs of several classes, δ is that of the sample's own.
    """
    neuron = meant(reading, shown)
    if is_regions(reading, shown) and points.labels is not None:
        neuron = Neuron(neuron.layer, int(points.labels[index]))
    given = (
        tr("target {target}", target=numbers.significant(float(points.y[index, output_of(reading, shown)])))
        if points.labels is None
        else tr("class {name}", name=reading.data.class_names[int(points.labels[index])])
    )
    output = output_words(reading, points, index, shown)
    parts = [
        f"{part_sample(points.part, int(points.rows[index]))}, {given}",
        output,
        tr("C {cost}", cost=numbers.unsigned(float(points.costs[index])).strip()),
    ]
    if neuron.layer > 0:
        delta = numbers.signed(float(points.deltas[neuron.layer - 1][index, neuron.index])).strip()
        parts.append(
            tr("δ {delta}", delta=delta)
            if shown is None and points.outputs.shape[1] == 1
            else tr("δ of {neuron} {delta}", neuron=neuron, delta=delta)
        )
    return " · ".join(parts)


def output_words(reading: PlaneReading, points: PlanePoints, index: int, shown: Neuron | None) -> str:
    """The output of a sample; of several classes the largest one, and what it says."""
    if points.predicted is not None and points.outputs.shape[1] > 1:
        label = int(points.predicted[index])
        value = numbers.significant(float(points.outputs[index, label]))
        return tr("output {value} for {name}", value=value, name=reading.data.class_names[label])
    value = numbers.significant(float(points.outputs[index, output_of(reading, shown)]))
    return tr("output {value}", value=value)


def output_of(reading: PlaneReading, shown: Neuron | None) -> int:
    """The output that targets are shown for: the one that is shown, or else the first."""
    is_output = shown is not None and shown.layer == len(reading.activations)
    return shown.index if shown is not None and is_output else 0


def meant(reading: PlaneReading, shown: Neuron | None) -> Neuron:
    """The neuron that is shown; where the outputs are, the first of them."""
    return shown or Neuron(len(reading.activations), 0)


def place_words(reading: PlaneReading, at: tuple[float, float], shown: Neuron | None) -> str:
    """What the large map says at a place of the unit square, x from the left and y from the top down."""
    maps, names = reading.maps, reading.data.feature_names
    neuron = meant(reading, shown)
    layer = maps.layers[neuron.layer]
    if layer is None:
        return ""
    _, rows, columns = layer.shape
    row, column = min(int(at[1] * rows), rows - 1), min(int(at[0] * columns), columns - 1)
    share = (at[0], 1.0 - at[1])[: len(names)]
    where = ", ".join(
        tr("{name} = {value}", name=name, value=numbers.significant(float(low + part * (high - low))))
        for name, part, low, high in zip(names, share, maps.low, maps.high, strict=True)
    )
    if is_regions(reading, shown):
        assert reading.winners is not None
        label = int(reading.winners[row, column])
        value = numbers.significant(float(layer[label, row, column]))
        name = reading.data.class_names[label]
        return tr("{where}: {name}, output {value}", where=where, name=name, value=value)
    value = numbers.significant(float(layer[neuron.index, row, column]))
    return tr("{where}: a = {value}", where=where, value=value)


def summary(reading: PlaneReading, shown: Neuron | None) -> str:
    """The plane in words, for those who hear it."""
    what = heading(reading, shown)
    parts = [f"{what}, {state(reading, None, is_pinned=False)}, {note(reading)}"]
    for points in reading.parts:
        count = len(points.rows)
        if points.predicted is None or points.labels is None:
            parts.append(
                tr_n(
                    "{set}: {count} sample, mean C {cost}",
                    "{set}: {count} samples, mean C {cost}",
                    count,
                    set=PARTS[points.part],
                    cost=numbers.unsigned(float(points.costs.mean())).strip(),
                )
            )
            continue
        wrong = int((points.predicted != points.labels).sum())
        parts.append(
            tr_n(
                "{set}: {wrong} of {count} sample wrong",
                "{set}: {wrong} of {count} samples wrong",
                count,
                set=PARTS[points.part],
                wrong=numbers.count(wrong),
            )
        )
    return ". ".join(parts)


def left_out(reading: PlaneReading) -> str:
    """That not all samples are shown, if so."""
    shown = sum(len(points.rows) for points in reading.parts)
    there = sum(points.samples for points in reading.parts)
    if shown == there:
        return ""
    return tr("{shown} of {there} samples shown", shown=numbers.count(shown), there=numbers.count(there))


def empty(data: TrainingData | None) -> tuple[str, str]:
    """What an empty plane says."""
    if data is not None and not can_be_mapped(data.inputs):
        return (
            tr("No plane for these data"),
            tr("The plane is for data with one or two inputs. Choose such data in Set-up, section Data."),
        )
    return (
        tr("No map yet"),
        tr("What the network makes of every input. Appears once the network has been evaluated."),
    )


def tables(reading: PlaneReading, shown: Neuron | None) -> tuple[ValueTable, ...]:
    """The samples with what the network makes of them, and the large map, with every digit."""
    data, names = reading.data, reading.data.feature_names
    neuron = shown or Neuron(len(reading.activations), 0)
    given = tr("class") if data.class_names else tr("target")
    outputs = tuple(
        tr("output {index}", index=name) for name in data.output_names or map(str, range(data.outputs))
    )
    has_delta = neuron.layer > 0
    rows = []
    for points in reading.parts:
        for index, row in enumerate(points.rows.tolist()):
            target = (
                [data.class_names[int(points.labels[index])]]
                if points.labels is not None
                else points.y[index].tolist()
            )
            delta = [float(points.deltas[neuron.layer - 1][index, neuron.index])] if has_delta else []
            rows.append(
                (
                    PARTS[points.part],
                    row,
                    *points.x[index].tolist(),
                    *target,
                    *points.outputs[index].tolist(),
                    float(points.costs[index]),
                    *delta,
                )
            )
    targets = (
        (given,)
        if data.class_names or data.outputs == 1
        else tuple(f"{given} {name}" for name in data.output_names or range(data.outputs))
    )
    columns = (tr("set"), tr("sample"), *names, *targets, *outputs, "C")
    columns += (tr("δ of {neuron}", neuron=neuron),) if has_delta else ()
    return (ValueTable(tr("Samples"), columns, tuple(rows)), _map_table(reading, neuron))


def _map_table(reading: PlaneReading, neuron: Neuron) -> ValueTable:
    layer, inputs = reading.maps.layers[neuron.layer], reading.maps.layers[0]
    name = tr("Map of {neuron}", neuron=neuron)
    columns = (*reading.data.feature_names, "a")
    if layer is None or inputs is None or neuron.index >= len(layer):
        return ValueTable(name, columns, ())
    flat = [*(each.ravel().tolist() for each in inputs), layer[neuron.index].ravel().tolist()]
    return ValueTable(name, columns, tuple(zip(*flat, strict=True)))
