"""Where one window keeps its work: its folder, which is made with the first write, as most windows never need one."""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.types import FloatArray
from bpexplorer.data.table.table import Table
from bpexplorer.project.project import Project
from bpexplorer.project.recovery.folder import About, WorkFolder
from bpexplorer.project.recovery.journal import Journal
from bpexplorer.project.recovery.ways import Way

log = logging.getLogger(__name__)


#: While training goes on, what is kept is at most so many seconds behind, or so many times what writing it takes.
MOST_BEHIND, MOST_WRITES_BEHIND = 2.0, 20.0
#: Of a disk that lets wait, so many times that: training goes on meanwhile, but others use the disk, too.
WAITS_BEHIND = 4.0


@dataclass(frozen=True, slots=True)
class Done:
    """How a job went: how long it took, and how much of that on the processor."""

    seconds: float = 0.0
    processor: float = 0.0
    error: BpExplorerError | None = None

    @property
    def behind(self) -> float:
        """How many seconds after this write began the next is to be there at the latest."""
        return max(MOST_BEHIND, MOST_WRITES_BEHIND * self.processor, WAITS_BEHIND * self.seconds)


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """What is to be kept; ``number``, ``mark`` and ``ways`` as in `WorkFolder.keep`.

    ``left`` is a table that the work has just left: an undo comes back to it.
    """

    project: Project
    about: About
    number: int
    mark: int
    ways: Sequence[Way]
    left: Table | None = None


@dataclass(slots=True, eq=False)
class Place:
    """Jobs use it one at a time, and the window once there are none any more."""

    folder: WorkFolder | None = None
    _making: Lock = field(default_factory=Lock)

    def keep(self, root: Path, kept: Kept) -> Done:
        """Write the work."""
        try:
            folder = self._made(root, is_sure=False)
            if (table := kept.project.plan.table) is not None:
                folder.keep_table(table)
            folder.keep_ways(kept.ways)
            # Both only once: that says nothing about how long the next write takes.
            began, busy = time.monotonic(), time.thread_time()
            folder.keep(kept.project, kept.about, number=kept.number, mark=kept.mark, ways=kept.ways)
            seconds, processor = time.monotonic() - began, time.thread_time() - busy
            if kept.left is not None:
                folder.keep_table(kept.left)
        except BpExplorerError as error:
            return Done(error=error)
        return Done(seconds, processor)

    def keep_table(self, root: Path, table: Table) -> None:
        """Write a table that is about to be used."""
        try:
            self._made(root, is_sure=False).keep_table(table)
        except BpExplorerError:  # the first write of the work says so
            log.info("a table can't be kept", exc_info=True)

    def keep_numbers(self, root: Path, flat: FloatArray) -> None:
        """Write the numbers of an import that is about to be made."""
        try:
            self._made(root, is_sure=False).keep_numbers(flat)
        except BpExplorerError:  # likewise
            log.info("imported numbers can't be kept", exc_info=True)

    def journal(self, root: Path) -> Journal:
        """Where edits are noted; raises ProjectFileError if there can't be a folder."""
        return self._made(root, is_sure=True).journal

    def _made(self, root: Path, *, is_sure: bool) -> WorkFolder:
        """The folder; unless it surely is still there, that is looked at: somebody may have tidied up."""
        with self._making:
            if self.folder is None or not (is_sure or self.folder.is_there):
                self.remove()
                self.folder = WorkFolder.make(root)
            return self.folder

    def clear(self, ways: Sequence[Way]) -> Done:
        """There is no work to keep any more."""
        try:
            if self.folder is not None:
                self.folder.clear(ways)
        except BpExplorerError as error:
            return Done(error=error)
        return Done()

    def remove(self) -> None:
        """Give the folder up, with all that is in it."""
        if self.folder is not None:
            self.folder.remove()
            self.folder = None
