"""Where clipped steps and a held demon lie along a run."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.spec import Neuron
from bpexplorer.panels.cost.curves import Axis, Measure, Run
from bpexplorer.panels.cost.reading import read_curves, shown_curves
from bpexplorer.panels.cost.step_marks import MarkCount, StepMarks, Stretch
from tests.frames import Training


def run_of(training: Training) -> Run:
    frame = training.frame()
    assert frame.history is not None
    return Run.of_frame(frame, frame.history, number=1)


@pytest.fixture(scope="module")
def marked() -> Run:
    """160 steps of 72 an epoch, some of them clipped, with a demon in steps 41 to 90 and 131 to 160."""
    training = Training(clip_norm=1.2).advance(40)
    training.apply(HoldDemon(Neuron(1, 0), 0.5)).advance(50).apply(LetGo()).advance(40)
    return run_of(training.apply(HoldDemon(Neuron(1, 1), 0.5)).advance(30))


def thinned(run: Run, stride: int) -> Run:
    history = run.history
    kept = history.batches[history.batch_column("step") % stride == 0]
    return replace(run, history=replace(history, batches=kept, batch_stride=stride))


@pytest.fixture(scope="module")
def clipped_steps(marked: Run) -> np.ndarray:
    flags = np.diff(marked.history.batch_column("clipped_steps"), prepend=0)
    assert 0 < flags.sum() < 160  # so the tests mean something
    return np.flatnonzero(flags) + 1


def test_stretches_of_a_held_demon_begin_and_end_with_its_steps(marked: Run):
    steps = StepMarks.of_run(marked, Axis.STEP).held_stretches()
    assert steps == [Stretch(40, 90, 50), Stretch(130, 160, 30)]
    epochs = StepMarks.of_run(marked, Axis.EPOCH).held_stretches()
    assert [(round(one.begin * 72), round(one.end * 72)) for one in epochs] == [(40, 90), (130, 160)]


def test_a_pixel_shows_the_share_of_its_own_clipped_steps(marked: Run, clipped_steps: np.ndarray):
    marks = StepMarks.of_run(marked, Axis.STEP)
    each = marks.clipped_shares(np.arange(0.0, 171.0))
    assert (np.flatnonzero(each) + 1).tolist() == clipped_steps.tolist()
    tens = marks.clipped_shares(np.arange(0.0, 171.0, 10.0))
    want = np.histogram(clipped_steps, bins=np.arange(0.5, 171.0, 10.0))[0] / 10
    np.testing.assert_allclose(tens, want, atol=1e-12)


@pytest.mark.parametrize("stride", [2, 8])
def test_nothing_is_lost_where_the_curve_was_thinned(marked: Run, clipped_steps: np.ndarray, stride: int):
    marks = StepMarks.of_run(thinned(marked, stride), Axis.STEP)
    assert marks.total("clipped") == MarkCount(len(clipped_steps), 160)
    assert marks.total("held") == MarkCount(80, 160)
    assert marks.between("held", 32, 96) == MarkCount(50, 64)
    assert sum(one.held for one in marks.held_stretches()) == 80


def test_without_marks_there_is_nothing(marked: Run):
    marks = StepMarks.of_run(run_of(Training().advance(20)), Axis.STEP)
    assert (marks.total("clipped").marked, marks.total("held").marked) == (0, 0)
    assert marks.held_stretches() == []
    assert not marks.clipped_shares(np.linspace(0, 20, 50)).any()


def test_what_an_older_file_did_not_count_is_not_drawn_and_said(marked: Run, clipped_steps: np.ndarray):
    batches = marked.history.batches.copy()
    batches[:100, 2:] = np.nan
    marks = StepMarks.of_run(replace(marked, history=replace(marked.history, batches=batches)), Axis.STEP)
    # Step 101 has a count, but whether it was clipped itself nobody knows.
    assert marks.total("clipped") == MarkCount(int((clipped_steps > 101).sum()), 59)
    assert marks.held_stretches() == [Stretch(130, 160, 30)]
    assert not marks.clipped_shares(np.arange(0.0, 102.0)).any()
    assert marks.between("clipped", 50, 120) is None
    assert "Of 101 earlier steps it isn't known" in marks.explanation("clipped")


def test_the_crosshair_says_how_many_steps_of_the_epoch_were_marked(marked: Run, clipped_steps: np.ndarray):
    curves = shown_curves(marked, (), measure=Measure.COST, axis=Axis.EPOCH)
    marks = StepMarks.of_run(marked, Axis.EPOCH)
    reading = read_curves(curves, 1.9, axis=Axis.EPOCH, measure=Measure.COST, step_marks=marks)
    assert reading is not None
    lines = reading.text.splitlines()
    clipped = int(((clipped_steps > 72) & (clipped_steps <= 144)).sum())
    assert lines[0] == "epoch 2 · step 144"
    assert lines[-2:] == [f"clipped  {clipped} of 72 steps", "Δz held  32 of 72 steps"]


def test_the_crosshair_on_a_batch_says_it_of_its_step():
    training = Training(clip_norm=0.01).advance(5)
    run = run_of(training)
    curves = shown_curves(run, (), measure=Measure.COST, axis=Axis.STEP)
    marks = StepMarks.of_run(run, Axis.STEP)
    reading = read_curves(curves, 3.1, axis=Axis.STEP, measure=Measure.COST, step_marks=marks)
    assert reading is not None
    assert reading.text.splitlines()[-1] == "clipped  this step"
