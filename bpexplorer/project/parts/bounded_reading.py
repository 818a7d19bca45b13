"""Reading a file, bounded, with every failure as a sentence."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TypeVar

from bpexplorer.project.errors import ProjectFileError, check_name, from_os_error
from bpexplorer.translation import tr

T = TypeVar("T")


def read(path: Path, parse: Callable[[BinaryIO], T], *, limit: int) -> T:
    """Open the file and make a value of what is in it.

    Parameters
    ----------
    parse : callable
        Given the open file, of which it reads no more than it needs.
    limit : int
        How many bytes the file may have; a larger one is refused before any of it is read.

    Raises
    ------
    ProjectFileError
        If it can't be read, is no plain file, is too large, or ``parse`` refuses it (the path is added).
    """
    check_name(path, "open")
    try:
        # A pipe would block in open() without this flag.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
        with os.fdopen(descriptor, "rb") as file:
            _check_status(os.fstat(descriptor), limit)
            return parse(file)
    except ProjectFileError as error:
        raise error.about(path, "open") from error
    except OSError as error:
        raise from_os_error(error, path, "open") from error
    except (MemoryError, RecursionError) as error:
        raise ProjectFileError(
            tr("it is too large or too deeply nested to be read"),
            code="too_large",
            remedy=tr("Check that this is the right file."),
            path=path,
        ) from error


def _check_status(status: os.stat_result, limit: int) -> None:
    if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
        raise ProjectFileError(tr("this is not a plain file"), code="not_a_file", remedy=tr("Choose a file."))
    check_size(status.st_size, limit)


def check_size(size: int, limit: int) -> None:
    """Raise ProjectFileError if a file has, or would have, more bytes than this program reads."""
    if size > limit:
        raise ProjectFileError(
            tr(
                "a file of {size:,} bytes is larger than any of its kind, {limit:,} at most",
                size=size,
                limit=limit,
            ),
            code="too_large",
            remedy=tr("Check that this is the right file, or that the network is the right one."),
        )
