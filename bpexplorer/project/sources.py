"""What a file holds that can be worked on: a project, or weights."""

from pathlib import Path

from bpexplorer.project import files, reading, weights
from bpexplorer.project.project import Project
from bpexplorer.project.weights import FORMATS, WeightsFile


def load(path: Path) -> Project | WeightsFile:
    """The project or the weights in a file, told apart by what it holds; raises ProjectFileError."""

    def parse(data: bytes) -> Project | WeightsFile:
        is_project = path.suffix == files.EXTENSION or files.is_mine(data)
        if not is_project and any(entry.is_mine(data) for entry in FORMATS.values()):
            return weights.parse(data)
        return files.parse(data)

    return reading.read(path, parse)
