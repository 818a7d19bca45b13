"""Training speed with the window shown against the trainer alone, on the same example, in alternating pairs."""

import statistics
import time

from program import WORKSPACES, opened_window, pause, play, run_for, show_workspace
from report import Row

from bpexplorer.app import OPENING_PRESET
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.project.presets import preset
from bpexplorer.window.main_window import MainWindow

PAIRS = 6
SECONDS = 2.0
LIMIT = 80.0


def headless(trainer: Trainer) -> float:
    """Steps a second of the trainer alone, in this thread."""
    began, first = time.perf_counter(), trainer.step
    while time.perf_counter() < began + SECONDS:
        trainer.advance(1_000_000_000, deadline=began + SECONDS)
    return (trainer.step - first) / (time.perf_counter() - began)


def shown(window: MainWindow) -> float:
    """Steps a second at full speed with the window shown, from rest to rest.

    (The frame on screen lags behind by as much as a second, as drawing leaves the processor to training.)
    """
    assert window.frame is not None
    began, first = time.perf_counter(), window.frame.step
    play(window, speed=None)
    run_for(SECONDS)
    seconds = time.perf_counter() - began
    pause(window)
    return (window.frame.step - first) / seconds


def against_alone(
    window: MainWindow, trainer: Trainer, name: str, *, pairs: int = PAIRS, limit: float | None = LIMIT
) -> list[Row]:
    """The median of the pairs' ratios, with the lowest and the highest."""
    rates = [(headless(trainer), shown(window)) for _ in range(pairs)]
    ratios = [100 * with_window / alone for alone, with_window in rates]
    return [
        Row(f"{name}: trainer alone", statistics.median(alone for alone, _ in rates), "steps/s"),
        Row(f"{name}: with the window", statistics.median(rate for _, rate in rates), "steps/s"),
        Row(
            f"{name}: window against alone, median of {pairs} pairs",
            statistics.median(ratios),
            "%",
            limit,
            at_least=True,
        ),
        Row(f"{name}: lowest pair", min(ratios), "%"),
        Row(f"{name}: highest pair", max(ratios), "%"),
    ]


def measure() -> list[Row]:
    """With each workspace shown."""
    trainer = Trainer(preset(OPENING_PRESET).project().state)
    result: list[Row] = []
    with opened_window() as window:
        for workspace in WORKSPACES:
            show_workspace(window, workspace)
            result += against_alone(window, trainer, workspace)
    return result
