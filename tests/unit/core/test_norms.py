"""How large arrays of numbers are, within and beyond the range of their squares."""

import math

import numpy as np
import pytest

from bpexplorer.core.norms import length, root_mean_square

SCALES = (1e-200, 1e-5, 1.0, 1e200)


@pytest.mark.parametrize("scale", SCALES)
def test_a_root_mean_square_neither_overflows_nor_vanishes(scale):
    got = root_mean_square(scale * np.array([[3.0, -4.0], [0.0, 0.0]]))
    assert got == pytest.approx(2.5 * scale, rel=1e-15, abs=0)


def test_a_root_mean_square_is_over_all_entries_whatever_the_shape():
    values = np.random.default_rng(0).normal(size=(32, 14))
    assert root_mean_square(values) == pytest.approx(math.sqrt((values**2).sum() / values.size), rel=1e-14)
    assert root_mean_square(np.zeros((4, 4))) == 0.0


@pytest.mark.parametrize("values", [np.empty((0, 3)), np.array([[np.nan, 1.0]]), np.array([[np.inf, 1.0]])])
def test_there_is_no_finite_size_of_nothing_nor_of_what_is_not_finite(values):
    assert not math.isfinite(root_mean_square(values))


@pytest.mark.parametrize("scale", SCALES[1:])
def test_a_length_does_not_overflow(scale):
    assert length(scale * np.array([3.0, -4.0, 0.0])) == pytest.approx(5 * scale, rel=1e-15)


def test_a_length_is_not_finite_if_an_entry_is_not():
    assert math.isinf(length(np.array([1.0, -np.inf])))
    assert math.isnan(length(np.array([1.0, np.nan])))
