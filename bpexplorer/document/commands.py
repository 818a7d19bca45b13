"""The undo commands: an edit of the plan, made by the document and told to the thread that owns the numbers."""

import time
from collections.abc import Callable
from typing import Protocol

from PySide6.QtGui import QUndoCommand
from typing_extensions import override

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.messages import Apply, Revert
from bpexplorer.core.spec import Neuron
from bpexplorer.data.prepare import PreparedData
from bpexplorer.guard import guard
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
    def next_number(self) -> int: ...
    def take(
        self, plan: Plan, prepared: PreparedData, message: Apply | Revert | None, map_neuron: MapNeuron
    ) -> None: ...


class PlanCommand(QUndoCommand):
    """Replaces the plan by another; nothing but what stands on the canvas changes."""

    def __init__(self, document: Editable, after: Plan, text: str) -> None:
        super().__init__(text)
        self._document, self._before, self._after = document, document.plan, after

    @override
    @guard
    def redo(self) -> None:
        self._document.take(self._after, self._document.prepared, None, lambda neuron: neuron)

    @override
    @guard
    def undo(self) -> None:
        self._document.take(self._before, self._document.prepared, None, lambda neuron: neuron)


class EditCommand(QUndoCommand):
    """Makes an edit and takes it back. It is validated here, before it is pushed: ``redo`` can't fail.

    Commands with the same ``merge_key`` (not -1) that follow each other quickly become one. That is for edits that
    replace each other, as a number that is typed does: undoing the first then undoes all.
    """

    def __init__(
        self, document: Editable, edit: Edit, prepared: PreparedData | None = None, *, merge_key: int = -1
    ) -> None:
        super().__init__(edit.text)
        self._document = document
        self._before, self._prepared_before = document.plan, document.prepared
        self._prepared_after = prepared or document.prepared
        self._after = document.plan.after(edit, self._prepared_after.choice)
        self._edit, self._merge_key, self._made = edit, merge_key, time.monotonic()
        #: The number that the edit is first posted under, and its name from then on.
        self.edit_id = document.next_number()
        self._fresh = True

    @override
    @guard
    def redo(self) -> None:
        number = self.edit_id if self._fresh else self._document.next_number()
        self._fresh = False
        message = Apply(number, self.edit_id, self._edit)
        self._document.take(self._after, self._prepared_after, message, self._edit.map_neuron)

    @override
    @guard
    def undo(self) -> None:
        message = Revert(self._document.next_number(), self.edit_id)
        back = _backwards(self._edit, self._before)
        self._document.take(self._before, self._prepared_before, message, back)

    @override
    @guard(returns=-1)
    def id(self) -> int:
        return self._merge_key

    @override
    @guard(returns=False)
    def mergeWith(self, other: QUndoCommand) -> bool:
        if not isinstance(other, EditCommand) or other._made - self._made > MERGE_SECONDS:
            return False
        self._edit, self._after, self._made = other._edit, other._after, other._made
        return True


def _backwards(edit: Edit, before: Plan) -> MapNeuron:
    """Where a neuron of the edited structure was before the edit."""
    origin = {
        edit.map_neuron(Neuron(layer, index)): Neuron(layer, index)
        for layer, size in enumerate(before.spec.sizes)
        for index in range(size)
    }
    return origin.get
