"""The fonts that the window is written with."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF
from PySide6.QtWidgets import QApplication

from bpexplorer.look import fonts
from bpexplorer.look.numbers import signed


@pytest.fixture(autouse=True)
def _a_tabular_font(qapp: QApplication) -> None:
    if not any(fonts.is_tabular(QFont(family)) for family in QFontDatabase.families()):
        pytest.skip("no font of this machine has minus and exponents as wide as a digit")


@pytest.mark.parametrize("is_bold", [False, True])
def test_minus_and_exponents_are_as_wide_as_a_digit(is_bold: bool) -> None:
    font = fonts.number_font(bold=is_bold)
    advance = QFontMetricsF(font).horizontalAdvance
    assert fonts.is_tabular(font)
    assert advance(signed(-0.25)) == advance(signed(0.25)) == 8 * advance("0")
    assert advance(signed(-1.2e-12)) == len(signed(-1.2e-12)) * advance("0")


@pytest.fixture
def give(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[QFont], None]]:
    """Gives the system another monospaced font."""
    given = QFontDatabase.systemFont
    fixed = QFontDatabase.SystemFont.FixedFont

    def give(font: QFont) -> None:
        monkeypatch.setattr(
            QFontDatabase, "systemFont", lambda kind: QFont(font) if kind is fixed else given(kind)
        )
        fonts.monospaced.cache_clear()

    yield give
    fonts.monospaced.cache_clear()


def test_numbers_take_another_font_where_the_systems_has_no_minus_of_its_own(
    give: Callable[[QFont], None],
) -> None:
    proportional = fonts.text_font()
    assert not fonts.is_tabular(proportional)
    give(proportional)
    assert fonts.is_tabular(fonts.number_font())


def test_numbers_take_another_font_where_a_line_of_the_systems_is_higher_than_one_of_words(
    give: Callable[[QFont], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    tabular = [font for font in map(QFont, QFontDatabase.families()) if fonts.is_tabular(font)]
    higher = tabular[-1]
    monkeypatch.setattr(fonts, "stands_in_lines", lambda font: font.family() != higher.family())
    give(higher)
    number = fonts.number_font()
    assert fonts.is_tabular(number)
    others = [font for font in tabular if QFontDatabase.isFixedPitch(font.family()) and font != higher]
    assert (number.family() != higher.family()) == bool(others)


def test_with_every_font_of_this_machine_a_row_of_numbers_is_as_high_as_one_of_words_if_one_can_be(
    give: Callable[[QFont], None],
) -> None:
    fixed = [QFont(each) for each in QFontDatabase.families() if QFontDatabase.isFixedPitch(each)]
    can_be = any(fonts.is_tabular(font) and fonts.stands_in_lines(font) for font in fixed)
    for font in fixed:
        give(font)
        assert fonts.stands_in_lines(fonts.number_font()) >= can_be, font.family()
