"""Why a δ is small: each factor that can take it away is named, and only where it does."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.edits.masks import RemoveConnections
from bpexplorer.core.edits.structure import SetDropout
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.readings.origin import SMALL, Adding, OriginReading, Passing
from bpexplorer.core.readings.why_small import WhySmall, why_small
from bpexplorer.core.training.frame import Frame
from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.panels.origin.words import why_small_words
from tests.frames import Training, origin_of


def every(frame: Frame) -> list[OriginReading]:
    return [
        origin_of(frame, layer, index, row)
        for layer, size in enumerate(frame.spec.sizes[1:], start=1)
        for index in range(size)
        for row in range(32)
    ]


def test_what_is_not_small_says_so() -> None:
    reading = origin_of(Training().frame(), 2, 0, row=15)
    assert abs(reading.one.delta) >= SMALL
    assert why_small(reading) is WhySmall.NOT_SMALL


def test_after_training_every_reason_is_borne_out_by_the_numbers() -> None:
    readings = every(Training(learning_rate=0.15, batch_size=20).advance(400).frame())
    found = {why_small(reading) for reading in readings}
    assert found >= {WhySmall.NOT_SMALL, WhySmall.FITTED, WhySmall.AHEAD, WhySmall.CANCEL}
    for reading in readings:
        one = reading.one
        match why_small(reading):
            case WhySmall.NOT_SMALL:
                assert abs(one.delta) >= SMALL
                continue
            case WhySmall.FITTED:
                assert one.difference is not None
                assert one.difference[0] - one.difference[1] == pytest.approx(one.delta)
            case WhySmall.AHEAD:
                assert one.influence is not None
                assert np.abs(one.influence).max() < SMALL
            case WhySmall.CANCEL:
                assert abs(one.total) < 0.7 * one.size
        assert abs(one.delta) < SMALL


def test_a_saturated_neuron_has_a_slope_that_is_nearly_0() -> None:
    reading = origin_of(Training().apply(SetBiases(1, tuple(range(14)), 10.0)).frame(), 1, 3)
    assert reading.one.slope is not None
    assert reading.one.slope < 0.05
    assert why_small(reading) is WhySmall.SLOPE


def test_a_saturated_output_of_an_unmatched_pair_has_it_too() -> None:
    training = Training((64, 6, 10), ("tanh", "sigmoid"), cost="quadratic").apply(
        SetBiases(2, tuple(range(10)), -12.0)
    )
    frame = training.frame()
    samples = frame.samples(SampleSource.PROBE)
    assert samples is not None
    targets, row = samples.of(frame.data).y, 4
    output = int(np.argmax(targets[row]))  # wrong, and yet without a δ
    assert why_small(origin_of(frame, 2, output, row)) is WhySmall.SLOPE
    assert why_small(origin_of(frame, 2, (output + 1) % 10, row)) is WhySmall.CONTENT


def test_without_a_way_on_nothing_comes_back() -> None:
    cut = RemoveConnections(2, tuple((target, 3) for target in range(10)))
    assert why_small(origin_of(Training().apply(cut).frame(), 1, 3)) is WhySmall.NO_WAY
    assert why_small(origin_of(Training(initializer="zeros").frame(), 1, 3)) is WhySmall.NO_WAY


def test_a_neuron_that_dropout_leaves_out_says_that_first() -> None:
    frame = Training().apply(SetDropout(1, 0.5)).advance(3).frame(batch=True)
    readings = [origin_of(frame, 1, index, source=SampleSource.BATCH) for index in range(14)]
    dropped = [reading for reading in readings if reading.one.verdict.passing is Passing.DROPPED]
    assert dropped
    assert {why_small(reading) for reading in dropped} == {WhySmall.DROPPED}


def test_what_is_not_finite_is_not_called_small() -> None:
    reading = origin_of(Training().frame(), 2, 0)
    one = replace(
        reading.one, delta=float("nan"), verdict=replace(reading.one.verdict, adding=Adding.NOT_FINITE)
    )
    assert why_small(replace(reading, one=one)) is WhySmall.NOT_FINITE


def test_each_reason_is_a_sentence_with_its_numbers() -> None:
    readings = every(Training(learning_rate=0.15, batch_size=20).advance(400).frame())
    for reading in {why_small(each): each for each in readings}.values():
        words = why_small_words(reading)
        assert words.startswith(f"δ of {reading.neuron} is ")
        assert words.endswith(".")
        assert "{" not in words
        assert "nan" not in words
