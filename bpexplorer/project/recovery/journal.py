"""What was edited since a window's work was last written whole, one line of JSON an edit.

A line is appended in the moment of the edit, before the next one can be made: that takes microseconds, whatever else
the machine does, and what a process has handed to the system outlives it. Writing the work whole takes much longer.
A line ``kept`` says which message the work of a digest has seen last; it is there before that work is. Before there is
any, a line ``opened`` says from where edits go on: from a file as it is saved, or from a start as its seed draws it; a
line ``clean`` says that nothing is unsaved any more. So whatever is read together, edits are made again (`replay`)
exactly from the one after, and only as long as none is missing.
"""

import base64
import contextlib
import dataclasses
import logging
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import msgspec
import numpy as np

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.edits.ends import Places, UseDataKeepingWeights
from bpexplorer.core.edits.masks import (
    Freeze,
    FreezeConnections,
    Reinitialise,
    RemoveBiases,
    RemoveConnections,
    Silence,
)
from bpexplorer.core.edits.messages import Apply, Revert
from bpexplorer.core.edits.run import Configure, GoBack, NewStart, ResetToStart, RestoreBest, UseData
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
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.data.choice import DataChoice, DrawnChoice, Source, TableChoice
from bpexplorer.project.parts.stored_plan import StoredTable, stored
from bpexplorer.project.plan import Offset, Plan

log = logging.getLogger(__name__)

JOURNAL = "journal.jsonl"
#: The edits whose fields are plain values. Those that carry arrays, and those from outside, are only written whole.
PLAIN: Final[dict[str, type[Edit]]] = {
    kind.__name__: kind
    for kind in (
        *(AddNeurons, RemoveNeurons, InsertLayer, RemoveLayer, SetActivation, SetDropout, SetBiases),
        *(Freeze, FreezeConnections, RemoveConnections, Silence, RemoveBiases, Reinitialise),
        *(HoldDemon, LetGo),
        *(Configure, NewStart, ResetToStart, GoBack, RestoreBest),
    )
}
#: Imported parameters of more bytes are only written whole.
MOST_PARAMETER_BYTES = 2**20
#: A journal of more bytes is begun anew once the work has seen all of it.
MOST_BYTES = 2**20


class Kept(msgspec.Struct, frozen=True, tag="kept"):
    """The work of this digest has seen the message of this number."""

    session: str
    number: int
    digest: str


class Opened(msgspec.Struct, frozen=True, tag="opened"):
    """Nothing was unsaved after the message of this number: it was the project of a file, or at the start of a plan."""

    session: str
    number: int
    path: str | None = None
    digest: str | None = None
    plan: dict[str, object] | None = None
    run: int = 0


class Clean(msgspec.Struct, frozen=True, tag="clean"):
    """Nothing is unsaved any more."""

    session: str


class Made(msgspec.Struct, frozen=True, tag="made"):
    """An edit was made, or made again."""

    session: str
    number: int
    edit_id: int
    kind: str
    fields: dict[str, object]


class Reverted(msgspec.Struct, frozen=True, tag="revert"):
    """An edit was taken back."""

    session: str
    number: int
    edit_id: int


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
    places: tuple[Places, Places] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherData(Told):
    """Of a data set, by its choice."""

    choice: DataChoice


@dataclass(frozen=True, slots=True, kw_only=True)
class OtherTable(Told):
    """Of a table, by its digest: it lies beside the journal."""

    choice: StoredTable


Line = Kept | Opened | Clean | Made | Reverted | Moved
_ENCODER = msgspec.json.Encoder()


class Journal:
    """Appends to the journal in a folder. It raises nothing: what isn't in it is written whole soon after."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        #: Tells the numbers of this window from those of another that had the folder before.
        self._session = secrets.token_hex(8)
        self._kept: Kept | None = None

    def note(self, message: Apply | Revert, plan: Plan) -> None:
        """An edit was made or taken back, which has led to this plan."""
        line = self._line_of(message, plan)
        if line is not None:
            self._append(line)

    def note_moved(self, number: int, plan: Plan) -> None:
        """Layers were moved, after the message of this number."""
        self._append(Moved(self._session, number, plan.offsets))

    def note_opened_file(self, number: int, path: str, digest: str) -> None:
        """What is edited after the message of this number is the project of this file, as it is with this digest."""
        self._append(Opened(self._session, number, path=path, digest=digest))

    def note_opened_start(self, number: int, plan: Plan, run: int) -> None:
        """What is edited after the message of this number is a run at the start that this plan draws.

        Of samples that are drawn no line tells: they are kept once the work is written whole.
        """
        if isinstance(plan.data, DrawnChoice):
            self.note_clean()
            return
        self._append(Opened(self._session, number, plan=msgspec.to_builtins(stored(plan)), run=run))

    def note_clean(self) -> None:
        """Nothing is unsaved any more."""
        self._append(Clean(self._session))

    def note_kept(self, number: int, digest: str) -> None:
        """The work that is written next, of this digest, has seen all messages up to this number."""
        self._kept = Kept(self._session, number, digest)
        self._append(self._kept)

    def begin_anew(self) -> None:
        """Forget all of it: there is no work that it could go on from."""
        with contextlib.suppress(OSError):
            os.truncate(self._path, 0)

    def shorten(self, number: int) -> None:
        """Forget what the work has seen, if that is all that was noted, and much."""
        kept = self._kept
        if kept is not None and kept.number == number and self._bytes > MOST_BYTES:
            self.begin_anew()
            self._append(kept)

    @property
    def _bytes(self) -> int:
        try:
            return self._path.stat().st_size
        except OSError:
            return 0

    def _line_of(self, message: Apply | Revert, plan: Plan) -> Line | None:
        if isinstance(message, Revert):
            return Reverted(self._session, message.number, message.edit_id)
        edit = _told(message.edit, plan)
        if edit is None:
            return None
        fields = {field.name: getattr(edit, field.name) for field in dataclasses.fields(edit)}
        kind = type(message.edit).__name__
        return Made(self._session, message.number, message.edit_id, kind, msgspec.to_builtins(fields))

    def _append(self, line: Line) -> None:
        # It begins with the end of a line, too: one that was only written in part spoils no other.
        text = b"\n" + _ENCODER.encode(line) + b"\n"
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_CLOEXEC", 0)
        try:
            descriptor = os.open(self._path, flags, 0o600)
            try:
                os.write(descriptor, text)  # whatever is missing of it, its number will be missing
            finally:
                os.close(descriptor)
        except OSError:
            log.info("an edit isn't in the journal", exc_info=True)


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


def _told(edit: Edit | None, plan: Plan) -> Edit | Told | None:
    """What the journal tells of an edit that led to this plan; None for one that is only written whole."""
    if isinstance(edit, UseData | UseDataKeepingWeights):
        return _told_of_data(edit, plan.data)
    return edit if edit is not None and PLAIN.get(type(edit).__name__) is type(edit) else None


def _told_of_data(edit: UseData | UseDataKeepingWeights, choice: Source) -> Told | None:
    parameters, places = None, None
    if isinstance(choice, DrawnChoice):
        return None
    if isinstance(edit, UseDataKeepingWeights):
        places = (edit.inputs, edit.outputs)
    elif edit.parameters is not None:
        if edit.parameters.flat.nbytes > MOST_PARAMETER_BYTES:
            return None
        parameters = _text_of(edit.parameters)
    told: dict[str, Any] = {
        "spec": edit.spec,
        "config": edit.config,
        "label": edit.label,
        "parameters": parameters,
        "places": places,
    }
    if isinstance(choice, TableChoice):
        return OtherTable(choice=StoredTable.of(choice), **told)
    return OtherData(choice=choice, **told)


def _text_of(parameters: Parameters) -> str:
    return base64.b64encode(np.ascontiguousarray(parameters.flat, dtype="<f8").tobytes()).decode()
