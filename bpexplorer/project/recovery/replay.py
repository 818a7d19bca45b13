"""Makes the edits of a journal again, on the state from which they went on."""

import base64
import logging
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from bpexplorer.core.edits.base import Context, Edit, TakeBack
from bpexplorer.core.edits.ends import UseDataKeepingWeights
from bpexplorer.core.edits.run import RestoreState, UseData
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.state import TrainerState, start_run
from bpexplorer.data.choice import Source
from bpexplorer.data.drawing import DrawSamples, Stroke, drawn_on
from bpexplorer.data.prepare import prepare
from bpexplorer.data.table.table import Table
from bpexplorer.project import files
from bpexplorer.project.disk import outside
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.parts import consistency, strict, table_members
from bpexplorer.project.parts.stored_plan import PlanOfDataSet, PlanOfDrawing, kind_of
from bpexplorer.project.plan import Plan
from bpexplorer.project.project import Project, View
from bpexplorer.project.recovery import numbers_apart, table_apart, ways
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
    Step,
    Tabled,
    Told,
    ToldStroke,
    WentBack,
    read,
)

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, eq=False)
class Continued:
    """What a window had. It goes on from ``file``, as that was last saved, unless that is None: then from its work, or
    from a start. ``session`` is what the journal calls the window, if it tells of it."""

    project: Project
    file: Opened | None = None
    session: str | None = None


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
        project = _project_of(opened, folder, lines)
        if project is not None:
            replay = _followed(project, opened, lines, folder)
            if replay.has_made:
                file = opened if opened.path is not None else None
                return Continued(replay.project, file, replay.session)
    if work is None or (isinstance(opened, Clean) and kept is not None):  # killed before the work was cleared
        return None
    if not isinstance(kept, Kept):
        return Continued(work[0])
    replay = _followed(work[0], kept, lines, folder)
    return Continued(replay.project, session=replay.session)


def _followed(project: Project, begin: Kept | Opened, lines: list[Line], folder: Path) -> "_Replay":
    """The project with all that its session made after the line that it was seen in, and who went on with it."""
    replay = _Replay(project, begin, folder)
    try:
        for line in lines:
            if isinstance(line, Tabled) or (isinstance(line, Step) and replay.is_of(line)):
                replay.follow(line)
    except (BpExplorerError, ValueError, LookupError, TypeError):
        log.exception("the journal can't be followed to its end")  # what came before is whole
    return replay


def _project_of(opened: Opened, folder: Path, lines: list[Line]) -> Project | None:
    """What was open when nothing was unsaved; None if it isn't there any more as it was."""
    try:
        if opened.plan is not None:
            plan = _plan_of(opened.plan, folder, lines)
            data = prepare(plan.data, plan.spec.activations[-1]).training
            return Project(plan, start_run(plan.spec, plan.config, data, run=opened.run))
        path = Path(opened.path or "")
        return files.load(path) if outside.digest_of(path) == opened.digest else None
    except (BpExplorerError, OSError, ValueError):
        log.exception("what was open can't be had again")
        return None


def _plan_of(told: dict[str, object], folder: Path, lines: list[Line]) -> Plan:
    kind = kind_of(told)
    stored = strict.build(told, kind, JOURNAL)
    if isinstance(stored, PlanOfDataSet):
        return stored.plan()
    digest = stored.data.digest
    inside = next((line for line in lines if isinstance(line, Tabled) and line.digest == digest), None)
    return stored.plan(table_apart.read(folder, digest) if inside is None else _table_in(inside))


def _table_in(line: Tabled) -> Table:
    parts = {name.removesuffix(".npy"): data for name, data in line.parts.items()}
    return table_members.parse(parts, line.digest)


def _last(lines: list[Line], is_meant: Callable[[Line], bool]) -> int:
    """Where the last such line is; -1 if there is none."""
    return max((at for at, line in enumerate(lines) if is_meant(line)), default=-1)


class _Replay:
    """A run that edits are made of again, in the order in which they were made; it never trains.

    Tables that weren't in use before lie in ``folder``, and so do the ways of edits that were made before it begins.
    """

    def __init__(self, project: Project, begin: Kept | Opened, folder: Path) -> None:
        self._plan, self._state, self._view = project.plan, project.state, project.view
        #: Whose lines are followed.
        self.session = begin.session
        self._number, self._mark, self._folder = begin.number, begin.mark, folder
        table = project.plan.table
        self._tables = {} if table is None else {table.digest: table}
        #: Whether anything was made.
        self.has_made = False
        #: By edit, what takes it back, or makes it again, and the plan that this leads to.
        self._ways: dict[int, tuple[Edit, Plan]] = {}
        #: Of marks that were taken since, what they go back to.
        self._marks: dict[int, tuple[Edit, Plan]] = {}

    @property
    def project(self) -> Project:
        """As far as it was followed."""
        return Project(self._plan, self._state, _fitting(self._view, self._plan.spec, self._state))

    def is_of(self, line: Step) -> bool:
        """Whether a line tells of this run."""
        return (line.of if isinstance(line, Adopted) else line.session) == self.session

    def follow(self, line: Step) -> None:
        """Make what a line tells, unless the work has seen it, or something is missing before it."""
        match line:
            case Tabled():
                self._tables[line.digest] = _table_in(line)
            case Adopted():  # by a window in which nothing could be undone
                self.session, self._number, self._mark = line.session, line.number, 0
                self._ways, self._marks = {}, {}
            case Marked():
                if line.number == self._number and line.mark > self._mark:
                    self._marks[line.mark] = RestoreState(self._state), self._plan
            case Moved():
                if line.number == self._number and len(line.offsets) == len(self._plan.offsets):
                    self._plan = replace(self._plan, offsets=line.offsets)
                    self.has_made = True
            case _ if line.number == self._number + 1:
                edit, plan = self._edit_of(line)
                self._ways[line.edit_id] = self._make(edit, plan, line.number)
                self._number, self.has_made = line.number, True

    def _make(self, edit: Edit, plan: Plan, number: int) -> tuple[Edit, Plan]:
        """Make an edit that leads to this plan; what takes it back, and to which plan that leads."""
        before, old = self._state, self._plan
        after, inverse = edit.on_state(before, Context(number))
        Project(plan, after)  # raises where they aren't of each other
        self._state, self._plan = after, plan
        if plan.table is not None:
            self._tables[plan.table.digest] = plan.table
        return TakeBack.of(inverse, before, after), old

    def _edit_of(self, line: Made | Reverted | Again | WentBack) -> tuple[Edit, Plan]:
        """What is made, and the plan that it leads to."""
        match line:
            case Made():
                return self._new_edit(line)
            case WentBack():
                known, key = self._marks.get(line.mark), ways.mark_key(line.mark)
            case _:
                known, key = self._ways.get(line.edit_id), ways.edit_key(line.edit_id, line.made)
        way = known or ways.find(self._folder, self.session, key, self._table)
        if way is None:
            raise LookupError(f"there is no way of {key}")
        return way

    def _new_edit(self, line: Made) -> tuple[Edit, Plan]:
        if line.kind == DrawSamples.__name__:
            return self._stroke(strict.build(line.fields, ToldStroke, JOURNAL).stroke)
        if line.kind not in (UseData.__name__, UseDataKeepingWeights.__name__):
            edit = strict.build(line.fields, PLAIN[line.kind], JOURNAL)
            return edit, self._plan.after(edit)
        told, choice = self._data_of(line.fields)
        data = prepare(choice, told.spec.activations[-1]).training
        if told.places is not None:
            keeping = UseDataKeepingWeights(told.spec, told.config, data, *told.places, told.label)
            return keeping, self._plan.after(keeping, choice)
        use = UseData(told.spec, told.config, data, told.label, self._parameters_of(told))
        return use, self._plan.after(use, choice)

    def _stroke(self, stroke: Stroke) -> tuple[Edit, Plan]:
        output = self._plan.spec.activations[-1]
        drawn = drawn_on(prepare(self._plan.data, output), stroke)
        edit = DrawSamples(prepare(drawn.choice, output).training, drawn.places, stroke=stroke)
        return edit, self._plan.after(edit, drawn.choice)

    def _data_of(self, fields: dict[str, object]) -> tuple[Told, Source]:
        kind = kind_of({"data": fields.get("choice")})
        if kind is PlanOfDataSet:
            of_set = strict.build(fields, OtherData, JOURNAL)
            return of_set, of_set.choice
        if kind is PlanOfDrawing:
            of_drawing = strict.build(fields, OtherDrawing, JOURNAL)
            return of_drawing, of_drawing.choice.choice(self._table(of_drawing.choice.digest))
        of_table = strict.build(fields, OtherTable, JOURNAL)
        return of_table, of_table.choice.choice(self._table(of_table.choice.digest))

    def _table(self, digest: str) -> Table:
        if digest not in self._tables:
            self._tables[digest] = table_apart.read(self._folder, digest)
        return self._tables[digest]

    def _parameters_of(self, told: Told) -> Parameters | None:
        if told.parameters is not None:
            return _parameters(told.parameters, told.spec)
        if told.numbers is not None:
            flat = numbers_apart.read(self._folder, told.numbers, told.spec.parameter_count)
            return Parameters(told.spec, flat)
        return None


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
