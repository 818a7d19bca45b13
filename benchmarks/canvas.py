"""4,000 neurons on the canvas: how long one step of zooming, panning and a new frame take, painted."""

import time
from collections.abc import Callable

import numpy as np
from program import run_for
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

SIZES = (64, 1963, 1963, 10)
STEPS = 60
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


def step_milliseconds(view: NetworkView, step: Callable[[int], None]) -> np.ndarray:
    """How long each step takes until it is painted."""
    result = []
    for number in range(STEPS):
        began = time.perf_counter()
        step(number)
        view.viewport().repaint()
        result.append((time.perf_counter() - began) * 1000)
    return np.array(result)


def measure() -> list[Row]:
    """Zooming in and out, panning about, and frame after frame."""
    apply_theme(app.make_application(), "light")
    frame = frame_of(NetworkSpec.create(SIZES, ("tanh", "tanh", "softmax")))
    picture = Picture(frame, SessionState(selection=(Neuron(1, 5),)))
    view = opened_view(picture)
    steps: dict[str, Callable[[int], None]] = {
        "zoom": lambda number: view.zoom_at(1.1 if number % 20 < 10 else 1 / 1.1, 450, 320),
        "pan": lambda number: view.pan(12 if number % 20 < 10 else -12, 5),
        "new frame": lambda _number: view.show_picture(picture, None),
    }
    rows = []
    for name, step in steps.items():
        times = step_milliseconds(view, step)
        rows.append(Row(f"{sum(SIZES):,} neurons, {name}: median", float(np.median(times)), "ms", LIMIT))
        rows.append(Row(f"{sum(SIZES):,} neurons, {name}: p95", float(np.quantile(times, 0.95)), "ms"))
    view.close()
    view.deleteLater()
    run_for(0.05)
    return rows
