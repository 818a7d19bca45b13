"""Nothing that is shown is cut: every text of every widget fits, or ends in “…” and is whole in the tooltip.

Who adds a panel, a table or a painted cell needs no test of it here: the walk finds by itself what paints texts.
"""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QLabel,
    QMenu,
    QPushButton,
    QScrollArea,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)
from pytestqt.qtbot import QtBot
from typing_extensions import override

from bpexplorer.look import numbers
from bpexplorer.look.theme import Scheme, apply_theme
from bpexplorer.look.typing.number_field import NumberField
from bpexplorer.look.widgets.labels import Caption
from tests.layouts import settle
from tests.overflows import hostile_project
from tests.screens import SCALE
from tests.typing import type_over
from tests.walk import cut, scrolls, widest_numbers
from tests.windows import Desk

SMALL = (1024, 700)
FILES = (__file__, str(Path(__file__).with_name("test_walk_popups.py")))
NUMBER = numbers.signed(-0.5546)


def docks(desk: Desk) -> Iterator[QDockWidget]:
    """Each dock, in front of those that share its place."""
    for dock in desk.window.findChildren(QDockWidget):
        dock.show()
        dock.raise_()
        desk.wait_for_calm()
        settle(dock)
        yield dock


def assert_whole(desk: Desk, *sizes: tuple[int, int]) -> None:
    """At these sizes nothing is cut anywhere in the window."""
    found: dict[str, None] = {}
    for width, height in sizes:
        desk.window.resize(width, height)
        for dock in docks(desk):
            found |= dict.fromkeys(f"{width}×{height}: {words}" for words in cut(dock))
        found |= dict.fromkeys(f"{width}×{height}: {words}" for words in cut(desk.window))
    assert not found, "\n".join(found)


@pytest.mark.parametrize("theme", ["light", pytest.param("dark", marks=pytest.mark.slow)])
@pytest.mark.parametrize(
    "size", [(1024, 700), pytest.param((1280, 800), marks=pytest.mark.slow), (1440, 900)]
)
def test_the_longest_numbers_fit_at_every_size(
    open_desk: Callable[..., Desk],
    qapp: QApplication,
    monkeypatch: pytest.MonkeyPatch,
    size: tuple[int, int],
    theme: Scheme,
) -> None:
    widest_numbers(monkeypatch)
    desk = open_desk()
    apply_theme(qapp, theme)
    assert_whole(desk, size)


@pytest.mark.parametrize(("example", "kind"), [("wave", "mixed"), ("digits", "largest"), ("xor", "denormal")])
def test_numbers_at_the_ends_of_what_there_is_fit(
    open_desk: Callable[..., Desk], example: str, kind: str
) -> None:
    desk = open_desk(hostile_project(example, kind))
    desk.window.document.configure(learning_rate=1.234567e-7)
    field = desk.find("demon_dz")
    assert isinstance(field, NumberField)
    type_over(field, "−0.01234567")
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert_whole(desk, SMALL)


def test_a_panel_without_anything_to_show_says_so_in_full(desk: Desk) -> None:
    desk.window.resize(*SMALL)
    found = []
    for dock in docks(desk):
        for panel in desk.window.panels.there.values():
            panel.clear()
        found += cut(dock)
    assert not found, "\n".join(found)


@pytest.mark.slow  # the same again, at another scale, and what comes up over the window with it
@pytest.mark.timeout(600)
@pytest.mark.skipif(SCALE in os.environ, reason="this is the window at another scale")
def test_all_of_this_holds_where_a_pixel_of_the_window_is_two_of_the_screen() -> None:
    made = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-k", "longest or comes_up", *FILES],
        env=os.environ | {SCALE: "2"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout


# What the walk finds


class Stamp(QWidget):
    """Paints a number into part of itself."""

    def __init__(self, parent: QWidget, room: QRect) -> None:
        super().__init__(parent)
        self.room = room

    @override
    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).drawText(self.room, Qt.AlignmentFlag.AlignLeft, NUMBER)


@pytest.fixture
def page(qtbot: QtBot) -> QWidget:
    page = QWidget()
    page.resize(300, 200)
    qtbot.addWidget(page)
    return page


def found(page: QWidget) -> list[str]:
    page.show()
    return cut(page)


def test_a_label_is_found_that_is_narrower_than_its_number(page: QWidget) -> None:
    label = QLabel(NUMBER, page)
    assert found(page) == []
    label.setFixedWidth(label.sizeHint().width() - 4)
    (words,) = found(page)
    assert NUMBER in words


def test_a_button_is_found_that_reaches_out_of_what_is_around_it(page: QWidget) -> None:
    frame = QWidget(page)
    frame.setGeometry(0, 0, 120, 40)
    button = QPushButton(NUMBER, frame)
    assert found(page) == []
    button.move(120 - button.sizeHint().width() // 2, 0)
    assert len(found(page)) == 1


def test_what_can_be_scrolled_to_is_not_cut(page: QWidget) -> None:
    scroll = QScrollArea(page)
    scroll.setFixedSize(60, 40)
    label = QLabel(NUMBER * 3)
    scroll.setWidget(label)
    assert found(page) == []
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    label.setMinimumWidth(1)
    scroll.setWidgetResizable(True)
    assert len(found(page)) == 1


def test_the_entries_of_a_menu_that_is_taller_than_the_screen_can_be_scrolled_to(
    page: QWidget, qapp: QApplication
) -> None:
    apply_theme(qapp, "light")
    menu = QMenu(page)
    for number in range(100):
        menu.addAction(f"entry {number}")
    menu.popup(QPoint(0, 0))
    assert menu.height() <= menu.screen().availableSize().height()
    assert scrolls(menu)
    assert cut(menu) == []
    menu.close()


def test_what_is_painted_by_hand_into_too_small_a_room_is_found(page: QWidget) -> None:
    room = page.fontMetrics().horizontalAdvance(NUMBER)
    stamp = Stamp(page, QRect(0, 0, room + 1, 20))
    stamp.resize(200, 100)
    assert found(page) == []
    stamp.room = QRect(0, 0, room - 5, 20)
    assert len(found(page)) == 1


def test_two_numbers_in_one_place_are_found(page: QWidget) -> None:
    class Both(Stamp):
        @override
        def paintEvent(self, event: QPaintEvent) -> None:
            super().paintEvent(event)
            QPainter(self).drawText(self.room.translated(10, 2), Qt.AlignmentFlag.AlignLeft, NUMBER)

    Both(page, QRect(0, 0, 100, 20)).resize(200, 100)
    assert len(found(page)) == 1


def test_what_ends_in_dots_because_it_asks_something_more_is_whole(page: QWidget) -> None:
    button = QPushButton("Save &as…", page)
    assert found(page) == []
    button.setFixedWidth(button.sizeHint().width() // 2)
    assert found(page) != []


def test_what_is_shortened_must_be_whole_in_the_tooltip(page: QWidget) -> None:
    caption = Caption(NUMBER * 2, page)
    caption.setFixedWidth(60)
    assert found(page) == []  # it has a tooltip then
    table = QTableWidget(1, 1, page)
    table.setWordWrap(False)
    table.setItem(0, 0, QTableWidgetItem(NUMBER * 2))
    table.setColumnWidth(0, 40)
    table.show()
    (words,) = found(page)
    assert "tooltip" in words
    table.item(0, 0).setToolTip(NUMBER * 2)  # type: ignore[union-attr]
    assert found(page) == []
