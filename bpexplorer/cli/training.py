"""The command ``train``."""

import argparse
import math
import sys
import time
from dataclasses import replace
from pathlib import Path

import msgspec

from bpexplorer.cli.beginning import beginning
from bpexplorer.cli.console.answer import Answer, pair_line, run_facts, run_line
from bpexplorer.cli.console.codes import DIVERGED, FAULT, OK
from bpexplorer.cli.console.output import say
from bpexplorer.cli.console.progress import ProgressLine
from bpexplorer.cli.console.results import Results
from bpexplorer.cli.console.signals import Noticed, lost_by_ending, noticed_only
from bpexplorer.cli.console.targets import check_targets
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.run import RestoreBest
from bpexplorer.core.training.rules.stopping import Best, Stopped, Watch
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.data.readers.progress import Progress
from bpexplorer.project import files, history_csv, weights
from bpexplorer.project.disk.atomic import WrittenFile
from bpexplorer.project.kinds import HISTORY, PROJECT, check_name
from bpexplorer.project.project import Project
from bpexplorer.translation import tr

#: How long training goes on before signals are looked at and the progress is drawn, in seconds.
_SLICE = 0.1


def train(options: argparse.Namespace) -> Answer:
    """Train, and write what was asked for, also after a divergence or a signal."""
    lost_by_ending(tr("Nothing was trained, and nothing is written."))
    targets = {"--export": options.export, "--history": options.history, "--save": options.save}
    inputs = {"PROJECT": options.source, "--weights": options.weights}
    check_targets(targets, inputs, replaceable="--save" if options.resume else None)
    # Before the project is read: what is overwritten in the end is what was read, or older.
    results = Results.foreseen(targets.values(), as_json=options.json)
    _check_names(options)
    project = beginning(options)
    if options.export is not None:
        weights.check_format(project.weights(), options.export, format_name=options.format)
    trainer = Trainer(project.state)
    began, first_step = time.perf_counter(), trainer.step
    with noticed_only() as noticed:
        interrupted, stop = _run(trainer, noticed, until_epoch=trainer.epoch + options.epochs)
        seconds, steps = time.perf_counter() - began, trainer.step - first_step
        best = trainer.best
        restored = options.restore_best and best is not None and best.step != trainer.step
        if restored:
            trainer.apply(RestoreBest(), Context(trainer.run))
        project = replace(project, state=trainer.state())
        # Where a signal came before the first step there is no result, and nothing that one may replace.
        is_trained = steps > 0 or not interrupted
        if is_trained:
            _write_results(results, options, project)
            lost_by_ending(
                tr(
                    "Training is over. Written: {written}.",
                    written=", ".join(map(str, results.written)) or "nothing",
                )
            )
    found = run_facts(project.state) | {
        "pair": msgspec.to_builtins(project.plan.pair),
        "seconds": seconds,
        "steps_per_second": steps / seconds if seconds > 0 else None,
        "interrupted": interrupted,
        "stopped": None if stop is None else _stop_facts(stop),
        "best": _best_facts(trainer.best),
        "restored_best": restored,
        "written": [str(path) for path in results.written],
        "notes": results.notes,
    }
    lines = [pair_line(project.plan)] if project.plan.pair.kind == "odd" else []
    lines += [] if stop is None else [str(stop)]
    lines += [tr("Went back to the best state, epoch {epoch}.", epoch=trainer.epoch)] if restored else []
    lines = results.lines([*lines, run_line(project.state)])
    code = OK
    if trainer.divergence is not None:
        say(
            tr(
                "{divergence} The last finite parameters are kept. Try half the learning rate.",
                divergence=trainer.divergence,
            )
        )
        code = DIVERGED
    if noticed:
        say(_interruption(noticed, trainer, interrupted=interrupted, is_trained=is_trained))
        code = noticed.code
    for fault in results.faults:
        say(str(fault))
        code = FAULT
        found.setdefault("error", {"code": fault.code, "message": str(fault)})
    return code, found, lines


def _stop_facts(stop: Stopped) -> dict[str, object]:
    return {"rule": stop.rule, "reason": stop.reason, "epoch": stop.epoch, "step": stop.step}


def _best_facts(best: Best | None) -> dict[str, object] | None:
    if best is None:  # a signal came before the start was evaluated
        return None
    return msgspec.to_builtins(best) | {"cost": best.cost if math.isfinite(best.cost) else None}


def _interruption(noticed: Noticed, trainer: Trainer, *, interrupted: bool, is_trained: bool) -> str:
    """What a signal has done."""
    if not is_trained:
        return tr("Interrupted by {noticed}. Nothing was trained, and nothing is written.", noticed=noticed)
    if interrupted:
        return tr("Interrupted by {signal} after step {step}.", signal=noticed, step=trainer.step)
    return tr(
        "Interrupted by {signal} after step {step}, when training was over.",
        signal=noticed,
        step=trainer.step,
    )


def _run(trainer: Trainer, noticed: Noticed, *, until_epoch: int) -> tuple[bool, Stopped | None]:
    """Train until that many epochs are done, a rule says stop, training diverges, or a signal comes.

    Say whether it was a signal, and which rule it was.
    """
    watch, stop = Watch(), None
    with ProgressLine(trainer, until_epoch) as progress:
        while trainer.epoch < until_epoch and not (stop or trainer.divergence):
            if noticed:
                return True, None
            done = trainer.advance(sys.maxsize, time.perf_counter() + _SLICE)
            if done.notice is not None:
                say(done.notice)
            if done.divergence is None and trainer.is_settled:
                now = trainer.status(watch.seconds)
                stop = watch.ask(trainer.config.stopping_limits, now, run=trainer.run)
            progress.draw()
    return False, stop


def _check_names(options: argparse.Namespace) -> None:
    """Raise ProjectFileError if a result is to have the name of another kind of file."""
    chosen = None if options.format is None else weights.FORMATS[options.format]  # else the name decides
    for path, kind in ((options.export, chosen), (options.history, HISTORY), (options.save, PROJECT)):
        if path is not None and kind is not None:
            check_name(path, kind)


def _write_results(results: Results, options: argparse.Namespace, project: Project) -> None:
    """Write everything that was asked for; a file that can't be written doesn't keep the others away."""

    def export(path: Path, expected: str | None, progress: Progress) -> WrittenFile:
        return weights.export_weights(
            project.weights(), path, format_name=options.format, expected=expected, progress=progress
        )

    def history(path: Path, expected: str | None, _progress: Progress) -> WrittenFile:
        return history_csv.write(project.state.history, path, expected=expected)

    def save(path: Path, expected: str | None, progress: Progress) -> WrittenFile:
        return files.save(project, path, expected=expected, progress=progress)

    for path, job in ((options.export, export), (options.history, history), (options.save, save)):
        if path is not None:
            results.write(path, job)
