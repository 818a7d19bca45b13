"""A choice among compiled functions by a number, as numba makes it."""

import os

import numpy as np
import pytest


@pytest.fixture(scope="module")
def chosen():
    """A compiled function that hands a number and an array on to one of three functions, by a code."""
    try:
        from numba import njit
    except ImportError:
        missing = "numba isn't installed (the extra 'fast'), so nothing is known about compiled choices"
        pytest.fail(missing) if "CI" in os.environ else pytest.skip(missing)
    from bpexplorer.core.engine.compiled.switch import switch

    @njit
    def scaled(number, array):
        array[0] *= number
        return array[0]

    @njit
    def moved(number, array):
        array[0] += number
        return array[0]

    @njit
    def counted(_number, array):
        return len(array)  # a whole number, where the others give real ones

    choose = switch([scaled, moved, counted])

    @njit
    def call(code, number, array):
        return choose(code, number, array)

    return call


def test_each_code_calls_its_own_function_with_all_that_was_given(chosen):
    array = np.array([1.0, 2.0])
    assert chosen(0, 3.0, array) == 3
    assert chosen(1, 0.5, array) == 3.5
    assert array.tolist() == [3.5, 2]
    assert chosen(2, 0.5, array) == 2


@pytest.mark.parametrize("code", [-1, 3, 2**40])
def test_a_code_without_a_function_is_an_error_and_calls_none(chosen, code):
    array = np.array([1.0, 2.0])
    with pytest.raises(ValueError, match="no entry has this code"):
        chosen(code, 3.0, array)
    assert array.tolist() == [1, 2]
