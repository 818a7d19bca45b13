"""The lines of the journal, and what stands in them."""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.edits.ends import Places
from bpexplorer.core.edits.masks import (
    Freeze,
    FreezeConnections,
    Reinitialise,
    RemoveBiases,
    RemoveConnections,
    Silence,
)
from bpexplorer.core.edits.run import Configure, GoBack, NewStart, ResetToStart, RestoreBest
from bpexplorer.core.edits.structure import (
    AddNeurons,
    InsertLayer,
    RemoveLayer,
    RemoveNeurons,
    SetActivation,
    SetDropout,
)
from bpexplorer.core.edits.values import SetBiases
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import DataChoice
from bpexplorer.data.drawing import Stroke
from bpexplorer.project.parts.stored_plan import StoredDrawing, StoredTable
from bpexplorer.project.plan import Offset

JOURNAL = "journal.jsonl"
#: The edits whose fields are plain values.
PLAIN: Final[dict[str, type[Edit]]] = {
    kind.__name__: kind
    for kind in (
        *(AddNeurons, RemoveNeurons, InsertLayer, RemoveLayer, SetActivation, SetDropout, SetBiases),
        *(Freeze, FreezeConnections, RemoveConnections, Silence, RemoveBiases, Reinitialise),
        *(HoldDemon, LetGo),
        *(Configure, NewStart, ResetToStart, GoBack, RestoreBest),
    )
}


class Kept(msgspec.Struct, frozen=True, tag="kept"):
    """The work of this digest has seen the message of this number, and no mark newer than ``mark``."""

    session: str
    number: int
    digest: str
    mark: int = 0


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """Nothing was unsaved after the message of this number: it was the project of a file, or at the start of a plan."""

    session: str
    number: int
    path: str | None = None
    digest: str | None = None
    plan: dict[str, object] | None = None
    run: int = 0
    mark: int = 0


class Adopted(msgspec.Struct, frozen=True, tag="adopted"):
    """A window goes on with what another left, whose session ``of`` was; after the message of this number."""

    session: str
    number: int
    of: str


class Clean(msgspec.Struct, frozen=True, tag="clean"):
    """Nothing is unsaved any more."""

    session: str


class Made(msgspec.Struct, frozen=True, tag="made"):
    """An edit was made."""

    session: str
    number: int
    edit_id: int
    kind: str
    fields: dict[str, object]


class Reverted(msgspec.Struct, frozen=True, tag="revert"):
    """An edit was taken back that the message ``made`` had made."""

    session: str
    number: int
    edit_id: int
    made: int = 0


class Again(msgspec.Struct, frozen=True, tag="again"):
    """An edit was made again that the message ``made`` had taken back."""

    session: str
    number: int
    edit_id: int
    made: int = 0


class Marked(msgspec.Struct, frozen=True, tag="marked"):
    """After the message of this number, the state of the run was marked."""

    session: str
    number: int
    mark: int


class WentBack(msgspec.Struct, frozen=True, tag="back"):
    """The run went back to a mark, as an edit."""

    session: str
    number: int
    edit_id: int
    mark: int


class Tabled(msgspec.Struct, frozen=True, tag="table"):
    """A small table that the next edit brings in, by the parts that a file has of it."""

    session: str
    digest: str
    parts: dict[str, bytes]


class Moved(msgspec.Struct, frozen=True, tag="moved"):
    """After the message of this number, the layers stood elsewhere."""

    session: str
    number: int
    offsets: tuple[Offset, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is told of `UseData` and `UseDataKeepingWeights`, whatever the data: the numbers of an import, where inputs
    and outputs were before."""

    spec: NetworkSpec
    config: TrainingConfig
    label: str
    parameters: str | None = None
    #: The digest of such numbers where they are many: they lie beside the journal.
    numbers: str | None = None
    places: tuple[Places, Places] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherData(Told):
    """Of a data set, by its choice."""

    choice: DataChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTable(Told):
    """Of a table, by its digest: it lies beside the journal."""

    choice: StoredTable


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherDrawing(Told):
    """Of samples that are drawn, by the digest of their table."""

    choice: StoredDrawing


@dataclass(frozen=True, slots=True)
class ToldStroke:
    """What is told of `DrawSamples`."""

    stroke: Stroke


#: Those that a run is made again by, one after the other.
Step = Made | Reverted | Again | WentBack | Marked | Moved | Tabled | Adopted
Line = Kept | Opened | Clean | Step


def read(folder: Path) -> Iterator[Line]:
    """What can be read of it; what a line is missing for is found out by the numbers."""
    try:
        text = (folder / JOURNAL).read_bytes()
    except OSError:
        return
    decoder = msgspec.json.Decoder(Line)
    for line in text.splitlines():
        if line:
            with contextlib.suppress(msgspec.DecodeError, BpExplorerError):
                yield decoder.decode(line)
