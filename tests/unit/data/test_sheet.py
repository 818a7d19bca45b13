"""A sheet for pictures: how much of each pixel a line covers, by a way that shares nothing with the sheet's."""

import numpy as np
import pytest

from bpexplorer.data.choice import default_choice
from bpexplorer.data.prepare import prepare
from bpexplorer.data.sheet import DOTS, Sheet, paper_and_ink, usual_thickness


@pytest.mark.parametrize("shape", [(8, 8), (28, 28), (5, 9)])
def test_a_line_covers_the_dots_that_lie_within_half_its_thickness(shape: tuple[int, int]) -> None:
    sheet = Sheet(*shape)
    start, end, thickness = (1.2, 1.0), (4.0, 3.7), 1.3
    sheet.draw(start, end, thickness)
    way = np.linspace(start, end, 2000)
    wanted = np.zeros(shape)
    for row, column in np.ndindex(*shape):
        for dot in np.ndindex(DOTS, DOTS):
            place = column + (dot[1] + 0.5) / DOTS, row + (dot[0] + 0.5) / DOTS
            wanted[row, column] += np.hypot(*(way - place).T).min() <= thickness / 2 + 1e-6
    np.testing.assert_allclose(sheet.covered(), wanted / DOTS**2, atol=1.01 / DOTS**2)
    assert 0 < sheet.covered().sum() < sheet.covered().size


def test_a_point_is_round_rubbing_takes_ink_away_and_clear_all_of_it() -> None:
    sheet = Sheet(8, 8)
    assert sheet.is_blank
    sheet.draw((4.0, 4.0), (4.0, 4.0), 3.0)
    covered = sheet.covered()
    np.testing.assert_array_equal(covered, covered.T)
    assert covered.sum() == pytest.approx(np.pi * 1.5**2, rel=0.05)
    sheet.draw((4.0, 0.0), (4.0, 8.0), 1.0, rub=True)
    assert 0 < sheet.covered().sum() < covered.sum()
    sheet.clear()
    assert sheet.is_blank


def test_digits_are_drawn_in_the_values_that_they_have() -> None:
    assert paper_and_ink(prepare(default_choice("digits"), "softmax")) == pytest.approx((0.0, 16.0))
    assert usual_thickness((8, 8)) == 1.5 < usual_thickness((28, 28))
