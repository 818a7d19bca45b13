"""The sum as a formula to typeset, which depends on the layer but not on the neuron. No Qt."""

from dataclasses import dataclass
from typing import Final

from bpexplorer.core.origin import SumKind
from bpexplorer.core.readings.origin import OriginReading
from bpexplorer.translation import tr

#: Why the sum is there: by how many ways z reaches C.
REASONS: Final = {
    SumKind.OUTPUT: tr("The sum is over the outputs: zⱼ reaches C by way of every aₖ that it changes."),
    SumKind.NEXT: tr(
        "The sum is there because zⱼ reaches C by way of every neuron k of the next layer: each gives a term w·δ."
    ),
    SumKind.LAYER: tr("The sum is over the neurons of this layer: with softmax, zⱼ changes every aᵢ of it."),
}


@dataclass(frozen=True, slots=True)
class Formula:
    """Which equation of the book it is, the formula in LaTeX, and the same in plain characters."""

    name: str
    latex: str
    plain: str


def formula(reading: OriginReading, *, mean: bool) -> Formula:
    """The sum that makes this δ, or the mean of δ over the samples."""
    return formula_of(
        reading.kind, reading.neuron.layer, mean=mean, has_factor=reading.one.factor is not None
    )


def formula_of(kind: SumKind, layer: int, *, mean: bool, has_factor: bool = False) -> Formula:
    """The same for any neuron of a layer; ``has_factor``: dropout is at work there."""
    match kind:
        case SumKind.OUTPUT:
            return _of_output(layer, mean=mean)
        case SumKind.NEXT:
            return _of_next(layer, mean=mean, has_factor=has_factor)
        case SumKind.LAYER:
            return _of_layer(layer, mean=mean)


def _of_output(layer: int, *, mean: bool) -> Formula:
    up = f"^{{{layer}}}"
    product = rf"\frac{{\partial C}}{{\partial a{up}_k}}\,\frac{{\partial a{up}_k}}{{\partial z{up}_j}}"
    left, right = _averaged(rf"\delta{up}_j", product, mean=mean)
    of = tr("mean of ") if mean else ""
    return Formula(
        "BP1", rf"{left} = \sum_k {right}", f"{of}δ_j = Σ_k {of}∂C/∂a_k · ∂a_k/∂z_j, {_place(layer)}"
    )


def _of_next(layer: int, *, mean: bool, has_factor: bool) -> Formula:
    up, ahead = f"^{{{layer}}}", f"^{{{layer + 1}}}"
    factor, plain = (rf"m{up}_j\,", "m_j ") if has_factor else ("", "")
    slope, weight, delta = rf"\sigma'(z{up}_j)", rf"w{ahead}_{{kj}}", rf"\delta{ahead}_k"
    if mean:
        left, right = _averaged(rf"\delta{up}_j", rf"{delta}\,{factor}{slope}", mean=True)
        of = tr("mean of ")
        return Formula(
            "BP2",
            rf"{left} = \sum_k {weight}\,{right}",
            f"{of}δ_j = Σ_k w_kj · {of}δ_k {plain}σ'(z_j), {_place(layer)}",
        )
    return Formula(
        "BP2",
        rf"\delta{up}_j = {factor}{slope} \sum_k {weight}\,{delta}",
        f"δ_j = {plain}σ'(z_j) Σ_k w_kj δ_k, {_place(layer)}",
    )


def _of_layer(layer: int, *, mean: bool) -> Formula:
    up = f"^{{{layer}}}"
    product = rf"\frac{{\partial C}}{{\partial a{up}_i}}\,\frac{{\partial a{up}_i}}{{\partial z{up}_j}}"
    left, right = _averaged(rf"\delta{up}_j", product, mean=mean)
    of = tr("mean of ") if mean else ""
    return Formula(
        "BP2", rf"{left} = \sum_i {right}", f"{of}δ_j = Σ_i {of}∂C/∂a_i · ∂a_i/∂z_j, {_place(layer)}"
    )


def _place(layer: int) -> str:
    return tr("layer {layer}", layer=layer)


def _averaged(left: str, right: str, *, mean: bool) -> tuple[str, str]:
    return (rf"\overline{{{left}}}", rf"\overline{{{right}}}") if mean else (left, right)
