"""How one weight or bias came by its change, line by line, as values. No Qt."""

import re
from dataclasses import dataclass
from typing import Final

from bpexplorer.core.optimizers import StepTerm
from bpexplorer.core.readings.update import ParameterUpdate, UpdateReading
from bpexplorer.core.spec import Connection
from bpexplorer.core.training.rules.clipping import Clip
from bpexplorer.look import numbers
from bpexplorer.panels.update import words
from bpexplorer.translation import tr

GRADIENT_LATEX: Final = {
    "weight": r"\partial C/\partial w = \overline{a\,\delta}",
    "bias": r"\partial C/\partial b = \overline{\delta}",
}
_GRADIENT: Final = {
    "weight": (tr("∂C/∂w = mean a·δ"), tr("BP4: the mean of a·δ over the samples of the batch.")),
    "bias": (tr("∂C/∂b = mean δ"), tr("BP3: the mean of δ over the samples of the batch.")),
}


#: These letters as symbols, in the formulas of optimizers.
_W, _G = (re.compile(f"(?<![a-z]){letter}(?![a-z])") for letter in "wg")


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """A line: what a number is, the number, more of it for whoever asks, and how much it matters."""

    name: str
    text: str
    meaning: str
    is_result: bool = False
    is_aside: bool = False


def update_rows(reading: UpdateReading, update: ParameterUpdate) -> tuple[UpdateRow, ...]:
    """From the gradient to the new value. A parameter that isn't trained keeps its gradient, and Δw is 0."""
    letter = "w" if isinstance(update.place, Connection) else "b"
    gradient, meaning = _GRADIENT[words.kind(update.place)]
    rows = [UpdateRow(gradient, _number(update.gradient), meaning)]
    if update.is_frozen or update.is_removed:
        name = (
            tr("Δ{letter}, removed", letter=letter)
            if update.is_removed
            else tr("Δ{letter}, frozen", letter=letter)
        )
        rows.append(UpdateRow(name, _number(0.0), tr("Training leaves it as it is."), is_result=True))
    else:
        rows += _of_the_gradient(update, letter)
        rows += _of_the_optimizer(reading, update, letter)
    name = tr("{letter}: old → new", letter=letter)
    rows.append(UpdateRow(name, words.move(update), _ENGINE[reading.is_float64], is_result=True))
    return tuple(rows)


_ENGINE: Final = {
    True: tr("The run's own numbers."),
    False: tr(
        "The run's own numbers. What leads to them is shown in float64: the run "
        "computes otherwise, so they may differ in the last digits."
    ),
}


def _of_the_gradient(update: ParameterUpdate, letter: str) -> list[UpdateRow]:
    """What is done to the gradient before the optimizer has it."""
    rows = []
    if update.penalty is not None:
        rows.append(
            UpdateRow(
                tr("+ penalty, not part of δ"),
                _number(update.penalty),
                tr("The penalty's own slope: λw for L2, ±λ for L1."),
            )
        )
    if update.clip is not None:
        rows.append(
            UpdateRow(
                tr("× clipping"), numbers.significant(update.clip.factor, digits=2), _clip_words(update.clip)
            )
        )
    if rows:
        rows.append(
            UpdateRow(
                "= g", _number(update.followed), tr("What the optimizer has for ∂C/∂{letter}.", letter=letter)
            )
        )
    return rows


def _clip_words(clip: Clip) -> str:
    factor, norm, limit = (
        numbers.significant(each, digits=2) for each in (clip.factor, clip.norm, clip.limit)
    )
    return tr(
        "Gradient × {factor}: its norm was {norm}, the limit is {limit}.",
        factor=factor,
        norm=norm,
        limit=limit,
    )


def _of_the_optimizer(reading: UpdateReading, update: ParameterUpdate, letter: str) -> list[UpdateRow]:
    """What the optimizer makes of the gradient: its moments, its parts, and their sum."""
    parts = [term for term in update.terms if term.is_part]
    is_own = update.penalty is not None or update.clip is not None

    def symbol(term: StepTerm) -> str:
        # Where nothing was done to the gradient, g is the line above.
        text = _W.sub(letter, term.symbol)
        return text if is_own else _G.sub(f"∂C/∂{letter}", text)

    rows = [
        UpdateRow(symbol(term), _number(term.value), term.meaning, is_aside=not term.is_part)
        for term in update.terms
        if not term.is_part or len(parts) > 1
    ]
    change = f"Δ{letter}"
    if len(parts) == 1 and parts[0].symbol != "Δw":
        change, meaning = f"Δ{letter} = {symbol(parts[0])}", parts[0].meaning
    else:
        meaning = tr(
            "What {optimizer} makes of the gradient: the sum of its parts.", optimizer=reading.optimizer
        )
    rows.append(UpdateRow(change, _number(update.change), meaning, is_result=True))
    return rows


def _number(value: float) -> str:
    return numbers.signed(value).strip()
