"""What of a plan becomes another when weights are imported: all that their file says and the data here allow."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.costs import COSTS
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.numerals import significant
from bpexplorer.core.pairs import pair
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.training.state import in_type
from bpexplorer.data.choice import DataChoice
from bpexplorer.data.encoding import encoding_for
from bpexplorer.data.prepare import PreparedData, prepare
from bpexplorer.data.scaling import SCALINGS, Scaling
from bpexplorer.project.plan import Plan
from bpexplorer.project.weights import UNKNOWN_SCALING, WeightsFile

#: The cost that exists for every output and every target.
_ANY_COST = "quadratic"


@dataclass(frozen=True, slots=True)
class Import:
    """What a plan becomes with the weights of a file, and the numbers that a run then starts from.

    ``changes`` has a sentence for each setting that was taken over from the file, ``differences`` one for each thing
    that the file says and that stays otherwise, because the data decide it.
    """

    plan: Plan
    prepared: PreparedData
    parameters: Parameters
    changes: tuple[str, ...]
    differences: tuple[str, ...]


def imported(plan: Plan, weights: WeightsFile) -> Import:
    """Take the network of a file over into a plan, with its cost and the scaling of its inputs.

    Class names, threshold and targets come from the data and the output layer; where the file has others, that is said.

    Raises
    ------
    InvalidNetworkError
        If the network has other inputs or outputs than the data, or a number is too large for the plan's type.
    """
    parameters = Parameters.of_network(weights.network)
    output = weights.network.activations[-1]
    changes, differences = [], []
    prepared = _scaled_as(weights, plan.data, output)
    _check_sizes(parameters, prepared)
    in_type(parameters, plan.config.dtype)
    if prepared.choice != plan.data:
        before, after = (SCALINGS[choice.scaling].title for choice in (plan.data, prepared.choice))
        changes.append(f"Scaling of the inputs: {before} → {after}.")
    elif weights.scaling_name != UNKNOWN_SCALING and not _same_scaling(weights.scaling, prepared.scaling):
        differences.append(
            "The weights were trained on inputs that were scaled by other numbers than those of this data set, "
            "so they may do worse until they are trained on."
        )
    config = plan.config
    cost = _possible_cost(weights.cost, config.cost, output, of_numbers=prepared.dataset.is_regression)
    if cost != config.cost:
        changes.append(f"Cost: {COSTS[config.cost].label} → {COSTS[cost].label}.")
        config = config.with_changes(cost=cost)
    if cost != weights.cost:
        refused = pair(weights.cost, output, of_numbers=prepared.dataset.is_regression)
        differences.append(
            f"The file names the cost {COSTS[weights.cost].label}, which can't be used. {refused.words}"
        )
    spec = parameters.spec
    offsets = plan.offsets if spec.depth == plan.spec.depth else ()
    return Import(
        Plan(spec, config, prepared.choice, offsets),
        prepared,
        parameters,
        tuple(changes),
        (*differences, *_other_classes(weights, prepared, output)),
    )


def _scaled_as(weights: WeightsFile, choice: DataChoice, output: str) -> PreparedData:
    """The data with the scaling that gives the file's numbers, the one that it names first; as chosen if none does."""
    here = prepare(choice, output)
    if weights.scaling_name == UNKNOWN_SCALING or len(weights.scaling.offset) != here.training.inputs:
        return here
    names = sorted(SCALINGS, key=lambda name: (name != choice.scaling, name != weights.scaling_name))
    candidates = (prepare(replace(choice, scaling=name), output) for name in names)
    return next((each for each in candidates if _same_scaling(weights.scaling, each.scaling)), here)


def _same_scaling(one: Scaling, other: Scaling) -> bool:
    return np.allclose(one.offset, other.offset) and np.allclose(one.scale, other.scale)


def _check_sizes(parameters: Parameters, prepared: PreparedData) -> None:
    needs = (prepared.training.inputs, prepared.training.outputs)
    has = (parameters.spec.inputs, parameters.spec.outputs)
    if has != needs:
        raise InvalidNetworkError(
            f"The file's network has {has[0]} inputs and {has[1]} outputs, but the data set here needs "
            f"{needs[0]} and {needs[1]}. Choose the data set that it was trained on, then import again."
        )


def _possible_cost(theirs: str, ours: str, output: str, *, of_numbers: bool) -> str:
    """The file's cost, or where it can't be evaluated here, the plan's, or else one that always can be."""
    costs = (theirs, ours)
    possible = (name for name in costs if pair(name, output, of_numbers=of_numbers).kind != "refused")
    return next(possible, _ANY_COST)


def _other_classes(weights: WeightsFile, prepared: PreparedData, output: str) -> Iterator[str]:
    """A sentence for each thing that the file says of classes and that is otherwise here."""
    data, targets, threshold = prepared.training, weights.targets, weights.threshold
    if prepared.dataset.is_regression:
        if weights.class_names or threshold is not None or targets is not None:
            yield "The file's network tells classes apart; the targets of this data set are numbers."
        return
    if weights.class_names and weights.class_names != data.class_names:
        yield f"The file's classes are {_listed(weights.class_names)}; those here are {_listed(data.class_names)}."
    if threshold is not None and data.threshold is not None and not np.isclose(threshold, data.threshold):
        there, here = significant(threshold), significant(data.threshold)
        yield f"The file's threshold between the two classes is {there}; here it is {here}."
    encoding = encoding_for(len(data.class_names), output)
    if targets is not None and not np.allclose((targets.low, targets.high), (encoding.low, encoding.high)):
        yield (
            f"The file's targets are {significant(targets.low)} and {significant(targets.high)}; "
            f"here, {output} is trained towards {significant(encoding.low)} and {significant(encoding.high)}."
        )


def _listed(names: tuple[str, ...], most: int = 12) -> str:
    more = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(f"“{name[:40]}”" for name in names[:most]) + more
