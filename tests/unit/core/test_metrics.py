"""Metrics against sums written out sample by sample."""

import math
from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.errors import DataError
from bpexplorer.core.metrics import (
    ClassMetrics,
    confusion_matrix,
    f1_scores,
    measure,
    precision_and_recall,
    regression_metrics,
    top_accuracies,
)
from bpexplorer.data.choice import default_choice
from bpexplorer.data.prepare import prepare
from tests.runs import classes_data, regression_data


def test_the_confusion_matrix_counts_each_sample_once_in_its_row():
    labels, predicted = np.array([0, 0, 1, 2, 2, 2]), np.array([0, 1, 1, 0, 2, 2])
    np.testing.assert_array_equal(
        confusion_matrix(labels, predicted, classes=4),
        [[1, 1, 0, 0], [0, 1, 0, 0], [1, 0, 2, 0], [0, 0, 0, 0]],
    )


def test_precision_and_recall_are_shares_of_columns_and_rows_and_unknown_where_these_are_empty():
    precision, recall = precision_and_recall(np.array([[3, 1, 0], [2, 4, 0], [0, 0, 0]]))
    np.testing.assert_allclose(precision, [3 / 5, 4 / 5, math.nan])
    np.testing.assert_allclose(recall, [3 / 4, 4 / 6, math.nan])


def test_a_class_counts_for_top_k_if_fewer_than_k_outputs_are_ahead_of_it():
    rng = np.random.default_rng(0)
    outputs, labels = rng.integers(0, 4, size=(200, 6)).astype(float), rng.integers(0, 6, size=200)
    shares = top_accuracies(outputs, labels)
    assert shares.shape == (6,)
    for k in range(1, 7):
        hits = 0
        for row, label in zip(outputs, labels, strict=True):
            best = sorted(range(6), key=lambda j, row=row: (-row[j], j))[:k]
            hits += label in best
        assert shares[k - 1] == hits / 200
    assert shares[0] == np.mean(outputs.argmax(axis=1) == labels)
    assert shares[5] == 1.0


def test_f1_is_the_harmonic_mean_and_unknown_only_for_a_class_that_nothing_speaks_of():
    confusion = np.array([[3, 1, 0, 0], [2, 4, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]])
    precision, recall = precision_and_recall(confusion)
    f1 = f1_scores(confusion)
    for c in (0, 1):
        assert f1[c] == pytest.approx(2 * precision[c] * recall[c] / (precision[c] + recall[c]), rel=1e-15)
    assert f1[2] == 0.0
    assert math.isnan(f1[3])


def test_regression_metrics_are_those_of_sums_over_the_samples():
    rng = np.random.default_rng(0)
    a, y = rng.normal(size=(9, 2)), rng.normal(loc=[5, -3], size=(9, 2))
    squares = sum((a[s, k] - y[s, k]) ** 2 for s in range(9) for k in range(2))
    spread = sum((y[s, k] - sum(y[:, k]) / 9) ** 2 for s in range(9) for k in range(2))
    metrics = regression_metrics(a, y)
    assert metrics.r_squared == pytest.approx(1 - squares / spread, rel=1e-13)
    assert metrics.rmse == pytest.approx(math.sqrt(squares / 18), rel=1e-13)
    assert metrics.mae == pytest.approx(sum(abs(a[s, k] - y[s, k]) for s in range(9) for k in range(2)) / 18)


def test_perfect_outputs_explain_everything_the_mean_nothing_and_constant_targets_leave_it_open():
    y = np.array([[1.0], [2.0], [6.0]])
    assert regression_metrics(y, y).r_squared == 1.0
    assert regression_metrics(np.full((3, 1), 3.0), y).r_squared == 0.0
    assert math.isnan(regression_metrics(y, np.full((3, 1), 0.1)).r_squared)


def test_data_with_classes_are_measured_by_class():
    data = classes_data()
    outputs = data.y_train.copy()
    outputs[0] = np.roll(outputs[0], 1)
    metrics = measure(data, outputs, data.y_train, data.labels_train)
    assert isinstance(metrics, ClassMetrics)
    samples = len(outputs)
    assert metrics.confusion.sum() == samples
    assert np.trace(metrics.confusion) == samples - 1
    assert metrics.accuracy == (samples - 1) / samples
    assert len(metrics.recall) == len(metrics.f1) == len(data.class_names)
    assert metrics.top_accuracies is not None
    assert metrics.top_accuracies[0] == metrics.accuracy


def test_a_lopsided_class_is_told_by_its_baseline_and_the_balanced_accuracy():
    labels = np.array([0] * 18 + [1] * 2)
    confusion = confusion_matrix(labels, np.array([0] * 19 + [1]), classes=2)
    precision, recall = precision_and_recall(confusion)
    metrics = ClassMetrics(confusion, 0.95, precision, recall, f1_scores(confusion), None)
    assert metrics.is_lopsided
    assert (metrics.largest_class, metrics.baseline) == (0, 0.9)
    assert metrics.balanced_accuracy == pytest.approx((1 + 0.5) / 2)
    even = ClassMetrics(np.full((2, 2), 5), 0.5, precision, np.array([0.5, 0.5]), precision, None)
    assert not even.is_lopsided


def test_scaled_targets_are_measured_in_their_own_units():
    data = replace(
        regression_data(np.ones((4, 1)), np.arange(4.0)[:, np.newaxis]),
        target_offset=np.array([10.0]),
        target_scale=np.array([3.0]),
    )
    metrics = measure(data, data.y_train + 1, data.y_train, None)
    assert metrics.rmse == metrics.mae == 3.0


def test_targets_of_several_units_have_one_r_squared_and_each_their_own_errors():
    y = np.array([[0.0, 1.0], [1.0, 0.0], [2.0, 5.0]])
    data = replace(
        regression_data(np.ones((3, 1)), y),
        target_offset=np.array([10.0, 0.0]),
        target_scale=np.array([1000.0, 1.0]),
    )
    outputs = y + np.array([0.1, 0.2])
    metrics = measure(data, outputs, y, None)
    assert [fit.rmse for fit in metrics.by_output] == pytest.approx([100.0, 0.2])
    assert metrics.r_squared == pytest.approx(regression_metrics(outputs, y).r_squared)
    assert math.isnan(metrics.rmse)


def test_data_without_classes_are_measured_as_numbers():
    data = regression_data(np.ones((4, 1)), np.arange(4.0)[:, np.newaxis])
    assert measure(data, data.y_train, data.y_train, None) == regression_metrics(data.y_train, data.y_train)
    with pytest.raises(DataError, match="nothing to measure"):
        measure(data, np.empty((0, 1)), np.empty((0, 1)), None)


def test_two_classes_told_apart_by_one_output_have_no_ranking():
    data = prepare(default_choice("xor"), "sigmoid").training
    metrics = measure(data, data.y_train, data.y_train, data.labels_train)
    assert isinstance(metrics, ClassMetrics)
    assert metrics.accuracy == 1.0
    assert metrics.top_accuracies is None


def test_each_output_that_predicts_numbers_is_measured_alone_too() -> None:
    rng = np.random.default_rng(4)
    targets = rng.normal(size=(30, 3))
    outputs = targets + rng.normal(size=(30, 3)) * [0.1, 1.0, 3.0]
    metrics = regression_metrics(outputs, targets)
    for index, fit in enumerate(metrics.by_output):
        alone = regression_metrics(outputs[:, index : index + 1], targets[:, index : index + 1])
        assert (fit.r_squared, fit.rmse, fit.mae) == (alone.r_squared, alone.rmse, alone.mae)
    assert metrics.mae == pytest.approx(np.mean([fit.mae for fit in metrics.by_output]))
    assert metrics.rmse**2 == pytest.approx(np.mean([fit.rmse**2 for fit in metrics.by_output]))
