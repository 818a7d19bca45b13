"""Pieces of the optimizers whose steps each parameter sets for itself, by the size that its gradients had."""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from bpexplorer.core.optimizers.base import StepTerm
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import Tools
from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.translation import tr


def epsilon(default: float) -> Setting:
    """ε, which all of these have; only its customary value differs."""
    return Setting(
        name="epsilon",
        label=tr("Epsilon ε"),
        default=default,
        # With 0, a parameter whose gradient was always 0 would become 0/0.
        low=1e-12,
        high=1.0,
        purpose=tr(
            "Keeps the divisor above 0. A larger ε shortens the steps of parameters with tiny gradients."
        ),
        formula="Δw ~ 1 / (√s + ε)",
    )


def fading_mean_square(
    before: FloatArray, gradient: FloatArray, keep: float, out: FloatArray, *, work: FloatArray
) -> None:
    """out = keep · before + (1 − keep) · gradient²."""
    np.square(gradient, out=work)
    work *= 1 - keep
    np.multiply(before, keep, out=out)
    out += work


def square_root_plus(values: FloatArray, epsilon: float, out: FloatArray) -> None:
    """out = √values + ε."""
    np.sqrt(values, out=out)
    out += epsilon


def against(learning_rate: float, gradient: float) -> StepTerm:
    """The part of a step that goes straight against the gradient of this batch."""
    return StepTerm(
        "−η · g", tr("Against the gradient g of this batch, η times as far."), -learning_rate * gradient
    )


def scaled_terms(
    formula: str, squares: float, gradient: float, learning_rate: float, epsilon: float
) -> tuple[StepTerm, StepTerm]:
    """How a step by the root of summed squares is made, which are ``squares`` now by a formula."""
    return (
        StepTerm(
            "s", tr("The squares of the gradients: s ← {formula}.", formula=formula), squares, is_part=False
        ),
        StepTerm(
            "−η · g/(√s + ε)",
            tr("A step that each parameter sets for itself: shorter, the larger its gradients have been."),
            -learning_rate * gradient / (math.sqrt(squares) + epsilon),
        ),
    )


def scale(tools: Tools) -> Callable[[Any, Any, float, float, float, float], bool]:
    """A step by the root of summed squares for the compiled engine, of now, after, the rate, and what is kept of the
    sum, added to it, and added to the root."""

    @tools.fast
    def scaled(
        now: FloatArray, after: FloatArray, rate: float, keep: float, add: float, epsilon: float
    ) -> bool:
        w, s, g, s_next = now[0], now[1], after[0], after[1]
        found = w[0] - w[0]
        for i in range(len(w)):
            s_next[i] = keep * s[i] + add * g[i] * g[i]
            g[i] = w[i] - rate * g[i] / (math.sqrt(s_next[i]) + epsilon)
            found += (g[i] - g[i]) + (s_next[i] - s_next[i])
        return found == found

    return scaled
