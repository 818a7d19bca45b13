"""The pane that the canvas is seen through repaints what has changed, whatever else is painted at that moment."""

import numpy as np
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QGraphicsScene
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.pane import Pane


def test_where_an_item_was_is_painted_anew_though_another_place_was_painted_first(qtbot: QtBot) -> None:
    scene = QGraphicsScene(0, 0, 200, 200)
    item = scene.addRect(QRect(10, 10, 40, 40), Qt.PenStyle.NoPen, QColor("red"))
    item.setFlag(item.GraphicsItemFlag.ItemIgnoresTransformations)  # as labels have it
    pane = Pane(scene)
    qtbot.addWidget(pane)
    pane.resize(240, 240)
    pane.show()
    qtbot.waitExposed(pane)

    def red() -> int:
        QApplication.processEvents()
        image = pane.screen().grabWindow(pane.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)
        pixels = np.frombuffer(image.constBits(), np.uint32)
        return int((pixels == QColor("red").rgb()).sum())

    before = red()
    item.moveBy(100, 100)
    pane.viewport().repaint(QRect(0, 200, 10, 10))  # as where a small widget left its place
    assert red() == before == 40 * 40
