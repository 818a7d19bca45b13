"""The command ``inspect``: how good a network is, how its error flows, and what its gradient costs."""

import argparse
from typing import Any

import msgspec

from bpexplorer.cli.console.answer import Answer
from bpexplorer.cli.console.codes import OK
from bpexplorer.cli.console.numbers import in_full, shown
from bpexplorer.cli.console.tables import head
from bpexplorer.cli.sources import open_source
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.errors import DataError
from bpexplorer.core.evaluation import outputs_in_slices, without_pauses
from bpexplorer.core.metrics import ClassMetrics, Fit, RegressionMetrics, measure
from bpexplorer.core.numerals import ROUNDING
from bpexplorer.core.readings.diagnostics.contributions import contributions
from bpexplorer.core.readings.flow import FlowReading, LayerReading, read_flow
from bpexplorer.core.reuse.comparison import Way, compare_ways
from bpexplorer.core.training.state import TrainerState
from bpexplorer.core.training_data import PARTS, SAMPLES, PartName, SamplesName
from bpexplorer.translation import tr

#: If nobody asks for another number, the text says how often the class is among so many largest outputs, where there
#: are more classes than that.
_TOP = 3

_Section = tuple[dict[str, Any], list[str]]


def inspect(options: argparse.Namespace) -> Answer:
    """Measure the network, diagnose it over some samples, and compare the ways to its gradient."""
    project = open_source(options.source, options.weights)
    project.plan.pair.check()
    sections = [
        _metrics(project.state, options.part, top=options.top),
        _layers(project.state, options.over),
        _ways(project.state, seconds_each=options.seconds),
    ]
    if options.layer is not None:
        sections.append(_contributions(project.state, options.layer, options.sample))
    found: dict[str, Any] = {}
    lines: list[str] = []
    for facts, words in sections:
        found |= facts
        lines += ["", *words] if lines else words
    return OK, found, lines


def _metrics(state: TrainerState, part: PartName | None, *, top: int | None) -> _Section:
    data = state.data
    part = part or ("test" if len(data.x_test) else "train")
    x, y, labels = data.part(part)
    if not len(x):
        raise DataError(tr("The {part} has no samples to measure.", part=PARTS[part]))
    metrics = measure(data, without_pauses(outputs_in_slices(state.network(), x)), y, labels)
    if isinstance(metrics, RegressionMetrics):
        if top is not None:
            raise DataError(tr("A regression has no classes. Leave out --top."))
        facts = msgspec.to_builtins(metrics)
        lines = [_fit_line(metrics)]
        if len(metrics.by_output) > 1:
            lines += [
                tr("output {index}: {fit_line}", index=name, fit_line=_fit_line(fit))
                for name, fit in zip(
                    data.target_names or range(len(metrics.by_output)), metrics.by_output, strict=True
                )
            ]
    else:
        facts = _class_facts(metrics)
        lines = [
            tr(
                "accuracy {accuracy:.2%}{top_words}",
                accuracy=metrics.accuracy,
                top_words=_top_words(metrics, top),
            ),
            *_lopsided_lines(metrics, data.class_names),
            *_class_lines(metrics, data.class_names),
        ]
    return {"metrics": {"part": part} | facts}, [
        tr("Over the {count:,} samples of the {part}:", count=len(x), part=PARTS[part]),
        *lines,
    ]


def _fit_line(fit: Fit) -> str:
    return f"R² {shown(fit.r_squared, '.4f')}, RMSE {shown(fit.rmse, '.4g')}, MAE {shown(fit.mae, '.4g')}"


def _class_facts(metrics: ClassMetrics) -> dict[str, Any]:
    return {
        "accuracy": metrics.accuracy,
        "balanced_accuracy": metrics.balanced_accuracy,
        "baseline": metrics.baseline,
        "top_accuracies": None if metrics.top_accuracies is None else metrics.top_accuracies.tolist(),
        "confusion": metrics.confusion.tolist(),
        "precision": metrics.precision.tolist(),
        "recall": metrics.recall.tolist(),
        "f1": metrics.f1.tolist(),
    }


def _lopsided_lines(metrics: ClassMetrics, names: tuple[str, ...]) -> list[str]:
    """What stands beside the accuracy where one class is so large that it alone says little."""
    if not metrics.is_lopsided:
        return []
    return [
        tr(
            "balanced accuracy {balanced:.2%}; always saying “{name}” is right in {baseline:.2%}",
            balanced=metrics.balanced_accuracy,
            name=names[metrics.largest_class],
            baseline=metrics.baseline,
        )
    ]


def _top_words(metrics: ClassMetrics, top: int | None) -> str:
    """How often the class is among the ``top`` largest outputs; None if nobody asked for a number."""
    tops = metrics.top_accuracies
    if tops is None:
        if top is not None:
            raise DataError(tr("One output for two classes has no order of classes. Leave out --top."))
        return ""
    if top is None:
        top = _TOP if len(tops) > _TOP else 1
    if not 1 <= top <= len(tops):
        raise DataError(
            tr(
                "There are {count} classes; --top is {top} and must be from 1 to {count}.",
                count=len(tops),
                top=top,
            )
        )
    return "" if top == 1 else tr(", top-{top} accuracy {top_tops:.2%}", top=top, top_tops=tops[top - 1])


def _class_lines(metrics: ClassMetrics, names: tuple[str, ...]) -> list[str]:
    short = [name[:10] for name in names]
    width = max(5, *(len(name) + 1 for name in short))
    return [
        head((tr("class"), -11), (tr("precision"), 10), (tr("recall"), 8), (tr("F1"), 8))
        + head((tr("taken for"), 11))
        + " "
        + "".join(f"{name:>{width}}" for name in short),
        *(
            f"{name:<11}{shown(metrics.precision[index], '.1%'):>10}{shown(metrics.recall[index], '.1%'):>8}"
            f"{shown(metrics.f1[index], '.1%'):>8}{'':>12}"
            + "".join(f"{count:>{width}}" for count in metrics.confusion[index])
            for index, name in enumerate(short)
        ),
    ]


def _layers(state: TrainerState, over: SamplesName) -> _Section:
    """δ of every layer over some samples, and what the next step does."""
    reading = read_flow(state, over=over)
    step, divergence = reading.next_step, reading.divergence
    lines = [
        tr(
            "Over the {whose}{under_demon}:",
            whose=_whose(over, reading.samples),
            under_demon=_under_demon(state),
        ),
        head((tr("layer"), -6), (tr("mean δ"), 13), (tr("mean |δ|"), 13), (tr("median |δ|"), 13))
        + head((tr("RMS δ"), 13), ("δˡ/δˡ⁺¹", 11))
        + " ="
        + head((tr("by weights"), 11), ("×", 2))
        + " "
        + head((tr("by slopes"), -10))
        + head((tr("dead"), 5), (tr("saturated"), 10), (tr("twins"), 6))
        + head((tr("signal/noise"), 13), (tr("balanced batch"), 15)),
        *(_layer_line(layer) for layer in reading.layers),
        "",
        *([str(divergence)] if divergence else _step_lines(reading)),
    ]
    facts = {
        "over": over,
        "layers": [_layer_facts(layer) for layer in reading.layers],
        "next_step": None if divergence else msgspec.to_builtins(step) | {"gap": step.gap},
    }
    return facts, lines


def _whose(over: SamplesName, samples: int) -> str:
    """So many samples, and of what."""
    return (
        tr("{samples:,} fixed samples", samples=samples)
        if over == "probe"
        else tr("{samples:,} samples of the {over}", samples=samples, over=SAMPLES[over])
    )


def _under_demon(state: TrainerState) -> str:
    held = state.held
    return "" if held is None else tr(", with Δz = {dz:+g} held on {neuron}", dz=held.dz, neuron=held.neuron)


def _layer_facts(layer: LayerReading) -> dict[str, Any]:
    flow, health, noise, update = layer.flow, layer.health, layer.noise, layer.update
    facts: dict[str, Any] = msgspec.to_builtins(flow)
    # Scripts know what the slopes make of δ by this name.
    facts["by_gates"] = facts.pop("by_slopes")
    return facts | {
        "dead": health.dead,
        "saturated": health.saturated,
        "twins": health.twins,
        "narrow": health.narrow.tolist(),
        "signal": noise.signal,
        "noise": noise.noise,
        "balanced_batch": noise.balanced_batch,
        "update_of_weights": update.weights,
        "update_of_biases": update.biases,
    }


def _layer_line(layer: LayerReading) -> str:
    flow, health, noise = layer.flow, layer.health, layer.noise
    ratio = f"{'':>11}   {'':>10}   {'':<10}"
    strengths = (
        shown(flow.mean, "+.2e", of=flow.mean_absolute),
        *(shown(each, ".2e") for each in (flow.mean_absolute, flow.median_absolute, flow.rms)),
    )
    if flow.is_rounding:
        strengths = (ROUNDING,) * 4
    elif flow.ratio is not None and flow.by_weights is not None and flow.by_slopes is not None:
        total, weights, slopes = (
            shown(each, ".3g") for each in (flow.ratio, flow.by_weights, flow.by_slopes)
        )
        ratio = f"{total:>11} = {weights:>10} × {slopes:<10}"
    twins = sum(map(len, health.twins))
    return (
        f"{flow.layer:<6}{''.join(f'{each:>13}' for each in strengths)}{ratio}"
        f"{len(health.dead):>5}{len(health.saturated):>10}{twins:>6}"
        f"{shown(noise.ratio, '.3g'):>13}{shown(noise.balanced_batch, '.3g'):>15}"
    )


def _step_lines(reading: FlowReading) -> list[str]:
    """How far the next step moves each layer, in parts of what is there, and what that does to the cost."""
    step = reading.next_step
    return [
        tr(
            "The next step changes their cost by {actual}; to first order, by {predicted}:",
            actual=shown(step.actual, "+.3g"),
            predicted=shown(step.predicted, "+.3g"),
        ),
        head(
            (tr("layer"), -6),
            (tr("weights move by"), 16),
            (tr("biases move by"), 16),
            (tr("cost, to first order"), 22),
        ),
        *(
            f"{layer.update.layer:<6}{shown(layer.update.weights, '.1e'):>16}{shown(layer.update.biases, '.1e'):>16}"
            f"{shown(change, '+.3g'):>22}"
            for layer, change in zip(reading.layers, step.by_layer, strict=True)
        ),
    ]


def _ways(state: TrainerState, *, seconds_each: float) -> _Section:
    """The gradient of the first fixed sample with reuse and without."""
    one = slice(0, 1)
    ways = compare_ways(
        state.network(),
        state.data.x_probe[one],
        state.data.y_probe[one],
        cost=state.config.cost,
        seconds_each=seconds_each,
    )
    lines = [
        tr("One gradient of one sample:"),
        head(
            ("", -35),
            (tr("multiply-adds"), 15),
            (tr("× backprop."), 13),
            (tr("measured"), 12),
            (tr("largest error"), 15),
        ),
        *(_way_line(way, ways[0]) for way in ways),
    ]
    return {"gradient": [_way_facts(way) for way in ways]}, lines


def _way_facts(way: Way) -> dict[str, Any]:
    # A sum over paths may have more of them than 64 bits hold; JSON numbers have no bound.
    exact = msgspec.Raw(str(way.multiply_adds).encode())
    return msgspec.to_builtins(way, builtin_types=(msgspec.Raw,)) | {"multiply_adds": exact}


def _way_line(way: Way, backpropagation: Way) -> str:
    count, least = way.multiply_adds, backpropagation.multiply_adds
    times = f"{count / least:,.1f}" if count < 10**12 * least else in_full(count // least)
    measured = (
        tr("{seconds:,.2f} ms", seconds=way.seconds * 1000.0) if way.seconds is not None else _expected(way)
    )
    error = "" if way.error is None else shown(way.error, ".0e")
    return f"{way.label:<35}{in_full(count):>15}{times:>13}{measured:>12}{error:>15}"


def _expected(way: Way) -> str:
    """How long a way would have taken that was broken off; with no time at all it was counted only."""
    return tr("not run") if way.expected_seconds is None else f"(~{way.expected_seconds:.2g} s)"


def _contributions(state: TrainerState, layer: int, sample: int) -> _Section:
    """Each δ of one layer and one fixed sample, term by term."""
    net, data, cost = state.network(), state.data, state.config.cost
    trace = backpropagate(net, data.x_probe, data.y_probe, cost=cost)
    made = contributions(net, trace, data.y_probe, cost=cost, layer=layer, sample=sample)
    what = (
        tr("w_kj δ_k of the next layer") if layer < net.depth else tr("(∂C/∂a_k)(∂a_k/∂z_j) of the outputs")
    )
    lines = [
        tr(
            "δ of layer {layer} for fixed sample {sample}; its terms are {what}, k = 0, 1, …:",
            layer=layer,
            sample=sample,
            what=what,
        ),
        head((tr("neuron j"), -9), ("δ_j", 11), ("∂a_j/∂z_j", 11), (tr("sum of terms"), 14))
        + "  "
        + tr("terms"),
        *(
            f"{j:<9}{shown(made.delta[j], '+.3g'):>11}{shown(made.slopes[j], '.3g'):>11}"
            f"{shown(made.terms[:, j].sum(), '+.3g'):>14}  "
            + " ".join(shown(term, "+.2g") for term in made.terms[:, j] + 0.0)
            for j in range(len(made.delta))
        ),
    ]
    facts = {
        "layer": layer,
        "sample": sample,
        "delta": made.delta.tolist(),
        "jacobian": made.jacobian.tolist(),
        "terms": made.terms.tolist(),
    }
    return {"contributions": facts}, lines
