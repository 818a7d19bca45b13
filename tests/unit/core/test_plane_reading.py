"""The plane: where a map crosses a level, what each sample comes to, and which samples lie around one."""

from collections import Counter

import numpy as np
import pytest

from bpexplorer.core.backprop import backpropagate, forward
from bpexplorer.core.network import Network
from bpexplorer.core.readings.contour import contour
from bpexplorer.core.readings.maps import read_maps
from bpexplorer.core.readings.plane import MOST_POINTS, PlaneReading, around, middle_of, read_plane
from bpexplorer.core.spec import Neuron
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training_data import PROBE_SIZE, TrainingData
from bpexplorer.core.types import FloatArray
from tests.frames import Training


def frame_of(data: str = "circle", sizes: tuple[int, ...] = (2, 6, 1), last: str = "sigmoid") -> Frame:
    cost = {"sigmoid": "cross_entropy", "softmax": "log_likelihood"}.get(last, "quadratic")
    return Training(sizes, (*["tanh"] * (len(sizes) - 2), last), data=data, cost=cost).advance(60).frame()


def reading_of(frame: Frame, shown: Neuron | None = None) -> PlaneReading:
    return read_plane(frame.network, frame.data, cost=frame.config.cost, step=frame.step, shown=shown)


def three_classes(samples: int = 60) -> TrainingData:
    """Three clouds in the plane, each a class."""
    rng = np.random.default_rng(7)
    labels = np.arange(samples) % 3
    x = np.array([[-1.0, -1.0], [1.0, -1.0], [0.0, 1.0]])[labels] + 0.2 * rng.standard_normal((samples, 2))
    return TrainingData(
        x_train=x,
        y_train=np.eye(3)[labels],
        labels_train=labels,
        x_test=x[:9] + 0.05,
        y_test=np.eye(3)[labels[:9]],
        labels_test=labels[:9],
        class_names=("a", "b", "c"),
        feature_names=("x0", "x1"),
        probe=np.arange(10),
    )


def at(line: FloatArray) -> FloatArray:
    """Both ends of each short line, shape (ends, 2)."""
    return line.reshape(-1, 2)


def test_a_contour_lies_where_the_map_has_the_level_and_closes() -> None:
    middles = (np.arange(64) + 0.5) / 64
    x, y = np.meshgrid(middles, middles)
    lines = contour(np.hypot(x - 0.5, y - 0.45), 0.3)
    ends = at(lines)
    np.testing.assert_allclose(np.hypot(ends[:, 0] - 0.5, ends[:, 1] - 0.45), 0.3, atol=1e-3)
    # Each line goes on where another ends.
    assert set(Counter(map(tuple, ends.round(9).tolist())).values()) == {2}


@pytest.mark.parametrize(
    ("corners", "middle_is_high"), [([[1, -2], [-2, 3]], False), ([[3, -1], [-1, 2]], True)]
)
def test_where_corners_take_turns_the_middle_says_what_is_joined(
    corners: list[list[float]], middle_is_high: bool
) -> None:
    lines = contour(np.array(corners, dtype=float), 0.0)
    assert len(lines) == 2
    middles = (lines[:, :2] + lines[:, 2:]) / 2
    # Corners that lie apart are cut off, each by a line of its own.
    cut = {tuple(np.sign(m - 0.5).astype(int).tolist()) for m in middles}
    assert cut == ({(1, -1), (-1, 1)} if middle_is_high else {(-1, -1), (1, 1)})


def test_a_level_that_a_map_never_has_and_numbers_that_are_none_give_no_line() -> None:
    assert contour(np.ones((5, 5)), 2.0).shape == (0, 4)
    assert contour(np.full((5, 5), np.nan), 0.0).shape == (0, 4)
    assert contour(np.ones((1, 9)), 0.0).shape == (0, 4)


def test_each_sample_has_its_own_output_cost_and_delta() -> None:
    frame = frame_of()
    reading = reading_of(frame)
    assert [points.part for points in reading.parts] == ["train", "test"]
    for points in reading.parts:
        x, y, labels = frame.data.part(points.part)
        assert points.samples == len(x) == len(points.rows)
        for index in (0, 7, len(x) - 1):
            alone = backpropagate(frame.network, x[[index]], y[[index]], cost=frame.config.cost)
            np.testing.assert_allclose(points.outputs[index], alone.activations[-1][0], rtol=1e-12)
            np.testing.assert_allclose(points.costs[index], alone.cost, rtol=1e-9)
            for delta, single in zip(points.deltas, alone.deltas, strict=True):
                np.testing.assert_allclose(delta[index], single[0], rtol=1e-9, atol=1e-15)
        assert points.labels is not None
        assert points.predicted is not None
        np.testing.assert_array_equal(points.labels, labels)
        np.testing.assert_array_equal(points.predicted, frame.data.predicted_classes(points.outputs))


def test_the_line_of_the_output_parts_what_is_taken_for_one_class_from_the_other() -> None:
    frame = frame_of()
    reading = reading_of(frame)
    maps = reading.maps
    assert len(reading.line) > 20
    there = maps.low + at(reading.line) * (1, -1) * (maps.high - maps.low) + (0, 1) * (maps.high - maps.low)
    outputs = forward(frame.network, there).activations[-1]
    # Between two cells the map is taken for straight.
    assert np.abs(outputs - frame.data.threshold).max() < 0.1


def test_the_line_of_a_hidden_neuron_is_where_it_has_its_middle_value() -> None:
    frame = frame_of()
    lines = reading_of(frame, Neuron(1, 2)).line
    layer = reading_of(frame).maps.layers[1]
    assert layer is not None
    np.testing.assert_array_equal(lines, contour(layer[2], 0.0))
    assert [middle_of(name) for name in ("tanh", "sigmoid", "softmax", "relu", "identity", None)] == [
        *(0.0, 0.5, 0.5),
        *(0.0, 0.0, 0.0),
    ]


def test_of_several_classes_each_place_has_the_one_with_the_largest_output_and_how_large_that_is() -> None:
    data, rng = three_classes(), np.random.default_rng(3)
    network = Network.create((2, 5, 3), ("tanh", "softmax"), rng=rng)
    reading = read_plane(network, data, cost="log_likelihood", step=0)
    inputs = reading.maps.layers[0]
    assert inputs is not None
    assert reading.winners is not None
    assert reading.confidence is not None
    rows, columns = reading.winners.shape
    outputs = forward(network, inputs.reshape(2, -1).T).activations[-1]
    np.testing.assert_array_equal(reading.winners.ravel(), outputs.argmax(axis=1))
    np.testing.assert_allclose(reading.confidence.ravel(), outputs.max(axis=1), rtol=1e-12)
    # The lines run between cells of different classes, and nowhere else.
    found = reading.winners
    for x, y in at(reading.line) * (columns, rows) - 0.5:
        around_it = found[int(y) : int(np.ceil(y)) + 1, int(x) : int(np.ceil(x)) + 1]
        assert len(np.unique(around_it)) > 1
    assert len(reading.line) > 10


def test_numbers_have_no_classes_and_one_input_no_line() -> None:
    reading = reading_of(frame_of("wave", (1, 4, 1), "identity"))
    assert reading.winners is None
    assert reading.line.shape == (0, 4)
    assert reading.parts[0].labels is None


def test_maps_that_are_there_already_are_not_made_again() -> None:
    frame = frame_of()
    maps = read_maps(frame.network, frame.data, step=frame.step)
    reading = read_plane(frame.network, frame.data, cost=frame.config.cost, step=frame.step, maps=maps)
    assert reading.maps is maps


def test_of_very_many_samples_some_are_shown_spread_over_all() -> None:
    data = three_classes(3 * MOST_POINTS)
    network = Network.create((2, 3), ("softmax",), rng=np.random.default_rng(0))
    points = read_plane(network, data, cost="log_likelihood", step=0).parts[0]
    assert (len(points.rows), points.samples) == (MOST_POINTS, 3 * MOST_POINTS)
    assert (points.rows[0], points.rows[-1]) == (0, 3 * MOST_POINTS - 1)
    np.testing.assert_array_equal(points.x, data.x_train[points.rows])


def test_around_a_sample_are_those_of_its_set_that_lie_nearest() -> None:
    data = frame_of("spiral", (2, 4, 1)).data
    rows = around(data, "test", 11)
    assert rows[0] == 11
    assert len(set(rows)) == PROBE_SIZE
    span = np.ptp(data.x_test, axis=0)
    away = np.linalg.norm((data.x_test - data.x_test[11]) / span, axis=1)
    assert max(away[list(rows)]) <= min(np.delete(away, rows))


def test_huge_weights_are_read_without_a_warning() -> None:
    data = frame_of("xor", (2, 3, 1)).data
    net = Network([np.full((1, 2), 1e308)], [np.zeros(1)], ["sigmoid"])
    assert read_plane(net, data, cost="cross_entropy", step=0).maps.sizes == (2, 1)
