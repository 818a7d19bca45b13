"""Whether the parts of a project file fit each other: each may be in its range, and the whole still be no run.

Only what no run can come to is refused. (The batch size may change while training goes on, say, so a position need be
no multiple of it.)
"""

import math
from dataclasses import dataclass

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS, has_no_negative_cost
from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.spec import NetworkSpec, Neuron
from bpexplorer.core.training.held_demon import HeldDemon
from bpexplorer.core.training.history import Era, History
from bpexplorer.core.training.mask import removed_places
from bpexplorer.core.training.state import VALUE, Refuge, TrainerState
from bpexplorer.core.training_data import TrainingData
from bpexplorer.core.types import IntArray
from bpexplorer.project.errors import ProjectFileError
from bpexplorer.project.project import View
from bpexplorer.translation import tr

_LONGEST_QUANTITY = 80
_RUN, _VIEW = "project.json, run", "project.json, view"


def check_view(view: View, spec: NetworkSpec, data: TrainingData) -> None:
    """Raise ProjectFileError if what was shown isn't there."""
    _require(
        0 <= view.sample < len(data.probe),
        f"{_VIEW}.sample",
        tr("there is no fixed sample {sample}; there are {count}", sample=view.sample, count=len(data.probe)),
    )
    _require(
        view.delta_bound > 0,
        f"{_VIEW}.delta_bound",
        tr("it is {delta_bound:g}; it must lie above 0", delta_bound=view.delta_bound),
    )
    for number, (layer, index) in enumerate(view.selection):
        _check_neuron(spec, layer, index, f"{_VIEW}.selection[{number}]")
    if view.demon is not None:
        _check_neuron(spec, view.demon.layer, view.demon.index, f"{_VIEW}.demon")
        _require(view.demon.layer > 0, f"{_VIEW}.demon", tr("inputs have no z for a demon to change"))


def check_held(held: HeldDemon, spec: NetworkSpec, *, step: int) -> None:
    """Raise ProjectFileError if a run at this step can't be held so."""
    path = f"{_RUN}.held"
    _check_neuron(spec, held.neuron.layer, held.neuron.index, f"{path}.neuron")
    _require(
        0 <= held.since <= step,
        f"{path}.since",
        tr(
            "the run is at step {step}, and can't have begun to hold at step {since}",
            step=step,
            since=held.since,
        ),
    )


def check_run(state: TrainerState) -> None:
    """Raise ProjectFileError if no run can be in this state."""
    now = _Place(f"{_RUN}.at", state.step, state.epoch, state.position, state.moment_steps)
    now.check(state, state.order)
    _check_marks(state, f"{_RUN}", step=state.step)
    _check_divergence(state)
    _check_history(state.history, now)
    _check_eras(state.history.eras, now)
    if state.refuge is not None:
        _check_refuge(state.refuge, state, now)


@dataclass(frozen=True, slots=True)
class _Place:
    """A place in training; ``path`` is where the file says it."""

    path: str
    step: int
    epoch: int
    position: int
    moment_steps: int

    def check(self, state: TrainerState, order: IntArray | None) -> None:
        """Raise ProjectFileError unless some batches lead there, of all samples at once at the most.

        How many it takes at the most nobody knows: in an earlier epoch there may have been samples that were drawn.
        """
        samples = len(state.data.x_train) if order is None else len(order)
        _require(
            self.position < samples,
            f"{self.path}.position",
            tr(
                "position {position} is beyond the {samples} samples of an epoch",
                position=self.position,
                samples=samples,
            ),
        )
        least = self.epoch + (self.position > 0)
        is_at_start = not self.epoch and not self.position and order is None
        _require(
            least <= self.step and (self.step == 0 or not is_at_start),
            f"{self.path}.step",
            tr(
                "{step} steps don't lead to epoch {epoch}, position {position}: that takes other ones",
                step=self.step,
                epoch=self.epoch,
                position=self.position,
            ),
        )
        _require(
            self.moment_steps <= self.step,
            f"{self.path}.moment_steps",
            tr(
                "the moments can't have seen {moment_steps} steps, as the run has made {step}",
                moment_steps=self.moment_steps,
                step=self.step,
            ),
        )

    def is_before(self, other: "_Place") -> bool:
        """Whether training leads from here to there, or has not moved."""
        mine, theirs = (self.epoch, self.position), (other.epoch, other.position)
        return (self.step < other.step and mine < theirs) or (self.step, mine) == (other.step, theirs)


def _check_marks(counted: TrainerState | Refuge, path: str, *, step: int) -> None:
    """Raise ProjectFileError if more steps were clipped or held than were made."""
    for name in ("clipped_steps", "held_steps"):
        count = getattr(counted, name)
        _require(
            count <= step,
            f"{path}.{name}",
            tr("it is {count}, and only {step} steps have been made", count=count, step=step),
        )


def _check_divergence(state: TrainerState) -> None:
    divergence = state.divergence
    if divergence is None:
        return
    path = f"{_RUN}.divergence"
    _require(
        1 <= divergence.layer <= state.spec.depth,
        f"{path}.layer",
        tr("there is no layer {layer}", layer=divergence.layer),
    )
    quantity = divergence.quantity
    _require(
        quantity.isprintable() and 0 < len(quantity) <= _LONGEST_QUANTITY,
        f"{path}.quantity",
        tr("{quantity} names no quantity", quantity=repr(quantity[:_LONGEST_QUANTITY])),
    )
    _require(
        divergence.step in (state.step, state.step + 1),
        f"{path}.step",
        tr(
            "a run at step {step} can't have diverged in step {divergence_step}",
            step=state.step,
            divergence_step=divergence.step,
        ),
    )


def _check_history(history: History, now: _Place) -> None:
    """Raise ProjectFileError if the curves go on behind where the run is."""
    batches, epochs, latest = history.batches, history.epochs, history.latest
    _require(
        not len(batches) or (batches[0, 0] >= 1 and batches[-1, 0] <= now.step),
        "history_batches.npy",
        tr("its steps don't lie between 1 and the run's, {step}", step=now.step),
    )
    fits = not len(epochs) or (
        epochs[-1, 0] <= now.epoch
        and epochs[-1, 1] <= now.step
        and (epochs[1:, 1] > epochs[:-1, 1]).all()
        and latest is not None
    )
    _require(fits, "history_epochs.npy", tr("its epochs and steps don't lead to step {step}", step=now.step))
    if latest is None:
        return
    fits = latest.epoch <= now.epoch and latest.step <= now.step
    if len(epochs):
        fits = fits and latest.epoch >= epochs[-1, 0]
    _require(
        fits,
        "history_latest.npy",
        tr("epoch {epoch}, step {step}, is not where the run was", epoch=latest.epoch, step=latest.step),
    )


def _check_eras(eras: tuple[Era, ...], now: _Place) -> None:
    """Raise ProjectFileError if a run can't have been trained so."""
    path = f"{_RUN}.eras"
    steps = [era.step for era in eras]
    _require(
        steps == sorted(set(steps)) and all(0 <= step <= now.step for step in steps),
        path,
        tr("their steps don't lead to step {step}", step=now.step),
    )
    for number, era in enumerate(eras):
        known = (
            era.cost in COSTS and era.optimizer in OPTIMIZERS and set(era.activations) <= ACTIVATIONS.keys()
        )
        _require(
            known, f"{path}[{number}]", tr("it names a cost, an optimizer or an activation that there isn't")
        )
        _require(
            len(era.sizes) == len(era.activations) + 1
            and all(size > 0 for size in era.sizes)
            and math.isfinite(era.learning_rate),
            f"{path}[{number}]",
            tr("it describes no network"),
        )


def _check_refuge(refuge: Refuge, state: TrainerState, now: _Place) -> None:
    path = f"{_RUN}.refuge"
    place = _Place(f"{path}.at", refuge.step, refuge.epoch, refuge.position, refuge.moment_steps)
    place.check(state, refuge.order)
    _require(
        place.is_before(now),
        f"{path}.at",
        tr("step {step} doesn't lie on the way to step {now_step}", step=refuge.step, now_step=now.step),
    )
    _check_marks(refuge, path, step=refuge.step)
    for name in ("clipped_steps", "held_steps"):
        count = getattr(refuge, name)
        _require(
            count <= getattr(state, name),
            f"{path}.{name}",
            tr("it is {count}, and only {getattr} until now", count=count, getattr=getattr(state, name)),
        )
    since = 0 if state.held is None else state.held.since
    _require(
        refuge.step >= since,
        f"{path}.at.step",
        tr("it lies before step {since}, from which on Δz is held", since=since),
    )
    _require(
        not refuge.flat[VALUE, removed_places(state.mask)].any(),
        "refuge.npy",
        tr("a weight or bias that is removed isn't 0"),
    )
    targets = np.concatenate([state.data.y_train, state.data.y_validation])
    if has_no_negative_cost(state.config.cost, state.spec.activations[-1], targets):
        for name in ("train_cost", "validation_cost"):
            cost = getattr(refuge, name)
            _require(
                math.isnan(cost) or cost >= 0,
                f"{path}.{name}",
                tr(
                    "it is {cost:g}; the {config_cost} cost can't be below 0",
                    cost=cost,
                    config_cost=state.config.cost,
                ),
            )


def _check_neuron(spec: NetworkSpec, layer: int, index: int, place: str) -> None:
    _require(
        spec.has(Neuron(layer, index)),
        place,
        tr("there is no neuron {index} in layer {layer}", index=index, layer=layer),
    )


def misfit(place: str, reason: str) -> ProjectFileError:
    """Parts of a file that can't be together."""
    return ProjectFileError(
        reason,
        code="invalid",
        place=place,
        remedy=tr("Correct what doesn't fit, or use another copy of the file."),
    )


def _require(fits: object, place: str, reason: str) -> None:
    if not fits:
        raise misfit(place, reason)
