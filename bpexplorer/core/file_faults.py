"""Words for what the operating system reports when a file is opened."""

import errno
import os

from bpexplorer.translation import tr

#: errno → (code, reason, remedy). Codes are stable words for scripts.
_FAULTS: dict[int, tuple[str, str, str]] = {
    errno.EACCES: ("no_permission", tr("there is no permission to read it"), tr("Change its permissions.")),
    errno.EPERM: ("no_permission", tr("there is no permission to read it"), tr("Change its permissions.")),
    errno.ENOENT: ("no_file", tr("there is no such file"), tr("Check the name and the folder.")),
    errno.ENOTDIR: ("no_file", tr("a part of the path is a file, not a folder"), tr("Check the folder.")),
    errno.EISDIR: ("is_folder", tr("this is a folder"), tr("Choose a file in it.")),
    errno.ENAMETOOLONG: ("bad_name", tr("the name is too long"), tr("Check the name.")),
    errno.ELOOP: ("bad_name", tr("the link leads back to itself"), tr("Remove the link.")),
    errno.EIO: (
        "disk_fault",
        tr("the disk reports a fault"),
        tr("Use a copy on another disk, and check this one."),
    ),
}


def open_fault(error: OSError) -> tuple[str, str, str]:
    """What a stable word, a clause and a sentence say of it: code, reason and remedy."""
    number = error.errno or 0
    return _FAULTS.get(number) or system_fault(number)


def system_fault(number: int) -> tuple[str, str, str]:
    """The same of a number that has no words of its own."""
    return (
        "system",
        tr("the system says “{strerror}”", strerror=os.strerror(number)),
        tr("Try another place."),
    )
