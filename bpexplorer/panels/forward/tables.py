"""The sums of the way forward as tables of terms. No Qt."""

from typing import Final

from bpexplorer.core.readings.phases.batch_cost import BatchCost
from bpexplorer.core.readings.phases.weighted_sum import WeightedSum
from bpexplorer.panels.origin.rows import FIRST, Column, OriginTable
from bpexplorer.translation import tr

_OF_SUM: Final = (
    Column("k", tr("Which neuron of the layer before")),
    Column("wⱼₖ", tr("Weight from neuron k to the selected neuron j")),
    Column("aₖ", tr("What neuron k passes on")),
    Column("wⱼₖaₖ", tr("A term of the sum")),
    Column("", tr("The term: to the right it raises z, to the left it lowers z.")),
)
_OF_COST: Final = (
    Column("k", tr("Which output")),
    Column("aₖ", tr("The output")),
    Column("yₖ", tr("Its target")),
    Column("aₖ − yₖ", tr("Output − target")),
    Column("", tr("Output − target: to the right the output is too large, to the left too small.")),
)


def sum_table(worked: WeightedSum, names: tuple[str, ...], *, whole: bool, first: int = FIRST) -> OriginTable:
    """The terms w·a, the largest first; ``names`` are those of the inputs, or none."""
    count = len(worked.terms)
    return OriginTable(
        columns=_OF_SUM,
        rows=range(count if whole or count <= first + 1 else first),
        layer=worked.neuron.layer - 1,
        neurons=worked.sources,
        values=(worked.weights, worked.inputs, worked.terms),
        names=names,
    )


def cost_table(
    cost: BatchCost, layer: int, names: tuple[str, ...], *, whole: bool, first: int = FIRST
) -> OriginTable:
    """The outputs beside their targets, those farthest away first; ``names`` are those of the classes, or none."""
    count = len(cost.neurons)
    return OriginTable(
        columns=_OF_COST,
        rows=range(count if whole or count <= first + 1 else first),
        layer=layer,
        neurons=cost.neurons,
        values=(cost.outputs, cost.targets, cost.differences),
        names=names,
    )
