"""Mistakes in window, canvas and document that the tester has to find, and after how many events it does.

Each is planted in a copy of the program, as those of `tests.planted` are, and the tester is let loose on the copy.
"""

import compileall
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from py_compile import PycInvalidationMode
from typing import Final

from tests.planted.planting import Bug, Copy, copied

#: How many seeds are tried, and how many events of each.
SEEDS, EVENTS = 5, 2_000

BUGS: Final = (
    Bug(
        name="undo: what was undone can be done again after another step",
        where="UndoStack._cut",
        old="del self._commands[at:]",
        new="pass",
        tests=(),
    ),
    Bug(
        name="undo: a layer that was moved stays where it is",
        where="PlanCommand.undo",
        old="self._document.take(self._before,",
        new="self._document.take(self._after,",
        tests=(),
    ),
    Bug(
        name="undo: the data stay those after the edit",
        where="EditCommand.undo",
        old="self._before, self._prepared_before, message",
        new="self._before, self._document.prepared, message",
        tests=(),
    ),
    Bug(
        name="undo: quick edits of different things become one step",
        where="EditCommand._is_continued_by",
        old="same = self._merge_key is not None and self._merge_key == newer._merge_key",
        new="same = self._merge_key == newer._merge_key",
        tests=(),
    ),
    Bug(
        name="document: what was done to one project can be undone in the next",
        where="NetworkDocument.load",
        old="        self.undo_stack.clear()\n",
        new="",
        tests=(),
    ),
    Bug(
        name="document: a save that was overtaken by an edit counts as one of that edit",
        where="NetworkDocument.mark_saved",
        old="if plan is self._plan:",
        new="if plan is not None:",
        tests=(),
    ),
    Bug(
        name="window: a frame from before the newest edit is shown",
        where="FrameIntake.take",
        old="if frame is None or frame.edit_number != self._document.posted:",
        new="if frame is None:",
        tests=(),
    ),
    Bug(
        name="window: a panel that comes into sight keeps what it showed before",
        where="DrawLoop.catch_up",
        old="self._stale = [view for view in self._views if self._drawn.get(view) is not self._picture]",
        new="self._stale = []",
        tests=(),
    ),
    Bug(
        name="window: a walk through a step goes on after an edit",
        where="StepThrough._on_plan_changed",
        old="            self._drop(_EDITED, goes_on=False)\n",
        new="",
        tests=(),
    ),
    Bug(
        name="canvas: what the mouse holds outlives an edit that takes it away",
        where="NetworkView.show_plan",
        old="            self.drop()\n",
        new="",
        tests=(),
    ),
    Bug(
        name="canvas: a new structure is coloured by the frame of the old one",
        where="Presentation.show_plan",
        old="self.frame = self.reading = self._maps = None",
        new="self.reading = self._maps = None",
        tests=(),
    ),
    Bug(
        name="canvas: the popup of a layer outlives the layer",
        where="LayerEditor.refresh",
        old="if self._view.placement.spec.depth == self._depth:",
        new="if popup.layer > 0:",
        tests=(),
    ),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A bug, after how many events it was found (None: it wasn't), and as what."""

    bug: Bug
    events: int | None
    as_what: str


def found(bugs: Sequence[Bug], seeds: int = SEEDS, events: int = EVENTS) -> Iterator[Found]:
    """Let the tester loose on the program with each of these bugs, one after another."""
    with copied() as copy:
        # By its hash, a file with a mistake is another one: size and second may be the same. The rest is compiled once.
        compileall.compile_dir(copy.root, quiet=2, invalidation_mode=PycInvalidationMode.CHECKED_HASH)
        for bug in bugs:
            with copy.planted(bug):
                yield _looked_for(bug, copy, seeds, events)


def _looked_for(bug: Bug, copy: Copy, seeds: int, events: int) -> Found:
    command = [sys.executable, "-m", "tests.attack.anything", "play", "--first-fault"]
    options = ["--seeds", str(seeds), "--events", str(events)]
    environment = os.environ | {"PYTHONPATH": str(copy.root), "PYTHONDONTWRITEBYTECODE": "1"}
    run = subprocess.run(
        [*command, *options], cwd=copy.root, env=environment, capture_output=True, text=True, check=False
    )
    played = [int(number) for number in re.findall(r"^seed \d+: (\d+) events", run.stdout, re.MULTILINE)]
    if run.returncode == 0:
        return Found(bug, None, "")
    lines = [line for line in run.stdout.splitlines() if line.startswith("seed ")]
    what = lines[-1].partition(" s, ")[2] if lines else run.stderr[-300:]
    return Found(bug, sum(played) if lines else None, what)
