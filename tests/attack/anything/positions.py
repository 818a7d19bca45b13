"""What every place of the undo stack is known to be: the plan there, and the run's numbers at a step there."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.state import TrainerState
from bpexplorer.document.commands import EditCommand
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.project.plan import Plan


@dataclass(slots=True)
class Positions:
    """Of the project that is open: a place is named by the step that can be undone there.

    Where the same place is come to again, the plan must be the one that was there, and at the same step of the same run
    every number to the bit: no step lies between.
    """

    generation: int = -1
    #: By the place; its step is held so that no other one gets its identity.
    plans: dict[int, tuple[Any, object, Plan]] = field(default_factory=dict)
    bits: dict[tuple[int, int, int], str] = field(default_factory=dict)
    #: The step that was looked at last, as it was then, and whether it does what it says.
    _looked_at: tuple[Any, float] = (None, 0.0)
    _is_as_said: bool = True

    def differing_plan(self, document: NetworkDocument) -> Plan | None:
        """The plan that was known of this place, if it is another one; else it is known from now on."""
        if document.generation != self.generation:
            self.generation, self.plans, self.bits = document.generation, {}, {}
        key, step = _place(document)
        # Quick changes of one number become one step with the one before.
        made = getattr(step, "_made", None)
        known = self.plans.get(key)
        if step is None:
            return None
        if known is not None and known[1] == made:
            return None if known[2] == document.plan else known[2]
        if known is not None:
            self.bits = {place: each for place, each in self.bits.items() if place[0] != key}
        self.plans[key] = (step, made, document.plan)
        return None

    def has_other_bits(self, document: NetworkDocument, state: TrainerState) -> bool:
        """Whether the numbers here were others at this step of this run; else they are known from now on."""
        mask = b"" if state.mask is None else state.mask.flat.tobytes()
        digest = hashlib.sha256(state.planes.flat.tobytes() + mask).hexdigest()
        key, step = _place(document)
        return step is not None and self.bits.setdefault((key, state.run, state.step), digest) != digest

    def does_what_it_says(self, document: NetworkDocument) -> bool:
        """Whether the step that can be undone here leads from its plan before to the one after by its one edit: only
        edits that replace each other become one step."""
        _, step = _place(document)
        if not isinstance(step, EditCommand) or not document.undo_stack.can_undo:
            return True
        if self._looked_at != (step, step._made):
            self._looked_at = step, step._made
            try:
                self._is_as_said = step._before.after(step._edit, step._prepared_after.choice) == step._after
            except BpExplorerError:
                self._is_as_said = False
        return self._is_as_said


def _place(document: NetworkDocument) -> tuple[int, Any]:
    """A name for the place of the undo stack, and the step that it is named after: the one that can be undone there, or
    at the beginning the one that can be done again. An empty stack says nothing."""
    stack = document.undo_stack
    if stack._index:
        return id(stack._commands[stack._index - 1]), stack._commands[stack._index - 1]
    return (-id(stack._commands[0]), stack._commands[0]) if stack._commands else (0, None)
