"""Boxes that let one of several things be chosen."""

from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from bpexplorer.look.theme import apply_theme
from bpexplorer.panels.shared.forms.editors import ChoiceBox

LONG = "by the cosine of its gradient with that of the training set"


def test_a_list_is_as_wide_as_what_it_offers_however_narrow_its_box(qtbot: QtBot, qapp: QApplication) -> None:
    apply_theme(qapp, "light")
    box = ChoiceBox((("short", "by C", ""), ("long", LONG, "")))
    qtbot.addWidget(box)
    box.setFixedWidth(80)
    with qtbot.waitExposed(box):
        box.show()
    box.showPopup()
    qtbot.waitUntil(box.view().isVisible)
    assert box.view().viewport().width() >= box.view().sizeHintForColumn(0)
    box.hidePopup()
