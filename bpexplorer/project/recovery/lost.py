"""Work that a window kept and never came to save, because its process was ended."""

import time
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.project import files
from bpexplorer.project.disk import outside
from bpexplorer.project.disk.leftovers import OLD_SECONDS
from bpexplorer.project.errors import ProjectFileError, from_os_error
from bpexplorer.project.parts import bounded_reading, json_text
from bpexplorer.project.project import Project
from bpexplorer.project.recovery import table_apart
from bpexplorer.project.recovery.folder import ABOUT, DECLINED, WORK, About, WorkFolder, folders, written_at
from bpexplorer.project.recovery.lines import JOURNAL, Opened
from bpexplorer.project.recovery.replay import continued
from bpexplorer.translation import tr

#: So long work is kept after it was first said that it isn't wanted now.
KEPT_DAYS = 30.0
ASIDE = "unreadable"
_DAY = 86_400.0
_MAX_ABOUT_BYTES = 2**16
#: Why work can't be read without being damaged: it stays where it is, for another time or a newer program.
_STAYS = frozenset({"newer_version", "no_permission", "disk_fault", "system", "too_large"})


class WorkGoneError(BpExplorerError):
    """Work that was found is another window's by now, or was discarded."""


@dataclass(frozen=True, slots=True, eq=False)
class LostWork:
    """What one window had when its process ended. ``session`` is what its journal calls it, if that tells of it."""

    folder: Path
    about: About
    project: Project
    when: datetime
    session: str | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """What was found at the start: ``works``, the newest first, and sentences about what can't be read."""

    works: tuple[LostWork, ...] = ()
    unreadable: tuple[str, ...] = ()


def find(root: Path) -> Found:
    """Look for work whose window is gone; what has been declined for long goes. Raises ProjectFileError."""
    works, unreadable = list[LostWork](), list[str]()
    try:
        paths = folders(root)
    except OSError as error:
        raise from_os_error(error, root, "open") from error
    for path in paths:
        try:
            _look(root, path, works, unreadable)
        except OSError as error:  # the others are found all the same
            unreadable.append(_unreadable(path, from_os_error(error, path, "open")))
    return Found(tuple(reversed(works)), tuple(unreadable))


def _look(root: Path, path: Path, works: list[LostWork], unreadable: list[str]) -> None:
    folder = WorkFolder.take(path)
    if folder is None:
        return
    try:
        if _age(path / DECLINED) > KEPT_DAYS * _DAY:
            folder.remove()
        elif (work := _read(path)) is not None:
            works.append(work)
        else:
            _remove_if_old(folder)
    except ProjectFileError as error:
        unreadable.append(_put_aside(root, path, error))
    finally:
        folder.let_go()


def take(work: LostWork) -> WorkFolder:
    """Hold the folder of lost work, which is this window's from now on; WorkGoneError if it has gone meanwhile."""
    folder = _held(work)
    if not any((work.folder / name).exists() for name in (WORK, JOURNAL)):
        folder.remove()
        raise _gone(work)
    with suppress(OSError):  # of a disk that can only be read it comes back all the same
        (work.folder / DECLINED).unlink(missing_ok=True)
    return folder


def decline(work: LostWork) -> None:
    """Say that work isn't wanted now: it is kept for KEPT_DAYS from the first time on that this can be written."""
    mark = work.folder / DECLINED
    if work.folder.is_dir() and not mark.exists():
        with suppress(OSError):
            mark.touch()


def discard(work: LostWork) -> None:
    """Remove work for good, as the user wants it; WorkGoneError if somebody else has it by now."""
    _held(work).remove()


def _held(work: LostWork) -> WorkFolder:
    folder = None
    try:
        folder = WorkFolder.take(work.folder)
    except OSError as error:
        raise from_os_error(error, work.folder, "open") from error
    if folder is None:
        raise _gone(work)
    return folder


def _gone(work: LostWork) -> WorkGoneError:
    return WorkGoneError(
        tr(
            "The unsaved work of “{name}” is open in another window by now, or was discarded.",
            name=work.about.name,
        )
    )


def _read(path: Path) -> LostWork | None:
    """What is found in a folder; None if nothing was unsaved."""
    work = path / WORK
    has_work = work.exists()
    found = continued(path, (_load(work), outside.digest_of(work)) if has_work else None)
    if found is None:
        return None
    when = datetime.fromtimestamp(written_at(path))
    about = _about(path) if found.file is None else _about_file(found.file)
    return LostWork(path, about, found.project, when, found.session)


def _load(work: Path) -> Project:
    """The work, with the table that may lie beside it; raises ProjectFileError."""
    return files.load(work, table=partial(table_apart.read, work.parent))


def _about_file(opened: Opened) -> About:
    """Where edits belong that were made of a saved file, before any of them was written whole."""
    assert opened.path is not None
    return About(Path(opened.path).name, opened.path, opened.digest)


def _about(path: Path) -> About:
    """Where it belongs; nowhere if that was never written or can't be read: the work is worth more."""
    try:
        return bounded_reading.read(
            path / ABOUT, lambda file: json_text.decode(file.read(), About, ABOUT), limit=_MAX_ABOUT_BYTES
        )
    except ProjectFileError:
        return About()


def _remove_if_old(folder: WorkFolder) -> None:
    """Remove a folder without work: of a window that was killed, or of one that is just making it."""
    if _age(folder.path) > OLD_SECONDS:
        folder.remove()


def _age(path: Path) -> float:
    """Seconds since it was made or changed; 0 if it isn't there."""
    try:
        return time.time() - path.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _put_aside(root: Path, path: Path, error: ProjectFileError) -> str:
    """Keep what can't be read where nobody asks about it again; a sentence that says where."""
    if error.code not in _STAYS:
        try:
            (root / ASIDE).mkdir(exist_ok=True, mode=0o700)
            path = path.rename(root / ASIDE / path.name)
        except OSError:
            pass  # then it stays where it is, and is told of again
    return _unreadable(path, error)


def _unreadable(path: Path, error: ProjectFileError) -> str:
    return tr(
        "Unsaved work of “{name}” can't be read: {reason}. It is kept as {path}.",
        name=_about(path).name,
        reason=error.reason,
        path=path / WORK,
    )
