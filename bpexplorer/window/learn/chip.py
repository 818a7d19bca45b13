"""Which network a card is about, in the words of its chip."""

from bpexplorer.lessons.lesson import State, View
from bpexplorer.lessons.stage import Progress, Standing
from bpexplorer.look import numbers
from bpexplorer.translation import tr, tr_n

_CHANGED = tr("The network has changed")


def chip_words(state: State, view: View, standing: Standing, progress: Progress | None) -> str:
    """Example, step and place; while it is trained how far that is, and that it is another one now."""
    if standing is Standing.CHANGED:
        return _CHANGED
    if standing is Standing.COMING and progress is not None:
        return tr(
            "Training: epoch {epoch} of {of}",
            epoch=numbers.count(progress.epoch),
            of=numbers.count(progress.of),
        )
    parts = [
        state.preset,
        tr("step 0")
        if not state.epochs
        else tr_n("{count} epoch", "{count} epochs", state.epochs, count=numbers.count(state.epochs)),
    ]
    if view.sample is not None:
        parts.append(tr("sample {sample}", sample=view.sample))
    if view.neuron is not None and view.neuron[0]:
        parts.append(tr("layer {layer}, neuron {neuron}", layer=view.neuron[0], neuron=view.neuron[1]))
    return " · ".join(parts)
