"""What is read of many samples is gone through a slice at a time: the same comes of it, and nobody waits for more."""

import math
from collections.abc import Callable, Generator
from dataclasses import fields, is_dataclass
from functools import partial
from typing import Any

import numpy as np
import pytest

from bpexplorer.core import backprop, backprop_slices, evaluation
from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.masks import Freeze
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.readings import update
from bpexplorer.core.readings.flow import read_flow_in_slices
from bpexplorer.core.readings.forecast import read_forecast_in_slices
from bpexplorer.core.readings.phases.reading import read_phases_in_slices
from bpexplorer.core.readings.update import read_update_in_slices
from bpexplorer.core.running import RunningMedian, RunningRms
from bpexplorer.core.spec import Connection, Neuron
from bpexplorer.core.training.rate_finder import find_rate
from bpexplorer.core.training.trainer import Trainer
from tests.runs import advance, classes_data, start

AT_ONCE = 5
DATA = classes_data()


@pytest.fixture(scope="module")
def trainer() -> Trainer:
    """On batches that are no whole number of slices, with all that a batch can have."""
    trainer = Trainer(start((4, 3), data=DATA, batch_size=23, clip_norm=0.5, l2=0.01, optimizer="adam"))
    for number, edit in enumerate((SetDropout(1, 0.4), Freeze(1, (0,))), start=1):
        trainer.apply(edit, Context(number))
    return advance(trainer, 2)


def readings(trainer: Trainer) -> dict[str, Callable[[], Generator[Any, None, Any]]]:
    shown, data, state = trainer.shown_step(), trainer.data, trainer.state()
    assert shown is not None
    return {
        "flow": partial(read_flow_in_slices, state),
        "update of a weight": partial(read_update_in_slices, shown, data, Connection(2, 1, 3), run=0),
        "update of a bias": partial(read_update_in_slices, shown, data, Neuron(1, 1), run=0),
        "forecast": partial(read_forecast_in_slices, shown, data, run=0),
        "phases": partial(read_phases_in_slices, state),
        "the looked-at batch": partial(shown.trace_in_slices, data, 7),
        "rate finder": partial(find_rate, state, steps=3),
    }


@pytest.fixture
def in_slices(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many samples went back at once, each time."""
    went: list[int] = []

    def noted(*arguments: Any, **options: Any) -> backprop.Trace:
        trace = backprop.backpropagate(*arguments, **options)
        went.append(len(trace.sample_costs))
        return trace

    monkeypatch.setattr(evaluation, "samples_at_once", lambda _network: AT_ONCE)
    monkeypatch.setattr(update, "samples_at_once", lambda _network: AT_ONCE)
    monkeypatch.setattr(backprop_slices, "backpropagate", noted)
    return went


NAMES = (
    "flow",
    "update of a weight",
    "update of a bias",
    "forecast",
    "phases",
    "the looked-at batch",
    "rate finder",
)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_comes_of_many_slices_as_of_one_and_a_pause_lies_between(
    name: str, trainer: Trainer, in_slices: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as whole:
        whole.setattr(evaluation, "samples_at_once", lambda _network: 10_000)
        expected = evaluation.without_pauses(readings(trainer)[name]())
    in_slices.clear()
    slices = readings(trainer)[name]()
    while True:
        done = len(in_slices)
        try:
            next(slices)
        except StopIteration as end:
            assert_alike(end.value, expected)
            break
        finally:
            assert len(in_slices) - done <= 1
    assert len(in_slices) > 3
    assert max(in_slices) == AT_ONCE


def assert_alike(found: Any, expected: Any) -> None:
    """Equal but for the order in which numbers were added up."""
    if is_dataclass(found) and not isinstance(found, type):
        for field in fields(found):
            assert_alike(getattr(found, field.name), getattr(expected, field.name))
    elif isinstance(found, tuple):
        assert len(found) == len(expected)
        for one, other in zip(found, expected, strict=True):
            assert_alike(one, other)
    elif isinstance(found, np.ndarray) and found.dtype.kind == "f":
        np.testing.assert_allclose(found, expected, rtol=1e-9, atol=1e-14)
    elif isinstance(found, np.ndarray):
        np.testing.assert_array_equal(found, expected)
    elif isinstance(found, float):
        near = 2e-3 if math.isclose(found, expected, rel_tol=2e-3) else 1e-9  # a median is
        assert found == pytest.approx(expected, rel=near, abs=1e-14, nan_ok=True)
    else:
        assert type(found) is type(expected)


def test_the_root_of_a_mean_square_in_parts_overflows_no_sooner() -> None:
    running = RunningRms()
    assert math.isnan(running.value)
    for part in ([3e200, 4e200], [0.0, 0.0, 0.0], [1e-200]):
        running.add(np.array(part))
    assert running.value == pytest.approx(5e200 / math.sqrt(6), rel=1e-14)
    running.add(np.array([math.inf]))
    assert running.value == math.inf


@pytest.mark.parametrize("count", [2, 9, 1000, 1001])
def test_the_median_of_parts_is_that_of_the_whole_to_a_fifth_of_a_percent(count: int) -> None:
    rng = np.random.default_rng(count)
    values = np.exp(rng.normal(0, 30, count)) * (rng.random(count) < 0.9)
    running = RunningMedian()
    for part in np.array_split(values, 2 + count // 100):
        running.add(part)
    assert running.value == pytest.approx(float(np.median(values)), rel=2e-3)


def test_the_median_of_one_part_is_exact_and_of_numbers_that_are_none_there_is_none() -> None:
    values = np.random.default_rng(0).random(101)
    running = RunningMedian()
    assert math.isnan(running.value)
    running.add(values)
    assert running.value == np.median(values)
    running.add(np.array([math.nan]))
    assert math.isnan(running.value)
    same = RunningMedian()
    for _ in range(3):
        same.add(np.full(4, 0.3))
    assert same.value == 0.3
