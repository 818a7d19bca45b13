"""A network measured over one part: what the metrics panel is told."""

import numpy as np
import pytest

from bpexplorer.core.backprop import forward
from bpexplorer.core.evaluation import without_pauses
from bpexplorer.core.metrics import ClassMetrics, RegressionMetrics
from bpexplorer.core.readings.metrics import CURVE_POINTS, MOST_POINTS, read_metrics
from bpexplorer.core.training.state import start_run
from tests.runs import regression_data, start


@pytest.mark.parametrize("part", ["train", "test"])
def test_a_reading_counts_every_sample_of_its_part(part):
    state = start()
    net, (x, _, labels) = state.network(), state.data.part(part)
    reading = without_pauses(read_metrics(net, state.data, part=part, step=7))
    assert (reading.part, reading.samples, reading.step) == (part, len(x), 7)
    assert isinstance(reading.metrics, ClassMetrics)
    predicted = forward(net, x).activations[-1].argmax(axis=1)
    for i in range(3):
        for j in range(3):
            assert reading.metrics.confusion[i, j] == np.sum((labels == i) & (predicted == j))


def test_a_part_without_samples_has_no_metrics():
    data = regression_data(np.ones((4, 2)), np.ones((4, 1)))
    net = start(data=data, output="identity", cost="quadratic").network()
    assert without_pauses(read_metrics(net, data, part="test", step=0)).metrics is None
    reading = without_pauses(read_metrics(net, data, part="train", step=0))
    assert isinstance(reading.metrics, RegressionMetrics)


def test_a_network_with_huge_weights_is_measured_without_a_warning():
    state = start()
    planes = state.planes.flat.copy()
    planes[:] = 1e200
    run = start_run(
        state.spec, state.config, state.data, parameters=type(state.planes)(state.spec, planes[0])
    )
    reading = without_pauses(read_metrics(run.network(), state.data, part="train", step=0))
    assert isinstance(reading.metrics, ClassMetrics)
    assert reading.metrics.confusion.sum() == len(state.data.x_train)


def test_of_one_input_a_reading_has_the_curve_that_the_network_makes_of_it():
    data = regression_data(np.linspace(-1, 3, 7)[:, np.newaxis], np.ones((7, 1)))
    net = start(data=data, output="identity", cost="quadratic").network()
    fit = without_pauses(read_metrics(net, data, part="train", step=0)).fit
    np.testing.assert_array_equal(fit.x, data.x_train)
    np.testing.assert_array_equal(fit.targets, data.y_train)
    np.testing.assert_array_equal(fit.outputs, forward(net, data.x_train).activations[-1])
    assert (fit.curve_x[0], fit.curve_x[-1], len(fit.curve_x)) == (-1, 3, CURVE_POINTS)
    np.testing.assert_array_equal(fit.curve, forward(net, fit.curve_x[:, np.newaxis]).activations[-1])
    assert fit.is_finite


def test_of_many_samples_a_picture_has_some_from_everywhere():
    data = regression_data(np.arange(2002.0).reshape(1001, 2), np.arange(1001.0)[:, np.newaxis])
    net = start(data=data, output="identity", cost="quadratic").network()
    fit = without_pauses(read_metrics(net, data, part="train", step=0)).fit
    assert MOST_POINTS / 2 < len(fit.x) <= MOST_POINTS
    assert (fit.targets[0, 0], fit.targets[-1, 0] > 990) == (0, True)
    assert (fit.curve_x, fit.curve) == (None, None)


def test_classes_have_no_picture_of_a_fit():
    state = start()
    assert without_pauses(read_metrics(state.network(), state.data, part="train", step=0)).fit is None
