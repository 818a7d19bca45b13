"""What was edited since a window's work was last written whole, one line of JSON an edit.

A line is appended in the moment of the edit, before the next one can be made: that takes microseconds, whatever else
the machine does, and what a process has handed to the system outlives it. Writing the work whole takes much longer.
A line ``kept`` says which message the work of a digest has seen last; it is there before that work is. So whatever is
read together, edits are made again exactly from the one after, and only as long as none is missing.
"""

import base64
import contextlib
import dataclasses
import logging
import os
import secrets
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import msgspec
import numpy as np

from bpexplorer.core.edits.base import Context, Edit, TakeBack
from bpexplorer.core.edits.demon import HoldDemon, LetGo
from bpexplorer.core.edits.masks import (
    Freeze,
    FreezeConnections,
    Reinitialise,
    RemoveBiases,
    RemoveConnections,
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
from bpexplorer.core.training.state import TrainerState
from bpexplorer.data.choice import DataChoice
from bpexplorer.data.prepare import prepare
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import consistency, strict
from bpexplorer.project.plan import Offset, Plan
from bpexplorer.project.project import Project, View

log = logging.getLogger(__name__)

JOURNAL = "journal.jsonl"
#: The edits whose fields are plain values. Those that carry arrays, and those from outside, are only written whole.
PLAIN: Final[dict[str, type[Edit]]] = {
    kind.__name__: kind
    for kind in (
        *(AddNeurons, RemoveNeurons, InsertLayer, RemoveLayer, SetActivation, SetDropout, SetBiases),
        *(Freeze, FreezeConnections, RemoveConnections, RemoveBiases, Reinitialise, HoldDemon, LetGo),
        *(Configure, NewStart, ResetToStart, GoBack, RestoreBest),
    )
}
#: Imported parameters of more bytes are only written whole.
MOST_PARAMETER_BYTES = 2**20
#: A journal of more bytes is begun anew once the work has seen all of it.
MOST_BYTES = 2**20


class _Kept(msgspec.Struct, frozen=True, tag="kept"):
    """The work of this digest has seen the message of this number."""

    session: str
    number: int
    digest: str


class _Made(msgspec.Struct, frozen=True, tag="made"):
    """An edit was made, or made again."""

    session: str
    number: int
    edit_id: int
    kind: str
    fields: dict[str, object]


class _Revert(msgspec.Struct, frozen=True, tag="revert"):
    """An edit was taken back."""

    session: str
    number: int
    edit_id: int


class _Moved(msgspec.Struct, frozen=True, tag="moved"):
    """After the message of this number, the layers stood elsewhere."""

    session: str
    number: int
    offsets: tuple[Offset, ...]


@dataclass(frozen=True, slots=True)
class _OtherData:
    """What is told of `UseData`: the data by their choice, and the numbers of an import."""

    spec: NetworkSpec
    config: TrainingConfig
    label: str
    choice: DataChoice
    parameters: str | None


_Line = _Kept | _Made | _Revert | _Moved
_ENCODER = msgspec.json.Encoder()


class Journal:
    """Appends to the journal in a folder. It raises nothing: what isn't in it is written whole soon after."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        #: Tells the numbers of this window from those of another that had the folder before.
        self._session = secrets.token_hex(8)
        self._kept: _Kept | None = None

    def note(self, message: Apply | Revert, plan: Plan) -> None:
        """An edit was made or taken back, which has led to this plan."""
        line = self._line_of(message, plan)
        if line is not None:
            self._append(line)

    def note_moved(self, number: int, plan: Plan) -> None:
        """Layers were moved, after the message of this number."""
        self._append(_Moved(self._session, number, plan.offsets))

    def note_kept(self, number: int, digest: str) -> None:
        """The work that is written next, of this digest, has seen all messages up to this number."""
        self._kept = _Kept(self._session, number, digest)
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

    def _line_of(self, message: Apply | Revert, plan: Plan) -> _Line | None:
        if isinstance(message, Revert):
            return _Revert(self._session, message.number, message.edit_id)
        edit = _told(message.edit, plan)
        if edit is None:
            return None
        fields = {field.name: getattr(edit, field.name) for field in dataclasses.fields(edit)}
        kind = type(message.edit).__name__
        return _Made(self._session, message.number, message.edit_id, kind, msgspec.to_builtins(fields))

    def _append(self, line: _Line) -> None:
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


def continued(folder: Path, project: Project, digest: str) -> Project:
    """The work of this digest with the edits that were made after it, as far as the journal in the folder tells."""
    lines = list(_lines(folder / JOURNAL))
    kept = next((line for line in reversed(lines) if isinstance(line, _Kept) and line.digest == digest), None)
    if kept is None:
        return project
    replay = _Replay(project, kept.number)
    try:
        for line in lines:
            if line.session == kept.session and not isinstance(line, _Kept):
                replay.follow(line)
    except (BpExplorerError, ValueError, LookupError, TypeError):
        log.exception("the journal can't be followed to its end")  # what came before is whole
    return replay.project


def _lines(path: Path) -> Iterator[_Line]:
    """What can be read of it; what a line is missing for is found out by the numbers."""
    try:
        text = path.read_bytes()
    except OSError:
        return
    decoder = msgspec.json.Decoder(_Line)
    for line in text.splitlines():
        if line:
            with contextlib.suppress(msgspec.DecodeError, BpExplorerError):
                yield decoder.decode(line)


class _Replay:
    """A run that edits are made of again, in the order in which they were made; it never trains."""

    def __init__(self, project: Project, number: int) -> None:
        self._plan, self._state, self._view = project.plan, project.state, project.view
        self._number = number
        #: What takes an edit back, or makes it again, and the plan that this leads to.
        self._undo: dict[int, tuple[Edit, Plan]] = {}
        self._redo: dict[int, tuple[Edit, Plan]] = {}

    @property
    def project(self) -> Project:
        """As far as it was followed."""
        return Project(self._plan, self._state, _fitting(self._view, self._plan.spec, self._state))

    def follow(self, line: _Made | _Revert | _Moved) -> None:
        """Make what a line tells, unless the work has seen it, or something is missing before it."""
        if isinstance(line, _Moved):
            if line.number == self._number and len(line.offsets) == len(self._plan.offsets):
                self._plan = replace(self._plan, offsets=line.offsets)
            return
        if line.number != self._number + 1:
            return
        if isinstance(line, _Revert):
            self._redo[line.edit_id] = self._make(*self._undo.pop(line.edit_id), line.number)
        else:
            known = line.edit_id in self._redo
            edit, plan = self._redo.pop(line.edit_id) if known else self._edit_of(line)
            self._undo[line.edit_id] = self._make(edit, plan, line.number)
        self._number = line.number

    def _make(self, edit: Edit, plan: Plan, number: int) -> tuple[Edit, Plan]:
        """Make an edit that leads to this plan; what takes it back, and to which plan that leads."""
        before, old = self._state, self._plan
        after, inverse = edit.on_state(before, Context(number))
        Project(plan, after)  # raises where they aren't of each other
        self._state, self._plan = after, plan
        return TakeBack.of(inverse, before, after), old

    def _edit_of(self, line: _Made) -> tuple[Edit, Plan]:
        if line.kind != UseData.__name__:
            edit = strict.build(line.fields, PLAIN[line.kind], JOURNAL)
            return edit, self._plan.after(edit)
        told = strict.build(line.fields, _OtherData, JOURNAL)
        data = prepare(told.choice, told.spec.activations[-1]).training
        start = None if told.parameters is None else _parameters(told.parameters, told.spec)
        use = UseData(told.spec, told.config, data, told.label, start)
        return use, self._plan.after(use, told.choice)


def _told(edit: Edit | None, plan: Plan) -> "Edit | _OtherData | None":
    """What the journal tells of an edit that led to this plan; None for one that is only written whole."""
    if isinstance(edit, UseData):
        start = edit.parameters
        if start is not None and start.flat.nbytes > MOST_PARAMETER_BYTES:
            return None
        return _OtherData(
            edit.spec, edit.config, edit.label, plan.data, None if start is None else _text_of(start)
        )
    return edit if edit is not None and PLAIN.get(type(edit).__name__) is type(edit) else None


def _fitting(view: View, spec: NetworkSpec, state: TrainerState) -> View:
    """What was shown, as far as it is still there."""
    try:
        consistency.check_view(view, spec, state.data)
    except ProjectFileError:
        return View(tool=view.tool, scale=view.scale, neurons_by=view.neurons_by, edges_by=view.edges_by)
    return view


def _text_of(parameters: Parameters) -> str:
    return base64.b64encode(np.ascontiguousarray(parameters.flat, dtype="<f8").tobytes()).decode()


def _parameters(text: str, spec: NetworkSpec) -> Parameters:
    numbers = np.frombuffer(base64.b64decode(text, validate=True), dtype="<f8")
    if numbers.shape != (spec.parameter_count,) or not np.isfinite(numbers).all():
        raise ValueError("these aren't the numbers of such a network")
    return Parameters(spec, numbers.astype(np.float64))
