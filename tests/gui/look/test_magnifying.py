"""Everything larger for a while: what widgets were given, and what they are given meanwhile."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QObject, QSize
from PySide6.QtWidgets import QApplication, QLabel, QToolButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.look import fonts
from bpexplorer.look.magnifying import Magnifier
from bpexplorer.look.theme import apply_theme

FACTOR = 1.5


@pytest.fixture
def magnifier(qapp: QApplication) -> Iterator[Magnifier]:
    apply_theme(qapp, "light")
    owner = QObject()
    magnifier = Magnifier(owner)
    yield magnifier
    if fonts.magnification() != 1.0:
        magnifier.restore()


@pytest.fixture
def page(qtbot: QtBot, magnifier: Magnifier) -> QWidget:
    page = QWidget()
    qtbot.addWidget(page)
    layout = QVBoxLayout(page)
    for name in ("number", "plain"):
        label = QLabel("1.25", page)
        label.setObjectName(name)
        layout.addWidget(label)
    page.findChild(QLabel, "number").setFont(fonts.number_font())
    page.findChild(QLabel, "number").setFixedWidth(81)
    button = QToolButton(page)
    button.setIconSize(QSize(11, 11))
    layout.addWidget(button)
    with qtbot.waitExposed(page):
        page.show()
    return page


def given(page: QWidget) -> list[object]:
    number, plain = (page.findChild(QLabel, name) for name in ("number", "plain"))
    button = page.findChild(QToolButton)
    return [number.font(), number.minimumWidth(), number.maximumWidth(), plain.font(), button.iconSize()]


def test_fonts_fixed_sizes_and_icons_are_larger_and_come_back_to_the_pixel(
    page: QWidget, magnifier: Magnifier
) -> None:
    before = given(page)
    magnifier.magnify(FACTOR)
    number, plain = (page.findChild(QLabel, name) for name in ("number", "plain"))
    assert number.font().pointSizeF() == pytest.approx(FACTOR * before[0].pointSizeF())  # type: ignore[attr-defined]
    assert plain.font().pointSizeF() == pytest.approx(FACTOR * before[3].pointSizeF())  # type: ignore[attr-defined]
    assert (number.minimumWidth(), number.maximumWidth()) == (round(FACTOR * 81),) * 2
    assert page.findChild(QToolButton).iconSize() == QSize(16, 16)
    assert fonts.dpi_scale() == pytest.approx(FACTOR)
    magnifier.restore()
    assert given(page) == before
    assert fonts.dpi_scale() == pytest.approx(1.0)


def test_what_has_changed_meanwhile_is_taken_back_as_well(page: QWidget, magnifier: Magnifier) -> None:
    magnifier.magnify(FACTOR)
    page.findChild(QLabel, "number").setFixedWidth(150)
    new = QLabel("new", page)
    new.setFont(fonts.number_font())
    gone = page.findChild(QToolButton)
    page.layout().removeWidget(gone)
    gone.setParent(None)
    gone.deleteLater()
    QApplication.sendPostedEvents(gone)
    magnifier.restore()
    assert page.findChild(QLabel, "number").maximumWidth() == 100
    assert new.font().pointSizeF() == pytest.approx(fonts.number_font().pointSizeF())
