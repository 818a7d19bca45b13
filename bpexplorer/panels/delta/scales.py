"""The ways to colour δ, in words. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from bpexplorer.document.session import Scale
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class ScaleWords:
    """A way to colour δ: on the box, and in a sentence."""

    name: str
    explanation: str


SCALE_WORDS: Mapping[Scale, ScaleWords] = {
    Scale.SHARED: ScaleWords(
        tr("shared scale (fixed)"), tr("Every layer on one linear scale: colours compare across layers.")
    ),
    Scale.OWN: ScaleWords(
        tr("scale per layer"),
        tr("Each layer on its own scale: colours compare within a layer."),
    ),
    Scale.LOG: ScaleWords(
        tr("log scale"),
        tr("Every layer on one logarithmic scale: small δ show beside large."),
    ),
}
