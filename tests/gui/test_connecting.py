"""Connections to Qt's own slots are made by name: of others PySide keeps something for ever."""

import ast
import gc
import re
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6 import QtCore, QtGui, QtWidgets
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Signal
from pytestqt.qtbot import QtBot

import bpexplorer
from bpexplorer import connecting
from bpexplorer.connecting import connect_qt

SOURCES = sorted(Path(bpexplorer.__file__).parent.rglob("*.py"))


class Told(QObject):
    done = Signal()


def delete_later() -> None:
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_a_slot_of_qt_is_called_and_what_is_not_there_is_said(qtbot: QtBot) -> None:
    one, other = Told(), QObject()
    connect_qt(one, "done()", other, "deleteLater()")
    with qtbot.waitSignal(other.destroyed):
        one.done.emit()
    for signal, slot in (("over()", "deleteLater()"), ("done()", "deleteNow()")):
        with pytest.raises(RuntimeError, match="can't be connected"):
            connect_qt(Told(), signal, Told(), slot)


def test_nothing_is_kept_of_connections_whose_ends_are_gone(qapp: QCoreApplication) -> None:
    def make(count: int) -> None:
        for _ in range(count):
            one, other = Told(), Told()
            connect_qt(one, "destroyed()", other, "deleteLater()")
            one.deleteLater()
            del one, other
            delete_later()
            delete_later()

    # Of some hundreds PySide does keep 54 bytes, whatever is connected; then it has them, and takes no more.
    make(3_000)
    tracemalloc.start()
    try:
        make(600)
        gc.collect()
        kept = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, connecting.__file__)])
        assert sum(trace.size for trace in kept.traces) < 600 * 4
    finally:
        tracemalloc.stop()


def slots_of_qt() -> set[str]:
    """The names of methods that classes of Qt have, and that aren't signals of another."""
    kinds = (
        *(QtCore.QThread, QtCore.QTimer, QtCore.QProcess, QtCore.QPropertyAnimation, QtGui.QAction),
        *(QtWidgets.QApplication, QtWidgets.QDialog, QtWidgets.QMenu, QtWidgets.QDockWidget),
        *(QtWidgets.QMainWindow, QtWidgets.QPushButton, QtWidgets.QSpinBox, QtWidgets.QLineEdit),
        *(QtWidgets.QLabel, QtWidgets.QPlainTextEdit, QtWidgets.QTableView, QtWidgets.QStackedWidget),
    )
    found = {name: getattr(kind, name) for kind in kinds for name in dir(kind)}
    return {name for name, value in found.items() if not isinstance(value, Signal)}


def connected(tree: ast.Module) -> Iterator[tuple[ast.Attribute, set[str]]]:
    """What is handed to ``connect``, as an attribute of something, with the names that its class defines."""
    for part in tree.body:
        body = part.body if isinstance(part, ast.ClassDef) else []
        own = {each.name for each in body if isinstance(each, ast.FunctionDef)}
        own |= {ast.unparse(each.targets[0]) for each in body if isinstance(each, ast.Assign)}
        for call in ast.walk(part):
            is_connect = isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "connect"
            if is_connect and call.args and isinstance(call.args[0], ast.Attribute):
                yield call.args[0], own


def test_no_slot_of_qt_is_connected_as_a_method() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in SOURCES}
    ours = set(re.findall(r"def (\w+)", "\n".join(texts.values())))
    # That some class of ours has one of these says nothing of another's.
    slots, everybodys = slots_of_qt(), {"accept", "reject", "close", "quit", "deleteLater"}
    found = [
        f"{path.name}:{slot.lineno}: {ast.unparse(slot)}"
        for path, text in texts.items()
        if ".connect(" in text
        for slot, own in connected(ast.parse(text))
        if slot.attr in slots
        and slot.attr not in own
        and (slot.attr not in ours or slot.attr in everybodys or ast.unparse(slot.value) == "self")
    ]
    assert not found
