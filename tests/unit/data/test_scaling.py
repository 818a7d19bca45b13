"""Scaling brings inputs to a common size, without ever looking at the test set, and can be undone."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpexplorer.core.errors import DataError
from bpexplorer.core.types import FloatArray
from bpexplorer.data.scaling import SCALINGS, Scaling

TABLES = arrays(
    np.float64,
    st.tuples(st.integers(1, 20), st.integers(1, 5)),
    elements=st.floats(-1e6, 1e6, allow_subnormal=False).map(lambda value: round(value, 3)),
)


@pytest.mark.parametrize("name", list(SCALINGS))
@pytest.mark.parametrize("shared", [True, False])
@given(x=TABLES)
def test_undo_brings_back_what_was_scaled(name: str, shared: bool, x: FloatArray) -> None:
    scaling = SCALINGS[name].fit(x, shared=shared)
    np.testing.assert_allclose(scaling.undo(scaling.apply(x)), x, rtol=1e-12, atol=1e-8)


@given(x=TABLES)
def test_unit_scaling_spans_0_to_1_in_every_column_that_varies(x: FloatArray) -> None:
    scaled = SCALINGS["unit"].fit(x, shared=False).apply(x)
    varies = np.ptp(x, axis=0) > 0
    np.testing.assert_array_equal(scaled.min(axis=0), 0.0)
    np.testing.assert_allclose(scaled[:, varies].max(axis=0), 1.0)


def test_standard_scaling_gives_mean_0_and_deviation_1() -> None:
    x = np.random.default_rng(0).normal([3.0, -50.0], [0.1, 20.0], (100, 2))
    scaled = SCALINGS["standard"].fit(x, shared=False).apply(x)
    np.testing.assert_allclose(scaled.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(scaled.std(axis=0), 1.0)


@pytest.mark.parametrize("name", ["unit", "standard"])
def test_a_constant_column_is_scaled_by_1(name: str) -> None:
    x = np.column_stack((np.full(7, 0.1), np.arange(7.0)))
    scaling = SCALINGS[name].fit(x, shared=False)
    assert scaling.scale[0] == 1.0
    np.testing.assert_allclose(scaling.apply(x)[:, 0], 0.0, atol=1e-15)


def test_shared_scaling_keeps_the_look_of_a_picture() -> None:
    pictures = np.array([[0.0, 4.0, 16.0], [0.0, 8.0, 2.0]])
    np.testing.assert_array_equal(SCALINGS["unit"].fit(pictures, shared=True).apply(pictures), pictures / 16)
    standard = SCALINGS["standard"].fit(pictures, shared=True)
    assert len(set(standard.offset)) == len(set(standard.scale)) == 1


def test_none_leaves_the_numbers_to_the_bit() -> None:
    x = np.random.default_rng(0).normal(size=(9, 3))
    np.testing.assert_array_equal(SCALINGS["none"].fit(x, shared=False).apply(x), x)


@pytest.mark.parametrize(
    ("offset", "scale"),
    [
        ([0.0, 0.0], [1.0]),
        ([[0.0]], [[1.0]]),
        ([np.nan], [1.0]),
        ([0.0], [0.0]),
        ([0.0], [-1.0]),
        ([0.0], [np.inf]),
    ],
)
def test_a_scaling_that_cannot_be_applied_is_refused(offset: list[float], scale: list[float]) -> None:
    with pytest.raises(DataError, match="input"):
        Scaling(np.array(offset), np.array(scale))


def test_offset_and_scale_cannot_be_changed_afterwards() -> None:
    scaling = Scaling(np.zeros(2), np.ones(2))
    with pytest.raises(ValueError, match="read-only"):
        scaling.scale[0] = 2.0


def test_many_numbers_of_single_precision_are_measured_as_exactly_as_in_double() -> None:
    rows = np.random.default_rng(0).normal((1000.0, 0.0), 1.0, (9000, 2))
    single = rows.astype(np.float32)
    found, exact = (SCALINGS["standard"].fit(x, shared=False) for x in (single, single.astype(np.float64)))
    np.testing.assert_allclose(found.offset, exact.offset, rtol=1e-13)
    np.testing.assert_allclose(found.scale, exact.scale, rtol=1e-12)
