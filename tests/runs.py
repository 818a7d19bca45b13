"""Small runs for the tests of training: random data, and comparisons to the bit."""

from collections.abc import Sequence
from dataclasses import fields

import numpy as np

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.state import Refuge, TrainerState, start_run
from bpexplorer.core.training.trainer import Trainer
from bpexplorer.core.training_data import TrainingData


def classes_data(*, samples: int = 23, inputs: int = 3, classes: int = 3, seed: int = 0) -> TrainingData:
    """Random points of random classes, one output a class, a test set of 5."""
    rng = np.random.default_rng(seed)
    labels, labels_test = rng.integers(0, classes, samples), rng.integers(0, classes, 5)
    return TrainingData(
        x_train=rng.normal(size=(samples, inputs)),
        y_train=np.eye(classes)[labels],
        labels_train=labels,
        x_test=rng.normal(size=(5, inputs)),
        y_test=np.eye(classes)[labels_test],
        labels_test=labels_test,
        class_names=tuple(map(str, range(classes))),
        feature_names=tuple(f"x{i}" for i in range(inputs)),
        probe=np.arange(min(4, samples)),
    )


def regression_data(x: np.ndarray, y: np.ndarray) -> TrainingData:
    """Samples to fit, without a test set."""
    return TrainingData(
        x_train=x,
        y_train=y,
        labels_train=None,
        x_test=x[:0],
        y_test=y[:0],
        labels_test=None,
        class_names=(),
        feature_names=tuple(f"x{i}" for i in range(x.shape[1])),
        probe=np.arange(1),
    )


def start(
    hidden: Sequence[int] = (4,),
    *,
    data: TrainingData | None = None,
    activation: str = "tanh",
    output: str = "softmax",
    **config: object,
) -> TrainerState:
    """A run before its first step; batches of 5 unless said otherwise, so the last of 23 samples is smaller."""
    data = data or classes_data()
    spec = NetworkSpec.create((data.inputs, *hidden, data.outputs), [activation] * len(hidden) + [output])
    return start_run(spec, TrainingConfig(**({"batch_size": 5} | config)), data)  # type: ignore[arg-type]


def overflowing(**config: object) -> TrainerState:
    """One weight, y = 0: each step multiplies it by 1 − η x², so it grows until training diverges."""
    data = regression_data(np.full((4, 1), 1e3), np.zeros((4, 1)))
    options = {"cost": "quadratic", "learning_rate": 10.0, "batch_size": 1} | config
    return start((), data=data, output="identity", **options)  # type: ignore[arg-type]


def advance(trainer: Trainer, steps: int) -> Trainer:
    """Make so many steps, or fewer if the run diverges."""
    goal = trainer.step + steps
    while trainer.step < goal and trainer.divergence is None:
        trainer.advance(goal - trainer.step)
    return trainer


def assert_same_run(got: TrainerState, want: TrainerState) -> None:
    """Everything that decides how a run goes on is equal, the numbers to the bit."""
    assert got.spec == want.spec
    assert got.config == want.config
    assert got.data is want.data
    assert bits(got.planes.flat) == bits(want.planes.flat)
    for name in (
        "run",
        "step",
        "epoch",
        "position",
        "moment_steps",
        "clipped_steps",
        "held",
        "held_steps",
        "engine",
        "threads",
        "divergence",
    ):
        assert getattr(got, name) == getattr(want, name), name
    np.testing.assert_equal(got.order, want.order)
    assert (got.mask is None) == (want.mask is None)
    if got.mask is not None and want.mask is not None:
        assert bits(got.mask.flat) == bits(want.mask.flat)
    assert bits(got.history.batches) == bits(want.history.batches)
    np.testing.assert_array_equal(got.history.epochs, want.history.epochs)  # says which numbers differ
    assert bits(got.history.epochs) == bits(want.history.epochs)
    np.testing.assert_equal(got.history.latest, want.history.latest)
    assert got.history.eras == want.history.eras
    strides = (want.history.batch_stride, want.history.epoch_stride)
    assert (got.history.batch_stride, got.history.epoch_stride) == strides
    assert_same_refuge(got.refuge, want.refuge)


def assert_same_refuge(got: Refuge | None, want: Refuge | None) -> None:
    """The best state is the same one, to the bit; a state that no trainer has had yet knows none."""
    assert (got is None) == (want is None)
    if got is None or want is None:
        return
    for each in fields(Refuge):
        if each.name != "flat":
            np.testing.assert_equal(getattr(got, each.name), getattr(want, each.name), each.name)
    assert bits(got.flat) == bits(want.flat)


def bits(array: np.ndarray) -> tuple[tuple[int, ...], bytes]:
    """Shape and bytes: tells 0 from -0, and NaN equals itself."""
    return array.shape, array.tobytes()
