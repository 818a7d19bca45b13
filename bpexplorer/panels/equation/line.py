"""BP1 or BP2 of one neuron as a formula and its live numbers. No Qt."""

from dataclasses import dataclass

import numpy as np

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.pairs import pair
from bpexplorer.core.readings.routes import RouteReading
from bpexplorer.core.types import FloatArray
from bpexplorer.look import numbers


@dataclass(frozen=True, slots=True)
class Formula:
    """An equation to typeset, and the same in plain characters."""

    name: str
    latex: str
    plain: str


@dataclass(frozen=True, slots=True)
class Term:
    """One term of the sum: the k it belongs to, its factors as text, and its value."""

    k: int
    factors: str
    value: float


@dataclass(frozen=True, slots=True)
class EquationLine:
    """Everything that the line shows, terms ordered by size."""

    formula: Formula
    delta: float
    #: σ'(z_j) where the sum is multiplied by it, with its name; None where J is inside the sum.
    gate: float | None
    gate_name: str
    #: What the factors of a term are, such as "w·δ".
    factors_name: str
    terms: tuple[Term, ...]
    #: a_j and y_j where δ is their difference.
    difference: tuple[float, float] | None

    def shown(self, count: int) -> tuple[tuple[Term, ...], int, float]:
        """The ``count`` largest terms (none that is 0 but the first), how many are left, and their sum."""
        count = min(count, max(1, sum(term.value != 0.0 for term in self.terms)))
        rest = self.terms[count:]
        return self.terms[:count], len(rest), sum(term.value for term in rest)


def equation_line(reading: RouteReading) -> EquationLine:
    """Lay out the equation that makes the δ of this neuron."""
    if reading.routes.equation == "BP1":
        return _output_line(reading)
    return _hidden_line(reading)


def _output_line(reading: RouteReading) -> EquationLine:
    found, layer = reading.routes, reading.neuron.layer
    difference = _difference(reading)
    return EquationLine(
        formula=_bp1(
            layer, ACTIVATIONS[reading.activation].elementwise, with_difference=difference is not None
        ),
        delta=reading.delta,
        gate=None,
        gate_name="",
        factors_name="∂C/∂aₖ · ∂aₖ/∂zⱼ",
        terms=_terms(found.influence[0], found.path[0], found.terms[0]),
        difference=difference,
    )


def _difference(reading: RouteReading) -> tuple[float, float] | None:
    """Give (a_j, y_j) if δ_j = a_j − y_j, as for the matched pairs of cost and activation."""
    if pair(reading.cost, reading.activation).kind != "matched" or reading.target is None:
        return None
    # Softmax with log-likelihood has δ = a Σy − y: the same thing only where a sample's targets sum to 1.
    is_difference = np.isclose(reading.output - reading.target, reading.delta, rtol=1e-9, atol=1e-12)
    return (reading.output, reading.target) if is_difference else None


def _hidden_line(reading: RouteReading) -> EquationLine:
    found, layer = reading.routes, reading.neuron.layer
    activation = ACTIVATIONS[reading.activation]
    if activation.elementwise and found.weights is not None:
        weights, errors = found.weights, found.influence[0]
        # With dropout the gate is m_j σ'(z_j).
        gate, terms = float(found.gate[0]), _terms(weights, errors, weights * errors)
    else:
        gate, terms = None, _terms(found.influence[0], found.path[0], found.terms[0])
    return EquationLine(
        formula=_bp2(layer, activation.elementwise, with_factor=found.factor is not None),
        delta=reading.delta,
        gate=gate,
        gate_name=("" if found.factor is None else f"{numbers.significant(found.factor[0])}·")
        + f"{activation.label}′(z)",
        factors_name="wₖⱼ · δₖ" if gate is not None else "δₖ · ∂zₖ/∂zⱼ",
        terms=terms,
        difference=None,
    )


def _terms(first: FloatArray, second: FloatArray, product: FloatArray) -> tuple[Term, ...]:
    order = np.argsort(-np.abs(product), kind="stable")
    return tuple(
        Term(int(k), _factors(float(first[k]), float(second[k]), float(product[k])), float(product[k]))
        for k in order
    )


def _factors(first: float, second: float, product: float) -> str:
    # An output that has rounded to 0 or 1 has an infinite ∂C/∂a; only the product is a number then.
    if not (np.isfinite(first) and np.isfinite(second)):
        return written(product)
    return f"({written(first)})({written(second)})"


def written(value: float) -> str:
    """Write one number of the line."""
    return "0" if value == 0.0 else numbers.signed(value).strip()


def _bp1(layer: int, elementwise: bool, *, with_difference: bool) -> Formula:
    up = f"^{{{layer}}}"
    latex = (
        rf"\delta{up}_j = \sum_k \frac{{\partial C}}{{\partial a{up}_k}}\,"
        rf"\frac{{\partial a{up}_k}}{{\partial z{up}_j}}"
    )
    plain = f"δ_j = Σ_k ∂C/∂a_k ∂a_k/∂z_j, layer {layer}"
    if elementwise:
        latex += rf" = \frac{{\partial C}}{{\partial a{up}_j}}\,\sigma'(z{up}_j)"
        plain += ", = ∂C/∂a_j σ'(z_j)"
    if with_difference:
        latex += rf" = a{up}_j - y_j"
        plain += ", = a_j − y_j"
    return Formula("BP1", latex, plain)


def _bp2(layer: int, elementwise: bool, *, with_factor: bool) -> Formula:
    up, ahead = f"^{{{layer}}}", f"^{{{layer + 1}}}"
    if elementwise:
        factor, plain = (rf"m{up}_j\,", "m_j ") if with_factor else ("", "")
        latex = rf"\delta{up}_j = {factor}\sigma'(z{up}_j) \sum_k w{ahead}_{{kj}}\,\delta{ahead}_k"
        return Formula("BP2", latex, f"δ_j = {plain}σ'(z_j) Σ_k w_kj δ_k, layer {layer}")
    latex = rf"\delta{up}_j = \sum_k \delta{ahead}_k\,\frac{{\partial z{ahead}_k}}{{\partial z{up}_j}}"
    return Formula("BP2", latex, f"δ_j = Σ_k δ_k ∂z_k/∂z_j, layer {layer}")
