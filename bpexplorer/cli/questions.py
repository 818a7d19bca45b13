"""The commands that don't train: ``export``, ``check``, ``info``."""

import argparse
import math
from pathlib import Path
from typing import NamedTuple

import msgspec
import numpy as np

from bpexplorer.cli.console.answer import Answer, project_facts, weights_facts
from bpexplorer.cli.console.codes import FAULT, OK
from bpexplorer.cli.console.numbers import shown
from bpexplorer.cli.console.output import say
from bpexplorer.cli.console.results import Results
from bpexplorer.cli.console.signals import lost_by_ending, noticed_only
from bpexplorer.cli.console.tables import head
from bpexplorer.cli.console.targets import check_targets
from bpexplorer.cli.sources import project_of, read_source
from bpexplorer.core.activations import activation
from bpexplorer.core.costs import COSTS
from bpexplorer.core.gradients.gradient_check import GradientCheck, check_gradients
from bpexplorer.core.network import Network
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.pairs import pair
from bpexplorer.data.encoding import Encoding
from bpexplorer.data.readers.progress import Progress
from bpexplorer.project import weights
from bpexplorer.project.disk.atomic import WrittenFile
from bpexplorer.project.kinds import check_name
from bpexplorer.project.project import Project
from bpexplorer.project.weights import WeightsFile
from bpexplorer.translation import tr

_MAX_CHECKED_ENTRIES = 2000
#: How many samples weights are checked with that come without data, and the seed that draws them.
_RANDOM_SAMPLES, _SEED = 32, 0


def export(options: argparse.Namespace) -> Answer:
    """Write the weights of a project, or those of a file in another format."""
    lost_by_ending(tr("Nothing is written."))
    check_targets({"FILE": options.export}, {"PROJECT": options.source})
    results = Results.foreseen([options.export], as_json=options.json)
    if options.format is not None:
        check_name(options.export, weights.FORMATS[options.format])
    content = read_source(options.source)
    taken = content if isinstance(content, WeightsFile) else content.weights()

    def write(path: Path, expected: str | None, progress: Progress) -> WrittenFile:
        return weights.export_weights(
            taken, path, format_name=options.format, expected=expected, progress=progress
        )

    with noticed_only() as noticed:
        results.write(options.export, write)
        lost_by_ending(tr("The file is written.") if results.written else tr("Nothing is written."))
    for fault in results.faults:
        raise fault
    if noticed:
        say(tr("Interrupted by {noticed}. The file is written.", noticed=noticed))
    found = {"written": [str(path) for path in results.written], "notes": results.notes}
    return noticed.code, found, results.lines([])


def check(options: argparse.Namespace) -> Answer:
    """Compare the gradients on some samples with numerical ones: the probe, or random ones for weights without data."""
    content = read_source(options.source)
    if isinstance(content, WeightsFile) and options.weights is None:
        case = _random_case(content)
    else:
        case = _case_of(project_of(content, options.source, options.weights))
    result = check_gradients(case.network, case.x, case.y, cost=case.cost, max_entries=_MAX_CHECKED_ENTRIES)
    lines = [
        head(
            (tr("array"), -6),
            (tr("checked"), 9),
            (tr("complex step"), 14),
            (tr("differences"), 14),
            (tr("at kinks"), 10),
        )
    ]
    lines += [
        f"{one.name:<6} {one.checked:>8} {shown(one.complex_step_error, '.1e'):>13} "
        f"{shown(one.central_error, '.1e'):>13} "
        f"{one.crossed_kinks:>9}"
        for one in result.arrays
    ]
    lines.append(_check_line(result, case))
    if not result.passed:
        say(
            tr("The gradient of {name} differs from the numerical one.", name=result.worst.name)
            if result.is_finite
            else tr(
                "The gradients can't be checked: the numbers are so large that the cost or its "
                "change overflows, or that a small step is lost in their rounding."
            )
        )
    found = {
        "passed": result.passed,
        "samples": case.samples,
        "arrays": [msgspec.to_builtins(one) for one in result.arrays],
    }
    return OK if result.passed else FAULT, found, lines


class _Case(NamedTuple):
    """What gradients are checked of; ``samples`` says which those are."""

    network: Network
    cost: str
    x: FloatArray
    y: FloatArray
    samples: str


def _case_of(project: Project) -> _Case:
    """A network over the probe of its data."""
    project.plan.pair.check()
    data = project.state.data
    samples = tr("{count} samples of {name}", count=len(data.x_probe), name=project.plan.data.name)
    return _Case(project.state.network(), project.plan.config.cost, data.x_probe, data.y_probe, samples)


def _random_case(weights: WeightsFile) -> _Case:
    """A network over normal inputs, each sample with the targets of a class by chance."""
    network, cost, targets = weights.network, weights.cost, weights.targets
    output, outputs = network.activations[-1], network.sizes[-1]
    pair(cost, output).check()
    rng = np.random.default_rng(_SEED)
    low, high = activation(output).range if targets is None else (targets.low, targets.high)
    if not COSTS[cost].is_of_numbers or not (math.isfinite(low) and math.isfinite(high)):
        low, high = 0.0, 1.0
    classes = 2 if outputs == 1 and not activation(output).shares else outputs
    labels = rng.integers(classes, size=_RANDOM_SAMPLES)
    samples = tr(
        "{random_samples} random samples (seed {seed}), as weights come without data",
        random_samples=_RANDOM_SAMPLES,
        seed=_SEED,
    )
    x = rng.normal(size=(_RANDOM_SAMPLES, network.sizes[0]))
    return _Case(network, cost, x, Encoding(classes, outputs, low, high).targets(labels), samples)


def _check_line(result: GradientCheck, case: _Case) -> str:
    if result.passed:
        verdict = tr("Backpropagation and numerical gradients agree over {samples}.", samples=case.samples)
    elif result.is_finite:
        verdict = tr(
            "Backpropagation and numerical gradients do not agree over {samples}.", samples=case.samples
        )
    else:
        verdict = tr(
            "Backpropagation and numerical gradients can't be compared over {samples}.", samples=case.samples
        )
    errors = tr("Errors are max|g − g'| / max|g'| for each array.")
    return f"{verdict} {errors}"


def info(options: argparse.Namespace) -> Answer:
    """Say what is in a file."""
    content = read_source(options.source)
    return OK, *(project_facts(content) if isinstance(content, Project) else weights_facts(content))
