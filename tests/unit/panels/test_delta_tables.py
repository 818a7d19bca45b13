"""What the δ panel says about each layer."""

import math

import numpy as np
import pytest

from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.norms import root_mean_square
from bpexplorer.core.spec import LayerSpec, Neuron
from bpexplorer.look.numbers import percent
from bpexplorer.look.samples import shown_words
from bpexplorer.panels.delta.tables import (
    MAX_RUNS,
    Beginning,
    Beginnings,
    beyond_text,
    cell_text,
    change_text,
    fitting_bound,
    kept_layers,
    other_row_words,
    probe_row_words,
)
from tests.frames import Training

A, B, C, D = (LayerSpec(size, "tanh") for size in (3, 4, 5, 6))


def test_the_bound_is_the_next_round_number_above_the_largest_delta():
    assert fitting_bound(np.array([[0.3, -1.2], [np.nan, np.inf]])) == 2.0
    assert fitting_bound(np.full((2, 2), np.nan)) == 1.0


@pytest.mark.parametrize(
    ("start", "now", "text"),
    [
        (1.0, 0.025, "÷40"),
        (0.5, 1.5, "×3"),
        (1.0, 1.01, ""),
        (1.0, 1.0, ""),
        (1.0, 0.0, "÷∞"),
        (0.0, 1.0, "×∞"),
        (1.0, math.nan, ""),
    ],
)
def test_a_change_of_size_is_a_factor(start: float, now: float, text: str):
    assert change_text(start, now) == text


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ([], [A, B], [None, None]),
        ([A, C], [A, B, C], [0, None, 1]),
        ([A, B, C], [A, C], [0, 2]),
        ([A, B, C], [A, D, C], [0, 1, 2]),
        ([A, A, A], [A, A], [0, 1]),
        ([A, B], [C, A, B], [None, 0, 1]),
        ([A], [A, A, A], [0, None, None]),
    ],
)
def test_layers_that_are_still_there_are_recognised(
    old: list[LayerSpec], new: list[LayerSpec], kept: list[int | None]
):
    assert kept_layers(old, new) == kept


def test_sizes_are_compared_within_one_cost_and_one_structure():
    beginnings = Beginnings()
    beginnings.of(0, (A, C), "quadratic", step=0, sizes=[1.0, 2.0])

    assert beginnings.of(0, (A, C), "quadratic", step=9, sizes=[3.0, 4.0]) == (
        Beginning(0, 1.0),
        Beginning(0, 2.0),
    )
    other_cost = beginnings.of(0, (A, C), "huber", step=50, sizes=[0.1, 0.2])
    other_layers = beginnings.of(0, (A, B), "huber", step=60, sizes=[0.3, 0.4])

    assert other_cost == (Beginning(50, 0.1, "cost"), Beginning(50, 0.2, "cost"))
    assert other_layers == (Beginning(60, 0.3, "structure"), Beginning(60, 0.4, "structure"))


def test_before_the_first_step_nothing_has_changed_yet():
    beginnings = Beginnings()
    beginnings.of(0, (A,), "quadratic", step=0, sizes=[1.0])

    assert beginnings.of(0, (A,), "quadratic", step=0, sizes=[9.0]) == (Beginning(0, 9.0),)
    assert beginnings.of(0, (A,), "huber", step=0, sizes=[7.0]) == (Beginning(0, 7.0),)


def test_what_undo_brings_back_is_compared_with_its_own_start():
    beginnings = Beginnings()
    beginnings.of(0, (A,), "quadratic", step=0, sizes=[1.0])
    beginnings.of(9, (A,), "quadratic", step=0, sizes=[5.0])
    beginnings.of(0, (B,), "quadratic", step=70, sizes=[6.0])

    assert beginnings.of(0, (A,), "quadratic", step=80, sizes=[0.5]) == (Beginning(0, 1.0),)


def test_only_the_latest_beginnings_are_remembered():
    beginnings = Beginnings()
    for run in range(MAX_RUNS + 1):
        beginnings.of(run, (A,), "quadratic", step=0, sizes=[1.0])

    assert beginnings.of(1, (A,), "quadratic", step=7, sizes=[2.0]) == (Beginning(0, 1.0),)
    assert beginnings.of(0, (A,), "quadratic", step=7, sizes=[2.0]) == (Beginning(7, 2.0),)


def test_the_sentence_says_what_was_changed_where_the_comparison_begins():
    words = probe_row_words(1, np.full((32, 14), 0.1), step=99, now=0.1, start=Beginning(50, 0.1, "cost"))

    assert words.below == ""
    assert words.sentence.endswith("Compared since step 50, where the cost was changed.")


def test_the_sentence_says_over_what_the_mean_is_and_since_when_it_has_faded():
    delta = np.full((32, 14), 0.1)

    words = probe_row_words(1, delta, step=979, now=0.1, start=Beginning(0, 4.0))
    later = probe_row_words(2, delta, step=979, now=0.1, start=Beginning(50, 4.0))

    assert (words.size, words.below, words.short) == ("0.100 rms", "÷40 since epoch 0", "÷40")
    assert words.sentence == (
        "RMS of δ in layer 1 over 32 fixed samples × 14 neurons at step 979: 0.1.\n"
        "÷40 since epoch 0, when it was 4."
    )
    assert later.sentence.endswith("÷40 since step 50, when it was 4.")


@pytest.fixture(scope="module")
def batch():
    return Training().apply(SetDropout(1, 0.5)).advance(3).frame(batch=True).last_batch


def test_of_a_batch_the_share_of_what_was_dropped_stands_where_the_probe_has_its_change(batch):
    dropped = batch.dropped(1)
    words = other_row_words(1, batch, step=0)
    assert words.size == f"{root_mean_square(batch.trace.deltas[0]):.3f} rms"
    assert words.below == f"drop {percent(dropped.mean(), decimals=0).strip()}"
    assert "over the 20 samples × 14 neurons of the batch of step 3, before its update" in words.sentence
    assert f"{dropped.sum()} of 280 cells" in words.sentence
    assert other_row_words(2, batch, step=0).below == ""


def test_a_cell_of_a_batch_is_named_with_its_sample_in_the_training_part_and_as_dropped(batch):
    neuron = Neuron(1, 6)
    assert cell_text(neuron, batch, 3, -0.0292, is_dropped=False) == (
        f"layer 1, neuron 6, sample 3 (no. {batch.rows[3]}): δ = −0.0292"
    )
    assert cell_text(neuron, batch, 3, 0.0, is_dropped=True).endswith(": dropped, δ = 0")
    short = cell_text(neuron, batch, 3, 0.0, is_dropped=True, is_short=True)
    assert short == f"layer 1, neuron 6, no. {batch.rows[3]}: dropped, δ = 0"
    # In a softmax layer a neuron that is left out still moves its neighbours by its z.
    assert cell_text(neuron, batch, 3, 0.25, is_dropped=True).endswith(": dropped, δ = +0.2500")


def test_of_a_large_batch_it_is_said_how_many_samples_are_shown():
    samples = Training(batch_size=1000).frame(batch=True).last_batch
    assert shown_words(samples) == "batch of the next step, 1: no update yet · first 64 of 1,000 samples"
    assert shown_words(Training(batch_size=1).advance(1).frame(batch=True).last_batch) == (
        "batch of step 1, before its update · 1 sample"
    )


def test_cells_beyond_the_scale_are_counted_in_words():
    assert [beyond_text(count, "±2") for count in (0, 1, 12)] == [
        "",
        "1 cell off the scale (±2)",
        "12 cells off the scale (±2)",
    ]
