"""History: bounded by a fixed rule, made of training's own points only, and the same after it was continued."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bpexplorer.core.edits.base import Context
from bpexplorer.core.edits.run import Configure
from bpexplorer.core.training import history as history_module
from bpexplorer.core.training.history import CAPACITY, BoundedCurve, EpochRecord, Recorder
from bpexplorer.core.training.trainer import Trainer
from tests.runs import start


def curve_after(points: int, *, first: int = 1, resumed_at: int | None = None) -> BoundedCurve:
    curve = BoundedCurve(np.empty((0, 2)))
    for count in range(first, first + points):
        if count == resumed_at:
            curve = BoundedCurve(curve.copy(), stride=curve.stride)
        curve.append(count, count * 0.5)
    return curve


@pytest.fixture
def small(monkeypatch):
    """Curves of at most 8 points."""
    monkeypatch.setattr(history_module, "CAPACITY", 8)


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("points", "counts"),
    [
        (0, []),
        (1, [1]),
        (8, [1, 2, 3, 4, 5, 6, 7, 8]),
        (9, [2, 4, 6, 8]),
        (10, [2, 4, 6, 8, 10]),
        (16, [2, 4, 6, 8, 10, 12, 14, 16]),
        (17, [2, 4, 6, 8, 10, 12, 14, 16]),
        (18, [4, 8, 12, 16]),
    ],
)
def test_a_full_curve_drops_every_second_point_and_then_keeps_every_second_step(points, counts):
    assert curve_after(points).copy()[:, 0].tolist() == counts


@pytest.mark.usefixtures("small")
def test_a_curve_of_epochs_keeps_epoch_0():
    kept = curve_after(100, first=0).copy()[:, 0]
    assert kept[0] == 0
    assert len(set(np.diff(kept))) == 1


def test_no_curve_grows_beyond_its_capacity():
    curve = curve_after(10 * CAPACITY)
    assert CAPACITY / 2 <= len(curve.copy()) <= CAPACITY


@given(points=st.integers(0, 300), resumed_at=st.integers(1, 300), first=st.sampled_from([0, 1]))
def test_points_are_trainings_own_and_continuing_a_saved_curve_changes_nothing(points, resumed_at, first):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history_module, "CAPACITY", 8)
        through = curve_after(points, first=first)
        resumed = curve_after(points, first=first, resumed_at=resumed_at)
        kept = through.copy()
        assert len(kept) <= 8
        np.testing.assert_array_equal(kept[:, 1], kept[:, 0] * 0.5)
        np.testing.assert_array_equal(resumed.copy(), kept)
        assert resumed.stride == through.stride


@given(pieces=st.lists(st.integers(0, 40)), first=st.sampled_from([0, 1]))
def test_points_that_come_many_at_a_time_are_kept_as_if_they_came_one_by_one(pieces, first):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history_module, "CAPACITY", 8)
        curve, count = BoundedCurve(np.empty((0, 2))), first
        for piece in pieces:
            counts = np.arange(count, count + piece)
            curve.extend(np.column_stack([counts, counts * 0.5]))
            count += piece
        want = curve_after(count - first, first=first)
        np.testing.assert_array_equal(curve.copy(), want.copy())
        assert curve.stride == want.stride


def record(epoch: int) -> EpochRecord:
    return EpochRecord(epoch, epoch * 10, 1.0 / (epoch + 1), 2.0, 0.5, 0.25)


@pytest.mark.usefixtures("small")
def test_the_newest_record_is_known_even_where_the_curve_has_dropped_it():
    recorder = Recorder()
    for epoch in range(12):
        recorder.add_epoch(record(epoch))
    history = recorder.history()
    assert history.epochs[:, 0].tolist() == [0, 2, 4, 6, 8, 10]
    assert history.latest == record(11)
    assert history.column("epoch").tolist() == [0, 2, 4, 6, 8, 10, 11]
    assert history.column("train_cost")[-1] == 1 / 12


def test_a_column_does_not_tell_the_newest_record_twice():
    recorder = Recorder()
    assert recorder.history().column("step").tolist() == []
    recorder.add_epoch(record(0))
    assert recorder.history().column("step").tolist() == [0]


def test_a_history_that_was_handed_out_changes_no_more():
    recorder = Recorder()
    recorder.add_batches(1, np.array([0.5]))
    history = recorder.history()
    recorder.add_batches(2, np.array([0.4]))
    recorder.add_epoch(record(1))
    assert history.batches.tolist() == [[1, 0.5, 0, 0]]
    assert history.latest is None
    for points in (history.batches, history.epochs):
        assert not points.flags.writeable


@given(
    pieces=st.lists(st.tuples(st.lists(st.booleans(), max_size=40), st.booleans()), max_size=12),
    resumed_before=st.integers(0, 12),
)
def test_the_difference_of_two_points_counts_every_marked_step_between_them(pieces, resumed_before):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history_module, "CAPACITY", 8)
        recorder, clipped, held = Recorder(), [], []
        for number, (flags, is_held) in enumerate(pieces):
            if number == resumed_before:
                recorder = Recorder(
                    recorder.history(), clipped_steps=recorder.clipped_steps, held_steps=recorder.held_steps
                )
            costs = np.ones(len(flags))
            recorder.add_batches(len(clipped) + 1, costs, clipped=np.array(flags, bool), held=is_held)
            clipped += flags
            held += [is_held] * len(flags)
        history = recorder.history()
    assert (recorder.clipped_steps, recorder.held_steps) == (sum(clipped), sum(held))
    begin = 0
    counted = np.diff(history.batches[:, 2:], axis=0, prepend=np.zeros((1, 2)))
    for step, (clips, holds) in zip(history.batch_column("step").astype(int), counted, strict=True):
        assert (clips, holds) == (sum(clipped[begin:step]), sum(held[begin:step]))
        begin = step


def test_a_history_knows_where_cost_or_structure_were_changed_and_an_edit_taken_back_leaves_no_trace():
    trainer = Trainer(start(cost="log_likelihood"))
    trainer.advance(3)
    other = replace(trainer.config, cost="quadratic")
    undo = trainer.apply(Configure(other), Context(1))
    trainer.apply(undo, Context(2))
    trainer.advance(1)
    trainer.apply(Configure(replace(trainer.config, learning_rate=0.5)), Context(3))
    trainer.advance(1)
    assert [(era.step, era.cost) for era in trainer.recorder.history().eras] == [(0, "log_likelihood")]
    trainer.apply(Configure(replace(trainer.config, cost="quadratic")), Context(4))
    trainer.advance(1)
    eras = trainer.recorder.history().eras
    assert [(era.step, era.cost) for era in eras] == [(0, "log_likelihood"), (trainer.step - 1, "quadratic")]


def test_what_is_changed_before_the_first_step_is_the_start():
    trainer = Trainer(start(cost="log_likelihood"))
    before = trainer.recorder.latest
    undo = trainer.apply(Configure(replace(trainer.config, cost="quadratic")), Context(1))
    history = trainer.recorder.history()
    assert [(era.step, era.cost) for era in history.eras] == [(0, "quadratic")]
    assert history.latest.train_cost == trainer.best.cost != before.train_cost
    trainer.apply(undo, Context(2))
    assert trainer.recorder.latest == before
