"""What the page that draws a picture says. No Qt."""

from bpexplorer.core.readings.sketch import SketchReading
from bpexplorer.core.training_data import PartName, TrainingData
from bpexplorer.look import numbers
from bpexplorer.project.table_csv import ValueTable
from bpexplorer.translation import tr

NOT_PICTURES = (
    tr("Nothing to draw on"),
    tr(
        "Where samples are pictures, such as the digits, you can draw one. The samples of these data aren't pictures."
    ),
)
BLANK = tr("Draw a picture with the mouse: it is classified while you draw. The right button rubs ink out.")
ADDED: dict[PartName, str] = {
    "train": tr("Added to the training set, from the next epoch on. The best state so far is dropped."),
    "validation": tr("Added to the validation set. The best state so far is dropped."),
    "test": tr("Added to the test set. The best state so far is dropped."),
}


def verdict(reading: SketchReading, label: int | None) -> str:
    """What the network takes it for, and what that costs."""
    names, found = reading.data.class_names, reading.judged
    if found.predicted is None:
        said = tr("Output {value}", value=numbers.significant(float(found.outputs[0])))
    else:
        said = tr("Class {name}", name=names[found.predicted])
    if label is None or found.cost is None:
        return tr("{said}. Say what it should be to see δ.", said=said) if names else said
    cost = numbers.unsigned(found.cost).strip()
    if found.predicted == label:
        return tr("{said}: right. C {cost}.", said=said, cost=cost)
    return tr("{said}: wrong, it should be {name}. C {cost}.", said=said, name=names[label], cost=cost)


def added(before: TrainingData, after: TrainingData) -> str:
    """To which set a picture was added, by the data before and after."""
    return next(
        (said for part, said in ADDED.items() if len(after.part(part).x) > len(before.part(part).x)), ""
    )


LONGEST = (*ADDED.values(), BLANK)


def note(reading: SketchReading) -> str:
    """Of which step it is."""
    return tr("your picture · step {step}", step=numbers.count(reading.step))


def table(reading: SketchReading) -> ValueTable:
    """Each output with its δ, with every digit."""
    found = reading.judged
    delta = found.deltas[-1].tolist() if found.deltas else []
    columns = (tr("output"), "a", *(("δ",) if delta else ()))
    values = zip(names(reading), found.outputs.tolist(), *((delta,) if delta else ()), strict=True)
    return ValueTable(tr("Your picture"), columns, tuple(values))


def names(reading: SketchReading) -> tuple[str, ...]:
    """What each output is called: as its class where each has one."""
    return reading.data.output_names or tuple(map(str, range(len(reading.judged.outputs))))
