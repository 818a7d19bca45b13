"""Project files as they were last read or written here: whatever else is found in one, somebody else has put there."""

from dataclasses import dataclass
from pathlib import Path

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.project import files, sources
from bpexplorer.project.disk import atomic
from bpexplorer.project.disk.atomic import WrittenFile
from bpexplorer.project.disk.leftovers import remove_leftovers
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.matching import example_for
from bpexplorer.project.presets import Preset
from bpexplorer.project.project import Project
from bpexplorer.project.weights import WeightsFile


@dataclass(frozen=True, slots=True)
class Found:
    """What a file held."""

    content: Project | WeightsFile
    digest: str
    #: What weights begin in.
    example: Preset | None = None


class SeenFiles:
    """Reads and writes beside training, one file after the other: a save knows what the one before it has written."""

    def __init__(self) -> None:
        self._digests: dict[Path, str] = {}

    def load(self, path: Path) -> Found:
        """Read a project; what saves that were killed have left beside it goes."""
        project, digest = files.load_with_digest(path)
        remove_leftovers(path.parent)
        return Found(project, digest)

    def load_named(self, path: Path) -> Found:
        """Read a project, or weights with the example that they begin in."""
        content, digest = sources.load_with_digest(path)
        remove_leftovers(path.parent)
        if isinstance(content, Project):
            return Found(content, digest)
        try:
            return Found(content, digest, example_for(content))
        except BpExplorerError as error:
            raise BpExplorerError(f"“{path.name}” can't be opened by itself. {error}") from error

    def note(self, path: Path, digest: str) -> None:
        """Say that what was read from this file is what is open now."""
        self._digests[path] = digest

    def save(self, project: Project, path: Path, over: str | None) -> WrittenFile:
        """Write a project, if its file is as it was seen last, or is the one that may be overwritten (its digest).

        Raises
        ------
        ChangedOutsideError
            If it is neither.
        ProjectFileError
            If it can't be written.
        """
        atomic.check_target(path, streams=False)
        try:
            written = files.save(project, path, expected=over or self._digests.get(path))
        except ProjectFileError as error:
            if error.code == "not_confirmed":  # it has been replaced all the same
                self._digests.pop(path, None)
            raise
        self._digests[path] = written.digest
        return written
