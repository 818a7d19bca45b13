"""What a step predicts for C and what it does, on its batch and over the training set."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.readings import forecast as forecast_reading
from bpexplorer.core.readings.forecast import ForecastReading, read_forecast
from bpexplorer.core.training.next_step import make_next_step
from tests.laboratory import opening_run


def first_step(learning_rate: float) -> ForecastReading:
    run = opening_run()
    state = replace(run, config=replace(run.config, learning_rate=learning_rate))
    return read_forecast(make_next_step(state).shown, state.data, run=0)


@pytest.mark.parametrize(
    ("learning_rate", "batch", "training"),
    [(0.015, 0.993, 0.981), (0.15, 0.909, 0.785), (0.5, 0.614, 0.236)],
)
def test_the_ratio_of_the_first_step_falls_with_the_rate(
    learning_rate: float, batch: float, training: float
) -> None:
    reading = first_step(learning_rate)
    assert reading.batch.ratio == pytest.approx(batch, abs=0.001)
    assert reading.training.ratio == pytest.approx(training, abs=0.001)
    assert (reading.batch.samples, reading.training.samples, reading.is_estimated) == (20, 1438, False)


def test_too_large_a_rate_lets_the_training_set_rise() -> None:
    reading = first_step(1.5)
    assert reading.training.predicted == pytest.approx(-0.40, abs=0.005)
    assert reading.training.actual == pytest.approx(0.17, abs=0.005)


def test_on_its_own_batch_plain_descent_predicts_minus_eta_times_the_squared_gradient() -> None:
    run = opening_run()
    reading, batch = first_step(0.15), make_next_step(run).shown.trace(run.data).trace
    squares = sum(float(np.square(each).sum()) for each in (*batch.grad_weights, *batch.grad_biases))
    assert reading.is_plain
    assert reading.batch.predicted == pytest.approx(-0.15 * squares, rel=1e-12)


def test_of_a_large_training_set_some_samples_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forecast_reading, "MOST_NUMBERS", 64 * 100)
    reading = first_step(0.15)
    assert (reading.training.samples, reading.training_size, reading.is_estimated) == (100, 1438, True)
    assert reading.training.ratio == pytest.approx(0.785, abs=0.3)
