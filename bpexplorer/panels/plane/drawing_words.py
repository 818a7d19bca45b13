"""What the plane says of drawing, prepared without Qt."""

from bpexplorer.core.training_data import PARTS, TrainingData
from bpexplorer.look import numbers
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


def said_of(before: TrainingData, after: TrainingData) -> str:
    """What became of a stroke, by the data before and after it."""
    counts = {part: len(after.part(part).x) - len(before.part(part).x) for part in PARTS}
    added, gone = (
        sum(max(0, each) for each in counts.values()),
        -sum(min(0, each) for each in counts.values()),
    )
    if added and not gone:
        return added_words(counts["train"], added)
    return gone_words(gone)


def added_words(training: int, added: int) -> str:
    """That points were added, and when they take part."""
    if not training:
        return tr_n(
            "{count} point added, to test with. The best state so far is dropped.",
            "{count} points added, to test with. The best state so far is dropped.",
            added,
        )
    return tr_n(
        "{count} point added, trained on from the next epoch. The best state so far is dropped.",
        "{count} points added, {training} trained on from the next epoch. The best state so far is dropped.",
        added,
        training=numbers.count(training),
    )


def gone_words(gone: int) -> str:
    """That points were removed."""
    return tr_n(
        "{count} point removed. The best state so far is dropped.",
        "{count} points removed. The best state so far is dropped.",
        gone,
    )
