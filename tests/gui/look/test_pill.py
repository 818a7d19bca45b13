"""The pill that says whose numbers are."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from bpexplorer.look.theme import DARK, LIGHT, Theme, apply_theme
from bpexplorer.look.widgets.pill import THIS_SAMPLE, Pill, PillChoice, batch_of, fixed_samples


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


@pytest.fixture
def choice(qtbot):
    made = PillChoice("some_pill")
    qtbot.addWidget(made)
    made.show_choices([THIS_SAMPLE, fixed_samples(32)], 0)
    made.resize(made.sizeHint())
    with qtbot.waitExposed(made):
        made.show()
    return made


def test_a_pill_that_offers_a_choice_tells_it_and_shows_it_only_when_it_is_told(qtbot, choice):
    QTest.mouseClick(choice, Qt.MouseButton.LeftButton)
    menu = choice.findChild(QMenu)
    qtbot.waitUntil(menu.isVisible)
    assert [action.text() for action in menu.actions()] == ["this sample", fixed_samples(32).words]
    with qtbot.waitSignal(choice.chosen) as chosen:
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
            QTest.keyClick(menu, key)
    assert chosen.args == [1]
    assert choice.whose == THIS_SAMPLE
    assert [action.isChecked() for action in menu.actions()] == [True, False]
    choice.show_choices([THIS_SAMPLE, fixed_samples(32)], 1)
    assert choice.whose == fixed_samples(32)
    assert [action.isChecked() for action in menu.actions()] == [False, True]


def test_it_opens_by_keyboard_and_keeps_its_width_whatever_is_chosen(qtbot, choice):
    width = choice.sizeHint().width()
    choice.show_choices([THIS_SAMPLE, fixed_samples(32)], 1)
    assert choice.sizeHint().width() == width
    choice.setFocus()
    QTest.keyClick(choice, Qt.Key.Key_Space)
    menu = choice.findChild(QMenu)
    qtbot.waitUntil(menu.isVisible)
    menu.close()
