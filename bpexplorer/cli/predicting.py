"""The command ``predict``: raw rows in, raw predictions out."""

import argparse
from pathlib import Path

import numpy as np

from bpexplorer.cli.console.answer import Answer
from bpexplorer.cli.console.numbers import shown
from bpexplorer.cli.console.output import say
from bpexplorer.cli.console.results import Results
from bpexplorer.cli.console.signals import lost_by_ending, noticed_only
from bpexplorer.cli.console.targets import check_targets
from bpexplorer.cli.reading import read
from bpexplorer.cli.sources import project_of, read_source
from bpexplorer.core.metrics import regression_metrics
from bpexplorer.data.readers.progress import Progress
from bpexplorer.project.disk import atomic
from bpexplorer.project.disk.atomic import WrittenFile
from bpexplorer.project.kinds import ARRAYS, PREDICTIONS, check_name
from bpexplorer.project.predicting import Predictions, own_predictions, predict
from bpexplorer.project.project import Project
from bpexplorer.project.weights import WeightsFile
from bpexplorer.translation import tr


def predict_command(options: argparse.Namespace) -> Answer:
    """Write what a network predicts for each row of a file of data."""
    lost_by_ending(tr("Nothing is written."))
    check_targets({"--out": options.out}, {"WEIGHTS": options.source, "DATA": options.data})
    results = Results.foreseen([options.out], as_json=options.json)
    if not options.out.name.lower().endswith(ARRAYS.extension):
        check_name(options.out, PREDICTIONS)
    found = _predictions(read_source(options.source), options)

    def write(path: Path, expected: str | None, _progress: Progress) -> WrittenFile:
        return atomic.write(path, found.dump(path.name), expected=expected)

    with noticed_only() as noticed:
        results.write(options.out, write)
        lost_by_ending(tr("The file is written.") if results.written else tr("Nothing is written."))
    for fault in results.faults:
        raise fault
    if noticed:
        say(tr("Interrupted by {noticed}. The file is written.", noticed=noticed))
    fits = _fits(found)
    rows, predicted = len(found.outputs), int(np.count_nonzero(found.is_predicted))
    facts = {
        "rows": rows,
        "predicted": predicted,
        "right": _right(found),
        "fits": fits,
        "written": [str(path) for path in results.written],
        "notes": results.notes,
    }
    lines = [tr("Predicted {predicted:,} of {rows:,} rows.", predicted=predicted, rows=rows)]
    if predicted < rows:
        lines.append(
            tr(
                "The others have no value for an input, or one that training didn't know, and no rule stands in."
            )
        )
    if facts["right"] is not None:
        lines.append(tr("{right:.2%} of those with a known class are right.", right=facts["right"]))
    for name, fit in (fits or {}).items():
        r_squared, rmse, mae = (shown(number, ".4g") for number in fit.values())
        lines.append(
            tr(
                "{name}: R² {r_squared}, RMSE {rmse}, MAE {mae}.",
                name=name,
                r_squared=r_squared,
                rmse=rmse,
                mae=mae,
            )
        )
    return noticed.code, facts, results.lines(lines)


def _predictions(content: Project | WeightsFile, options: argparse.Namespace) -> Predictions:
    if options.data is not None:
        weights = content if isinstance(content, WeightsFile) else content.weights()
        return predict(weights, read(options.data, options))
    project = project_of(content, options.source, None)  # weights have no data of their own
    network = project.state.network().for_inspection()
    return own_predictions(network, project.prepared, cost=project.plan.config.cost)


def _fits(found: Predictions) -> dict[str, dict[str, float]] | None:
    """How well each number is predicted, in its own units, over the rows that have it; None where nobody knows any."""
    if found.classes is not None or found.targets is None:
        return None
    known = found.is_predicted & ~np.isnan(found.targets).any(axis=1)
    if not known.any():
        return None
    fits = regression_metrics(found.outputs[known], found.targets[known]).by_output
    return {
        name: {"r_squared": fit.r_squared, "rmse": fit.rmse, "mae": fit.mae}
        for name, fit in zip(found.names, fits, strict=True)
    }


def _right(found: Predictions) -> float | None:
    """The share of right classes among the rows that have one; None where nobody knows any."""
    if found.classes is None or found.target_classes is None:
        return None
    pairs = [
        one == other for one, other in zip(found.classes, found.target_classes, strict=True) if one and other
    ]
    return float(np.mean(pairs)) if pairs else None
