"""What a command was asked to write: foreseen before its work, and written after it unless somebody else was there."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from bpexplorer.cli.console.output import say
from bpexplorer.cli.console.progress import passing
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.data.readers.progress import Progress
from bpexplorer.project.disk import atomic, outside
from bpexplorer.project.disk.atomic import WrittenFile
from bpexplorer.project.disk.outside import ABSENT, ChangedOutsideError
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.translation import tr

#: Writes one result to a path, where the digest or ABSENT has to be what stands there, and tells how far it is.
Job = Callable[[Path, str | None, Progress], WrittenFile]


@dataclass
class Results:
    """The results of a command, and what became of them.

    Attributes
    ----------
    written : list of Path
        Where results have been written.
    notes : list of str
        What came otherwise than may be thought, in sentences.
    faults : list of ProjectFileError
    """

    written: list[Path] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    faults: list[ProjectFileError] = field(default_factory=list)
    _found: dict[Path, str | None] = field(default_factory=dict)
    _to_stdout: bool = False

    @classmethod
    def foreseen(cls, paths: Iterable[Path | None], *, as_json: bool) -> "Results":
        """Look at all that shall be written, and remember what stands there now.

        Raises
        ------
        BpExplorerError
            If one can't be written, or it would be mixed with something else on the standard output.
        """
        results = cls()
        for path in paths:
            if path is None:
                continue
            target = atomic.check_target(path)
            if target.is_stdout and (as_json or results._to_stdout):
                other = tr("the answer of --json") if as_json else tr("another result")
                raise BpExplorerError(
                    tr(
                        "Can't write to “{path}”: {other} goes to the standard output too. Write one "
                        "of them to a file.",
                        path=path,
                        other=other,
                    )
                )
            results._to_stdout |= target.is_stdout
            results._found[path] = None if target.is_stream else _standing(target.path)
        return results

    def write(self, path: Path, job: Job) -> None:
        """Write one result; beside the file, under a free name, if that was changed since it was looked at."""
        try:
            try:
                with passing(tr("Writing {path}…", path=path.name)) as progress:
                    written = job(path, self._found.get(path), progress)
            except ChangedOutsideError as error:
                beside = _free_name(path)
                with passing(tr("Writing {path}…", path=beside.name)) as progress:
                    written = job(beside, ABSENT, progress)
                self.faults.append(_left_alone(error, path, beside))
                path = beside
        except ProjectFileError as fault:
            self.faults.append(fault)
        else:
            self.written.append(path)
            self.notes.extend(written.notes)

    def lines(self, before: list[str]) -> list[str]:
        """All that is to be said on the standard output; on stderr at once where a result has gone there."""
        lines = [*before, *(tr("Wrote {path}.", path=path) for path in self.written), *self.notes]
        if not self._to_stdout:
            return lines
        for line in lines:
            say(line)
        return []


def _standing(path: Path) -> str | None:
    try:
        return outside.digest_of(path)
    except OSError:  # may be written and not read
        return None


def _free_name(path: Path) -> Path:
    """``mine-2.npz`` beside ``mine.npz``, or the next number that is free."""
    name, dot, endings = path.name.lstrip(".").partition(".")
    hidden = "." * (len(path.name) - len(path.name.lstrip(".")))
    number = 2
    while (beside := path.with_name(f"{hidden}{name}-{number}{dot}{endings}")).exists():
        number += 1
    return beside


def _left_alone(error: ChangedOutsideError, path: Path, beside: Path) -> ProjectFileError:
    return ProjectFileError(
        error.reason,
        code=error.code,
        remedy=tr("The result is in “{name}” in the same folder.", name=beside.name),
        path=path,
        action="save",
    )
