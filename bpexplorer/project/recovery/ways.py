"""What undoes and redoes edits that the work has seen, and goes back to marks, in files beside the journal.

The journal tells how edits are made on the work. To take one back that the work has seen takes the numbers that it had
before, which no line tells. So with each write of the work go the *ways* that there are since the last: an edit each,
and the plan that it leads to. A file of them is written once, and goes when none of it can be undone or redone.
"""

import contextlib
import logging
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final, NamedTuple

import msgspec

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.messages import Apply, Forget, Revert
from bpexplorer.core.edits.run import RestoreState
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.state import TrainerState, most_bytes
from bpexplorer.data.choice import DrawnChoice
from bpexplorer.data.prepare import prepare
from bpexplorer.data.table.table import Table
from bpexplorer.project.disk import atomic
from bpexplorer.project.files import MAX_FILE_BYTES
from bpexplorer.project.parts import archive, bounded_reading, strict, table_members
from bpexplorer.project.parts.archive import Archive
from bpexplorer.project.parts.blocks import Blocks
from bpexplorer.project.parts.stored_plan import PlanOfDataSet, kind_of, stored
from bpexplorer.project.plan import Plan
from bpexplorer.project.recovery import told_edits

log = logging.getLogger(__name__)

_BEGIN, _END = "ways-", ".bpw"
_INDEX, _NUMBERS = "ways.json", "numbers.bin"
_MAX_INDEX_BYTES = 2**26
_ROOM: Final = {_INDEX: _MAX_INDEX_BYTES, _NUMBERS: MAX_FILE_BYTES}
#: So many bytes the files may take; where there are more, the oldest steps of undo are written whole again.
MOST_BYTES = 2**28


class Key(NamedTuple):
    """Names a way: that of an edit by its id, or that to a mark; ``number`` is of the message that made it."""

    name: str
    number: int


@dataclass(frozen=True, slots=True, eq=False)
class Way:
    """An edit that undoes, redoes or goes back, and the plan that it leads to."""

    key: Key
    edit: Edit
    plan: Plan


class Side(NamedTuple):
    """Where the way of an edit leads: the plan that there was before the message of this number."""

    number: int
    plan: Plan


class Sides:
    """Which plans the ways of the edits lead to that can be undone or redone now."""

    def __init__(self) -> None:
        self._sides: dict[int, Side] = {}

    def note(self, message: object, before: Plan) -> None:
        """A message was posted; this was the plan until then."""
        match message:
            case Apply() | Revert():
                self._sides[message.edit_id] = Side(message.number, before)
            case Forget(edit_ids):
                for edit_id in edit_ids:
                    self._sides.pop(edit_id, None)

    def number_of(self, edit_id: int) -> int:
        """Which message made this edit, or took it back; 0 if it is new."""
        side = self._sides.get(edit_id)
        return 0 if side is None else side.number

    def clear(self) -> None:
        """Nothing can be undone any more."""
        self._sides.clear()

    def now(self) -> dict[int, Side]:
        """By edit."""
        return dict(self._sides)


def of_edits(sides: Mapping[int, Side], edits: Mapping[int, Edit]) -> list[Way]:
    """The ways of the edits that the thread with the numbers knows."""
    return [
        Way(edit_key(edit_id, side.number), edits[edit_id], side.plan)
        for edit_id, side in sides.items()
        if edit_id in edits
    ]


def to_mark(number: int, state: TrainerState, plan: Plan) -> Way:
    """The way back to a marked state."""
    return Way(mark_key(number), RestoreState(state), plan)


def edit_key(edit_id: int, number: int) -> Key:
    """What the way of an edit is called that the message of this number made, or took back."""
    return Key(f"edit {edit_id}", number)


def mark_key(number: int) -> Key:
    """What the way to a mark is called."""
    return Key("mark", number)


class KeptWays:
    """The files of ways in a folder, those of one session."""

    def __init__(self, folder: Path, session: str) -> None:
        self._folder, self._session = folder, session
        #: What is in each file, the oldest first.
        self._files: dict[Path, set[Key]] = {}
        #: What there is no room for.
        self._left_out: set[Key] = set()
        self._written = 0

    def keep(self, ways: Sequence[Way]) -> None:
        """Write the ways that aren't in any file yet.

        It raises nothing: without them, an edit that is undone is only in the work that is written after it.
        """
        known = self._left_out.union(*self._files.values())
        new = [way for way in ways if way.key not in known and not _is_too_large(way)]
        if not new:
            return
        path = self._folder / f"{_begin(self._session)}{self._written:06}{_END}"
        try:
            atomic.write(path, archive.blocks(_dump(new)))
        except BpExplorerError as error:  # the write of the work says so; this comes with each of them
            log.info("what undoes edits isn't kept: %s", error)
            return
        except (TypeError, ValueError):
            log.warning("what undoes edits can't be kept", exc_info=True)
            return
        self._written += 1
        self._files[path] = {way.key for way in new}

    def drop(self, ways: Iterable[Way]) -> None:
        """Once the work is written that these ways belong to: remove files of which none is needed, then the oldest
        where all take too much. What can't be removed stays."""
        wanted = {way.key for way in ways}
        self._left_out &= wanted
        with contextlib.suppress(OSError):
            for path in self._folder.glob(
                f"{_BEGIN}*{_END}"
            ):  # also those of a window that had the folder before
                if not self._files.get(path, set()) & wanted:
                    self._remove(path)
            sizes = {path: path.stat().st_size for path in self._files}
            left = sum(sizes.values())
            for path, size in sizes.items():
                if left <= MOST_BYTES:
                    break
                self._left_out |= self._remove(path)
                left -= size

    def _remove(self, path: Path) -> set[Key]:
        path.unlink(missing_ok=True)
        return self._files.pop(path, set())


def find(folder: Path, session: str, key: Key, table: Callable[[str], Table]) -> tuple[Edit, Plan] | None:
    """The way of this key, and the plan that it leads to; None if it isn't there.

    Raises
    ------
    BpExplorerError, ValueError, LookupError, TypeError
        If a file of them can't be read.
    """
    for path in sorted(folder.glob(f"{_begin(session)}*{_END}"), reverse=True):
        way = bounded_reading.read(path, lambda file: _read(file, key, table), limit=MAX_FILE_BYTES)
        if way is not None:
            return way
    return None


def _begin(session: str) -> str:
    return f"{_BEGIN}{session}-"


def _dump(ways: Sequence[Way]) -> dict[str, Blocks]:
    writer = told_edits.Writer()
    index = []
    for way in ways:
        told: dict[str, object] = {"key": way.key, "plan": msgspec.to_builtins(stored(way.plan))}
        if isinstance(
            way.plan.data, DrawnChoice
        ):  # each stroke makes another table: they lie in no file of their own
            parts = table_members.dump(way.plan.data.table)
            told["table"] = {part: (writer.add(blocks), len(blocks)) for part, blocks in parts.items()}
        index.append(told | {"edit": writer.told(way.edit)})
    return {_INDEX: Blocks(msgspec.json.encode(index)), _NUMBERS: writer.numbers}


def _read(file: BinaryIO, key: Key, table: Callable[[str], Table]) -> tuple[Edit, Plan] | None:
    packed = Archive(file)
    packed.check_room(_ROOM.get, total=MAX_FILE_BYTES)
    index: list[dict[str, Any]] = msgspec.json.decode(packed.read(_INDEX, limit=_MAX_INDEX_BYTES))
    told = next((each for each in index if tuple(each["key"]) == key), None)
    if told is None:
        return None
    numbers = packed.read_large(_NUMBERS, limit=MAX_FILE_BYTES)
    plan = _plan(told, numbers, table)
    data = prepare(plan.data, plan.spec.activations[-1]).training
    return told_edits.read(told["edit"], numbers, data), plan


def _plan(told: dict[str, Any], numbers: memoryview, table: Callable[[str], Table]) -> Plan:
    kind = kind_of(told["plan"])
    plan = strict.build(told["plan"], kind, _INDEX)
    if isinstance(plan, PlanOfDataSet):
        return plan.plan()
    digest = plan.data.digest
    if "table" not in told:
        return plan.plan(table(digest))
    parts = {
        part.removesuffix(".npy"): bytes(numbers[at : at + size])
        for part, (at, size) in told["table"].items()
    }
    return plan.plan(table_members.parse(parts, digest))


def _is_too_large(way: Way) -> bool:
    return most_bytes(way.plan.spec, way.plan.config) > MOST_BYTES
