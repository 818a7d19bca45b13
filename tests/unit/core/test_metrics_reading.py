"""A network measured over one part: what the metrics panel is told."""

import numpy as np
import pytest

from bpexplorer.core.backprop import forward
from bpexplorer.core.metrics import ClassMetrics, RegressionMetrics
from bpexplorer.core.metrics_reading import read_metrics
from bpexplorer.core.state import start_run
from tests.runs import classes_data, regression_data, start


@pytest.mark.parametrize("part", ["train", "test"])
def test_a_reading_counts_every_sample_of_its_part(part):
    state = start()
    net, (x, _, labels) = state.network(), state.data.part(part)
    reading = read_metrics(net, state.data, part=part, step=7)
    assert (reading.part, reading.samples, reading.step) == (part, len(x), 7)
    assert isinstance(reading.metrics, ClassMetrics)
    predicted = forward(net, x).activations[-1].argmax(axis=1)
    for i in range(3):
        for j in range(3):
            assert reading.metrics.confusion[i, j] == np.sum((labels == i) & (predicted == j))


def test_examples_are_the_probe_samples_of_a_cell_and_each_is_in_one_cell_only():
    state = start(data=classes_data(samples=23))
    reading = read_metrics(state.network(), state.data, part="test", step=0)
    outputs = forward(state.network(), state.data.x_probe).activations[-1]
    found = [(sample, i, j) for i in range(3) for j in range(3) for sample in reading.examples(i, j)]
    assert sorted(sample for sample, _, _ in found) == list(range(len(state.data.probe)))
    for sample, i, j in found:
        assert state.data.labels_probe[sample] == i
        assert outputs[sample].argmax() == j
        assert reading.cell_of(sample) == (i, j)
    assert reading.cell_of(99) is None


def test_a_part_without_samples_has_no_metrics():
    data = regression_data(np.ones((4, 2)), np.ones((4, 1)))
    net = start(data=data, output="identity", cost="quadratic").network()
    assert read_metrics(net, data, part="test", step=0).metrics is None
    reading = read_metrics(net, data, part="train", step=0)
    assert isinstance(reading.metrics, RegressionMetrics)
    assert reading.examples(0, 0) == ()
    assert reading.cell_of(0) is None


def test_a_network_with_huge_weights_is_measured_without_a_warning():
    state = start()
    planes = state.planes.flat.copy()
    planes[:] = 1e200
    run = start_run(
        state.spec, state.config, state.data, parameters=type(state.planes)(state.spec, planes[0])
    )
    reading = read_metrics(run.network(), state.data, part="train", step=0)
    assert isinstance(reading.metrics, ClassMetrics)
    assert reading.metrics.confusion.sum() == len(state.data.x_train)
