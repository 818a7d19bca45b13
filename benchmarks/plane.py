"""What the plane costs: a network of 2-16-16-1 trains a spiral at full speed, with it in sight and without."""

import time
from dataclasses import replace

import numpy as np
from lateness import SECONDS, Metronome, rows
from program import opened_window, pause, play, run_for, show_workspace
from PySide6.QtCore import QObject, QTimer
from report import Row

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.document.acts.looking import ColourNeuronsBy
from bpexplorer.document.session import NeuronQuantity
from bpexplorer.guard import guard
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from bpexplorer.window.main_window import MainWindow

SIZES, ACTIVATIONS = (2, 16, 16, 1), ("tanh", "tanh", "sigmoid")


def project() -> Project:
    """The spiral with two hidden layers of 16."""
    plan = preset("spiral").plan
    spec = NetworkSpec.create(SIZES, ACTIVATIONS)
    return Project.at_start(replace(plan, spec=spec, offsets=((0.0, 0.0),) * len(SIZES)))


def show_plane(window: MainWindow, shown: bool) -> None:
    """Show the plane and maps in the neurons, or neither."""
    window.docks["dock_plane"].setVisible(shown)
    quantity = NeuronQuantity.MAP if shown else NeuronQuantity.DELTA
    window.requests.take_act(ColourNeuronsBy(quantity))
    run_for(1.0)


def measure() -> list[Row]:
    """Lateness, steps a second and pictures a second, without the plane and with it, in turns."""
    result: list[Row] = []
    with opened_window() as window:
        window.open_project(project(), None)
        show_workspace(window, "explore")
        metronome = Metronome()
        for shown in (False, True):
            name = "with the plane" if shown else "without it"
            show_plane(window, shown)
            play(window, speed=None)
            run_for(1.0)
            first, drawn = window.frame, _Count(window)
            result += rows(f"2-16-16-1, full speed, {name}", metronome.run(SECONDS), limited=True)
            last, pieces = window.frame, drawn.pieces()
            assert first is not None
            assert last is not None
            pause(window)
            result += [
                Row(f"steps a second, {name}", (last.step - first.step) / SECONDS, ""),
                Row(f"pictures a second, {name}", drawn.pictures / SECONDS, ""),
                Row(f"readings of the plane a second, {name}", drawn.readings / SECONDS, ""),
                Row(f"processor time of the window's thread, {name}", 100.0 * pieces.sum() / SECONDS, "%"),
                Row(f"of it at once: p99, {name}", 1000.0 * float(np.quantile(pieces, 0.99)), "ms"),
            ]
            drawn.deleteLater()
    return result


class _Count(QObject):
    """Counts pictures and the steps that the plane has come to, and how long the window's thread computes at once."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.pictures = self.readings = 0
        self._times = [time.thread_time()]
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._on_timer)
        self._timer.start(3)
        window.picturing.published.connect(self._on_published)
        window.panels["dock_plane"].note_changed.connect(self._on_note_changed)

    def pieces(self) -> np.ndarray:
        """Processor time from beat to beat, in seconds: of one event, or of some that came at once."""
        self._timer.stop()
        return np.diff(self._times)

    @guard
    def _on_timer(self) -> None:
        self._times.append(time.thread_time())

    @guard
    def _on_published(self, _picture: object) -> None:
        self.pictures += 1

    @guard
    def _on_note_changed(self, _note: str) -> None:
        self.readings += 1
