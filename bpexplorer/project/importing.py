"""What of a plan becomes another when weights are imported: all that their file says and the data here allow."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from bpexplorer.core.costs import COSTS
from bpexplorer.core.errors import InvalidNetworkError
from bpexplorer.core.numerals import significant
from bpexplorer.core.parameters import Parameters
from bpexplorer.core.training.state import in_type
from bpexplorer.core.vocabularies.pairs import pair
from bpexplorer.data.choice import Source
from bpexplorer.data.encoding import encoding_for
from bpexplorer.data.prepare import PreparedData, prepare
from bpexplorer.data.scaling import SCALINGS, Scaling
from bpexplorer.project.plan import Plan
from bpexplorer.project.weights import UNKNOWN_SCALING, WeightsFile
from bpexplorer.translation import tr

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
        changes.append(tr("Scaling of the inputs: {before} → {after}.", before=before, after=after))
    elif weights.scaling_name != UNKNOWN_SCALING and not _same_scaling(weights.scaling, prepared.scaling):
        differences.append(
            tr(
                "The weights were trained on inputs that were scaled by other numbers than "
                "those of this data set, so they may do worse until they are trained on."
            )
        )
    config = plan.config
    cost = _possible_cost(weights.cost, config.cost, output, of_numbers=prepared.is_regression)
    if cost != config.cost:
        changes.append(
            tr(
                "Cost: {label} → {costs_label}.",
                label=COSTS[config.cost].label,
                costs_label=COSTS[cost].label,
            )
        )
        config = config.with_changes(cost=cost)
    if cost != weights.cost:
        refused = pair(weights.cost, output, of_numbers=prepared.is_regression)
        differences.append(
            tr(
                "The file names the cost {label}, which can't be used. {words}",
                label=COSTS[weights.cost].label,
                words=refused.words,
            )
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


def _scaled_as(weights: WeightsFile, choice: Source, output: str) -> PreparedData:
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
            tr(
                "The file's network has {ha} inputs and {has} outputs, but the data set here "
                "needs {need} and {needs}. Choose the data set that it was trained on, then "
                "import again.",
                ha=has[0],
                has=has[1],
                need=needs[0],
                needs=needs[1],
            )
        )


def _possible_cost(theirs: str, ours: str, output: str, *, of_numbers: bool) -> str:
    """The file's cost, or where it can't be evaluated here, the plan's, or else one that always can be."""
    costs = (theirs, ours)
    possible = (name for name in costs if pair(name, output, of_numbers=of_numbers).kind != "refused")
    return next(possible, _ANY_COST)


def _other_classes(weights: WeightsFile, prepared: PreparedData, output: str) -> Iterator[str]:
    """A sentence for each thing that the file says of classes and that is otherwise here."""
    data, targets, threshold = prepared.training, weights.targets, weights.threshold
    if prepared.is_regression:
        if weights.class_names or threshold is not None or targets is not None:
            yield tr("The file's network tells classes apart; the targets of this data set are numbers.")
        return
    if weights.class_names and weights.class_names != data.class_names:
        yield tr(
            "The file's classes are {class_names}; those here are {data_class_names}.",
            class_names=_listed(weights.class_names),
            data_class_names=_listed(data.class_names),
        )
    if threshold is not None and data.threshold is not None and not np.isclose(threshold, data.threshold):
        there, here = significant(threshold), significant(data.threshold)
        yield tr(
            "The file's threshold between the two classes is {there}; here it is {here}.",
            there=there,
            here=here,
        )
    encoding = encoding_for(len(data.class_names), output)
    if targets is not None and not np.allclose((targets.low, targets.high), (encoding.low, encoding.high)):
        yield (
            tr(
                "The file's targets are {low} and {high}; here, {output} is trained towards "
                "{encoding_low} and {encoding_high}.",
                low=significant(targets.low),
                high=significant(targets.high),
                output=output,
                encoding_low=significant(encoding.low),
                encoding_high=significant(encoding.high),
            )
        )


def _listed(names: tuple[str, ...], most: int = 12) -> str:
    more = tr(" and {count} more", count=len(names) - most) if len(names) > most else ""
    return ", ".join(f"“{name[:40]}”" for name in names[:most]) + more
