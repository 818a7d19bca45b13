"""Beside the inputs: names and values, however long the names are."""

from typing import Any

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QFontMetrics, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem
from pytestqt.qtbot import QtBot

from bpexplorer.canvas.layout import INPUT_LABELS, Layout
from bpexplorer.canvas.picture.items.headers import HeadersItem
from bpexplorer.canvas.picture.items.labels import InputLabelsItem
from bpexplorer.canvas.picture.palette import CanvasPalette
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.look.fonts import text_font
from bpexplorer.look.theme import current_theme


class Recorder:
    """A painter that only notes which text goes where."""

    def __init__(self, zoom: float = 1.0) -> None:
        self.font, self.zoom = QFont(), zoom
        self.texts: list[tuple[str, QRectF]] = []
        self.sizes: list[float] = []

    def worldTransform(self) -> QTransform:  # noqa: N802
        return QTransform.fromScale(self.zoom, self.zoom)

    def setFont(self, font: QFont) -> None:  # noqa: N802 - as Qt calls it
        self.font = font

    def setPen(self, _pen: Any) -> None:  # noqa: N802
        pass

    def fontMetrics(self) -> QFontMetrics:  # noqa: N802
        return QFontMetrics(self.font)

    def drawText(self, place: QRectF, _flags: Any, text: str) -> None:  # noqa: N802
        self.texts.append((text, place))
        self.sizes.append(self.font.pointSizeF() / text_font(1.0).pointSizeF() * self.zoom)


def drawn(names: list[str], inputs: int | None = None) -> list[tuple[str, QRectF]]:
    layout = Layout.create(NetworkSpec.create((inputs or len(names), 2, 1), ("tanh", "sigmoid")))
    item, painter = InputLabelsItem(CanvasPalette(current_theme())), Recorder()
    item.set_rows(layout.boxes[0], [(name, "+0.62") for name in names])
    item.draw(painter, QStyleOptionGraphicsItem())  # type: ignore[arg-type]
    return painter.texts


def heights(texts: list[tuple[str, QRectF]]) -> tuple[float, float]:
    """The middles of the first value and of the first name."""
    return texts[0][1].center().y(), texts[1][1].center().y()


def test_short_names_stand_beside_the_values(qtbot: QtBot) -> None:
    del qtbot
    texts = drawn(["x0", "x1"])
    value, name = heights(texts)
    assert [text for text, _ in texts] == ["+0.62", "x0", "+0.62", "x1"]
    assert value == name
    assert texts[1][1].right() < texts[0][1].right()


def test_a_longer_one_lets_all_stand_above_them_and_is_whole(qtbot: QtBot) -> None:
    del qtbot
    texts = drawn(["sex = female", "year"])
    value, name = heights(texts)
    assert texts[1][0] == "sex = female"
    assert name < value
    assert texts[3][1].center().y() < texts[2][1].center().y()


@pytest.mark.parametrize("inputs", [3, 16])
def test_one_that_is_longer_still_keeps_its_beginning_and_its_end(qtbot: QtBot, inputs: int) -> None:
    del qtbot
    long = "island of the archipelago = Torgersen"
    texts = drawn([long] * inputs)
    shown, place = texts[1]
    assert "…" in shown
    assert shown.startswith("is")
    assert shown.endswith("n")
    assert place.width() <= INPUT_LABELS


def test_names_that_would_look_alike_differ_and_stay_in_their_room(qtbot: QtBot) -> None:
    del qtbot
    names = [
        f"the {part} of the {leaf} leaf in cm" for part in ("length", "width") for leaf in ("petal", "sepal")
    ]
    shown = [text for text, _ in drawn(names)[1::2]]
    assert len(set(shown)) == len(names)


def test_labels_and_names_of_layers_can_be_read_in_a_small_view(qtbot: QtBot) -> None:
    del qtbot
    layout, small = Layout.create(NetworkSpec.create((2, 2, 1), ("tanh", "sigmoid"))), 0.38
    labels, headers, painter = (
        InputLabelsItem(CanvasPalette(current_theme())),
        HeadersItem(CanvasPalette(current_theme())),
        Recorder(small),
    )
    labels.set_rows(layout.boxes[0], [("x0", "+0.62"), ("x1", "−0.62")])
    labels.draw(painter, QStyleOptionGraphicsItem())  # type: ignore[arg-type]
    names = ["input 2", "tanh 2", "sigmoid 1"]
    headers.set_layout(layout, [("", f"layer {layer}", name) for layer, name in enumerate(names)])
    headers.draw(painter, QStyleOptionGraphicsItem())  # type: ignore[arg-type]
    assert [text for text, _ in painter.texts] == ["+0.62", "x0", "−0.62", "x1", *names]
    assert min(painter.sizes) >= 8.0
