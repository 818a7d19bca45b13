"""What can be read in the window, hovered over or chosen holds no phrase that was given up, and keeps its names."""

import json
import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QAbstractItemModel, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QWidget

from bpexplorer.project.presets import preset
from tests import kept_names
from tests.windows import Desk
from tests.words import found_in

#: Names that changed with what they name.
RENAMED = {
    "dock_build": "dock_setup",
    "build_panel": "setup_panel",
    "build_scroll": "setup_scroll",
    "cost_more": "dock_cost_more",
}
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole)
#: Numbers as programs write them: a hyphen for a minus, an exponent with e.
_FOR_PROGRAMS = re.compile(r"(?<![\w)])-\d|\d[eE][-+]?\d")


def open_everything(desk: Desk) -> None:
    """Show each panel once, so that it is made and filled, and a message."""
    for dock in desk.window.docks.values():
        dock.show()
        dock.raise_()
        desk.wait(lambda dock=dock: dock.widget() is not None)  # type: ignore[misc]
    for panel in desk.window.panels.there.values():
        while panel.make_more() is not None:
            pass
    desk.window.messages.say("A message.")
    desk.wait_for_calm()


def texts_of(window: QWidget) -> Iterator[tuple[str, str]]:
    """Everything that a window says, with where: labels, buttons, tooltips, lists, tables, menus."""
    for widget in window.findChildren(QWidget):
        place = widget.objectName() or type(widget).__name__
        for getter in ("text", "toolTip", "placeholderText", "title", "accessibleName", "windowTitle"):
            said = getattr(widget, getter, None)
            if callable(said) and isinstance(text := said(), str):
                yield f"{place}.{getter}", text
        # The heads of a table have its model, too.
        is_view = isinstance(widget, QComboBox | QAbstractItemView) and not isinstance(widget, QHeaderView)
        if is_view and widget.model() is not None:
            for text in texts_of_model(widget.model()):
                yield place, text
    for action in window.findChildren(QAction):
        yield action.objectName(), action.text().replace("&", "")
        yield action.objectName(), action.toolTip()


def texts_of_model(model: QAbstractItemModel) -> Iterator[str]:
    for role in _ROLES:
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal, role) or "")
            for row in range(model.rowCount()):
                yield str(model.index(row, column).data(role) or "")


@pytest.fixture(params=["digits", "wave"])
def opened(request: pytest.FixtureRequest, open_desk: Callable[..., Desk]) -> Desk:
    desk = open_desk(preset(request.param).project())
    open_everything(desk)
    return desk


def test_nothing_in_the_window_holds_a_phrase_that_was_given_up_or_a_number_for_programs(
    opened: Desk,
) -> None:
    texts = list(texts_of(opened.window))
    assert any(text == "A message." for _, text in texts)
    assert found_in(texts) == []
    assert [each for each in texts if _FOR_PROGRAMS.search(each[1])] == []
    assert _FOR_PROGRAMS.search("δ = -0.5")
    assert _FOR_PROGRAMS.search("5.3e-22")


def test_object_names_stay(open_desk: Callable[..., Desk]) -> None:
    desk = open_desk()
    open_everything(desk)
    before = json.loads(kept_names.FILE.read_text(encoding="utf-8"))["object names"]
    now = set(kept_names.of_window(desk.window))
    assert sorted({RENAMED.get(name, name) for name in before} - now) == []
