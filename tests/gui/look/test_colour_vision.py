"""Colours and shapes that mean something are told apart by eyes that lack the red or the green cones."""

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage

from bpexplorer.look.colours import mix, signed_lut
from bpexplorer.look.theme import DARK, LIGHT, Theme
from bpexplorer.panels.metrics.confusion import STRONGEST
from tests.colour_vision import EYES, PAIRS, difference, picture_seen

both_themes = pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
all_eyes = pytest.mark.parametrize("eyes", EYES)


@both_themes
@all_eyes
@pytest.mark.parametrize(("first", "second"), PAIRS)
def test_roles_that_stand_beside_each_other_differ(theme: Theme, eyes: str, first: str, second: str) -> None:
    roles = theme.colors()
    assert difference(roles[first], roles[second], eyes) >= 15.0


@both_themes
@all_eyes
def test_the_demon_differs_from_both_signs(theme: Theme, eyes: str) -> None:
    ends = (QColor(*entry) for entry in signed_lut(theme)[[32, 223]].tolist())
    assert min(difference(theme.demon, end, eyes) for end in ends) >= 15.0


@both_themes
@all_eyes
def test_the_cells_of_the_confusion_matrix_differ_that_are_right_and_wrong(theme: Theme, eyes: str) -> None:
    right, wrong = (mix(theme.panel, full, STRONGEST) for full in (theme.good, theme.error))
    assert difference(right, wrong, eyes) >= 10.0


def test_the_simulation_is_the_published_one() -> None:
    grey = QColor("#808080")
    image = QImage(2, 1, QImage.Format.Format_RGB32)
    image.setPixelColor(0, 0, grey)
    image.setPixelColor(1, 0, QColor("#ff0000"))
    made = picture_seen(image, "deuteranopia")
    # Grey stays grey, and what red leaves is the first column of the matrix, coded for the screen.
    assert made.pixelColor(0, 0).getRgb()[:3] == pytest.approx(grey.getRgb()[:3], abs=1)
    linear = np.clip(EYES["deuteranopia"][:, 0], 0.0, 1.0)
    coded = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    assert made.pixelColor(1, 0).getRgbF()[:3] == pytest.approx(coded, abs=1 / 255)
