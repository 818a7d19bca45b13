"""The fonts that the window is written with."""

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


def test_numbers_take_another_font_where_the_systems_has_no_minus_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    proportional = fonts.text_font()
    assert not fonts.is_tabular(proportional)
    monkeypatch.setattr(QFontDatabase, "systemFont", lambda _kind: proportional)
    fonts.monospaced.cache_clear()
    try:
        assert fonts.is_tabular(fonts.number_font())
    finally:
        fonts.monospaced.cache_clear()
