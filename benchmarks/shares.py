"""What drawing gets and what training loses, by the share of time for drawing and by who has the interpreter how long.

The numbers that ``drawing.SHARE_BESIDE_TRAINING`` and ``controller.TURN_SECONDS`` were chosen by.
"""

import statistics
import sys
import time

import numpy as np
from lateness import Metronome
from program import opened_window, pause, play, run_for, show_workspace
from PySide6.QtCore import QObject
from report import Row
from speed import headless

from bpexplorer.app import OPENING_PRESET
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.guard import guard
from bpexplorer.project.presets import preset
from bpexplorer.window import drawing
from bpexplorer.window.main_window import MainWindow

#: Shares beside training, and for how many milliseconds a thread keeps the interpreter that another waits for.
CHOICES = ((0.1, 5.0), (0.1, 0.5), (0.2, 0.5), (0.2, 0.1), (0.2, 0.05), (0.3, 0.5))
TURNS = 5
SECONDS = 3.0


class Pictures(QObject):
    """Counts the pictures of a window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.count = 0
        window.picturing.published.connect(self._on_published)

    @guard
    def _on_published(self, _picture: object) -> None:
        self.count += 1


def measure() -> list[Row]:
    """In Train, each choice in turn: speed against the trainer alone, pictures a second, and how late events are."""
    trainer = Trainer(preset(OPENING_PRESET).project().state)
    found: dict[tuple[float, float], list[tuple[float, float, float]]] = {choice: [] for choice in CHOICES}
    share, turn = drawing.SHARE_BESIDE_TRAINING, sys.getswitchinterval()
    with opened_window() as window:
        show_workspace(window, "train")
        pictures, metronome = Pictures(window), Metronome()
        for _ in range(TURNS):
            for choice in CHOICES:
                drawing.SHARE_BESIDE_TRAINING = choice[0]
                sys.setswitchinterval(choice[1] / 1000)
                found[choice].append(_one(window, trainer, pictures, metronome))
    drawing.SHARE_BESIDE_TRAINING = share
    sys.setswitchinterval(turn)
    result: list[Row] = []
    for (each, milliseconds), measured in found.items():
        ratio, rate, late = (statistics.median(column) for column in zip(*measured, strict=True))
        name = f"share {each:g}, turns of {milliseconds:g} ms"
        result += [
            Row(f"{name}: window against alone, median of {TURNS}", ratio, "%"),
            Row(f"{name}: pictures a second", rate, ""),
            Row(f"{name}: lateness, p99", late, "ms"),
        ]
    return result


def _one(
    window: MainWindow, trainer: Trainer, pictures: Pictures, metronome: Metronome
) -> tuple[float, float, float]:
    """Percent of the speed alone, from rest to rest; pictures a second; 99th percentile of lateness."""
    alone = headless(trainer)
    assert window.frame is not None
    began, first = time.perf_counter(), window.frame.step
    play(window, speed=None)
    drawn = pictures.count
    late = metronome.run(SECONDS)
    seen = pictures.count - drawn
    seconds = time.perf_counter() - began
    pause(window)
    run_for(0.1)
    rate = (window.frame.step - first) / seconds
    return 100 * rate / alone, seen / SECONDS, float(np.quantile(late, 0.99))
