"""What a file holds that can be worked on: a project, or weights."""

from pathlib import Path
from typing import BinaryIO

from bpexplorer.data.readers import FORMATS as DATA_FORMATS
from bpexplorer.project import files, weights
from bpexplorer.project.disk import outside
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import bounded_reading
from bpexplorer.project.project import Project
from bpexplorer.project.weights import FORMATS, WeightsFile


def is_data(path: Path) -> bool:
    """Whether there are data to be read at a path: a folder, or a file that is called like one and holds neither a
    project nor weights. Whoever reads it says what is wrong with it."""
    if not path.is_file():
        return path.is_dir() or (path.exists() and _is_called_so(path))
    if not _is_called_so(path):
        return False
    try:
        with path.open("rb") as file:
            return not (files.is_mine(file) or (path.suffix.lower() == ".npz" and _has_layers(file)))
    except (OSError, ProjectFileError):
        return True


def _has_layers(file: BinaryIO) -> bool:
    from bpexplorer.project.weights import npz  # not at the start, which looks at no file

    return npz.has_layers(file)


def _is_called_so(path: Path) -> bool:
    return any(path.name.lower().endswith(each.endings) for each in DATA_FORMATS.values())


def load(path: Path) -> Project | WeightsFile:
    """The project or the weights in a file, told apart by what it holds; raises ProjectFileError."""
    return load_with_digest(path)[0]


def load_with_digest(path: Path) -> tuple[Project | WeightsFile, str]:
    """The same, and which bytes it was made of, for the next save."""

    def parse(file: BinaryIO) -> Project | WeightsFile:
        is_project = path.suffix == files.EXTENSION or files.is_mine(file)
        if not is_project and any(entry.is_mine(file) for entry in FORMATS.values()):
            return weights.read(file)
        return files.read(file)

    limit = max(files.MAX_FILE_BYTES, weights.MAX_FILE_BYTES)
    return bounded_reading.read(path, lambda file: (parse(file), outside.digest_of_open(file)), limit=limit)
