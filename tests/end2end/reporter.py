"""Runs a program with a reporter beside it that sees its widgets and can touch none of them.

``python reporter.py FD module:function`` calls the function in the main thread. On the socket FD it answers
questions, one JSON value a line: what is on the screen, where, and with which text; where a neuron or a button of
the canvas is drawn. It holds no means of sending input: what happens in the program comes from the mouse and the
keyboard.
"""

import faulthandler
import importlib
import json
import signal
import socket
import sys
import threading
from typing import Any

from PySide6.QtCore import QObject, QPoint, QRect, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractScrollArea,
    QApplication,
    QMenu,
    QMenuBar,
    QToolButton,
    QWidget,
)

#: Rows of a list that are worth telling; a click needs no more than a screen of them.
MOST_ITEMS = 200


class Reporter(QObject):
    """Answers in the GUI thread what the listening thread was asked."""

    asked = Signal(str)

    def __init__(self, channel: socket.socket) -> None:
        super().__init__()
        self._channel = channel

    @Slot(str)
    def answer(self, question: str) -> None:
        try:
            reply = {"answer": self._answer(**json.loads(question))}
        except Exception as error:
            reply = {"error": f"{type(error).__name__}: {error}"}
        self._channel.sendall(json.dumps(reply).encode() + b"\n")

    def _answer(self, ask: str, **details: Any) -> Any:
        match ask:
            case "neuron":
                return neuron(**details)
            case "control":
                return control(**details)
            case _:
                return {"windows": windows(), "widgets": widgets()}


def windows() -> list[dict[str, Any]]:
    modal = QApplication.activeModalWidget()
    return [
        {
            "id": int(window.winId()),
            "title": window.windowTitle(),
            "active": window.isActiveWindow(),
            "modal": window is modal,
            "popup": window.windowType() in (Qt.WindowType.Popup, Qt.WindowType.ToolTip),
        }
        for window in QApplication.topLevelWidgets()
        if window.isVisible()
    ]


def widgets() -> list[dict[str, Any]]:
    """What can be seen and has a name, and the entries of menus and lists by their texts."""
    found = []
    for widget in QApplication.allWidgets():
        if not widget.isVisible():
            continue
        if seen := rectangle(widget, widget.rect()):
            for name in names(widget):
                found.append({"name": name, "text": text(widget), "rect": seen, **state(widget)})
            found.extend(entries(widget))
    return found


def names(widget: QWidget) -> list[str]:
    """The widget's own name, and that of the action which a tool button stands for."""
    action = widget.defaultAction() if isinstance(widget, QToolButton) else None
    return [name for name in (widget.objectName(), action.objectName() if action else "") if name]


def state(widget: QWidget) -> dict[str, Any]:
    return {
        "enabled": widget.isEnabled(),
        "checked": bool(widget.property("checked")),
        "focused": widget.hasFocus(),
    }


def text(widget: QWidget) -> str:
    """What the widget says: Qt keeps it under one of these properties."""
    for name in ("text", "currentText", "plainText", "title", "value", "windowTitle"):
        value = widget.property(name)
        if isinstance(value, str | int | float) and value != "":
            return str(value)
    return ""


def entries(widget: QWidget) -> list[dict[str, Any]]:
    if isinstance(widget, QMenu | QMenuBar):
        rows = [
            (
                action.text().replace("&", ""),
                widget.actionGeometry(action),
                action.isEnabled(),
                action.isChecked(),
            )
            for action in widget.actions()
            if action.isVisible() and not action.isSeparator()
        ]
        place = widget
    elif isinstance(widget, QAbstractItemView) and (model := widget.model()) is not None:
        place = widget.viewport()
        indices = [
            model.index(row, 0, widget.rootIndex())
            for row in range(min(MOST_ITEMS, model.rowCount(widget.rootIndex())))
        ]
        rows = [
            (str(index.data()), widget.visualRect(index).intersected(place.rect()), True, False)
            for index in indices
        ]
    else:
        return []
    return [
        {
            "name": f"entry:{label}",
            "text": label,
            "rect": rect,
            "enabled": enabled,
            "checked": checked,
            "focused": False,
        }
        for label, where, enabled, checked in rows
        if (rect := rectangle(place, where))
    ]


def rectangle(widget: QWidget, rect: QRect) -> list[int] | None:
    """What a widget's ancestors leave of the rectangle, in pixels of the screen; None if nothing is left.

    `QWidget.visibleRegion` wouldn't do: it leaves out what children cover, and so all of a list behind its rows.
    """
    while True:
        rect = rect.intersected(widget.rect())
        if rect.isEmpty():
            return None
        if widget.isWindow():
            break
        rect.translate(widget.pos())
        widget = widget.parentWidget()
    corner = widget.mapToGlobal(rect.topLeft())
    return [corner.x(), corner.y(), rect.width(), rect.height()]


def neuron(view: str, layer: int, neuron: int) -> list[int]:
    """Where on the screen the view draws this neuron."""
    found: Any = named_view(view)
    return on_screen(found, found.neuron_position(layer, neuron), f"neuron {neuron} of layer {layer}")


def control(view: str, part: str, layer: int) -> list[int]:
    """Where on the screen the view draws a layer's header, or one of its buttons."""
    from bpexplorer.canvas.layout import Part

    found: Any = named_view(view)
    return on_screen(found, found.control_position(Part(part), layer), f"{part} of layer {layer}")


def named_view(name: str) -> QAbstractScrollArea:
    found = next(widget for widget in QApplication.allWidgets() if widget.objectName() == name)
    assert isinstance(found, QAbstractScrollArea)
    return found


def on_screen(view: QAbstractScrollArea, position: QPoint, what: str) -> list[int]:
    if not view.viewport().rect().contains(position):
        raise LookupError(f"{what} is scrolled out of {view.objectName()}")
    place = view.viewport().mapToGlobal(position)
    return [place.x(), place.y()]


def announce_application(made: threading.Event) -> None:
    """Have this set as soon as the program has its application object."""
    init = QApplication.__init__

    def note(app: QApplication, *arguments: Any) -> None:
        init(app, *arguments)
        made.set()

    QApplication.__init__ = note


def listen(channel: socket.socket, made: threading.Event) -> None:
    """Wait for the program's application object, then pass every line on to the GUI thread."""
    made.wait()
    app = QApplication.instance()
    reporter = Reporter(channel)
    reporter.asked.connect(reporter.answer, Qt.ConnectionType.QueuedConnection)
    reporter.moveToThread(app.thread())
    for line in channel.makefile(encoding="utf-8"):
        reporter.asked.emit(line)


def main() -> None:
    channel = socket.socket(fileno=int(sys.argv[1]))
    module, _, function = sys.argv[2].partition(":")
    sys.argv[1:] = sys.argv[3:]
    faulthandler.register(signal.SIGUSR1)  # for a test that fails: what all threads are doing
    made = threading.Event()
    announce_application(made)
    threading.Thread(target=listen, args=(channel, made), daemon=True).start()
    sys.exit(getattr(importlib.import_module(module), function)())


if __name__ == "__main__":
    main()
