"""Adam with a decay that does not go through its moments."""

from collections.abc import Mapping

from bpexplorer.core.optimizers.adam import Adam, adam_step, adam_terms, adapt
from bpexplorer.core.optimizers.base import Optimizer, StepTerm
from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import OptimizerForm, Tools
from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.translation import tr


class AdamW(Optimizer):
    """Adam with a decay of weights and biases that doesn't go through its moments (Loshchilov and Hutter, 2019)."""

    name = "adamw"
    label = "AdamW"
    purpose = tr(
        "Adam that also lets every parameter fade a little in each step, whatever its gradients are."
    )
    formula = (
        "m ← β₁m + (1 − β₁)g,  s ← β₂s + (1 − β₂)g²,  w ← (1 − ηλ)w − η m′ / (√s′ + ε),  "
        "m′ = m/(1 − β₁ᵗ),  s′ = s/(1 − β₂ᵗ)"
    )
    usual_rate = Adam.usual_rate
    settings = (
        *Adam.settings,
        Setting(
            name="weight_decay",
            label=tr("Decay λ"),
            default=0.01,
            low=0.0,
            high=1.0,
            purpose=tr("Each step first shrinks every weight and bias by the share ηλ; with 0 this is Adam."),
            formula="w ← (1 − ηλ)w − η m′ / (√s′ + ε)",
        ),
    )
    moment_names = Adam.moment_names
    moments_of_squares = Adam.moments_of_squares

    def step(
        self,
        before: FloatArray,
        gradient: FloatArray,
        after: FloatArray,
        *,
        learning_rate: float,
        settings: Mapping[str, float],
        count: int,
    ) -> None:
        keep = 1 - learning_rate * settings["weight_decay"]
        adam_step(
            before, gradient, after, learning_rate=learning_rate, settings=settings, count=count, keep=keep
        )

    def terms(
        self,
        before: FloatArray,
        gradient: float,
        *,
        learning_rate: float,
        settings: Mapping[str, float],
        count: int,
    ) -> tuple[StepTerm, ...]:
        decay = -learning_rate * settings["weight_decay"] * float(before[0])
        return (
            *adam_terms(before, gradient, learning_rate=learning_rate, settings=settings, count=count),
            StepTerm(
                "−ηλw", tr("The decay: every weight and bias fades a little. It is no part of δ."), decay
            ),
        )

    def compiled(self, tools: Tools) -> OptimizerForm:
        adapted = adapt(tools)

        @tools.fast
        def step(
            now: FloatArray, after: FloatArray, rate: float, settings: FloatArray, count: int, one: float
        ) -> bool:
            rate = one * rate
            keep = one * (1.0 - rate * settings[3])
            return adapted(now, after, rate, settings, count, keep, one)

        return OptimizerForm(step)
