"""Every data set can be made from its default choice and describes itself."""

import numpy as np
import pytest

from bpexplorer.core.errors import DataError
from bpexplorer.data.choice import default_choice
from bpexplorer.data.dataset import DATASETS, Dataset


def made(name: str) -> Dataset:
    kind = DATASETS[name]
    return kind.make(kind.samples, kind.noise, np.random.default_rng(0))


def test_every_data_set_starts_with_what_it_says() -> None:
    for name, kind in DATASETS.items():
        choice = default_choice(name)
        assert (choice.name, choice.samples, choice.noise, choice.scaling) == (
            name,
            kind.samples,
            kind.noise,
            kind.scaling,
        )


@pytest.mark.parametrize("name", list(DATASETS))
def test_the_default_choice_makes_a_data_set_that_fits_together(name: str) -> None:
    kind = DATASETS[name]
    dataset = made(name)
    assert dataset.title == kind.title
    assert dataset.x.shape == (kind.samples, len(dataset.feature_names))
    assert dataset.is_regression == kind.is_regression
    assert not dataset.x.flags.writeable
    if dataset.labels is not None:
        assert dataset.labels.shape == (kind.samples,)
        np.testing.assert_array_equal(np.unique(dataset.labels), np.arange(len(dataset.class_names)))
        assert not dataset.labels.flags.writeable
    else:
        assert dataset.targets is not None
        assert dataset.class_names == ()
        assert dataset.targets.shape == (kind.samples, 1)
        assert not dataset.targets.flags.writeable


def test_three_data_sets_have_numbers_to_predict_and_the_others_classes() -> None:
    assert [name for name, kind in DATASETS.items() if kind.is_regression] == ["wave", "sine", "hill"]


def test_samples_have_either_classes_or_numbers_as_targets() -> None:
    x, labels, targets = np.zeros((3, 1)), np.array([0, 1, 0]), np.zeros((3, 1))
    with pytest.raises(DataError, match="either classes or"):
        Dataset(title="none", x=x, feature_names=("x0",))
    with pytest.raises(DataError, match="either classes or"):
        Dataset(title="both", x=x, feature_names=("x0",), labels=labels, targets=targets)


def test_only_the_digits_are_not_generated_and_only_they_are_pictures() -> None:
    assert [name for name, kind in DATASETS.items() if not kind.is_generated] == ["digits"]
    shapes = {name: made(name).image_shape for name in DATASETS}
    assert [name for name, shape in shapes.items() if shape is not None] == ["digits"]
    assert shapes["digits"] == (8, 8)


def test_a_pixel_is_named_by_its_place_in_the_picture() -> None:
    names = made("digits").feature_names
    assert (names[0], names[8 * 3 + 5]) == ("row 0, column 0", "row 3, column 5")
