"""How long the canvas takes: redraws with new numbers, pan and zoom steps, hover, for networks of several sizes.

    python benchmarks/canvas.py

Times are milliseconds, the median of many, painted into an image of 900×640 by Qt's raster engine. "redraw" is a new
frame whose every number changed: handed over and painted. "same" is a frame with the numbers of the one before.
"""

import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from bpexplorer.canvas.view import NetworkView
from bpexplorer.core.backprop import backpropagate
from bpexplorer.core.config import TrainingConfig
from bpexplorer.core.frame import Frame, RunState
from bpexplorer.core.network import Network
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training_data import TrainingData
from bpexplorer.document.session import SessionState
from bpexplorer.look.theme import apply_theme

NETWORKS = {
    "64-14-10-10": (64, 14, 10, 10),
    "784-100-100-10": (784, 100, 100, 10),
    "2-16×12-1 (2,800 edges)": (2, *[16] * 12, 1),
    "16-4000-10": (16, 4000, 10),
    "40 layers of 100 (4,000 neurons)": (2, *[100] * 40, 1),
}
SIZE = 900, 640
REPEATS = 40


def random_data(inputs: int, outputs: int, rng: np.random.Generator) -> TrainingData:
    labels = np.arange(32) % outputs
    x, y = rng.normal(size=(32, inputs)), np.eye(outputs)[labels] if outputs > 1 else rng.random((32, 1))
    image_shape = (28, 28) if inputs == 784 else None
    return TrainingData(
        x_train=x,
        y_train=y,
        labels_train=labels if outputs > 1 else None,
        x_test=x[:0],
        y_test=y[:0],
        labels_test=labels[:0] if outputs > 1 else None,
        class_names=tuple(map(str, range(outputs))) if outputs > 1 else (),
        feature_names=tuple(f"x{index}" for index in range(inputs)),
        probe=np.arange(32),
        image_shape=image_shape,
    )


def make_frames(sizes: Sequence[int], rng: np.random.Generator) -> list[Frame]:
    """Two frames of one network whose every number differs."""
    activations = ["tanh"] * (len(sizes) - 2) + ["softmax" if sizes[-1] > 1 else "sigmoid"]
    spec = NetworkSpec.create(sizes, activations)
    data = random_data(sizes[0], sizes[-1], rng)
    cost = "log_likelihood" if sizes[-1] > 1 else "cross_entropy"
    frames = []
    for step in range(2):
        network = Network.create(sizes, activations, initializer="glorot_normal", rng=rng)
        frames.append(
            Frame(
                run=0,
                edit=0,
                step=step,
                epoch=0,
                batch=0,
                batches_per_epoch=2,
                spec=spec,
                config=TrainingConfig(cost=cost),
                data=data,
                network=network,
                trace=backpropagate(network, data.x_probe, data.y_probe, cost=cost),
                history=None,
                state=RunState.PLAYING,
                divergence=None,
                steps_per_second=0.0,
            )
        )
    return frames


class Bench:
    """A view, and an image that it is painted into."""

    def __init__(self, frames: list[Frame]) -> None:
        self.frames = frames
        self.view = NetworkView()
        self.view.resize(*SIZE)
        self.view.show_plan(frames[0].spec, (), frames[0].data)
        self.view.show_session(SessionState(selection=(Neuron(1, 0),), delta_bound=0.05))
        self.view.show_frame(frames[0])
        self.view.show()
        self.image = QImage(*SIZE, QImage.Format.Format_RGB32)

    def paint(self) -> None:
        painter = QPainter(self.image)
        self.view.render(painter)
        painter.end()

    def hover(self, step: int) -> None:
        at = QPointF(100 + 17 * step % 700, 100 + 13 * step % 400)
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(QMouseEvent.Type.MouseMove, at, at, none, none, Qt.KeyboardModifier.NoModifier)
        QApplication.sendEvent(self.view.viewport(), event)

    def times(self) -> dict[str, float]:
        view, frames = self.view, self.frames
        same, state = replace(frames[0]), view.state
        view.show_frame(frames[0])

        def new_frame(step: int) -> None:
            view.show_frame(frames[1 - step % 2])
            self.paint()

        def zoom(step: int) -> None:
            view.zoom_at(1.1 if step % 2 else 1 / 1.1, 300, 300)
            self.paint()

        def pan(step: int) -> None:
            view.pan(7 if step % 2 else -7, 3)
            self.paint()

        result = {
            "hand over": median(lambda step: view.show_frame(frames[1 - step % 2])),
            "redraw": median(new_frame),
            "same": median(lambda _: view.show_frame(same)),
            "hover": median(self.hover),
            "zoom": median(zoom),
            "pan": median(pan),
            "select": median(
                lambda step: view.show_session(replace(state, selection=(Neuron(1 + step % 2, 0),)))
            ),
            "re-plan": median(lambda step: view.show_moved(1, float(step), 0.0)),
        }
        view.close()
        return result


def median(act: Callable[[int], None]) -> float:
    times = []
    for step in range(REPEATS):
        before = time.perf_counter()
        act(step)
        times.append(1e3 * (time.perf_counter() - before))
    return statistics.median(times)


def main() -> None:
    app = QApplication(sys.argv)
    apply_theme(app, "light")
    rng = np.random.default_rng(0)
    printed_head = False
    for name, sizes in NETWORKS.items():
        times = Bench(make_frames(sizes, rng)).times()
        if not printed_head:
            print(f"{'network':34}" + "".join(f"{what:>11}" for what in times))
            printed_head = True
        print(f"{name:34}" + "".join(f"{value:9.2f}ms" for value in times.values()))


if __name__ == "__main__":
    main()
