"""How long one step of zooming and panning takes, painted: with 4,000 neurons, and while the window trains."""

import time
from collections.abc import Callable, Mapping

import numpy as np
from program import opened_window, pause, play, run_for, wait_until
from report import Row

from bpexplorer import app
from bpexplorer.canvas.view import NetworkView
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.frame import Frame, RunState
from bpexplorer.core.training.history import History
from bpexplorer.core.training.state import start_run
from bpexplorer.data.choice import default_choice
from bpexplorer.data.prepare import prepare
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.look.theme import apply_theme
from bpexplorer.panels.entries import PANELS

SIZES = (64, 1963, 1963, 10)
STEPS = 60
#: How often rest and training take turns.
TURNS = 3
#: A step that takes less than this misses no picture of a 60 Hz screen.
LIMIT = 16.0


def frame_of(spec: NetworkSpec) -> Frame:
    """A network before its first step, with δ of the probe."""
    data = prepare(default_choice("digits"), spec.activations[-1]).training
    state = start_run(spec, TrainingConfig(), data)
    network = state.network()
    return Frame(
        run=0,
        edit_number=0,
        step=0,
        epoch=0,
        batch=0,
        batches_per_epoch=1,
        spec=spec,
        config=state.config,
        data=data,
        network=network,
        trace=backpropagate(network, data.x_probe, data.y_probe, cost=state.config.cost),
        history=History(),
        state=RunState.PAUSED,
        divergence=None,
        steps_per_second=0.0,
    )


def opened_view(picture: Picture) -> NetworkView:
    """The canvas at the size it has in the window, with a neuron selected whose edges show."""
    view = NetworkView()
    view.resize(900, 640)
    frame = picture.frame
    view.show_plan(frame.spec, ((0.0, 0.0),) * len(frame.spec.sizes), frame.data)
    view.show_session(picture.session)
    view.show_picture(picture, None)
    view.show()
    run_for(0.5)
    return view


def moves(view: NetworkView) -> Mapping[str, Callable[[int], None]]:
    """One step in and out, and one step there and back."""
    return {
        "zoom": lambda number: view.zoom_at(1.1 if number % 20 < 10 else 1 / 1.1, 450, 320),
        "pan": lambda number: view.pan(12 if number % 20 < 10 else -12, 5),
    }


def step_milliseconds(
    view: NetworkView, step: Callable[[int], None], clock: Callable[[], float] = time.perf_counter
) -> np.ndarray:
    """How long each step takes until it is painted."""
    result = []
    for number in range(STEPS):
        began = clock()
        step(number)
        view.viewport().repaint()
        result.append((clock() - began) * 1000)
    return np.array(result)


def rows(what: str, times: np.ndarray) -> list[Row]:
    """What is usual, and what one of twenty takes."""
    return [
        Row(f"{what}: median", float(np.median(times)), "ms", LIMIT),
        Row(f"{what}: p95", float(np.quantile(times, 0.95)), "ms"),
    ]


def measure() -> list[Row]:
    """Many neurons, then the opening example at rest and in training, in turns."""
    return many_neurons() + while_training()


def many_neurons() -> list[Row]:
    """Zooming in and out, panning about, and frame after frame."""
    apply_theme(app.make_application(), "light")
    frame = frame_of(NetworkSpec.create(SIZES, ("tanh", "tanh", "softmax")))
    picture = Picture(frame, SessionState(selection=(Neuron(1, 5),)))
    view = opened_view(picture)
    steps = {**moves(view), "new frame": lambda _number: view.show_picture(picture, None)}
    result = []
    for name, step in steps.items():
        result += rows(f"{sum(SIZES):,} neurons, {name}", step_milliseconds(view, step))
    view.close()
    view.deleteLater()
    run_for(0.05)
    return result


def while_training() -> list[Row]:
    """The window's own canvas, with the demon's label, chips and bars of outputs around its network.

    What the window's thread computes is the number that the design limits; by the clock it also waits for its turn
    beside the training thread.
    """
    found: dict[str, list[np.ndarray]] = {}
    with opened_window() as window:
        view = window.canvas.view
        wait_until(lambda: len(window.panels.there) == len(PANELS), timeout=60.0)
        for _ in range(TURNS):
            for state in ("at rest", "training, full speed"):
                if state != "at rest":
                    play(window, speed=None)
                for name, step in moves(view).items():
                    own = step_milliseconds(view, step, time.thread_time)
                    run_for(0.2)
                    clock = step_milliseconds(view, step)
                    run_for(0.2)
                    found.setdefault(f"{state}, {name}, computed", []).append(own)
                    found.setdefault(f"{state}, {name}, by the clock", []).append(clock)
            pause(window)
    return [row for what, times in found.items() for row in rows(what, np.concatenate(times))]
