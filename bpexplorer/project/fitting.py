"""What of a plan becomes another when the data do: as little as other data make necessary, and each said in words."""

from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.activations import activation
from bpexplorer.core.costs import COSTS
from bpexplorer.core.edits.ends import Places
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import TrainingConfig
from bpexplorer.core.training_data import TrainingData
from bpexplorer.data.choice import Source
from bpexplorer.data.prepare import PreparedData, prepare
from bpexplorer.project.outputs import Outputs
from bpexplorer.project.plan import Plan
from bpexplorer.translation import tr, tr_n

#: What numbers are predicted with, unless the plan has something that can do it.
_OUTPUT, _COST = "identity", "quadratic"


@dataclass(frozen=True, slots=True)
class Fitting:
    """Structure and training settings as the data need them, and a sentence for each thing that is another."""

    spec: NetworkSpec
    config: TrainingConfig
    prepared: PreparedData
    changes: tuple[str, ...]


def fitted(plan: Plan, choice: Source, *, outputs: Outputs | None = None) -> Fitting:
    """What the plan becomes on other data.

    Input and output have as many neurons as the data need. To predict numbers, the output layer must reach them, the
    cost must exist for them, and no rule may ask for an accuracy. ``outputs`` are wanted instead of the plan's.

    Raises DataError if the data can't be made or split as chosen.
    """
    now = Outputs.of(plan)
    wanted = outputs or now
    output, config = wanted.activation, plan.config
    if wanted.cost != config.cost:
        config = config.with_changes(cost=wanted.cost)
    prepared, said = prepare(choice, output), list[str]()
    if prepared.is_regression:
        if not _reaches(output, prepared):
            output, prepared = _OUTPUT, prepare(choice, _OUTPUT)
        if not COSTS[config.cost].is_of_numbers:
            config = config.with_changes(cost=_COST)
        if config.target_accuracy:
            said.append(tr("Stopping at an accuracy: off, as numbers have none."))
            config = config.with_changes(target_accuracy=0.0)
    spec = with_sizes(plan.spec, prepared, output)
    ends = (
        (tr("Input"), plan.spec.inputs, spec.inputs),
        (tr("Output"), plan.spec.outputs, spec.outputs),
    )
    sizes = [
        tr_n(
            "{end} layer: {now} → {count} neuron.",
            "{end} layer: {now} → {count} neurons.",
            then,
            end=end,
            now=now,
        )
        for end, now, then in ends
        if now != then
    ]
    return Fitting(spec, config, prepared, (*sizes, *now.changes_to(Outputs(output, config.cost)), *said))


def places_by_name(before: TrainingData, after: TrainingData) -> tuple[Places, Places]:
    """Where each input, and each output, of other data was before, by its name; None for one that is new.

    An output speaks for its class, or for the number that it predicts; one alone for both of two classes.
    """
    if before.is_classification and (before.outputs == 1 or after.outputs == 1):
        is_same = before.outputs == after.outputs and before.class_names == after.class_names
        outputs: Places = (0,) if is_same else (None,) * after.outputs
    else:
        outputs = _places(
            before.class_names or before.target_names or _numbered(before.outputs),
            after.class_names or after.target_names or _numbered(after.outputs),
        )
    return _places(before.feature_names, after.feature_names), outputs


def _places(before: tuple[str, ...], after: tuple[str, ...]) -> Places:
    known = {name: place for place, name in enumerate(before)}
    return tuple(known.get(name) for name in after)


def _numbered(outputs: int) -> tuple[str, ...]:
    return tuple(map(str, range(outputs)))


def with_sizes(spec: NetworkSpec, prepared: PreparedData, output: str) -> NetworkSpec:
    """The structure with as many inputs and outputs as the data need, and this output activation."""
    training = prepared.training
    outputs = replace(spec.layers[-1], size=training.outputs, activation=output)
    return NetworkSpec(training.inputs, (*spec.layers[:-1], outputs))


def _reaches(output: str, prepared: PreparedData) -> bool:
    """Whether an output can take the values of all targets; a lone share, as of softmax, is always 1."""
    last = activation(output)
    low, high = last.range
    targets = prepared.training.y_train
    return not last.shares and bool(np.all((low <= targets) & (targets <= high)))
