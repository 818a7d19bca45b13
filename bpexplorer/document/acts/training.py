"""Acts on training: its settings, its data, and where it begins."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bpexplorer.core.edits.run import RestoreBest
from bpexplorer.core.spec import NetworkSpec
from bpexplorer.core.training.config import MAX_SEED
from bpexplorer.core.training.frame import Frame
from bpexplorer.data.choice import Source
from bpexplorer.document.acts.base import Act
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.picture import Picture
from bpexplorer.document.session import SessionState
from bpexplorer.translation import tr


@dataclass(frozen=True, slots=True)
class ChangeSettings(Act):
    """Change settings of training, by field of TrainingConfig."""

    changes: Mapping[str, Any]

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.configure(**self.changes)


@dataclass(frozen=True, slots=True)
class ChooseData(Act):
    """Train on other data: from the start, or from the weights as they are now."""

    choice: Source
    keep_weights: bool = False

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.choose_data(self.choice, keep_weights=self.keep_weights)


@dataclass(frozen=True, slots=True)
class Restart(Act):
    """Return to the numbers that this run started from."""

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.restart()


@dataclass(frozen=True, slots=True)
class NewSeed(Act):
    """Draw other numbers to start from: those of the next seed."""

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.restart(seed=(document.plan.config.seed + 1) % (MAX_SEED + 1))


@dataclass(frozen=True, slots=True)
class ReturnToBest(Act):
    """Return to the best state of the run, with the moments that its optimizer had there."""

    def refusal(self, spec: NetworkSpec, state: SessionState, frame: Frame | None) -> str | None:
        is_there = frame is not None and frame.best is not None and frame.best.step == frame.step
        return tr("The run is in its best state already.") if is_there else None

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.request(RestoreBest())
