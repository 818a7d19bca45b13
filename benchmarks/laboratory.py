"""What the instruments of the laboratory cost: 64-100-50-10 trains the digits at full speed in Explore.

Each instrument is shown in turn, and between two of them none is, so that each has its own pair: what it adds is read
within one run. What each panel has measured is counted, those that nobody sees among them.
"""

import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

import numpy as np
from lateness import Metronome, rows
from program import opened_window, pause, play, run_for, show_workspace
from report import Row

from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.document.acts.jacobian import ShowJacobian
from bpexplorer.document.acts.looking import Select, ShowPage
from bpexplorer.project.presets import preset
from bpexplorer.project.project import Project
from bpexplorer.window.main_window import MainWindow

SIZES, ACTIVATIONS = (64, 100, 50, 10), ("tanh", "tanh", "softmax")
#: Of each situation; there are two for each instrument.
SECONDS: Final = 6.0
HIDDEN, OUTPUT = Neuron(2, 1), Neuron(3, 1)
#: Modes of panels that Explore shows, by the page and the first one that is shown again.
MODES: Final[Mapping[str, tuple[str, str, str]]] = {
    "scatter": ("dock_delta", "scatter", "heatmaps"),
    "waterfall": ("dock_origin", "waterfall", "sum"),
    "layer": ("dock_origin", "layer", "sum"),
}
#: Panels that Explore doesn't show by itself.
PANELS: Final = (
    "dock_tug",
    "dock_neurons",
    "dock_histograms",
    "dock_slices",
    "dock_activation",
    "dock_checks",
    "dock_forecast",
)


def project() -> Project:
    """The digits with two hidden layers of 100 and 50."""
    plan = preset("digits").plan
    spec = NetworkSpec.create(SIZES, ACTIVATIONS)
    return Project.at_start(replace(plan, spec=spec, offsets=((0.0, 0.0),) * len(SIZES)))


def instruments(window: MainWindow) -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """How each is shown, and put away."""
    act = window.requests.take_act
    found: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {}
    for name, (dock, page, first) in MODES.items():
        found[name] = (
            lambda dock=dock, page=page: act(ShowPage(dock, page)),  # type: ignore[misc]
            lambda dock=dock, first=first: act(ShowPage(dock, first)),  # type: ignore[misc]
        )

    def show_jacobian() -> None:
        act(Select((OUTPUT,)))
        act(ShowJacobian(True))

    def hide_jacobian() -> None:
        act(ShowJacobian(False))
        act(Select((HIDDEN,)))

    found["whole Jacobian"] = (show_jacobian, hide_jacobian)
    for dock in PANELS:
        found[dock.removeprefix("dock_")] = (
            lambda dock=dock: window.workspaces.reveal(dock),  # type: ignore[misc]
            lambda dock=dock: window.docks[dock].close(),  # type: ignore[misc]
        )
    return found


def measure() -> list[Row]:
    """Lateness and processor time of the window's thread with each instrument and without; readings of hidden ones."""
    result: list[Row] = []
    with opened_window(project()) as window:
        show_workspace(window, "explore")
        window.requests.take_act(Select((HIDDEN,)))
        asked = _Asked(window)
        metronome = Metronome()
        play(window, speed=None)
        without, hidden = [], 0
        for name, (show, put_away) in instruments(window).items():
            asked.counts.clear()
            without.append(_watched(metronome)[1])
            hidden += sum(asked.counts[dock] for dock in PANELS)
            show()
            run_for(1.0)
            asked.counts.clear()
            lateness, share = _watched(metronome)
            result += rows(f"64-100-50-10, full speed, {name}", lateness, limited=True)
            result += [
                Row(f"processor time of the window's thread, {name}", share, "%"),
                Row(f"of it more than without, {name}", share - without[-1], "%"),
                Row(f"readings a second, {name}", sum(asked.counts.values()) / SECONDS, ""),
            ]
            put_away()
            run_for(1.0)
        pause(window)
        result += [
            Row("processor time of the window's thread, none shown", float(np.median(without)), "%"),
            Row("readings of instruments that nobody sees", float(hidden), "", 0.0),
        ]
    return result


def _watched(metronome: Metronome) -> tuple[np.ndarray, float]:
    """How late events are for a while, and which share of it the window's thread computes."""
    began, computed = time.perf_counter(), time.thread_time()
    lateness = metronome.run(SECONDS)
    return lateness, 100.0 * (time.thread_time() - computed) / (time.perf_counter() - began)


class _Asked:
    """Counts what panels have asked, by their docks: a question of theirs can't come past the asker."""

    def __init__(self, window: MainWindow) -> None:
        self.counts: Counter[str] = Counter()
        self._window, self._ask = window, window.asker.ask
        window.asker.ask = self._note  # type: ignore[method-assign]

    def _note(self, question: Any, *, then: Any, **lane: Any) -> None:
        measurings = self._window.panel_drawing.measurings
        receiver = getattr(then, "__self__", None)
        for name, measuring in measurings.items():
            if measuring is receiver:
                self.counts[name] += 1
        self._ask(question, then=then, **lane)
