"""The frames that tests of views are given are those that a training thread would send."""

import numpy as np

from tests.frames import Training


def test_a_frame_belongs_to_the_step_that_training_has_reached():
    training = Training().advance(75)

    frame = training.frame()

    assert (frame.step, frame.epoch, frame.batch, frame.batches_per_epoch) == (75, 1, 3, 72)
    assert frame.history is not None
    assert frame.history.batches[:, 0].tolist() == list(range(1, 76))
    assert frame.history.column("epoch").tolist() == [0, 1]


def test_a_frame_stays_as_it_is_when_training_goes_on():
    training = Training()
    frame = training.frame()
    before = [weights.copy() for weights in frame.network.weights]

    training.advance(3)

    for kept, copy in zip(frame.network.weights, before, strict=True):
        np.testing.assert_array_equal(kept, copy)
    assert frame.history is not None
    assert len(frame.history.batches) == 0


def test_the_trace_of_a_frame_has_a_row_for_each_probe_sample():
    frame = Training().frame()

    assert frame.trace is not None
    assert [delta.shape for delta in frame.trace.deltas] == [(32, 14), (32, 10), (32, 10)]
