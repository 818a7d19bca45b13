"""Makes the edits of a journal again, on the state from which they went on."""

import base64
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bpexplorer.core.edits.base import Context, Edit, TakeBack
from bpexplorer.core.edits.ends import UseDataKeepingWeights
from bpexplorer.core.edits.run import UseData
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.state import TrainerState, start_run
from bpexplorer.data.choice import Source
from bpexplorer.data.prepare import prepare
from bpexplorer.data.table.table import Table
from bpexplorer.project import files
from bpexplorer.project.disk import outside
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import consistency, strict
from bpexplorer.project.parts.stored_plan import PlanOfDataSet, PlanOfTable, kind_of
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project, View
from bpexplorer.project.recovery import table_apart
from bpexplorer.project.recovery.journal import (
    JOURNAL,
    PLAIN,
    Clean,
    Kept,
    Line,
    Made,
    Moved,
    Opened,
    OtherData,
    OtherTable,
    Reverted,
    Told,
    read,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Continued:
    """What a window had. It goes on from ``file``, as that was last saved, unless that is None: then from its work, or
    from a start."""

    project: Project
    file: Opened | None = None


def continued(folder: Path, work: tuple[Project, str] | None) -> Continued | None:
    """What a window had: its work, which has this digest, with the edits made after it, as far as the journal tells.

    Where there is no work, because it was killed before that was written, what it had opened with the edits since; None
    if there are none.
    """
    lines = list(read(folder))
    begun = _last(lines, lambda line: isinstance(line, Opened | Clean))
    seen = _last(lines, lambda line: work is not None and isinstance(line, Kept) and line.digest == work[1])
    opened, kept = lines[begun] if begun > seen else None, lines[seen] if seen >= 0 else None
    # Of work that no line knows nobody can say whether it is older.
    if isinstance(opened, Opened) and (work is None or kept is not None):
        project = _project_of(opened, folder)
        if project is not None:
            replay = _followed(project, opened, lines, folder)
            if replay.has_made:
                return Continued(replay.project, opened if opened.path is not None else None)
    if work is None:
        return None
    return Continued(_followed(work[0], kept, lines, folder).project if isinstance(kept, Kept) else work[0])


def _followed(project: Project, begin: Kept | Opened, lines: list[Line], folder: Path) -> "_Replay":
    """The project with all that its session made after the line that it was seen in."""
    replay = _Replay(project, begin.number, folder)
    try:
        for line in lines:
            if line.session == begin.session and isinstance(line, Made | Reverted | Moved):
                replay.follow(line)
    except (BpExplorerError, ValueError, LookupError, TypeError):
        log.exception("the journal can't be followed to its end")  # what came before is whole
    return replay


def _project_of(opened: Opened, folder: Path) -> Project | None:
    """What was open when nothing was unsaved; None if it isn't there any more as it was."""
    try:
        if opened.plan is not None:
            plan = _plan_of(opened.plan, folder)
            data = prepare(plan.data, plan.spec.activations[-1]).training
            return Project(plan, start_run(plan.spec, plan.config, data, run=opened.run))
        path = Path(opened.path or "")
        return files.load(path) if outside.digest_of(path) == opened.digest else None
    except (BpExplorerError, OSError, ValueError):
        log.exception("what was open can't be had again")
        return None


def _plan_of(told: dict[str, object], folder: Path) -> Plan:
    if kind_of(told) is PlanOfDataSet:
        return strict.build(told, PlanOfDataSet, JOURNAL).plan()
    stored = strict.build(told, PlanOfTable, JOURNAL)
    return stored.plan(table_apart.read(folder, stored.data.digest))


def _last(lines: list[Line], is_meant: Callable[[Line], bool]) -> int:
    """Where the last such line is; -1 if there is none."""
    return max((at for at, line in enumerate(lines) if is_meant(line)), default=-1)


class _Replay:
    """A run that edits are made of again, in the order in which they were made; it never trains.

    Tables that weren't in use before lie in ``folder``.
    """

    def __init__(self, project: Project, number: int, folder: Path) -> None:
        self._plan, self._state, self._view = project.plan, project.state, project.view
        self._number, self._folder = number, folder
        table = project.plan.table
        self._tables = {} if table is None else {table.digest: table}
        #: Whether anything was made.
        self.has_made = False
        #: What takes an edit back, or makes it again, and the plan that this leads to.
        self._undo: dict[int, tuple[Edit, Plan]] = {}
        self._redo: dict[int, tuple[Edit, Plan]] = {}

    @property
    def project(self) -> Project:
        """As far as it was followed."""
        return Project(self._plan, self._state, _fitting(self._view, self._plan.spec, self._state))

    def follow(self, line: Made | Reverted | Moved) -> None:
        """Make what a line tells, unless the work has seen it, or something is missing before it."""
        if isinstance(line, Moved):
            if line.number == self._number and len(line.offsets) == len(self._plan.offsets):
                self._plan = replace(self._plan, offsets=line.offsets)
                self.has_made = True
            return
        if line.number != self._number + 1:
            return
        if isinstance(line, Reverted):
            self._redo[line.edit_id] = self._make(*self._undo.pop(line.edit_id), line.number)
        else:
            known = line.edit_id in self._redo
            edit, plan = self._redo.pop(line.edit_id) if known else self._edit_of(line)
            self._undo[line.edit_id] = self._make(edit, plan, line.number)
        self._number, self.has_made = line.number, True

    def _make(self, edit: Edit, plan: Plan, number: int) -> tuple[Edit, Plan]:
        """Make an edit that leads to this plan; what takes it back, and to which plan that leads."""
        before, old = self._state, self._plan
        after, inverse = edit.on_state(before, Context(number))
        Project(plan, after)  # raises where they aren't of each other
        self._state, self._plan = after, plan
        return TakeBack.of(inverse, before, after), old

    def _edit_of(self, line: Made) -> tuple[Edit, Plan]:
        if line.kind not in (UseData.__name__, UseDataKeepingWeights.__name__):
            edit = strict.build(line.fields, PLAIN[line.kind], JOURNAL)
            return edit, self._plan.after(edit)
        told, choice = self._data_of(line.fields)
        data = prepare(choice, told.spec.activations[-1]).training
        if told.places is not None:
            keeping = UseDataKeepingWeights(told.spec, told.config, data, *told.places, told.label)
            return keeping, self._plan.after(keeping, choice)
        start = None if told.parameters is None else _parameters(told.parameters, told.spec)
        use = UseData(told.spec, told.config, data, told.label, start)
        return use, self._plan.after(use, choice)

    def _data_of(self, fields: dict[str, object]) -> tuple[Told, Source]:
        if kind_of({"data": fields.get("choice")}) is PlanOfDataSet:
            of_set = strict.build(fields, OtherData, JOURNAL)
            return of_set, of_set.choice
        of_table = strict.build(fields, OtherTable, JOURNAL)
        return of_table, of_table.choice.choice(self._table(of_table.choice.digest))

    def _table(self, digest: str) -> Table:
        if digest not in self._tables:
            self._tables[digest] = table_apart.read(self._folder, digest)
        return self._tables[digest]


def _fitting(view: View, spec: NetworkSpec, state: TrainerState) -> View:
    """What was shown, as far as it is still there."""
    try:
        consistency.check_view(view, spec, state.data)
    except ProjectFileError:
        return View(
            workspace=view.workspace,
            tool=view.tool,
            scale=view.scale,
            neurons_by=view.neurons_by,
            edges_by=view.edges_by,
        )
    return view


def _parameters(text: str, spec: NetworkSpec) -> Parameters:
    numbers = np.frombuffer(base64.b64decode(text, validate=True), dtype="<f8")
    if numbers.shape != (spec.parameter_count,) or not np.isfinite(numbers).all():
        raise ValueError("these aren't the numbers of such a network")
    return Parameters(spec, numbers.astype(np.float64))
