"""Project files as they were last read or written here: whatever else is found in one, somebody else has put there."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.data.readers.progress import Progress, silent
from bpexplorer.project import files, sources
from bpexplorer.project.disk import atomic, outside
from bpexplorer.project.disk.atomic import WrittenFile
from bpexplorer.project.disk.leftovers import remove_leftovers
from bpexplorer.project.disk.outside import ABSENT, ChangedOutsideError
from bpexplorer.project.errors import ProjectFileError, from_os_error
from bpexplorer.project.matching import example_for
from bpexplorer.project.presets import Preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import WeightsFile
from bpexplorer.translation import tr


class RestoredOverError(ChangedOutsideError):
    """A file that is as it was, and isn't replaced by restored work before somebody has agreed to it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a file held."""

    #: None where it is somebody's own data, which are read elsewhere.
    content: Project | WeightsFile | None
    digest: str = ""
    #: What weights begin in.
    example: Preset | None = None


class SeenFiles:
    """Reads and writes beside training, one file after the other: a save knows what the one before it has written."""

    def __init__(self) -> None:
        self._digests: dict[Path, str] = {}
        #: Files that hold what was there before work was restored: nobody has agreed to replace them.
        self._before_restored: set[Path] = set()

    def load(self, path: Path) -> Found:
        """Read a project; what saves that were killed have left beside it goes. Data aren't read."""
        if sources.is_data(path):
            return Found(None)
        project, digest = files.load_with_digest(path)
        remove_leftovers(path.parent)
        return Found(project, digest)

    def load_named(self, path: Path) -> Found:
        """Read a project, or weights with the example that they begin in. Data aren't read."""
        if sources.is_data(path):
            return Found(None)
        content, digest = sources.load_with_digest(path)
        remove_leftovers(path.parent)
        if isinstance(content, Project):
            return Found(content, digest)
        try:
            return Found(content, digest, example_for(content))
        except BpExplorerError as error:
            raise BpExplorerError(
                tr("“{name}” can't be opened by itself. {error}", name=path.name, error=error)
            ) from error

    def note(self, path: Path, digest: str) -> None:
        """Say that what was read from this file is what is open now."""
        self._digests[path] = digest
        self._before_restored.discard(path)

    def note_restored(self, path: Path, digest: str | None) -> None:
        """Say that what is open now was restored, and belongs to this file, as it was seen before."""
        self._before_restored.add(path)
        self._digests.pop(path, None)
        if digest is not None:
            self._digests[path] = digest

    def digest(self, path: Path) -> str | None:
        """What the file held when it was last read or written here; None if it never was."""
        return self._digests.get(path)

    def save(
        self, project: Project, path: Path, over: str | None, progress: Progress = silent
    ) -> WrittenFile:
        """Write a project, if its file is as it was seen last, or is the one that may be overwritten (its digest).

        Raises
        ------
        ChangedOutsideError
            If it is neither; `RestoredOverError` if only nobody was asked whether restored work may replace it.
        ProjectFileError
            If it can't be written.
        """
        atomic.check_target(path, streams=False)
        if over is None and path in self._before_restored:
            self._ask_first(path)
        try:
            written = files.save(project, path, expected=over or self._digests.get(path), progress=progress)
        except ProjectFileError as error:
            if error.code == "not_confirmed":  # it has been replaced all the same
                self._digests.pop(path, None)
            raise
        self._digests[path] = written.digest
        self._before_restored.discard(path)
        return written

    def _ask_first(self, path: Path) -> None:
        """Raise ChangedOutsideError about a file that there is: it holds something else than what was restored."""
        try:
            found = outside.digest_of(path)
            if found == ABSENT:
                return
            if (seen := self._digests.get(path)) is not None:
                outside.check_unchanged(path, seen)
            saved = datetime.fromtimestamp(path.stat().st_mtime)
        except OSError as error:
            raise from_os_error(error, path, "save") from error
        raise RestoredOverError(
            tr("what was saved on {saved:%Y-%m-%d at %H:%M:%S}", saved=saved), found=found
        )
