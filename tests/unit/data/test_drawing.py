"""Drawing on data: they become a table of their own, equal to the bit, that keeps what was fitted."""

from dataclasses import replace

import numpy as np
import pytest

from bpexplorer.core.errors import DataError
from bpexplorer.core.training_data import PARTS, TrainingData
from bpexplorer.data.choice import DataChoice, DrawnChoice, Fit, Source, default_choice
from bpexplorer.data.drawing import FIRST, Stroke, as_drawn, blank, clearing, drawn_on, with_class
from bpexplorer.data.prepare import PreparedData, prepare
from bpexplorer.data.recipe import Recipe
from tests.tables import flower_choice

POINT = ((0.25, -0.5),)


def circle(**changes: object) -> PreparedData:
    changed = {"scaling": "standard", "validation_share": 0.1} | changes
    return prepare(replace(default_choice("circle"), samples=60, **changed), "tanh")  # type: ignore[arg-type]


def arrays(data: TrainingData) -> dict[str, bytes]:
    """All numbers, as bytes."""
    found = {f"{part}.{name}": value for part in PARTS for name, value in data.part(part)._asdict().items()}
    found |= {"probe": data.probe}
    return {
        name: b"" if value is None else value.dtype.str.encode() + value.tobytes()
        for name, value in found.items()
    }


@pytest.mark.parametrize(
    ("choice", "output"),
    [
        (replace(default_choice("circle"), scaling="standard", validation_share=0.2), "tanh"),
        (replace(default_choice("blobs"), scaling="unit"), "softmax"),
        (default_choice("digits"), "softmax"),
        (replace(default_choice("hill"), scaling="standard"), "identity"),
        (default_choice("wave"), "identity"),
        (flower_choice(), "tanh"),
        (blank(), "softmax"),
    ],
    ids=lambda value: getattr(value, "name", value),
)
def test_what_is_to_be_drawn_on_is_the_same_to_the_bit(choice: Source, output: str) -> None:
    prepared = prepare(choice, output)
    own = as_drawn(prepared)
    again = prepare(own, output)
    assert arrays(again.training) == arrays(prepared.training)
    assert as_drawn(again) == own


def test_a_point_goes_to_its_set_by_its_number_and_all_others_keep_their_place_and_scaling() -> None:
    before = circle(test_share=0.5)
    several = Stroke(x=POINT * 20, targets=((1,),) * 20)
    drawn = drawn_on(before, several)
    after = prepare(drawn.choice, "tanh").training
    assert {"train", "test"} <= set(drawn.sets)
    for part in PARTS:
        old, new = before.training.part(part), after.part(part)
        assert new.x[: len(old.x)].tobytes() == old.x.tobytes()
        assert len(new.x) == len(old.x) + drawn.sets.count(part)
        np.testing.assert_array_equal(
            new.x[len(old.x) :], before.scaling.apply(np.array(POINT)).repeat(drawn.sets.count(part), 0)
        )
    one_by_one = before
    sets = []
    for _ in range(20):
        step = drawn_on(one_by_one, Stroke(x=POINT, targets=((1,),)))
        sets += step.sets
        one_by_one = prepare(step.choice, "tanh")
    assert tuple(sets) == drawn.sets
    assert arrays(one_by_one.training) == arrays(after)


def test_fixed_samples_stay_while_they_exist_and_another_takes_the_place_of_one_that_goes() -> None:
    before = circle().training
    gone = int(before.probe[3])
    drawn = drawn_on(circle(), Stroke(gone=(("train", gone),)))
    after = prepare(drawn.choice, "tanh").training
    stayed = [place for place in range(len(before.probe)) if place != 3]
    assert after.x_probe[stayed].tobytes() == before.x_probe[stayed].tobytes()
    assert len(after.probe) == len(set(after.probe)) == len(before.probe)
    assert drawn.places.tolist() == [row for row in range(len(before.x_train)) if row != gone]


def test_applied_anew_scaling_is_fitted_to_what_is_there_and_the_sets_stay() -> None:
    drawn = drawn_on(circle(), Stroke(x=((9.0, 9.0),) * 9, targets=((0,),) * 9)).choice
    kept, anew = prepare(drawn, "tanh"), prepare(drawn.fitted_anew(), "tanh")
    np.testing.assert_array_equal(kept.scaling.scale, circle().scaling.scale)
    assert (anew.scaling.scale > kept.scaling.scale).all()
    for part in PARTS:
        assert len(anew.training.part(part).x) == len(kept.training.part(part).x)


def test_the_last_training_sample_stays_and_a_class_may_have_none() -> None:
    first = prepare(drawn_on(prepare(blank(), "softmax"), Stroke(gone=(("train", 0),))).choice, "softmax")
    assert first.training.class_names == ("0", "1")
    with pytest.raises(DataError, match="draw another"):
        drawn_on(first, Stroke(gone=(("train", 0),)))


def test_the_first_samples_and_the_first_of_a_class_are_for_training() -> None:
    plane = replace(with_class(with_class(blank())), test_share=0.5)
    prepared = prepare(plane, "softmax")
    many = Stroke(x=POINT * 40, targets=((0,),) * 40)
    drawn = drawn_on(prepared, many)
    assert drawn.sets[: FIRST - 2] == ("train",) * (FIRST - 2)  # two are there from the start
    assert drawn.sets.count("test") > 5
    of_others = Stroke(x=POINT * 2, targets=((2,), (3,)))
    assert drawn_on(prepare(drawn.choice, "softmax"), of_others).sets == ("train", "train")


@pytest.mark.parametrize(
    ("choice", "output", "left"),
    [
        (DataChoice(name="blobs", samples=60, parts=4), "softmax", 4),
        (default_choice("hill"), "identity", 1),
        (blank(), "softmax", 2),
    ],
    ids=["classes", "numbers", "nothing to clear"],
)
def test_clearing_leaves_a_training_sample_of_each_class(choice: Source, output: str, left: int) -> None:
    prepared = prepare(choice, output)
    drawn = drawn_on(prepared, clearing(prepared))
    after = prepare(drawn.choice, output).training
    assert [len(after.part(part).x) for part in PARTS] == [left, 0, 0]
    if after.labels_train is not None:
        assert sorted(after.labels_train) == list(range(left))
    assert clearing(prepare(drawn.choice, output)).gone == ()


def test_there_can_be_eight_classes() -> None:
    choice: DrawnChoice = blank()
    for classes in range(3, 9):
        choice = with_class(choice)
        assert len(prepare(choice, "softmax").training.class_names) == classes
    with pytest.raises(DataError, match="8"):
        with_class(choice)


def test_maps_lie_where_they_lay_whatever_is_drawn() -> None:
    from bpexplorer.core.readings.maps import map_domain

    before = circle()
    after = prepare(drawn_on(before, Stroke(x=((50.0, 50.0),), targets=((0,),))).choice, "tanh")
    np.testing.assert_allclose(map_domain(after.training), map_domain(before.training), rtol=1e-12)


@pytest.mark.parametrize(
    "change",
    [
        {"low": (0.0,)},
        {"low": (2.0, 0.0)},
        {"high": (float("inf"), 1.0)},
        {"fit": Fit((0.0,), (1.0,), (), (), (0,))},
        {"fit": Fit((0.0, 0.0), (1.0, 1.0), (0.0,), (1.0,), (0,))},
        {"recipe": Recipe(blank().recipe.columns[:3])},
        {
            "recipe": Recipe(
                (blank().recipe.columns[2], *blank().recipe.columns[:2], blank().recipe.columns[3])
            )
        },
        {"drawn": -1},
    ],
)
def test_what_nobody_can_have_drawn_is_refused(change: dict[str, object]) -> None:
    with pytest.raises(DataError):
        replace(blank(), **change)  # type: ignore[arg-type]
