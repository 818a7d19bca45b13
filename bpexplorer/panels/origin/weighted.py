"""Where z of a neuron comes from, on the way forward: the terms as a table, and the formula. No Qt."""

from collections.abc import Sequence
from typing import Final

from bpexplorer.core.readings.phases.weighted_sum import WeightedSum
from bpexplorer.panels.origin.formulas import Formula
from bpexplorer.panels.origin.rows import Column, OriginTable
from bpexplorer.translation import tr

_COLUMNS: Final = (
    Column("k", tr("Which neuron of the layer before")),
    Column("wⱼₖ", tr("Weight from neuron k to the selected neuron j")),
    Column("aₖ", tr("Activation of neuron k; of an input, its value")),
    Column("wⱼₖaₖ", tr("A term of the sum")),
    Column(
        "",
        tr(
            "The term: to the right it raises z, to the left it lowers z. The longest bar is the largest term."
        ),
    ),
)


def weighted_table(
    found: WeightedSum, *, first: int, names: Sequence[str] = (), whole: bool = False
) -> OriginTable:
    """Lay out the terms, the ``first`` largest or the ``whole``; ``names`` are those of all neurons before, or none."""
    is_whole = whole or len(found.terms) <= first + 1
    says_more = any(name != str(k) for k, name in enumerate(names))
    return OriginTable(
        columns=_COLUMNS,
        rows=range(len(found.terms) if is_whole else first),
        layer=found.neuron.layer - 1,
        neurons=found.sources,
        values=(found.weights, found.inputs, found.terms),
        names=tuple(names) if says_more else (),
    )


def weighted_formula(found: WeightedSum) -> Formula:
    """The sum that makes z."""
    layer, held = found.neuron.layer, found.dz is not None
    up, before = f"^{{{layer}}}", f"^{{{layer - 1}}}"
    latex = rf"z{up}_j = \sum_k w{up}_{{jk}}\,a{before}_k + b{up}_j" + (r" + \Delta z" if held else "")
    plain = "z_j = Σ_k w_jk a_k + b_j" + (" + Δz" if held else "")
    return Formula(tr("forward"), latex, tr("{plain}, layer {layer}", plain=plain, layer=layer))
