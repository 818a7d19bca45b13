"""The command ``train``."""

import argparse
import math
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import msgspec

from bpexplorer.cli.answer import (
    DIVERGED,
    FAULT,
    INTERRUPTED,
    OK,
    Answer,
    pair_line,
    run_facts,
    run_line,
    say,
)
from bpexplorer.cli.beginning import beginning
from bpexplorer.cli.progress import Progress
from bpexplorer.cli.results import Results
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.run import RestoreBest
from bpexplorer.core.stopping import Best, Stopped, Watch
from bpexplorer.core.trainer import Trainer
from bpexplorer.project import files, history_csv, weights
from bpexplorer.project.atomic import Written
from bpexplorer.project.project import Project

#: How long training goes on before Ctrl-C is looked at and the progress is drawn, in seconds.
_SLICE = 0.1


def train(options: argparse.Namespace) -> Answer:
    """Train, and write what was asked for, also after a divergence or Ctrl-C."""
    # Before the project is read: what is overwritten in the end is what was read, or older.
    results = Results.foreseen((options.export, options.history, options.save), as_json=options.json)
    project = beginning(options)
    if options.export is not None:
        weights.check_format(project.weights(), options.export, format_name=options.format)
    trainer = Trainer(project.state)
    began, first_step = time.perf_counter(), trainer.step
    interrupted, stop = _run(trainer, until_epoch=trainer.epoch + options.epochs)
    seconds, steps = time.perf_counter() - began, trainer.step - first_step
    restored = options.restore_best and trainer.best.step != trainer.step
    if restored:
        trainer.apply(RestoreBest(), Context(trainer.run))
    project = replace(project, state=trainer.state())
    _write_results(results, options, project)
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
    lines += [f"Went back to the best state, epoch {trainer.epoch}."] if restored else []
    lines = results.lines([*lines, run_line(project.state)])
    code = OK
    if trainer.divergence is not None:
        say(f"{trainer.divergence} The last finite parameters are kept. Try half the learning rate.")
        code = DIVERGED
    if interrupted:
        say(f"Interrupted after step {trainer.step}.")
        code = INTERRUPTED
    for fault in results.faults:
        say(str(fault))
        code = FAULT
        found.setdefault("error", {"code": fault.code, "message": str(fault)})
    return code, found, lines


def _stop_facts(stop: Stopped) -> dict[str, object]:
    return {"rule": stop.rule, "reason": stop.reason, "epoch": stop.epoch, "step": stop.step}


def _best_facts(best: Best) -> dict[str, object]:
    return msgspec.to_builtins(best) | {"cost": best.cost if math.isfinite(best.cost) else None}


def _run(trainer: Trainer, *, until_epoch: int) -> tuple[bool, Stopped | None]:
    """Train until that many epochs are done, a rule says stop, training diverges, or Ctrl-C.

    Say whether it was Ctrl-C, and which rule it was.
    """
    watch, stop = Watch(), None
    with _noticing_interruption() as interrupted, Progress(trainer, until_epoch) as progress:
        while trainer.epoch < until_epoch and not (stop or trainer.divergence or interrupted):
            done = trainer.advance(sys.maxsize, time.perf_counter() + _SLICE)
            if done.notice is not None:
                say(done.notice)
            if done.divergence is None:
                now = trainer.moment(watch.seconds)
                stop = watch.ask(trainer.config.stopping_limits, now, run=trainer.run)
            progress.draw()
        return bool(interrupted), stop


@contextmanager
def _noticing_interruption() -> Iterator[list[int]]:
    """A list that the first Ctrl-C puts something into: a step is never cut in two. The second one raises."""
    noticed: list[int] = []

    def notice(number: int, frame: object) -> None:
        del frame
        if noticed:
            raise KeyboardInterrupt
        noticed.append(number)

    before = signal.signal(signal.SIGINT, notice)
    try:
        yield noticed
    finally:
        signal.signal(signal.SIGINT, before)


def _write_results(results: Results, options: argparse.Namespace, project: Project) -> None:
    """Write everything that was asked for; a file that can't be written doesn't keep the others away."""

    def export(path: Path, expected: str | None) -> Written:
        return weights.export_weights(project.weights(), path, format_name=options.format, expected=expected)

    def history(path: Path, expected: str | None) -> Written:
        return history_csv.write(project.state.history, path, expected=expected)

    def save(path: Path, expected: str | None) -> Written:
        return files.save(project, path, expected=expected)

    for path, job in ((options.export, export), (options.history, history), (options.save, save)):
        if path is not None:
            results.write(path, job)
