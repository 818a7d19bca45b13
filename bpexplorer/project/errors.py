"""The one error that reading and writing files raises, and words for what the operating system reports."""

import errno
import os
from pathlib import Path
from typing import Literal

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.file_faults import open_fault, system_fault
from bpexplorer.translation import tr

Action = Literal["open", "save"]

#: Characters of a reason and of a place that are told; they may quote what a file says.
_LONGEST, _LONGEST_PLACE = 500, 200


class ProjectFileError(BpExplorerError):
    """A file that can't be read or written as asked. Its text says file, place, reason and remedy.

    Parameters
    ----------
    reason : str
        What is wrong: a clause without a full stop, in lower case unless it starts with a name.
    code : str
        A stable word for scripts: ``disk_full``, ``damaged``, ``not_finite``, …
    place : str
        Where in the file, in the words of docs/file-formats.md; empty for the file as a whole.
    remedy : str
        What to do about it: whole sentences.
    path : Path or None
        The file. Parsers of bytes don't know it; `about` adds it.
    action : {"open", "save"}
        What was being done.
    """

    def __init__(
        self,
        reason: str,
        *,
        code: str,
        remedy: str,
        place: str = "",
        path: Path | None = None,
        action: Action = "open",
    ) -> None:
        self.reason, self.code, self.remedy, self.place = reason, code, remedy, place
        self.path, self.action = path, action
        super().__init__(self._sentence())

    def about(self, path: Path, action: Action) -> "ProjectFileError":
        """The same error, saying which file it is about and what was being done."""
        return ProjectFileError(
            self.reason, code=self.code, remedy=self.remedy, place=self.place, path=path, action=action
        )

    def _sentence(self) -> str:
        file = (
            tr("Can't {action} {describe}: ", action=self.action, describe=_describe(self.path))
            if self.path is not None
            else ""
        )
        place = f"{_shortened(self.place, _LONGEST_PLACE)}: " if self.place else ""
        # What a file says may be quoted here, and a terminal would obey its control characters.
        return _printable(f"{file}{place}{_shortened(self.reason, _LONGEST)}. {self.remedy}")


def _describe(path: Path) -> str:
    folder = path.parent if path.is_absolute() else Path.cwd() / path.parent
    return tr("“{name}” in {folder}", name=path.name or path, folder=folder)


def _shortened(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def _printable(text: str) -> str:
    """Without the control characters and undecodable bytes that a file or its name may hold."""
    return "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in text)


_ANOTHER_FOLDER = tr("Choose another folder, or change the permissions.")

#: errno → (code, reason, remedy), for writing.
_SAVE_FAULTS: dict[int, tuple[str, str, str]] = {
    errno.EACCES: ("no_permission", tr("there is no permission to write there"), _ANOTHER_FOLDER),
    errno.EPERM: ("no_permission", tr("there is no permission to write there"), _ANOTHER_FOLDER),
    errno.EROFS: ("read_only", tr("this disk can only be read"), tr("Choose a folder on another disk.")),
    errno.ENOSPC: ("disk_full", tr("the disk is full"), tr("Make room on it, or choose another disk.")),
    errno.EDQUOT: (
        "disk_full",
        tr("your share of the disk is used up"),
        tr("Make room, or choose another disk."),
    ),
    errno.EFBIG: ("too_large", tr("the disk doesn't take a file of this size"), tr("Choose another disk.")),
    errno.ENOENT: ("no_folder", tr("the folder doesn't exist"), tr("Create it, or choose another folder.")),
    errno.ENOTDIR: (
        "no_folder",
        tr("a part of the path is a file, not a folder"),
        tr("Choose another folder."),
    ),
    errno.EISDIR: ("is_folder", tr("this is a folder"), tr("Choose another name.")),
    errno.ENAMETOOLONG: ("bad_name", tr("the name is too long"), tr("Choose a shorter name.")),
    errno.ELOOP: (
        "bad_name",
        tr("the link leads back to itself"),
        tr("Remove the link, or choose another name."),
    ),
    errno.EIO: ("disk_fault", tr("the disk reports a fault"), tr("Choose another disk, and check this one.")),
    errno.ENXIO: ("no_reader", tr("nobody reads from this pipe"), tr("Start what reads from it first.")),
    errno.EPIPE: (
        "no_reader",
        tr("nobody reads from this pipe any more"),
        tr("Let its reader wait for the end."),
    ),
}


def from_os_error(error: OSError, path: Path, action: Action) -> ProjectFileError:
    """Put what the operating system reports about a file into a sentence."""
    number = error.errno or 0
    code, reason, remedy = (
        open_fault(error) if action == "open" else _SAVE_FAULTS.get(number) or system_fault(number)
    )
    return ProjectFileError(reason, code=code, remedy=remedy, path=path, action=action)


def check_name(path: Path, action: Action) -> None:
    """Raise ProjectFileError for a name that no system call takes: with a null character, or not to be encoded.

    Python makes a ValueError of it, which could as well come from what is in the file.
    """
    try:
        is_name = b"\0" not in os.fsencode(path)
    except UnicodeEncodeError:
        is_name = False
    if not is_name:
        raise ProjectFileError(
            tr("the system doesn't take this name"),
            code="bad_name",
            remedy=tr("Choose another name."),
            path=path,
            action=action,
        )
