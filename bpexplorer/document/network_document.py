"""The open project: the plan, its data, and the undo stack. Every change goes through here and is told to everybody."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QObject, Signal

from bpexplorer.core.edits.base import Edit
from bpexplorer.core.edits.ends import UseDataKeepingWeights
from bpexplorer.core.edits.messages import Apply, Forget, Revert
from bpexplorer.core.edits.run import Configure, GoBack, NewStart, ResetToStart, UseData
from bpexplorer.core.edits.structure import AddNeurons, InsertLayer, RemoveNeurons
from bpexplorer.core.errors import DataError
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.spec import LayerSpec, NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training.rules.stopping import STOPPING_RULES
from bpexplorer.core.training_data import fixed_places
from bpexplorer.data.choice import Source
from bpexplorer.data.drawing import Drawn, DrawSamples, Stroke, drawn_on
from bpexplorer.data.prepare import PreparedData, prepare
from bpexplorer.document.commands import EditCommand, MapNeuron, PlanCommand, leaves_mixed
from bpexplorer.document.marks import Marks
from bpexplorer.document.pending import RESTARTING, PendingChoices
from bpexplorer.document.session import Session, SessionState
from bpexplorer.document.setting_words import setting_words
from bpexplorer.document.undo import Command, UndoStack
from bpexplorer.document.unsaved import Unsaved
from bpexplorer.guard import guard
from bpexplorer.project.fitting import fitted, places_by_name, with_sizes
from bpexplorer.project.importing import imported
from bpexplorer.project.outputs import Outputs
from bpexplorer.project.plan import Plan
from bpexplorer.project.weights import WeightsFile
from bpexplorer.translation import tr

UNDO_LIMIT = 200
#: The size of a new layer that has no hidden neighbour to take it from.
DEFAULT_LAYER_SIZE = 8
#: Settings that are typed or turned; quick changes of one of them are one undo step.
MERGING = frozenset({"learning_rate", "batch_size", "optimizer_settings", *STOPPING_RULES})


class NetworkDocument(QObject):
    """Holds what the user decides. Requests raise BpExplorerError and change nothing if they can't be met."""

    #: (new plan, old plan), after each edit; they are equal where it changed nothing but numbers of the run.
    plan_changed = Signal(object, object)
    #: Apply, Revert, Forget or TakeMark, for the thread that owns the numbers.
    message_posted = Signal(object)
    #: Another project is open: plan, data, session and path are new.
    loaded = Signal()
    path_changed = Signal()
    #: The run is known to be at another step.
    progressed = Signal()
    modified_changed = Signal(bool)
    #: Undo has brought a structure back, and left weights as training has made them since: what was undone, and the
    #: Mark from before it, or None.
    left_mixed = Signal(str, object)

    def __init__(self, plan: Plan, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._plan, self._prepared = plan, prepare(plan.data, plan.spec.activations[-1])
        self._posted = 0
        self._path: Path | None = None
        self._generation = 0
        self._saved_at = self._now_at = (0, 0)
        self._saved_when = datetime.now()
        self._is_training = self._modified = False
        #: Whether what is open was never saved as it was when it was opened.
        self._is_restored = False
        self._is_lent = False
        self.session = Session(self)
        self.pending = PendingChoices(lambda: self._plan, self)
        self._follow()
        self.undo_stack = UndoStack(UNDO_LIMIT, self)
        self.undo_stack.clean_changed.connect(self._on_stack_clean_changed)
        self.undo_stack.undone.connect(self._on_stack_undone)
        self.marks = Marks(
            self, self, post=self.message_posted.emit, push=self._push_command, drop=self._drop_command
        )

    # What is open

    @property
    def plan(self) -> Plan:
        """Structure, training, data choice and layout now."""
        return self._plan

    @property
    def prepared(self) -> PreparedData:
        """The data that the plan chooses, made, split, scaled and encoded."""
        return self._prepared

    @property
    def posted(self) -> int:
        """The number of the newest edit message. A frame that carries another is of an earlier plan."""
        return self._posted

    @property
    def path(self) -> Path | None:
        """The project file, if there is one yet."""
        return self._path

    @property
    def name(self) -> str:
        """What it is called: as its file, or after its data."""
        return self._path.name if self._path else tr("Untitled {data}", data=self._plan.data.name)

    @property
    def generation(self) -> int:
        """Which of the projects that were opened here this is: another number is another project."""
        return self._generation

    @property
    def modified(self) -> bool:
        """Whether there is anything that the file doesn't have: an edit, or a step of training."""
        return self._modified

    @property
    def is_lent(self) -> bool:
        """Whether what is open is a lesson's: nothing of it is the user's to save."""
        return self._is_lent

    @property
    def step(self) -> int:
        """The step that the run is known to be at."""
        return self._now_at[1]

    @property
    def place(self) -> tuple[int, int]:
        """The run and the step that it is known to be at."""
        return self._now_at

    @property
    def unsaved(self) -> Unsaved:
        """What the file doesn't have."""
        (saved_run, saved_step), (run, step) = self._saved_at, self._now_at
        steps = max(0, step - saved_step) if run == saved_run else step
        return Unsaved(
            self.undo_stack.steps_from_clean,
            steps,
            since=self._saved_when,
            is_training=self._is_training,
            is_restored=self._is_restored,
        )

    def load(self, plan: Plan, *, path: Path | None, run: int, step: int) -> None:
        """Open another project, whose run is at this step. Nothing can be undone then."""
        prepared = prepare(plan.data, plan.spec.activations[-1])
        self._plan, self._prepared = plan, prepared
        self._posted = max(self._posted, run) + 1
        self._saved_at = self._now_at = (run, step)
        self._saved_when = datetime.now()
        self._is_training = self._is_restored = self._is_lent = False
        self._path = path
        self._generation += 1
        self.undo_stack.clear()
        self.marks.clear()
        self.pending.discard()
        self.session.restore(SessionState())
        self._follow(lambda _neuron: None)
        self._update_modified()
        self.loaded.emit()
        self.path_changed.emit()

    def mark_saved(
        self, path: Path, *, plan: Plan, run: int, step: int, generation: int, when: datetime | None = None
    ) -> None:
        """Say that a file holds this plan and the run up to this step. What came since then isn't saved.

        That was at the time ``when``, by default now.
        Nothing happens if another project is open by now than the one of this ``generation``.
        """
        if generation != self._generation:
            return
        self._saved_at, self._saved_when, self._path = (run, step), when or datetime.now(), path
        self._is_restored = self._is_lent = False
        if plan is self._plan:
            self.undo_stack.set_clean()
        else:
            self.undo_stack.reset_clean()
        self._update_modified()
        self.path_changed.emit()

    def mark_restored(self) -> None:
        """Say that what was just opened isn't in its file: it was kept from a window that was ended."""
        self._is_restored = True
        self.mark_unsaved()

    def lend(self) -> None:
        """Say that what is open is a lesson's: until somebody saves it, there is nothing to save."""
        self._is_lent = True
        self._update_modified()

    def mark_unsaved(self, lost: Unsaved | None = None) -> None:
        """Say that no file holds what is open.

        What a file holds is as far from it as ``lost`` says, if that is known of when it was open before.
        """
        if lost is not None:
            run, step = self._now_at
            self._saved_at, self._saved_when = (run, max(0, step - lost.steps)), lost.since
            self._is_restored = lost.is_restored
        self.undo_stack.reset_clean(None if lost is None else lost.edits)
        self._update_modified()

    def follow(self, spec: NetworkSpec, config: TrainingConfig) -> None:
        """Let the plan be that of the run, should a fault have parted them. Nothing can be undone then."""
        offsets = self._plan.offsets if spec.depth == self._plan.spec.depth else ()
        self.undo_stack.clear()
        self.undo_stack.reset_clean()
        self.next_number()  # no frame of before is of this plan
        plan = Plan(spec, config, self._plan.data, offsets)
        self.take(plan, self._prepared, None, lambda neuron: neuron)

    def note_progress(self, run: int, step: int, *, training: bool = False) -> None:
        """Say how far the run is, and whether it goes on from there; steps since the save count as changes."""
        has_moved = (run, step) != self._now_at
        self._now_at, self._is_training = (run, step), training
        self._update_modified()
        if has_moved:
            self.progressed.emit()

    def expect_place(self, place: tuple[int, int]) -> None:
        """Say where an edit takes the run to, before its first frame is here."""
        self._now_at = place

    def note_training(self) -> None:
        """Say that training was told to go on: there are steps to lose before the first of them is known."""
        self._is_training = True
        self._update_modified()

    @contextmanager
    def one_step(self, text: str) -> Iterator[None]:
        """Let several requests be one undo step, called ``text``."""
        known = self.undo_stack.edit_ids
        try:
            with self.undo_stack.macro(text):
                yield
        finally:
            self._forget(known - self.undo_stack.edit_ids)

    # Requests: edits, and what becomes one

    def request(self, edit: Edit) -> None:
        """Make an edit, unless it changes nothing. Where it changes the targets, training begins anew."""
        spec = self._plan.spec
        if edit.is_idle(spec):
            return
        if self.restart_reason(edit) is None:
            self._push(edit, merge_key=edit.merge_key)
        else:
            changed = edit.on_spec(spec)
            name = changed.activations[-1]
            prepared = prepare(self._plan.data, name)
            self._push_data(with_sizes(changed, prepared, name), prepared, edit.text)

    def restart_reason(self, edit: Edit) -> str | None:
        """Why an edit would begin training anew, or None if it wouldn't."""
        name = edit.on_spec(self._plan.spec).activations[-1]
        if name == self._plan.spec.activations[-1]:
            return None
        now, then = self._prepared.training, prepare(self._plan.data, name).training
        if then.y_train.shape == now.y_train.shape and (then.y_train == now.y_train).all():
            return None
        return tr("The outputs of {name} need other targets, so training starts over.", name=name)

    def resize_layer(self, layer: int, size: int) -> None:
        """Let a hidden layer have ``size`` neurons, by adding or removing at its end."""
        now = self._plan.spec.layer(layer).size if layer else self._plan.spec.inputs
        if size > now:
            self.request(AddNeurons(layer, size - now))
        elif size < now:
            self.request(RemoveNeurons(layer, tuple(range(max(size, 0), now))))

    def insert_layer(self, position: int, size: int | None = None, activation: str | None = None) -> None:
        """Put a hidden layer at ``position`` = 1…L, by default like the hidden layer next to it."""
        spec = self._plan.spec
        beside = position - 1 if position > 1 else position
        has_neighbour = beside in spec.hidden
        if size is None:
            size = spec.sizes[beside] if has_neighbour else DEFAULT_LAYER_SIZE
        if activation is None:
            activation = spec.layer(beside).activation if has_neighbour else "tanh"
        self.request(InsertLayer(position, LayerSpec(size, activation)))

    def move_layer(self, layer: int, dx: float, dy: float) -> None:
        """Let a layer stand elsewhere on the canvas; scene units."""
        after = self._plan.with_layer_moved(layer, dx, dy)
        if after != self._plan:
            self._push_command(PlanCommand(self, after, tr("Move layer {layer}", layer=layer)))

    # Requests: training and data

    def configure(self, **changes: Any) -> None:
        """Change training settings. Those of the start (RESTARTING) begin a new run; the others change live."""
        before, config = self._plan.config, self._plan.config.with_changes(**changes)
        changed = [name for name in changes if getattr(config, name) != getattr(before, name)]
        if not changed:
            return
        # Another choice has other settings; that needs no saying.
        implied = {f"{name}_settings" for name in changed}
        said = [name for name in changed if name not in implied]
        label = tr("Change {settings}", settings=", ".join(dict.fromkeys(map(setting_words, said))))
        if set(changed).intersection(RESTARTING):
            self._push(NewStart(config, label))
        else:
            is_turned = len(changed) == 1 and changed[0] in MERGING
            self._push(Configure(config, label), merge_key=changed[0] if is_turned else None)

    def choose_data(
        self, choice: Source, *, keep_weights: bool = False, outputs: Outputs | None = None
    ) -> None:
        """Train on other data, from the start. What the data need otherwise changes with them (see ``fitted``).

        With ``keep_weights`` the run begins with the weights as they are now, those of both ends by their names.
        """
        if choice == self._plan.data and outputs in (None, Outputs.of(self._plan)):
            return
        fitting = fitted(self._plan, choice, outputs=outputs)
        if keep_weights:
            places = places_by_name(self._prepared.training, fitting.prepared.training)
            edit = UseDataKeepingWeights(fitting.spec, fitting.config, fitting.prepared.training, *places)
            self._push_command(EditCommand(self, edit, fitting.prepared))
            return
        self._push_data(fitting.spec, fitting.prepared, tr("Change the data"), config=fitting.config)

    def draw(self, stroke: Stroke) -> Drawn:
        """Add samples, and take some away, while the run goes on; one step of undo. Raises DataError if it can't be."""
        drawn = drawn_on(self._prepared, stroke)
        prepared = prepare(drawn.choice, self._plan.spec.activations[-1])
        label = tr("Draw points") if stroke.x else tr("Remove points")
        if not drawn.choice.low:
            label = tr("Add a picture") if stroke.x else tr("Remove a picture")
        edit = DrawSamples(prepared.training, drawn.places, label, stroke=stroke)
        self._push_command(EditCommand(self, edit, prepared))
        return drawn

    def apply_pending(self) -> None:
        """Begin a new run with all that waits for one, as one undo step; nothing if nothing does.

        Raises DataError if the data that wait can't be made or split, or aren't ready; then all of it goes on waiting.
        """
        choices = self.pending.choices
        if choices.data is not None and self.pending.outlook.is_awaited:
            raise DataError(tr("The data are being made ready. Apply them in a moment."))
        parts: list[Callable[[], None]] = []
        if choices.data is not None:
            parts.append(partial(self.choose_data, choices.data))
        if choices.settings:
            parts.append(partial(self.configure, **choices.settings))
        if choices.edit is not None:
            parts.append(partial(self.request, choices.edit))
        if len(parts) == 1:
            parts[0]()
        elif parts:
            name = tr("Apply the choices")
            self.marks.take(name, is_quiet=True)
            with self.one_step(name):
                for part in parts:
                    part()

    def restart(self, seed: int | None = None) -> None:
        """Begin a new run: from the same start, or from one that another seed draws."""
        if seed is None:
            self._push(ResetToStart())
        else:
            self._push(NewStart(self._plan.config.with_changes(seed=seed)))

    def go_back(self) -> None:
        """After a divergence: return to the run's refuge with half the learning rate."""
        self._push(GoBack(self._with_half_the_rate()))

    def restore_with_rate(self, learning_rate: float) -> None:
        """Return to the run's refuge with another learning rate."""
        self._push(GoBack(self._plan.config.with_changes(learning_rate=learning_rate)))

    def halve_learning_rate(self) -> None:
        """After a divergence: go on from the last finite parameters with half the learning rate."""
        self._push(Configure(self._with_half_the_rate(), tr("Halve the learning rate")))

    def import_weights(self, weights: WeightsFile) -> None:
        """Begin a new run from the weights of a file, and take over what it says (see ``imported``)."""
        taken = imported(self._plan, weights)
        self._push_data(
            taken.plan.spec, taken.prepared, tr("Import weights"), taken.parameters, config=taken.plan.config
        )

    # For the commands

    def next_number(self) -> int:
        """Count one more edit message."""
        self._posted += 1
        return self._posted

    def take(
        self, plan: Plan, prepared: PreparedData, message: Apply | Revert | None, map_neuron: MapNeuron
    ) -> None:
        """Let this plan be the document's, and tell everybody. The session follows: what it names is still there."""
        old, is_same = self._plan, prepared is self._prepared
        places = fixed_places(self._prepared.training, prepared.training)
        self._plan, self._prepared = plan, prepared
        if message is not None:
            self.message_posted.emit(message)
        self.pending.follow(old)  # what waits is never shown beside a plan that can't take it
        self.plan_changed.emit(plan, old)
        self._follow(map_neuron, same_data=is_same, places=places)

    def _follow(
        self,
        map_neuron: MapNeuron = lambda neuron: neuron,
        *,
        same_data: bool = True,
        places: Mapping[int, int] = MappingProxyType({}),
    ) -> None:
        data = self._prepared.training
        self.session.follow(
            self._plan.spec,
            len(data.probe),
            map_neuron,
            classes=len(data.class_names),
            same_data=same_data,
            places=places,
        )

    def _push(self, edit: Edit, *, merge_key: str | None = None) -> None:
        self._push_command(EditCommand(self, edit, merge_key=merge_key))

    def _push_data(
        self,
        spec: NetworkSpec,
        prepared: PreparedData,
        label: str,
        parameters: Parameters | None = None,
        *,
        config: TrainingConfig | None = None,
    ) -> None:
        edit = UseData(spec, config or self._plan.config, prepared.training, label, parameters)
        self._push_command(EditCommand(self, edit, prepared))

    def _push_command(self, command: Command) -> None:
        if isinstance(command, EditCommand) and command.begins_run and not self.undo_stack.is_in_macro:
            self.marks.take(command.text, is_quiet=True)
        elif isinstance(command, EditCommand) and command.changes_structure:
            self.marks.take(self.undo_stack.macro_text or command.text, is_of_edit=True)
        known = self.undo_stack.edit_ids
        # This drops what could have been done again, and at the limit the oldest step; or it merges this command
        # into the one before.
        self.undo_stack.push(command)
        self._forget((known | command.edit_ids) - self.undo_stack.edit_ids)

    def _drop_command(self, command: Command) -> None:
        known = self.undo_stack.edit_ids
        self.undo_stack.drop(command)
        self._forget(known - self.undo_stack.edit_ids)

    def _forget(self, edit_ids: frozenset[int]) -> None:
        if edit_ids:
            self.message_posted.emit(Forget(tuple(sorted(edit_ids))))

    def _with_half_the_rate(self) -> TrainingConfig:
        config = self._plan.config
        return config.with_changes(learning_rate=config.learning_rate / 2)

    @guard
    def _on_stack_undone(self, command: Command) -> None:
        if leaves_mixed(command, self._now_at):
            self.left_mixed.emit(command.text, self.marks.bring_forward())

    # Whether there is something to save

    @guard
    def _on_stack_clean_changed(self, clean: bool) -> None:
        self._update_modified()

    def _update_modified(self) -> None:
        has_changed = not self.undo_stack.is_clean or self._now_at != self._saved_at or self._is_training
        modified = has_changed and not self._is_lent
        if modified != self._modified:
            self._modified = modified
            self.modified_changed.emit(modified)
