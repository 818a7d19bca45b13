"""The commands that don't train: ``export``, ``check``, ``info``."""

import argparse
from pathlib import Path

import msgspec

from bpexplorer.cli.answer import FAULT, OK, Answer, project_facts, say, weights_facts
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.gradient_check import GradientCheck, check_gradients
from bpexplorer.core.vocabulary import nearest
from bpexplorer.project import files, reading, weights
from bpexplorer.project.presets import PRESETS, preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import WeightsFile

_MAX_CHECKED_ENTRIES = 2000


def open_source(source: str) -> Project:
    """The example of this name, or else the project file."""
    if source in PRESETS:
        return Project.at_start(preset(source).plan)
    if not Path(source).exists() and not Path(source).suffix:
        raise BpExplorerError(
            f"There is no file “{source}”, and no example of that name.{nearest(source, PRESETS)} "
            f"Examples: {', '.join(PRESETS)}."
        )
    return files.load(Path(source))


def export(options: argparse.Namespace) -> Answer:
    """Write the weights of a project."""
    export_to(open_source(options.source), options.export, options.format)
    return OK, {"written": [str(options.export)]}, [f"Wrote {options.export}."]


def export_to(project: Project, path: Path, format_name: str | None) -> None:
    """Write the weights of a project to a file; raises BpExplorerError."""
    weights.export_weights(project.weights(), path, format_name=format_name)


def check(options: argparse.Namespace) -> Answer:
    """Compare the gradients on the probe samples with numerical ones."""
    project = open_source(options.source)
    project.plan.pair.check()
    data = project.state.data
    result = check_gradients(
        project.state.network(),
        data.x_probe,
        data.y_probe,
        cost=project.plan.config.cost,
        max_entries=_MAX_CHECKED_ENTRIES,
    )
    lines = [f"{'array':<6} {'checked':>8} {'complex step':>13} {'differences':>13} {'at kinks':>9}"]
    lines += [
        f"{one.name:<6} {one.checked:>8} {one.complex_step_error:>13.1e} {one.central_error:>13.1e} "
        f"{one.crossed_kinks:>9}"
        for one in result.arrays
    ]
    lines.append(_check_line(result, samples=len(data.x_probe)))
    if not result.passed:
        say(f"The gradient of {result.worst.name} differs from the numerical one.")
    found = {"passed": result.passed, "arrays": [msgspec.to_builtins(one) for one in result.arrays]}
    return OK if result.passed else FAULT, found, lines


def _check_line(result: GradientCheck, *, samples: int) -> str:
    verdict = "agree" if result.passed else "do not agree"
    return (
        f"Backpropagation and numerical gradients {verdict} over {samples} samples. "
        "Errors are max|g − g'| / max|g'| for each array."
    )


def info(options: argparse.Namespace) -> Answer:
    """Say what is in a file."""
    path = Path(options.source)
    if options.source in PRESETS or not path.exists():
        return OK, *project_facts(open_source(options.source))

    def parse(data: bytes) -> Project | WeightsFile:
        if path.suffix == files.EXTENSION or files.is_mine(data):
            return files.parse(data)
        return weights.parse(data)

    content = reading.read(path, parse)
    return OK, *(project_facts(content) if isinstance(content, Project) else weights_facts(content))
