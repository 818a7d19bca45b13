"""What the message bar offers when training has stopped by itself, or a recent file can't be opened."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from bpexplorer.core.edits.run import RestoreBest
from bpexplorer.core.errors import BpExplorerError
from bpexplorer.core.training.frame import Frame
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.look import numbers
from bpexplorer.look.widgets.message_bar import Kind, MessageAction
from bpexplorer.translation import tr

#: What messages are about, each of which leaves once its cause has gone.
DIVERGED, STOPPED, REFUSED, STUCK = "divergence", "stop", "refusal", "stuck"
RECENT, OUTSIDE, WHY_SMALL = tr("recent file"), tr("changed outside"), tr("why δ is small")
CRASHED, DATA_CHANGED = tr("a crash"), tr("changed data")


@dataclass(frozen=True, slots=True)
class Offer:
    """A message, what can be done about it, and what it is about: the open project, or the program."""

    text: str
    kind: Kind
    actions: tuple[MessageAction, ...]
    about: str
    is_of_program: bool = False


def after_divergence(frame: Frame, document: NetworkDocument) -> Offer:
    """To go back, or to go on with smaller steps; no step is small enough for a cost that can't be evaluated."""
    pair = document.plan.pair
    if pair.kind == "refused":
        return Offer(f"{frame.divergence} {pair.words}", "warning", (_quadratic_cost(document),), DIVERGED)
    half = numbers.significant(document.plan.config.learning_rate / 2)
    return Offer(
        tr("{divergence} The parameters are those from before that step.", divergence=frame.divergence),
        "warning",
        (
            MessageAction(tr("Go back, with rate {half}", half=half), "divergence_go_back", document.go_back),
            MessageAction(
                tr("Stay, with rate {half}", half=half), "divergence_halve", document.halve_learning_rate
            ),
        ),
        DIVERGED,
    )


def when_stuck(frame: Frame, document: NetworkDocument) -> Offer:
    """To go back to the best state with a learning rate a tenth as large, which isn't too large any more, as a rule."""
    stuck, config = frame.stuck, document.plan.config
    assert stuck is not None
    rate, lower = (numbers.significant(each) for each in (config.learning_rate, config.learning_rate / 10))
    names = ((tr("saturated"), stuck.saturated), (tr("dead"), stuck.dead))
    states = " or ".join(name for name, count in names if count)
    held_up = tr(
        "{saturated} of {neurons}",
        saturated=numbers.count(stuck.saturated + stuck.dead),
        neurons=numbers.count(stuck.neurons),
    )
    return Offer(
        tr(
            "Training is stuck. C of the fixed samples is {cost}; always answering with "
            "the mean target would give {constant_cost}. {held_up} neurons are {states}: "
            "their slope is nearly 0, so almost no δ passes. The learning rate {rate} is "
            "probably too large, or the initial weights are.",
            cost=numbers.significant(stuck.cost),
            constant_cost=numbers.significant(stuck.constant_cost),
            held_up=held_up,
            states=states,
            rate=rate,
        ),
        "info",
        (
            MessageAction(
                tr("Restore the best state and use learning rate {lower}", lower=lower),
                "stuck_restore",
                partial(document.restore_with_rate, config.learning_rate / 10),
            ),
        ),
        STUCK,
    )


def after_refusal(frame: Frame, document: NetworkDocument) -> Offer:
    """Training was paused by an edit: to take a cost that every output layer has."""
    return refusal(tr("Training is paused. {refused}", refused=frame.refused), document)


def refusal(reason: str, document: NetworkDocument) -> Offer:
    """The cost can't be evaluated after the output layer: to take one that every output layer has."""
    return Offer(reason, "warning", (_quadratic_cost(document),), REFUSED)


def _quadratic_cost(document: NetworkDocument) -> MessageAction:
    return MessageAction(
        tr("Use the quadratic cost"), "refusal_quadratic", partial(document.configure, cost="quadratic")
    )


def after_stop(frame: Frame, document: NetworkDocument) -> Offer:
    """To take the best state instead of the last one, if it is another."""
    stop = frame.stopped
    assert stop is not None
    if stop.best.step == frame.step:
        return Offer(tr("{stop} This is its best state. Play goes on.", stop=stop), "info", (), STOPPED)
    restore = MessageAction(
        tr("Restore the best state (epoch {epoch})", epoch=numbers.count(stop.best.epoch)),
        "stop_restore_best",
        partial(document.request, RestoreBest()),
    )
    return Offer(tr("{stop} Play goes on.", stop=stop), "info", (restore,), STOPPED)


def changed_outside(
    path: Path,
    reason: str,
    *,
    reload: Callable[[], object] | None,
    keep: Callable[[], object],
    save_as: Callable[[], object],
) -> Offer:
    """To take what the file holds now, if it is there, to stay with what is open, or to keep both."""
    actions = [] if reload is None else [MessageAction(tr("Reload"), "outside_reload", reload)]
    actions += [
        MessageAction(tr("Keep mine"), "outside_keep", keep),
        MessageAction(tr("Save as…"), "outside_save_as", save_as),
    ]
    return Offer(
        tr("“{name}” isn't as it was: {reason}.", name=path.name, reason=reason),
        "warning",
        tuple(actions),
        OUTSIDE,
    )


def changed_data(path: Path, *, reload: Callable[[], object]) -> Offer:
    """To take the same columns from what the file holds now."""
    return Offer(
        tr("“{name}” has changed since its data were taken. Reload it?", name=path.name),
        "info",
        (MessageAction(tr("Reload"), "data_reload", reload),),
        DATA_CHANGED,
    )


def after_unopened_recent(error: BpExplorerError, remove: Callable[[], object]) -> Offer:
    """To take the file off the list; its drive may only be away, so nothing else does."""
    return Offer(
        tr("{error} It stays in Open recent.", error=error),
        "error",
        (MessageAction(tr("Remove it from the list"), "recent_remove", remove),),
        RECENT,
    )
