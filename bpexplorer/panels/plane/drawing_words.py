"""What the plane says of drawing, prepared without Qt."""

from collections.abc import Mapping

from bpexplorer.core.training_data import PARTS, PartName, TrainingData
from bpexplorer.translation import tr, tr_n


def instruction(data: TrainingData) -> str:
    """What the mouse does."""
    if data.is_classification:
        return tr("Click adds a point, Shift+click one of the next class, a right click removes it.")
    if data.outputs > 1:
        if data.inputs == 1:
            return tr(
                "Click adds a point: its height is the target of the output shown, the others are those set above."
            )
        return tr("Click adds a point of the targets set above, a right click removes it.")
    if data.inputs == 1:
        return tr("Click adds a point at that height, a right click removes it.")
    return tr("Click adds a point of this target, Shift+click of its negative, a right click removes it.")


def said_of(began: TrainingData, before: TrainingData, after: TrainingData) -> str:
    """What became of a stroke: what has been added since drawing began, or what the stroke has removed.

    ``began`` are the data that were there then; where points of them are gone, the stroke alone is told.
    """
    stroke, since = _changes(before, after), _changes(began, after)
    gone = -sum(min(0, each) for each in stroke.values())
    if gone:
        return gone_words(gone)
    return added_words(since if min(since.values()) >= 0 else stroke)


def _changes(before: TrainingData, after: TrainingData) -> dict[PartName, int]:
    """How many samples more each part has."""
    return {part: len(after.part(part).x) - len(before.part(part).x) for part in PARTS}


def added_words(counts: Mapping[PartName, int]) -> str:
    """That points were added, and which part of training each takes."""
    return tr_n(
        "{count} point added: {parts}. The best state so far is dropped.",
        "{count} points added: {parts}. The best state so far is dropped.",
        sum(counts.values()),
        parts=", ".join(_taking_part(part, count) for part, count in counts.items() if count),
    )


def _taking_part(part: PartName, count: int) -> str:
    """What so many points of a part are for."""
    if part == "train":
        return tr_n("{count} trains from the next epoch", "{count} train from the next epoch", count)
    if part == "validation":
        return tr_n("{count} validates", "{count} validate", count)
    return tr_n("{count} tests", "{count} test", count)


def gone_words(gone: int) -> str:
    """That points were removed."""
    return tr_n(
        "{count} point removed. The best state so far is dropped.",
        "{count} points removed. The best state so far is dropped.",
        gone,
    )
