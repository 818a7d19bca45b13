"""What a trainer is given can be relied on: its parts fit, can't be changed, and decode to classes."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpexplorer.core.errors import DataError
from bpexplorer.core.training_data import PARTS, PROBE_SIZE, SAMPLES, TrainingData, choose_probe


def parts(**changes: Any) -> dict[str, Any]:
    """Three classes, two inputs, four training samples, two test samples."""
    labels_train, labels_test = np.array([0, 1, 2, 1]), np.array([2, 0])
    return {
        "x_train": np.arange(8.0).reshape(4, 2),
        "y_train": np.eye(3)[labels_train],
        "labels_train": labels_train,
        "x_test": np.arange(4.0).reshape(2, 2),
        "y_test": np.eye(3)[labels_test],
        "labels_test": labels_test,
        "class_names": ("a", "b", "c"),
        "feature_names": ("x0", "x1"),
        "probe": np.array([2, 0]),
    } | changes


def one_output(**changes: Any) -> dict[str, Any]:
    """Two classes told apart by one output."""
    return (
        parts(
            y_train=np.array([[-1.0], [1.0], [1.0], [-1.0]]),
            labels_train=np.array([0, 1, 1, 0]),
            y_test=np.array([[1.0], [-1.0]]),
            labels_test=np.array([1, 0]),
            class_names=("no", "yes"),
            threshold=0.0,
        )
        | changes
    )


def regression(**changes: Any) -> dict[str, Any]:
    targets = {"y_train": np.ones((4, 2)), "y_test": np.ones((2, 2))}
    return parts(labels_train=None, labels_test=None, class_names=(), **targets) | changes


def test_the_arrays_are_float64_contiguous_and_read_only() -> None:
    data = TrainingData(**parts(x_train=np.asfortranarray(np.arange(8).reshape(4, 2))))
    for array in (data.x_train, data.y_train, data.x_test, data.y_test):
        assert array.dtype == np.float64
        assert array.flags.c_contiguous
        assert not array.flags.writeable


def test_changing_the_arrays_it_was_made_from_changes_nothing() -> None:
    x, labels = np.arange(8.0).reshape(4, 2), np.array([0, 1, 2, 1])
    data = TrainingData(**parts(x_train=x, labels_train=labels))
    x[0, 0], labels[0] = 99.0, 2
    assert data.x_train[0, 0] == 0.0
    assert data.labels_train is not None
    assert data.labels_train[0] == 0


def test_sizes_and_probe_rows_come_from_the_training_part() -> None:
    data = TrainingData(**parts())
    assert (data.inputs, data.outputs) == (2, 3)
    np.testing.assert_array_equal(data.x_probe, data.x_train[[2, 0]])
    np.testing.assert_array_equal(data.y_probe, data.y_train[[2, 0]])
    np.testing.assert_array_equal(data.labels_probe, [2, 0])


def test_with_one_output_a_class_the_largest_output_decides() -> None:
    data = TrainingData(**parts())
    outputs = np.array([[0.1, 0.7, 0.2], [0.5, 0.2, 0.3], [0.2, 0.4, 0.4]])
    np.testing.assert_array_equal(data.predicted_classes(outputs), [1, 0, 1])
    assert data.accuracy(outputs, np.array([1, 0, 2])) == pytest.approx(2 / 3)


def test_with_one_output_in_all_the_threshold_decides() -> None:
    data = TrainingData(**one_output())
    np.testing.assert_array_equal(data.predicted_classes(np.array([[-0.2], [0.0], [0.2]])), [0, 0, 1])


def test_the_targets_themselves_are_fully_accurate() -> None:
    for data in (TrainingData(**parts()), TrainingData(**one_output())):
        assert data.labels_train is not None
        assert data.accuracy(data.y_train, data.labels_train) == 1.0


def test_an_empty_test_part_has_no_accuracy() -> None:
    data = TrainingData(
        **parts(x_test=np.empty((0, 2)), y_test=np.empty((0, 3)), labels_test=np.empty(0, int))
    )
    assert data.labels_test is not None
    assert math.isnan(data.accuracy(data.y_test, data.labels_test))


def test_regression_has_no_labels_and_says_so_when_asked_for_classes() -> None:
    data = TrainingData(**regression())
    assert not data.is_classification
    assert data.labels_probe is None
    with pytest.raises(DataError, match="Regression has no classes"):
        data.predicted_classes(data.y_train)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        (parts(x_train=np.arange(8.0)), "must be tables"),
        (parts(y_train=np.eye(3)), "different numbers of samples"),
        (parts(labels_test=np.array([0])), "different numbers of samples"),
        (parts(x_test=np.zeros((2, 3))), "test set has 3 and 3"),
        (
            parts(x_train=np.array([[0, 1], [2, np.nan], [0, 0], [0, 0]])),
            "inputs of sample 1 in the training set",
        ),
        (parts(y_test=np.array([[0, 0, 1], [np.inf, 0, 0]])), "targets of sample 1 in the test set"),
        (parts(labels_train=np.array([0, 1, 3, 1])), "outside 0…2"),
        (parts(labels_test=np.array([-1, 1])), "outside 0…2"),
        (parts(labels_train=np.array([0.0, 1.0, 2.0, 1.0])), "whole numbers"),
        (parts(class_names=("a", "b", "c", "d")), "4 classes, but 3 outputs"),
        (parts(class_names=()), "belong together"),
        (parts(labels_test=None), "belong together"),
        (parts(threshold=0.5), "two classes apart by one output"),
        (one_output(threshold=np.nan), "finite number"),
        (one_output(threshold=None), "2 classes, but 1 outputs"),
        (parts(feature_names=("x0",)), "2 inputs, but 1 names"),
        (parts(image_shape=(3, 2)), "3×2 has 6 pixels, not 2"),
        (parts(probe=np.array([4])), "outside 0…3"),
        (parts(probe=np.array([1, 1])), "different training samples"),
        (parts(probe=np.empty(0, int)), "at least one"),
        (
            parts(x_train=np.empty((0, 2)), y_train=np.empty((0, 3)), labels_train=np.empty(0, int)),
            "training set has no samples",
        ),
    ],
)
def test_parts_that_do_not_fit_are_refused_with_a_sentence(wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(DataError, match=sentence):
        TrainingData(**wrong)


LABELS = arrays(np.intp, st.integers(1, 150), elements=st.integers(0, 9))


@given(labels=LABELS, seed=st.integers(0, 2**31 - 1))
def test_the_probe_takes_the_classes_as_evenly_as_they_allow(labels: Any, seed: int) -> None:
    probe = choose_probe(labels, rng=np.random.default_rng(seed))
    assert len(probe) == len(set(probe.tolist())) == min(PROBE_SIZE, len(labels))
    there, taken = np.bincount(labels, minlength=10), np.bincount(labels[probe], minlength=10)
    # A class has fewer samples in the probe than the fullest class, by more than one, only if it has no more.
    exhausted = taken == there
    assert (exhausted | (taken >= taken.max() - 1)).all()


def test_where_the_probe_cannot_hold_as_many_of_each_class_none_is_favoured() -> None:
    labels = np.arange(200) % 10
    fuller = set()
    for seed in range(60):
        taken = np.bincount(labels[choose_probe(labels, rng=np.random.default_rng(seed))])
        fuller |= set(np.flatnonzero(taken == taken.max()).tolist())
    assert fuller == set(range(10))


@given(labels=LABELS, seed=st.integers(0, 2**31 - 1))
def test_the_same_seed_chooses_the_same_probe(labels: Any, seed: int) -> None:
    first, again = (choose_probe(labels, rng=np.random.default_rng(seed)) for _ in range(2))
    np.testing.assert_array_equal(first, again)


def test_another_seed_chooses_another_probe() -> None:
    labels = np.arange(200) % 4
    first, other = (choose_probe(labels, rng=np.random.default_rng(seed)) for seed in (0, 1))
    assert not np.array_equal(first, other)


def test_a_validation_part_that_does_not_fit_is_refused_by_name() -> None:
    for wrong in (
        {
            "x_validation": np.ones((2, 7)),
            "y_validation": np.eye(3)[:2],
            "labels_validation": np.array([0, 1]),
        },
        {
            "x_validation": np.full((2, 2), np.nan),
            "y_validation": np.eye(3)[:2],
            "labels_validation": np.array([0, 1]),
        },
        {
            "x_validation": np.ones((2, 2)),
            "y_validation": np.eye(3)[:2],
            "labels_validation": np.array([0, 9]),
        },
        {"x_validation": np.ones((2, 2)), "y_validation": np.eye(3)[:2], "labels_validation": np.array([0])},
    ):
        with pytest.raises(DataError, match="validation set"):
            TrainingData(**parts(**wrong))


def test_every_part_can_be_had_by_its_name() -> None:
    data = TrainingData(**parts())
    assert data.part("train").x is data.x_train
    assert data.part("test").labels is data.labels_test
    empty = data.part("validation")
    assert (empty.x.shape, empty.y.shape) == ((0, data.inputs), (0, data.outputs))
    assert empty.labels is not None


def test_a_network_can_be_looked_at_over_everything_or_over_the_probe() -> None:
    data = TrainingData(**parts())
    assert set(SAMPLES) == {*PARTS, "all", "probe"}
    everything, probe = data.samples("all"), data.samples("probe")
    np.testing.assert_array_equal(everything.x, np.concatenate([data.x_train, data.x_test]))
    np.testing.assert_array_equal(everything.y, np.concatenate([data.y_train, data.y_test]))
    assert everything.labels is not None
    assert everything.labels.tolist() == [0, 1, 2, 1, 2, 0]
    np.testing.assert_array_equal(probe.x, data.x_train[[2, 0]])
    assert probe.labels is not None
    assert probe.labels.tolist() == [2, 0]
    for part in PARTS:
        np.testing.assert_array_equal(data.samples(part).x, data.part(part).x)
