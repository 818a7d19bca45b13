"""The ways to colour δ, in words. No Qt."""

from collections.abc import Mapping
from dataclasses import dataclass

from bpexplorer.document.session import Scale


@dataclass(frozen=True, slots=True)
class ScaleWords:
    """A way to colour δ: on the box, and in a sentence."""

    name: str
    explanation: str


SCALE_WORDS: Mapping[Scale, ScaleWords] = {
    Scale.SHARED: ScaleWords(
        "shared scale (fixed)", "Every layer on one linear scale: colours compare across layers."
    ),
    Scale.OWN: ScaleWords(
        "scale per layer",
        "Each layer on its own scale: colours compare within a layer.",
    ),
    Scale.LOG: ScaleWords(
        "log scale",
        "Every layer on one logarithmic scale: small δ show beside large.",
    ),
}
