"""Acts on what waits for a restart: to choose it, to apply it, to drop it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bpexplorer.data.choice import Source
from bpexplorer.document.acts.base import Act
from bpexplorer.document.network_document import NetworkDocument
from bpexplorer.document.pending import Part
from bpexplorer.document.picture import Picture


@dataclass(frozen=True, slots=True)
class PlanData(Act):
    """Let other data wait for a restart."""

    choice: Source

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.pending.choose_data(self.choice)


@dataclass(frozen=True, slots=True)
class PlanSettings(Act):
    """Let settings of where a run starts from wait for a restart, by field of TrainingConfig."""

    changes: Mapping[str, Any]

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.pending.choose_settings(**self.changes)


@dataclass(frozen=True, slots=True)
class ApplyPending(Act):
    """Begin training anew with all that waits."""

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.apply_pending()


@dataclass(frozen=True, slots=True)
class DiscardPending(Act):
    """Drop what waits, or a part of it."""

    part: Part | None = None

    def on_document(self, document: NetworkDocument, picture: Picture | None) -> None:
        document.pending.discard(self.part)
