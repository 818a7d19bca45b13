"""What a file holds that can be worked on: a project, or weights."""

from pathlib import Path
from typing import BinaryIO

from bpexplorer.project import files, weights
from bpexplorer.project.disk import outside
from bpexplorer.project.parts import bounded_reading
from bpexplorer.project.project import Project
from bpexplorer.project.weights import FORMATS, WeightsFile


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
