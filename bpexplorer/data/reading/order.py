"""An order to read a file, from whoever wants its table."""

import shutil
import tempfile
import weakref
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any

from bpexplorer.core.children import outside
from bpexplorer.core.children.outside import ChildCommand
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.data import readers
from bpexplorer.data.readers.progress import silent
from bpexplorer.data.readers.refusal import from_os_error, name_of, quoted
from bpexplorer.data.reading import delivery
from bpexplorer.data.table.limits import MAX_NUMBERS, READING_MEMORY
from bpexplorer.data.table.table import Reading, Table
from bpexplorer.translation import tr

_NUMBERS = "numbers"
#: Addresses that a child may take: the largest table twice over, what reading takes, and what is mapped of programs.
_MEMORY = 2 * 8 * MAX_NUMBERS + READING_MEMORY + 1024 * 2**20


class ReadingOrder:
    """One file to be read by a child. It has a folder until it is closed.

    Parameters
    ----------
    path : Path
        The file or folder, which is looked at at once.
    reading : Reading, optional
        What is known of how to read it.

    Raises
    ------
    DataError
        If its first bytes condemn the file already, or there is no room for a folder.
    """

    def __init__(self, path: Path, reading: Reading | None = None) -> None:
        reading = reading or Reading()
        readers.check(path, reading)
        try:
            self._folder = Path(tempfile.mkdtemp(prefix="bpexplorer-"))
            # At the end at the latest, whatever comes between.
            self._tidying = weakref.finalize(self, shutil.rmtree, self._folder, ignore_errors=True)
        except OSError as error:
            raise from_os_error(error).about(tempfile.gettempdir()) from error
        arguments = (str(path.absolute()), delivery.reading_to(reading), str(self._numbers))
        #: How the child is started.
        self.command = ChildCommand(
            "bpexplorer.data.reading.child",
            purpose=tr("read {name}", name=quoted(name_of(path))),
            arguments=arguments,
            memory=_MEMORY,
            remedy=tr(
                "The file may be damaged: use another copy of it, save it as CSV, or close other programs."
            ),
        )

    @property
    def _numbers(self) -> Path:
        return self._folder / _NUMBERS

    def table(self, outcome: bytes | BpExplorerError) -> Table:
        """The table that a child has read, of what it gave; the order is closed then.

        Raises
        ------
        BpExplorerError
            If there is none; the text says why.
        """
        try:
            if isinstance(outcome, BpExplorerError):
                raise outcome
            return delivery.read(outcome, self._numbers)
        finally:
            self.close()

    def close(self) -> None:
        """Remove the folder. A table that was given stays: what is mapped needs no name."""
        shutil.rmtree(self._folder, ignore_errors=True)
        self._tidying.detach()

    def __enter__(self) -> "ReadingOrder":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def read_in_child(
    path: Path, reading: Reading | None = None, *, told: Callable[[Any], object] = silent
) -> Table:
    """Read a file in a child, and wait for it. ``told`` hears how much is done, 0…1.

    Raises
    ------
    BpExplorerError
        If there is no table; the text says why.
    """
    with ReadingOrder(path, reading) as order:
        return order.table(outside.run(order.command, told))
