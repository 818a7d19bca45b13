"""The undo commands: an edit of the plan, made by the document and told to the thread that owns the numbers."""

import time
from collections.abc import Callable
from typing import Protocol

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.messages import Apply, Revert
from bpexplorer.core.spec import Neuron
from bpexplorer.data.prepare import PreparedData
from bpexplorer.document.undo import Command, Macro
from bpexplorer.project.plan import Plan

#: Changes of one number that follow each other faster than this are one undo step: typing, or turning a wheel.
MERGE_SECONDS = 1.0

MapNeuron = Callable[[Neuron], Neuron | None]


class Editable(Protocol):
    """What a command needs of the document."""

    @property
    def plan(self) -> Plan: ...
    @property
    def prepared(self) -> PreparedData: ...
    @property
    def place(self) -> tuple[int, int]: ...
    def expect_place(self, place: tuple[int, int]) -> None: ...
    def next_number(self) -> int: ...
    def take(
        self, plan: Plan, prepared: PreparedData, message: Apply | Revert | None, map_neuron: MapNeuron
    ) -> None: ...


class PlanCommand:
    """Replaces the plan by another; nothing but what stands on the canvas changes."""

    def __init__(self, document: Editable, after: Plan, text: str) -> None:
        self.text, self.edit_ids = text, frozenset[int]()
        self._document, self._before, self._after = document, document.plan, after

    def redo(self) -> None:
        self._document.take(self._after, self._document.prepared, None, lambda neuron: neuron)

    def undo(self) -> None:
        self._document.take(self._before, self._document.prepared, None, lambda neuron: neuron)

    def merge(self, newer: Command) -> bool:
        return False


class Places:
    """Where the run is on both sides of a command: until the first frame says so, nobody else knows."""

    def __init__(self, document: Editable, *, there: tuple[int, int] | None = None) -> None:
        self._document, self._there = document, there

    def cross(self) -> None:
        """Be on the other side, as far as it is known."""
        here, there = self._document.place, self._there
        self._there = here
        if there is not None:
            self._document.expect_place(there)


class EditCommand:
    """Makes an edit and takes it back. It is validated here, before it is pushed: ``redo`` can't fail.

    Commands with the same ``merge_key`` that follow each other quickly become one. That is for edits that
    replace each other, as a number that is typed does: undoing the first then undoes all.
    """

    def __init__(
        self,
        document: Editable,
        edit: Edit,
        prepared: PreparedData | None = None,
        *,
        merge_key: str | None = None,
    ) -> None:
        self.text = edit.text
        self._document = document
        self._before, self._prepared_before = document.plan, document.prepared
        self._prepared_after = prepared or document.prepared
        self._after = document.plan.after(edit, self._prepared_after.choice)
        self._edit, self._merge_key, self._made = edit, merge_key, time.monotonic()
        self._places = Places(document) if edit.moves_run else None
        #: The number that the edit is first posted under, and its name from then on; 0 until it is done. A command
        #: that is refused takes no number: the training thread would never come to it.
        self.edit_id = 0
        #: (run, step) at which it was done last.
        self.made_at = document.place

    @property
    def edit_ids(self) -> frozenset[int]:
        return frozenset({self.edit_id}) if self.edit_id else frozenset()

    @property
    def changes_structure(self) -> bool:
        """Whether it edits the structure of the network and lets its run go on."""
        before, after = self._before.spec, self._after.spec
        is_another = (before.sizes, before.activations) != (after.sizes, after.activations)
        return is_another and not self._edit.begins_run

    @property
    def begins_run(self) -> bool:
        """Whether it begins a new run."""
        return self._edit.begins_run

    def redo(self) -> None:
        number = self._document.next_number()
        self.edit_id = self.edit_id or number
        message = Apply(number, self.edit_id, self._edit)
        self.made_at = self._document.place
        self._cross()
        self._document.take(self._after, self._prepared_after, message, self._edit.map_neuron)

    def undo(self) -> None:
        message = Revert(self._document.next_number(), self.edit_id)
        back = _backwards(self._edit, self._before)
        self._cross()
        self._document.take(self._before, self._prepared_before, message, back)

    def _cross(self) -> None:
        if self._places is not None:
            self._places.cross()

    def merge(self, newer: Command) -> bool:
        if not isinstance(newer, EditCommand) or not self._is_continued_by(newer):
            return False
        self._edit, self._after, self._made = newer._edit, newer._after, newer._made
        return True

    def _is_continued_by(self, newer: "EditCommand") -> bool:
        same = self._merge_key is not None and self._merge_key == newer._merge_key
        return same and newer._made - self._made <= MERGE_SECONDS


def leaves_mixed(undone: Command, place: tuple[int, int]) -> bool:
    """Whether a command that was undone has brought a structure back whose weights training has changed since: the run
    is at another ``place``."""
    if isinstance(undone, Macro):
        return any(leaves_mixed(each, place) for each in undone.commands)
    return isinstance(undone, EditCommand) and undone.changes_structure and undone.made_at != place


def _backwards(edit: Edit, before: Plan) -> MapNeuron:
    """Where a neuron of the edited structure was before the edit."""
    origin = {
        edit.map_neuron(Neuron(layer, index)): Neuron(layer, index)
        for layer, size in enumerate(before.spec.sizes)
        for index in range(size)
    }
    return origin.get
