"""What all optimizers have in common."""

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

import numpy as np

from bpexplorer.core.types import FloatArray
from bpexplorer.core.vocabularies.compiled_forms import OptimizerForm, Tools
from bpexplorer.core.vocabularies.setting import Setting
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class StepTerm:
    """One of the numbers that the step of a parameter is made from.

    The *parts* add up to Δw. The others lead there: what the moments have become.
    """

    symbol: str
    meaning: str
    value: float
    is_part: bool = True


class Optimizer(ABC):
    """A rule for one step. State of its own lives in ``moments``, one flat array for each name in ``moment_names``.

    In the formulas g is ∂C/∂w, t counts the steps from 1, and all moments start at 0. Those in ``OPTIMIZERS`` can be
    chosen. A subclass must give what has no default here: that is enough to be in every list, tooltip, file and
    command.
    """

    name: ClassVar[str]
    label: ClassVar[str]
    #: What it does and when one would take it, in a sentence.
    purpose: ClassVar[str]
    formula: ClassVar[str]
    #: The learning rate that is commonly taken; None if that depends on how large gradients are.
    usual_rate: ClassVar[float | None] = None
    settings: ClassVar[tuple[Setting, ...]] = ()
    #: Whether each step is Δw = −ηg, whatever steps there were before.
    is_plain: ClassVar[bool] = False
    moment_names: ClassVar[tuple[str, ...]] = ()
    #: Those of them that hold means or sums of squares, which are never negative.
    moments_of_squares: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
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
        """Write into ``after`` what ``before`` becomes.

        Parameters
        ----------
        before, after : ndarray, shape (1 + moments, parameters)
            Row 0 holds the parameters, the others the moments. They don't overlap: the caller looks at ``after``
            before it takes it. Until the step is done, the rows of ``after`` are work space.
        gradient : ndarray, shape (parameters,)
        count : int
            How many steps this makes with these moments, from 1.
        """

    def terms(
        self,
        before: FloatArray,
        gradient: float,
        *,
        learning_rate: float,
        settings: Mapping[str, float],
        count: int,
    ) -> tuple[StepTerm, ...]:
        """How the step of one parameter is made, for a person to read; its parts add up to Δw but for rounding.

        ``before`` has shape (1 + moments,): the parameter and its moments; the rest is as in ``step``. By default there
        is one part, all of Δw.
        """
        now = np.array(before, dtype=np.float64).reshape(-1, 1)
        after = np.empty_like(now)
        self.step(
            now, np.array([gradient]), after, learning_rate=learning_rate, settings=settings, count=count
        )
        change = float(after[0, 0] - now[0, 0])
        return (StepTerm("Δw", tr("What {label} makes of the gradient.", label=self.label), change),)

    def compiled(self, tools: Tools) -> OptimizerForm | None:
        """Its form for the compiled engine; None leaves it to numpy."""
        return None
