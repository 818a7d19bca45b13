"""From numbers to entries of colour maps, glyphs and sorted edges."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bpexplorer.canvas.picture.prepare import (
    EDGE_LEVELS,
    grid_image,
    ink_entries,
    lut_entries,
    sign_glyphs,
    sort_edges,
)

NORMALISED = arrays(np.float64, st.integers(0, 60), elements=st.floats(-1, 1))


@given(NORMALISED)
def test_sorted_edges_are_all_there_once_and_grow_stronger(values: np.ndarray) -> None:
    order, runs = sort_edges(values)
    assert sorted(order.tolist()) == list(range(len(values)))
    covered = [place for run in runs for place in range(run.start, run.stop)]
    assert covered == list(range(len(values)))
    strengths = [abs(run.level) for run in runs]
    assert strengths == sorted(strengths)
    for run in runs:
        np.testing.assert_array_equal(np.rint(values[order[run.start : run.stop]] * EDGE_LEVELS), run.level)


def test_there_are_at_most_as_many_runs_as_pens() -> None:
    _, runs = sort_edges(np.linspace(-1, 1, 10_000))
    assert len(runs) == 2 * EDGE_LEVELS + 1


def test_zero_is_the_middle_of_the_colour_map_and_the_ends_its_ends() -> None:
    np.testing.assert_array_equal(lut_entries(np.array([-1.0, 0.0, np.nan, 1.0])), [0, 128, 128, 255])


def test_weak_values_carry_no_sign() -> None:
    np.testing.assert_array_equal(
        sign_glyphs(np.array([-1.0, -0.11, -0.1, 0.0, 0.1, 0.11, 0.5, np.nan])), [-1, -1, 0, 0, 0, 1, 1, 0]
    )


def test_ink_runs_from_the_smallest_pixel_of_the_data_to_the_largest() -> None:
    np.testing.assert_array_equal(ink_entries(np.array([-2.0, 0.0, 2.0, 3.0]), -2.0, 2.0), [0, 128, 255, 255])
    np.testing.assert_array_equal(ink_entries(np.array([1.0]), 1.0, 1.0), [0])


def test_a_last_row_that_is_not_full_stays_blank() -> None:
    colours = np.arange(256, dtype=np.uint32)
    image = grid_image(np.array([5, 6, 7], dtype=np.uint8), colours, (2, 2), blank=99)
    np.testing.assert_array_equal(image, [[5, 6], [7, 99]])
