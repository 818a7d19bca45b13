"""Every data set can be made from its default choice and describes itself."""

import numpy as np
import pytest

from bpexplorer.data.choice import LIMITS
from bpexplorer.data.dataset import DATASETS


def test_every_name_that_can_be_chosen_is_a_data_set() -> None:
    assert list(DATASETS) == list(LIMITS)
    for name, kind in DATASETS.items():
        assert kind.default.name == name
        assert kind.limits is LIMITS[name]


@pytest.mark.parametrize("name", list(DATASETS))
def test_the_default_choice_makes_a_data_set_that_fits_together(name: str) -> None:
    kind = DATASETS[name]
    dataset = kind.make(kind.default, np.random.default_rng(kind.default.seed))
    assert dataset.title == kind.title
    assert dataset.x.shape == (kind.default.samples, len(dataset.feature_names))
    assert dataset.labels.shape == (kind.default.samples,)
    np.testing.assert_array_equal(np.unique(dataset.labels), np.arange(len(dataset.class_names)))
    assert not dataset.x.flags.writeable
    assert not dataset.labels.flags.writeable


def test_only_the_digits_are_not_generated_and_only_they_are_pictures() -> None:
    assert [name for name, kind in DATASETS.items() if not kind.is_generated] == ["digits"]
    shapes = {
        n: kind.make(kind.default, np.random.default_rng(0)).image_shape for n, kind in DATASETS.items()
    }
    assert shapes == {"digits": (8, 8), "xor": None, "circle": None, "gaussians": None, "spiral": None}


def test_a_pixel_is_named_by_its_place_in_the_picture() -> None:
    kind = DATASETS["digits"]
    names = kind.make(kind.default, np.random.default_rng(0)).feature_names
    assert (names[0], names[8 * 3 + 5]) == ("row 0, column 0", "row 3, column 5")
