"""Reads a file of data in a child process: one at a time, the newest that is wanted."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.children.outside import ChildError
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.data.reading.order import ReadingOrder
from bpexplorer.data.table.table import Reading, Table
from bpexplorer.guard import guard
from bpexplorer.live.asker import Asker
from bpexplorer.live.children import Child
from bpexplorer.translation import tr

_INTERNAL = BpExplorerError(tr("The file can't be read because of an internal error; see the log."))


class TableReader(QObject):
    """Begins to read, says how far it is, and hands over the table or why there is none."""

    #: How much is done, 0…1.
    progressed = Signal(float)
    #: A Table.
    read = Signal(object)
    #: Why there is none: a BpExplorerError.
    failed = Signal(object)

    def __init__(self, asker: Asker, parent: QObject) -> None:
        super().__init__(parent)
        self._asker = asker
        self._child: Child | None = None
        self._order: ReadingOrder | None = None
        #: Counts what was begun: an answer to anything but the newest is for nobody.
        self._newest = 0
        self._is_reading = False

    @property
    def is_reading(self) -> bool:
        """Whether a file is being read."""
        return self._is_reading

    def start(self, path: Path, reading: Reading) -> None:
        """Read this file, instead of whatever is being read."""
        self.cancel()
        self._is_reading = True
        # Its first bytes are looked at already, which may have to wait for a disk.
        self._asker.start(partial(_ordered, path, reading), then=partial(self._on_ordered, self._newest))

    def cancel(self) -> None:
        """Let it be: nothing is told of it any more."""
        self._newest += 1
        self._is_reading = False
        if self._child is not None:
            self._child.cancel()
            self._child = None
        self._close_order()

    def _on_ordered(self, number: int, order: ReadingOrder | BpExplorerError | None) -> None:
        if number != self._newest:
            if isinstance(order, ReadingOrder):
                order.close()
            return
        if not isinstance(order, ReadingOrder):
            self._fail(order or _INTERNAL)
            return
        self._order = order
        self._child = self._asker.spawn(
            order.command,
            then=partial(self._on_child_over, number),
            progressed=partial(self._on_child_told, number),
        )

    def _on_child_told(self, number: int, done: object) -> None:
        if number == self._newest and isinstance(done, float | int):
            self.progressed.emit(float(done))

    def _on_child_over(self, number: int, outcome: bytes | ChildError) -> None:
        if number != self._newest or self._order is None:
            return
        order, self._order, self._child = self._order, None, None
        self._asker.start(partial(_arrived, order, outcome), then=partial(self._on_arrived, number))

    def _on_arrived(self, number: int, table: Table | BpExplorerError | None) -> None:
        if number != self._newest:
            return
        if isinstance(table, Table):
            self._is_reading = False
            self.read.emit(table)
        else:
            self._fail(table or _INTERNAL)

    def _fail(self, error: BpExplorerError) -> None:
        self._is_reading = False
        self.failed.emit(error)

    def _close_order(self) -> None:
        order, self._order = self._order, None
        if order is not None:
            order.close()


def read_then(asker: Asker, path: Path, reading: Reading, answered: Callable[[Table | str], object]) -> None:
    """Read a file and hand over its table, or why there is none."""
    reader = TableReader(asker, asker)

    @guard
    def hand_over(answer: Table | BpExplorerError) -> None:
        reader.deleteLater()
        answered(answer if isinstance(answer, Table) else str(answer))

    reader.read.connect(hand_over)
    reader.failed.connect(hand_over)
    reader.start(path, reading)


def _ordered(path: Path, reading: Reading) -> ReadingOrder | BpExplorerError:
    try:
        return ReadingOrder(path, reading)
    except BpExplorerError as error:
        return error


def _arrived(order: ReadingOrder, outcome: bytes | ChildError) -> Table | BpExplorerError:
    try:
        return order.table(outcome)
    except BpExplorerError as error:
        return error
