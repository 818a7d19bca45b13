"""The pill that says whose numbers are."""

import pytest
from PySide6.QtGui import QColor, QImage

from bpexplorer.look.pill import THIS_SAMPLE, Pill, batch_of, fixed_samples
from bpexplorer.look.theme import DARK, LIGHT, Theme, apply_theme


def _has(image: QImage, colour: QColor) -> bool:
    return any(
        image.pixelColor(x, y).rgb() == colour.rgb()
        for x in range(image.width())
        for y in range(image.height())
    )


@pytest.fixture
def pill(qtbot, qapp):
    apply_theme(qapp, "light")
    made = Pill(THIS_SAMPLE)
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    yield made
    apply_theme(qapp, "light")


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=lambda theme: theme.name)
def test_one_sample_and_many_differ_in_mark_and_colour_in_both_themes(qapp, pill, theme: Theme):
    apply_theme(qapp, theme.name)
    assert _has(pill.grab().toImage(), theme.accent)
    pill.show_whose(fixed_samples(32))
    pill.resize(pill.sizeHint())
    assert not _has(pill.grab().toImage(), theme.accent)
    assert _has(pill.grab().toImage(), theme.text)


def test_it_asks_for_the_room_of_its_words_and_says_them_where_it_has_less(pill):
    narrow = pill.sizeHint().width()
    pill.show_whose(batch_of(20))
    assert pill.accessibleName() == "batch of 20"
    pill.show_whose(fixed_samples(32))
    assert pill.sizeHint().width() > narrow > pill.minimumSizeHint().width()
    assert "32 fixed samples" in pill.toolTip()


def test_without_numbers_there_is_no_pill(pill):
    pill.show_whose(None)
    assert pill.isHidden()
    assert pill.toolTip() == ""
