"""What the gradient check says: its verdict, what was left out, and its table. No Qt."""

from typing import Final

from bpexplorer.core.activations import ACTIVATIONS
from bpexplorer.core.costs import COSTS
from bpexplorer.core.gradients.gradient_check import (
    CENTRAL_STEP,
    CENTRAL_TOLERANCE,
    COMPLEX_STEP_TOLERANCE,
    ArrayCheck,
    GradientCheck,
)
from bpexplorer.core.training.frame import Frame
from bpexplorer.look import numbers
from bpexplorer.panels.checks.checked import Checked
from bpexplorer.panels.shared import titles
from bpexplorer.panels.shared.cells.cells import Cell, Column, Row, Table
from bpexplorer.translation import tr

NOTHING_YET: Final = (
    tr("Nothing checked yet"),
    tr(
        "Press Check: it moves each weight and bias a little, and compares the change of C with what "
        "backpropagation says. The network isn't changed."
    ),
)
WITHOUT: Final = tr("Without the sum (only k = j)")
WITHOUT_MEANING: Final = tr(
    "Check the gradients that come out if BP1 keeps only the term k = j. Where softmax ties the outputs "
    "together they are wrong, and the check says so."
)
CENTRAL_NAME: Final = tr("central differences")
COMPLEX_NAME: Final = tr("complex step")
CENTRAL_MEANING: Final = tr(
    "(C(w + h) − C(w − h)) / 2h. Its error falls as h² until the rounding of C, divided by h, has it: a U."
)
COMPLEX_MEANING: Final = tr(
    "Im C(w + ih) / h with h = 10⁻²⁰. Nothing is subtracted, so there is no rounding that grows: its error is "
    "the same for every small h."
)

COLUMNS: Final = (
    Column(tr("checked"), tr("How many entries of the array were checked."), 6),
    Column(
        COMPLEX_NAME,
        tr(
            "The largest difference between backpropagation and complex step, as a share of the largest entry. "
            "It is passed up to {limit}.",
            limit=numbers.significant(COMPLEX_STEP_TOLERANCE),
        ),
        numbers.WIDEST,
    ),
    Column(
        tr("differences"),
        tr(
            "The same for central differences with h = {step}, passed up to {limit}.",
            step=numbers.significant(CENTRAL_STEP),
            limit=numbers.significant(CENTRAL_TOLERANCE),
        ),
        numbers.WIDEST,
    ),
    Column(
        tr("at kinks"),
        tr("Entries left out of the differences, as their two evaluations lie on different sides of a kink."),
        6,
    ),
)


def check_table(check: GradientCheck) -> Table:
    """A row for each array of parameters."""
    return Table(COLUMNS, tuple(_row(array) for array in check.arrays))


def _row(array: ArrayCheck) -> Row:
    kind = tr("weights") if array.name.startswith("W") else tr("biases")
    worst = tr(
        "Furthest off at {place}: backpropagation {ours}, complex step {theirs}.",
        place=list(array.worst_entry),
        ours=numbers.significant(array.worst_gradient),
        theirs=numbers.significant(array.worst_complex_step),
    )
    return Row(
        array.name,
        tr("The {kind} into layer {layer}.", kind=kind, layer=array.name[1:]),
        (
            Cell(numbers.count(array.checked), value=array.checked),
            Cell(_error(array.complex_step_error), note=worst, value=array.complex_step_error),
            Cell(_error(array.central_error), value=array.central_error),
            Cell(
                numbers.count(array.crossed_kinks), faint=not array.crossed_kinks, value=array.crossed_kinks
            ),
        ),
    )


def verdict(checked: Checked) -> str:
    """Whether the check is passed, and by how much."""
    check = checked.check
    error = _error(check.complex_step_error)
    if not check.is_finite:
        return tr(
            "It can't be checked: the numbers are so large that C or its change overflows, or that a small step is "
            "lost in their rounding."
        )
    if check.passed:
        return tr("Passed: the largest error by complex step is {error}.", error=error)
    name = check.worst.name
    if checked.without_sum:
        return tr(
            "Fails without the sum: {name} is off by {error}.",
            name=name,
            error=_error(check.worst.complex_step_error),
        )
    return tr("Fails: {name} is off by {error}.", name=name, error=_error(check.worst.complex_step_error))


def least_words(check: GradientCheck) -> str:
    """Where the U has its lowest point."""
    steps = [each for each in check.by_step if each.error == each.error]
    if not steps:
        return ""
    least = min(steps, key=lambda each: each.error)
    return tr(
        "Differences come nearest at h = {step}: {error}.",
        step=numbers.significant(least.step),
        error=_error(least.error),
    )


def kink_words(checked: Checked) -> str:
    """Whose kinks leave entries out, by name; empty without any."""
    if not checked.check.kinks:
        return ""
    named = []
    for place, count in checked.check.kinks.items():
        if place > len(checked.activations):
            whose = tr("the {cost} cost", cost=COSTS[checked.cost].label.lower())
        else:
            label = ACTIVATIONS[checked.activations[place - 1]].label
            whose = tr("{label} in layer {layer}", label=label, layer=place)
        named.append(tr("{count} by {whose}", count=numbers.count(count), whose=whose))
    return tr("Left out at kinks, where there is no slope: {named}.", named=", ".join(named))


def note(checked: Checked, frame: Frame | None) -> str:
    """Of which step it is, whether that was before an edit that the frame shown has, and whether of all parameters."""
    check = checked.check
    of = (
        tr("all {count} parameters", count=numbers.count(check.size))
        if check.checked == check.size
        else tr(
            "estimated from {count} of {size} parameters",
            count=numbers.count(check.checked),
            size=numbers.count(check.size),
        )
    )
    return titles.joined(shorter_note(checked, frame), of)


def shorter_note(checked: Checked, frame: Frame | None) -> str:
    """Of which step it is, and whether that was before an edit that the frame shown has."""
    return titles.at_step(checked.of.step) + titles.before_edit(checked.of.edit, frame)


def _error(value: float) -> str:
    return numbers.significant(value, digits=2)
