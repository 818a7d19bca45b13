"""Targets lie where the output layer can reach them, and read back as the classes they came from."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.errors import DataError, InvalidNetworkError
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import FloatArray, IntArray
from bpexplorer.data.encoding import encoding_for


def data_of(targets: FloatArray, labels: IntArray, classes: int, threshold: float | None) -> TrainingData:
    """Training data with these targets and one input that is always 0."""
    return TrainingData(
        x_train=np.zeros((len(labels), 1)),
        y_train=targets,
        labels_train=labels,
        x_test=np.zeros((0, 1)),
        y_test=targets[:0],
        labels_test=labels[:0],
        class_names=tuple(f"class {label}" for label in range(classes)),
        feature_names=("x0",),
        probe=np.array([0]),
        threshold=threshold,
    )


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
@given(data=st.data(), classes=st.integers(2, 6))
def test_targets_read_back_as_the_classes_they_came_from(
    activation: str, data: st.DataObject, classes: int
) -> None:
    labels = data.draw(arrays(np.intp, st.integers(1, 30), elements=st.integers(0, classes - 1)))
    encoding = encoding_for(classes, activation)
    targets = encoding.targets(labels)
    assert targets.shape == (len(labels), encoding.outputs)
    read = data_of(targets, labels, classes, encoding.threshold).predicted_classes(targets)
    np.testing.assert_array_equal(read, labels)


@pytest.mark.parametrize("activation", list(ACTIVATIONS))
@pytest.mark.parametrize("classes", [2, 3])
def test_targets_are_within_reach_of_the_activation(activation: str, classes: int) -> None:
    low, high = ACTIVATIONS[activation].range
    targets = encoding_for(classes, activation).targets(np.arange(classes))
    assert low <= targets.min() < targets.max() <= high
    assert math.isfinite(targets.sum())


@pytest.mark.parametrize("classes", [2, 3, 10])
def test_softmax_has_one_output_a_class_and_one_hot_targets(classes: int) -> None:
    encoding = encoding_for(classes, "softmax")
    np.testing.assert_array_equal(encoding.targets(np.arange(classes)), np.eye(classes))
    assert encoding.threshold is None


@pytest.mark.parametrize(
    ("activation", "targets", "threshold"),
    [
        ("sigmoid", [0.0, 1.0], 0.5),
        ("tanh", [-1.0, 1.0], 0.0),
        ("relu", [0.0, 1.0], 0.5),
        ("identity", [0.0, 1.0], 0.5),
    ],
)
def test_two_classes_share_one_output_with_the_threshold_in_the_middle(
    activation: str, targets: list[float], threshold: float
) -> None:
    encoding = encoding_for(2, activation)
    np.testing.assert_array_equal(encoding.targets(np.array([0, 1])), np.array(targets)[:, np.newaxis])
    assert encoding.threshold == threshold


def test_more_classes_than_two_have_an_output_each_at_the_ends_of_the_range() -> None:
    np.testing.assert_array_equal(
        encoding_for(3, "tanh").targets(np.array([2, 0])), [[-1, -1, 1], [1, -1, -1]]
    )
    assert encoding_for(3, "tanh").threshold is None


def test_one_class_cannot_be_told_apart() -> None:
    with pytest.raises(DataError, match="at least two"):
        encoding_for(1, "softmax")


def test_an_unknown_activation_is_refused() -> None:
    with pytest.raises(InvalidNetworkError, match="swish9"):
        encoding_for(2, "swish9")
