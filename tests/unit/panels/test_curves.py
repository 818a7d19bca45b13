"""What the cost panel draws: real points only, on axes that show them."""

from dataclasses import fields, replace

import numpy as np
import pytest

from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import CHOICES_WITH_SETTINGS, TrainingConfig
from bpexplorer.core.training.history import EpochRecord, Era, History
from bpexplorer.core.training.rules.stopping import STOPPING_RULES
from bpexplorer.look.numbers import percent, significant
from bpexplorer.panels.cost.beginnings import TOLD_APART, Beginning
from bpexplorer.panels.cost.breaks import breaks_of, broken
from bpexplorer.panels.cost.curves import (
    Axis,
    Measure,
    Run,
    Series,
    batch_series,
    cost_range,
    epoch_of_step,
    part_series,
    positive,
    undrawable,
    x_range,
)
from tests.frames import Training


def run_with(history: History, *, batches_per_epoch: int = 10, **config: object) -> Run:
    return Run(
        key=0,
        number=1,
        spec=NetworkSpec.create([2, 3, 1], ["tanh", "sigmoid"]),
        config=TrainingConfig(**config),  # type: ignore[arg-type]
        history=history,
        batches_per_epoch=batches_per_epoch,
        train_samples=100,
        test_samples=0,
    )


def series(*y: float) -> Series:
    x = np.arange(float(len(y)))
    return Series(x, np.array(y), x, x)


def test_every_point_of_a_curve_is_one_that_training_made():
    frame = Training().advance(150).frame()
    assert frame.history is not None
    run = Run.of_frame(frame, frame.history, number=1)

    train = part_series(run, "train", Measure.COST, Axis.EPOCH)
    batches = batch_series(run, Axis.STEP)

    np.testing.assert_array_equal(train.x, [0, 1, 2])
    np.testing.assert_array_equal(train.y, frame.history.epochs[:, 2])
    np.testing.assert_array_equal(np.stack([batches.x, batches.y], axis=1), frame.history.batches[:, :2])


def test_the_newest_epoch_is_drawn_even_if_the_curve_has_been_thinned_out():
    epochs = np.array([[0, 0, 3.0, 3.1, 0.1, 0.1], [2, 20, 2.0, 2.1, 0.5, 0.4]])
    run = run_with(History(epochs=epochs, latest=EpochRecord(3, 30, 1.0, 1.1, 0.9, 0.8), epoch_stride=2))

    assert part_series(run, "test", Measure.COST, Axis.STEP).x.tolist() == [0, 20, 30]
    assert part_series(run, "test", Measure.ACCURACY, Axis.EPOCH).y.tolist() == [0.1, 0.4, 0.8]


def test_steps_lie_between_the_ends_of_their_epochs_also_when_the_batch_size_changed():
    epochs = np.array([[0, 0, 1, 1, 0, 0], [1, 10, 1, 1, 0, 0], [2, 15, 1, 1, 0, 0]], dtype=float)
    run = run_with(History(epochs=epochs, latest=EpochRecord(2, 15, 1, 1, 0, 0)), batches_per_epoch=5)

    where = epoch_of_step(run, np.array([5.0, 10.0, 12.5, 15.0, 16.0]))

    np.testing.assert_allclose(where, [0.5, 1.0, 1.5, 2.0, 2.2])


def test_what_is_not_finite_is_no_point():
    run = run_with(History(batches=np.array([[1, 0.5], [2, np.inf], [3, np.nan]])))

    batches = batch_series(run, Axis.STEP)

    assert batches.y[0] == 0.5
    assert np.isnan(batches.y[1:]).all()
    assert batches.nearest(3.0) == 0


def test_costs_at_or_below_zero_have_no_place_on_a_logarithmic_axis_and_are_counted():
    given = series(1.0, 0.0, -2.0, np.nan, 0.5)

    assert undrawable(given) == 2
    np.testing.assert_array_equal(positive(given).y, [1.0, np.nan, np.nan, np.nan, 0.5])


def test_a_cost_axis_starts_at_zero_and_shows_the_largest_cost():
    assert cost_range([series(2.0, 0.5), series(3.0)], log=False) == (0.0, 3.0)
    assert cost_range([series(2.0, -0.5)], log=False) == (-0.5, 2.0)


def test_a_logarithmic_axis_holds_every_positive_cost():
    assert cost_range([series(1e-6, 0.0, -1.0, 10.0)], log=True) == pytest.approx((-6.0, 1.0))


@pytest.mark.parametrize("log", [False, True])
@pytest.mark.parametrize(
    "values", [(), (0.0,), (np.nan,), (1.0,), (-1.0,), (5e-324, 1e308), (1.7e308,), (-1.7e308, 1.7e308)]
)
def test_a_range_is_always_one_that_an_axis_can_show(values: tuple[float, ...], log: bool):
    low, high = cost_range([series(*values)], log=log)

    assert np.isfinite([low, high]).all()
    assert low < high


def test_the_horizontal_axis_is_never_without_width():
    assert x_range([series(1.0)], Axis.EPOCH) == (0.0, 1.0)


def test_the_horizontal_axis_ends_with_a_whole_epoch_or_ten_steps_so_that_it_rests():
    points = np.array([1.0, 2.0])
    epochs = Series(np.array([0.0, 2.3]), points, points, points)
    steps = Series(np.array([0.0, 41.0]), points, points, points)

    assert x_range([epochs, series(1.0)], Axis.EPOCH) == (0.0, 3.0)
    assert x_range([steps], Axis.STEP) == (0.0, 50.0)


def test_the_axes_of_a_long_run_rest_for_many_points_and_show_all_of_them():
    ends = [x_range([Series(*[np.array([0.0, epoch])] * 4)], Axis.EPOCH)[1] for epoch in range(1, 1001)]
    lows = [cost_range([series(2.0, 2.0 / epoch)], log=True)[0] for epoch in range(1, 1001)]

    assert all(epoch <= end <= 1.125 * epoch + 1 for epoch, end in enumerate(ends, start=1))
    assert all(low <= np.log10(2.0 / epoch) <= low + 0.1 for epoch, low in enumerate(lows, start=1))
    assert len(set(ends)) < 80
    assert len(set(lows)) < 40


def test_a_run_is_called_by_what_it_was_and_by_where_it_differs():
    tanh = run_with(History())
    other = Run(
        2,
        2,
        NetworkSpec.create([2, 5, 1], ["relu", "sigmoid"]),
        TrainingConfig(cost="quadratic"),
        History(),
        10,
        1,
        0,
    )

    assert tanh.name() == "run 1 · tanh · SGD 0.15"
    assert other.name(tanh) == "run 2 · relu · SGD 0.15 · 2-5-1 · Quadratic"
    spiral, moons = replace(tanh, data="Spiral"), replace(other, data="Moons")
    assert moons.name(spiral) == "run 2 · Moons · relu · SGD 0.15 · 2-5-1 · Quadratic"
    assert moons.name(replace(spiral, data="Moons")) == other.name(tanh)  # of the same data
    assert moons.name(tanh) == other.name(tanh)  # of data that nobody knows


#: At the ends of the epochs 0 to 3.
EPOCHS = np.array([[epoch, 10 * epoch, 3.0 - epoch / 2, 1.0, 0.5, 0.5, np.nan, np.nan] for epoch in range(4)])
ERA = Era(0, "log_likelihood", (2, 3, 1), ("tanh", "sigmoid"), "sgd", 50.0)


def test_a_run_is_called_by_the_settings_that_it_began_with():
    late = replace(run_with(History(eras=(ERA,))), config=TrainingConfig(learning_rate=0.15))

    assert late.name() == "run 1 · tanh · SGD 50"


USUAL = TrainingConfig(optimizer="momentum")


def begun(config: TrainingConfig, *, dropout: float = 0.0, data: int = 0) -> Run:
    run = run_with(History(eras=(ERA,)))
    return replace(run, began=Beginning(config, run.spec.with_layer(1, dropout=dropout), data))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"batch_size": 5}, "batch 5"),
        ({"l1": 0.01}, f"L1 {significant(0.01)}"),
        ({"l2": 0.01}, f"L2 {significant(0.01)}"),
        ({"clip_norm": 2.5}, f"clipping {significant(2.5)}"),
        ({"schedule": "step"}, "Steps"),
        ({"initializer": "zeros"}, "Zeros"),
        ({"bias_initializer": "constant"}, "biases: constant"),
        ({"dtype": "float32"}, "float32"),
        ({"engine": "numpy"}, "engine: numpy"),
        ({"seed": 1}, "seed 1"),
        ({"optimizer_settings": {"momentum": 0.5}}, f"Momentum μ {significant(0.5)}"),
    ],
)
def test_each_setting_that_two_runs_began_with_otherwise_is_said(changes: dict[str, object], said: str):
    run, other = begun(USUAL.with_changes(**changes)), begun(USUAL)

    assert run.name(other) == f"{run.name()} · {said}"
    assert other.name(run) != other.name()
    assert other.name(begun(USUAL)) == other.name()


def test_no_setting_of_training_is_left_out_where_runs_are_told_apart():
    of_the_era = {"cost", "optimizer", "learning_rate"}
    settings = {f"{choice}_settings" for choice in CHOICES_WITH_SETTINGS}
    known = {*TOLD_APART, *of_the_era, *settings, *STOPPING_RULES}  # a rule that ends a run changes no step

    assert known == {each.name for each in fields(TrainingConfig)}


def test_runs_with_other_dropout_activations_or_data_say_so():
    plain, with_dropout, elsewhere = begun(USUAL), begun(USUAL, dropout=0.2), begun(USUAL, data=1)
    softmax = replace(plain, history=History(eras=(replace(ERA, activations=("tanh", "softmax")),)))

    assert with_dropout.name(plain).endswith(f" · dropout {percent(0.2, decimals=0).strip()}")
    assert plain.name(with_dropout).endswith(" · no dropout")
    assert elsewhere.name(plain).endswith(" · other data")
    assert softmax.name(plain).endswith(" · tanh softmax")


def test_data_are_the_same_if_their_training_set_is():
    same, again, other = (
        Beginning.of_frame(Training((2, 3, 2), ("tanh", "softmax"), data=name).frame())
        for name in ("xor", "xor", "circle")
    )

    assert same == again
    assert same.data != other.data


def test_the_curves_break_where_cost_or_structure_were_changed():
    eras = (
        ERA,
        replace(ERA, step=10, cost="quadratic"),
        replace(ERA, step=20, cost="quadratic", sizes=(2, 4, 1)),
    )
    run = replace(
        run_with(History(epochs=EPOCHS, eras=eras)), config=TrainingConfig(cost="quadratic"), step=30
    )
    run = replace(run, spec=NetworkSpec.create([2, 4, 1], ["tanh", "sigmoid"]))

    breaks = breaks_of(run, Measure.COST, Axis.STEP)
    curve = broken(part_series(run, "train", Measure.COST, Axis.STEP), breaks)

    assert [(each.x, each.text) for each in breaks] == [(10, "C: Quadratic"), (20, "2-4-1")]
    assert curve.x.tolist() == [0, 10, 10, 20, 20, 30]
    assert np.isnan(curve.y).tolist() == [False, False, True, False, True, False]
    assert [each.text for each in breaks_of(run, Measure.ACCURACY, Axis.EPOCH)] == ["2-4-1"]


def test_a_cost_that_is_chosen_while_training_rests_breaks_the_curves_at_once():
    run = replace(run_with(History(epochs=EPOCHS, eras=(ERA,))), config=TrainingConfig(cost="huber"), step=30)
    run = replace(run, spec=NetworkSpec.create([2, 3, 1], ["tanh", "sigmoid"]))

    assert [(each.step, each.text) for each in breaks_of(run, Measure.COST, Axis.STEP)] == [(30, "C: Huber")]
