"""From a file or folder to a table: what kind of file it is, by its content, and who reads it.

`check` looks at the first bytes only, and refuses what they condemn before anything else is loaded or begun;
`read_table` reads in this process. What may take long, or all memory, is read by a child: `bpexplorer.data.reading`.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from importlib import import_module
from itertools import chain
from pathlib import Path
from typing import Any

from bpexplorer.data.readers import images
from bpexplorer.data.readers.progress import Progress, silent
from bpexplorer.data.readers.refusal import DataFileError, from_os_error, name_of, refused
from bpexplorer.data.readers.signatures import kind_of
from bpexplorer.data.readers.source import Source, check_name, content_digest, opened
from bpexplorer.data.table.table import Reading, Table
from bpexplorer.translation import tr

_HERE = __name__


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of file that is read.

    Parameters
    ----------
    title : str
        What it is called.
    endings : tuple of str
        How names of such files usually end, for dialogs; the content decides.
    module : str
        The module of this package with its ``check_head(source, reading)`` and ``read(source, reading, progress)``.
    """

    title: str
    endings: tuple[str, ...]
    module: str

    def _of_module(self, name: str) -> Callable[..., Any]:
        return getattr(import_module(f"{_HERE}.{self.module}"), name)

    def check(self, source: Source, reading: Reading) -> None:
        """Raise DataFileError for what the first bytes condemn."""
        self._of_module("check_head")(source, reading)

    def files(self, path: Path) -> tuple[Path, ...]:
        """The file at this path, and those beside it that are read with it."""
        group = getattr(import_module(f"{_HERE}.{self.module}"), "group", None)
        return (path,) if group is None else tuple(group(path).values())

    def read(self, source: Source, reading: Reading, progress: Progress) -> Table:
        """Read all of it; raises DataFileError."""
        return self._of_module("read")(source, reading, progress)


FORMATS: Mapping[str, Format] = {
    "text": Format(tr("Text"), (".csv", ".tsv", ".txt", ".data", ".dat", ".tab"), "text.table_file"),
    "npz": Format(tr("numpy arrays"), (".npz",), "arrays.npz_file"),
    "npy": Format(tr("numpy array"), (".npy",), "arrays.npy_file"),
    "sheet": Format(tr("Spreadsheet"), (".xlsx", ".xls", ".ods", ".xlsb", ".xlsm"), "sheets"),
    "parquet": Format(tr("Parquet"), (".parquet",), "parquet"),
    "json_lines": Format(tr("JSON lines"), (".jsonl", ".ndjson"), "json_lines"),
    "idx": Format(tr("IDX, as MNIST's files"), (".gz", ".idx", "-ubyte"), "arrays.idx_file"),
}


def format_of(source: Source) -> Format:
    """The kind of file, by its content; DataFileError if it isn't read."""
    kind = kind_of(source.head)
    if kind == "zip":
        from bpexplorer.data.readers.arrays.npz_file import directory, is_arrays

        with directory(source) as archive:
            kind = "npz" if is_arrays(archive) else "sheet"
    if kind == "gzip":
        kind = "idx"
    return FORMATS[kind]


def check(path: Path, reading: Reading | None = None) -> None:
    """Look at the first bytes of a file and raise DataFileError if they condemn it.

    It takes milliseconds, and no parser is loaded for it.
    """
    with _named(path):
        check_name(path)
        if path.is_dir():
            images.check(path)
            return
        with opened(path) as source:
            format_of(source).check(source, reading or Reading())


def read_table(path: Path, reading: Reading | None = None, *, progress: Progress = silent) -> Table:
    """Read a file in this process.

    Parameters
    ----------
    path : Path
        A file; or a folder that has a folder of pictures for each class.
    reading : Reading, optional
        What is known of how to read it.
    progress : callable
        Takes how much is done, 0…1. What it raises ends the reading.

    Raises
    ------
    DataError
        If it can't be taken; the text says file, line, column, reason and what to do.
    """
    with _named(path):
        check_name(path)
        if path.is_dir():
            return images.read(path, reading or Reading(), progress)
        with opened(path) as source:
            table = format_of(source).read(source, reading or Reading(), progress)
            source.check_unchanged()
            return table


def files_of(path: Path) -> tuple[Path, ...]:
    """All files that are read for a path: one, those of a group, or the pictures of a folder.

    Raises
    ------
    DataError
        If it can't be looked at.
    """
    with _named(path):
        check_name(path)
        if path.is_dir():
            return tuple(chain.from_iterable(images.find(path).pictures.values()))
        with opened(path) as source:
            return format_of(source).files(path)


def digest_of(path: Path) -> str:
    """What `Origin.sha256` would be if a path were read now; nothing in it is understood for that.

    Raises
    ------
    DataError
        If it can't be looked at.
    """
    with _named(path):
        if path.is_dir():
            return images.digest(path)
        with ExitStack() as stack:
            return content_digest(stack.enter_context(opened(each)) for each in files_of(path))


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Let what goes wrong within say which file it is about."""
    name = name_of(path)
    try:
        yield
    except DataFileError as error:
        raise error.about(name) from error
    except OSError as error:
        raise from_os_error(error).about(name) from error
    except (MemoryError, RecursionError) as error:
        raise refused(
            tr("it takes more memory than there is"),
            code="too_large",
            remedy=tr("Write a file with fewer rows or columns."),
        ).about(name) from error
