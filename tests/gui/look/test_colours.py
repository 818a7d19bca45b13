"""Colours of numbers: which sign is which colour, what clips, and what can be read."""

import colorsys
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor

from bpexplorer.document.bounds import nice_bound
from bpexplorer.look.colours import (
    SequentialScale,
    SignedScale,
    contrast,
    lab_from_srgb,
    map_lut,
    mix,
    published_map,
    readable_on,
    sequential_lut,
    signed_lut,
    srgb_from_lab,
    to_argb,
)
from bpexplorer.look.theme import DARK, LIGHT, Theme

both_themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])


def hue(color: QColor) -> float:
    return 360.0 * colorsys.rgb_to_hls(color.redF(), color.greenF(), color.blueF())[0]


@both_themes
@pytest.mark.parametrize("strength", [0.3, 0.6, 1.0])
def test_negative_is_blue_and_positive_is_red_in_both_themes(theme: Theme, strength: float) -> None:
    scale = SignedScale(1.0)
    assert 190.0 < hue(scale.color(-strength, theme)) < 270.0
    positive = hue(scale.color(strength, theme))
    assert positive < 40.0 or positive > 330.0


@both_themes
def test_zero_has_no_hue_and_is_the_panels_own_neutral(theme: Theme) -> None:
    assert SignedScale(1.0).color(0.0, theme) == theme.neutral
    lut = signed_lut(theme)
    assert lut[127].tolist() == lut[128].tolist() == [*theme.neutral.getRgb()]
    _, a, b = lab_from_srgb(lut[128, :3] / 255.0)
    assert np.hypot(a, b) < 5.0  # a colour would have 20 and more


@both_themes
def test_lightness_goes_one_way_on_either_side_of_zero(theme: Theme) -> None:
    lightness = lab_from_srgb(signed_lut(theme)[:, :3] / 255.0)[:, 0]
    away = 1.0 if theme.is_dark else -1.0
    for side in (lightness[127::-1], lightness[128:]):
        # One step of one channel is rounded away; over four entries nothing goes back.
        assert np.diff(away * side).min() > -0.4
        assert (np.diff(away * side[::4]) > 0.0).all()
        assert abs(side[-1] - side[0]) > 50.0


@given(st.tuples(*(st.floats(0.0, 1.0) for _ in range(3))))
def test_a_colour_comes_back_from_lab(srgb: tuple[float, float, float]) -> None:
    assert srgb_from_lab(lab_from_srgb(np.array(srgb))) == pytest.approx(srgb, abs=1e-6)


def test_lab_is_that_of_the_standard() -> None:
    assert lab_from_srgb(np.array([1.0, 0.0, 0.0])) == pytest.approx([53.24, 80.09, 67.20], abs=0.02)
    assert lab_from_srgb(np.ones(3)) == pytest.approx([100.0, 0.0, 0.0], abs=1e-9)


@both_themes
def test_zero_is_close_to_the_ground_and_both_ends_stand_out(theme: Theme) -> None:
    scale = SignedScale(2.0)
    assert contrast(scale.color(0.0, theme), theme.panel) < 1.3
    for end in (-2.0, 2.0):
        assert contrast(scale.color(end, theme), theme.panel) > 7.0


@both_themes
@pytest.mark.parametrize("mode", ["linear", "log"])
def test_colours_grow_away_from_the_ground_with_the_magnitude(theme: Theme, mode: str) -> None:
    scale = SignedScale(1.0, mode="log" if mode == "log" else "linear")
    for sign in (-1.0, 1.0):
        steps = [
            contrast(scale.color(sign * x, theme), scale.color(0.0, theme)) for x in (0.01, 0.2, 0.5, 1.0)
        ]
        assert steps == sorted(steps)


@given(st.floats(min_value=-1e6, max_value=1e6))
def test_the_scale_is_symmetric_about_zero(value: float) -> None:
    for scale in (SignedScale(3.0), SignedScale(3.0, mode="log")):
        assert scale.normalised(-value) == -scale.normalised(value)
        assert abs(scale.normalised(value)) <= 1.0


def test_the_logarithmic_scale_tells_small_numbers_apart() -> None:
    linear, log = SignedScale(1.0), SignedScale(1.0, mode="log")
    assert linear.color(0.001, LIGHT) == linear.color(0.0, LIGHT)
    assert log.color(0.01, LIGHT) != log.color(0.001, LIGHT)


def test_values_beyond_the_bound_take_the_last_colour_and_are_counted() -> None:
    scale = SignedScale(0.5)
    values = np.array([[-0.7, -0.5, 0.0], [0.5, 0.51, np.inf]])
    assert scale.clipped(values) == 3
    assert scale.color(9.0, LIGHT) == scale.color(0.5, LIGHT)
    assert scale.color(-np.inf, LIGHT) == scale.color(-0.5, LIGHT)


@both_themes
def test_a_missing_number_has_a_grey_that_no_number_has(theme: Theme) -> None:
    color = SignedScale(1.0).color(np.nan, theme)
    assert color == theme.disabled
    assert [color.red(), color.green(), color.blue(), 255] not in signed_lut(theme).tolist()


@pytest.mark.parametrize("bound", [0.0, -1.0, np.nan, np.inf])
def test_a_scale_without_a_usable_bound_is_refused(bound: float) -> None:
    with pytest.raises(ValueError, match="bound"):
        SignedScale(bound)


@pytest.mark.parametrize(
    ("largest", "bound"),
    [
        (0.0, 1.0),
        (1.0, 1.0),
        (1.01, 2.0),
        (2.0, 2.0),
        (3.0, 5.0),
        (0.246, 0.5),
        (5.0001e-9, 1e-8),
        (7e5, 1e6),
        (0.1, 0.1),
    ],
)
def test_the_bound_is_the_next_of_1_2_5(largest: float, bound: float) -> None:
    assert nice_bound(largest) == bound


@given(st.floats(min_value=1e-300, max_value=1e300))
def test_the_bound_holds_the_largest_number_and_is_less_than_three_times_it(largest: float) -> None:
    assert largest <= nice_bound(largest) <= 2.5 * largest * (1 + 1e-12)


@both_themes
def test_packed_colours_are_those_that_qt_reads(theme: Theme) -> None:
    values = np.linspace(-1.0, 1.0, 7).reshape(1, 7)
    packed = SignedScale(1.0).argb(values, theme)
    assert packed.shape == (1, 7)
    assert packed.dtype == np.uint32
    assert [QColor(int(each)) for each in packed[0]] == [SignedScale(1.0).color(v, theme) for v in values[0]]


@both_themes
def test_images_go_from_the_field_to_the_ink(theme: Theme) -> None:
    lut = sequential_lut(theme)
    assert lut.shape == (256, 4)
    assert QColor(int(to_argb(lut)[0])) == theme.field
    assert QColor(int(to_argb(lut)[255])) == theme.text


def test_maps_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        signed_lut(LIGHT)[0, 0] = 1


def test_mixing_is_exact_at_both_ends() -> None:
    red, grey = QColor("#ff0000"), QColor("#808080")
    assert mix(red, grey, 0.0) == red
    assert mix(red, grey, 1.0) == grey
    assert mix(QColor("#000000"), QColor("#ffffff"), 0.2) == QColor("#333333")


@both_themes
def test_a_glyph_is_readable_on_every_colour_of_the_scale(theme: Theme) -> None:
    for value in np.linspace(-1.0, 1.0, 41):
        ground = SignedScale(1.0).color(float(value), theme)
        assert contrast(readable_on(ground), ground) >= 4.5


@pytest.mark.parametrize("name", ["colorcet:CET_D1A", "crameri:berlin", "cividis:cividis"])
def test_the_tables_are_the_maps_that_their_makers_publish(name: str) -> None:
    published = pytest.importorskip("cmap").Colormap(name).lut(256)
    assert np.array_equal(published_map(name.partition(":")[2]), np.round(255.0 * published[:, :3]))


def test_a_sequential_scale_goes_evenly_from_end_to_end_and_says_where_there_is_no_number() -> None:
    scale, values = SequentialScale(-1.0, 3.0), np.linspace(-2.0, 4.0, 601)
    share = (np.clip(values, -1.0, 3.0) + 1.0) / 4.0
    assert np.array_equal(scale.entries(values), np.floor(255.0 * share + 0.5).astype(int))
    assert scale.entries([np.nan, np.inf, -np.inf]).tolist() == [128, 255, 0]
    assert [scale.color(end).name() for end in scale.ends] == [
        QColor(*map_lut()[place].tolist()).name() for place in (0, 255)
    ]
    assert scale.argb([np.nan], LIGHT).tolist() == [LIGHT.disabled.rgba()]
    assert (scale.middle, SequentialScale(0.0, 1.0).middle) == (0.0, 0.5)
    assert scale.clipped(values) == np.count_nonzero((values < -1.0) | (values > 3.0))
    for low, high in ((1.0, 1.0), (2.0, 1.0), (0.0, math.inf)):
        with pytest.raises(ValueError, match="finite ends"):
            SequentialScale(low, high)


def test_maps_have_neither_the_red_nor_the_blue_of_signs() -> None:
    """Their ends are told from those of signs, also by eyes that see no red or no green: by lightness."""
    lab = lab_from_srgb(map_lut()[:, :3] / 255.0)
    assert (np.diff(lab[:, 0]) > -0.05).all()  # they are whole numbers of 255
    # No redness: what a is, is at most that of a grey.
    assert lab[:, 1].max() < 15.0
