"""The kinds of files that the program writes, and how their names end. The kind that was chosen is the one written."""

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from bpexplorer.project import files
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.weights import FORMATS
from bpexplorer.translation import tr


class FileKind(Protocol):
    """How a kind of file is called, and what its names end in; the dot included."""

    @property
    def label(self) -> str: ...
    @property
    def extension(self) -> str: ...


@dataclass(frozen=True, slots=True)
class _Kind:
    label: str
    extension: str


PROJECT: FileKind = _Kind(tr("Project"), files.EXTENSION)
HISTORY: FileKind = _Kind("CSV", ".csv")
#: What a panel shows: its tables, and a picture of it.
TABLE: FileKind = HISTORY
#: What a network predicts for rows; as arrays its file is called as one with weights may be.
PREDICTIONS: FileKind = HISTORY
ARRAYS: FileKind = _Kind(tr("NumPy arrays"), ".npz")
PIXELS: FileKind = _Kind("PNG", ".png")
VECTORS: FileKind = _Kind("SVG", ".svg")
#: Worksheets, to print.
PAGES: FileKind = _Kind("HTML", ".html")


def kinds() -> tuple[FileKind, ...]:
    """All kinds of files that can be written."""
    return (PROJECT, HISTORY, PIXELS, VECTORS, PAGES, *FORMATS.values())


def kind_of(name: str) -> FileKind | None:
    """The kind of file that a name says by its ending, the longest that fits; None if it says none."""
    fitting = [kind for kind in kinds() if name.lower().endswith(kind.extension)]
    return max(fitting, key=lambda kind: len(kind.extension), default=None)


def contradiction(name: str, kind: FileKind) -> FileKind | None:
    """The kind that a name says, if a file of the kind that is to be written can't be called so.

    JSON for network2 is JSON: it may end in ``.json``. The other way round, ``.network2.json`` promises more.
    """
    said = kind_of(name)
    return None if said is None or kind.extension.endswith(said.extension) else said


def without_ending(name: str) -> str:
    """A name without the ending that says its kind, if it has one."""
    said = kind_of(name)
    return name if said is None else name[: -len(said.extension)]


def with_ending(name: str, kind: FileKind) -> str:
    """A name that says this kind: as it is if it does, else with the kind's ending instead of another's."""
    said = kind_of(name)
    if said is not None and kind.extension.endswith(said.extension):
        return name
    return without_ending(name) + kind.extension


def check_name(path: Path, kind: FileKind) -> None:
    """Raise ProjectFileError if a file of this kind is to have a name that says another one."""
    if (said := contradiction(path.name, kind)) is not None:
        raise ProjectFileError(
            tr(
                "this name is that of another kind of file ({label}), and {kind_label} was asked for",
                label=said.label,
                kind_label=kind.label,
            ),
            code="contradiction",
            remedy=tr(
                "Choose a name that ends in {extension}, or ask for the other kind.", extension=kind.extension
            ),
            path=path,
            action="save",
        )
