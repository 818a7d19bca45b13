"""What the confusion matrix says of its cells and classes."""

import math

import numpy as np
import pytest

from bpexplorer.core.metrics import ClassMetrics, f1_scores, precision_and_recall
from bpexplorer.core.readings.metrics import MetricsReading
from bpexplorer.look import numbers
from bpexplorer.panels.metrics import words as words

CONFUSION = np.array([[3, 1], [0, 0]])


@pytest.fixture
def reading() -> MetricsReading:
    precision, recall = precision_and_recall(CONFUSION)
    metrics = ClassMetrics(
        CONFUSION, 0.75, precision, recall, f1_scores(CONFUSION), top_accuracies=np.array([0.75, 1.0])
    )
    return MetricsReading("test", 4, 1200, metrics, ("cat", "dog"))


def test_a_cell_says_how_many_of_its_class_it_counts(reading: MetricsReading) -> None:
    assert words.cell_sentence(reading, 0, 0) == "3 of 4 samples of class “cat” recognised (75.0 %)"
    assert words.cell_sentence(reading, 0, 1) == "1 of 4 samples of class “cat” taken for “dog” (25.0 %)"
    assert words.cell_sentence(reading, 1, 0) == "0 of 0 samples of class “dog” taken for “cat”"


def test_only_a_cell_that_counts_something_has_samples_to_see(reading: MetricsReading) -> None:
    assert "Hardest samples" in words.what_a_click_does(reading, 0, 1)
    assert words.what_a_click_does(reading, 1, 1) == ""


def test_shares_of_nothing_are_dashes_and_colours_go_by_the_square_root_of_the_share(
    reading: MetricsReading,
) -> None:
    assert words.share_text(math.nan) == "–"
    assert words.share_text(0.5).strip() == "50.0 %"
    assert "recall –" in words.class_sentence(reading, 1)
    np.testing.assert_allclose(words.shades(CONFUSION), [[math.sqrt(0.75), 0.5], [0, 0]])


def test_the_title_has_baseline_and_balanced_accuracy_only_where_one_class_is_most(
    reading: MetricsReading,
) -> None:
    accuracy, step = numbers.percent(0.75).strip(), numbers.count(1200)
    assert words.summary(reading) == (
        f"accuracy {accuracy} (always “cat”: {numbers.percent(1.0).strip()}) · balanced {accuracy} · step {step}"
    )
    confusion = np.array([[3, 1], [1, 3]])
    even = ClassMetrics(confusion, 0.75, *precision_and_recall(confusion), f1_scores(confusion), None)
    found = words.summary(MetricsReading("test", 8, 1200, even, ("cat", "dog")))
    assert found == f"accuracy {accuracy} · step {step}"


def test_the_foot_says_over_what_it_is_counted(reading: MetricsReading) -> None:
    assert "of 4 test samples wrong · rows" in words.source(reading)
    assert words.summary(None) == words.source(None) == ""
    assert isinstance(reading.metrics, ClassMetrics)
    assert words.top_share(reading.metrics, k=2) == numbers.percent(1.0)
