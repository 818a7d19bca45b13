"""What was edited since a window's work was last written whole, one line of JSON an edit.

A line is appended in the moment of the edit, before the next one can be made: that takes microseconds, whatever else
the machine does, and what a process has handed to the system outlives it. Writing the work whole takes much longer.
Numbers that training made, or that are many, aren't in a line; it names the file that they lie in (`ways`,
`table_apart`, `numbers_apart`).

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
from pathlib import Path
from typing import Any

import msgspec
import numpy as np

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.ends import UseDataKeepingWeights
from bpexplorer.core.edits.messages import Apply, Revert
from bpexplorer.core.edits.run import UseData
from bpexplorer.core.types import FloatArray
from bpexplorer.data.choice import DrawnChoice, Source, TableChoice
from bpexplorer.data.drawing import DrawSamples
from bpexplorer.project.parts import table_members
from bpexplorer.project.parts.stored_plan import StoredDrawing, StoredTable, stored
from bpexplorer.project.plan import Plan
from bpexplorer.project.recovery.lines import (
    JOURNAL,
    PLAIN,
    Adopted,
    Again,
    Clean,
    Kept,
    Line,
    Made,
    Marked,
    Moved,
    Opened,
    OtherData,
    OtherDrawing,
    OtherTable,
    Reverted,
    Tabled,
    Told,
    ToldStroke,
    WentBack,
)

log = logging.getLogger(__name__)

#: Imported parameters of more bytes lie beside the journal.
MOST_PARAMETER_BYTES = 2**20
#: A table of more numbers lies beside it before its edit, or soon after: to tell it would take longer than 3 ms.
MOST_TABLE_NUMBERS = 2**17
#: A journal of more bytes is begun anew once the work has seen all of it.
MOST_BYTES = 2**20
_ENCODER = msgspec.json.Encoder()


class Journal:
    """Appends to the journal in a folder. It raises nothing: what isn't in it is written whole soon after."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / JOURNAL
        #: Tells the numbers of this window from those of another that had the folder before.
        self.session = secrets.token_hex(8)
        self._kept: Kept | None = None
        #: The digests of the tables that lie beside it.
        self._tables: set[str] = set()
        #: Imported numbers that lie beside it, and their digest.
        self._numbers: tuple[FloatArray, str] | None = None

    def note(
        self, message: Apply | Revert, before: Plan, after: Plan, *, made: int = 0, mark: int | None = None
    ) -> None:
        """An edit was made or taken back.

        Parameters
        ----------
        before, after : Plan
            Which plan it has led to, and from which.
        made : int
            The number of the message that it takes back.
        mark : int, optional
            The mark that it goes back to, if it does.
        """
        number, edit_id = message.number, message.edit_id
        if isinstance(message, Revert):
            self._append(Reverted(self.session, number, edit_id, made))
        elif edit_id != number:
            self._append(Again(self.session, number, edit_id, made))
        elif mark is not None:
            self._append(WentBack(self.session, number, edit_id, mark))
        elif (edit := self._told(message.edit, after)) is not None:
            if isinstance(edit, Told):
                self._note_table(before, after)
            fields = {field.name: getattr(edit, field.name) for field in dataclasses.fields(edit)}
            kind = type(message.edit).__name__
            self._append(Made(self.session, number, edit_id, kind, _builtins(fields)))

    def note_marked(self, number: int, mark: int) -> None:
        """The state of the run after the message of this number is marked."""
        self._append(Marked(self.session, number, mark))

    def note_adopted(self, number: int, of: str) -> None:
        """What is edited after the message of this number is what the window of session ``of`` had."""
        self._append(Adopted(self.session, number, of))

    def know_table(self, digest: str) -> None:
        """The table of this digest lies beside it."""
        self._tables.add(digest)

    def know_numbers(self, flat: FloatArray, digest: str) -> None:
        """These numbers lie beside it, under this digest."""
        self._numbers = flat, digest

    def note_moved(self, number: int, plan: Plan) -> None:
        """Layers were moved, after the message of this number."""
        self._append(Moved(self.session, number, plan.offsets))

    def note_opened_file(self, number: int, path: str, digest: str, *, mark: int = 0) -> None:
        """What is edited after the message of this number is the project of this file, as it is with this digest."""
        self._append(Opened(self.session, number, path=path, digest=digest, mark=mark))

    def note_opened_start(self, number: int, plan: Plan, run: int, *, mark: int = 0) -> None:
        """What is edited after the message of this number is a run at the start that this plan draws."""
        self._note_table(None, plan)
        self._append(Opened(self.session, number, plan=msgspec.to_builtins(stored(plan)), run=run, mark=mark))

    def note_clean(self) -> None:
        """Nothing is unsaved any more."""
        self._append(Clean(self.session))

    def note_kept(self, number: int, digest: str, *, mark: int = 0) -> None:
        """The work that is written next, of this digest, has seen all messages up to this number, and no mark newer
        than that."""
        self._kept = Kept(self.session, number, digest, mark)
        self._append(self._kept)

    def begin_anew(self) -> None:
        """Forget all of it: there is no work that it could go on from."""
        with contextlib.suppress(OSError):
            os.truncate(self._path, 0)

    def shorten(self, number: int, mark: int = 0) -> None:
        """Forget what the work has seen, if that is all that was noted, and much; these message and mark are the
        newest."""
        kept = self._kept
        if kept is not None and (kept.number, kept.mark) == (number, mark) and self._bytes > MOST_BYTES:
            self.begin_anew()
            self._append(kept)

    @property
    def _bytes(self) -> int:
        try:
            return self._path.stat().st_size
        except OSError:
            return 0

    def _note_table(self, before: Plan | None, after: Plan) -> None:
        """Tell of the table of a plan, unless it is that of the one before, or lies beside the journal."""
        table = after.table
        if (
            table is None
            or table.digest in self._tables
            or table.rows * len(table.columns) > MOST_TABLE_NUMBERS
        ):
            return
        if before is None or before.table is None or before.table.digest != table.digest:
            parts = {name: bytes(blocks) for name, blocks in table_members.dump(table).items()}
            self._append(Tabled(self.session, table.digest, parts))

    def _told(self, edit: Edit | None, plan: Plan) -> Edit | Told | ToldStroke | None:
        """What is told of an edit that led to this plan; None for one that is only written whole."""
        if isinstance(edit, DrawSamples):
            return ToldStroke(edit.stroke)
        if isinstance(edit, UseData | UseDataKeepingWeights):
            return self._told_of_data(edit, plan.data)
        return edit if edit is not None and PLAIN.get(type(edit).__name__) is type(edit) else None

    def _told_of_data(self, edit: UseData | UseDataKeepingWeights, choice: Source) -> Told | None:
        parameters, numbers, places = None, None, None
        if isinstance(edit, UseDataKeepingWeights):
            places = (edit.inputs, edit.outputs)
        elif edit.parameters is not None:
            flat = edit.parameters.flat
            if flat.nbytes <= MOST_PARAMETER_BYTES:
                parameters = base64.b64encode(np.ascontiguousarray(flat, dtype="<f8").tobytes()).decode()
            elif self._numbers is not None and np.array_equal(self._numbers[0], flat):
                numbers = self._numbers[1]
            else:
                return None
        told: dict[str, Any] = {
            "spec": edit.spec,
            "config": edit.config,
            "label": edit.label,
            "parameters": parameters,
            "numbers": numbers,
            "places": places,
        }
        if isinstance(choice, DrawnChoice):
            return OtherDrawing(choice=StoredDrawing.of(choice), **told)
        if isinstance(choice, TableChoice):
            return OtherTable(choice=StoredTable.of(choice), **told)
        return OtherData(choice=choice, **told)

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


def _builtins(value: object) -> Any:
    return msgspec.to_builtins(value, enc_hook=_plain)


def _plain(value: object) -> object:
    """A number of numpy's as Python has it."""
    if isinstance(value, np.generic):
        return value.item()
    raise NotImplementedError(f"{type(value).__name__} isn't told")
