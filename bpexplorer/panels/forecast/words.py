"""What the forecast says: its table, its sentences, and those of the learning-rate finder. No Qt."""

import math
from typing import Final

import numpy as np

from bpexplorer.core.optimizers import OPTIMIZERS
from bpexplorer.core.readings.forecast import Change, ForecastReading
from bpexplorer.core.training.rate_finder import RateFinding
from bpexplorer.core.training.traced_samples import BatchFate
from bpexplorer.look import numbers
from bpexplorer.panels.shared import titles
from bpexplorer.panels.shared.cells.cells import Cell, Column, Row, Table
from bpexplorer.panels.update.trail import RatioTrail
from bpexplorer.panels.update.words import FAILED, NO_NUMBER, RATIO_MEANING, trail_words
from bpexplorer.translation import tr

NOTHING_YET: Final = (
    tr("No step to forecast yet"),
    tr(
        "What the gradient predicts for C, and what the step does. Appears once the network has been evaluated."
    ),
)
EACH_STEP: Final = tr("Each step")
FINDER: Final = tr("Growing η")
EACH_MEANING: Final = tr("What each step predicted for C and what it did, and their ratio over time.")
FINDER_MEANING: Final = tr("Train apart from the run with a learning rate that grows from step to step.")
FIND: Final = tr("Find the rate")
#: Until there is one, and the button that takes it can be seen.
USE: Final = tr("Use the rate")
FIND_MEANING: Final = tr(
    "Makes steps from where training is now, each with a larger learning rate than the last, until C goes up. The "
    "run itself doesn't change."
)
NOT_FOUND: Final = tr("Press Find the rate: C of each batch appears here over the growing learning rate.")
SAYS_LITTLE: Final = tr(
    "The network is trained already: little of C is left to fall, so this curve says little. "
    "Press Reset, and find the rate from the start."
)
NO_STEP: Final = tr(
    "Even with the smallest rate a step leaves numbers that aren't finite here, so no rate can be judged. "
    "Press Reset, and find the rate from the start."
)
#: The name of the finder's page, for whoever leads there (`ShowPage`).
FINDER_PAGE: Final = "finder"


def title(reading: ForecastReading) -> str:
    """Of which step it is, and whether the training set is only sampled."""
    number = numbers.count(reading.step)
    of = {
        BatchFate.TAKEN: tr("of step {number}", number=number),
        BatchFate.NEXT: tr("of the next step"),
        BatchFate.FAILED: tr("of step {number}, which failed", number=number),
    }[reading.fate]
    return titles.joined(of, titles.estimated_from(reading.training.samples, reading.training_size))


def forecast_table(reading: ForecastReading) -> Table:
    """A column for the step's own batch, and one for the training set."""
    predicted = (
        tr("To first order, Σ ∂C/∂w · Δw. On the batch that made the step this is −η‖g‖², never above 0.")
        if reading.is_plain
        else tr(
            "To first order, Σ ∂C/∂w · Δw. Only for plain gradient descent this is −η‖g‖² on its own batch."
        )
    )
    batch, training = reading.batch, reading.training
    return Table(
        (
            Column(
                tr("batch of {count}", count=numbers.count(batch.samples)),
                tr("The samples that the step was made from."),
                numbers.WIDEST,
            ),
            Column(
                tr("training set"),
                tr("The training set: what the step is meant for."),
                numbers.WIDEST,
            ),
        ),
        (
            Row(tr("predicted"), predicted, tuple(_cell(each.predicted, each) for each in (batch, training))),
            Row(
                tr("actual ΔC"),
                tr("C after the step − C before it, of the same samples."),
                tuple(_cell(each.actual, each) for each in (batch, training)),
            ),
            Row(
                tr("ratio"),
                tr("actual / predicted. {meaning}", meaning=RATIO_MEANING),
                tuple(_ratio(each) for each in (batch, training)),
            ),
        ),
    )


def _cell(value: float, change: Change) -> Cell:
    return Cell(_change(value, change), value=value)


def _ratio(change: Change) -> Cell:
    if math.isnan(change.ratio):
        return Cell(NO_NUMBER)
    return Cell(numbers.signed(change.ratio, decimals=3).strip(), value=change.ratio)


def _change(value: float, change: Change) -> str:
    if 0.0 < abs(value) <= change.rounding:
        return numbers.ROUNDING
    return numbers.signed(value).strip()


def sentence(reading: ForecastReading) -> str:
    """What batch and training set have to do with each other in this step."""
    if reading.fate is BatchFate.FAILED:
        return FAILED
    batch, training = reading.batch, reading.training
    if training.predicted > training.rounding:
        return tr(
            "For the training set this step leads uphill: the gradient of its batch points another way."
        )
    if training.actual > training.rounding:
        return tr("C of the training set was to fall and rises: η is too large for it.")
    if batch.ratio > training.ratio:
        return tr(
            "The batch keeps more of its promise than the training set: the step was made for the batch."
        )
    return ""


def steps_words(trail: RatioTrail) -> str:
    """Of which steps the ratios are."""
    return trail_words(trail)


def finding_words(finding: RateFinding, rate: float) -> str:
    """Where the linear regime ends, where C is lowest, what is offered and why, and where the run's own η stands."""
    if not len(finding.rates):
        return NO_STEP
    parts = [SAYS_LITTLE] if finding.says_little else []
    if not np.isfinite(finding.ratios).any():
        parts.append(tr("No step changed C by more than its rounding, so this sweep can't judge a rate."))
    elif finding.starts_beyond:
        parts.append(
            tr(
                "Even the smallest rate that was tried is beyond the linear regime. Train with a rate below {rate}.",
                rate=_rate(float(finding.rates[0])),
            )
        )
    elif finding.trouble_at is None:
        parts += _untold(finding)
    else:
        parts += _told(finding, rate)
    if finding.has_diverged:
        parts.append(tr("Stopped at η = {rate}, where C goes up.", rate=_rate(float(finding.rates[-1]))))
    how = OPTIMIZERS[finding.optimizer]
    if not how.is_plain:
        parts.append(
            tr(
                "These steps were made with {optimizer}, where each also depends on earlier gradients: the rate is for "
                "{optimizer} only.",
                optimizer=how.label,
            )
        )
    return " ".join(parts)


def _told(finding: RateFinding, rate: float) -> list[str]:
    """The sentences where the sweep came to a rate that is too large."""
    until, lowest, proposed = finding.linear_until, finding.lowest_at, finding.proposal
    parts = []
    if until is not None:
        parts = [
            tr(
                "The linear regime ends at η = {rate}: beyond it, a step does less than ¾ of what it predicts.",
                rate=_rate(until),
            ),
            tr("Your η = {rate} is within it.", rate=_rate(rate))
            if rate <= until
            else tr("Your η = {rate} is beyond it.", rate=_rate(rate)),
        ]
    parts.append(tr("C is lowest near η = {rate}.", rate=_rate(lowest)))
    if proposed is not None:
        of = finding.trouble_at
        parts.append(
            tr(
                "Half of η = {limit} is a safe start: {rate}. Each rate was tried for one step only, and training with "
                "it makes many.",
                limit=_rate(lowest if of is None else of),
                rate=_rate(proposed),
            )
        )
    return parts


def _untold(finding: RateFinding) -> list[str]:
    """The sentences where it didn't: why it can't tell how large η may be, and how to go on."""
    why = (
        tr("This sweep can't tell how large η may be: hardly any C was left when its rates became too large.")
        if finding.has_diverged or finding.linear_until is not None
        else tr(
            "This sweep can't tell where the linear regime ends: C didn't go back up by η = {rate}, the last rate.",
            rate=_rate(float(finding.rates[-1])),
        )
    )
    parts = [
        why,
        tr(
            "That C is lowest near η = {rate} only says that the network trained on the way.",
            rate=_rate(finding.lowest_at),
        ),
    ]
    if finding.proposal is not None:
        parts.append(
            tr(
                "C had fallen halfway at η = {rate}: start there, and raise η while C falls steadily.",
                rate=_rate(finding.proposal),
            )
        )
    return parts


def use_words(rate: float) -> str:
    """What the button says that takes the rate over: ``Use 0.21``."""
    return tr("Use {rate}", rate=_rate(rate))


def use_meaning(rate: float, *, is_own: bool) -> str:
    """What that button does, or why it does nothing."""
    if is_own:
        return tr("This is your learning rate.")
    return tr(
        "Set the learning rate to {rate}: the sweep leaves room above it. Takes effect immediately; you can undo it.",
        rate=_rate(rate),
    )


def readout(finding: RateFinding, place: int) -> str:
    """One step of the finder."""
    ratio = float(finding.ratios[place])
    return tr(
        "η = {rate}\nC = {cost}\nratio {ratio}",
        rate=_rate(float(finding.rates[place])),
        cost=numbers.significant(float(finding.smoothed[place])),
        ratio=NO_NUMBER if math.isnan(ratio) else numbers.signed(ratio, decimals=2).strip(),
    )


def _rate(value: float) -> str:
    return numbers.significant(value, digits=2)
