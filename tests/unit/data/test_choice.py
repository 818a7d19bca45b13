"""A choice of data is checked when it is made, and says which parameter is wrong."""

import math
from dataclasses import replace

import pytest

from bpexplorer.core.errors import DataError
from bpexplorer.data.choice import MAX_SEED, DataChoice
from bpexplorer.data.dataset import DATASETS

XOR = DataChoice(name="xor", samples=200, noise=0.1)


def test_equal_choices_are_equal_and_can_be_looked_up() -> None:
    assert DataChoice(name="xor", samples=200, noise=0.1) == XOR
    assert {XOR: "found"}[replace(XOR)] == "found"


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("samples", 19),
        ("samples", 5001),
        ("noise", -0.01),
        ("noise", 0.51),
        ("noise", math.nan),
        ("test_share", -0.1),
        ("test_share", 0.51),
        ("test_share", math.nan),
        ("seed", -1),
        ("seed", MAX_SEED + 1),
    ],
)
def test_a_value_out_of_range_is_refused_by_the_name_of_its_parameter(parameter: str, value: float) -> None:
    with pytest.raises(DataError, match=f"parameter {parameter} .* must be between"):
        replace(XOR, **{parameter: value})  # type: ignore[arg-type]


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    with pytest.raises(DataError, match="no data set “iris”; choose one of digits, xor"):
        DataChoice(name="iris", samples=150)
    with pytest.raises(DataError, match="no scaling “log”; choose one of none, unit, standard"):
        replace(XOR, scaling="log")


def test_the_digits_are_as_many_as_they_are_and_have_no_noise() -> None:
    with pytest.raises(DataError, match=r"parameter samples .* must be 1,797 for this data set"):
        DataChoice(name="digits", samples=500)
    with pytest.raises(DataError, match=r"parameter noise .* must be 0 for this data set"):
        DataChoice(name="digits", samples=1797, noise=0.1)


def test_only_a_set_with_parts_takes_a_number_of_them_and_only_as_many_as_it_can_have() -> None:
    blobs = DataChoice(name="blobs", samples=200)
    assert replace(blobs, parts=blobs.parts) == blobs
    for parts in (2, 8):
        assert replace(blobs, parts=parts).parts == parts
    for parts in (1, 9, -1):
        with pytest.raises(DataError, match=r"parameter parts .* must be between 2 and 8"):
            replace(blobs, parts=parts)
    with pytest.raises(DataError, match=r"parameter parts .* must be 0 for this data set"):
        replace(XOR, parts=2)


@pytest.mark.parametrize("name", list(DATASETS))
def test_the_ends_of_the_ranges_belong_to_them(name: str) -> None:
    limits = DATASETS[name].limits
    for samples in (limits.min_samples, limits.max_samples):
        for test_share in (0.0, 0.5):
            DataChoice(
                name=name, samples=samples, noise=limits.max_noise, test_share=test_share, seed=MAX_SEED
            )
