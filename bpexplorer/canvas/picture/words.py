"""What the canvas says: titles, what lies under the mouse, the rows beside inputs and outputs. No Qt widgets."""

import math
from typing import Any

from bpexplorer.canvas.layout import Control, Hit, Part
from bpexplorer.canvas.measures import is_large
from bpexplorer.canvas.picture.outputs import output_words
from bpexplorer.canvas.picture.quantities import (
    EDGE_VIEWS,
    NEURON_VIEWS,
    dropped_neurons,
    edge_values,
    has_reached,
    neuron_name,
    neuron_values,
    sample_index,
    sample_part,
    shown_network,
)
from bpexplorer.canvas.sample_place import Thumbnail
from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.readings.demon import DemonReading
from bpexplorer.core.readings.pixels import PixelReading
from bpexplorer.core.spec import Connection, NetworkSpec, Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.mask import frozen_neurons, has_frozen, has_removed
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray
from bpexplorer.data.own_units import is_of, own_columns, own_values
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.session import Demon, EdgeQuantity, NeuronQuantity, SessionState
from bpexplorer.look.access.speech import delta_words
from bpexplorer.look.numbers import count, percent, signed, significant
from bpexplorer.look.own_units import own_text
from bpexplorer.look.samples import part_sample, sample_words, step_words
from bpexplorer.translation import tr


def titles(spec: NetworkSpec) -> list[tuple[str, str, str]]:
    """The lines of each layer's header: its dropout if it has any, its number, then what and how large it is."""
    names = [tr("input"), *(ACTIVATIONS[name].label for name in spec.activations)]
    return [
        (_dropout(spec, layer), tr("layer {layer}", layer=layer), f"{name} {size}")
        for layer, (name, size) in enumerate(zip(names, spec.sizes, strict=True))
    ]


def gap_words(spec: NetworkSpec, layer: int, primary: int | None) -> str:
    """What stands before layer l where edges aren't drawn; nothing beside the layer of the primary neuron."""
    if primary in (layer - 1, layer):
        return ""
    if primary is None:
        wanted = tr("Select a neuron to see its connections.")
    elif layer == 1:
        wanted = tr("Select a neuron of layer 1 to see its connections to the inputs.")
    else:
        wanted = tr(
            "Select a neuron of layer {layer} to see its connections to layer {before}.",
            layer=layer,
            before=layer - 1,
        )
    if is_large(spec.sizes[layer - 1], spec.sizes[layer]):
        return tr("Too many weights for a picture. {wanted}", wanted=wanted)
    return wanted


def matrix_caption(symbol: str, layer: int) -> str:
    """What a picture of weights is of."""
    return tr("{symbol} into layer {layer}", symbol=symbol, layer=layer)


def _dropout(spec: NetworkSpec, layer: int) -> str:
    share = spec.layer(layer).dropout if layer else 0.0
    return tr("drop {share}", share=percent(share, decimals=0).strip()) if share else ""


def hit_text(
    hit: Hit,
    spec: NetworkSpec,
    frame: Frame | None,
    state: SessionState,
    reading: DemonReading | None,
    *,
    by_key: bool = False,
    own: PreparedData | None = None,
) -> str:
    """What lies under the mouse, with its number and the name of that number; empty over nothing.

    ``own`` knows what an input is in the units of the data. ``by_key`` it is for those who hear it: what a δ means is
    said with it, and what Return does to a button.
    """
    if isinstance(hit, Neuron):
        return _neuron_text(hit, frame, state, reading, by_key=by_key, own=own)
    if isinstance(hit, Connection):
        return _edge_text(hit, frame, state)
    if isinstance(hit, Thumbnail):
        return _thumbnail_text(hit, frame, state)
    if not isinstance(hit, Control):
        return ""
    return _control_text_by_key(hit, spec) if by_key else _control_text(hit, spec)


def _neuron_text(
    neuron: Neuron,
    frame: Frame | None,
    state: SessionState,
    reading: DemonReading | None,
    *,
    by_key: bool,
    own: PreparedData | None,
) -> str:
    parts = [f"{neuron}{_meaning(neuron, frame)}"]
    if frame is None:
        return tr("{part} · applying…", part=parts[0])
    view = NEURON_VIEWS[state.neurons_by]
    values = neuron_values(frame, state)[neuron.layer]
    output = output_words(neuron.index, frame, state, reading) if neuron.layer == frame.spec.depth else ""
    is_said = output and state.neurons_by in (NeuronQuantity.ACTIVATION, NeuronQuantity.MAP)
    if not has_reached(state, neuron.layer):
        parts.append(tr("{symbol} is not reached yet", symbol=view.symbol))
    elif values is not None and neuron.layer > 0 and not is_said:
        value, is_delta = float(values[neuron.index]), state.neurons_by is NeuronQuantity.DELTA
        parts.append(delta_words(value) if by_key and is_delta else f"{neuron_name(state)} = {number(value)}")
    elif neuron.layer == 0 and (sample := sample_index(frame.data, frame, state)) is not None:
        parts.append(
            tr("x, this sample = {x}", x=number(sample_part(frame.data, state).x[sample, neuron.index]))
        )
        if own is not None and is_of(own, frame.data):
            parts.append(_in_the_data(own, state, sample, neuron.index))
    if output:
        parts.append(output)
    if is_dropped(neuron, frame, state):
        parts.append(tr("dropped: it passes nothing on"))
    frozen = frozen_neurons(frame.mask, neuron.layer) if neuron.layer > 0 else None
    if frozen is not None and frozen[neuron.index]:
        parts.append("frozen")
    if frame.held is not None and frame.held.neuron == neuron:
        parts.append(held_text(frame.held))
    if state.demon is not None and state.demon.follow and state.demon.neuron == neuron:
        parts.append(tr("the demon is here: a test, the network isn't changed (Esc removes it)"))
    change = demon_change(reading, neuron)
    if change is not None:
        # Under a mean cost, too, the rings and what is said of them are of the one sample that the canvas shows.
        whose = tr(", this sample") if reading is not None and reading.whole_batch else ""
        parts.append(tr("Δz by the demon{whose} = {change}", whose=whose, change=number(change)))
    return " · ".join(parts)


def _meaning(neuron: Neuron, frame: Frame | None) -> str:
    if frame is None:
        return ""
    data = frame.data
    if neuron.layer == 0:
        return f" ({data.feature_names[neuron.index]})"
    if neuron.layer == frame.spec.depth and data.outputs == len(data.class_names):
        return tr(" (class {class_name})", class_name=data.class_names[neuron.index])
    if neuron.layer == frame.spec.depth and data.target_names:
        return f" ({data.target_names[neuron.index]})"
    return ""


def _in_the_data(own: PreparedData, state: SessionState, sample: int, index: int) -> str:
    """What an input of a sample is before it is scaled: the value of its column, in its own unit."""
    part = "train" if state.one_listed is None else state.one_listed[0]
    columns = zip(own_columns(own), own_values(own, part, sample), strict=True)
    column, value = next(each for each in columns if index < each[0].first + each[0].inputs)
    return tr("in the data: {value}", value=own_text(value, column.kind))


def _edge_text(edge: Connection, frame: Frame | None, state: SessionState) -> str:
    layer, target, source = edge
    if frame is None:
        return tr("{edge} · applying…", edge=edge)
    if is_removed_edge(edge, frame):
        return tr("{edge} · removed (right-click to bring it back, or connect its ends: C)", edge=edge)
    weight = number(shown_network(frame, state.source).weights[layer - 1][target, source])
    parts = [
        str(edge),
        tr(
            "w = weights[{layer}][{target}][{source}] = {weight}",
            layer=layer - 1,
            target=target,
            source=source,
            weight=weight,
        ),
    ]
    if state.edges_by is not EdgeQuantity.WEIGHT:
        values = edge_values(frame, state, layer)
        if values is not None:
            name = EDGE_VIEWS[state.edges_by].name(state.source)
            parts.append(f"{name} = {number(values[target, source])}")
    if is_frozen_edge(edge, frame):
        neurons = frozen_neurons(frame.mask, layer)
        parts.append(
            tr("frozen with its neuron") if neurons is not None and neurons[target] else tr("frozen weight")
        )
    parts += [tr("{end} is dropped", end=end) for end in edge.ends if is_dropped(end, frame, state)]
    return " · ".join(parts)


def _thumbnail_text(hit: Thumbnail, frame: Frame | None, state: SessionState) -> str:
    samples = None if frame is None else frame.samples(state.source)
    if frame is None or samples is None or hit.row >= len(samples.rows):
        return ""
    labels, names = samples.of(frame.data).labels, frame.data.class_names
    sample = sample_words(samples, hit.row)
    if labels is None:
        return tr("{sample}: click to look at it", sample=sample)
    name = names[int(labels[hit.row])]
    return tr("{sample} · true class {class_name}: click to look at it", sample=sample, class_name=name)


def sum_words(reading: PixelReading) -> str:
    """What the pictures of x, w and x⊙w come to."""
    total, bias, z = number(reading.total), number(reading.bias), number(reading.z)
    if reading.shift:
        return tr(
            "Σ = {total}, b = {bias}, Δz = {shift}: z = {z}",
            total=total,
            bias=bias,
            shift=number(reading.shift),
            z=z,
        )
    return tr("Σ = {total}, b = {bias}: z = {z}", total=total, bias=bias, z=z)


def is_dropped(neuron: Neuron, frame: Frame, state: SessionState) -> bool:
    """Whether dropout leaves this neuron out of the sample that is shown."""
    dropped = dropped_neurons(frame, neuron.layer, state)
    return dropped is not None and bool(dropped[neuron.index])


def is_frozen_edge(edge: Connection, frame: Frame | None) -> bool:
    """Whether a frame says that this weight is frozen, by itself or with its neuron."""
    return frame is not None and has_frozen(frame.mask, edge)


def is_removed_edge(edge: Connection, frame: Frame | None) -> bool:
    """Whether a frame says that this connection is removed."""
    return frame is not None and has_removed(frame.mask, edge)


def _control_text(control: Control, spec: NetworkSpec) -> str:
    layer = control.layer
    match control.part:
        case Part.ADD:
            return tr("Add a neuron to layer {layer}", layer=layer)
        case Part.REMOVE if spec.sizes[layer] == 1:
            return tr("Remove layer {layer}", layer=layer)
        case Part.REMOVE:
            return tr("Remove the last neuron of layer {layer}", layer=layer)
        case Part.INSERT:
            return tr("Insert a layer between layers {before} and {layer}", before=layer - 1, layer=layer)
        case Part.HEADER if layer == 0:
            return tr("The data set fixes the input · drag to move the layer")
        case Part.HEADER:
            return tr(
                "Layer {layer}: click for activation, size, biases and dropout · drag to move it", layer=layer
            )


def _control_text_by_key(control: Control, spec: NetworkSpec) -> str:
    layer = control.layer
    if control.part is not Part.HEADER:
        return tr("{control_text}: press Return", control_text=_control_text(control, spec))
    _, number_, kind = titles(spec)[layer]
    does = (
        tr("press Return for activation, size, biases and dropout") if layer else tr("the data set fixes it")
    )
    return f"{number_}, {kind}: {does}"


def number(value: Any) -> str:
    """A signed number without padding."""
    return signed(float(value)).strip()


def demon_change(reading: DemonReading | None, neuron: Neuron) -> float | None:
    """Δz of a neuron that comes of the demon, None where it reaches nothing."""
    if reading is None or neuron.layer < reading.neuron.layer:
        return None
    changes = reading.perturbation.z_changes[neuron.layer - reading.neuron.layer][0]
    same_layer_elsewhere = neuron.layer == reading.neuron.layer and neuron != reading.neuron
    if same_layer_elsewhere or neuron.index >= len(changes):
        return None
    return float(changes[neuron.index])


def demon_lines(
    demon: Demon, reading: DemonReading | None, source: SampleSource = SampleSource.PROBE
) -> tuple[str, str]:
    """The two lines of the demon's label. A pinned one has numbers of another step, which belong to its panel alone.

    The demon is never a batch's: where one is looked at, they say so. Nor is its mean that of a list.
    """
    is_mean = reading is not None and reading.whole_batch
    is_elsewhere = source is SampleSource.BATCH or (source is SampleSource.HARDEST and is_mean)
    elsewhere = tr("on the fixed samples: ") if is_elsewhere else ""
    if demon.pin is not None:
        return tr("demon Δz = {two}", two=_two(demon.dz)), tr(
            "pinned to step {step}", step=count(demon.pin.frame.step)
        )
    if reading is None:
        return tr("demon Δz = {two}", two=_two(demon.dz)), f"{elsewhere}ΔC …"
    # What is a mean over the fixed samples has another name than what is of one, here as in the demon's panel.
    cost, delta = ("C̄", "δ̄") if reading.whole_batch else ("C", "δ")
    return (
        tr("demon Δz = {two}", two=_two(reading.dz)),
        f"{elsewhere}Δ{cost} {_three(reading.actual, of=reading.cost)} ({delta}·Δz {_three(reading.predicted)})",
    )


def held_label(held: HeldDemon) -> str:
    """The mark beside the neuron on which Δz is held."""
    return tr("Δz {two} held", two=_two(held.dz))


def held_text(held: HeldDemon) -> str:
    """What that is: part of training, not a question as the armed demon's."""
    return tr(
        "training with Δz = {two} since step {since}: every value shown includes it",
        two=_two(held.dz),
        since=count(held.since),
    )


def _two(value: float) -> str:
    is_short = round(value, 2) == value or abs(value) >= 1
    return signed(value, decimals=2).strip() if is_short else significant(value, plus=True)


def _three(value: float, *, of: float = 0.0) -> str:
    return "–" if math.isnan(value) else signed(value, decimals=3, of=of).strip()


def input_rows(data: TrainingData, x: FloatArray) -> list[tuple[str, str]]:
    """Name and value of each input of a sample, shape (n_0,)."""
    return [
        (name, signed(value, decimals=2).strip())
        for name, value in zip(data.feature_names, x.tolist(), strict=True)
    ]


def sample_text(data: TrainingData | None, frame: Frame | None, state: SessionState) -> list[str]:
    """“of 32” and what is known of the sample: its batch, its number there, and “true class 9” or its targets."""
    sample = None if data is None else sample_index(data, frame, state)
    if data is None or sample is None:
        return []
    if state.source is SampleSource.PROBE:
        parts = [tr("of {count}", count=len(data.probe))]
    elif state.one_listed is not None and state.hardest is not None:
        parts = [tr("of {count}", count=len(state.hardest.rows)), part_sample(*state.one_listed)]
        if (step := state.hardest.step) is not None and (frame is None or frame.step != step):
            parts.append(tr("among the hardest at step {step}", step=count(step)))
    else:
        samples = None if frame is None else frame.samples(state.source)
        assert samples is not None
        assert samples.batch is not None
        parts = [
            tr("of {count}", count=samples.count)
            if state.walk is None
            else tr("of {count} in the batch", count=samples.count),
            step_words(samples.batch),
            tr("no. {sample}", sample=sample),
        ]
    part = sample_part(data, state)
    if part.labels is not None:
        known = tr("true class {class_name}", class_name=data.class_names[int(part.labels[sample])])
    else:
        targets = ", ".join(significant(y) for y in part.y[sample][:3].tolist())
        targets += ", …" if data.outputs > 3 else ""
        known = tr("target {targets}", targets=targets)
    return [parts[0], known, *parts[1:]]
