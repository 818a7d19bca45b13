"""The choice of the samples that are looked at."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QWidget

from bpexplorer.core.training.traced_samples import SampleSource
from bpexplorer.look.samples import SOURCE_WORDS


class SourceBox(QComboBox):
    """Offers the probe and the last batch. Who has it listens to ``activated`` and asks for what was ``chosen``."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName(name)
        self.setAccessibleName("Samples that are looked at")
        for index, (source, words) in enumerate(SOURCE_WORDS.items()):
            self.addItem(words.choice, source)
            self.setItemData(index, words.explanation, Qt.ItemDataRole.ToolTipRole)
        self.show_source(SampleSource.PROBE)

    def chosen(self) -> SampleSource:
        """What stands in the box."""
        return SampleSource(self.currentData())

    def show_source(self, source: SampleSource) -> None:
        """Show what is looked at."""
        self.setCurrentIndex(self.findData(source))
        words = SOURCE_WORDS[source]
        self.setToolTip(
            f"Which samples a, z and δ are shown of. {words.choice.capitalize()}: {words.explanation}"
        )
