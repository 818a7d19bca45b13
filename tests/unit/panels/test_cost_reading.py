"""What the crosshair of the cost panel reads."""

import pytest

from bpexplorer.panels.cost.curves import Axis, Measure, Run
from bpexplorer.panels.cost.reading import axis_for, read_curves, shown_curves
from tests.frames import Training


def run_of(training: Training, number: int = 1) -> Run:
    frame = training.frame()
    assert frame.history is not None
    return Run.of_frame(frame, frame.history, number=number)


@pytest.fixture(scope="module")
def digits() -> Run:
    return run_of(Training().advance(150))


def test_the_crosshair_goes_to_the_end_of_the_nearest_epoch_with_its_exact_values(digits: Run):
    curves = shown_curves(digits, (), measure=Measure.COST, axis=Axis.EPOCH)

    reading = read_curves(curves, 1.2, axis=Axis.EPOCH, measure=Measure.COST)

    assert reading is not None
    assert reading.x == 1.0
    record = digits.history.epochs[1]
    assert [mark.y for mark in reading.marks] == [record[2], record[3], digits.history.batches[71, 1]]
    lines = reading.text.splitlines()
    assert lines[0] == "epoch 1 · step 72"
    assert float(lines[1].removeprefix("train")) == pytest.approx(record[2], rel=1e-6)


def test_before_the_first_epoch_ends_it_goes_to_batches_and_says_where_other_values_are_from():
    run = run_of(Training().advance(20))
    axis = axis_for([run])
    curves = shown_curves(run, (), measure=Measure.COST, axis=axis)

    reading = read_curves(curves, 12.4, axis=axis, measure=Measure.COST)

    assert axis is Axis.STEP
    assert reading is not None
    assert reading.x == 12
    assert reading.text.splitlines()[0] == "step 12"
    assert reading.text.splitlines()[1].endswith("(epoch 0 · step 0)")


def test_beyond_the_end_of_a_curve_its_last_point_is_not_read(digits: Run):
    longer = run_of(Training(run=1).advance(72 * 5), number=2)
    curves = shown_curves(digits, (longer,), measure=Measure.COST, axis=Axis.EPOCH)

    reading = read_curves(curves, 5.0, axis=Axis.EPOCH, measure=Measure.COST)

    assert reading is not None
    assert [curves[mark.curve].kind for mark in reading.marks] == ["ghost"]
    assert reading.text.splitlines()[1].startswith("run 2")


def test_accuracy_reads_as_a_percentage(digits: Run):
    curves = shown_curves(digits, (), measure=Measure.ACCURACY, axis=Axis.EPOCH)

    reading = read_curves(curves, 2.0, axis=Axis.EPOCH, measure=Measure.ACCURACY)

    assert [curve.kind for curve in curves] == ["train", "test"]
    assert reading is not None
    assert f"{100 * digits.history.epochs[2, 4]:.3f} %" in reading.text


def test_without_a_test_part_there_is_no_test_curve():
    run = run_of(Training((2, 3, 2), ("tanh", "softmax"), data="xor", test_share=0.0).advance(50))

    curves = shown_curves(run, (), measure=Measure.COST, axis=Axis.EPOCH)

    assert [curve.kind for curve in curves] == ["train", "batch"]


def test_nothing_to_read_reads_nothing():
    assert read_curves([], 1.0, axis=Axis.EPOCH, measure=Measure.COST) is None
