"""Panels that may be higher than their card."""

from typing import Any

from PySide6.QtCore import QEvent, QObject, QSize
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from bpexplorer.look.widgets.scrolling import PanelScroll

#: Far less deep than the stack, far deeper than any page needs.
DEEP = 50


class Stubborn(QObject):
    """Wants its page to have another size than it is given, whenever it is given one."""

    def __init__(self, page: QWidget, size: QSize) -> None:
        super().__init__(page)
        self.page, self.size = page, size
        self.depth = self.deepest = 0
        page.installEventFilter(self)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Resize and self.depth < DEEP:
            self.depth += 1
            self.deepest = max(self.deepest, self.depth)
            self.page.resize(self.size)
            self.depth -= 1
        return False


def test_a_page_that_asks_for_another_size_while_it_is_fitted_does_not_fill_the_stack(qtbot: Any) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    scroll = PanelScroll(parent, name="scroll")
    page = Stubborn(scroll.page, QSize(290, 400))
    scroll.resize(300, 200)
    with qtbot.waitExposed(parent):
        parent.show()
    scroll.resize(280, 180)
    assert 0 < page.deepest < 5
