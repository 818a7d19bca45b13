"""Dialogs fit the window that they lie over, or else the screen."""

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDialog, QWidget
from pytestqt.qtbot import QtBot

from bpexplorer.look.screens import AROUND, fit_over, room_for

WANTED = QSize(1360, 660)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    qtbot.addWidget(window)
    return window


def fitted(window: QWidget, least: QSize | None = None) -> QSize:
    """How large a dialog gets whose parent is something within the window."""
    dialog = QDialog(QWidget(window))
    fit_over(dialog, WANTED, least=least)
    return dialog.size()


def test_a_dialog_without_a_window_is_no_larger_than_the_screen(qtbot: QtBot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    fit_over(dialog, WANTED * 3)
    assert dialog.size() == (WANTED * 3).boundedTo(room_for(dialog))


def test_a_dialog_leaves_its_window_in_sight_around_it(window: QWidget) -> None:
    window.resize(500, 400)
    assert fitted(window) == QSize(500, 400) - AROUND


def test_a_dialog_keeps_what_it_needs(window: QWidget) -> None:
    window.resize(200, 100)
    assert fitted(window, least=QSize(480, 340)) == QSize(480, 340)
    assert fitted(window).isValid()
