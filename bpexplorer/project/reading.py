"""Reading a whole file, bounded, with every failure as a sentence."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from bpexplorer.project.errors import ProjectFileError, from_os_error

#: No file of ours comes near; more would only fill the memory.
MAX_FILE_BYTES = 2**30

T = TypeVar("T")


def read(path: Path, parse: Callable[[bytes], T]) -> T:
    """Read the file and make a value of its bytes.

    Raises
    ------
    ProjectFileError
        If it can't be read, is no plain file, is too large, or ``parse`` refuses it (the path is added).
    """
    try:
        return parse(_read_bytes(path))
    except ProjectFileError as error:
        raise error.about(path, "open") from error
    except (OSError, ValueError) as error:
        raise from_os_error(error, path, "open") from error
    except (MemoryError, RecursionError) as error:
        raise ProjectFileError(
            "it is too large or too deeply nested to be read",
            code="too_large",
            remedy="Check that this is the right file.",
            path=path,
        ) from error


def _read_bytes(path: Path) -> bytes:
    # A pipe would block in open() without this flag.
    descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):
            raise ProjectFileError("this is not a plain file", code="not_a_file", remedy="Choose a file.")
        if status.st_size > MAX_FILE_BYTES:
            raise ProjectFileError(
                f"it has {status.st_size:,} bytes, more than any file of this program",
                code="too_large",
                remedy="Check that this is the right file.",
            )
        return file.read(MAX_FILE_BYTES + 1)
